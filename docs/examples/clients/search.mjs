#!/usr/bin/env node
// A search for pages that Node.js makes (Express, Next, …): nothing but Node.js itself. In a browser use /sarnakh-client.js (docs/widget.md).
//
// usage: search.mjs QUERY [NAME=VALUE…]    SARNAKH_URL=http://127.0.0.1:7700  SARNAKH_KEY=a secret key, if there are keys
const url = process.env.SARNAKH_URL ?? "http://127.0.0.1:7700";
const timeoutMs = 1000 * (process.env.SARNAKH_TIMEOUT ?? 3); // a page is better without results than late

/** code is one of the table in docs/api.md, or "unreachable"; again: whether the same may go well later. */
export class SearchFailed extends Error {
  constructor(code, detail, again) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.again = again;
  }
}

/** The answer of GET /v1/search. A list among the parameters is sent as a parameter that is repeated. */
export async function search(query, parameters = {}) {
  const asked = new URLSearchParams({ q: query });
  for (const [name, values] of Object.entries(parameters)) for (const value of [values].flat()) asked.append(name, value);
  const headers = process.env.SARNAKH_KEY ? { Authorization: `Bearer ${process.env.SARNAKH_KEY}` } : {};
  let response, answer;
  try {
    response = await fetch(`${url}/v1/search?${asked}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
    answer = await response.json();
  } catch (reason) {
    throw new SearchFailed("unreachable", reason.message, true); // no connection, too late, cut short, a proxy's own page
  }
  if (!response.ok) throw new SearchFailed(answer.code, answer.detail_fa, [429, 502, 503, 504].includes(response.status));
  return answer;
}

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#039;" };
const escape = (text) => (text ?? "").replace(/[&<>"']/g, (c) => entities[c]);

/** A hit as HTML. Marks in "highlight" are HTML already, and the rest of it is escaped; all other members are plain text. */
export function item(hit) {
  const where = /^https?:\/\//.test(hit.url ?? "") ? hit.url : "";
  return (
    `<li><a href="${escape(where)}">${hit.highlight.title}</a> ` +
    `<small>${escape(hit.source)} ${escape(hit.published_at_jalali)}</small><p>${hit.highlight.body.join(" ")}</p></li>`
  );
}

try {
  const [query, ...rest] = process.argv.slice(2);
  const answer = await search(query, Object.fromEntries(rest.map((argument) => argument.split(/=(.*)/s, 2))));
  console.log(`<p>${answer.total.value} خبر</p>`);
  console.log(`<ol>${answer.hits.map(item).join("")}</ol>`);
} catch (reason) {
  console.error(`<p>جست‌وجو اکنون ممکن نیست (${escape(reason.code)})</p>`);
  process.exitCode = 1;
}
