#!/usr/bin/env python3
"""A key with a filter: what it leaves out looks exactly like what never was. The same requests are put to two
services, one of which has only what the filter leaves; and what cannot be told of a part is refused by name."""
import re
import subprocess

import test_due as due
from sarnakh import Index, check, main
from service import HTTPD, Service, quote, within
from test_due import HIDDEN_WORD, SEEN, WORD, hidden, q

OWN = "سپیده"
SEEN_BY_KEY = [a for a in SEEN if a.get("source") == OWN]
OUTSIDE = [a for a in SEEN if a.get("source") != OWN] + [hidden("h-other"), hidden("h-copy", published_at="2026-10-01T07:30:00Z")]


def key(index, *options):
    done = subprocess.run([HTTPD, "--index", index.path, "key", "add", *options], capture_output=True, text=True, check=True)
    return {"X-Api-Key": done.stdout.strip()}


def asked():
    """Those of test_due, but for what a key with a filter is refused, and what is corrected or lies in statistics."""
    ids = [a["id"] for a in (*SEEN, *OUTSIDE)]
    out = []
    for method, target, body, *headers in due.requests(ids, []):
        if headers or "articles:delete" in target or "/v1/suggest" in target or "/v1/spell" in target or "/v1/stories" in target or "explain" in target or "evaluate" in target:
            continue
        if target.startswith("/articles/"):  # with the time line of the story for who sees all
            continue
        if ("/v1/search" in target or target.startswith("/?")) and "correct" not in target:
            target += "&correct=off"
        out.append((method, target, body))
    out.append(("POST", "/v1/search:batch", {"searches": [{"q": WORD, "freshness": "off", "correct": "off"}, {"q": HIDDEN_WORD, "correct": "off", "freshness": "off"}]}))
    out.append(("POST", "/v1/search", {"q": WORD, "freshness": "off", "correct": "off", "collapse": "source"}))
    return out


def masked(answer):
    """Scores count all articles, and names of groups and stories may be those of articles outside."""
    text = due.masked(answer.body, "score")
    return re.sub(r'"[sd]:[0-9a-f]{16}"', '"name"', text)


def same(name, one, other, headers, requests):
    differing = []
    for method, target, body in requests:
        a, b = one.request(method, target, body, headers=headers), other.request(method, target, body)
        if a.status != b.status or masked(a) != masked(b):
            differing.append((method, target, body, a.status, b.status, masked(a)[:900], masked(b)[:900]))
    check(f"{name}: {len(requests)} requests are answered as if the rest had never been", not differing, differing[:2])


def fill(s, articles):
    for a in articles:
        check("put", s.put(a["id"], a).status == 201)


def test_what_is_outside_looks_like_never_was():
    with Index() as whole, Index() as part, Service(part.path) as other:
        with Service(whole.path) as s:
            fill(s, [*OUTSIDE[:1], *SEEN_BY_KEY, *OUTSIDE[1:]])
        fill(other, SEEN_BY_KEY)
        headers = key(whole, "--filter", "filter.source=" + quote(OWN))
        with Service(whole.path, "--search-needs-key") as s:
            same("a source", s, other, headers, asked())
            same("again, from what is kept", s, other, headers, asked()[:40])
            for id_ in (a["id"] for a in OUTSIDE):
                check(f"{id_} is not there", s.get(f"/v1/articles/{id_}", headers=headers).code == "not_found")
                check(f"{id_} has no page", s.get(f"/articles/{id_}", headers=headers).status == 404)
            for id_ in (a["id"] for a in SEEN_BY_KEY):
                page = s.get(f"/articles/{id_}", headers=headers)
                named = [a["id"] for a in OUTSIDE if f"/{a['id']}\"" in page.body.decode() or f"/{a['id']}#" in page.body.decode()]
                check(f"the page of {id_} tells of none outside", page.status == 200 and not named, named)


