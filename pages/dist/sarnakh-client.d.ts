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
export declare class SarnakhProblem extends Error {
    readonly name = "SarnakhProblem";
    /** as docs/api.md lists them; "" if what answered was not the service (a proxy) */
    readonly code: Problem["code"] | "";
    readonly status: number;
    readonly detail: string;
    readonly detail_fa: string;
    readonly parameter: string | undefined;
    readonly request_id: string | undefined;
    /** seconds after which it may be asked again, where the service said so */
    readonly retry_after: number | undefined;
    constructor(status: number, problem: Partial<Problem>, retryAfter?: number);
}
type Value = string | number | boolean | null | undefined;
type Parameters = {
    readonly [name: string]: Value | readonly (string | number)[];
};
/** name=value&…: a list is the parameter several times; what is null, undefined or an empty list is left out. */
export declare function queryOf(parameters: Parameters): URLSearchParams;
export declare class Sarnakh {
    private readonly base;
    private readonly options;
    constructor(options?: SarnakhOptions);
    search(parameters: SearchParameters, options?: AskOptions): Promise<SearchAnswer>;
    /** Several searches of one state of the index. */
    searchBatch(searches: readonly SearchBody[], options?: AskOptions): Promise<BatchAnswer>;
    suggest(parameters: Omit<SuggestParameters, "format">, options?: AskOptions): Promise<SuggestAnswer>;
    /** What a query was probably meant as. */
    spell(q: string, options?: AskOptions): Promise<SpellAnswer>;
    article(id: string, parameters?: Omit<ArticleParameters, "hidden">, options?: AskOptions): Promise<Article>;
    /** The copies of an article. */
    duplicates(id: string, parameters?: DuplicatesParameters, options?: AskOptions): Promise<DuplicatesAnswer>;
    /** Other articles on what an article is about. */
    related(id: string, parameters?: RelatedParameters, options?: AskOptions): Promise<RelatedAnswer>;
    /** The same of a text, an address or an id: {text}, {url}, {id}. */
    relatedTo(body: RelatedBody, options?: AskOptions): Promise<RelatedAnswer>;
    /** The biggest stories of a period. */
    stories(parameters?: StoriesParameters, options?: AskOptions): Promise<StoriesAnswer>;
    /** One story as a time line. */
    story(id: string, parameters?: StoryParameters, options?: AskOptions): Promise<StoryAnswer>;
    analyze(parameters: AnalyzeParameters, options?: AskOptions): Promise<AnalyzeAnswer>;
    /** A result that a reader chose, for the log of them. */
    click(body: ClickBody, options?: AskOptions): Promise<ClickAnswer>;
    status(options?: AskOptions): Promise<StatusAnswer>;
    /** The address of a question, key and all. */
    address(path: string, parameters?: Parameters): string;
    protected get<T>(path: string, parameters: Parameters, options?: AskOptions): Promise<T>;
    protected post<T>(path: string, body: unknown, options?: AskOptions): Promise<T>;
    protected ask<T>(address: string, init: RequestInit, options: AskOptions): Promise<T>;
}

// Made by tools/types.mjs of http/openapi.json: npm run build makes it again.

/** RFC 3339 in UTC; a date alone where no time is known */
export type Instant = string;

/** of an article */
export type Id = string;

/** of this version of the article, for If-Match */
export type Etag = string;

/** of a group of copies */
export type CopiesName = string;

/** of a story */
export type StoryName = string;

/** an article in short */
export type Brief = {
  id: Id;
  url: string | null;
  title: string;
  source: string | null;
  published_at: Instant | null;
  /** Jalali calendar, Tehran time, Persian digits */
  published_at_jalali: string | null;
};

/** RFC 9457; decide by code, which stays as it is */
export type Problem = {
  /** urn:sarnakh:error: and the code */
  type: string;
  title: string;
  status: number;
  /** in English */
  detail: string;
  /** in Persian */
  detail_fa: string;
  /** the path of the request */
  instance?: string;
  code: Code;
  /** the parameter or field that is wrong */
  parameter?: string;
  etag?: Etag;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id?: string;
};

/** why a request was refused; docs/api.md says when each comes */
export type Code = "internal_error" | "invalid_parameter" | "unknown_parameter" | "repeated_parameter" | "limit_exceeded" | "invalid" | "invalid_utf8" | "invalid_json" | "invalid_article" | "invalid_setting" | "invalid_dictionary" | "id_mismatch" | "invalid_framing" | "invalid_encoding" | "key_needed" | "invalid_key" | "role_needed" | "origin_not_allowed" | "not_for_filter" | "rate_limited" | "forbidden" | "read_only" | "unknown_path" | "not_found" | "unknown_story" | "unknown_setting" | "unknown_dictionary" | "unknown_task" | "no_backup_dir" | "not_logged" | "method_not_allowed" | "conflict" | "taken_down" | "count_differs" | "precondition_failed" | "reload_failed" | "task_running" | "task_over" | "cursor_expired" | "body_too_large" | "unsupported_media_type" | "busy" | "no_program" | "overloaded" | "draining" | "not_ready" | "stale" | "locked" | "timed_out" | "unknown_format" | "disk_full";

