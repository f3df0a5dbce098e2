#!/usr/bin/env python3
"""Searches and evaluations as clients of the service ask them: parameters, cursors, JSON, and every refusal."""
import json

from sarnakh import Index, ZWNJ, check, main
from service import Service, problem, quote

WORD = "سرنخ‌آزمایی"


def test_search_parameters():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "source": "الف", "published_at": "2026-11-01T10:00:00Z"})
        s.put("b", {"title": WORD, "source": "ب", "published_at": "2026-11-02T10:00:00Z"})
        check("+ is a space", s.get("/v1/search?q=" + quote(WORD) + "++&limit=1").status == 200)
        check("order", s.ids(WORD, sort="-date", collapse="none") == ["b", "a"])
        check("filter", s.ids(WORD, **{"filter.source": "ب"}) == ["b"])
        both = s.ids(WORD, collapse="none", **{"filter.source": ["الف", "ب"]})
        check("filters", set(both) == {"a", "b"}, both)
        facets = s.get(f"/v1/search?q={quote(WORD)}&facets=source,date:day&filter.source=x").json["facets"]
        check("facets", [v["count"] for v in facets["source"]["values"]] == [1, 1], facets)
        check("days", facets["date:day"]["values"] == [], facets)
        bad = (
            ("q=%", "invalid_parameter", "q"), ("q=%zz", "invalid_parameter", "q"),
            ("q=a%00b", "invalid_parameter", "q"), ("q=%ff", "invalid_parameter", "q"),
            ("q=%C0%80", "invalid_parameter", "q"), ("%ff=1", "invalid_parameter", "?"),
            ("colour=red", "unknown_parameter", "colour"), ("=x", "unknown_parameter", None),
            ("now=2026-01-01", "unknown_parameter", "now"), ("Q=a", "unknown_parameter", "Q"),
            ("q=a&q=b", "repeated_parameter", "q"), ("limit=0", "invalid_parameter", "limit"),
            ("limit=1000000", "invalid_parameter", "limit"),
            ("limit=-1", "invalid_parameter", "limit"), ("limit=x", "invalid_parameter", "limit"),
            ("limit=", "invalid_parameter", "limit"),
            ("limit=99999999999999999999", "invalid_parameter", "limit"),
            ("offset=10001", "invalid_parameter", "offset"),
            ("sort=up", "invalid_parameter", "sort"),
            ("facets=colour", "invalid_parameter", "facets"),
            ("facets=tag&facets=source,tag", "repeated_parameter", "facets"),
            ("facet.limit=1001", "invalid_parameter", "facet.limit"),
            ("facet.sort=up", "invalid_parameter", "facet.sort"),
            ("calendar=maya", "invalid_parameter", "calendar"),
            ("freshness=max", "invalid_parameter", "freshness"),
            ("from=" + quote("۱۴۰۵/۱۳/۰۱"), "invalid_parameter", "from"),
            ("to=tomorrowish", "invalid_parameter", "to"),
            ("explain=maybe", "invalid_parameter", "explain"),
            ("q=" + "a" * 5000, "limit_exceeded", "q"),
            ("&".join(["filter.source=a"] * 65), "limit_exceeded", None),
        )
        for query, code, parameter in bad:
            problem(f"?{query[:40]}", s.get("/v1/search?" + query), 400, code, parameter,
                    "/v1/search")
        for name, q in (("nothing", ""), ("punctuation", "؟!«»()[]{}\\/\"'-+*~^:،؛٪"),
                        ("ZWNJs", ZWNJ * 500), ("quotes", '"' * 500), ("minus", "- -- -\"\""),
                        ("emoji", "🙂" * 50), ("marks", "\u064e\u0651" * 200)):
            a = s.search(q)
            check(f"q of {name}", a.status in (200, 400), a)
        a = s.search("q" * 100000)
        check("q of 100,000 characters", a.status in (400, 414, 431), a)


