// The search for a fit: in the background, its front as a picture to click.

import { about, askJson, Refused } from "./api.js";
import { axisStyle, Chart, colour } from "./charts.js";
import { at, make, number, put, row, tell } from "./dom.js";
import { page } from "./page.js";
import { leave, left } from "./state.js";
import { runningJob, startJob, watch } from "./watch.js";

const words = Object.fromEntries(page.form.keys.map((key) => [key.name, key]));
const decimals = Object.fromEntries(page.form.sliders.map((one) => [one.name, one.decimals]));
const [across, colourBy, up] = page.form.objectives;
const withUnit = ({ words: name, unit }) => (unit ? `${name} (${unit})` : name);
let searched = null;
let found = null;
let job = null;

const chart = new Chart(at("pareto"), () => ({
  grid: { left: 60, right: 90, top: 26, bottom: 44 },
  xAxis: { type: "value", name: withUnit(across), nameLocation: "middle", nameGap: 26, scale: true, ...axisStyle() },
  yAxis: { type: "value", name: withUnit(up), scale: true, ...axisStyle(), nameTextStyle: { align: "left", color: colour("muted"), fontSize: 11 } },
  tooltip: { renderMode: "richText", formatter: ({ data }) => data.told },
  series: [],
}));
chart.opened = (of) => of.on("click", ({ data }) => ride(data.values));

async function ride(values) {
  try {
    const { set_up } = await askJson("/api/with", { json: about(searched, { values }) });
    await page.adopt(set_up);
  } catch (error) {
    tell(error);
  }
}

const told = (one) => Object.entries(one.values).map(([key, value]) => `${words[key].words} ${number(value, decimals[key] ?? 0)} ${words[key].unit}`).join(", ");

function showFront(fit) {
  const spots = fit.pareto.filter((one) => one.objectives).map((one) => ({
    value: [one.objectives[across.key], one.objectives[up.key], one.objectives[colourBy.key]], values: one.values, told: told(one),
  }));
  const marked = (name, of, symbol, ink) => ({ id: name, name, type: "scatter", symbol, symbolSize: 16, z: 5, itemStyle: { color: colour(ink), borderColor: colour("paper"), borderWidth: 1.5 }, data: of.objectives ? [{ value: [of.objectives[across.key], of.objectives[up.key]], values: of.values, told: `${name}: ${told(of)}` }] : [] });
  const third = spots.map((one) => one.value[2]);
  chart.show(() => ({
    visualMap: { seriesIndex: 0, dimension: 2, min: Math.min(...third), max: Math.max(...third), right: 0, top: "middle", text: [colourBy.words, ""], textStyle: { color: colour("ink"), fontSize: 11 }, inRange: { color: [colour("right"), colour("shade"), colour("left")] }, calculable: false, precision: 2 },
    legend: { top: 0, right: 0, textStyle: { color: colour("ink"), fontSize: 11 }, data: ["was", "recommended"] },
    series: [{ id: "front", name: "front", type: "scatter", symbolSize: 11, data: spots }, marked("was", fit.current, "rect", "now"), marked("recommended", fit.recommended, "diamond", "recommended")],
  }), `${spots.length} fits that no other beats in ${page.form.objectives.map((one) => one.words).join(", ")}; they stand in the list below.`);
  at("pareto-list").replaceChildren(...spots.map((one, k) => make("option", { value: k }, one.told)));
  at("pareto-ride").onclick = () => { const one = spots[Number(at("pareto-list").value)]; if (one) ride(one.values); };
}

function show(state) {
  const fit = state.fit;
  found = state.set_up;
  at("fit-found").hidden = false;
  put(at("fit-reason"), fit.reason);
  at("fit-table").tBodies[0].replaceChildren(...Object.entries(fit.recommended.values).map(([key, value]) => {
    const places = decimals[key] ?? 0;
    const was = fit.current.values[key] ?? fit.current.fit[key];
    const band = fit.bands[key];
    const range = band ? `${number(band.low, places)} to ${number(band.high, places)}` : "";
    return row(`${words[key].words} (${words[key].unit})`, typeof was === "number" ? number(was, places) : "", number(value, places), range);
  }));
  const judged = page.form.objectives.map((one) => {
    const [was, then] = [fit.current, fit.recommended].map((of) => (of.objectives ? number(of.objectives[one.key], one.decimals) : "\u2013"));
    return row(withUnit(one), was, then, "");
  });
  at("fit-table").tBodies[0].append(...judged);
  for (const [id, file] of [["report-html", "report.html"], ["report-pdf", "report.pdf"], ["fit-json", "fit.json"]]) at(id).href = `/api/jobs/${state.job}/${file}`;
  showFront(fit);
}

async function search(tables, start) {
  searched = tables;
  at("fit-progress").hidden = false;
  at("cancel").hidden = false;
  at("find").disabled = true;
  job = watch(start, (state) => {
    at("fit-bar").value = state.done;
    put(at("fit-words"), state.words);
    leave("fit", { job: state.job, searched: tables });
  });
  try {
    const state = await job.ended;
    if (state.state === "done") show(state);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    put(at("fit-words"), error.message);
    leave("fit", null);
  } finally {
    at("find").disabled = false;
    at("cancel").hidden = true;
  }
}

at("find").addEventListener("click", () => {
  const tables = structuredClone(page.tables);
  tables.search = { ...tables.search, profile: at("profile").value };
  search(tables, startJob("/api/jobs/fit", { ...about(tables), trials: Number(at("trials").value), recording: page.recording ?? null }));
});
// What a file says of how much is searched, until something else is chosen.
let fileSays = null;
function showProfile() {
  const profile = page.tables.search?.profile;
  if (profile && profile !== fileSays) at("profile").value = profile;
  fileSays = profile;
}
page.heard(showProfile);
showProfile();
const before = left("fit");
if (before) search(before.searched, runningJob(before.job));
at("cancel").addEventListener("click", () => job?.cancel().catch(tell));
at("ride-found").addEventListener("click", () => found && page.adopt(found));
