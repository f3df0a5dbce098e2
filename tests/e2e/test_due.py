#!/usr/bin/env python3
"""Embargo, expiry, pubstatus and takedowns: at their second, on every path, and what is hidden looks exactly like
what never was: the same requests are put to two indexes, one of which never had it."""
import json
import re
import time

from sarnakh import Index, check, main
from service import Service, quote, within

FAR = "2099-01-01T00:00:00Z"
LONG_AGO = "2001-01-01"
WORD = "مهرسار"
HIDDEN_WORD = "زرینه‌کوهستان"
TEXT = ("پل تازهٔ مهرسار پس از سه سال کار امروز با حضور مردم باز شد و خودروها از آن گذشتند. شهردار گفت هزینهٔ "
        "ساخت آن از بودجهٔ شهر بوده است و تا پایان سال دو پل دیگر هم ساخته می‌شود.")
SEEN = [
    {"id": "s-1", "title": "پل مهرسار باز شد", "body": TEXT, "published_at": "2026-10-01T08:00:00Z", "source": "سپیده",
     "url": "https://sepide.example/1", "tags": ["پل"], "category": ["شهر"], "author": ["رادین مهرپور"]},
    {"id": "s-2", "title": "پل مهرسار باز شد", "body": TEXT, "published_at": "2026-10-01T09:30:00Z", "source": "پیک",
     "url": "https://peyk.example/2", "tags": ["پل", "مهرسار"]},
    {"id": "s-3", "title": "باران در مهرسار", "body": "باران سه روز در مهرسار بارید و جاده‌ها بسته شد.",
     "published_at": "2026-10-03T10:00:00Z", "source": "سپیده", "tags": ["باران"]},
    {"id": "s-4", "title": "برف در کوهسار", "body": "برف راه کوهسار را بست.", "published_at": "2026-09-20T10:00:00Z"},
]


def hidden(id_, **fields):
    """A copy of s-1, earlier than it (so that it would give the group its name), with words of its own."""
    return {"id": id_, "title": "پل مهرسار باز شد", "body": TEXT, "lead": f"{HIDDEN_WORD} {id_}", "source": "نهانگاه",
            "published_at": "2026-10-01T07:00:00Z", "url": f"https://nahan.example/{id_}", "tags": ["نهانی"],
            "category": ["پنهان"], "author": ["ناپیدا نهانی"], **fields}


STATES = {
    "embargoed": hidden("h-embargoed", publish_at=FAR),
    "expired": hidden("h-expired", expires_at=LONG_AGO),
    "withheld": hidden("h-withheld", pubstatus="withheld"),
    "taken_down": hidden("h-taken"),
}


def masked(body, *keys):
    """Without what differs between any two answers."""
    text = body.decode("utf-8") if isinstance(body, bytes) else body
    text = re.sub(r'"title":null,"published_at":"[^"]*"', "", text)  # of a text: now
    text = re.sub(r"<code>[0-9a-f]{16}</code>", "", text)  # the number of a request that was refused a page
    text = re.sub(r"127\.0\.0\.1:[0-9]+", "", text)
    for key in ("took_ms", "request_id", "now", "change", "next_cursor", "generation", *keys):
        text = re.sub(rf'"{key}": ?("[^"]*"|[-0-9.e+]+|null)', f'"{key}":0', text)
    return text


def q(path, **params):
    return path + "?" + "&".join(f"{k.replace('__', '.')}={quote(str(v))}" for k, v in params.items())


