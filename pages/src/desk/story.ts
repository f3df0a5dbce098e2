// A story on the desk: itself, its columns, its time line.
import { api, isAborted } from "../shared/ask";
import { SarnakhProblem, type StoryAnswer } from "../shared/client";
import { copyButton } from "../shared/copy";
import { h, webAddress } from "../shared/dom";
import { number, text } from "../shared/texts";
import { about } from "./card";
import { citation, link } from "./citation";
import { showColumns } from "./columns";
import { showTimeline, type Point } from "./timeline";
import type { Hit, Reference, Story } from "./types";

const THREAD_MOST = 100;

export async function fetchStory(id: string, signal: AbortSignal): Promise<Story> {
  const fields = "id,url,title,lead,source,category,published_at,published_at_jalali,story,story_articles";
  return (await api().article(id, { fields }, { signal })) as Story;
}

function header(story: Story): HTMLElement {
  const href = webAddress(story.url);
  return h("header", { class: "subject" }, [
    h("h2", { tabindex: -1 }, h("bdi", {}, story.title)),
    about(story, story.category.map((name) => h("span", {}, h("bdi", {}, name)))),
    story.lead !== null && h("p", { class: "summary", dir: "auto" }, story.lead),
    h("p", { class: "tools" }, [
      href !== null && h("a", { href, rel: "noreferrer" }, text("desk.open")),
      copyButton(text("desk.copy_link"), "", () => link(story)),
      copyButton(text("desk.copy_cite_fa"), "", () => citation(story, "fa")),
      copyButton(text("desk.copy_cite_en"), "", () => citation(story, "en")),
    ]),
  ]);
}

function pointOf(article: Reference & { duplicates?: { count: number } | null }, here: string | null): Point {
  return { ...article, copies: article.duplicates?.count ?? 0, isHere: article.id === here };
}

/** Hits in time, with what they are beside. A hit of two columns is one point. */
function foundPoints(hits: readonly Hit[], subject: Point): Point[] {
  const byId = new Map(hits.map((hit) => [hit.id, pointOf(hit, null)]));
  return [...byId.values(), subject];
}

/* A key that sees a part of the articles is told of no stories, and an old index has none. */
async function fetchThread(story: Story, signal: AbortSignal): Promise<StoryAnswer | null> {
  if (story.story === null || (story.story_articles ?? 0) < 2) return null;
  try {
    return await api().story(story.story, { limit: THREAD_MOST }, { signal });
  } catch (error) {
    if (error instanceof SarnakhProblem && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}

/* Copies are one entry of a thread, that of the first; the story on the desk may be another of them. */
function threadPoints(thread: StoryAnswer, story: Story): Point[] {
  const points = thread.articles.map((article) => pointOf(article, story.id));
  return points.some((point) => point.isHere) ? points : [...points, { ...pointOf(story, story.id), copies: 0 }];
}

async function showStoryTimeline(place: HTMLElement, story: Story, hits: Promise<Hit[]>, signal: AbortSignal): Promise<void> {
  try {
    const thread = await fetchThread(story, signal);
    const points = thread === null ? [] : threadPoints(thread, story);
    if (thread !== null && points.length > 1) {
      const cut = thread.total > thread.articles.length ? text("desk.timeline_cut", { n: number(thread.articles.length) }) : undefined;
      return showTimeline(place, text("desk.timeline"), points, cut);
    }
    const found = await hits;
    if (!signal.aborted) showTimeline(place, text("desk.timeline_found"), foundPoints(found, pointOf(story, story.id)));
  } catch (error) {
    // The columns say what is wrong with the service.
    if (!isAborted(error)) place.replaceChildren();
  }
}

/** Put a story on the desk; its heading is given back, to be looked at. */
export function showStory(place: HTMLElement, story: Story, signal: AbortSignal): { heading: HTMLElement; done: Promise<unknown> } {
  const top = header(story);
  const line = h("section", { class: "time", "aria-label": text("desk.timeline") });
  const columns = h("div", { class: "columns" });
  place.replaceChildren(top, line, columns);
  const hits = showColumns(columns, { story }, signal);
  const done = Promise.all([hits, showStoryTimeline(line, story, hits, signal)]);
  return { heading: top.querySelector("h2") as HTMLElement, done };
}

/** Put a draft on the desk. It is in no address and in no store of the browser: leaving it is losing it. */
export function showDraft(place: HTMLElement, draft: string, signal: AbortSignal): { heading: HTMLElement; done: Promise<unknown> } {
  const heading = h("h2", { tabindex: -1 }, [text("desk.draft"), ": ", h("bdi", {}, draft.split("\n", 1)[0] as string)]);
  const line = h("section", { class: "time", "aria-label": text("desk.timeline_found") });
  const columns = h("div", { class: "columns" });
  place.replaceChildren(h("header", { class: "subject" }, heading), line, columns);
  const now = new Date().toISOString();
  const here = { id: null, title: text("desk.timeline_draft"), url: null, source: null, published_at: now, published_at_jalali: ":", copies: 0, isHere: true };
  const done = showColumns(columns, { draft }, signal).then((hits) => {
    if (!signal.aborted) showTimeline(line, text("desk.timeline_found"), foundPoints(hits, here));
  });
  return { heading, done };
}
