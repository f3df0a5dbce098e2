#!/usr/bin/env python3
"""Copies of an article as clients of the service and the command line see them."""
import re

from sarnakh import Index, check, main
from service import Service, quote

TEXT = "پل دوم زرینه‌آب پس از سه سال کار به روی مردم گشوده شد و وزیر راه در آیین گشایش سخن گفت."


def put_copies(s):
    for id_, source, hour in (("خبر-1", "پیک", 8), ("n-2", "سپیده", 9), ("n/3", "خزر", 10)):
        s.put(id_, {"title": "گشایش پل زرینه‌آب", "body": TEXT, "source": source,
                           "published_at": f"2026-11-10T{hour:02}:00:00Z"})
    s.put("alone", {"title": "زرینه‌آب پر آب شد", "body": "باران", "source": "پیک",
                    "published_at": "2026-11-09T08:00:00Z"})


def copies_of(s, id_, more=""):
    return s.get(f"/v1/articles/{quote(id_)}/duplicates{more}")


def refused(name, answer, status, code, parameter=None):
    p = answer.json
    check(name, answer.status == status and p["code"] == code and p.get("parameter") == parameter, answer)


def test_over_http():
    with Index() as index, Service(index.path) as s:
        put_copies(s)
        a = copies_of(s, "n-2").json
        check("the others, oldest first", [d["id"] for d in a["duplicates"]] == ["خبر-1", "n/3"], a)
        check("equal texts", all(d["similarity"] == 1 and d["containment"] == 1 and d["same_text"]
                                 for d in a["duplicates"]), a)
        check("the group", re.fullmatch("d:[0-9a-f]{16}", a["group"]) and a["total"] == 2, a)
        check("who was first", a["representative"]["id"] == "خبر-1"
              and [d["is_representative"] for d in a["duplicates"]] == [True, False], a)
        check("an id with a slash", copies_of(s, "n/3").json["group"] == a["group"])
        check("limit", len(copies_of(s, "n-2", "?limit=1").json["duplicates"]) == 1)
        check("alone", copies_of(s, "alone").json["duplicates"] == [])
        check("HEAD", s.request("HEAD", "/v1/articles/n-2/duplicates").status == 200)
        check("only GET", s.request("POST", "/v1/articles/n-2/duplicates", b"{}").status == 405)
        refused("unknown", copies_of(s, "nobody"), 404, "not_found")
        refused("limit too high", copies_of(s, "n-2", "?limit=101"), 400, "invalid_parameter", "limit")
        refused("min too high", copies_of(s, "n-2", "?min=2"), 400, "invalid_parameter", "min")
        refused("min twice", copies_of(s, "n-2", "?min=0&min=1"), 400, "repeated_parameter", "min")
        refused("no such parameter", copies_of(s, "n-2", "?fields=id"), 400, "unknown_parameter", "fields")


def test_searches_list_them():
    with Index() as index, Service(index.path) as s:
        put_copies(s)
        hit = s.request("POST", "/v1/search", {"q": "گشایش پل", "duplicates.members": 5}).json["hits"][0]
        check("those a hit stands for", hit["duplicates"]["count"] == 2 and
              {hit["id"]} | {m["id"] for m in hit["duplicates"]["members"]} == {"خبر-1", "n-2", "n/3"}, hit)
        refused("not with other collapsing", s.get("/v1/search?q=x&collapse=story&duplicates.members=1"), 400,
                "invalid_parameter", "duplicates.members")
        s.delete("خبر-1")
        hit = s.search("گشایش پل", **{"duplicates.members": 5}).json["hits"][0]
        check("not what is taken down", hit["duplicates"]["count"] == 1 and len(hit["duplicates"]["members"]) == 1
              and hit["duplicates"]["representative"]["id"] == "n-2", hit)
        a = copies_of(s, "n-2").json
        check("nowhere", a["total"] == 1 and [d["id"] for d in a["duplicates"]] == ["n/3"], a)
        refused("nor by itself", copies_of(s, "خبر-1"), 404, "not_found")


def test_on_the_command_line():
    with Index() as index:
        with Service(index.path) as s:
            put_copies(s)
        done = index.query("duplicates", "n-2", "limit=1")
        check("as JSON", done.json["duplicates"][0]["id"] == "خبر-1", done)
        check("none", index.query("duplicates", "alone").status == 1)
        check("unknown", "no such article" in index.query("duplicates", "nobody").err)
        check("which one?", index.query("duplicates").status == 2)


if __name__ == "__main__":
    main(globals())