def requests(ids, story):
    """(method, target, body) of every path that could tell of an article."""
    search, out = "/v1/search", []
    words = (WORD, "پل مهرسار", HIDDEN_WORD, "زرینه کوهستان", "نهانی", "ناپیدا", "", "title:پل", "پنه*", "زرینهکوهستن")
    for w in words:
        for params in ({}, {"sort": "-date"}, {"sort": "date"}, {"collapse": "none"}, {"collapse": "story"}, {"explain": "true"},
                       {"facets": "source,category,author,tag,date:day,date:month,date:year"},
                       {"duplicates__members": 20}, {"correct": "suggest"}, {"match": "any"}, {"limit": 1}):
            out.append(("GET", q(search, q=w, freshness="off", **params), None))
    out += [("POST", "/v1/articles:delete", {"dry_run": True, "q": w}) for w in words if w]
    for key in ("source", "category", "author", "tag"):
        for value in ("نهانگاه", "پنهان", "ناپیدا نهانی", "نهانی"):
            out.append(("GET", q(search, q=WORD, freshness="off", **{f"filter__{key}": value}), None))
    for kind in ("rss", "atom", "jsonfeed"):
        out.append(("GET", q(search, q=WORD, freshness="off", format=kind), None))
    out.append(("GET", q("/v1/suggest", q="زرینه", format="opensearch"), None))
    out.append(("GET", q(search, **{"from": "2026-10-01", "to": "2026-10-01", "freshness": "off"}), None))
    for typed in ("زرینه", "نهان", "ناپ", "پل م", "پنه", "زرین", "مهر"):
        out.append(("GET", q("/v1/suggest", q=typed), None))
    out += [(m, q("/v1/spell", q=w), None) for w in (*words, "زرینه‌کوهستن", "نهانگا", "ناپدا", "مهرصار") for m in ("GET", "HEAD")]
    out.append(("GET", q("/v1/stories", since="2026-09-01", until="2026-11-01", min=1), None))
    for name in story:
        out.append(("GET", f"/v1/stories/{name}", None))
    out += [("GET", q("/", q=w, freshness="off", **params), None) for w in words[:6] for params in ({}, {"collapse": "story", "lang": "en"})]
    for id_ in ids:
        out.append(("GET", f"/articles/{id_}", None))
        for path in ("", "/related", "/duplicates"):
            out += [(m, f"/v1/articles/{id_}{path}", None) for m in ("GET", "HEAD")]
        out.append(("POST", "/v1/related", {"id": id_, "freshness": "off"}))
        out.append(("POST", "/v1/articles:delete", {"ids": [id_], "urls": [f"https://nahan.example/{id_}"], "dry_run": True}))
        if id_.startswith("h-"):  # what depends on a version that nobody was told of writes nothing
            out += [(m, f"/v1/articles/{id_}", body, {"If-Match": '"0000000000000000"'}) for m, body in
                    (("PUT", {"title": WORD}), ("PATCH", {"title": WORD}), ("DELETE", None))]
        out.append(("POST", "/v1/related", {"url": f"https://nahan.example/{id_}", "freshness": "off"}))
    out.append(("POST", "/v1/related", {"text": f"{TEXT}\n{HIDDEN_WORD}", "freshness": "off", "published_at": "2026-10-04"}))
    out.append(("POST", "/v1/evaluate", {"topics": [{"topic": "t", "q": WORD, "judgements": {ids[0]: 3, "s-3": 1}}], "seed": 1}))
    return out


def same_answers(name, one, other, asked):
    differing = []
    for method, target, body, *headers in asked:
        a, b = (s.request(method, target, body, *headers) for s in (one, other))
        differ = method != "HEAD" and "etag" in a.headers.keys() ^ b.headers.keys()
        a.body, b.body = (as_named(name, answer.body) for answer in (a, b))
        if differ or a.status != b.status or masked(a.body) != masked(b.body):
            differing.append((method, target, a.status, b.status, masked(a.body)[:600], masked(b.body)[:600]))
    check(f"{name}: {len(asked)} requests are answered as if it had never been", not differing, differing[:2])


def as_named(state, body):
    """A story that was shown keeps its name: a hash, which says nothing of the article that is gone."""
    return re.sub(rb'"s:[0-9a-f]{16}"', b'"s:"', body) if state == "taken_down" else body


def knows_its_words(service):
    """Words by which queries are corrected and completed are found in the background, after the change that brought them."""
    known = service.get(q("/v1/suggest", q="پل")).json
    return known["ready"] and known["change"] == service.get("/v1/status").json["change_applied"]


def stories_of(service):
    return [s["id"] for s in service.get(q("/v1/stories", since="2026-09-01", until="2026-11-01", min=1)).json["stories"]]


