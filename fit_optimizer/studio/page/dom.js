// Elements of the page, made and filled. No markup is made from text.

import { Refused } from "./api.js";

const SVG = "http://www.w3.org/2000/svg";
export const at = (id) => document.getElementById(id);

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function makeSvg(parent, name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return parent.appendChild(element);
}

export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const number = (value, decimals) =>
  (Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value).toFixed(decimals).replace("-", "\u2212");

export const signed = (value, decimals) => {
  const text = number(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
};

export function say(sentence) {
  const place = at("message");
  place.hidden = !sentence;
  put(place, sentence || "");
}

// What was refused, unless a newer question has replaced it; what is no refusal is an error of the page.
export function tell(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status !== 409) say(error.message);
}

export function row(...cells) {
  const line = make("tr");
  cells.forEach((cell, k) => line.append(make(k ? "td" : "th", k ? {} : { scope: "row" }, cell)));
  return line;
}

// A place on which a file is dropped, or chosen; `read` is given it.
export function dropped(place, input, read) {
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file) read(file);
    input.value = "";
  });
  const over = (event) => { event.preventDefault(); place.classList.add("over"); };
  place.addEventListener("dragover", over);
  place.addEventListener("dragenter", over);
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) read(file);
  });
}

export function headRow(...words) {
  return make("tr", {}, ...words.map((one) => make("th", { scope: "col" }, one)));
}
