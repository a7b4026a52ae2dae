// The charts of the page, drawn by ECharts in the page's own colours; each with a text alternative.

import * as echarts from "/page/vendor/echarts.js";

// ECharts asks for a frame of the browser again and again for so many frames after a chart has changed.
const STILL_FRAMES = 1;

// How far outside of what is seen a chart is drawn already.
const NEAR = "150px";

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
    this.stale = false;
    this.seen = false; // kept, for asking while a slider moves costs a layout
    every.add(this);
    new ResizeObserver(([{ contentRect }]) => { if (contentRect.width > 0) this.chart?.resize(); }).observe(element);
    new IntersectionObserver(([...looks]) => {
      this.seen = looks.at(-1).isIntersecting;
      if (this.seen && this.stale) this.draw();
    }, { rootMargin: NEAR }).observe(element);
  }

  #open() {
    this.chart = echarts.init(this.element, null, { renderer: "canvas" });
    this.chart.getZr().setSleepAfterStill(STILL_FRAMES);
    this.chart.setOption({ animation: false, textStyle: { fontFamily: "system-ui, sans-serif", color: colour("ink") }, ...this.base() });
    this.opened?.(this.chart);
  }

  // Drawn at once where it can be seen, and otherwise when it comes into sight; its words are told at once.
  show(options, words) {
    this.last = options;
    this.stale = true;
    this.element.setAttribute("aria-label", words);
    if (this.seen) this.draw();
  }

  draw() {
    if (!this.last) return;
    if (!this.chart) this.#open();
    this.chart.setOption(this.last());
    this.stale = false;
  }

  repaint() {
    if (!this.chart) return;
    this.chart.dispose();
    this.chart = null;
    this.stale = true;
    if (this.seen) this.draw();
  }
}

addEventListener("beforeprint", () => every.forEach((chart) => { if (chart.stale && chart.element.clientWidth) chart.draw(); }));

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
