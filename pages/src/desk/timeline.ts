// A story in time: a picture (a row for each source, a point for each article) and the same as a table.
import { clock, longDay, moment, shortDay } from "../shared/dates";
import { h, svg, webAddress } from "../shared/dom";
import { number, text } from "../shared/texts";

export interface Point {
  id: string | null; // null: the draft
  title: string;
  url: string | null;
  source: string | null;
  published_at: string | null;
  published_at_jalali: string | null;
  copies: number;
  isHere: boolean;
}

const ROWS_MOST = 7;
const ROW = 30, TOP = 14, FOOT = 30, END = 22;
const NAMES_MOST = 140, NAMES_SHARE = 0.32; // room for the names of rows, in pixels and of the width
const LETTER = 7.2, TICK_EVERY = 110; // pixels, about
const HOUR_MS = 3_600_000, DAY_MS = 24 * HOUR_MS;
const STEPS = [1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR_MS);

interface Row {
  name: string;
  points: Point[];
}

/* Sources with most articles first; what is left shares the last row. */
function rowsOf(points: readonly Point[]): Row[] {
  const bySource = new Map<string, Point[]>();
  for (const point of points) {
    const name = point.id === null ? text("desk.timeline_draft") : (point.source ?? text("desk.no_source"));
    bySource.set(name, [...(bySource.get(name) ?? []), point]);
  }
  const rows = [...bySource].map(([name, own]) => ({ name, points: own })).sort((a, b) => b.points.length - a.points.length);
  if (rows.length <= ROWS_MOST) return rows;
  const rest = rows.slice(ROWS_MOST - 1).flatMap((row) => row.points);
  return [...rows.slice(0, ROWS_MOST - 1), { name: text("desk.timeline_others"), points: rest }];
}

/* Time runs as the language is read: from the right in Persian. */
function scale(points: readonly Point[], width: number) {
  const times = points.map((point) => Date.parse(point.published_at as string));
  const least = Math.min(...times), most = Math.max(...times);
  const pad = Math.max((most - least) * 0.03, DAY_MS / 8);
  const from = least - pad, to = most + pad;
  const isRtl = document.documentElement.dir === "rtl";
  const names = Math.min(NAMES_MOST, width * NAMES_SHARE);
  const room = width - names - END;
  const x = (at: number) => {
    const along = names + ((at - from) / (to - from)) * room;
    return isRtl ? width - along : along;
  };
  return { from, to, x, room, names, isRtl };
}

function ticks(plot: ReturnType<typeof scale>, height: number): SVGElement[] {
  const least = (plot.to - plot.from) / Math.max(1, Math.floor(plot.room / TICK_EVERY));
  const step = STEPS.find((one) => one >= least) ?? Math.ceil(least / DAY_MS) * DAY_MS;
  const name = step < DAY_MS ? clock : shortDay;
  const drawn: SVGElement[] = [];
  // Midnight in Tehran, which is half an hour off the UTC hour all year.
  const midnight = new Date(plot.from - DAY_MS).setUTCHours(20, 30, 0, 0);
  for (let at = midnight; at < plot.to; at += step) {
    if (at < plot.from) continue;
    const x = plot.x(at);
    drawn.push(svg("line", { class: "tick", x1: x, x2: x, y1: TOP - 8, y2: height - FOOT + 4 }));
    drawn.push(svg("text", { class: "tick", x, y: height - 8, "text-anchor": "middle" }, name(new Date(at))));
  }
  return drawn;
}

function mark(point: Point, x: number, y: number): SVGElement {
  const radius = Math.min(11, 5 + Math.sqrt(point.copies));
  const name = svg("title", {}, `${point.title} · ${moment(point.published_at, point.published_at_jalali)}`);
  // A picture has nothing in it that takes the focus; the table below has the links. A pointer may choose here, too.
  return svg("circle", { class: point.isHere ? "here" : "point", "data-article": point.id, cx: x, cy: y, r: point.isHere ? radius + 2 : radius }, name);
}

