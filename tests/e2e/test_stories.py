#!/usr/bin/env python3
"""Stories as clients of the service and users of the command line see them."""
import json

from sarnakh import Index, check, main
from service import Service, quote
from test_http import problem

BRIDGE = {"title": "پل زرین‌رود فرو ریخت", "body": "پل زرین‌رود بامداد امروز فرو ریخت.",
          "source": "سپیده‌دم", "published_at": "2026-11-17T08:00:00Z"}
RAIN = {"title": "باران در راه است", "body": "فردا در کوهپایه باران می‌بارد.",
        "source": "پگاه", "published_at": "2026-11-17T09:00:00Z"}


def ask(service, **params):
    return service.get("/v1/stories?" + "&".join(f"{k}={quote(str(v))}" for k, v in params.items()))


def firsts(answer):
    return [(story["first"]["id"], story["count"], story["uncollapsed"]) for story in answer.json["stories"]]


def test_the_stories_of_a_day_and_one_of_them():
    with Index() as index, Service(index.path) as s:
        s.put("b", BRIDGE)
        s.put("c", BRIDGE | {"source": "پگاه"})
        s.put("r", RAIN)
        a = ask(s, since="2026-11-17", until="2026-11-18", min=1, **{"filter.source": "پگاه"})
        check("those of a source", sorted(first for first, _, _ in firsts(a))[-1] == "r", a)
        a = ask(s, since="2026-11-17", min=1)
        check("all of the day", a.status == 200 and {"b", "r"} <= {first for first, _, _ in firsts(a)}, a)
        name = next(st["id"] for st in a.json["stories"] if st["first"]["id"] == "r")
        one = s.get("/v1/stories/" + quote(name))
        check("one", [x["id"] for x in one.json["articles"]] == ["r"], one)
        check("its day", one.json["days"] == [
            {"day": "1405-08-26", "label": "۲۶ آبان ۱۴۰۵", "count": 1}], one)
        check("HEAD", s.request("HEAD", "/v1/stories/" + quote(name)).status == 200)
        s.delete("r")
        problem("gone at once", s.get("/v1/stories/" + quote(name)), 404, "unknown_story", None,
                "/v1/stories/" + quote(name))
        a = ask(s, since="2026-11-17", min=1)
        check("and from the list", "r" not in {first for first, _, _ in firsts(a)}, a)
        s.lift("r")
        check("and back", s.get("/v1/stories/" + quote(name)).status == 200)


FLOOD = {"title": "سیل در بافت‌آباد", "body": "سیل جاده‌های بافت‌آباد را بست.",
         "source": "سپیده‌دم", "published_at": "2026-11-17T08:00:00Z"}
AFTER = {"title": "امداد به بافت‌آباد", "body": "امدادگران پس از سیل به بافت‌آباد رسیدند.",
         "source": "پگاه", "published_at": "2026-11-17T15:00:00Z"}


def test_articles_of_one_event_are_one_story():
    with Index() as index, Service(index.path) as s:
        s.put("f", FLOOD)
        s.put("r", RAIN)
        s.put("a", AFTER)
        s.put("copy", AFTER | {"source": "گزارش"})
        a = ask(s, since="2026-11-17")
        check("one of two", firsts(a) == [("f", 2, 3)], a)
        story = a.json["stories"][0]
        check("what it is about", "بافت‌آباد" in story["keywords"], story)
        one = s.get("/v1/stories/" + quote(story["id"]))
        check("the time line", [x["id"] for x in one.json["articles"]] == ["f", "a"], one)
        check("the copy", [x["id"] for x in one.json["articles"][1]["duplicates"]["members"]] == ["copy"], one)
        hit = s.get("/v1/search?q=" + quote("امداد")).json["hits"][0]
        check("a hit says its story", story["id"] in json.dumps(hit), hit)
        s.delete("f")
        one = s.get("/v1/stories/" + quote(story["id"]))
        check("the name stays", one.json["total"] == 1 and one.json["uncollapsed"] == 2, one)


def test_what_cannot_be_asked():
    with Index() as index, Service(index.path) as s:
        check("an empty index", ask(s).json["stories"] == [], ask(s))
        for query, code, parameter in (
                ("limit=51", "invalid_parameter", "limit"), ("since=x", "invalid_parameter", "since"),
                ("since=-1d&since=-2d", "repeated_parameter", "since"),
                ("min=%ff", "invalid_parameter", "min"), ("q=a", "unknown_parameter", "q")):
            problem(f"?{query}", s.get("/v1/stories?" + query), 400, code, parameter, "/v1/stories")
        for name in ("s:0000000000000000", "x", "%D8%AE"):
            problem(name, s.get("/v1/stories/" + name), 404, "unknown_story", None, "/v1/stories/" + name)
        problem("of one", s.get("/v1/stories/s:0000000000000000?since=-1d"), 400, "unknown_parameter",
                "since", "/v1/stories/s:0000000000000000")
        check("only GET", s.request("POST", "/v1/stories", b"{}").status == 405)


def test_the_command_line():
    with Index() as index:
        index.add({"id": "b"} | BRIDGE, {"id": "r"} | RAIN)
        out = index.query("stories", "since=2026-11-17", "min=1")
        stories = json.loads(out.out)["stories"]
        check("both", {"b", "r"} == {story["first"]["id"] for story in stories}, out)
        one = index.query("stories", stories[0]["id"])
        check("one", len(json.loads(one.out)["articles"]) == 1, one)
        check("nothing now", index.query("stories", "since=2027-01-01").status == 1)
        check("no name", index.query("stories", "x").status == 2)
        check("unknown", index.query("stories", "s:0000000000000000").status == 1)
        check("unknown parameter", index.query("stories", "q=a").status == 2)


if __name__ == "__main__":
    main(globals())
