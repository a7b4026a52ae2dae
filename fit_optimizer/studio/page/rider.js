// The rider on the bike from the right, drawn from the points that the server sends.

import { makeSvg } from "./dom.js";

const BOTH = ["right", "left"];
const LEG = ["hip", "knee", "ankle"];
const FOOT = ["ankle", "heel", "toe", "ankle"];
const ROUND = 100; // the picture's frame stays in steps of this (mm), so that a move shows as a move
const FULL_COLOUR = 0.5; // activation that has the full colour, as in the report

const text = (points) => points.map(([x, z]) => `${x.toFixed(1)},${(-z).toFixed(1)}`).join(" ");

// Only what has changed: the browser draws a line anew that is given the place where it is.
function draw(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

const between = (curve, degrees) => {
  const place = ((((degrees % 360) + 360) % 360) / 360) * curve.length;
  const low = Math.floor(place) % curve.length;
  const part = place - Math.floor(place);
  const [a, b] = [curve[low], curve[(low + 1) % curve.length]];
  return a.map((v, i) => v + part * (b[i] - v));
};

export class RiderPicture {
  constructor(svg) {
    this.svg = svg;
    this.frame = null;
    this.moved = null;
    this.body = null;
    const line = (kind) => makeSvg(svg, "polyline", { class: kind });
    this.wheels = [makeSvg(svg, "circle", { class: "wheel", r: 335 }), makeSvg(svg, "circle", { class: "wheel", r: 335 })];
    this.bicycle = [0, 1, 2, 3].map(() => line("frame"));
    this.flesh = makeSvg(svg, "g", { class: "flesh" });
    this.far = { leg: line("far"), foot: line("far"), crank: line("far") };
    this.saddle = line("saddle");
    this.paths = [makeSvg(svg, "polygon", { class: "path" }), makeSvg(svg, "polygon", { class: "path" })];
    this.ghost = { leg: line("ghost"), trunk: line("ghost"), saddle: line("ghost") };
    this.trunk = line("body");
    this.arm = line("body thin");
    this.neck = line("body thin");
    this.head = makeSvg(svg, "circle", { class: "body thin" });
    this.near = { leg: line("body"), foot: line("body thin"), crank: line("crank") };
    this.joints = LEG.map(() => makeSvg(svg, "circle", { class: "joint", r: 14 }));
    this.pinned = null;
    svg.classList.add("empty");
  }

  show(moved) {
    this.moved = moved;
    const view = moved.side_view_mm;
    if (!view) return;
    this.svg.classList.remove("empty");
    this.#fit(view, moved.scenery.head);
    const { bicycle, saddle, head, elbow } = moved.scenery;
    bicycle.slice(0, this.bicycle.length).forEach((points, k) => draw(this.bicycle[k], { points: text(points) }));
    [[-410, 70], [595, 70]].forEach(([x, z], k) => draw(this.wheels[k], { cx: x, cy: -z }));
    draw(this.saddle, { points: text(saddle) });
    draw(this.arm, { points: text([view.shoulder, elbow, view.hand]) });
    draw(this.head, { cx: head[0], cy: -head[1], r: head[2] });
    const [x0, z0] = view.shoulder;
    const part = 1 - head[2] / Math.hypot(head[0] - x0, head[1] - z0);
    draw(this.neck, { points: text([view.shoulder, [x0 + part * (head[0] - x0), z0 + part * (head[1] - z0)]]) });
    draw(this.paths[0], { points: text(view.right.knee) });
    draw(this.paths[1], { points: text(view.right.ankle) });
    this.turn(this.angle ?? 90);
  }

  pin(moved) {
    this.pinned = moved;
    this.turn(this.angle ?? 90);
  }

  withBody(body) {
    if (!body && !this.body) return;
    this.body = body;
    this.flesh.replaceChildren();
    this.shapes = body
      ? body.names.map((name, k) => makeSvg(this.flesh, "polygon", { class: body.frames[0].activation[k] === null ? `part ${name}` : "muscle" }))
      : [];
    this.turn(this.angle ?? 90);
  }

  turn(angle) {
    this.angle = angle;
    const view = this.moved?.side_view_mm;
    if (!view) return;
    BOTH.forEach((side) => {
      const parts = side === "right" ? this.near : this.far;
      const of = (name) => between(view[side][name], angle + (side === "right" ? 0 : 180));
      draw(parts.leg, { points: text(LEG.map(of)) });
      draw(parts.foot, { points: text(FOOT.map(of)) });
      draw(parts.crank, { points: text([view.bottom_bracket, of("pedal")]) });
    });
    const right = (name) => between(view.right[name], angle);
    LEG.forEach((name, k) => {
      const [x, z] = right(name);
      draw(this.joints[k], { cx: x, cy: -z });
    });
    draw(this.trunk, { points: text([right("hip"), view.shoulder]) });
    this.#turnGhost(angle);
    this.#turnBody(angle);
  }

  #turnGhost(angle) {
    const view = this.pinned?.side_view_mm;
    if (!view) {
      for (const line of Object.values(this.ghost)) draw(line, { points: "" });
      return;
    }
    const of = (name) => between(view.right[name], angle);
    draw(this.ghost.leg, { points: text([...LEG, "heel", "toe", "ankle"].map(of)) });
    draw(this.ghost.trunk, { points: text([of("hip"), view.shoulder, view.hand]) });
    draw(this.ghost.saddle, { points: text(this.pinned.scenery.saddle) });
  }

  #turnBody(angle) {
    if (!this.body) return;
    const frames = this.body.frames;
    const frame = frames[Math.round((angle / 360) * frames.length) % frames.length];
    frame.outlines.forEach((points, k) => {
      draw(this.shapes[k], { points: text(points) });
      const how = frame.activation[k];
      if (how !== null) draw(this.shapes[k], { "fill-opacity": (0.06 + 0.94 * Math.min(how / FULL_COLOUR, 1)).toFixed(2) });
    });
  }

  #fit(view, head) {
    const xs = [head[0] + head[2], view.saddle[0] - 160, 930, -745];
    const zs = [head[1] + head[2], -265];
    for (const side of BOTH) for (const points of Object.values(view[side])) for (const [x, z] of points) { xs.push(x); zs.push(z); }
    const low = (list) => ROUND * Math.floor((Math.min(...list) - 20) / ROUND);
    const high = (list) => ROUND * Math.ceil((Math.max(...list) + 20) / ROUND);
    const found = [low(xs), high(xs), low(zs), high(zs)];
    const f = this.frame;
    if (f && found[0] >= f[0] && found[1] <= f[1] && found[2] >= f[2] && found[3] <= f[3]) return;
    this.frame = f ? [Math.min(f[0], found[0]), Math.max(f[1], found[1]), Math.min(f[2], found[2]), Math.max(f[3], found[3])] : found;
    const [left, right, bottom, top] = this.frame;
    this.svg.setAttribute("viewBox", `${left} ${-top} ${right - left} ${top - bottom}`);
  }
}
