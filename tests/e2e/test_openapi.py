#!/usr/bin/env python3
"""The description of the routes: every one of them called, every refusal provoked, each answer validated.

contract.py validates all answers of all tests; here it is counted that none is left out. What a test cannot
provoke at will is named, with the reason.
"""
import json
import subprocess
import urllib.parse

import contract
from sarnakh import INDEXER, Index, article, check, lines, main
from service import HTTPD, Service, quote, within

WORD = "سرنخ‌آزمایی"
NOT_FOR_FILTER = "/v1/suggest?q=a"
LOCAL = {"X-Forwarded-For": "192.0.2.1"}

# Calls that there were when this was written last: fewer means that something is not called any more.
RECORDED = 326

# Refusals that need a broken machine or luck; http_life, http and torture tests have those marked so.
ELSEWHERE = {
    "internal_error": "a fault inside the service",
    "invalid": "what no other code says; nothing does so now",
    "busy": "http_life: a hundred writers and a locked archive",
    "locked": "another process that holds the archive for ten seconds",
    "stale": "read_only: an index too far behind; and eleven commits within one request",
    "read_only": "read_only: every route that writes",
    "timed_out": "a query of two seconds",
    "overloaded": "overload: a thread that is taken for seconds",
    "draining": "http_life: between a signal and the end",
    "not_ready": "before the first look at the index",
    "unknown_format": "an index of a later version",
    "disk_full": "http_life: a service that may not write files of over a megabyte",
    "reload_failed": "dictionaries: after a mistake in a file",
    "task_running": "tasks: another process that rebuilds; and above",
    "task_over": "tasks; and above",
    "cursor_expired": "http_life: an index of another analysis",
}


def fill(s):
    text = "پل زرین‌رود بامداد امروز فرو ریخت و راه شهر بسته شد. فرماندار از آغاز کار گروه‌های امداد گفت."
    for n, source in enumerate(("پگاه", "سپیده‌دم", "بازارنامه")):
        s.put(f"c-{n}", {"title": f"پل زرین‌رود فرو ریخت {WORD}", "body": text, "source": source, "tags": ["پل"],
                         "category": ["شهر"], "author": ["نیلوفر دریابار"], "url": f"https://n.example/{n}",
                         "published_at": f"2026-11-1{n}T08:00:00Z", "urgency": 3, "extra": {"a": [1, None]}})
    s.put("b-1", {"title": "بازسازی پل زرین‌رود آغاز شد", "body": text + " پل تازه سه دهانه دارد.",
                  "published_at": "2026-11-20"})
    s.bulk(lines(*(article(n) for n in range(8))))


def test_searches_in_all_their_forms():
    with Index() as index, Service(index.path) as s:
        s.search(WORD)  # nothing is indexed
        fill(s)
        for params in ({}, {"explain": "true"}, {"highlight": "ranges"}, {"highlight": "false"}, {"sort": "-date"},
                       {"sort": "date", "collapse": "none"}, {"collapse": "story"}, {"collapse": "source"},
                       {"duplicates.members": 5}, {"freshness": "auto", "explain": "true"},
                       {"half_life": "3d"}, {"max_per_source": 1}, {"mode": "exact"}, {"limit": 1},
                       {"fields": "id,body,language,urgency,version,extra"}, {"profile": "editor"},
                       {"facets": "source,category,author,tag,date:day"}, {"facets": "date:month,date:year",
                                                                           "calendar": "gregorian"}):
            a = s.search("پل زرین‌رود", **params)
            check(f"search {params}", a.status == 200, a)
            cursor = a.json["next_cursor"]
            if cursor:
                check("its next page", s.search("پل زرین‌رود", cursor=cursor, **params).status == 200)
        for form in ("json", "rss", "atom", "jsonfeed"):
            check(f"as {form}", s.search("پل", format=form).status == 200)
        for q in ("", "پلل", "پل -زرین‌رود", "«پل زرین‌رود»", "پل دیروز", "پل ۱۴۰۵/۰۸", "hdvhk", "چیزی که نیست", "pol",
                  "پ*", "-", "از", "پل OR راه", "عنوان:پل", "source:پگاه"):
            check(f"search {q}", s.search(q).status == 200)
            check(f"posted {q}", s.request("POST", "/v1/search", {"q": q, "explain": True}).status == 200)


