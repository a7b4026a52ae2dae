// What a stroke shows: torque around the clock, muscles by the hour, knee load, and every figure beside the pinned one.

import { Chart, axisStyle, colour } from "./charts.js";
import { at, make, number, put, row, signed } from "./dom.js";

const HOURS = ["12", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];
const LOADS = [
  ["patellofemoral_force_n", "kneecap", "recommended"],
  ["tibiofemoral_compression_n", "knee, along the shank", "left"],
  ["hip_contact_force_n", "hip", "right"],
  ["achilles_tendon_force_n", "Achilles tendon", "achilles"],
];
const GROUP_COLOURS = { quadriceps: "quadriceps", glutes: "glutes", hamstrings: "hamstrings", calf: "calf", hip_flexors: "hip-flexors", shin: "shin" };

const legend = () => ({ bottom: 0, left: "center", itemWidth: 14, itemHeight: 8, textStyle: { color: colour("ink"), fontSize: 11 } });
const closed = (curve, turn = 0) => {
  const n = curve.length;
  return Array.from({ length: n + 1 }, (_, k) => [curve[(k + turn) % n], (360 * k) / n]);
};
const still = { silent: true, emphasis: { disabled: true } }; // nothing happens under the pointer: ECharts prepares less
const side = () => at("leg").value;
const flat = (curve) => closed(curve).map(([y, x]) => [x, y]);

function clockBase() {
  return {
    polar: { center: ["50%", "46%"], radius: "74%" },
    angleAxis: { type: "value", min: 0, max: 360, startAngle: 90, clockwise: true, interval: 30, ...axisStyle(), axisLabel: { color: colour("ink"), fontSize: 11, formatter: (d) => (d === 360 ? "" : HOURS[Math.round(d / 30) % 12]) } },
    radiusAxis: { ...axisStyle(), axisLabel: { color: colour("muted"), fontSize: 10, showMaxLabel: false }, splitNumber: 4 },
    legend: legend(),
    series: [],
  };
}

function torqueSeries(ridden, pinned, top, bottom) {
  const line = (name, data, ink, width, type = "solid") => ({ ...still, id: name, name, type: "line", coordinateSystem: "polar", data, symbol: "none", lineStyle: { color: colour(ink), width, type }, itemStyle: { color: colour(ink) } });
  const curves = ridden.curves;
  const half = curves.crank_angle_deg.length / 2;
  const shade = ridden.dead_spots_deg.flatMap(([from, to]) => {
    const rim = [];
    for (let a = from; a < to; a += 3) rim.push([top, a]);
    return [[bottom, from], ...rim, [top, to], [bottom, to], [null, null]];
  });
  return [
    { ...still, id: "dead spots", name: "dead spots", type: "line", coordinateSystem: "polar", data: shade, symbol: "none", lineStyle: { width: 1, color: colour("shade") }, areaStyle: { color: colour("shade"), opacity: 0.3 }, itemStyle: { color: colour("shade") } },
    line("both legs", closed(curves.total_crank_torque_nm), "recommended", 2.4),
    line("right", closed(curves.right.crank_torque_nm), "right", 1.3),
    line("left", closed(curves.left.crank_torque_nm, half), "left", 1.3),
    line("both, pinned", pinned ? closed(pinned.curves.total_crank_torque_nm) : [], "now", 1.6, "dashed"),
  ];
}

export class Figures {
  constructor(form) {
    this.form = form;
    this.clock = new Chart(at("clock"), clockBase);
    this.muscles = new Chart(at("muscle-clock"), () => ({
      polar: { center: ["50%", "46%"], radius: "74%" },
      angleAxis: { type: "category", data: HOURS.map((one, k) => `${one}\u2013${HOURS[(k + 1) % 12]}`), startAngle: 90, clockwise: true, boundaryGap: true, ...axisStyle() },
      radiusAxis: { ...axisStyle(), axisLabel: { color: colour("muted"), fontSize: 10, showMaxLabel: false }, splitNumber: 4 },
      legend: legend(),
      series: [],
    }));
    this.loads = new Chart(at("loads"), () => ({
      grid: { left: 52, right: 12, top: 22, bottom: 46 },
      xAxis: { type: "value", min: 0, max: 360, interval: 90, ...axisStyle(), axisLabel: { color: colour("ink"), fontSize: 11, formatter: "{value}\u00b0" } },
      yAxis: { type: "value", name: "N", min: 0, ...axisStyle() },
      legend: legend(),
      series: [],
    }));
    const body = at("figures").tBodies[0];
    this.rows = [];
    for (const one of form.objectives) this.#row(body, "Judged by", { ...one, name: one.key, of: (ridden) => ridden.objectives?.[one.key], unit: one.unit });
    for (const one of form.metrics) this.#row(body, one.group, { ...one, of: (ridden) => one.name.split(".").reduce((table, step) => table?.[step], ridden.metrics) });
  }