def test_cursors():
    with Index() as index, Service(index.path) as s:
        s.bulk("".join(json.dumps({"id": f"c-{n:03}", "title": f"{WORD} شمارهٔ {n}", "published_at": 1780000000 + n % 40})
                       + "\n" for n in range(250)))
        for sort in ("relevance", "-date", "date"):
            want = sum((s.ids(WORD, sort=sort, limit=100, offset=o) for o in (0, 100, 200)), [])
            got, cursor, pages = [], None, 0
            while pages == 0 or cursor:
                params = {"sort": sort, "limit": 7 + pages, "fields": "id", **({"cursor": cursor} if cursor else {})}
                a = s.search(WORD, **params)
                got += [hit["id"] for hit in a.json["hits"]]
                cursor, pages = a.json["next_cursor"], pages + 1
                check("the total stays", a.json["total"]["value"] == 250, a)
            check(f"{sort}: page by page it is the list", got == want and len(set(got)) == 250, (got, want))
        cursor = s.search(WORD, limit=10).json["next_cursor"]
        done = index.query("search", "--json", WORD, f"cursor={cursor}", "limit=10")
        check("the command line goes on where the service stopped",
              [h["id"] for h in done.json["hits"]] == s.ids(WORD, limit=10, offset=10), done)
        forged = cursor[:30] + ("A" if cursor[30] != "A" else "B") + cursor[31:]
        for name, bad in (("forged", forged), ("cut", cursor[:-1]), ("longer", cursor + "A"), ("words", "next"), ("empty", ""),
                          ("padded", cursor + "=")):
            problem(f"a cursor that is {name}", s.search(WORD, limit=10, cursor=bad), 400, "invalid_parameter", "cursor")
        problem("too long", s.search(WORD, cursor="A" * 2000), 400, "limit_exceeded", "cursor")
        problem("of another query", s.search(WORD + " دیگر", cursor=cursor), 400, "invalid_parameter", "cursor")
        problem("with an offset", s.search(WORD, cursor=cursor, offset=10), 400, "invalid_parameter", "offset")
        a = s.request("POST", "/v1/search", {"q": WORD, "cursor": cursor})
        check("by POST", a.status == 200 and len(a.json["hits"]) == 10, a)


def test_search_by_post():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "source": "الف"})
        s.put("b", {"title": WORD, "source": "ب"})

        def post(body, target="/v1/search"):
            return s.request("POST", target, body)
        a = post({"q": WORD, "limit": 1, "explain": True, "highlight": False})
        check("numbers and booleans", a.status == 200 and len(a.json["hits"]) == 1, a)
        a = post({"q": WORD, "collapse": "none", "filter.source": ["الف", "ب"]})
        check("a list", len(a.json["hits"]) == 2, a)
        a = post({"q": WORD, "facets": ["source", "date:year"], "facet.limit": 1, "calendar": "gregorian"})
        check("facets as a list", list(a.json["facets"]) == ["source", "date:year"] and
              a.json["facets"]["source"]["other"] == {"values": 1, "count": 1}, a)
        s.delete("b")
        a = post({"q": WORD, "facets": "source"})
        check("a takedown is out of the counts", a.json["facets"]["source"]["values"] ==
              [{"value": "الف", "count": 1}], a)
        s.lift("b")
        a = post({"q": WORD, "filter.source": "ب", "from": None})
        check("null is not given", [h["id"] for h in a.json["hits"]] == ["b"], a)
        a = post({"limit": 1}, "/v1/search?q=" + quote(WORD))
        check("both places", a.status == 200 and len(a.json["hits"]) == 1, a)
        bad = (
            ("", "invalid_json", None), ("x", "invalid_json", None), ("[]", "invalid_json", None),
            ('{"q":"a","q":"b"}', "invalid_json", None), ('{"q":"a"}{}', "invalid_json", None),
            ('{"q":"\\u0000"}', "invalid_json", None), (b'{"q":"\xff"}', "invalid_json", None),
            ("[" * 60000, "invalid_json", None), ('{"q":{"a":1}}', "invalid_parameter", "q"),
            ('{"q":["a"]}', "invalid_parameter", "q"), ('{"limit":0}', "invalid_parameter", "limit"),
            ('{"limit":2.5}', "invalid_parameter", "limit"),
            ('{"limit":1e200}', "invalid_parameter", "limit"),
            ('{"limit":1e300}', "invalid_json", None),
            ('{"colour":1}', "unknown_parameter", "colour"),
            ('{"filter.source":[%s]}' % ",".join(["1"] * 65), "limit_exceeded", None),
        )
        for body, code, parameter in bad:
            problem(f"POST {body[:30]!r}", post(body), 400, code, parameter)
        problem("twice", post({"q": "a"}, "/v1/search?q=b"), 400, "repeated_parameter", "q")
        problem("too large", post('{"q":"%s"}' % ("a" * 70000)), 413, "body_too_large")