def call_reads(s):
    story = s.get("/v1/articles/c-0").json["story"]
    for target in ("/v1/suggest?q=" + quote("پل"), "/v1/suggest?q=hdvhk", "/v1/spell?q=" + quote("زرین‌رودد"), "/v1/spell?q=pol", "/v1/suggest?format=opensearch&q=a", "/v1/stories?since=1390&min=1",
                   "/v1/stories?filter.source=x", "/v1/stories/" + story, "/v1/articles/c-0", "/v1/articles/b-1?fields=id,title",
                   "/v1/articles/c-0/duplicates", "/v1/articles/b-1/duplicates", "/v1/articles/c-0/related?explain=true",
                   "/v1/articles/b-1/related?mode=background&window=30d&highlight=true",
                   "/v1/analyze?text=" + quote("كتابهای سازمان ملل ۱۴۰۳/۰۵/۱۲"), "/v1/status", "/v1/status/queries", "/v1/openapi.json",
                   "/opensearch.xml", "/healthz", "/readyz", "/metrics", "/", "/desk", "/status", "/articles/c-0", "/articles/b-1?lang=en", "/assets/icon.svg", "/sarnakh-search.js", "/sarnakh-client.js", "/sarnakh-client.d.ts", "/v1/pins", "/v1/synonyms", "/v1/judgements"):
        check(f"GET {target}", s.get(target).status == 200)
        check(f"HEAD {target}", s.request("HEAD", target).status == 200)
    check("a batch", s.request("POST", "/v1/search:batch", {"searches": [{"q": "پل", "explain": True}, {"x": 1}]}).status == 200)
    check("analyze", s.request("POST", "/v1/analyze", {"text": "می‌روم"}).status == 200)
    for body in ({"text": "پل زرین‌رود\nفرو ریخت"}, {"id": "c-0"}, {"url": "http://n.example/1#x"}):
        check("related", s.request("POST", "/v1/related", {**body, "explain": True}).status == 200)


def call_settings(s):
    query = quote("پل زرین‌رود")
    for base, body, other in (("pins", {"pinned": ["b-1"]}, {"hidden": ["c-1"]}), ("synonyms", "ری، شهرری", "ری => شهرری"),
                              ("judgements", {"c-0": 3, "b-1": 0}, {"c-0": 2})):
        path = f"/v1/{base}/{query}"
        check(f"PUT {base}", s.request("PUT", path, body).status == 201)
        check(f"PUT {base} again", s.request("PUT", path, other).status == 200)
        check(f"GET {base}", s.get(path).status == 200)
        check(f"GET all {base}", s.get(f"/v1/{base}").status == 200)
    check("evaluate what is kept", s.request("POST", "/v1/evaluate", {"b": {"match": "all"}}).status == 200)
    check("PUT judgements", s.request("PUT", "/v1/judgements", '{"query":"راه","id":"b-1","grade":1}\n').status == 201)
    check("a pinned article", s.search("پل زرین‌رود", explain="true").status == 200)
    for base in ("pins", "synonyms", "judgements"):
        check(f"DELETE {base}", s.request("DELETE", f"/v1/{base}/{query}").status == 200)


def call_tasks(s):
    """Begun and ended: what they do, and how, is for test_tasks."""
    for what in ("reindex", "vacuum", "check", "backup", "rollback", "switch?generation=1"):
        a = s.request("POST", "/v1/admin/" + what)
        check(what, a.status == 202, a)
        task = a.headers["location"]
        check(f"{what} ends", within(60, lambda: s.get(task).json["state"] != "running"), s.get(task))
    check("tasks", s.get("/v1/tasks").status == 200)
    check("reload", s.request("POST", "/v1/admin/reload").status == 200)
    for method, status in (("PUT", 201), ("PUT", 200), ("GET", 200), ("DELETE", 200)):
        check(f"{method} a dictionary", s.request(method, "/v1/dictionaries/stop", "بوق\n" if method == "PUT" else None).status == status)
    check("dictionaries", s.get("/v1/dictionaries").status == 200)
    check("generations", s.get("/v1/generations").status == 200)
    check("one that is over", s.request("DELETE", task).code == "task_over")
    with s.index.hold_lock("run-backup.lock"):
        check("one at work", s.request("POST", "/v1/admin/backup").code == "task_running")
    with s.index.hold_lock("writer.wanted"):
        task = s.request("POST", "/v1/admin/reindex").headers["location"]
        check("told to end", s.request("DELETE", task).status == 202)
        check("and ends", within(60, lambda: s.get(task).json["state"] == "cancelled"), s.get(task))


