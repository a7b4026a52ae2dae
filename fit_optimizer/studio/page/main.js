// The page: one set-up, tried out. Movement follows a slider at once, the stroke a moment later.

import { about, ask, askJson, download, lane, Refused, whenBack } from "./api.js";
import { at, make, put, say, tell } from "./dom.js";
import { Figures, showAngles, showNotes } from "./figures.js";
import { brief, Forms, newRider } from "./forms.js";
import { page } from "./page.js";
import { RiderPicture } from "./rider.js";
import { Sliders } from "./sliders.js";
import { changed, keep, kept, record, remember, state, step, value } from "./state.js";

const MOST_TIMES = 2000;
const WHY_AFTER_MS = 500;
const BODY_AFTER_MS = 250;

// From an input to its picture (ms), the last ones, for whoever measures: `studioTimes.moved`, `.ridden`.
const times = { moved: [], ridden: [] };
globalThis.studioTimes = times;

const form = await askJson("/api/form");
const now = { moved: null, ridden: null, riddenOf: null, before: null };
const picture = new RiderPicture(at("rider"));
const beside = new RiderPicture(at("pinned-rider"));
const figures = new Figures(form);
const listeners = [];
let whyTimer = 0;
let bodyTimer = 0;

// Others of the page hear of every set-up whose stroke is solved, and may change the set-up.
page.form = form;
page.heard = (listener) => listeners.push(listener);
page.adopt = adopt;
page.set = (path, to, key) => { change(path, to, key); done(); };
Object.defineProperties(page, {
  tables: { get: () => state.tables },
  moved: { get: () => now.moved },
});

function painted(kind, when) {
  if (!when) return;
  requestAnimationFrame(() => setTimeout(() => {
    times[kind].push(performance.now() - when);
    if (times[kind].length > MOST_TIMES) times[kind].shift();
  }));
}

// Movement first: the stroke is asked for once the rider is drawn, so that the slider waits for one of them only.
const movedLane = lane("/api/moved", (moved, note) => {
  now.moved = moved;
  if (moved.refusal) {
    refuse(moved.refusal, note);
    settle(note);
  } else {
    picture.show(moved);
    riddenLane.put(about(note.tables), note);
    showAngles(moved);
    clear();
  }
  if (note.tables === state.tables) { // an older answer would put a slider back while it moves
    sliders.show(moved);
    showForms();
  }
  painted("moved", note.when);
}, (error, note) => { refuseError(error, note); settle(note); });

const riddenLane = lane("/api/ridden", (ridden, note) => {
  if (ridden.refusal) refuse(ridden.refusal, note);
  else {
    now.ridden = ridden;
    now.riddenOf = note.tables;
    figures.show(ridden, state.pinned?.ridden);
    showNotes(now.moved, ridden);
    painted("ridden", note.when);
  }
  settle(note);
}, (error, note) => { refuseError(error, note); settle(note); });

// Whether what is shown is the set-up's: for whoever waits for it, and for the page's other parts.
function settle(note) {
  if (note.tables !== state.tables) return;
  document.documentElement.dataset.settled = "yes";
  listeners.forEach((listener) => listener());
}

function showForms() {
  if (at("all-keys").open && now.moved) forms.show(state.tables, now.moved);
}

function refuseError(error, note) {
  figures.stale();
  if (!error.status) {
    say(error.message);
    whenBack(() => { say(""); welcome(); });
  } else refuse(error.message, note, false);
}