def test_hidden_looks_like_never_existed():
    pin = {"match": "exact", "pinned": ["h-embargoed", "h-expired", "h-withheld", "h-taken", "s-3"], "hidden": []}
    with Index() as plain, Service(plain.path) as without:
        for a in SEEN:
            without.put(a["id"], a)
        without.request("PUT", "/v1/pins/" + quote(WORD), pin)
        for state, article in STATES.items():
            with Index() as index, Service(index.path) as s:
                for a in (article, *SEEN):
                    answer = s.put(a["id"], a)
                    said = answer.json.get("state")
                    check(f"{state}: what who writes is told", answer.status == 201
                          and said == (None if a is not article or state == "taken_down" else state)
                          and answer.json["visible"] is (said is None), answer)
                s.request("PUT", "/v1/pins/" + quote(WORD), pin)
                if state == "taken_down":
                    s.delete(article["id"])
                    check("forgotten", within(30, lambda: is_forgotten(s.get("/v1/status").json)))
                check(f"{state}: both know their words", within(60, lambda: knows_its_words(s) and knows_its_words(without)))
                ids = [article["id"], *(a["id"] for a in SEEN)]
                names = stories_of(without)
                check(f"{state}: the same stories", stories_of(s) == names or state == "taken_down", (stories_of(s), names))
                same_answers(state, s, without, requests(ids, names if state != "taken_down" else []))
                status = s.get("/v1/status").json
                check(f"{state}: counts", status["articles"] == status["documents"] == len(SEEN), status)
                line = json.dumps(article | {"title": "دیگر"})
                bulk = s.bulk(line + "\n").json["items"][0]
                check(f"{state}: in bulk, too", bulk.get("state") == (state if state != "taken_down" else None), bulk)
            why = index_why(article, state)
            check(f"{state}: why", why, state)


def is_forgotten(status):
    """Its copies, whose group has another name then, have been written again, too."""
    return status["documents"] == len(SEEN) and status["change_applied"] == status["change_accepted"]


def index_why(article, state):
    with Index() as index:
        index.add(article)
        if state == "taken_down":
            index.indexer("delete", article["id"])
        why, status = index.why(article["id"]), index.status()
        due = article.get("publish_at")
        return (why["state"] == state and why["in_index"] is False and why["due_at"] == due
                and status.get(state) == 1 and status["next_due_at"] == due and status["articles"] == 0)


