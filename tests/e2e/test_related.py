#!/usr/bin/env python3
"""Related articles as clients of the service and users of the command line see them."""
import json

from sarnakh import Index, check, main
from service import Service, problem

BODY = "رودخانهٔ زرینه‌آب طغیان کرد و پل مهرسار فرو ریخت."
ARTICLES = {
    "flood": {"title": "سیل زرینه‌آب پل مهرسار را برد", "body": BODY, "source": "peyk",
              "url": "https://peyk.example/news/1", "published_at": "2026-10-10T09:00:00Z"},
    "copy": {"title": "سیل زرینه‌آب پل مهرسار را برد", "body": BODY, "source": "khazar",
             "published_at": "2026-10-10T11:00:00Z"},
    "before": {"title": "هشدار طغیان زرینه‌آب", "body": "بارش سنگین نزدیک پل مهرسار در راه است.",
               "source": "dasht", "published_at": "2026-10-08T09:00:00Z"},
    "after": {"title": "پل مهرسار دوباره ساخته می‌شود", "body": "پس از سیل زرینه‌آب، بازسازی پل آغاز شد.",
              "source": "dasht", "published_at": "2026-11-10T09:00:00Z"},
    "sport": {"title": "تیم شقایق قهرمان جام", "source": "dasht", "published_at": "2026-10-10T12:00:00Z"},
}


def fill(service):
    for id_, article in ARTICLES.items():
        answer = service.put(id_, article)
        check(f"{id_} is stored", answer.status in (200, 201), answer)


def ids(answer):
    return [hit["id"] for hit in answer.json["hits"]]


def test_over_http():
    with Index() as index, Service(index.path) as s:
        fill(s)
        a = s.get("/v1/articles/flood/related")
        check("no copy and nothing else", sorted(ids(a)) == ["after", "before"], a)
        check("the story is named", a.json["query"]["id"] == "flood" and "request_id" in a.json, a)
        check("before", ids(s.get("/v1/articles/flood/related?mode=background")) == ["before"])
        check("behind", ids(s.get("/v1/articles/flood/related?mode=followup&limit=1")) == ["after"])
        a = s.get("/v1/articles/flood/related?explain=true&fields=id,score")
        for hit in a.json["hits"]:
            total = sum(part["value"] for part in hit["explain"]["parts"])
            check("parts add up", abs(total - hit["score"]) < 1e-6 and hit["score"] > 0, hit)
            check("only what is asked for", set(hit) == {"id", "score", "explain"}, hit)
        for body in ({"id": "flood"}, {"url": "http://www.peyk.example/news/1/?utm_source=x"}):
            check(f"by {body}", sorted(ids(s.request("POST", "/v1/related", body))) == ["after", "before"])
        a = s.request("POST", "/v1/related", {"title": ARTICLES["flood"]["title"], "body": BODY + " جاده بسته شد."})
        check("a draft", {"after", "before"} <= set(ids(a)), a)
        copies = sorted(hit["id"] for hit in a.json["copies"])
        check("what was published of it already", "flood" in copies and not set(copies) & set(ids(a)), a)
        a = s.request("POST", "/v1/related", {"text": "نام تازه‌ای که هیچ‌جا نیامده است"})
        check("a draft that is new", a.json["copies"] == [], a)
        check("an article has a group of copies instead", "copies" not in s.get("/v1/articles/flood/related").json)
        s.delete("before")
        check("a takedown holds at once", ids(s.get("/v1/articles/flood/related")) == ["after"])
        problem("a story that was taken down", s.get("/v1/articles/before/related"), 404, "not_found", "id",
                "/v1/articles/before/related")


def test_what_cannot_be_asked():
    with Index() as index, Service(index.path) as s:
        fill(s)
        for query, code, parameter in (
                ("mode=older", "invalid_parameter", "mode"), ("window=5", "invalid_parameter", "window"),
                ("id=x", "repeated_parameter", "id"), ("text=x", "invalid_parameter", "id"),
                ("q=x", "unknown_parameter", "q"), ("limit=0", "invalid_parameter", "limit"),
                ("limit=1&limit=2", "repeated_parameter", "limit"), ("fields=x", "invalid_parameter", "fields"),
                ("filter.source=%ff", "invalid_parameter", "filter.source")):
            problem(f"?{query}", s.get("/v1/articles/flood/related?" + query), 400, code, parameter,
                    "/v1/articles/flood/related")
        for body, code, parameter in (
                (b"", "invalid_json", None), (b"[]", "invalid_json", None), (b"{}", "invalid_parameter", "id"),
                (b'{"id": "a", "url": "b"}', "invalid_parameter", "id"),
                (b'{"id": ["a"]}', "invalid_parameter", "id"),
                (json.dumps({"body": "ا" * 131073}).encode(), "limit_exceeded", "body")):
            problem(f"{body[:30]}", s.request("POST", "/v1/related", body), 400, code, parameter, "/v1/related")
        problem("too large", s.request("POST", "/v1/related", b" " * (1 << 20) + b"{}"), 413, "body_too_large", None,
                "/v1/related")
        check("only GET", s.request("POST", "/v1/articles/flood/related", b"{}").status == 405)
        for text in ("\u200c", "🙂", "\\\"<>&", "\u064b\u064b", "ا" * 131072):
            check(f"text of {text[:4]!r}", s.request("POST", "/v1/related", {"text": text}).status == 200)


def test_on_the_command_line():
    with Index() as index:
        with Service(index.path) as s:
            fill(s)
        done = index.query("related", "--json", "flood", "limit=5")
        check("by id", done.status == 0 and [h["id"] for h in done.json["hits"]] != [], done.err)
        done = index.query("related", "--json", "--url", "https://peyk.example/news/1")
        check("by address", done.status == 0 and done.json["query"]["id"] == "flood", done.err)
        done = index.query("related", "--text", "-", stdin=(ARTICLES["flood"]["title"] + "\n" + BODY).encode())
        check("for people", done.status == 0 and "before" in done.out and "after" in done.out, done.out)
        done = index.query("related", "nothing")
        check("no such article", done.status != 0 and "no such article" in done.err, done.err)
        lines = [{"id": "flood"}, {"id": "nothing"}, "[]", {"text": BODY, "mode": "background"}, {"id": "sport"},
                 "", {"id": "flood", "limit": 1}]
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        done = index.query("related", "--batch", "limit=2", "mode=any", stdin=text.encode())
        answers = [json.loads(line) for line in done.out.splitlines()]
        check("a line for each", len(answers) == len(lines), done.out)
        check("in their order", answers[0]["query"]["id"] == "flood" and answers[4]["query"]["id"] == "sport")
        for i, code in ((1, "not_found"), (2, "invalid_json"), (5, "invalid_json")):
            check(f"line {i + 1}", answers[i]["line"] == i + 1 and answers[i]["error"]["code"] == code, answers[i])
        check("a line has the last word", answers[3]["query"]["mode"] == "background" and
              len(answers[6]["hits"]) == 1, done.out)
        check("not all went well", done.status == 1)


if __name__ == "__main__":
    main(globals())