def test_every_route():
    with Index() as index, Service(index.path, "--click-log", str(index.folder / "clicks"), "--log-queries",
                                   "--index-program", str(INDEXER), "--backup-dir", str(index.folder)) as s:
        s.index = index
        fill(s)
        call_reads(s)
        check("a click", s.request("POST", "/v1/clicks", {"query": "پل", "id": "c-0", "position": 1}).status == 200)
        call_settings(s)
        call_tasks(s)
        a = s.request("PATCH", "/v1/articles/c-0", {"lead": None}, headers={"Content-Type": "application/merge-patch+json"})
        check("changed in part", a.status == 200 and s.get("/v1/articles/c-0?hidden=true").status == 200, a)
        check("with its version", s.request("PATCH", "/v1/articles/c-0", {"lead": "ل"}, headers={"If-Match": a.json["etag"]}).status == 200)
        check("counted", s.request("POST", "/v1/articles:delete", {"ids": ["b-1"], "dry_run": True}).status == 200)
        check("taken down by a filter", s.request("POST", "/v1/articles:delete", {"ids": ["b-1"], "expect": 1}).status == 200)
        check("taken down", s.delete("c-0").status == 200)
        check("lifted", s.lift("c-0").status == 200)
        check("lines that are wrong", s.bulk('{"id":"x"}\n' + lines(article(1, version=3))).status == 200)
        topics = [{"topic": "t", "q": "پل", "judgements": {"c-0": 2}}, {"topic": "u", "q": "x", "judgements": {"n": 1}}]
        check("evaluate", s.request("POST", "/v1/evaluate", {"topics": topics}).status == 200)


def refusals(s):
    """(what is asked, the code it is refused with)"""
    def get(target, **options): return lambda: s.get(target, **options)
    def put(id_, body, **options): return lambda: s.put(id_, body, **options)
    return (
        (get("/v1/search?sort=x"), "invalid_parameter"), (get("/v1/search?colour=x"), "unknown_parameter"),
        (get("/v1/search?q=a&q=b"), "repeated_parameter"), (get("/v1/search?q=" + "x" * 5000), "limit_exceeded"),
        (lambda: s.request("POST", "/v1/search", "x"), "invalid_json"), (put("a", b'{"title":"\xff"}'), "invalid_utf8"),
        (put("a", "{}"), "invalid_article"), (put("a", {"id": "b", "title": "t"}), "id_mismatch"),
        (put("a", {"title": "t"}, headers=LOCAL), "forbidden"), (get("/v2"), "unknown_path"),
        (get("/v1/articles/none"), "not_found"), (get("/v1/stories/s:0000000000000001"), "unknown_story"),
        (get("/v1/pins/none"), "unknown_setting"), (get("/v1/tasks/7"), "unknown_task"), (get("/v1/dictionaries/x"), "unknown_dictionary"),
        (lambda: s.request("PUT", "/v1/dictionaries/stems", "x"), "invalid_dictionary"), (lambda: s.request("POST", "/v1/admin/backup"), "no_backup_dir"),
        (lambda: s.request("POST", "/v1/admin/check"), "no_program"), (lambda: s.request("POST", "/v1/clicks", {}), "not_logged"), (lambda: s.request("PUT", "/v1/search"), "method_not_allowed"),
        (lambda: s.request("PUT", "/v1/pins/x", {"pinned": "a"}), "invalid_setting"),
        (put("a", "x" * (17 << 20)), "body_too_large"), (put("a", b"x", headers={"Content-Encoding": "br"}), "unsupported_media_type"),
        (put("a", b"x", headers={"Content-Encoding": "gzip"}), "invalid_encoding"),
        (get("/healthz", headers={"Host": "a/b"}), "invalid_framing"),
        (put("v", {"title": "t", "version": 4}), "conflict"), (put("gone", {"title": "t"}), "taken_down"),
        (lambda: s.request("POST", "/v1/articles:delete", {"ids": ["v"], "expect": 7}), "count_differs"),
        (put("v", {"title": "t", "version": 6}, headers={"If-None-Match": "*"}), "precondition_failed"),
    )


