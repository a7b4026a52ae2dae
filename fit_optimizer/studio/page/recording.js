// A recording: dropped, read, compared with the set-up, and a rider fitted to it.

import { about, askJson, Refused } from "./api.js";
import { at, dropped, headRow, number, put, row } from "./dom.js";
import { page } from "./page.js";
import { watch } from "./watch.js";

const metrics = Object.fromEntries(page.form.metrics.map((one) => [one.name, one]));
let fitted = null;
let job = null;

const called = (name) => metrics[name]?.words ?? name.replaceAll("_", " ");

async function read(file) {
  put(at("recording-words"), `Reading ${file.name} \u2026`);
  at("recording-actions").hidden = true;
  const crank = page.moved?.fit.crank_length_mm;
  const asked = new URLSearchParams({ name: file.name.slice(-100), ...(crank ? { crank_length_mm: crank } : {}) });
  try {
    const found = await askJson(`/api/recordings?${asked}`, { bytes: file });
    page.recording = found.recording;
    const { records, used, bins, losses, curve } = found.document;
    const told = [`${file.name}: ${records} records, ${used} in ${bins.length} bins`, curve ? "a torque curve" : "", ...losses];
    put(at("recording-words"), `${told.filter(Boolean).join("; ")}.`);
    at("recording-actions").hidden = false;
    show(found.document);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    put(at("recording-words"), error.message);
  }
}

function show(document_) {
  const { bins } = document_;
  const columns = [...new Set(bins.flatMap((bin) => Object.entries(bin.recorded).flatMap(([side, of]) => Object.keys(of).map((name) => `${side} ${name}`))))];
  const head = headRow("Bin", "Records", ...columns.map((one) => { const [side, name] = one.split(" "); return `${called(name)}, ${side}`; }));
  at("bins").tHead.replaceChildren(head);
  at("bins").tBodies[0].replaceChildren(...bins.map((bin) => {
    const cells = columns.map((one) => {
      const [side, name] = one.split(" ");
      const recorded = bin.recorded[side]?.[name];
      const simulated = bin.simulated[side]?.[name];
      if (recorded === undefined) return "";
      return simulated === undefined ? number(recorded, 0) : `${number(recorded, 0)} / ${number(simulated, 0)}`;
    });
    return row(`${number(bin.power_w, 0)} W, ${number(bin.cadence_rpm, 0)} rpm${bin.refusal ? `: ${bin.refusal}` : ""}`, String(bin.records), ...cells);
  }));
  at("bins").parentElement.hidden = !bins.length;
}

async function run(path) {
  at("recording-cancel").hidden = false;
  at("check").disabled = at("calibrate").disabled = true;
  job = watch(path, about(page.tables, { recording: page.recording }), (state) => put(at("recording-words"), `${state.words} (${Math.round(100 * state.done)} %)`));
  try {
    const state = await job.ended;
    if (state.check) {
      show(state.check);
      put(at("recording-words"), state.check.verdict);
    } else if (state.set_up) {
      fitted = state.set_up;
      at("ride-calibrated").hidden = false;
      put(at("recording-words"), state.notes.join(" ") || "Nothing was changed.");
    } else {
      put(at("recording-words"), state.words);
    }
  } catch (error) {
    put(at("recording-words"), error.message);
  }
  at("recording-cancel").hidden = true;
  at("check").disabled = at("calibrate").disabled = false;
}

at("check").addEventListener("click", () => run("/api/jobs/check"));
at("calibrate").addEventListener("click", () => run("/api/jobs/calibrate"));
at("recording-cancel").addEventListener("click", () => job?.cancel());
at("ride-calibrated").addEventListener("click", () => fitted && page.adopt(fitted));
dropped(at("drop"), at("recording-file"), read);
