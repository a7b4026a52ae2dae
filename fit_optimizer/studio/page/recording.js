// A recording: dropped, read, compared with the set-up, and a rider fitted to it.

import { about, askJson, Refused } from "./api.js";
import { at, dropped, headRow, number, put, row, tell } from "./dom.js";
import { page } from "./page.js";
import { startJob, watch } from "./watch.js";

const metrics = Object.fromEntries(page.form.metrics.map((one) => [one.name, one]));
let fitted = null;
let job = null;

const UNITS = { pct: "%", deg: "\u00b0", mm: "mm" };

// A metric's words and unit; of one that no table shows, those its name ends with.
function called(name) {
  if (metrics[name]) return `${metrics[name].words} (${metrics[name].unit})`;
  const words = name.split("_");
  const unit = UNITS[words.at(-1)];
  return unit ? `${words.slice(0, -1).join(" ")} (${unit})` : words.join(" ");
}

async function read(file) {
  put(at("recording-words"), `Reading ${file.name} \u2026`);
  at("recording-actions").hidden = true;
  const crank = page.moved?.fit.crank_length_mm;
  const asked = new URLSearchParams({ name: file.name.slice(-100), ...(crank ? { crank_length_mm: crank } : {}) });
  try {
    const found = await askJson(`/api/recordings?${asked}`, { bytes: file });
    page.recording = found.recording;
    const { records, used, bins, losses, curve } = found.document;
    const held = [bins.length || !curve ? `${records} records, ${used} in ${bins.length} bins` : "", curve ? "a torque curve" : ""];
    put(at("recording-words"), [`${file.name}: ${held.filter(Boolean).join(", ")}.`, ...losses].join(" "));
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
  const head = headRow("Bin", "Records", ...columns.map((one) => { const [side, name] = one.split(" "); return `${called(name)}${side === "both" ? "" : `, ${side}`}`; }));
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

// How far the rider is off the recording where it was not fitted, before and after.
function showErrors(errors) {
  at("rider-errors").tBodies[0].replaceChildren(...errors.map(({ words, unit, before, after }) => row(`${words} (${unit})`, number(before, 1), number(after, 1))));
  at("rider-errors").parentElement.hidden = !errors.length;
}

async function run(path) {
  at("recording-cancel").hidden = false;
  at("check").disabled = at("calibrate").disabled = true;
  at("rider-errors").parentElement.hidden = true;
  at("ride-calibrated").hidden = true;
  job = watch(startJob(path, about(page.tables, { recording: page.recording })), (state) => put(at("recording-words"), `${state.words} (${Math.round(100 * state.done)} %)`));
  try {
    const state = await job.ended;
    if (state.check) show(state.check);
    if (state.set_up) {
      fitted = state.set_up;
      at("ride-calibrated").hidden = false;
      showErrors(state.errors);
    }
    put(at("recording-words"), state.check ? [...state.notes, state.check.verdict].join(" ") : state.words);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    put(at("recording-words"), error.message);
  }
  at("recording-cancel").hidden = true;
  at("check").disabled = at("calibrate").disabled = false;
}

at("check").addEventListener("click", () => run("/api/jobs/check"));
at("calibrate").addEventListener("click", () => run("/api/jobs/calibrate"));
at("recording-cancel").addEventListener("click", () => job?.cancel().catch(tell));
at("ride-calibrated").addEventListener("click", () => fitted && page.adopt(fitted));
dropped(at("drop"), at("recording-file"), read);