def test_evaluate():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD + " یکم"})
        s.put("b", {"title": WORD + " دوم"})
        topics = [{"topic": "t1", "q": WORD + " دوم", "judgements": {"b": 2, "a": 0}},
                  {"topic": "t2", "q": "هیچ‌چیزاینجانیست", "judgements": {"b": 1}},
                  {"topic": "t3", "q": WORD, "judgements": {"a": 0}}]

        def post(body, **options):
            return s.request("POST", "/v1/evaluate", body, **options)
        a = post({"topics": topics, "b": {"match": "all"}, "seed": 5})
        got = a.json if a.status == 200 else {}
        check("means over the topics that have a relevant article", got and got["a"]["topics"] == 2 and
              got["a"]["mrr"]["mean"] == 0.5 and got["seed"] == 5 and got["request_id"], a)
        check("by topic", got and [(t["topic"], t["a"]["map"], t["b"]["map"]) for t in got["topics"]] ==
              [("t1", 1, 1), ("t2", 0, 0)], a)
        check("compared", got and got["comparison"]["mrr"] ==
              {"difference": 0, "p": 1, "better": 0, "worse": 0}, a)
        a = post({"topics": topics})
        check("one way alone", a.status == 200 and "b" not in a.json and "comparison" not in a.json, a)
        problem("nothing kept", post({}), 400, "invalid_parameter", "topics")
        s.request("PUT", "/v1/judgements/" + quote(WORD + " دوم"), {"b": 2, "a": 0})
        kept = post({})
        check("judgements that are kept", kept.status == 200 and kept.json["a"]["topics"] == 1 and
              kept.json["topics"][0]["topic"] == WORD + " دوم" and kept.json["a"]["mrr"]["mean"] == 1, kept)
        for number in range(2):
            s.request("PUT", "/v1/judgements/" + quote(WORD + " " + "الف" * 40 + f" {number}"), {"b": 1})
        kept = post({})
        check("long queries that begin alike", kept.status == 200 and kept.json["a"]["topics"] == 3 and
              len({t["topic"] for t in kept.json["topics"]}) == 3, kept)
        s.delete("b")
        check("what is taken down is not found", post({"topics": topics}).json["a"]["mrr"]["mean"] == 0)
        for body, code, parameter in (("x", "invalid_json", None), ({"topics": 1}, "invalid_parameter", "topics"),
                                      ({"topics": topics, "a": {"now": "1404"}}, "unknown_parameter", "now"),
                                      ({"topics": topics, "a": {"profile": "x"}}, "invalid_parameter", "profile"),
                                      ({"topics": topics, "d": 1}, "unknown_parameter", "d")):
            problem(f"evaluate {code} {parameter}", post(body), 400, code, parameter)
        problem("a parameter of the path", s.request("POST", "/v1/evaluate?q=a", {"topics": topics}), 400,
                "unknown_parameter", "q")
        problem("from elsewhere", post({"topics": topics}, headers={"Via": "1.1 proxy"}), 403, "forbidden")


if __name__ == "__main__":
    main(globals())
