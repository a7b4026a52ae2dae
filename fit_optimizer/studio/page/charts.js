// The charts of the page, drawn by ECharts in the page's own colours; each with a text alternative.

import * as echarts from "/page/vendor/echarts.js";

// ECharts asks for a frame of the browser again and again for so many frames after a chart has changed.
const STILL_FRAMES = 1;

const every = new Set();

export const charts = () => [...every];

// Kept until light or dark changes: to ask the browser makes it style the whole page anew.
const colours = new Map();

export function colour(name) {
  if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
  return colours.get(name);
}

export class Chart {
  // `base` gives the options that do not change, in the colours of the moment.
  constructor(element, base) {
    this.element = element;
    this.base = base;
    this.last = null;
    every.add(this);
    this.seen = element.clientWidth > 0; // kept, for asking while a slider moves costs a layout
    new ResizeObserver(([{ contentRect }]) => {
      this.seen = contentRect.width > 0;
      this.resize();
    }).observe(element);
  }

  #open() {
    this.chart = echarts.init(this.element, null, { renderer: "canvas" });
    this.chart.getZr().setSleepAfterStill(STILL_FRAMES);
    this.chart.setOption({ animation: false, textStyle: { fontFamily: "system-ui, sans-serif", color: colour("ink") }, ...this.base() });
    this.opened?.(this.chart);
  }

  show(options, words) {
    this.last = [options, words];
    if (!this.seen) return;
    if (!this.chart) this.#open();
    this.chart.setOption(options());
    this.element.setAttribute("aria-label", words);
  }

  resize() {
    if (!this.seen) return;
    if (this.chart) this.chart.resize();
    else if (this.last) this.show(...this.last);
  }

  repaint() {
    if (!this.chart) return;
    this.chart.dispose();
    this.chart = null;
    if (this.last) this.show(...this.last);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  colours.clear();
  every.forEach((chart) => chart.repaint());
});

export const axisStyle = () => ({
  axisLine: { lineStyle: { color: colour("muted") } },
  axisLabel: { color: colour("ink"), fontSize: 11 },
  splitLine: { lineStyle: { color: colour("faint") } },
  nameTextStyle: { color: colour("muted"), fontSize: 11 },
});