/** something to know of the answer */
export type Warning = {
  code: "no_words" | "only_excluded" | "empty_period" | "dates_as_words" | "fields_as_words" | "phrases_as_words" | "short_prefix" | "prefix_cut" | "no_index" | "no_sources" | "no_stories" | "no_facets" | "too_deep" | "other_analysis" | "undated";
  detail: string;
  detail_fa: string;
};

/** a query as it was probably meant */
export type Correction = {
  from: string;
  to: string;
  changes: {
    word: string;
    to: string;
    kind: "letter" | "split" | "join" | "layout" | "finglish";
  }[];
};

export type QueryDate = {
  /** as it stands in the query */
  text: string;
  from: Instant | null;
  to: Instant | null;
  as: "filter" | "period_or_words";
};

/** how far words were given up */
export type Needed = {
  /** words */
  of: number;
  /** so many of them may be missing; null: any word is enough */
  may_miss: number | null;
  /** words that no article has */
  unknown: string[];
};

/** how the query was understood */
export type Query = {
  q: string;
  /** what was searched for, stems for words */
  interpreted: string;
  /** some words may be missing */
  relaxed: boolean;
  needed: Needed | null;
  dates: QueryDate[];
  corrected: Correction | null;
  suggestion: Correction | null;
  match: "auto" | "all" | "any";
  mode: "stem" | "exact";
  sort: "relevance" | "-date" | "date";
  profile: string;
  freshness: "off" | "low" | "normal" | "high" | "auto";
  /** what a new article gains, as a share of what the words can reach */
  freshness_share: number;
  freshness_reason: "request" | "profile" | "time_filter" | "year" | "history_word" | "current_word" | "burst" | "steady" | "unranked";
  /** how many times more articles of the last days have the words than was usual */
  burst?: number;
  half_life: string | null;
  max_per_source: number | null;
  now: Instant;
  warnings: Warning[];
};

export type Total = {
  value: number;
  relation: "eq" | "approx" | "gte";
  /** with copies, or those of one source or story */
  uncollapsed?: number;
};

/** what a score is made of */
export type Part = {
  name: "stem" | "compound_parts" | "reading" | "synonym" | "derived" | "title" | "exact" | "prefix" | "pair" | "near" | "title_phrase" | "opening" | "passage" | "all_words" | "freshness" | "source" | "urgency" | "shared" | "time" | "section" | "pinned";
  term?: string;
  as?: string;
  with?: string;
  age_days?: number;
  days?: number;
  place?: number;
  value: number;
};

export type Explanation = {
  parts: Part[];
  /** equals the score to within 1e-6 */
  sum: number;
};

/** where the words stand */
export type Ranges = ([number, number])[];

export type Passage = {
  field: "body" | "lead";
  /** code points of the field before the passage */
  begin: number;
  /** a piece of the field, unchanged */
  text: string;
  ranges: Ranges;
};

export type Highlight = {
  /** marked, safe as HTML; or ranges */
  title: string | ([number, number])[] | null;
  lead: string | ([number, number])[] | null;
  body: (string | Passage)[];
};

export type Duplicates = {
  /** other articles found that the hit stands for, at least */
  count: number;
  group?: CopiesName;
  representative?: Brief;
  /** with duplicates.members */
  members?: Brief[];
};

export type Collapsed = {
  by: "source" | "story";
  count: number;
  /** with story.members */
  members?: Brief[];
};

/** an article, or the members of it that `fields` names */
export type Article = {
  id?: Id;
  url?: string | null;
  title?: string;
  kicker?: string | null;
  lead?: string | null;
  body?: string | null;
  source?: string | null;
  category?: string[];
  tags?: string[];
  author?: string[];
  image_url?: string | null;
  language?: string | null;
  urgency?: number | null;
  version?: number | null;
  /** as the newsroom gave it */
  extra?: unknown;
  published_at?: Instant | null;
  /** Jalali calendar, Tehran time, Persian digits */
  published_at_jalali?: string | null;
  modified_at?: Instant | null;
  story?: StoryName | null;
  story_articles?: number | null;
};

/** an article found, or the members of it that `fields` names */
export type Hit = {
  id?: Id;
  url?: string | null;
  title?: string;
  kicker?: string | null;
  lead?: string | null;
  body?: string | null;
  source?: string | null;
  category?: string[];
  tags?: string[];
  author?: string[];
  image_url?: string | null;
  language?: string | null;
  urgency?: number | null;
  version?: number | null;
  /** as the newsroom gave it */
  extra?: unknown;
  published_at?: Instant | null;
  /** Jalali calendar, Tehran time, Persian digits */
  published_at_jalali?: string | null;
  modified_at?: Instant | null;
  story?: StoryName | null;
  story_articles?: number | null;
  /** null where the list is by date */
  score?: number | null;
  /** an editor put it there */
  pinned?: boolean;
  highlight?: Highlight | null;
  duplicates?: Duplicates | null;
  collapsed?: Collapsed | null;
  explain?: Explanation;
};

export type FacetValue = {
  value: string;
  count: number;
};

