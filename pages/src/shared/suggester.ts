// Suggestions for what is being typed: asked at once, one request at a time, the last text wins. What is running is left
// to end rather than aborted, since aborting closes its HTTP/1.1 connection and the next one would have to make another;
// texts typed meanwhile are passed over but for the last.
import { SarnakhProblem } from "./client";
import type { SuggestAnswer } from "./api";

export type AskSuggestions = (q: string, signal: AbortSignal) => Promise<SuggestAnswer>;

const KEPT = 60; // answers
const KEPT_MS = 30_000; // a takedown holds here, too, before long
const TIMEOUT_MS = 3_000;
const PAUSE_MS = 2_000; // after a failure: suggestions are a help, not worth a storm
const BYTES = 400; // of q at most, as the API has it

/** What is asked for a text as typed: blanks count for nothing at its ends. "": nothing. Half-spaces stay. */
export function questionOf(typed: string): string {
  const q = typed.replace(/[\s]+/g, " ").trim();
  return new TextEncoder().encode(q).length > BYTES ? "" : q;
}

export class Suggester {
  private readonly kept = new Map<string, { answer: SuggestAnswer; until: number }>();
  private wanted = "";
  private shown = ""; // what was wanted when something was shown last
  private running = false;
  private quietUntil = 0;

  /** show: gets the answer for what was wanted last, or for its beginning while that is still asked. */
  constructor(private readonly ask: AskSuggestions, private readonly show: (answer: SuggestAnswer, q: string) => void) {}

  want(q: string): void {
    this.wanted = q;
    const kept = this.find(q);
    if (kept) this.tell(kept, q);
    else if (q !== "" && !this.running) void this.run();
  }

  /** Nothing is shown any more until something is wanted again. */
  stop(): void {
    this.wanted = this.shown = "";
  }

  private tell(answer: SuggestAnswer, q: string): void {
    this.shown = q;
    this.show(answer, q);
  }

  private find(q: string): SuggestAnswer | null {
    const found = this.kept.get(q);
    if (!found) return null;
    this.kept.delete(q);
    if (found.until < performance.now()) return null;
    this.kept.set(q, found); // the last used is the last to go
    return found.answer;
  }

  private keep(q: string, answer: SuggestAnswer): void {
    if (!answer.ready) return;
    this.kept.set(q, { answer, until: performance.now() + KEPT_MS });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let q = this.wanted, done = ""; q !== done && q !== "" && performance.now() >= this.quietUntil; done = q, q = this.wanted) {
      const kept = this.find(q);
      const answer = kept ?? (await this.fetch(q));
      // Kept answers may have been shown meanwhile: what is shown is never of an older text.
      if (answer && this.wanted !== "" && this.shown !== this.wanted && this.wanted.startsWith(q)) this.tell(answer, q);
    }
    this.running = false;
  }

  private async fetch(q: string): Promise<SuggestAnswer | null> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const answer = await this.ask(q, controller.signal);
      this.keep(q, answer);
      return answer;
    } catch (problem) {
      this.quietUntil = performance.now() + pauseAfter(problem);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Who may not ask does not ask again; who asks too much waits as long as the service says. */
function pauseAfter(problem: unknown): number {
  if (!(problem instanceof SarnakhProblem)) return PAUSE_MS;
  if (problem.status === 401 || problem.status === 403) return Infinity;
  return problem.retry_after !== undefined ? problem.retry_after * 1000 : PAUSE_MS;
}
