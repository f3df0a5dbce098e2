// The operations page: asked again every few seconds while it is looked at.
import type { Generation } from "../shared/api";
import { hasCode, isAborted, saidOf, wantsKey } from "../shared/ask";
import { byId } from "../shared/page";
import { forgetButton, keyForm } from "../shared/key";
import { text } from "../shared/texts";
import { loading, trouble } from "../shared/trouble";
import { stages } from "./analysis";
import { showGenerations, showTasks } from "./builds";
import { explanations } from "./explain";
import { operations } from "./operations";
import { showOverview } from "./overview";
import { fillPart, hidePart, say } from "./parts";
import { showQueries } from "./queries";
import { showDays, showTraffic } from "./traffic";

const EVERY_MS = 5000;
const HITS = 5;
const ADMIN_PARTS = ["generations", "tasks", "queries"];

const live = byId<HTMLInputElement>("live"), keyPlace = byId("key-state");
let turn = new AbortController();
let timer: ReturnType<typeof setTimeout> | undefined;
let mayAdminister = true; // until the service says otherwise: it is not asked in vain every few seconds
let hasTasks = true; // a service without them is not asked again, either

function keyChanged(): void {
  mayAdminister = true;
  keyPlace.replaceChildren();
  refresh();
}

/* The form stays as it is while somebody types in it. */
function askForKey(why: string): void {
  mayAdminister = false;
  ADMIN_PARTS.forEach(hidePart);
  if (keyPlace.querySelector("form") === null) keyPlace.replaceChildren(keyForm(why, keyChanged));
}

async function fetchGenerations(mayChange: boolean, signal: AbortSignal): Promise<Generation[] | null> {
  if (!mayAdminister || !hasTasks) return null;
  try {
    const service = operations();
    const [{ generations }, tasks] = await Promise.all([service.generations({ signal }), service.tasks({ signal })]);
    showGenerations(generations, mayChange, refresh);
    showTasks(tasks, mayChange, refresh);
    return generations;
  } catch (error) {
    if (!hasCode(error, "unknown_path")) throw error;
    hasTasks = false;
    return null;
  }
}

async function administer(mayChange: boolean, signal: AbortSignal): Promise<Generation[] | null> {
  if (!mayAdminister) return null;
  try {
    const generations = await fetchGenerations(mayChange, signal);
    await showQueries(operations(), signal);
    const forget = forgetButton(keyChanged);
    if (forget && keyPlace.childElementCount === 0) keyPlace.replaceChildren(forget);
    return generations;
  } catch (error) {
    if (!wantsKey(error)) throw error;
    askForKey(text(hasCode(error, "forbidden") ? "status.no_keys" : "status.admin_needed"));
    return null;
  }
}

async function showAll(signal: AbortSignal): Promise<void> {
  const status = await operations().status({ signal });
  const generations = await administer(!status.read_only, signal);
  showOverview(status, generations?.find((one) => one.state === "in_use")?.bytes ?? null);
  showTraffic(status.last_minute);
  await showDays(operations(), status, signal).catch((error: unknown) => {
    if (!wantsKey(error)) throw error;
    hidePart("days");
  });
}

/* A key that is none: nothing is asked again before another is typed. */
function refused(error: unknown): void {
  askForKey(saidOf(error));
  ["overview", "traffic", "days"].forEach(hidePart);
}

/** False: it is not asked again by itself. */
async function round(signal: AbortSignal): Promise<boolean> {
  try {
    await showAll(signal);
  } catch (error) {
    if (isAborted(error)) return false;
    if (wantsKey(error)) {
      refused(error);
      return false;
    }
    fillPart("overview", String(error), () => [trouble(error, refresh)]);
  }
  return true;
}

async function run(signal: AbortSignal): Promise<void> {
  const goesOn = await round(signal);
  if (signal.aborted) return;
  byId("panels").hidden = false;
  if (goesOn && live.checked && !document.hidden) timer = setTimeout(refresh, EVERY_MS);
}

/* What is running is dropped: there is one round at a time. */
function refresh(): void {
  stop();
  turn = new AbortController();
  void run(turn.signal);
}

function stop(): void {
  clearTimeout(timer);
  turn.abort();
}

/** A form of one field, whose answer stands below it. */
function question(id: string, answer: (asked: string, signal: AbortSignal) => Promise<Node[]>): void {
  const field = byId<HTMLInputElement>(`${id}-field`), place = byId(`${id}-content`);
  let asking = new AbortController();
  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    place.replaceChildren(loading());
    try {
      place.replaceChildren(...(await answer(field.value, signal)));
    } catch (error) {
      if (!isAborted(error)) place.replaceChildren(trouble(error, () => void ask()));
    }
  };
  byId(`${id}-form`).addEventListener("submit", (event) => {
    event.preventDefault();
    void ask();
  });
}

question("analysis", async (asked, signal) => stages(await operations().analyze({ text: asked }, { signal })));
question("explain", async (asked, signal) => {
  const fields = "id,title,url,score";
  return explanations(await operations().search({ q: asked, explain: true, limit: HITS, fields, "snippet.count": 0 }, { signal }));
});
live.addEventListener("change", () => (live.checked ? refresh() : stop()));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stop();
  else if (live.checked) refresh();
});
byId("overview-content").replaceChildren(loading());
say("");
refresh();