// A sentence beside the slider that was moved; what to change is found out once the slider rests.
function refuse(sentence, note, ask = true) {
  figures.stale();
  if (!sliders.error(note.key, sentence)) say(sentence);
  clearTimeout(whyTimer);
  if (!ask) return;
  whyTimer = setTimeout(async () => {
    try {
      await askJson("/api/why", { json: about(note.tables) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 422 && note.tables === state.tables && !sliders.error(note.key, error.message)) say(error.message);
    }
  }, WHY_AFTER_MS);
}

function clear() {
  clearTimeout(whyTimer);
  sliders.error(null, "");
  say("");
}

function request(when, key) {
  document.documentElement.dataset.settled = "no";
  const note = { tables: state.tables, when, key };
  movedLane.put(about(state.tables), note);
  wantBody();
}

// The muscles of a rider: of the present one once the slider rests, of the pinned one beside it.
function wantBody() {
  picture.withBody(null);
  clearTimeout(bodyTimer);
  if (at("muscles").checked) bodyTimer = setTimeout(() => dress(picture, () => state.tables), BODY_AFTER_MS);
}

function wantPinnedBody() {
  beside.withBody(null);
  if (at("muscles").checked && !at("pinned-figure").hidden) dress(beside, () => state.pinned?.tables, { tab: "pin" });
}

async function dress(rider, of, tab = {}) {
  const tables = of();
  try {
    const body = await askJson("/api/body", { json: { ...about(tables), ...tab } });
    if (tables === of() && at("muscles").checked) rider.withBody(body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

// One value of the set-up changes; `when` is the time stamp of the input, if it is one.
function change(path, to, key, when) {
  now.before ??= state.tables;
  state.tables = changed(state.tables, path, to);
  request(when, key);
}

// A change is over: it can be undone, and stands in the history.
function done() {
  const before = now.before;
  now.before = null;
  if (before) remember(before);
  buttons();
}

// Another set-up altogether.
async function adopt(tables) {
  const before = state.tables;
  state.tables = tables;
  if (before.rider) remember(before);
  await welcome();
}

async function welcome() {
  keep();
  request(0, null);
  buttons();
  try {
    sliders.setRanges(await askJson("/api/sliders", { json: about(state.tables) }));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  const { name, height_mm, mass_kg } = state.tables.rider;
  put(at("rider-words"), `${name ? `${name}, ` : ""}${height_mm} mm, ${mass_kg} kg`);
}

at("leg").addEventListener("change", () => { if (now.ridden) figures.show(now.ridden, state.pinned?.ridden); });

const sliders = new Sliders(form, change, done);
const forms = new Forms(form, (path, to, key, when) => { change(path, to, key, when); done(); turnMeasured(); });

// What was measured otherwise, such as the bar from the saddle's nose, becomes the keys that the sliders move: left as
// it is, it would hold them.
async function turnMeasured() {
  const tables = state.tables;
  const given = form.keys.filter((key) => key.measured && value(key.path, tables) !== undefined);
  put(at("forms-told"), "");
  if (!given.length) return;
  try {
    const { set_up } = await askJson("/api/with", { json: about(tables, { values: {} }) });
    const gone = given.filter(({ path }) => value(path, set_up) === undefined);
    if (tables !== state.tables || !gone.length) return;
    state.tables = set_up;
    keep();
    request(0, null);
    const came = form.keys.filter(({ path }) => JSON.stringify(value(path, set_up)) !== JSON.stringify(value(path, tables)) && value(path, set_up) !== undefined);
    const shown = (keys, of) => keys.map(({ path, words, unit }) => `${words} ${brief(value(path, of))} ${unit}`.trim()).join(", ");
    put(at("forms-told"), `Turned into what the sliders move: ${shown(gone, tables)} is ${shown(came, set_up)}.`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // the slider's own question says it
  }
}

at("all-keys").addEventListener("toggle", showForms);

// --- the header's buttons

function buttons() {
  at("undo").disabled = !state.past.length;
  at("redo").disabled = !state.future.length;
  at("unpin").hidden = !state.pinned;
  at("beside").disabled = !state.pinned;
}

function travel(from, to) {
  if (!step(from, to)) return;
  request(0, null);
  buttons();
}
at("undo").addEventListener("click", () => travel("past", "future"));
at("redo").addEventListener("click", () => travel("future", "past"));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.matches("input[type=text], input[type=number], textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) travel("past", "future");
  else if (key === "y" || (key === "z" && event.shiftKey)) travel("future", "past");
  else return;
  event.preventDefault();
});

function showPinned() {
  const pinned = state.pinned;
  picture.pin(pinned?.moved ?? null);
  at("pinned-figure").hidden = !(pinned && at("beside").checked);
  if (pinned?.moved) beside.show(pinned.moved);
  wantPinnedBody();
  if (now.ridden) figures.show(now.ridden, pinned?.ridden);
  buttons();
}

async function pin(tables) {
  const [moved, ridden] = await Promise.all([
    askJson("/api/moved", { json: { ...about(tables), tab: "pin" } }),
    askJson("/api/ridden", { json: { ...about(tables), tab: "pin" } }),
  ]);
  if (ridden.refusal) throw new Refused(ridden.refusal, 422);
  state.pinned = { tables, moved, ridden };
  keep();
  showPinned();
}
at("pin").addEventListener("click", () => pin(state.tables).catch(tell));
at("unpin").addEventListener("click", () => { state.pinned = null; at("beside").checked = false; keep(); showPinned(); });
at("beside").addEventListener("change", showPinned);

at("save").addEventListener("click", async () => {
  try {
    const answer = await ask("/api/save", { json: about(state.tables) });
    download(await answer.blob(), state.name || "set-up.toml");
  } catch (error) {
    tell(error);
  }
});
at("open-file").addEventListener("change", async () => {
  const [file] = at("open-file").files;
  at("open-file").value = "";
  if (!file) return;
  try {
    const found = await askJson(`/api/open?name=${encodeURIComponent(file.name.slice(-100))}`, { bytes: file });
    state.name = file.name.replace(/\.json$/i, ".toml");
    await adopt(found.set_up);
  } catch (error) {
    tell(error);
  }
});
const askForRider = newRider(form, (tables) => { state.name = ""; adopt(tables); });
at("new").addEventListener("click", askForRider);

// --- the moving picture

let playing = 0;
let before = 0;
function turn(angle) {
  picture.turn(angle);
  if (!at("pinned-figure").hidden) beside.turn(angle);
  put(at("crank-words"), `${Math.round(angle) % 360}\u00b0`);
}
at("crank").addEventListener("input", () => { play(false); turn(Number(at("crank").value)); });
function play(go) {
  at("play").textContent = go ? "Pause" : "Play";
  cancelAnimationFrame(playing);
  if (!go) return;
  const frame = (time) => {
    const rpm = now.moved?.effort.cadence_rpm ?? 80;
    const angle = ((picture.angle ?? 90) + ((time - before) / 1000) * rpm * 6 * Number(at("speed").value)) % 360;
    before = time;
    turn(angle);
    at("crank").value = Math.round(angle) % 360;
    playing = requestAnimationFrame(frame);
  };
  playing = requestAnimationFrame((time) => { before = time; frame(time); });
}
at("play").addEventListener("click", () => play(at("play").textContent === "Play"));
at("muscles").addEventListener("change", () => { wantBody(); wantPinnedBody(); });

// --- what was tried

// A line once made stays: its note may be under the fingers, and a browser reads every form of a page anew for each
// field that comes or goes.
const lines = new WeakMap();

function historyLine(one) {
  const ride = make("button", { type: "button" }, "Ride");
  ride.addEventListener("click", () => adopt(one.tables));
  const note = make("input", { type: "text", maxlength: 200, "aria-label": `Note on ${one.words}`, placeholder: "note", value: one.note });
  note.addEventListener("change", () => { one.note = note.value; keep(); });
  return make("li", {}, make("span", { class: "what" }, one.words), make("span", { class: "told" }), note, ride);
}

function showHistory() {
  const list = at("history");
  for (const one of [...state.history].reverse()) { // the newest, which is the last to be put in front, is the first
    if (!lines.has(one)) {
      lines.set(one, historyLine(one));
      list.prepend(lines.get(one));
    }
    put(lines.get(one).querySelector(".told"), one.figures.map(([words, figure]) => `${words} ${figure}`).join(", "));
  }
  while (list.children.length > state.history.length) list.lastElementChild.remove();
}

// A line of the history tells the first few things that a fitter sets, and what differs from the line before.
function toldInHistory(before) {
  const paths = Object.fromEntries(form.keys.map(({ name, path }) => [name, path]));
  const first = form.sliders.filter(({ kind }) => kind === "bike").slice(0, 3);
  const differs = ({ name }) => before && JSON.stringify(value(paths[name], before)) !== JSON.stringify(value(paths[name], state.tables));
  return (one) => first.includes(one) || (one.kind !== "effort" && differs(one));
}

let settled = 0;
page.heard(() => {
  clearTimeout(settled);
  settled = setTimeout(() => {
    const { moved, ridden } = now;
    if (!moved || moved.refusal || now.riddenOf !== state.tables || now.before) return;
    const words = form.sliders.filter(toldInHistory(state.history[0]?.tables)).map(({ name, words: called, unit }) => {
      const given = moved.fit[name];
      const gap = unit === "\u00b0" ? "" : " ";
      return `${called} ${typeof given === "object" ? `${brief(given.left)}/${brief(given.right)}` : brief(given)}${gap}${unit}`.replaceAll("-", "\u2212");
    });
    const { power_w, cadence_rpm } = moved.effort;
    const told = form.objectives.map(({ key, words: called, decimals }) => [called, ridden.objectives[key].toFixed(decimals)]);
    record(`${words.join(", ")}; ${power_w} W at ${cadence_rpm} rpm`, told);
    showHistory();
  }, 400);
});

// --- beginning: the file of the command line, or where the page was left

const left = kept();
const start = form.start.rider ? form.start : null;
const same = left && (!start || (left.name === form.start_name && JSON.stringify(left.start) === JSON.stringify(start)));
if (left) state.history = left.history || [];
state.start = start ?? left?.start ?? null;
if (left && same) {
  state.name = left.name;
  state.tables = left.tables;
} else if (start) {
  state.name = form.start_name;
  state.tables = start;
}
showHistory();
if (state.tables.rider) {
  await welcome();
  if (left && same && left.pinned) pin(left.pinned.tables).catch(tell);
} else {
  askForRider();
}
await import("./fit.js");
await import("./map.js");
await import("./recording.js");
await import("./lab.js");
await import("./film.js");
document.documentElement.dataset.ready = "yes";
