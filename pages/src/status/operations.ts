// What operators ask beside what readers do.
import type { GenerationsAnswer, Task, TaskAnswer, TasksAnswer } from "../shared/api";
import { Sarnakh, type AskOptions, type QueriesAnswer } from "../shared/client";
import { heldKey } from "../shared/key";

export type Kind = Task["kind"];

export class Operations extends Sarnakh {
  generations(options?: AskOptions): Promise<GenerationsAnswer> {
    return this.get("/v1/generations", {}, options);
  }
  tasks(options?: AskOptions): Promise<TasksAnswer> {
    return this.get("/v1/tasks", {}, options);
  }
  queries(options?: AskOptions): Promise<QueriesAnswer> {
    return this.get("/v1/status/queries", {}, options);
  }
  begin(kind: Kind, generation?: number): Promise<TaskAnswer> {
    return this.ask(this.address(`/v1/admin/${kind}`, { generation }), { method: "POST" }, {});
  }
  cancel(id: number): Promise<TaskAnswer> {
    return this.ask(this.address(`/v1/tasks/${id}`), { method: "DELETE" }, {});
  }
}

/** The service, with the key of this tab. */
export function operations(): Operations {
  const key = heldKey();
  return new Operations(key === null ? {} : { key });
}
