// Builds of the index and what is at work on it. All that changes something asks first.
import type { Generation, Progress, Task, TasksAnswer } from "../shared/api";
import { ago, bytes, duration } from "../shared/amounts";
import { saidOf } from "../shared/ask";
import { confirmed } from "../shared/confirm";
import { moment } from "../shared/dates";
import { h } from "../shared/dom";
import { number, text } from "../shared/texts";
import { operations, type Kind } from "./operations";
import { fillPart, say } from "./parts";

const TASKS_SHOWN = 10;
const STATES = { in_use: "status.in_use", kept: "status.kept_one", building: "status.building", unfinished: "status.unfinished" } as const;

/* after() shows what came of it. */
async function begin(kind: Kind, what: string, after: () => void, generation?: number): Promise<void> {
  if (!(await confirmed(text(`status.${kind}`), what))) return;
  try {
    await operations().begin(kind, generation);
    say(text("status.begun", { task: text(`status.${kind}`) }));
  } catch (error) {
    say(saidOf(error));
  }
  after();
}

function action(kind: Kind, what: string, after: () => void): HTMLElement {
  return h("button", { type: "button", class: "second", "data-act": kind, onclick: () => void begin(kind, what, after) }, text(`status.${kind}`));
}

function goBack(one: Generation, after: () => void): HTMLElement {
  const when = one.built_at === null ? "–" : moment(one.built_at, ":");
  const what = text("status.sure_go_back", { n: number(one.number), when, articles: one.articles === null ? "–" : number(one.articles) });
  return h("button", { type: "button", class: "quiet", "data-act": `switch-${one.number}`, onclick: () => void begin("switch", what, after, one.number) }, [
    text("status.go_back"),
    h("span", { class: "hidden" }, ` (${number(one.number)})`),
  ]);
}

function generationRow(one: Generation, mayChange: boolean, after: () => void): HTMLElement {
  return h("tr", { class: one.state, "aria-current": one.state === "in_use" && "true" }, [
    h("th", { scope: "row" }, number(one.number)),
    h("td", {}, text(STATES[one.state])),
    h("td", {}, one.built_at === null ? "–" : moment(one.built_at, ":")),
    h("td", { class: "figure" }, one.articles === null ? "–" : number(one.articles)),
    h("td", { class: "figure" }, bytes(one.bytes)),
    h("td", {}, one.can_go_back && mayChange ? goBack(one, after) : "–"),
  ]);
}

/** mayChange: not where the service only reads. */
export function showGenerations(generations: readonly Generation[], mayChange: boolean, after: () => void): void {
  fillPart("generations", [generations, mayChange], () => [
    h("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": text("status.generations") }, h("table", {}, [
      h("thead", {}, h("tr", {}, [
        h("th", { scope: "col" }, text("status.number")), h("th", { scope: "col" }, text("status.state")),
        h("th", { scope: "col" }, text("status.when")), h("th", { scope: "col", class: "figure" }, text("status.articles")),
        h("th", { scope: "col", class: "figure" }, text("status.bytes")), h("th", { scope: "col" }, text("status.switch")),
      ])),
      h("tbody", {}, generations.map((one) => generationRow(one, mayChange, after))),
    ])),
    mayChange ? h("p", { class: "actions" }, [
      action("reindex", text("status.sure_reindex"), after),
      generations.some((one) => one.can_go_back) && action("rollback", text("status.sure_rollback"), after),
      action("check", text("status.sure_check"), after),
      action("vacuum", text("status.sure_vacuum"), after),
      action("backup", text("status.sure_backup"), after),
    ]) : h("p", { class: "about" }, text("status.read_only")),
  ]);
}

/* A progress bar, and what it says; without a total it only moves. */
function progressBar(label: string, progress: Progress): HTMLElement {
  const { done, total, left_s } = progress;
  const fills = { done: number(done), total: total === null ? "–" : number(total) };
  const said = left_s === null ? text("status.progress", fills) : text("status.progress_left", { ...fills, left: duration(left_s) });
  return h("div", { class: "progress" }, [h("progress", { "aria-label": label, max: total ?? undefined, value: total === null ? undefined : done }), h("span", {}, said)]);
}

function taskRow(task: Task, mayChange: boolean, after: () => void): HTMLElement {
  const name = text(`status.${task.kind}`);
  const cancel = async () => {
    if (!(await confirmed(text("status.cancel"), text("status.sure_cancel")))) return;
    await operations().cancel(task.id).catch((error: unknown) => say(saidOf(error)));
    after();
  };
  return h("li", { class: `task ${task.state}` }, [
    h("span", { class: "task-name" }, name),
    h("span", { class: "badge" }, text(`status.task_${task.state}`)),
    h("span", { class: "about" }, ago(new Date(task.finished_at ?? task.started_at))),
    task.state === "running" && mayChange && h("button", { type: "button", class: "quiet", "data-act": `cancel-${task.id}`, onclick: () => void cancel() }, text("status.cancel")),
    task.progress !== null && progressBar(name, task.progress),
  ]);
}

/** The tasks of the service, and batches that cron or people have begun. */
export function showTasks({ tasks, others }: TasksAnswer, mayChange: boolean, after: () => void): void {
  const recent = tasks.slice(0, TASKS_SHOWN);
  const others_ = others.map(({ command, by, progress }) => h("li", { class: "task running" }, [
    h("span", { class: "task-name" }, h("bdi", {}, command)),
    h("span", { class: "badge" }, text("status.task_running")),
    h("span", { class: "about" }, h("bdi", {}, by)),
    progress !== null && progressBar(command, progress),
  ]));
  const isEmpty = recent.length + others.length === 0;
  fillPart("tasks", [recent, others, mayChange, Math.floor(Date.now() / 60_000)], () => isEmpty
    ? [h("p", { class: "none" }, text("status.no_tasks"))]
    : [h("ul", { class: "tasks" }, [...others_, ...recent.map((task) => taskRow(task, mayChange, after))])]);
}
