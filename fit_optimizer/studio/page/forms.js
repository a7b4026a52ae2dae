// Every key of the set-up as a field: unit, bounds and default from the tables; an empty field is assumed.

import { at, make } from "./dom.js";
import { value } from "./state.js";

const HEADS = { rider: "Rider", "rider.mobility": "Mobility", "rider.coordination": "Coordination", bicycle: "Bike", riding: "Riding" };
const MUST = ["height_mm", "mass_kg", "inseam_mm", "saddle_height_mm", "power_w", "cadence_rpm"];
const USUAL = { power_w: 150, cadence_rpm: 85 };

const bounds = (key) => (key.low === null ? "" : `${key.low} to ${key.high} ${key.unit}`.trim());

const isText = (key) => key.low === null && !key.choices.length;

function field(key, id) {
  if (key.choices.length) {
    const select = make("select", { id }, make("option", { value: "" }, `as a rule: ${key.default}`));
    for (const one of key.choices) select.append(make("option", { value: one }, one.replaceAll("_", " ")));
    return select;
  }
  if (isText(key)) return make("input", { id, type: "text", maxlength: 200 });
  return make("input", { id, type: "text", inputmode: "decimal", autocomplete: "off" });
}

// What a field's text stands for: "430 / 425" is left and right.
export function meant(key, text) {
  const plain = text.trim();
  if (!plain) return undefined;
  if (key.choices.length || isText(key)) return plain;
  const parts = key.per_leg ? plain.split("/") : [plain];
  const numbers = parts.map((part) => (part.trim() ? Number(part) : NaN));
  if (parts.length > 2 || numbers.some((one) => Number.isNaN(one))) return plain;
  return parts.length === 2 ? { left: numbers[0], right: numbers[1] } : numbers[0];
}

const shown = (given) =>
  given === undefined || given === null ? "" : typeof given === "object" ? `${given.left} / ${given.right}` : String(given);

export const brief = (given) => {
  if (typeof given === "number") return String(Number(given.toFixed(1)));
  return given && typeof given === "object" ? `${brief(given.left)} / ${brief(given.right)}` : shown(given);
};

export class Forms {
  constructor(form, changed) {
    this.fields = [];
    const sets = new Map();
    for (const key of form.keys) {
      const table = key.path.slice(0, -1).join(".");
      if (!sets.has(table)) {
        sets.set(table, make("fieldset", {}, make("legend", {}, HEADS[table] || table)));
        at("forms").append(sets.get(table));
      }
      const id = `key-${key.name}`;
      const input = field(key, id);
      const legs = key.per_leg ? "; left / right where legs differ" : "";
      input.setAttribute("aria-describedby", `${id}-about`);
      const about = make("span", { class: "about", id: `${id}-about` }, `${key.meaning} ${bounds(key)}${legs}`.trim());
      const unit = key.unit ? ` (${key.unit})` : "";
      sets.get(table).append(make("div", { class: "key" }, make("label", { for: id }, `${key.words}${unit}`), input, about));
      input.addEventListener("change", (event) => changed(key.path, meant(key, input.value), key.name, event.timeStamp));
      this.fields.push({ key, input });
    }
  }

  show(tables, moved) {
    for (const { key, input } of this.fields) {
      if (document.activeElement === input) continue;
      input.value = shown(value(key.path, tables));
      const inForce = moved.fit[key.name] ?? moved.effort[key.name];
      if (input.tagName === "INPUT" && inForce !== undefined && inForce !== null) input.placeholder = `${brief(inForce)} assumed`;
    }
  }
}

// The few questions about a new rider; `ridden` is told the tables.
export function newRider(form, ridden) {
  const dialog = at("new-rider");
  const holder = at("new-keys");
  const keys = MUST.map((name) => form.keys.find((key) => key.name === name));
  const choice = form.keys.find((key) => key.name === "sex");
  const inputs = [...keys, choice].map((key) => {
    const id = `new-${key.name}`;
    const input = key.choices.length
      ? make("select", { id }, ...key.choices.map((one) => make("option", { value: one, selected: one === key.default }, one)))
      : make("input", { id, type: "number", min: key.low, max: key.high, step: "any", required: key.required, value: USUAL[key.name] });
    const unit = key.unit ? ` (${key.unit})` : "";
    const rule = key.required || key.choices.length ? "" : "left empty: by custom";
    holder.append(make("div", { class: "key" }, make("label", { for: id }, `${key.words}${unit}`), input, make("span", { class: "about" }, rule)));
    return { key, input };
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "ok") return;
    const tables = {};
    for (const { key, input } of inputs) {
      const given = meant(key, input.value);
      if (given === undefined) continue;
      let table = tables;
      for (const step of key.path.slice(0, -1)) table = table[step] ??= {};
      table[key.path.at(-1)] = given;
    }
    ridden(tables);
  });
  return () => { dialog.returnValue = ""; dialog.showModal(); };
}