def test_takedowns_and_new_articles_are_seen_with_a_filter():
    with Index() as index:
        with Service(index.path) as s:
            fill(s, SEEN)
        headers, admin = key(index, "--filter", "filter.source=" + quote(OWN)), key(index, "--role", "admin")
        other = key(index, "--filter", "filter.source=" + quote("پیک") + "&filter.tag=" + quote("مهرسار"))
        with Service(index.path) as s:
            def ids(h): return sorted(x["id"] for x in s.get(q("/v1/search", q=WORD, collapse="none"), headers=h).json["hits"])
            check("each sees its own", (ids(headers), ids(other), ids(admin)) == (["s-1", "s-3"], ["s-2"], ["s-1", "s-2", "s-3"]),
                  (ids(headers), ids(other), ids(admin)))
            s.put("s-5", dict(SEEN[0], id="s-5", title="مهرسار دوباره"), headers=admin)
            s.put("s-6", dict(SEEN[1], id="s-6", title="مهرسار دوباره"), headers=admin)
            check("what comes is seen", within(10, lambda: ids(headers) == ["s-1", "s-3", "s-5"]), ids(headers))
            check("by the other one, too", ids(other) == ["s-2", "s-6"], ids(other))
            s.delete("s-1", headers=admin)
            check("what goes is gone", ids(headers) == ["s-3", "s-5"] and ids(admin) == ["s-2", "s-3", "s-5", "s-6"], ids(headers))
            hit = s.get(q("/v1/search", q="مهرسار دوباره", duplicates__members=5), headers=headers).json["hits"][0]
            check("copies outside are not counted", hit["duplicates"] is None, hit)


def test_what_tells_of_all_articles_is_refused():
    with Index() as index:
        with Service(index.path) as s:
            fill(s, SEEN)
        headers = key(index, "--filter", "filter.source=" + quote(OWN))
        with Service(index.path) as s:
            for method, target, body in (("GET", "/v1/suggest?q=a", None), ("GET", "/v1/spell?q=a", None), ("GET", "/v1/stories?since=1390", None),
                                         ("GET", "/v1/stories/s:0000000000000001", None), ("GET", "/v1/search?explain=true&q=a", None),
                                         ("POST", "/v1/related", {"id": "s-1", "explain": True})):
                a = s.request(method, target, body, headers=headers)
                check(f"{target} is refused", (a.status, a.code) == (403, "not_for_filter"), a)
            a = s.get(q("/v1/search", q="مهرسر"), headers=headers).json
            check("nothing is corrected", a["query"]["corrected"] is None and a["query"]["suggestion"] is None, a)
            check("no counts", "articles" not in s.get("/v1/status", headers=headers).json)


def test_admins_see_what_is_hidden_if_they_ask():
    with Index() as index:
        with Service(index.path) as s:
            for state, article in due.STATES.items():
                s.put(article["id"], article)
            s.delete("h-taken")
            s.delete("never-there")
        admin, ingest = key(index, "--role", "admin"), key(index, "--role", "ingest")
        with Service(index.path) as s:
            for state, article in due.STATES.items():
                path = f"/v1/articles/{article['id']}"
                a = s.get(path + "?hidden=true", headers=admin)
                check(f"{state} is shown", a.status == 200 and a.json["state"] == state
                      and a.json["article"]["title"] == article["title"] and "private" in a.headers["cache-control"], a)
                check(f"{state}: only if asked", s.get(path, headers=admin).code == "not_found")
                check(f"{state}: not by others", s.get(path + "?hidden=true", headers=ingest).code == "role_needed"
                      and s.get(path + "?hidden=true").code == "key_needed")
            check("others are told the same of what never was", s.get("/v1/articles/x?hidden=true", headers=ingest).code == "role_needed")
            check("taken down before it came", s.get("/v1/articles/never-there?hidden=true", headers=admin).json["article"] is None)
            check("never was", s.get("/v1/articles/x?hidden=true", headers=admin).code == "not_found")


if __name__ == "__main__":
    main(globals())
