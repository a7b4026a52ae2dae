// A slider for every value that a fitter sets: range and number beside each other, left and right where legs differ.

import { at, make, put } from "./dom.js";
import { state, value } from "./state.js";

const SIDES = ["left", "right"];
const GROUPS = { bike: "Bike", technique: "Technique", effort: "Effort" };

export class Sliders {
  // `moved(path, value, name)` while a slider moves, `done(name)` when it is let go.
  constructor(form, moved, done) {
    this.moved = moved;
    this.done = done;
    this.paths = Object.fromEntries(form.keys.map((key) => [key.name, key.path]));
    this.bounds = Object.fromEntries(form.keys.map((key) => [key.name, key]));
    this.rows = new Map();
    const holder = at("slider-rows");
    for (const [kind, words] of Object.entries(GROUPS)) {
      const set = make("fieldset", {}, make("legend", {}, words));
      for (const slider of form.sliders.filter((one) => one.kind === kind)) {
        const row = make("div", { class: "slider", id: `row-${slider.name}` });
        this.rows.set(slider.name, { slider, row, inputs: {}, differ: null });
        set.append(row);
      }
      holder.append(set);
    }
    this.ranges = {};
  }

  setRanges(ranges) {
    this.ranges = ranges;
    for (const name of this.rows.keys()) this.#limits(name);
    if (this.last) this.show(this.last);
  }

  // Values in force of a set-up; a number that is being typed is left alone.
  show(moved) {
    this.last = moved;
    for (const [name, one] of this.rows) {
      const inForce = moved.fit[name] ?? moved.effort[name];
      if (inForce === undefined || inForce === null) continue;
      const differ = typeof inForce === "object";
      if (one.differ !== differ) this.#build(name, differ);
      for (const [side, { range, field }] of Object.entries(one.inputs)) {
        const now = differ ? inForce[side] : inForce;
        this.#stretch(range, now);
        if (Number(range.value) !== now) range.value = now;
        const text = String(Number(now.toFixed(2)));
        if (document.activeElement !== field && field.value !== text) field.value = text;
        const words = `${Number(now.toFixed(one.slider.decimals))} ${one.slider.unit}`;
        if (range.getAttribute("aria-valuetext") !== words) range.setAttribute("aria-valuetext", words);
      }
      one.assumed.hidden = !moved.assumed.includes(name);
    }
  }

  error(name, sentence) {
    for (const [each, one] of this.rows) {
      if (!one.error) continue;
      const said = each === name ? sentence || "" : "";
      one.error.hidden = !said;
      put(one.error, said);
    }
    return this.rows.has(name);
  }


  #build(name, differ) {
    const one = this.rows.get(name);
    const { slider, row } = one;
    one.differ = differ;
    one.inputs = {};
    const about = `about-${name}`;
    const wrong = `error-${name}`;
    const head = make("div", { class: "slider-head" });
    row.replaceChildren(head);
    one.assumed = make("span", { class: "assumed" }, "assumed");
    for (const side of differ ? SIDES : ["both"]) {
      const words = differ ? `${slider.words}, ${side}` : slider.words;
      const id = `slider-${name}-${side}`;
      const range = make("input", { type: "range", id, step: slider.step, "aria-describedby": `${about} ${wrong}` });
      const field = make("input", { type: "number", step: "any", "aria-label": `${words} (${slider.unit})`, class: "value", "aria-describedby": wrong });
      const line = make("div", { class: "slider-line" }, range, field, make("span", { class: "unit", "aria-hidden": "true" }, slider.unit));
      if (side === "both") head.append(make("label", { for: id }, words), one.assumed);
      else row.append(make("label", { for: id, class: "side" }, side));
      row.append(line);
      if (differ && side === "left") head.append(make("span", { class: "name" }, slider.words), one.assumed);
      range.addEventListener("input", (event) => this.#move(name, side, Number(range.value), event.timeStamp));
      range.addEventListener("change", () => this.done(name));
      field.addEventListener("change", (event) => {
        if (field.value === "") this.moved(this.paths[name], undefined, name, event.timeStamp);
        else this.#move(name, side, Number(field.value), event.timeStamp);
        this.done(name);
      });
      one.inputs[side] = { range, field };
    }
    if (slider.per_leg) {
      const box = make("input", { type: "checkbox" });
      box.checked = differ;
      box.addEventListener("change", (event) => {
        const now = Object.values(one.inputs).map(({ range }) => Number(range.value));
        const mean = now.reduce((a, b) => a + b, 0) / now.length;
        this.moved(this.paths[name], box.checked ? { left: mean, right: mean } : mean, name, event.timeStamp);
        this.done(name);
      });
      head.append(make("label", { class: "differ" }, box, " legs differ", make("span", { class: "hidden" }, ` in ${slider.words}`)));
    }
    one.error = make("p", { class: "error", id: wrong, hidden: true });
    row.append(make("p", { class: "about", id: about }, slider.measured_along), one.error);
    this.#limits(name);
  }

  #limits(name) {
    const one = this.rows.get(name);
    const ends = this.ranges[name];
    if (!ends) return;
    for (const { range } of Object.values(one.inputs)) {
      range.min = ends.low;
      range.max = ends.high;
    }
  }

  // A value from a form or a file may lie beyond a slider's ends.
  #stretch(range, now) {
    if (range.min !== "" && now < Number(range.min)) range.min = now;
    if (range.max !== "" && now > Number(range.max)) range.max = now;
  }

  #move(name, side, to, when) {
    const path = this.paths[name];
    if (side === "both") {
      this.moved(path, to, name, when);
    } else {
      const one = this.rows.get(name);
      const both = Object.fromEntries(SIDES.map((each) => [each, Number(one.inputs[each].range.value)]));
      const given = value(path, state.tables);
      this.moved(path, { ...both, ...(typeof given === "object" ? given : {}), [side]: to }, name, when);
    }
  }
}
