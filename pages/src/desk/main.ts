// The editors' desk. Its address says what lies on it, so that links and the back button work.
import { api, hasCode, isAborted } from "../shared/ask";
import { attachCombobox } from "../shared/combobox";
import { forgetButton } from "../shared/key";
import { byId } from "../shared/page";
import { number, text, texts } from "../shared/texts";
import { loading, trouble } from "../shared/trouble";
import { addressOf, askedBy, deskLink, followLanguage, placeOf, type Place } from "./address";
import { showChoices, showToday } from "./pick";
import { fetchStory, showDraft, showStory } from "./story";

const desk = byId("desk"), said = byId("said"), keyPlace = byId("key-state");
const field = byId<HTMLInputElement>("pick"), draft = byId<HTMLTextAreaElement>("draft");
const title = document.title;
let turn = new AbortController();

/* What comes next ends what is still being fetched. */
function nextTurn(): AbortSignal {
  turn.abort();
  turn = new AbortController();
  const forget = forgetButton(() => void show(placeOf(location)));
  keyPlace.replaceChildren(...(forget ? [forget] : []));
  return turn.signal;
}

async function showStoryOf(id: string, signal: AbortSignal, takesFocus: boolean): Promise<void> {
  const story = await fetchStory(id, signal);
  document.title = `${story.title} - ${title}`;
  const { heading, done } = showStory(desk, story, signal);
  if (takesFocus) heading.focus();
  await done;
  if (!signal.aborted) said.textContent = text("desk.story_loaded", { title: story.title });
}

async function showPlace(place: Place, signal: AbortSignal, takesFocus: boolean): Promise<void> {
  draft.closest("details")?.toggleAttribute("open", !place.id && !place.q);
  if (place.id) return showStoryOf(place.id, signal, takesFocus);
  if (place.q) {
    const n = await showChoices(desk, place.q, signal);
    said.textContent = n > 0 ? text("desk.pick_found", { n: number(n) }) : text("desk.pick_none");
    return;
  }
  await showToday(desk, signal).catch((error: unknown) => {
    // An empty desk needs no stories; a key that sees a part of the articles gets none.
    if (!hasCode(error, "not_for_filter")) throw error;
    desk.replaceChildren();
  });
}

async function show(place: Place, takesFocus = false): Promise<void> {
  const signal = nextTurn();
  followLanguage(place);
  document.title = title;
  said.textContent = "";
  field.value = place.q ?? "";
  desk.replaceChildren(loading());
  try {
    await showPlace(place, signal, takesFocus);
  } catch (error) {
    if (!isAborted(error)) desk.replaceChildren(trouble(error, () => void show(place, takesFocus)));
  }
}

function go(place: Place): void {
  history.pushState(null, "", addressOf(place));
  scrollTo(0, 0);
  void show(place, true);
}

/* An address is asked for by POST: the answer names the article it belongs to. */
async function idOfAddress(url: string, signal: AbortSignal): Promise<string | null> {
  const { query } = await api().relatedTo({ url, limit: 1, fields: "id" }, { signal });
  return query.id;
}

/* What has the looks of an id may be words after all. */
async function placeOfId(id: string, signal: AbortSignal): Promise<Place> {
  try {
    await api().article(id, { fields: "id" }, { signal });
    return { id };
  } catch (error) {
    if (hasCode(error, "not_found")) return { q: id };
    throw error;
  }
}

async function pick(typed: string): Promise<void> {
  const asked = askedBy(typed);
  if ("q" in asked || "id" in asked) return go(asked);
  const signal = nextTurn();
  desk.replaceChildren(loading());
  try {
    if ("perhaps" in asked) return go(await placeOfId(asked.perhaps, signal));
    const id = await idOfAddress(asked.url, signal);
    go(id === null ? { q: typed } : { id });
  } catch (error) {
    if (!isAborted(error)) desk.replaceChildren(trouble(error, () => void pick(typed)));
  }
}

async function check(written: string): Promise<void> {
  const signal = nextTurn();
  if (location.search !== new URL(addressOf({}), location.href).search) history.pushState(null, "", addressOf({}));
  followLanguage({});
  field.value = "";
  const { heading, done } = showDraft(desk, written, signal);
  heading.focus();
  await done;
}

byId("pick-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = field.value.trim();
  if (typed !== "") void pick(typed);
});
byId("draft-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const written = draft.value.trim();
  if (written !== "") return void check(written);
  said.textContent = text("desk.draft_empty");
  draft.focus();
});
document.addEventListener("click", (event) => {
  const place = deskLink(event);
  if (place === null) return;
  event.preventDefault();
  go(place);
});
attachCombobox(field, {
  suggest: (q, signal) => api().suggest({ q, limit: 8 }, { signal }),
  texts,
  // A title is an article, all else words to choose one by.
  onChoose: ({ id, text: words }) => go(id === undefined ? { q: words } : { id }),
});
addEventListener("popstate", () => void show(placeOf(location), true));
void show(placeOf(location));
