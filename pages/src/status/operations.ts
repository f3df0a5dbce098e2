// What operators ask beside what readers do.
import { Sarnakh, type AskOptions, type QueriesAnswer } from "../shared/client";
import { heldKey } from "../shared/key";

export interface Progress {
  doing: string;
  done: number;
  total: number | null;
  left_s: number | null;
}

export interface Generation {
  number: number;
  state: "in_use" | "kept" | "building" | "unfinished";
  built_at: string | null;
  articles: number | null;
  bytes: number;
  can_go_back: boolean;
  reason: string | null;
}

export type Kind = "reindex" | "vacuum" | "rollback" | "switch" | "backup" | "check";

export interface Task {
  id: number;
  kind: Kind;
  state: "running" | "done" | "failed" | "cancelled" | "interrupted";
  who: string | null;
  started_at: string;
  finished_at: string | null;
  exit_status: number | null;
  progress: Progress | null;
}

export interface Tasks {
  tasks: Task[];
  others: { command: string; by: string; progress: Progress | null }[];
}

export class Operations extends Sarnakh {
  generations(options?: AskOptions): Promise<{ generations: Generation[]; builder: string | null }> {
    return this.get("/v1/generations", {}, options);
  }
  tasks(options?: AskOptions): Promise<Tasks> {
    return this.get("/v1/tasks", {}, options);
  }
  queries(options?: AskOptions): Promise<QueriesAnswer> {
    return this.get("/v1/status/queries", {}, options);
  }
  begin(kind: Kind, generation?: number): Promise<Task> {
    return this.ask(this.address(`/v1/admin/${kind}`, { generation }), { method: "POST" }, {});
  }
  cancel(id: number): Promise<Task> {
    return this.ask(this.address(`/v1/tasks/${id}`), { method: "DELETE" }, {});
  }
}

/** The service, with the key of this tab. */
export function operations(): Operations {
  const key = heldKey();
  return new Operations(key === null ? {} : { key });
}