function draw(points: readonly Point[], label: string, width: number): SVGElement {
  const rows = rowsOf(points);
  const height = TOP + rows.length * ROW + FOOT;
  const plot = scale(points, width);
  const drawn: SVGElement[] = ticks(plot, height);
  const edge = plot.isRtl ? width - 4 : 4;
  rows.forEach((row, i) => {
    const y = TOP + i * ROW + ROW / 2;
    drawn.push(svg("line", { class: "row", x1: plot.isRtl ? width - plot.names : plot.names, x2: plot.isRtl ? 0 : width, y1: y, y2: y }));
    const most = Math.floor(plot.names / LETTER);
    const name = row.name.length > most ? `${[...row.name].slice(0, most - 1).join("")}…` : row.name;
    drawn.push(svg("text", { class: "name", x: edge, y: y + 5, "text-anchor": "start" }, name));
  });
  const here = points.find((point) => point.isHere);
  if (here) {
    const x = plot.x(Date.parse(here.published_at as string));
    drawn.push(svg("line", { class: "here", x1: x, x2: x, y1: 2, y2: height - FOOT + 4 }));
  }
  rows.forEach((row, i) => {
    const y = TOP + i * ROW + ROW / 2;
    // What is looked at lies above the others.
    const sorted = [...row.points].sort((a, b) => Number(a.isHere) - Number(b.isHere));
    for (const point of sorted) drawn.push(mark(point, plot.x(Date.parse(point.published_at as string)), y));
  });
  return svg("svg", { class: "timeline", role: "img", "aria-label": label, viewBox: `0 0 ${width} ${height}`, width, height }, drawn);
}

function tableRow(point: Point): HTMLElement {
  const href = webAddress(point.url);
  const title = point.isHere ? h("strong", {}, [point.title, ` (${text("desk.timeline_here")})`]) : h("bdi", {}, point.title);
  return h("tr", { "aria-current": point.isHere && "true" }, [
    h("td", {}, moment(point.published_at, point.published_at_jalali)),
    h("td", {}, point.source ?? text("desk.no_source")),
    h("td", {}, href ? h("a", { href, rel: "noreferrer" }, title) : title),
  ]);
}

function table(points: readonly Point[]): HTMLElement {
  const columns = ["desk.timeline_day", "desk.timeline_source", "desk.timeline_title"] as const;
  return h("details", { class: "timeline-table" }, [
    h("summary", {}, text("desk.timeline_table")),
    h("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": text("desk.timeline_table") }, h("table", {}, [
      h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, text(name))))),
      h("tbody", {}, points.map(tableRow)),
    ])),
  ]);
}

function aboutOf(points: readonly Point[]): string {
  const dayOf = (point: Point | undefined) => longDay(new Date(point?.published_at as string));
  const articles = points.filter((point) => point.id !== null);
  const n = number(articles.length), sources = number(new Set(articles.map((point) => point.source)).size);
  const from = dayOf(points[0]), to = dayOf(points[points.length - 1]);
  return from === to ? text("desk.timeline_day_about", { n, sources, day: from }) : text("desk.timeline_about", { n, sources, from, to });
}

/** Put the time line of points into place; nothing where fewer than two have a date. It is drawn anew when its width changes. */
export function showTimeline(place: HTMLElement, title: string, all: readonly Point[], note?: string): void {
  const points = all.filter((point) => point.published_at !== null)
    .sort((a, b) => Date.parse(a.published_at as string) - Date.parse(b.published_at as string));
  if (points.length < 2) return place.replaceChildren();
  const about = aboutOf(points);
  const picture = h("div", { class: "picture" });
  place.replaceChildren(...[
    h("h3", { id: "timeline-title" }, title),
    h("p", { class: "about" }, note ? `${about} · ${note}` : about),
    picture,
    table(points),
  ]);
  let width = 0;
  new ResizeObserver(() => {
    if (picture.clientWidth === width || picture.clientWidth === 0) return;
    width = picture.clientWidth;
    picture.replaceChildren(draw(points, `${title}: ${about}`, width));
  }).observe(picture);
}
