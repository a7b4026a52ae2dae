// The set-up that is tried, what was tried before, and what is pinned; kept by the browser for a reload.

const KEPT = "pedalfit-studio";
const MOST_UNDO = 200;
const MOST_HISTORY = 100;

const copy = (value) => structuredClone(value);

export const state = {
  tables: {},
  name: "",
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

export function keep() {
  try {
    const { tables, name, history } = state;
    const pinned = state.pinned && { tables: state.pinned.tables };
    localStorage.setItem(KEPT, JSON.stringify({ tables, name, history, pinned }));
  } catch { /* a full or forbidden store: the page works without */ }
}

export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT));
    return found && found.tables && found.tables.rider ? found : null;
  } catch {
    return null;
  }
}