  #row(body, group, one) {
    if (group !== this.group) body.append(make("tr", { class: "group" }, make("th", { colspan: 4, scope: "rowgroup" }, group)));
    this.group = group;
    const unit = one.unit ? ` (${one.unit})` : "";
    const line = row(`${one.words}${unit}`, "", "", "");
    body.append(line);
    this.rows.push({ one, cells: [...line.children].slice(1) });
  }

  show(ridden, pinned) {
    at("stroke").classList.remove("stale");
    for (const { one, cells } of this.rows) {
      const now = one.of(ridden);
      const then = pinned ? one.of(pinned) : undefined;
      put(cells[0], now === undefined ? "\u2013" : number(now, one.decimals));
      put(cells[1], then === undefined ? "" : number(then, one.decimals));
      const change = now === undefined || then === undefined ? "" : signed(now - then, one.decimals);
      const share = change && Number(change.replace("\u2212", "-")) !== 0 && Math.abs(then) > 1e-9 && one.unit !== "\u00b0" && one.unit !== "%" ? ` (${signed(100 * (now / then - 1), 0)} %)` : "";
      put(cells[2], change + share);
    }
    this.#clock(ridden, pinned);
    this.#muscles(ridden);
    this.#loads(ridden, pinned);
  }

  // The figures of a set-up that is not ridden any more.
  stale() {
    at("stroke").classList.add("stale");
  }

  #clock(ridden, pinned) {
    const { curves } = ridden;
    const drawn = [curves.total_crank_torque_nm, curves.right.crank_torque_nm, curves.left.crank_torque_nm, pinned?.curves.total_crank_torque_nm ?? []].flat();
    const step = Math.max(...drawn) - Math.min(...drawn) > 100 ? 50 : 20;
    const bottom = step * Math.floor(Math.min(...drawn) / step);
    const top = step * Math.ceil(Math.max(...drawn) / step);
    const total = curves.total_crank_torque_nm;
    const spots = ridden.dead_spots_deg.map(([a, b]) => `${a.toFixed(0)} to ${b.toFixed(0)} deg`).join(", ") || "none";
    this.clock.show(
      () => ({ radiusAxis: { min: bottom, max: top, interval: step }, series: torqueSeries(ridden, pinned, top, bottom), legend: { data: ["dead spots", "both legs", "right", "left", ...(pinned ? ["both, pinned"] : [])] } }),
      `Crank torque of both legs between ${Math.min(...total).toFixed(0)} and ${Math.max(...total).toFixed(0)} Nm; dead spots, below half the mean: ${spots}.`,
    );
  }

  #muscles(ridden) {
    const hours = ridden.work[side()].hours;
    const words = this.form.muscle_groups.map(({ key, words: name }) => `${name} ${hours.reduce((sum, hour) => sum + hour.muscle_w[key], 0).toFixed(0)} W`);
    this.muscles.show(
      () => ({
        series: this.form.muscle_groups.map(({ key, words: name }) => ({
          ...still, id: key, name, type: "bar", stack: "muscles", coordinateSystem: "polar", barWidth: "88%",
          data: hours.map((hour) => hour.muscle_w[key]), itemStyle: { color: colour(GROUP_COLOURS[key] || "muted") },
        })),
      }),
      `Power of the ${side()} leg's muscles by the hour of the clock; over the revolution ${words.join(", ")}.`,
    );
  }

  #loads(ridden, pinned) {
    const leg = ridden.curves[side()];
    const line = (name, data, ink, type) => ({ ...still, id: name, name, type: "line", data, symbol: "none", lineStyle: { color: colour(ink), width: type === "dashed" ? 1.3 : 2, type }, itemStyle: { color: colour(ink) } });
    const words = LOADS.map(([key, name]) => `${name} at most ${Math.max(...leg[key]).toFixed(0)} N`);
    this.loads.show(
      () => ({
        series: LOADS.flatMap(([key, name, ink]) => [
          line(name, flat(leg[key]), ink, "solid"),
          line(`${name}, pinned`, pinned ? flat(pinned.curves[side()][key]) : [], ink, "dashed"),
        ]),
        legend: { data: LOADS.map(([, name]) => name) },
      }),
      `Loads of the ${side()} leg over the crank angle: ${words.join(", ")}.`,
    );
  }
}

export function showAngles(moved) {
  const body = at("angles").tBodies[0];
  const names = [...new Set(moved.angles.map((one) => one.words))];
  if (body.rows.length !== names.length) body.replaceChildren(...names.map((name) => row(name, "", "", "", "")));
  names.forEach((name, k) => {
    const [left, right] = ["left", "right"].map((side) => moved.angles.find((one) => one.words === name && one.side === side));
    const cells = [...body.rows[k].cells];
    put(cells[1], `${number(left.value, 0)}${left.unit === "mm" ? " mm" : "\u00b0"}`);
    put(cells[2], `${number(right.value, 0)}${right.unit === "mm" ? " mm" : "\u00b0"}`);
    const unit = left.unit === "mm" ? " mm" : "\u00b0";
    put(cells[3], left.low === null ? "\u2013" : `${number(left.low, 0)} to ${number(left.high, 0)}${unit}`);
    cells[3].title = left.source;
    const outside = left.low === null ? "" : [left, right].some((one) => one.value < one.low - 0.5) ? "below" : [left, right].some((one) => one.value > one.high + 0.5) ? "above" : "within";
    put(cells[4], outside);
    cells[4].className = outside === "within" ? "within" : outside ? "outside" : "";
  });
}

// What is unusual about a set-up, and which of the rider's limits it breaks.
export function showNotes(moved, ridden) {
  at("notes").replaceChildren(...[...ridden.broken, ...moved.hints].map((one) => make("li", {}, one)));
}
