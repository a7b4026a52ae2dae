// A map over two sliders, filled in from the set-up outwards while the fitter looks.

import { about, askJson, Refused } from "./api.js";
import { axisStyle, Chart, colour } from "./charts.js";
import { at, headRow, make, put, row, tell } from "./dom.js";
import { page } from "./page.js";

const FIELDS = 11; // a side of the map
const AT_ONCE = 4; // fields asked for by one question
const form = page.form;
const searchable = form.sliders.filter((one) => one.searchable);
let map = null;
let run = 0;

for (const [id, first] of [["map-x", "saddle_setback_mm"], ["map-y", "saddle_height_mm"]]) {
  at(id).append(...searchable.map((one) => make("option", { value: one.name, selected: one.name === first }, `${one.words} (${one.unit})`)));
}
at("map-of").append(...form.objectives.map((one) => make("option", { value: one.key }, one.words)));

const chart = new Chart(at("map"), () => ({
  grid: { left: 64, right: 96, top: 30, bottom: 48 },
  tooltip: { renderMode: "richText", formatter: ({ data }) => data?.told ?? "" },
  xAxis: { type: "category", nameLocation: "middle", nameGap: 28, ...axisStyle(), splitLine: { show: false } },
  yAxis: { type: "category", ...axisStyle(), splitLine: { show: false } },
  series: [],
}));
chart.opened = (of) => of.on("click", ({ data }) => data?.fields && reach(...data.fields));

function hatch() {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour("ink");
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1.2;
  pen.beginPath();
  pen.moveTo(0, 8);
  pen.lineTo(8, 0);
  pen.stroke();
  return { image: tile, repeat: "repeat" };
}

const inForce = (name) => {
  const given = page.moved.fit[name];
  return typeof given === "object" ? (given.left + given.right) / 2 : given;
};

// Values of a side of the map: the value in force is one of them.
function side(name, range) {
  const slider = searchable.find((one) => one.name === name);
  const now = inForce(name);
  const span = Math.min(range.high - range.low, 2 * Math.min(now - range.low, range.high - now) || range.high - range.low);
  const step = Math.max(slider.step, slider.step * Math.round(span / (FIELDS - 1) / slider.step));
  const half = (FIELDS - 1) / 2;
  return Array.from({ length: FIELDS }, (_, k) => Number((now + (k - half) * step).toFixed(3))).filter((v) => v >= range.low - 1e-9 && v <= range.high + 1e-9);
}

async function reach(x, y) {
  const values = { [map.x.name]: map.x.values[x], [map.y.name]: map.y.values[y] };
  try {
    const { set_up } = await askJson("/api/with", { json: about(page.tables, { values }) });
    await page.adopt(set_up);
  } catch (error) {
    tell(error);
  }
}

const brief = (value) => String(Number(value.toFixed(1)));

// Where the set-up lies on the map, in fields; null where it lies beyond.
function place() {
  const of = ({ name, values }) => {
    const now = inForce(name);
    const found = values.findIndex((one) => Math.abs(one - now) < (values[1] - values[0]) / 2 + 1e-9);
    return found < 0 ? null : found;
  };
  const [x, y] = [of(map.x), of(map.y)];
  return x === null || y === null ? null : [x, y];
}

function show() {
  if (!map) return;
  const one = form.objectives.find(({ key }) => key === at("map-of").value);
  const cells = [];
  const hatched = [];
  for (const [place_, outcome] of map.found) {
    const [x, y] = place_.split(",").map(Number);
    const value = outcome.objectives?.[one.key];
    if (value === undefined) continue;
    const words = `${map.x.words} ${brief(map.x.values[x])}, ${map.y.words} ${brief(map.y.values[y])}: ${one.words} ${value.toFixed(one.decimals)}`;
    const broken = Object.entries(outcome.limits).filter(([, excess]) => excess > 0).map(([name]) => name);
    const told = broken.length ? `${words}\nlimit broken: ${broken.join(", ")}` : words;
    cells.push({ value: [x, y, value], told, fields: [x, y] });
    if (!outcome.feasible) hatched.push({ value: [x, y, 1], told, fields: [x, y] });
  }
  const values = cells.map((cell) => cell.value[2]);
  const dot = place();
  chart.show(() => ({
    xAxis: { data: map.x.values.map(brief), name: `${map.x.words} (${map.x.unit})` },
    yAxis: { data: map.y.values.map(brief), name: `${map.y.words} (${map.y.unit})`, nameTextStyle: { align: "left" } },
    visualMap: { seriesIndex: 0, min: Math.min(...values), max: Math.max(...values, Math.min(...values) + 1e-6), right: 0, top: "middle", precision: one.decimals, textStyle: { color: colour("ink"), fontSize: 11 }, text: [one.words, ""], inRange: { color: [colour("right"), colour("shade"), colour("left")] } },
    series: [
      { id: "map", type: "heatmap", data: cells },
      { id: "hatched", type: "heatmap", data: hatched, itemStyle: { color: hatch() }, silent: true },
    ],
  }), `${one.words} over ${map.x.words} and ${map.y.words}: ${values.length ? `between ${Math.min(...values).toFixed(one.decimals)} and ${Math.max(...values).toFixed(one.decimals)}` : "nothing yet"}; ${hatched.length} fields break a limit.`);
  tabulate(one);
  if (chart.chart) chart.chart.setOption({ graphic: dot ? [marker(dot)] : [{ id: "dot", $action: "remove" }] });
}

