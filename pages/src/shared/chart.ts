// Plots of a few dozen values: bars that are read by pointer and keyboard, and lines. Time runs as the language is read.
import { h, svg } from "./dom";

const isRtl = () => document.documentElement.dir === "rtl";
const HEIGHT = 100, STEP = 10, GAP = 1.5;

export interface Bar {
  name: string; // for the axis
  value: number;
  said: string; // the value as it is read
}

class Bars {
  private at: number;
  private readonly readout = h("p", { class: "readout" });
  private readonly rects: SVGRectElement[];
  readonly element: HTMLElement;

  constructor(label: string, private readonly bars: readonly Bar[]) {
    this.at = bars.length - 1;
    const most = Math.max(1, ...bars.map((bar) => bar.value));
    const width = bars.length * STEP;
    this.rects = bars.map(({ value }, i) => {
      const height = (value / most) * HEIGHT;
      const x = isRtl() ? width - (i + 1) * STEP : i * STEP;
      return svg("rect", { x: x + GAP / 2, y: HEIGHT - height, width: STEP - GAP, height });
    });
    const picture = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": true }, this.rects);
    // As a slider: the arrows move what is read.
    const plot = h("div", { class: "plot", role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 1, "aria-valuemax": bars.length,
                            onkeydown: (event) => this.key(event as KeyboardEvent), onpointermove: (event) => this.point(event as PointerEvent) }, picture);
    const axis = h("p", { class: "axis", "aria-hidden": true }, [h("span", {}, bars[0]?.name), h("span", {}, bars[bars.length - 1]?.name)]);
    this.element = h("div", { class: "chart" }, [this.readout, plot, axis]);
    this.read(this.at);
  }

  private get plot(): HTMLElement {
    return this.element.children[1] as HTMLElement;
  }

  private read(at: number): void {
    this.rects[this.at]?.classList.remove("read");
    this.at = Math.max(0, Math.min(this.bars.length - 1, at));
    this.rects[this.at]?.classList.add("read");
    const said = this.bars[this.at]?.said ?? "";
    this.plot.setAttribute("aria-valuenow", String(this.at + 1));
    this.plot.setAttribute("aria-valuetext", said);
    this.readout.textContent = said;
  }

  private key(event: KeyboardEvent): void {
    const later = isRtl() ? "ArrowLeft" : "ArrowRight", earlier = isRtl() ? "ArrowRight" : "ArrowLeft";
    const to = { [later]: this.at + 1, [earlier]: this.at - 1, ArrowUp: this.at + 1, ArrowDown: this.at - 1, Home: 0, End: this.bars.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.read(to);
  }

  private point(event: PointerEvent): void {
    const box = this.plot.getBoundingClientRect();
    const along = (event.clientX - box.left) / box.width;
    this.read(Math.floor((isRtl() ? 1 - along : along) * this.bars.length));
  }
}

/** Bars with what is read above them. At least one bar. */
export function barChart(label: string, bars: readonly Bar[]): HTMLElement {
  return new Bars(label, bars).element;
}

export interface Line {
  name: string;
  kind: string; // class of the line
  values: readonly number[];
}

/** Lines over room for n values each, the last at the end; they share a scale. */
export function lineChart(label: string, lines: readonly Line[], n: number): HTMLElement {
  const most = Math.max(...lines.flatMap((line) => line.values), Number.MIN_VALUE);
  const width = (n - 1) * STEP;
  const drawn = lines.map(({ kind, values }) => {
    const points = values.map((value, i) => {
      const along = width - (values.length - 1 - i) * STEP;
      return `${isRtl() ? width - along : along},${HEIGHT - (value / most) * (HEIGHT - 4) - 2}`;
    });
    return svg("polyline", { class: kind, points: points.join(" "), "vector-effect": "non-scaling-stroke" });
  });
  return h("div", { class: "chart lines" }, [
    svg("svg", { role: "img", "aria-label": label, viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none" }, drawn),
    h("p", { class: "legend", "aria-hidden": true }, lines.map(({ name, kind }) => h("span", { class: kind }, name))),
  ]);
}

/** Horizontal bars with names and values, as a table: what they show is read, the bars are only looked at. */
export function barTable(heads: [string, string], rows: readonly { name: string; value: number; said: string }[], sum?: { name: string; said: string }): HTMLElement {
  const most = Math.max(...rows.map((row) => Math.abs(row.value)), Number.MIN_VALUE);
  const bar = (value: number) => svg("svg", { class: "part-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": true },
    svg("rect", { class: value < 0 ? "less" : "more", width: (Math.abs(value) / most) * 100, height: 10 }));
  return h("table", { class: "parts" }, [
    h("thead", {}, h("tr", {}, [h("th", { scope: "col" }, heads[0]), h("th", { scope: "col", colspan: 2 }, heads[1])])),
    h("tbody", {}, rows.map(({ name, value, said }) => h("tr", {}, [
      h("th", { scope: "row" }, h("bdi", {}, name)), h("td", { class: "figure" }, said), h("td", { class: "part-cell" }, bar(value)),
    ]))),
    sum && h("tfoot", {}, h("tr", {}, [h("th", { scope: "row" }, sum.name), h("td", { class: "figure" }, sum.said), h("td")])),
  ]);
}
