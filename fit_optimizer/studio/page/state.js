// The set-up that is tried, what was tried before, and what is pinned; kept by the browser for a reload, each page's
// own, and the last one's for the next page.

const KEPT = "pedalfit-studio";
const KEEP_AFTER_MS = 300;
const MOST_UNDO = 200;
const MOST_HISTORY = 100;

const copy = (value) => structuredClone(value);

export const state = {
  tables: {},
  name: "",
  start: null, // the tables with which the studio was started
  past: [],
  future: [],
  pinned: null, // { tables, moved, ridden }
  history: [], // { tables, words, note, figures, at }
};

export function value(path, tables = state.tables) {
  return path.reduce((table, step) => (table === undefined ? undefined : table[step]), tables);
}

// The tables with a value at a path; undefined takes the key out, so that it is assumed again.
export function changed(tables, path, to) {
  const found = copy(tables);
  let table = found;
  for (const step of path.slice(0, -1)) table = table[step] ??= {};
  if (to === undefined) delete table[path.at(-1)];
  else table[path.at(-1)] = to;
  return found;
}

export function remember(before) {
  if (JSON.stringify(before) === JSON.stringify(state.tables)) return false;
  state.past.push(before);
  if (state.past.length > MOST_UNDO) state.past.shift();
  state.future = [];
  keep();
  return true;
}

export function step(from, to) {
  if (!state[from].length) return false;
  state[to].push(state.tables);
  state.tables = state[from].pop();
  keep();
  return true;
}

export function record(words, figures) {
  const text = JSON.stringify(state.tables);
  const last = state.history[0];
  if (last && JSON.stringify(last.tables) === text) {
    last.figures = figures;
  } else {
    state.history.unshift({ tables: copy(state.tables), words, figures, note: "", at: Date.now() });
    if (state.history.length > MOST_HISTORY) state.history.pop();
  }
  keep();
}

// Written once nothing has changed for a moment, and when the page goes: a long history takes milliseconds to write.
export function keep() {
  clearTimeout(keeping);
  keeping = setTimeout(write, KEEP_AFTER_MS);
}

let keeping = 0;

function write() {
  clearTimeout(keeping);
  keeping = 0;
  const { tables, name, start, history } = state;
  const pinned = state.pinned && { tables: state.pinned.tables };
  const text = JSON.stringify({ tables, name, start, history, pinned });
  store("sessionStorage", KEPT, text);
  store("localStorage", KEPT, text);
}

const writeWaiting = () => { if (keeping) write(); };
addEventListener("pagehide", writeWaiting);
document.addEventListener("visibilitychange", writeWaiting);

export function kept() {
  const found = stored("sessionStorage", KEPT) ?? stored("localStorage", KEPT);
  return found && found.tables && found.tables.rider ? found : null;
}

// What a part of this page finds again after a reload.
export const leave = (name, value) => store("sessionStorage", `${KEPT}-${name}`, JSON.stringify(value));
export const left = (name) => stored("sessionStorage", `${KEPT}-${name}`);

function store(place, name, text) {
  try {
    globalThis[place].setItem(name, text);
  } catch { /* full or forbidden: the page works without */ }
}

function stored(place, name) {
  try {
    return JSON.parse(globalThis[place].getItem(name));
  } catch {
    return null;
  }
}
