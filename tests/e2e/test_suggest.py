#!/usr/bin/env python3
"""Completions and corrections as clients of the service and users of the command line see them."""
from sarnakh import Index, check, main
from service import Service, quote, within
from test_http import problem

TITLE = "گشایش پل زرین‌رود"


def texts(answer):
    return [(one["type"], one["text"]) for one in answer.json["suggestions"]]


def ask(service, q, **params):
    more = "".join(f"&{name}={quote(str(value))}" for name, value in params.items())
    return service.get(f"/v1/suggest?q={quote(q)}{more}")


def test_a_title_as_it_is_typed():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": TITLE, "tags": ["زرین‌رود"], "source": "سپیده‌دم"})
        want = [("title", TITLE)]
        for typed in ("گشای", "گشايش", "گشایش پل زرین ر", "گشایش پل زرینر", "پل ز", "'ahda"):
            check(f"«{typed}»", within(20, lambda: texts(ask(s, typed, types="title")) == want),
                  ask(s, typed))
        a = ask(s, "'ahda")
        check("the other keyboard is said", a.json["layout"] == "گشایش", a)
        check("ready", a.json["ready"] is True and a.json["took_ms"] >= 0, a)
        a = ask(s, "زرین")
        check("the tag counts", a.json["suggestions"][0] == {
            "text": "زرین‌رود", "type": "tag", "count": 1, "completed": [[4, 8]]}, a)
        s.delete("a")
        for typed in ("گشای", "زرین", "سپی", "'ahda"):
            check(f"«{typed}» is gone at once", texts(ask(s, typed)) == [], ask(s, typed))
        s.lift("a")
        check("and comes back", within(20, lambda: texts(ask(s, "گشای")) == want))


def test_what_cannot_be_asked():
    with Index() as index, Service(index.path) as s:
        for query, code, parameter in (
                ("", "invalid_parameter", "q"), ("q=a&q=b", "repeated_parameter", "q"),
                ("q=a&limit=0", "invalid_parameter", "limit"),
                ("q=a&limit=21", "invalid_parameter", "limit"),
                ("q=a&types=all", "invalid_parameter", "types"),
                ("q=%ff", "invalid_parameter", "q"), ("q=%00", "invalid_parameter", "q"),
                ("q=a&sort=date", "unknown_parameter", "sort"),
                ("q=" + "a" * 401, "limit_exceeded", "q")):
            problem(f"?{query[:40]}", s.get("/v1/suggest?" + query), 400, code, parameter,
                    "/v1/suggest")
        a = ask(s, "ا")
        check("an empty index", a.status == 200 and texts(a) == [], a)
        for q in ("", " ", "\u200c" * 100, "🙂" * 50, "\u064b" * 100, "\\\"<>&"):
            check(f"q of {q[:4]!r}", ask(s, q).status == 200)
        check("only GET", s.request("POST", "/v1/suggest", b"{}").status == 405)


def test_a_query_is_corrected():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": TITLE})
        answer = {}

        def is_corrected():
            answer["is"] = s.search("گشایص پل")
            return answer["is"].json["query"]["corrected"] is not None
        check("in the background", within(20, is_corrected))
        corrected = answer["is"].json["query"]["corrected"]
        check("what was changed", corrected == {
            "from": "گشایص پل", "to": "گشایش پل",
            "changes": [{"word": "گشایص", "to": "گشایش", "kind": "letter"}]}, corrected)
        check("its hits", [h["id"] for h in answer["is"].json["hits"]] == ["a"], answer["is"])
        off = s.search("گشایص", correct="off").json
        check("off", off["hits"] == [] and off["query"]["corrected"] is None, off)
        said = s.search("گشایص", correct="suggest").json
        check("suggest", said["hits"] == [] and said["query"]["suggestion"]["to"] == "گشایش", said)


def test_the_command_line():
    with Index() as index:
        index.add({"id": "a", "title": TITLE})
        (index.path / "dictionaries").mkdir(exist_ok=True)
        done = index.query("suggest", "گشای", "limit=3")
        check("suggest", done.json["suggestions"][0]["id"] == "a", done)
        done = index.query("suggest", "types=x", "گشای")
        check("suggest, wrongly", done.status == 2, done)
        done = index.query("suggest", stdin="گشای\nژژژ\nپل\n")
        check("a line each", len(done.out.splitlines()) == 3, done)
        done = index.query("spell", "qqqqqq")
        check("spell, nothing", done.status == 1 and done.out == "", done)
        done = index.query("spell", "'ahda")
        check("spell", done.out.startswith("corrected\tگشایش\n"), done)
        done = index.query("search", "گشایص")
        check("search says it", "shown for: گشایش" in done.out, done)
        done = index.query("run", "-", stdin="1\tگشایص\n")
        check("run corrects nothing", done.out == "", done)
        with open(index.path / "dictionaries" / "queries.txt", "w", encoding="utf-8") as file:
            file.write("پل زرین‌رود\t3\nپل آهنین\t9\n")
        done = index.query("suggest", "پل", "types=query")
        check("past queries that find something",
              [one["text"] for one in done.json["suggestions"]] == ["پل زرین‌رود"], done)
        with open(index.path / "dictionaries" / "queries.txt", "a", encoding="utf-8") as file:
            file.write("پل\n")
        done = index.query("suggest", "پل")
        check("a mistake in them", done.status == 1 and "queries.txt, line 3" in done.err, done)


if __name__ == "__main__":
    main(globals())