// What is in force but for what the map varies: whether the map is still that of the set-up.
function apart(...sides) {
  const found = { ...page.moved.fit, ...page.moved.effort };
  for (const { name } of sides) delete found[name];
  return JSON.stringify(found, (_, each) => (typeof each === "number" ? Number(each.toFixed(3)) : each));
}

// The same as a table, for those who do not see the picture.
function tabulate(one) {
  if (!at("map-numbers").open) return;
  at("map-table").tHead.replaceChildren(headRow(`${map.y.words} (${map.y.unit})`, ...map.x.values.map((value) => `${brief(value)} ${map.x.unit}`)));
  at("map-table").tBodies[0].replaceChildren(...map.y.values.map((up, k) => row(brief(up), ...map.x.values.map((_, i) => {
    const outcome = map.found.get([i, k].join());
    if (!outcome) return "";
    const value = outcome.objectives?.[one.key];
    return value === undefined ? "\u2013" : `${value.toFixed(one.decimals)}${outcome.feasible ? "" : " *"}`;
  }))).reverse());
}

// The set-up as a dot that can be dragged to another field.
function marker(dot) {
  const at_ = chart.chart.convertToPixel({ seriesIndex: 0 }, dot);
  return {
    id: "dot", type: "circle", draggable: true, z: 100, x: at_[0], y: at_[1],
    shape: { cx: 0, cy: 0, r: 9 }, style: { fill: colour("recommended"), stroke: colour("paper"), lineWidth: 2.5 },
    ondragend(event) {
      const there = chart.chart.convertFromPixel({ seriesIndex: 0 }, [event.offsetX, event.offsetY]);
      const [x, y] = there.map(Math.round);
      if (x >= 0 && y >= 0 && x < map.x.values.length && y < map.y.values.length) reach(x, y);
      else show();
    },
  };
}

async function fill() {
  const mine = ++run;
  const tables = page.tables;
  const ranges = await askJson("/api/sliders", { json: about(tables) });
  const axis = (id) => {
    const slider = searchable.find((one) => one.name === at(id).value);
    return { ...slider, values: side(slider.name, ranges[slider.name]) };
  };
  const [x, y] = [axis("map-x"), axis("map-y")];
  if (x.name === y.name) {
    put(at("map-words"), "Choose two different values.");
    return;
  }
  map = { x, y, found: new Map(), of: apart(x, y) };
  put(at("map-old"), "");
  at("map-figure").hidden = false;
  at("map-stop").hidden = false;
  const fields = x.values.flatMap((_, i) => y.values.map((__, k) => [i, k]));
  const middle = ([i, k]) => Math.hypot(i - (x.values.length - 1) / 2, k - (y.values.length - 1) / 2);
  fields.sort((a, b) => middle(a) - middle(b));
  for (let start = 0; start < fields.length && mine === run; start += AT_ONCE) {
    const asked = fields.slice(start, start + AT_ONCE);
    const candidates = asked.map(([i, k]) => ({ [x.name]: x.values[i], [y.name]: y.values[k] }));
    const { outcomes } = await askJson("/api/tried", { json: about(tables, { candidates }) });
    if (mine !== run) break;
    asked.forEach((field, n) => map.found.set(field.join(), outcomes[n]));
    put(at("map-words"), `${Math.min(start + AT_ONCE, fields.length)} of ${fields.length} fields`);
    show();
  }
  if (mine === run) at("map-stop").hidden = true;
}

at("map-fill").addEventListener("click", () => fill().catch((error) => {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 409) return; // another map is being filled
  at("map-stop").hidden = true;
  put(at("map-words"), error.message);
}));
at("map-stop").addEventListener("click", () => { run += 1; at("map-stop").hidden = true; });
at("map-of").addEventListener("change", show);
at("map-numbers").addEventListener("toggle", show);
page.heard(() => {
  if (!map || !page.moved || page.moved.refusal) return;
  show();
  const old = apart(map.x, map.y) !== map.of;
  put(at("map-old"), old ? "The set-up has changed otherwise since: fill the map again." : "");
});
