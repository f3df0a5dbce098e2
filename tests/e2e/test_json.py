#!/usr/bin/env python3
"""JSON bodies: each text of tests/json/cases.txt gets the right verdict from every route that takes JSON."""
import json

from json_cases import cases
from sarnakh import Index, check, main
from service import Service

CODES = {"invalid_json", "invalid_article", "invalid_setting", "invalid_utf8", "limit_exceeded"}
BODIES = (("PUT", "/v1/articles/a"), ("PATCH", "/v1/articles/a"), ("POST", "/v1/search"), ("POST", "/v1/related"), ("POST", "/v1/analyze"),
          ("POST", "/v1/evaluate"), ("PUT", "/v1/pins/a"), ("PUT", "/v1/judgements/a"))
SMALL = 15000  # what every one of these routes takes
DEEPEST = 30  # an article has two levels around `extra`: the deepest texts that are taken are too deep in it


def wrapped(text, id_=b"a"):
    return b'{"id":"' + id_ + b'","title":"t","extra":{"v":' + text + b"}}"


def depth(text):
    return text.count(b"[") + text.count(b"{")  # at most


def of_kind(*kinds):
    return [(f"{kind} {name}", text) for kind, name, text in cases() if kind in kinds]


def no_constant(name):
    raise ValueError(name)


def reads_as_json(text):
    """What Python's reader says: an opinion that is not ours."""
    try:
        json.loads(text.decode("utf-8"), parse_constant=no_constant)
        return True
    except (ValueError, RecursionError):
        return False


def refused(name, a):
    check(name, a.status == 400 and a.code in CODES and a.json["detail"] and a.json["detail_fa"], a)


def test_the_verdicts_are_those_of_another_reader():
    for name, text in of_kind("n"):
        check(f"{name}: no JSON", not reads_as_json(text), text[:80])
    for name, text in of_kind("y", "i+"):
        check(f"{name}: JSON", reads_as_json(text), text[:80])


def test_what_is_no_json_is_refused_by_every_route():
    bad = of_kind("n", "i-")
    check("enough of them", len(bad) >= 300, len(bad))
    with Index() as index, Service(index.path) as s:
        connection = s.connect()
        for name, text in bad:
            refused(f"{name}: inside an article", s.put("a", wrapped(text), connection=connection))
            for method, path in BODIES if len(text) <= SMALL else BODIES[:1]:
                refused(f"{name}: {method} {path}", s.request(method, path, text, connection=connection))
        check("nothing of it was stored", s.get("/v1/status").json["change_accepted"] == 0)


def test_what_is_json_is_taken_and_given_back():
    good = [(name, text) for name, text in of_kind("y", "i+") if depth(text) <= DEEPEST and len(text) <= SMALL]
    check("enough of them", len(good) >= 120, len(good))
    with Index() as index, Service(index.path) as s:
        connection = s.connect()
        for n, (name, text) in enumerate(good):
            a = s.put(f"j-{n}", wrapped(text, b"j-%d" % n), connection=connection)
            check(f"{name}: put", a.status == 201, a)
            a = s.get(f"/v1/articles/j-{n}?fields=extra", connection=connection)
            check(f"{name}: given back", a.status == 200 and a.json["extra"]["v"] == json.loads(text), a)
        # As a whole body it is JSON, too, though not the object that is wanted.
        for name, text in good:
            a = s.request("POST", "/v1/search", text, connection=connection)
            check(f"{name}: as a search", a.status == 200 or "byte " not in a.json["detail"], a)


def test_lines_of_a_bulk_request():
    with_line_ends = (b"\n", b"\r")
    lines, want = [], []
    for kind, name, text in cases():
        if any(c in text for c in with_line_ends) or len(text) > SMALL or (kind in ("y", "i+") and depth(text) > DEEPEST):
            continue
        lines.append(wrapped(text, b"b-%d" % len(lines)))
        want.append((name, kind in ("y", "i+")))
    with Index() as index, Service(index.path) as s:
        a = s.bulk(b"\n".join(lines))
        check("all lines are answered", a.status == 200 and len(a.json["items"]) == len(lines), a)
        for (name, good), item in zip(want, a.json["items"]):
            check(f"line: {name}", item["status"] == 201 if good else
                  item["status"] == 400 and item["error"]["code"] in CODES, item)


if __name__ == "__main__":
    main(globals())
