#!/usr/bin/env python3
"""Packed bodies and answers, and answers that the client has already (ETag, 304)."""
import gzip
import json

from sarnakh import Index, article, check, lines, main
from service import Service, problem, quote

WORD = "سرنخ‌آزمایی"
GZIP = {"Content-Encoding": "gzip"}
BODY = " ".join(["باران تندی بر کوه‌های شمال شهر می‌بارد و راه‌ها بسته است."] * 60)


def test_answers_are_packed_for_who_wants_it():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "body": BODY})
        for target in ("/v1/articles/a", "/v1/search?q=" + quote(WORD), "/v1/openapi.json", "/"):
            plain = s.get(target)
            a = s.get(target, headers={"Accept-Encoding": "br;q=1, gzip;q=0.5"})
            check(f"packed {target}", a.headers.get("content-encoding") == "gzip" and len(a.packed) < len(plain.body)
                  and "content-encoding" not in plain.headers and a.headers["vary"] == "Accept-Encoding"
                  == plain.headers["vary"], a)
            other = plain.headers["etag"][:-1] + '-gzip"' if target == "/v1/articles/a" else plain.headers["etag"]
            check(f"the same tag, but a strong one {target}", a.headers["etag"] == other, a)
            head = s.request("HEAD", target, headers={"Accept-Encoding": "gzip"})
            check(f"HEAD says it too {target}", head.headers.get("content-encoding") == "gzip" and not head.body, head)
        for target, headers in (("/healthz", {"Accept-Encoding": "gzip"}), ("/", {"Accept-Encoding": "gzip;q=0"}),
                                ("/", {"Accept-Encoding": "br"})):
            a = s.get(target, headers=headers)
            check(f"as it is {target} {headers}", "content-encoding" not in a.headers and a.body, a)


def test_bodies_may_be_packed():
    with Index() as index, Service(index.path) as s:
        a = s.put("a", gzip.compress(json.dumps({"title": WORD, "body": BODY}).encode()), headers=GZIP)
        check("an article", a.status == 201 and s.ids(WORD) == ["a"], a)
        check("its text", s.get("/v1/articles/a").json["body"] == BODY)
        text = lines(*(article(n) for n in range(3000)))
        a = s.bulk(gzip.compress(text.encode()), headers=GZIP)
        check("a bulk", a.status == 200 and len(a.json["items"]) == 3000 and not a.json["errors"], str(a)[:300])
        halves = gzip.compress(text[:5000].encode()) + gzip.compress(text[5000:].encode())
        a = s.bulk(halves, headers={"Content-Encoding": "x-gzip"})
        check("in two members", a.status == 200 and {i["result"] for i in a.json["items"]} == {"unchanged"}, str(a)[:300])
        a = s.request("POST", "/v1/search", gzip.compress(json.dumps({"q": WORD}).encode()), headers=GZIP)
        check("a search", a.status == 200 and a.json["hits"][0]["id"] == "a", a)


def test_packed_bodies_that_are_refused():
    with Index() as index, Service(index.path) as s:
        good = gzip.compress(json.dumps({"title": WORD, "body": BODY}).encode())
        for name, body in (("no gzip", b"{}"), ("cut", good[:-9]), ("without its checksum", good[:-8]), ("nothing much", b"\x1f"),
                           ("a wrong checksum", good[:-8] + b"\0" * 8), ("something behind it", good + b"x"),
                           ("damaged", good[:40] + b"\xff\xff\xff" + good[43:])):
            problem(name, s.put("a", body, headers=GZIP), 400, "invalid_encoding")
        bomb = gzip.compress(b" " * (200 << 20), 9)
        problem("more than an article may be", s.put("a", bomb, headers=GZIP), 413, "body_too_large")
        problem("more than a bulk may be", s.bulk(bomb, headers=GZIP), 413, "body_too_large")
        problem("more than a search may be", s.request("POST", "/v1/search", bomb[:60000], headers=GZIP), 413, "body_too_large")
        problem("packed in another way", s.put("a", good, headers={"Content-Encoding": "deflate"}), 415, "unsupported_media_type")
        check("nothing was stored", s.get("/v1/status").json["change_accepted"] == 0)


def tagged(s, target, tag=None):
    return s.get(target, headers={"If-None-Match": tag} if tag else {})


def test_what_the_client_has_is_not_sent_again():
    with Index() as index, Service(index.path) as s:
        for n in range(3):
            s.put(f"a-{n}", {"title": f"{WORD} {n}", "published_at": f"2026-01-0{n + 1}"})
        targets = ("/v1/articles/a-1", f"/v1/search?freshness=off&limit=1&q={quote(WORD)}", "/v1/search?sort=-date&from=2025",
                   "/v1/search?from=2025&format=atom", "/v1/articles/a-1/related", "/v1/articles/a-1/duplicates",
                   "/v1/openapi.json", "/", "/v1/analyze?text=x")
        tags = {}
        for target in targets:
            a = tagged(s, target)
            tags[target] = a.headers["etag"]
            check(f"may be kept, and is asked for again {target}", a.headers["cache-control"] == "no-cache", a)
            for given in (tags[target], f'"x", {tags[target]}', "*"):
                a = tagged(s, target, given)
                check(f"304 {target} {given}", a.status == 304 and not a.body and a.headers["etag"] == tags[target], a)
            head = s.request("HEAD", target, headers={"If-None-Match": tags[target]})
            check(f"HEAD {target}", head.status == 304 and not head.body, head)
            check(f"another tag {target}", tagged(s, target, '"x"').status == 200)
        s.delete("a-1")
        for target in targets[1:4]:
            a = tagged(s, target, tags[target])
            check(f"what changed is sent {target}", a.status == 200 and a.headers["etag"] != tags[target], a)
        problem("what is gone is gone, whatever the client has", tagged(s, targets[0], tags[targets[0]]), 404, "not_found")
        for target in ("/v1/status", "/healthz", "/v1/pins", "/v1/articles/none"):
            a = s.get(target, headers={"If-None-Match": "*"})
            check(f"never kept {target}", a.headers["cache-control"] == "no-store" and "etag" not in a.headers
                  and a.status != 304, a)


if __name__ == "__main__":
    main(globals())