def key(index, *options):
    done = subprocess.run([HTTPD, "--index", index.path, "key", "add", *options], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def refusals_of_keys(index, s):
    """The codes that need a key."""
    slow, filtered = key(index, "--rate", "1"), key(index, "--filter", "filter.source=a")
    public = key(index, "--public", "--origins", "https://a.example")
    # the last one that was made is noticed last
    check("keys are noticed", within(10, lambda: s.get("/v1/search", headers={"X-Api-Key": public}).status == 200))
    asked = {
        "key_needed": lambda: s.get("/v1/pins"), "invalid_key": lambda: s.get("/v1/search", headers={"X-Api-Key": "x"}),
        "role_needed": lambda: s.get("/v1/pins", headers={"X-Api-Key": filtered}),
        "origin_not_allowed": lambda: s.get(f"/v1/search?key={public}", headers={"Origin": "https://b.example"}),
        "not_for_filter": lambda: s.get(NOT_FOR_FILTER, headers={"X-Api-Key": filtered}),
        "rate_limited": lambda: next(a for a in (s.get("/v1/search", headers={"X-Api-Key": slow}) for _ in range(50)) if a.status != 200)}
    for code, ask in asked.items():
        a = ask()
        check(code, a.code == code, a)
    return set(asked)


def test_every_refusal():
    with Index() as index, Service(index.path) as s:
        s.put("v", {"title": "t", "version": 5})
        s.delete("gone")
        got = set()
        for ask, code in refusals(s):
            a = ask()
            check(code, a.code == code, a)
            got.add(a.code)
        got |= refusals_of_keys(index, s)
        described = set(contract.DOCUMENT["components"]["schemas"]["Code"]["enum"])
        check("no code is left out", described == got | set(ELSEWHERE), described ^ (got | set(ELSEWHERE)))


def test_parameters_that_are_described_are_known():
    """…by every operation that names them; with any value there is a better word than unknown."""
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD})
        for path, methods in contract.DOCUMENT["paths"].items():
            for given in methods.get("get", {}).get("parameters", []):
                if "$ref" in given:
                    given = contract.DOCUMENT["components"]["parameters"][given["$ref"].rsplit("/", 1)[1]]
                if given["in"] != "query":
                    continue
                a = s.get(path.replace("{id}", "a") + "?" + urllib.parse.urlencode({given["name"]: "x"}))
                check(f"{path} {given['name']}", not (a.status == 400 and b"unknown_parameter" in a.body), a)


def test_the_document_is_served():
    with Index() as index, Service(index.path) as s:
        a = s.get("/v1/openapi.json")
        check("as it is", json.loads(a.body) == contract.DOCUMENT, a.status)
        contract.jsonschema.Draft202012Validator.check_schema({"$defs": contract.DOCUMENT["components"]["schemas"]})
        check("its version", a.json["info"]["version"] == s.get("/v1/status").json["version"])


def test_nothing_is_left_out():
    """The tests above have called all there is (they run in this order, in this process)."""
    called = {(method, path) for method, path, status, _ in contract.calls if status < 400}
    wanted = {(method, path) for path, methods in contract.DOCUMENT["paths"].items() for method in methods}
    check("every operation has answered", wanted <= called, wanted - called)
    check("as many calls as ever", sum(contract.calls.values()) >= RECORDED, sum(contract.calls.values()))
    print(f"{sum(contract.calls.values())} calls validated, {len(contract.calls)} kinds of answers")


if __name__ == "__main__":
    main(globals())
