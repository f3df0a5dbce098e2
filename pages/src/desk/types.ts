// Articles with the members that the desk asks for: in the types of the API each may be left out.

export interface Reference {
  id: string;
  url: string | null;
  title: string;
  source: string | null;
  published_at: string | null;
  published_at_jalali: string | null;
}

export interface Story extends Reference {
  lead: string | null;
  category: string[];
  story: string | null;
  story_articles: number | null;
}

export interface Part {
  name: string;
  term?: string;
  days?: number;
  value: number;
}

export interface Hit extends Reference {
  score: number;
  highlight?: { title: [number, number][] | null };
  duplicates: { count: number } | null;
  explain?: { parts: Part[]; sum: number };
}

/** What columns are about: an article, or a text that is nowhere. */
export type Subject = { story: Story } | { draft: string };
