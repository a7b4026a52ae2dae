// A rider as a film or a motion system measured them, beside the model of the set-up; compared anew with every set-up.

import { about, askJson, lane, Refused } from "./api.js";
import { at, dropped, headRow, number, put, row, signed } from "./dom.js";
import { page } from "./page.js";

const unit = (key) => (key.endsWith("_mm") ? "mm" : "\u00b0");
let film = null;

const compared = lane("/api/films/compare", show, (error) => put(at("film-words"), error.message));

async function read(file) {
  put(at("film-words"), `Reading ${file.name} \u2026`);
  const { fit, effort } = page.moved ?? { fit: {}, effort: {} };
  const told = { crank_length_mm: fit.crank_length_mm, cadence_rpm: effort.cadence_rpm };
  const known = Object.entries(told).filter(([, value]) => value !== undefined);
  const asked = new URLSearchParams([["name", file.name.slice(-100)], ...known]);
  try {
    film = await askJson(`/api/films?${asked}`, { bytes: file });
    const { source, revolutions, cadence_rpm: pace, notes } = film.document;
    const turns = revolutions ? `${revolutions} revolutions` : "one mean revolution";
    const words = `${file.name} (${source}): ${turns}${pace ? ` at ${pace.toFixed(1)} rpm` : ""}.`;
    put(at("film-words"), [words, ...notes].join(" "));
    show(film.document);
    compare();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    put(at("film-words"), error.message);
  }
}

function compare() {
  if (film) compared.put(about(page.tables, { film: film.film }));
}

function show(measured) {
  const sides = Object.keys(measured.legs);
  at("film-table").tHead.replaceChildren(headRow("Figure", ...sides.flatMap((side) => [side, "model", "difference"])));
  const rows = film.figures.filter(({ key }) => sides.some((side) => measured.legs[side].figures[key]));
  at("film-table").tBodies[0].replaceChildren(...rows.map(({ key, words }) => {
    const cells = sides.flatMap((side) => {
      const one = measured.legs[side].figures[key];
      if (!one) return ["", "", ""];
      const spread = one.spread === null ? "" : ` \u00b1 ${number(one.spread, 1)}`;
      const model = one.model === null ? ["", ""] : [number(one.model, 1), signed(one.model - one.measured, 1)];
      return [`${number(one.measured, 1)}${spread}`, ...model];
    });
    return row(`${words} (${unit(key)})`, ...cells);
  }));
  at("film-table").parentElement.hidden = false;
}

dropped(at("film-drop"), at("film-file"), read);
page.heard(compare);
