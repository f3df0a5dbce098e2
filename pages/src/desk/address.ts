// Where the desk is: /desk?id=… for a story, ?q=… for a list to choose from, neither for an empty desk or a draft.
import { lang } from "../shared/texts";

export interface Place {
  id?: string;
  q?: string;
}

export function addressOf(place: Place, of: string = lang): string {
  const query = new URLSearchParams();
  if (place.id) query.set("id", place.id);
  else if (place.q) query.set("q", place.q);
  if (of === "en") query.set("lang", "en");
  const asked = query.toString();
  return asked === "" ? "/desk" : `/desk?${asked}`;
}

export function placeOf(address: URL | Location): Place {
  const query = new URLSearchParams(address.search);
  const id = query.get("id"), q = query.get("q");
  return id ? { id } : q ? { q } : {};
}

/** Where a click goes if that is another place of the desk: by a link, or a point of the time line. Otherwise null. */
export function deskLink(event: MouseEvent): Place | null {
  const target = event.target as Element;
  const link = target.closest("a[href]");
  const id = target.closest("[data-article]")?.getAttribute("data-article");
  if (id) return { id };
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!(link instanceof HTMLAnchorElement) || !isPlain || event.defaultPrevented || link.closest("header")) return null;
  const to = new URL(link.href);
  return to.origin === location.origin && to.pathname === "/desk" ? placeOf(to) : null;
}

/** The link to the same in the other language goes along. */
export function followLanguage(place: Place): void {
  const other = document.querySelector<HTMLAnchorElement>("header nav a[lang]");
  if (other) other.href = addressOf(place, other.lang);
}

/** What is typed into the field: an address, the address of a desk, perhaps an id, or words. */
export type Asked = { url: string } | { id: string } | { perhaps: string } | { q: string };

export function askedBy(typed: string): Asked {
  if (/^https?:\/\/\S+$/i.test(typed)) {
    const url = new URL(typed);
    const id = url.pathname === "/desk" ? placeOf(url).id : undefined;
    return id ? { id } : { url: typed };
  }
  return /^\S*[0-9]\S*$/.test(typed) && /^[\x21-\x7e]+$/.test(typed) ? { perhaps: typed } : { q: typed };
}