def at(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def test_the_service_keeps_the_second():
    with Index() as index, Service(index.path) as s:
        begins = int(time.time()) + 2
        ends = begins + 6
        s.put("a", {"title": WORD, "publish_at": at(begins), "expires_at": at(ends)})
        shown = hid = None

        def look():
            nonlocal shown, hid
            before = time.time()
            found = s.get("/v1/articles/a").status == 200
            both = found == bool(s.ids(WORD)) or time.time() - before > 1 or shown is None or hid is None
            check("by id and by search alike", both or time.time() - begins < 1 or time.time() > ends - 0.5)
            if found and shown is None:
                shown = time.time()
            if not found and shown is not None:
                hid = before
            return hid is not None
        check("it comes and goes", within(60, look), (shown, hid))
        check("not a moment too early", shown >= begins, (shown, begins))
        check("shown soon", shown < begins + 5, (shown, begins))
        check("gone at its second", hid >= ends - 1, (hid, ends))
        check("and forgotten", within(30, lambda: s.get("/v1/status").json["documents"] == 0))
    why = None
    with Index() as index, Service(index.path) as s:
        s.put("b", {"title": WORD, "publish_at": FAR})
        check("an embargo is lifted by another version", s.put("b", {"title": WORD}).json["visible"] and s.ids(WORD) == ["b"])
        check("and imposed", s.put("b", {"title": WORD, "publish_at": FAR}).json["state"] == "embargoed" and s.ids(WORD) == [])
        why = index.why("b")
    check("why", why["state"] == "embargoed" and why["due_at"] == FAR and not why["in_index"], why)


def test_cron_alone():
    with Index() as index:
        begins = int(time.time()) + 1
        index.add({"id": "a", "title": WORD, "publish_at": at(begins)}, {"id": "b", "title": f"باران {WORD}"})
        check("not yet", index.ids(WORD) == ["b"] or time.time() >= begins)

        def catch_up():
            done = index.report("catch-up")
            return done["exit"] == 0 and done["visible"] and set(index.ids(WORD)) == {"a", "b"}
        check("catch-up brings it when it is due", within(60, catch_up))
        check("and a rebuild keeps it", index.indexer("rebuild", "--quiet").status == 0 and len(index.ids(WORD)) == 2)
        check("archive and index agree", index.indexer("check").status == 0)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><title>پل مهرسار باز شد امروز</title>
<link>https://x.example/news/1</link><description>خلاصهٔ خبر</description></item></channel></rss>"""


def test_an_extract_ends_no_embargo():
    with Index() as index:
        index.add({"id": "x-1", "url": "https://x.example/news/1", "title": "پل", "body": TEXT, "publish_at": FAR},
                  {"id": "x-2", "url": "https://x.example/news/2", "title": "راه", "body": TEXT, "expires_at": FAR})
        feed = index.folder / "feed.rss"
        feed.write_text(RSS, encoding="utf-8")
        for n in (1, 2):
            feed.write_text(RSS.replace("news/1", f"news/{n}"), encoding="utf-8")
            report = index.report("add", feed)
            check("the extract is of the article that is held", report["updated"] == 1 and report["created"] == 0, report)
        check("still under embargo", index.why("x-1")["state"] == "embargoed", index.why("x-1"))
        check("still to expire", index.why("x-2")["due_at"] == FAR, index.why("x-2"))


COMMANDS = [
    ("search", "--json", WORD), ("search", "--json", HIDDEN_WORD), ("search", "--json", "زرینهکوهستان"),
    ("search", "--json", f"{WORD} {HIDDEN_WORD}"), ("search", "--json", f"پل {HIDDEN_WORD} باران"), ("search", "--json", f"پل نهانگاه", "match=any"),
    ("search", "--json", f"{WORD} -{HIDDEN_WORD}"), ("search", "--json", "زرین*"), ("search", "--json", f"{HIDDEN_WORD} OR باران"),
    ("search", "--json", "", "sort=-date"), ("search", "--json", WORD, "collapse=none"),
    ("search", "--json", WORD, "duplicates.members=20"), ("search", "--json", WORD, "collapse=story"),
    ("search", "--json", WORD, "facets=source,category,author,tag,date:day,date:month"),
    ("search", "--json", WORD, "filter.tag=نهانی"), ("search", "--json", WORD, "filter.source=نهانگاه"),
    ("suggest", "--json", "زرینه"), ("suggest", "--json", "نهان"), ("suggest", "--json", "پل م"), ("suggest", "--json", "ناپ"),
    ("related", "--json", "h-expires"), ("related", "--json", "s-1"), ("related", "--json", "s-3"),
    ("related", "--json", "--url", "https://nahan.example/h-expires"),
    ("duplicates", "--json", "h-expires"), ("duplicates", "--json", "s-1"),
    ("stories", "--json", "since=2026-09-01", "until=2026-11-01", "min=1"),
    ("spell", "زرینهکوهستن"), ("spell", "نهانگا"),
]


def told(index):
    out = []
    for command in COMMANDS:
        done = index.query(*command)
        out.append((command, done.status, masked(done.out, "score", "weight"), done.err))
    return out


def test_nobody_needs_to_write_for_an_article_to_expire():
    with Index() as index, Index() as plain:
        for ahead in (4, 16, 64):  # slow machines take longer to add it
            ends = int(time.time()) + ahead
            index.add(hidden("h-expires", published_at="2026-10-01T10:00:00Z", expires_at=at(ends)), *SEEN)
            if index.ids(HIDDEN_WORD, now=None) == ["h-expires"]:
                break
        check("the index has it", index.why("h-expires")["in_index"])
        plain.add(*SEEN)
        check("gone by the clock", within(60, lambda: index.ids(HIDDEN_WORD, now=None) == []))
        check("at its second", time.time() >= ends)
        check("although the index has it", index.why("h-expires")["in_index"])
        got, want = told(index), told(plain)
        check("nothing tells of it", got == want, [(g, w) for g, w in zip(got, want) if g != w][:2])
        check("what is asked as of before tells no more", index.ids(HIDDEN_WORD, now="2026-10-02T00:00:00Z") == [])
        index.indexer("catch-up")
        check("then it is gone", not index.why("h-expires")["in_index"] and index.why("h-expires")["state"] == "expired")


if __name__ == "__main__":
    main(globals())
