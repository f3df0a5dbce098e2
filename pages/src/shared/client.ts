// The API for scripts: a function for each question that readers' pages ask, with the types of http/openapi.json.
//
//   const news = new Sarnakh({ endpoint: "https://search.example", publicKey: "sarnakh_…" });
//   const answer = await news.search({ q: "پل زرین‌رود", limit: 5, highlight: "ranges" });
//
// What is refused is thrown as SarnakhProblem; a signal that aborts, as the AbortError of fetch; no answer at all, as its TypeError.
import type {
  AnalyzeAnswer, AnalyzeParameters, Article, ArticleParameters, BatchAnswer, ClickAnswer, ClickBody, DuplicatesAnswer,
  DuplicatesParameters, Problem, RelatedAnswer, RelatedBody, RelatedParameters, SearchAnswer, SearchBody, SearchParameters,
  SpellAnswer, StatusAnswer, StoriesAnswer, StoriesParameters, StoryAnswer, StoryParameters, SuggestAnswer, SuggestParameters,
} from "./api";
export type * from "./api";

export interface SarnakhOptions {
  /** where the service is, "https://search.example" or with a path; without it, where the page came from */
  endpoint?: string;
  /** a public key: it goes into the address, so that browsers ask without a question before (no preflight) */
  publicKey?: string;
  /** a key of another kind, for programs: it goes into a header */
  key?: string;
  /** instead of the fetch of the browser or of Node.js */
  fetch?: typeof fetch;
}

export interface AskOptions {
  signal?: AbortSignal;
}

/** A request that was refused: decide by code, show detail or detail_fa. */
export class SarnakhProblem extends Error {
  override readonly name = "SarnakhProblem";
  /** as docs/api.md lists them; "" if what answered was not the service (a proxy) */
  readonly code: Problem["code"] | "";
  readonly status: number;
  readonly detail: string;
  readonly detail_fa: string;
  readonly parameter: string | undefined;
  readonly request_id: string | undefined;
  /** seconds after which it may be asked again, where the service said so */
  readonly retry_after: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
    super(problem.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? "";
    this.detail = problem.detail ?? `HTTP ${status}`;
    this.detail_fa = problem.detail_fa ?? `HTTP ${status}`;
    this.parameter = problem.parameter;
    this.request_id = problem.request_id;
    this.retry_after = retryAfter;
  }
}

type Value = string | number | boolean | null | undefined;
type Parameters = { readonly [name: string]: Value | readonly (string | number)[] };

/** name=value&…: a list is the parameter several times; what is null, undefined or an empty list is left out. */
export function queryOf(parameters: Parameters): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null) query.append(name, String(one));
  return query;
}

async function problemOf(response: Response): Promise<SarnakhProblem> {
  const after = Number(response.headers.get("Retry-After") ?? NaN);
  const body: unknown = await response.json().catch(() => null);
  const problem = typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
  return new SarnakhProblem(response.status, problem, Number.isFinite(after) ? after : undefined);
}

const at = (id: string) => encodeURIComponent(id);

export class Sarnakh {
  private readonly base: string;
  private readonly options: SarnakhOptions;

  constructor(options: SarnakhOptions = {}) {
    this.base = (options.endpoint ?? "").replace(/\/+$/, "");
    this.options = options;
  }

  search(parameters: SearchParameters, options?: AskOptions): Promise<SearchAnswer> {
    return this.get("/v1/search", parameters, options);
  }
  /** Several searches of one state of the index. */
  searchBatch(searches: readonly SearchBody[], options?: AskOptions): Promise<BatchAnswer> {
    return this.post("/v1/search:batch", { searches }, options);
  }
  suggest(parameters: Omit<SuggestParameters, "format">, options?: AskOptions): Promise<SuggestAnswer> {
    return this.get("/v1/suggest", parameters, options);
  }
  /** What a query was probably meant as. */
  spell(q: string, options?: AskOptions): Promise<SpellAnswer> {
    return this.get("/v1/spell", { q }, options);
  }
  article(id: string, parameters: Omit<ArticleParameters, "hidden"> = {}, options?: AskOptions): Promise<Article> {
    return this.get(`/v1/articles/${at(id)}`, parameters, options);
  }
  /** The copies of an article. */
  duplicates(id: string, parameters: DuplicatesParameters = {}, options?: AskOptions): Promise<DuplicatesAnswer> {
    return this.get(`/v1/articles/${at(id)}/duplicates`, parameters, options);
  }
  /** Other articles on what an article is about. */
  related(id: string, parameters: RelatedParameters = {}, options?: AskOptions): Promise<RelatedAnswer> {
    return this.get(`/v1/articles/${at(id)}/related`, parameters, options);
  }
  /** The same of a text, an address or an id: {text}, {url}, {id}. */
  relatedTo(body: RelatedBody, options?: AskOptions): Promise<RelatedAnswer> {
    return this.post("/v1/related", body, options);
  }
  /** The biggest stories of a period. */
  stories(parameters: StoriesParameters = {}, options?: AskOptions): Promise<StoriesAnswer> {
    return this.get("/v1/stories", parameters, options);
  }
  /** One story as a time line. */
  story(id: string, parameters: StoryParameters = {}, options?: AskOptions): Promise<StoryAnswer> {
    return this.get(`/v1/stories/${at(id)}`, parameters, options);
  }
  analyze(parameters: AnalyzeParameters, options?: AskOptions): Promise<AnalyzeAnswer> {
    return this.get("/v1/analyze", parameters, options);
  }
  /** A result that a reader chose, for the log of them. */
  click(body: ClickBody, options?: AskOptions): Promise<ClickAnswer> {
    return this.post("/v1/clicks", body, options);
  }
  status(options?: AskOptions): Promise<StatusAnswer> {
    return this.get("/v1/status", {}, options);
  }

  /** The address of a question, key and all. */
  address(path: string, parameters: Parameters = {}): string {
    const query = queryOf({ ...parameters, key: this.options.publicKey });
    const asked = query.toString();
    return this.base + path + (asked === "" ? "" : "?" + asked);
  }

  protected get<T>(path: string, parameters: Parameters, options: AskOptions = {}): Promise<T> {
    return this.ask(this.address(path, parameters), { method: "GET" }, options);
  }
  protected post<T>(path: string, body: unknown, options: AskOptions = {}): Promise<T> {
    const init = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    return this.ask(this.address(path), init, options);
  }
  protected async ask<T>(address: string, init: RequestInit, options: AskOptions): Promise<T> {
    const headers = new Headers(init.headers);
    headers.set("Accept", "application/json");
    if (this.options.key) headers.set("Authorization", `Bearer ${this.options.key}`);
    const by = this.options.fetch ?? fetch;
    const response = await by(address, { ...init, headers, signal: options.signal ?? null });
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as T;
  }
}
