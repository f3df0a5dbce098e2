import { h, marked, type Child } from "../shared/dom";

/** A title with the words marked that it was found by. */
export function markedTitle(hit: { title: string; highlight?: { title: [number, number][] | null } }): Child[] {
  return marked(hit.title, hit.highlight?.title ?? [], (piece) => h("mark", {}, piece));
}