export type Facet = {
  values: FacetValue[];
  /** values that are not listed */
  other: {
    values: number;
    count: number;
  };
  /** articles without one */
  missing: number;
  approximate: boolean;
};

export type DateFacet = {
  calendar: "jalali" | "gregorian";
  values: {
    value: string;
    /** in Persian */
    label: string;
    from: Instant;
    to: Instant;
    count: number;
  }[];
  /** articles before the first value */
  earlier: number;
  undated: number;
  approximate: boolean;
};

export type Facets = {
  source?: Facet;
  category?: Facet;
  author?: Facet;
  tag?: Facet;
  "date:day"?: DateFacet;
  "date:month"?: DateFacet;
  "date:year"?: DateFacet;
};

export type SearchAnswer = {
  query: Query;
  total: Total;
  hits: Hit[];
  /** send it as cursor for the next page */
  next_cursor: string | null;
  facets?: Facets;
  generation: number;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** time ran out: what was found by then */
  timed_out: boolean;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type BatchBody = {
  /** each as POST /v1/search has it, but without format */
  searches: SearchBody[];
};

export type BatchEntry = unknown | unknown;

export type BatchAnswer = {
  /** one for each search, in their order */
  answers: BatchEntry[];
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type SpellAnswer = {
  q: string;
  /** what a search finds for it as it is */
  total: Total;
  /** none, or the one that a search would be answered with or suggest */
  candidates: {
    /** the query with the changes */
    q: string;
    /** a search with correct=auto is answered with this */
    applied: boolean;
    /** what a search finds for it */
    total: Total;
    changes: {
      word: string;
      to: string;
      kind: "letter" | "split" | "join" | "layout" | "finglish";
      /** that have the word; few are not counted further */
      articles: number;
      /** of the edits: the less, the likelier */
      cost: number;
      /** how much of the rest of the query an article has beside it */
      fit: number;
    }[];
  }[];
  /** false: the service has just started, and the words are not there yet */
  ready: boolean;
  generation: number;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type SuggestAnswer = {
  q: string;
  /** what was typed, on the other keyboard */
  layout: string | null;
  suggestions: {
    text: string;
    type: "title" | "tag" | "name" | "query";
    /** articles, or times asked */
    count?: number;
    id?: Id;
    /** what was not typed */
    completed: ([number, number])[];
  }[];
  /** false: the service has just started */
  ready: boolean;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type StoriesAnswer = {
  since: Instant | null;
  until: Instant | null;
  stories: {
    /** articles of the period */
    count: number;
    id: StoryName;
    /** articles, copies of one text once */
    total: number;
    uncollapsed: number;
    sources: FacetValue[];
    /** words that its titles share */
    keywords: string[];
    first: Brief;
    last: Brief;
  }[];
  /** stories */
  total: number;
  approximate: boolean;
  next_offset: number | null;
  warnings?: Warning[];
  generation: number;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type StoryEntry = {
  day: string | null;
  id: Id;
  url: string | null;
  title: string;
  source: string | null;
  published_at: Instant | null;
  /** Jalali calendar, Tehran time, Persian digits */
  published_at_jalali: string | null;
  duplicates: {
    count: number;
    members: Brief[];
  } | null;
};

export type StoryAnswer = {
  id: StoryName;
  /** articles, copies of one text once */
  total: number;
  uncollapsed: number;
  sources: FacetValue[];
  /** words that its titles share */
  keywords: string[];
  first: Brief;
  last: Brief;
  days: {
    day: string;
    label: string;
    count: number;
  }[];
  articles: StoryEntry[];
  next_offset: number | null;
  generation: number;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type Copy = {
  id: Id;
  url: string | null;
  title: string;
  source: string | null;
  published_at: Instant | null;
  /** Jalali calendar, Tehran time, Persian digits */
  published_at_jalali: string | null;
  /** the greater of jaccard and containment */
  similarity: number;
  /** shingles of both texts / those of either */
  jaccard: number;
  /** shingles of both texts / those of the shorter one */
  containment: number;
  same_text: boolean;
  is_representative: boolean;
};

export type DuplicatesAnswer = {
  id: Id;
  group: CopiesName | null;
  representative: Brief | null;
  /** others of the group */
  total: number;
  duplicates: Copy[];
  generation: number;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type RelatedAnswer = {
  query: {
    id: Id | null;
    title: string | null;
    published_at: Instant | null;
    mode: "any" | "background" | "followup" | "sameday";
    window: string | null;
    max_per_source: number | null;
    max_per_story: number | null;
    /** with explain */
    terms?: {
      term: string;
      weight: number;
      articles: number;
    }[];
    warnings: Warning[];
  };
  hits: Hit[];
  /** of a text: what was published of it already, as hits */
  copies?: Hit[];
  generation: number;
  /** the last change that this answer knows of */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** time ran out: what was found by then */
  timed_out: boolean;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type Written = {
  id: Id;
  status: "created" | "updated" | "unchanged" | "taken_down" | "lifted";
  /** the number of the change */
  change: number;
  /** the next search sees it; false: it is stored, and the index follows */
  visible: boolean;
  /** why the article itself says that it may not be shown now */
  state?: "embargoed" | "expired" | "withheld";
  etag?: Etag;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type DeleteAnswer = {
  dry_run: boolean;
  /** articles found by a dry run, or taken down */
  count: number;
  /** articles that were others since they were found, and stay */
  changed?: number;
  /** those taken down; of a dry run the first 20 */
  ids: Id[];
  /** the number of the last change; of a dry run, that the index holds */
  change: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

/** which articles: all of it together; docs/api.md */
export type DeleteBody = {
  q?: string;
  from?: string | number;
  to?: string | number;
  mode?: "stem" | "exact";
  "filter.source"?: string | string[];
  "filter.category"?: string | string[];
  "filter.author"?: string | string[];
  "filter.tag"?: string | string[];
  ids?: string | string[];
  urls?: string | string[];
  dry_run?: boolean;
  expect?: number;
  reason?: string;
};

export type BulkAnswer = {
  items: {
    line: number;
    id: string | null;
    status: number;
    result?: "created" | "updated" | "unchanged";
    /** why the article itself says that it may not be shown now */
    state?: "embargoed" | "expired" | "withheld";
    error?: {
      code: Code;
      parameter?: string;
      detail: string;
      detail_fa: string;
    };
  }[];
  /** some line was refused */
  errors: boolean;
  change: number;
  visible: boolean;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type Pin = {
  query: string;
  match: "exact" | "contains";
  pinned: Id[];
  hidden: Id[];
  change: number;
  at: Instant;
  who: string | null;
};

export type SynonymSet = {
  name: string;
  rules: string;
  change: number;
  at: Instant;
  who: string | null;
};

export type Judgement = {
  query: string;
  id: Id;
  grade: number;
  change: number;
  at: Instant;
  who: string | null;
};

export type PinAnswer = {
  query: string;
  match: "exact" | "contains";
  pinned: Id[];
  hidden: Id[];
  change: number;
  at: Instant;
  who: string | null;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type SynonymSetAnswer = {
  name: string;
  rules: string;
  change: number;
  at: Instant;
  who: string | null;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type PinsAnswer = {
  pins: Pin[];
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type SynonymsAnswer = {
  synonyms: SynonymSet[];
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type JudgementsAnswer = {
  judgements: Judgement[];
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type SettingWritten = {
  query?: string;
  name?: string;
  judgements?: number;
  status: "created" | "updated" | "unchanged" | "removed";
  change: number;
  visible: boolean;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type PinBody = {
  match?: "exact" | "contains";
  pinned?: Id[];
  hidden?: Id[];
};

export type AnalyzeAnswer = {
  text: string;
  analysis: number;
  folded: string;
  characters: {
    begin: number;
    end: number;
    character: string;
    code: string;
    becomes: string;
  }[];
  positions: number;
  tokens: {
    /** bytes */
    begin: number;
    end: number;
    text: string;
    position: number;
    width: number;
    exact: string;
    stem: string;
    rule: string;
    flags: ("stop" | "number" | "latin" | "hashtag" | "ezafe")[];
    terms: {
      term: string;
      kind: "stem" | "exact" | "part" | "pair" | "whole" | "run_on" | "reading";
      position: number;
      width: number;
    }[];
  }[];
  words: {
    stem: string;
    parts: string[];
    is_stop: boolean;
    alternatives: {
      kind: "synonym" | "derived";
      words: number;
      text: string;
    }[];
  }[] | null;
  dictionary: string | null;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type Measured = {
  topics: number;
  ndcg10: {
    mean: number;
    low: number;
    high: number;
  };
  map: {
    mean: number;
    low: number;
    high: number;
  };
  mrr: {
    mean: number;
    low: number;
    high: number;
  };
  recall100: {
    mean: number;
    low: number;
    high: number;
  };
};

export type EvaluateAnswer = {
  a: Measured;
  b?: Measured;
  comparison?: {
    ndcg10: {
      difference: number;
      p: number;
      better: number;
      worse: number;
    };
    map: {
      difference: number;
      p: number;
      better: number;
      worse: number;
    };
    mrr: {
      difference: number;
      p: number;
      better: number;
      worse: number;
    };
    recall100: {
      difference: number;
      p: number;
      better: number;
      worse: number;
    };
  };
  topics: {
    topic: string;
    asked: boolean;
    relevant: number;
    a?: {
      ndcg10: number;
      map: number;
      mrr: number;
      recall100: number;
    } | null;
    b?: {
      ndcg10: number;
      map: number;
      mrr: number;
      recall100: number;
    } | null;
  }[];
  seed: number;
  /** milliseconds */
  took_ms: number;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type StatusAnswer = {
  version: string;
  /** what would change the index is refused here (read_only) */
  read_only: boolean;
  generation: number;
  change_accepted?: number;
  change_applied?: number;
  /** how far what searches see is behind the archive */
  behind?: {
    /** accepted, and not seen by searches */
    changes: number;
    /** since the oldest of them is known to be accepted */
    seconds: number;
    /** the option max_behind_seconds; 0: searches are not refused for it */
    max_seconds: number;
    /** searches are refused for it now */
    is_stale: boolean;
    /** when the last commit of the index was written */
    committed_at: Instant | null;
  };
  articles?: number;
  documents?: number;
  /** to those with the role admin */
  withdrawn?: number;
  /** to those with the role admin */
  taken_down?: number;
  analysis: number;
  format: number;
  pending_writes?: number;
  uptime_s: number;
  analysis_matches: boolean;
  dictionary_matches: boolean;
  /** one of the two does not match */
  rebuild_wanted: boolean;
  built_at: Instant | null;
  newest_article_at?: Instant | null;
  /** the last run of each batch, by command */
  last_runs?: Record<string, {
    began_at: Instant;
    ended_at: Instant;
    exit_status: number;
    good_at: Instant | null;
  }>;
  /** that there are, the newest first; above generation: being built */
  generations?: number[];
  /** who builds a generation, and since when; null: nobody */
  rebuild?: string | null;
  rebuild_progress?: Progress | null;
  /** searches, by GET, POST and in batches */
  last_minute?: {
    /** shorter when the service has just begun */
    seconds: number;
    searches: number;
    searches_per_s: number;
    /** half of them took at most so long, about */
    p50_ms: number;
    p90_ms: number;
    p99_ms: number;
  };
  /** since the service began */
  searches?: {
    answered: number;
    without_hits: number;
    relaxed: number;
    corrected: number;
    timed_out: number;
    cache_hits: number;
    cache_misses: number;
  };
  /** of the last 60 days in Tehran, today first: articles published on each, by the archive */
  articles_by_day?: {
    day: string;
    articles: number;
  }[];
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type Generation = {
  number: number;
  state: "in_use" | "kept" | "building" | "unfinished";
  built_at: Instant | null;
  articles: number | null;
  format: number | null;
  analysis: number | null;
  bytes: number;
  /** rollback and switch take it */
  can_go_back: boolean;
  /** why they do not */
  reason: string | null;
};

export type GenerationsAnswer = {
  /** the newest first */
  generations: Generation[];
  /** who builds one, and since when; null: nobody */
  builder: string | null;
  request_id: string;
};

/** as its run said in the last second */
export type Progress = {
  doing: string;
  done: number;
  /** null: not known */
  total: number | null;
  per_second: number;
  /** seconds, by the rate so far; null: not known */
  left_s: number | null;
};

export type Task = {
  id: number;
  kind: "reindex" | "vacuum" | "rollback" | "switch" | "backup" | "check";
  state: "running" | "done" | "failed" | "cancelled" | "interrupted";
  /** the id of the key that began it; null: there was none */
  who: string | null;
  /** what sarnakh-index was called with */
  command: string | null;
  started_at: Instant;
  finished_at: Instant | null;
  /** of sarnakh-index; negative: the signal that ended it */
  exit_status: number | null;
  progress: Progress | null;
};

export type TaskAnswer = {
  id: number;
  kind: "reindex" | "vacuum" | "rollback" | "switch" | "backup" | "check";
  state: "running" | "done" | "failed" | "cancelled" | "interrupted";
  /** the id of the key that began it; null: there was none */
  who: string | null;
  /** what sarnakh-index was called with */
  command: string | null;
  started_at: Instant;
  finished_at: Instant | null;
  /** of sarnakh-index; negative: the signal that ended it */
  exit_status: number | null;
  /** the last lines that it said */
  messages: string[];
  /** its report, that of sarnakh-index --report (docs/batches.md); null: it wrote none */
  run: Record<string, unknown> | null;
  progress: Progress | null;
  request_id: string;
};

export type TasksAnswer = {
  /** the newest first */
  tasks: Task[];
  /** batches that cron or people have begun, at work now */
  others: {
    command: string;
    /** who, and since when */
    by: string;
    progress: Progress | null;
  }[];
  request_id: string;
};

export type DictionariesAnswer = {
  dictionaries: {
    name: "protected" | "stems" | "compounds" | "stop" | "synonyms" | "queries";
    file: string;
    takes_effect: "now" | "rebuild";
    /** null: there is no such file */
    bytes: number | null;
  }[];
  /** what is wrong with the files as they are, by file and line */
  mistake: string | null;
  /** articles in the index have terms by other words; null: not known now */
  rebuild_wanted: boolean | null;
  request_id: string;
};

export type DictionaryAnswer = {
  name: "protected" | "stems" | "compounds" | "stop" | "synonyms" | "queries";
  file: string;
  takes_effect: "now" | "rebuild";
  text: string;
  request_id: string;
};

export type DictionaryWritten = {
  name: "protected" | "stems" | "compounds" | "stop" | "synonyms" | "queries";
  file: string;
  takes_effect: "now" | "rebuild";
  status: "created" | "updated" | "unchanged" | "removed";
  /** articles in the index have terms by other words; null: not known now */
  rebuild_wanted: boolean | null;
  request_id: string;
};

export type ReloadAnswer = {
  reloaded: boolean;
  /** options that have changed and want a new start */
  restart_wanted: string | null;
  /** articles in the index have terms by other words; null: not known now */
  rebuild_wanted: boolean | null;
  request_id: string;
};

export type QueriesAnswer = {
  popular: {
    /** folded */
    query: string;
    count: number;
    /** count is too large by so much at most */
    error: number;
  }[];
  without_hits: {
    /** folded */
    query: string;
    count: number;
    /** count is too large by so much at most */
    error: number;
  }[];
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

/** an article as it is held, shown or not */
export type HeldArticle = {
  id: string;
  state: "live" | "withdrawn" | "taken_down" | "embargoed" | "expired" | "withheld";
  /** the last one of this article */
  change: number;
  etag: Etag | null;
  /** as it was put; null: an id that was taken down before an article came */
  article: Record<string, unknown> | null;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type HealthAnswer = {
  status: "ok";
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

export type ClickBody = {
  /** what was searched for, as it was asked */
  query: string;
  /** of the article that was chosen */
  id: string;
  /** in the whole list of results, from 1 */
  position: number;
  /** of the answer that it stood in */
  request_id?: string | null;
};

export type ClickAnswer = {
  /** false: the log takes no more lines now */
  logged: boolean;
  /** the same as the header X-Request-Id: name it when you report a problem */
  request_id: string;
};

/** an article as it is put; docs/api.md */
export type ArticleBody = {
  id?: Id;
  title: string;
  url?: string;
  kicker?: string;
  lead?: string;
  body?: string;
  /** RFC 3339, a Jalali date, seconds since 1970 */
  published_at?: string | number;
  published?: string | number;
  modified_at?: string | number;
  version?: number;
  author?: string | string[];
  source?: string;
  category?: string | string[];
  tags?: string | string[];
  image_url?: string;
  language?: string;
  urgency?: number;
  publish_at?: string | number;
  expires_at?: string | number;
  pubstatus?: string;
  extra?: unknown;
};

/** members to set; null takes one away; docs/api.md */
export type ArticlePatch = {
  id?: Id;
  title?: string;
  url?: string | null;
  kicker?: string | null;
  lead?: string | null;
  body?: string | null;
  /** RFC 3339, a Jalali date, seconds since 1970 */
  published_at?: string | number | null;
  published?: string | number | null;
  modified_at?: string | number | null;
  version?: number | null;
  author?: string | string[] | null;
  source?: string | null;
  category?: string | string[] | null;
  tags?: string | string[] | null;
  image_url?: string | null;
  language?: string | null;
  urgency?: number | null;
  publish_at?: string | number | null;
  expires_at?: string | number | null;
  pubstatus?: string | null;
  extra?: unknown;
};

export type SearchBody = {
  /** words, "phrases", -excluded, a OR b, title:a, pre*, dates (docs/query-language.md); without it, everything the filters leave */
  q?: string | number | null;
  /** a date or period: from its beginning (docs/dates.md) */
  from?: string | number | null;
  /** a date or period: to its end */
  to?: string | number | null;
  /** -date: newest first */
  sort?: "relevance" | "-date" | "date" | null;
  /** constants of the ranking: portal, editor, archive, or one of the configuration */
  profile?: string | number | null;
  /** how much newer articles are preferred */
  freshness?: "off" | "low" | "normal" | "high" | "auto" | null;
  /** age at which freshness is half its peak: 12h, 3d, 2w */
  half_life?: string | number | null;
  /** which words are needed; auto: all, or fewer when few articles have all */
  match?: "auto" | "all" | "any" | null;
  /** exact: words as they are written, no inflections */
  mode?: "stem" | "exact" | null;
  /** show only the best of a group of copies, of one source, or of one story */
  collapse?: "duplicates" | "source" | "story" | "none" | null;
  /** copies listed in each hit */
  "duplicates.members"?: number | string | null;
  /** articles of its story listed in each hit */
  "story.members"?: number | string | null;
  /** hits of one source in the whole list */
  max_per_source?: number | string | null;
  /** only articles with one of these values of source, however spelled */
  "filter.source"?: string | string[] | null;
  /** only articles with one of these values of category, however spelled */
  "filter.category"?: string | string[] | null;
  /** only articles with one of these values of author, however spelled */
  "filter.author"?: string | string[] | null;
  /** only articles with one of these values of tag, however spelled */
  "filter.tag"?: string | string[] | null;
  /** count the articles found by these; also one value with commas between */
  facets?: string | ("source" | "category" | "author" | "tag" | "date:day" | "date:month" | "date:year")[] | null;
  /** values of one facet */
  "facet.limit"?: number | string | null;
  /** value: as in a Persian dictionary */
  "facet.sort"?: "count" | "value" | null;
  /** of the days, months and years counted */
  calendar?: "jalali" | "gregorian" | null;
  /** hits of one answer */
  limit?: number | string | null;
  /** hits to skip */
  offset?: number | string | null;
  /** a query that finds nothing is answered as it was probably meant, or that is only said */
  correct?: "auto" | "suggest" | "off" | null;
  /** next_cursor of the page before: go on behind it */
  cursor?: string | number | null;
  /** synonyms and derived forms are found, too */
  expand?: boolean | string | null;
  /** articles that editors pinned come first, those they hid are left out */
  curation?: boolean | string | null;
  /** names of members with commas between: only these of each hit; also body, language, urgency, version, extra */
  fields?: string | number | null;
  /** mark the words found; ranges: where they stand, in code points */
  highlight?: "true" | "false" | "ranges" | true | false | null;
  /** what begins a mark */
  "highlight.pre"?: string | number | null;
  /** what ends a mark */
  "highlight.post"?: string | number | null;
  /** characters of a passage of the body, about */
  "snippet.length"?: number | string | null;
  /** passages of the body */
  "snippet.count"?: number | string | null;
  /** the parts of each score */
  explain?: boolean | string | null;
  /** the answer, or the hits as a feed: newest first unless sort says otherwise; not with fields or highlight */
  format?: "json" | "rss" | "atom" | "jsonfeed";
};

export type RelatedBody = {
  /** any time, before the story, after it, on its day in Tehran */
  mode?: "any" | "background" | "followup" | "sameday" | null;
  /** at most so far from the story: 12h, 30d, 8w */
  window?: string | number | null;
  /** of one source; 0: any number */
  max_per_source?: number | string | null;
  /** of one story; 0: any number */
  max_per_story?: number | string | null;
  /** a date or period: from its beginning (docs/dates.md) */
  from?: string | number | null;
  /** a date or period: to its end */
  to?: string | number | null;
  /** only articles with one of these values of source, however spelled */
  "filter.source"?: string | string[] | null;
  /** only articles with one of these values of category, however spelled */
  "filter.category"?: string | string[] | null;
  /** only articles with one of these values of author, however spelled */
  "filter.author"?: string | string[] | null;
  /** only articles with one of these values of tag, however spelled */
  "filter.tag"?: string | string[] | null;
  /** hits of one answer */
  limit?: number | string | null;
  /** constants of the ranking: portal, editor, archive, or one of the configuration */
  profile?: string | number | null;
  /** names of members with commas between: only these of each hit; also body, language, urgency, version, extra */
  fields?: string | number | null;
  /** mark the words found; ranges: where they stand, in code points */
  highlight?: "true" | "false" | "ranges" | true | false | null;
  /** what begins a mark */
  "highlight.pre"?: string | number | null;
  /** what ends a mark */
  "highlight.post"?: string | number | null;
  /** characters of a passage of the body, about */
  "snippet.length"?: number | string | null;
  /** passages of the body */
  "snippet.count"?: number | string | null;
  /** the parts of each score */
  explain?: boolean | string | null;
  /** the story is this article */
  id?: string | null;
  /** the story is the article of this address */
  url?: string | null;
  /** the story is this text; a short first line is its title */
  text?: string | null;
  /** the story is a text with this title */
  title?: string | null;
  kicker?: string | null;
  lead?: string | null;
  body?: string | null;
  /** when the text was or will be published */
  published_at?: string | null;
};

export type EvaluateBody = {
  topics?: {
    topic: string;
    q: string;
    judgements: Record<string, number>;
  }[];
  a?: Record<string, unknown>;
  b?: Record<string, unknown>;
  seed?: number;
};

/** JSON Feed 1.1 */
export type JsonFeed = {
  version: "https://jsonfeed.org/version/1.1";
  title: string;
  home_page_url?: string;
  feed_url: string;
  next_url?: string;
  language?: string;
  items: {
    id: string;
    url?: string;
    title?: string;
    content_text: string;
    image?: string;
    date_published?: Instant;
    date_modified?: Instant;
    language?: string;
    authors?: {
      name: string;
    }[];
    tags?: string[];
  }[];
};

/** Of GET /v1/search */
export type SearchParameters = {
  /** words, "phrases", -excluded, a OR b, title:a, pre*, dates (docs/query-language.md); without it, everything the filters leave */
  q?: string;
  /** a date or period: from its beginning (docs/dates.md) */
  from?: string;
  /** a date or period: to its end */
  to?: string;
  /** -date: newest first */
  sort?: "relevance" | "-date" | "date";
  /** constants of the ranking: portal, editor, archive, or one of the configuration */
  profile?: string;
  /** how much newer articles are preferred */
  freshness?: "off" | "low" | "normal" | "high" | "auto";
  /** age at which freshness is half its peak: 12h, 3d, 2w */
  half_life?: string;
  /** which words are needed; auto: all, or fewer when few articles have all */
  match?: "auto" | "all" | "any";
  /** exact: words as they are written, no inflections */
  mode?: "stem" | "exact";
  /** show only the best of a group of copies, of one source, or of one story */
  collapse?: "duplicates" | "source" | "story" | "none";
  /** copies listed in each hit */
  "duplicates.members"?: number;
  /** articles of its story listed in each hit */
  "story.members"?: number;
  /** hits of one source in the whole list */
  max_per_source?: number;
  /** only articles with one of these values of source, however spelled */
  "filter.source"?: string[];
  /** only articles with one of these values of category, however spelled */
  "filter.category"?: string[];
  /** only articles with one of these values of author, however spelled */
  "filter.author"?: string[];
  /** only articles with one of these values of tag, however spelled */
  "filter.tag"?: string[];
  /** count the articles found by these; also one value with commas between */
  facets?: ("source" | "category" | "author" | "tag" | "date:day" | "date:month" | "date:year")[];
  /** values of one facet */
  "facet.limit"?: number;
  /** value: as in a Persian dictionary */
  "facet.sort"?: "count" | "value";
  /** of the days, months and years counted */
  calendar?: "jalali" | "gregorian";
  /** hits of one answer */
  limit?: number;
  /** hits to skip */
  offset?: number;
  /** a query that finds nothing is answered as it was probably meant, or that is only said */
  correct?: "auto" | "suggest" | "off";
  /** next_cursor of the page before: go on behind it */
  cursor?: string;
  /** synonyms and derived forms are found, too */
  expand?: boolean;
  /** articles that editors pinned come first, those they hid are left out */
  curation?: boolean;
  /** names of members with commas between: only these of each hit; also body, language, urgency, version, extra */
  fields?: string;
  /** mark the words found; ranges: where they stand, in code points */
  highlight?: "true" | "false" | "ranges";
  /** what begins a mark */
  "highlight.pre"?: string;
  /** what ends a mark */
  "highlight.post"?: string;
  /** characters of a passage of the body, about */
  "snippet.length"?: number;
  /** passages of the body */
  "snippet.count"?: number;
  /** the parts of each score */
  explain?: boolean;
  /** the answer, or the hits as a feed: newest first unless sort says otherwise; not with fields or highlight */
  format?: "json" | "rss" | "atom" | "jsonfeed";
};

/** Of GET /v1/suggest */
export type SuggestParameters = {
  /** what has been typed */
  q: string;
  /** suggestions at most */
  limit?: number;
  /** opensearch: as browsers want it */
  format?: "json" | "opensearch";
  /** title, tag, name, query, with commas between: what is completed */
  types?: string;
};

/** Of GET /v1/spell */
export type SpellParameters = {
  /** a query, as searches have it */
  q: string;
};

/** Of GET /v1/stories */
export type StoriesParameters = {
  /** articles published from the beginning of this date or period; without it, the last 24 hours */
  since?: string;
  /** to its end */
  until?: string;
  /** stories with at least so many articles */
  min?: number;
  /** only articles with one of these values of source, however spelled */
  "filter.source"?: string[];
  /** only articles with one of these values of category, however spelled */
  "filter.category"?: string[];
  /** only articles with one of these values of author, however spelled */
  "filter.author"?: string[];
  /** only articles with one of these values of tag, however spelled */
  "filter.tag"?: string[];
  /** stories of one answer */
  limit?: number;
  /** stories to skip */
  offset?: number;
};

/** Of GET /v1/stories/{id} */
export type StoryParameters = {
  /** entries */
  limit?: number;
  /** entries to skip */
  offset?: number;
  /** of the days */
  calendar?: "jalali" | "gregorian";
};

/** Of GET /v1/articles/{id} */
export type ArticleParameters = {
  /** names of members with commas between: only these of each hit; also body, language, urgency, version, extra */
  fields?: string;
  /** true, for the role admin: the article as it is held, whatever its state; fields says nothing then */
  hidden?: boolean;
};

/** Of GET /v1/articles/{id}/duplicates */
export type DuplicatesParameters = {
  /** copies at most */
  limit?: number;
  /** only those at least so similar */
  min?: number;
};

/** Of GET /v1/articles/{id}/related */
export type RelatedParameters = {
  /** any time, before the story, after it, on its day in Tehran */
  mode?: "any" | "background" | "followup" | "sameday";
  /** at most so far from the story: 12h, 30d, 8w */
  window?: string;
  /** of one source; 0: any number */
  max_per_source?: number;
  /** of one story; 0: any number */
  max_per_story?: number;
  /** a date or period: from its beginning (docs/dates.md) */
  from?: string;
  /** a date or period: to its end */
  to?: string;
  /** only articles with one of these values of source, however spelled */
  "filter.source"?: string[];
  /** only articles with one of these values of category, however spelled */
  "filter.category"?: string[];
  /** only articles with one of these values of author, however spelled */
  "filter.author"?: string[];
  /** only articles with one of these values of tag, however spelled */
  "filter.tag"?: string[];
  /** hits of one answer */
  limit?: number;
  /** constants of the ranking: portal, editor, archive, or one of the configuration */
  profile?: string;
  /** names of members with commas between: only these of each hit; also body, language, urgency, version, extra */
  fields?: string;
  /** mark the words found; ranges: where they stand, in code points */
  highlight?: "true" | "false" | "ranges";
  /** what begins a mark */
  "highlight.pre"?: string;
  /** what ends a mark */
  "highlight.post"?: string;
  /** characters of a passage of the body, about */
  "snippet.length"?: number;
  /** passages of the body */
  "snippet.count"?: number;
  /** the parts of each score */
  explain?: boolean;
};

/** Of GET /v1/analyze */
export type AnalyzeParameters = {
  /** at most 16 KiB */
  text: string;
};
