// Parts of the page: a part is put into place only when what it shows is other than before, and keeps the focus.
import { byId } from "../shared/page";

const shown = new Map<string, string>();

/** Fill a part with what make() gives, if data is not what it shows already. */
export function fillPart(id: string, data: unknown, make: () => Node[]): void {
  const now = JSON.stringify(data);
  byId(id).hidden = false;
  if (shown.get(id) === now) return;
  shown.set(id, now);
  const place = byId(`${id}-content`);
  const act = place.contains(document.activeElement) ? document.activeElement?.getAttribute("data-act") : null;
  place.replaceChildren(...make());
  if (act) place.querySelector<HTMLElement>(`[data-act="${CSS.escape(act)}"]`)?.focus();
}

export function hidePart(id: string): void {
  shown.delete(id);
  byId(id).hidden = true;
}

/** What happened, to be read and heard. */
export function say(what: string): void {
  byId("said").textContent = what;
}
