// The technique laboratory: one technique on the set-up, or all of them beside pedalling as ever.

import { about, askJson, Refused } from "./api.js";
import { at, headRow, make, put, row, signed } from "./dom.js";
import { page } from "./page.js";
import { changed, value } from "./state.js";

const PATH = ["riding", "technique"];
const TOLD = ["dead_centre_size_pct", "torque_effectiveness_pct", "pedal_smoothness_pct"];
const { techniques, objectives, metrics } = page.form;
const asEver = techniques[0].key;
const columns = [
  ...objectives.map((one) => ({ words: one.words, of: (ridden) => ridden.objectives[one.key] })),
  ...metrics.filter((one) => TOLD.includes(one.name)).map((one) => ({ words: one.words.split(":")[0], of: (ridden) => ridden.metrics[one.name] })),
];
let run = 0;

at("technique").append(...techniques.map((one) => make("option", { value: one.key }, one.words)));

function show() {
  const key = value(PATH, page.tables) ?? asEver;
  const one = techniques.find((each) => each.key === key);
  at("technique").value = key;
  put(at("technique-about"), `The rider ${one.does}. Feel: ${one.feel}. Meter: ${one.meter}. Source: ${one.source}.`);
}

const question = (tables, one) => ({ json: { ...about(changed(tables, PATH, one.key)), tab: "laboratory" } });

async function all() {
  const mine = ++run;
  const tables = page.tables;
  const body = at("lab-table").tBodies[0];
  const head = headRow("Technique", ...columns.map((one) => one.words), "");
  at("lab-table").tHead.replaceChildren(head);
  body.replaceChildren();
  at("lab-table").parentElement.hidden = false;
  at("lab-stop").hidden = false;
  let first = null;
  for (const one of techniques) {
    const ridden = await askJson("/api/ridden", question(tables, one));
    if (mine !== run) return;
    first ??= ridden;
    const cells = columns.map(({ of }) => {
      if (ridden.refusal || first.refusal) return "\u2013";
      return ridden === first ? "" : signed(100 * (of(ridden) / of(first) - 1), 0);
    });
    const ride = make("button", { type: "button" }, "Ride");
    ride.setAttribute("aria-label", `Ride: ${one.words}`);
    ride.addEventListener("click", () => page.set(PATH, one.key, "technique_pct"));
    body.append(row(ridden.refusal ? `${one.words}: ${ridden.refusal}` : one.words, ...cells, ride));
  }
  at("lab-stop").hidden = true;
}

at("technique").addEventListener("change", () => page.set(PATH, at("technique").value, "technique_pct"));
at("lab").addEventListener("click", () => all().catch((error) => {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 409) return; // they are tried anew
  at("lab-stop").hidden = true;
  put(at("technique-about"), error.message);
}));
at("lab-stop").addEventListener("click", () => { run += 1; at("lab-stop").hidden = true; });
page.heard(show);
if (page.tables.rider) show();
