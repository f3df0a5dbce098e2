// Plots: searches while the page is open, and articles of the last days.
import { milliseconds } from "../shared/amounts";
import { barChart, lineChart } from "../shared/chart";
import type { Sarnakh, StatusAnswer } from "../shared/client";
import { isoDay, longDay, shortDay } from "../shared/dates";
import { h } from "../shared/dom";
import { number, text } from "../shared/texts";
import { fillPart, hidePart } from "./parts";

const KEPT = 120; // samples: ten minutes at one in five seconds
const SHOWN_LEAST = 24; // a few samples are not drawn as a dot in the corner
const DAYS = 60, DAY_MS = 86_400_000;

type Minute = NonNullable<StatusAnswer["last_minute"]>;
const minutes: Minute[] = [];

export function showTraffic(minute: Minute | undefined): void {
  if (minute === undefined) return hidePart("traffic");
  minutes.push(minute);
  if (minutes.length > KEPT) minutes.shift();
  const median = milliseconds(minute.p50_ms), slowest = milliseconds(minute.p99_ms), rate = number(minute.searches_per_s);
  const about = text("status.traffic_about", { rate, median, slowest });
  const room = Math.max(SHOWN_LEAST, minutes.length);
  fillPart("traffic", minutes, () => [
    h("p", { class: "about" }, `${about} · ${text("status.traffic_since")}`),
    lineChart(about, [{ name: text("status.rate"), kind: "rate", values: minutes.map((one) => one.searches_per_s) }], room),
    lineChart(about, [
      { name: text("status.median"), kind: "median", values: minutes.map((one) => one.p50_ms) },
      { name: text("status.slowest"), kind: "slowest", values: minutes.map((one) => one.p99_ms) },
    ], room),
  ]);
}

interface Day {
  day: string;
  articles: number;
}

/* An index that ended long ago, of an archive of papers, has its last days in the facet; the newest day last. */
async function lastDays(service: Sarnakh, status: StatusAnswer, signal: AbortSignal): Promise<Day[]> {
  const own = [...(status.articles_by_day ?? [])].reverse();
  if (own.some((day) => day.articles > 0) || !status.newest_article_at) return own;
  const from = isoDay(new Date(Date.parse(status.newest_article_at) - (DAYS - 1) * DAY_MS));
  const parameters = { from, limit: 1, fields: "id", facets: ["date:day" as const], "facet.limit": DAYS + 1, "facet.sort": "value" as const, calendar: "gregorian" as const, collapse: "none" as const };
  const { facets } = await service.search(parameters, { signal });
  return (facets?.["date:day"]?.values ?? []).map(({ value, count }) => ({ day: value, articles: count }));
}

export async function showDays(service: Sarnakh, status: StatusAnswer, signal: AbortSignal): Promise<void> {
  const days = await lastDays(service, status, signal);
  if (days.length === 0) return hidePart("days");
  fillPart("days", days, () => {
    const sum = days.reduce((all, day) => all + day.articles, 0);
    const about = text("status.days_about", { n: number(sum), days: number(days.length) });
    const bars = days.map(({ day, articles }) => {
      const at = new Date(`${day}T12:00:00+03:30`);
      return { name: shortDay(at), value: articles, said: text("status.day_value", { day: longDay(at), n: number(articles) }) };
    });
    return [h("p", { class: "about" }, about), barChart(text("status.days"), bars)];
  });
}
