// The index and the service at a glance.
import { ago, bytes, milliseconds, percent } from "../shared/amounts";
import type { StatusAnswer } from "../shared/client";
import { moment } from "../shared/dates";
import { h } from "../shared/dom";
import { digits, number, text, type TextName } from "../shared/texts";
import { fillPart } from "./parts";

type Tile = [name: TextName, value: string, more?: string | undefined];

function when(iso: string | null | undefined): [string, string?] {
  return iso ? [ago(new Date(iso)), moment(iso, ":")] : [text("status.never")];
}

function share(part: number, whole: number): string {
  return whole > 0 ? percent(part / whole) : "–";
}

/* Counts are told to those only who may see all articles. */
function tilesOf(status: StatusAnswer, size: number | null): Tile[] {
  const { last_minute: minute, searches } = status;
  const tiles: Tile[] = [];
  if (status.articles !== undefined) tiles.push(["status.articles", number(status.articles)]);
  if (status.newest_article_at !== undefined) tiles.push(["status.newest", ...when(status.newest_article_at)]);
  tiles.push(["status.built", ...when(status.built_at)]);
  if (size !== null) tiles.push(["status.size", bytes(size)]);
  if (minute) tiles.push(["status.rate", number(minute.searches_per_s)], ["status.median", milliseconds(minute.p50_ms)], ["status.slowest", milliseconds(minute.p99_ms)]);
  if (searches) {
    tiles.push(["status.without_hits", share(searches.without_hits, searches.answered), searches.answered > 0 ? number(searches.without_hits) : undefined]);
    tiles.push(["status.kept", share(searches.cache_hits, searches.cache_hits + searches.cache_misses)]);
  }
  if (status.pending_writes !== undefined) tiles.push(["status.pending", number(status.pending_writes)]);
  if (status.behind && status.read_only) tiles.push(["status.behind", text("status.behind_value", { n: number(status.behind.seconds) }), number(status.behind.changes)]);
  if (status.taken_down !== undefined) tiles.push(["status.withdrawn", number(status.taken_down)]);
  tiles.push(["status.started", ago(new Date(Date.now() - status.uptime_s * 1000))], ["status.version", digits(status.version)]);
  return tiles;
}

function warnings(status: StatusAnswer): HTMLElement[] {
  const said: string[] = [];
  if (!status.analysis_matches || !status.dictionary_matches) said.push(text("status.rebuild_wanted"));
  if (status.behind?.is_stale) said.push(text("status.is_stale", { n: number(status.behind.seconds) }));
  for (const [command, run] of Object.entries(status.last_runs ?? {}))
    if (run.exit_status !== 0) said.push(text("status.run_failed", { command, n: number(run.exit_status), when: ago(new Date(run.ended_at)) }));
  return said.map((words) => h("p", { class: "warning" }, words));
}

export function showOverview(status: StatusAnswer, size: number | null): void {
  const tiles = tilesOf(status, size);
  const all = warnings(status);
  const data = [tiles, all.map((one) => one.textContent)];
  fillPart("overview", data, () => [
    ...all,
    h("dl", { class: "tiles" }, tiles.map(([name, value, more]) => h("div", {}, [
      h("dt", {}, text(name)),
      h("dd", {}, [h("bdi", {}, value), more !== undefined && h("small", {}, more)]),
    ]))),
  ]);
}
