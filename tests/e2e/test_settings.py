#!/usr/bin/env python3
"""Editors' settings as their users put them: pins, sets of synonyms, judgements, over HTTP and on the
command line; seen at once, kept by rebuilds, restarts and kills, refused where they are wrong."""
import json
import signal
import threading

import traced
from sarnakh import INDEXER, ZWNJ, Index, check, lines, main, skip
from service import Service, problem, quote

BOOKS = f"کتاب{ZWNJ}ها"
NEWS = [{"id": "flood-1", "title": "سیل در دشت", "source": "a"},
        {"id": "flood-2", "title": "سیل در شهر", "source": "b"},
        {"id": "guide", "title": "راهنمای امداد", "source": "b"},
        {"id": "book", "title": "کتاب تازه", "source": "a"}]


def put(s, kind, key, body, **options):
    return s.request("PUT", f"/v1/{kind}/{quote(key)}", body, **options)


def delete(s, kind, key, **options):
    return s.request("DELETE", f"/v1/{kind}/{quote(key)}", **options)


def test_pins_over_http():
    with Index() as index, Service(index.path) as s:
        s.bulk(lines(*NEWS))
        a = put(s, "pins", BOOKS, {"pinned": ["guide", "book"], "hidden": ["flood-1"]})
        check("created, seen", a.status == 201 and a.json["status"] == "created"
              and a.json["visible"] is True and a.json["query"] == BOOKS, a)
        for writing in (BOOKS, "کتابها", "کتاب ها", "كتاب", "کتاب را"):
            check(f"every writing: {writing}", s.ids(writing) == ["guide", "book"], s.ids(writing))
        hits = s.search(BOOKS, explain="true").json["hits"]
        check("marked", [h["pinned"] for h in hits] == [True, True], hits)
        check("explained", hits[0]["explain"]["parts"][0]["name"] == "pinned", hits[0])
        check("without", s.ids(BOOKS, curation="false") == ["book"])
        check("filtered", s.ids(BOOKS, **{"filter.source": "a"}) == ["book"])
        change = a.json["change"]
        a = put(s, "pins", BOOKS, {"pinned": ["guide", "book"], "hidden": ["flood-1"]})
        check("the same again", a.status == 200 and a.json["status"] == "unchanged", a)
        a = s.get("/v1/pins/" + quote(BOOKS))
        check("read", a.status == 200 and a.json["pinned"] == ["guide", "book"]
              and a.json["hidden"] == ["flood-1"] and a.json["match"] == "exact"
              and a.json["change"] == change and a.json["who"] == "http"
              and a.json["at"].endswith("Z"), a)
        check("HEAD", s.request("HEAD", "/v1/pins").status == 200)
        put(s, "pins", "سیل/۱", {"hidden": ["flood-1"]})
        a = s.get("/v1/pins")
        check("listed", [p["query"] for p in a.json["pins"]] == ["سیل/۱", BOOKS], a)
        s.delete("guide")
        check("taken down: gone at once", s.ids(BOOKS) == ["book"], s.ids(BOOKS))
        s.lift("guide")
        check("lifted: back in its place", s.ids(BOOKS) == ["guide", "book"], s.ids(BOOKS))
        a = delete(s, "pins", BOOKS)
        check("removed", a.status == 200 and a.json["status"] == "removed" and a.json["visible"], a)
        check("not pinned any more", s.ids(BOOKS) == ["book"])
        problem("removed twice", delete(s, "pins", BOOKS), 404, "unknown_setting")
        problem("read no more", s.get("/v1/pins/" + quote(BOOKS)), 404, "unknown_setting")


def test_synonyms_over_http():
    with Index() as index, Service(index.path) as s:
        s.bulk(lines(*NEWS))
        check("before", s.ids("سیلابه") == [])
        a = put(s, "synonyms", "آب", "# رود و سیل\nسیلابه => سیل\nگاهنامه، کتاب\n")
        check("created", a.status == 201 and a.json["name"] == "آب" and a.json["visible"], a)
        check("found by the other name", set(s.ids("سیلابه")) == {"flood-1", "flood-2"})
        check("both ways", s.ids("گاهنامه") == ["book"] and s.ids("سیلابه", expand="false") == [])
        a = s.get("/v1/synonyms/" + quote("آب"))
        check("read as put", a.json["rules"].startswith("# رود"), a)
        check("listed", len(s.get("/v1/synonyms").json["synonyms"]) == 1)
        a = put(s, "synonyms", "آب", "a => b\nسیلابه =>\n")
        problem("a mistake is named by line", a, 400, "invalid_setting", parameter="rules")
        check("its line", "line 2" in a.json["detail"] and "2" in a.json["detail_fa"], a)
        problem("an entry without a word", put(s, "synonyms", "x", "a, !!"), 400,
                "invalid_setting", parameter="rules")
        problem("nothing", put(s, "synonyms", "x", "# only words\n"), 400, "invalid_setting",
                parameter="rules")
        problem("no UTF-8", s.request("PUT", "/v1/synonyms/x", b"a, \xff"), 400, "invalid_utf8",
                parameter="rules")
        check("the mistake changed nothing", len(s.ids("سیلابه")) == 2)
        delete(s, "synonyms", "آب")
        check("removed", s.ids("سیلابه") == [])


def test_judgements_over_http():
    with Index() as index, Service(index.path) as s:
        a = s.request("PUT", "/v1/judgements", lines(
            {"query": "سیل", "id": "flood-1", "grade": 3}, {"query": "سیل", "id": "x", "grade": 0},
            {"query": "کتاب", "id": "book", "grade": 4}))
        check("lines", a.status == 201 and a.json["judgements"] == 3 and a.json["visible"], a)
        a = s.get("/v1/judgements")
        check("listed", [(j["query"], j["id"], j["grade"]) for j in a.json["judgements"]] ==
              [("سیل", "flood-1", 3), ("سیل", "x", 0), ("کتاب", "book", 4)], a)
        a = put(s, "judgements", "سیل", {"flood-2": 2})
        check("those of a query are replaced", a.status == 200 and a.json["status"] == "updated", a)
        a = s.get("/v1/judgements/" + quote("سیل"))
        check("only the new", [(j["id"], j["grade"]) for j in a.json["judgements"]] ==
              [("flood-2", 2)], a)
        bad = lines({"query": "سیل", "id": "n", "grade": 1}) + "\n{\"query\":\"x\",\"grade\":7}\n"
        a = s.request("PUT", "/v1/judgements", bad)
        problem("all or nothing", a, 400, "invalid_setting", parameter="grade")
        check("the line", a.json["detail"].startswith("line 3: grade"), a)
        check("nothing of it", len(s.get("/v1/judgements").json["judgements"]) == 2)
        problem("no grade", put(s, "judgements", "سیل", {"n": 5}), 400, "invalid_setting",
                parameter="grade")
        problem("no object", put(s, "judgements", "سیل", []), 400, "invalid_setting")
        problem("nothing", s.request("PUT", "/v1/judgements", " \n"), 400, "invalid_setting")
        check("removed", delete(s, "judgements", "سیل").json["status"] == "removed")
        problem("unknown", s.get("/v1/judgements/" + quote("سیل")), 404, "unknown_setting")


HOSTILE = [
    (b"", "invalid_setting", None), (b"[]", "invalid_setting", None),
    (b"{", "invalid_setting", None), (b"\xff", "invalid_utf8", None),
    (b"{}", "invalid_setting", "pinned"), (b'{"pinned":[]}', "invalid_setting", "pinned"),
    (b'{"pinned":"n"}', "invalid_setting", "pinned"), (b'{"pinned":[1]}', "invalid_setting", "pinned"),
    (b'{"pinned":["a b"]}', "invalid_setting", "pinned"),
    (b'{"pinned":["a","a"]}', "invalid_setting", "pinned"),
    (b'{"pinned":["a"],"match":"some"}', "invalid_setting", "match"),
    (b'{"pinned":["a"],"boost":2}', "invalid_setting", "boost"),
    (b'{"pinned":["a"],"query":"other"}', "invalid_setting", "query"),
    (json.dumps({"pinned": [str(i) for i in range(11)]}).encode(), "limit_exceeded", "pinned"),
    (json.dumps({"hidden": [str(i) for i in range(51)]}).encode(), "limit_exceeded", "hidden"),
    (b'{"pinned":["' + b"x" * 201 + b'"]}', "limit_exceeded", "pinned"),
]


def test_hostile_settings():
    with Index() as index, Service(index.path) as s:
        for body, code, parameter in HOSTILE:
            problem(f"{body[:40]!r}", put(s, "pins", "سیل", body), 400, code, parameter=parameter)
        good = {"pinned": ["n"]}
        problem("no word", put(s, "pins", "!!", good), 400, "invalid_setting", parameter="query")
        problem("a control character", put(s, "pins", "a\x01b", good), 400, "invalid_setting",
                parameter="query")
        problem("a blank", put(s, "pins", " ", good), 400, "invalid_setting", parameter="query")
        problem("too long", put(s, "pins", "x" * 1025, good), 400, "limit_exceeded", parameter="id")
        check("as long as it may be", put(s, "pins", "x" * 1024, good).status == 201)
        problem("too many words", put(s, "pins", "ab " * 65 + "x", good), 400, "limit_exceeded",
                parameter="query")
        problem("too large", put(s, "pins", "سیل", b" " * 16385), 413, "body_too_large")
        problem("a parameter", s.request("PUT", "/v1/pins/x?until=1", good), 400,
                "unknown_parameter", parameter="until")
        problem("from elsewhere", put(s, "pins", "x", good, headers={"Origin": "http://x"}), 403,
                "forbidden")
        problem("removal from elsewhere", delete(s, "synonyms", "x", headers={"Via": "1.1 x"}), 403,
                "forbidden")
        a = s.request("POST", "/v1/pins/x", good)
        problem("method", a, 405, "method_not_allowed")
        check("Allow", a.headers["allow"] == "GET, HEAD, PUT, DELETE, OPTIONS", a)
        for kind in ("pins", "synonyms", "judgements"):
            problem(f"{kind}: unknown", delete(s, kind, "nobody"), 404, "unknown_setting")


def test_settings_live_as_long_as_the_archive():
    with Index() as index:
        with Service(index.path) as s:
            s.bulk(lines(*NEWS))
            put(s, "pins", "سیل", {"pinned": ["guide"]})
            put(s, "synonyms", "آب", "سیلابه => سیل")
            s.process.kill()
            s.process.wait()
            s.exit_status = -signal.SIGKILL
        done = index.indexer("rebuild", "--quiet")
        check("rebuilt", done.status == 0, done)
        with Service(index.path) as s:
            check("pins after kill and rebuild", s.ids("سیل", limit=1) == ["guide"])
            check("synonyms too", len(s.ids("سیلابه")) == 2, s.ids("سیلابه"))
            rebuild = threading.Thread(target=lambda: index.indexer("rebuild", "--quiet"))
            rebuild.start()
            for i in range(5):
                put(s, "pins", f"کتاب {i}", {"pinned": ["guide"]})
            rebuild.join()
            check("what was put meanwhile", all(s.ids(f"کتاب {i}", limit=1) == ["guide"]
                                                for i in range(5)))
        check("sound", index.indexer("check").status == 0)


def test_many_at_once():
    with Index() as index, Service(index.path) as s:
        s.bulk(lines(*NEWS))
        answers = []

        def write(n):
            for i in range(10):
                answers.append(put(s, "pins", f"سیل {n} {i}", {"pinned": ["guide"]}))
                answers.append(s.put(f"n-{n}-{i}", {"title": f"خبر {i}"}))

        threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        check("all stored and seen", len(answers) == 80 and
              all(a.status == 201 and a.json["visible"] for a in answers))
        check("all there", len(s.get("/v1/pins").json["pins"]) == 40)


def test_the_command_line():
    with Index() as index:
        index.add(*NEWS)
        pins = lines({"query": BOOKS, "pinned": ["guide"]}, {"query": "سیل", "hidden": ["flood-1"],
                                                            "match": "contains"})
        r = index.report("settings", "put", "pins", "-", "--who", "نگار", stdin=pins)
        check("pins in", r["exit"] == 0 and r["created"] == 2 and r["visible"], r)
        r = index.report("settings", "put", "pins", "-", stdin=pins)
        check("again", r["exit"] == 0 and r["unchanged"] == 2, r)
        r = index.report("settings", "put", "pins", "-", stdin=pins + "{}\n\n{\"query\":1}\n"
                         + "x" * 20000 + "\n")
        check("refused lines are named", r["exit"] == 3 and r["refused"] == 3
              and [x["line"] for x in r["refusals"]] == [3, 5, 6], r)
        hits = index.search(BOOKS)["hits"]
        check("shown", [h["id"] for h in hits] == ["guide", "book"], hits)
        done = index.indexer("settings", "get", "pins", BOOKS)
        check("get", done.status == 0 and done.json["who"] == "نگار", done)
        done = index.indexer("settings", "list", "pins")
        check("list", len(done.out.splitlines()) == 2, done)
        done = index.indexer("settings", "export", "pins")
        r = index.report("settings", "put", "pins", "-", stdin=done.out)
        check("export is what put reads", r["unchanged"] == 2, r)

        done = index.indexer("settings", "put", "synonyms", "آب", "-", stdin="سیلابه => سیل\n")
        check("synonyms in", done.status == 0, done)
        check("found", len(index.search("سیلابه")["hits"]) == 2, index.search("سیلابه"))
        done = index.indexer("settings", "put", "synonyms", "آب", "-", stdin="a, b\nc =>\n")
        check("a mistake", done.status == 1 and "line 2" in done.err, done)
        done = index.indexer("settings", "put", "synonyms", "آب", "-", stdin="a, !!\n")
        check("no word", done.status == 1 and "line 1" in done.err, done)
        done = index.indexer("settings", "export", "synonyms", "آب")
        check("rules out", done.out == "سیلابه => سیل\n", done)

        judged = lines({"query": "سیل", "id": "flood-1", "grade": 3},
                       {"query": "سیل", "id": "flood-2", "grade": 0},
                       {"query": BOOKS, "id": "book", "grade": 4})
        r = index.report("settings", "put", "judgements", "-", stdin=judged)
        check("judgements in", r["created"] == 3, r)
        done = index.indexer("settings", "export", "qrels")
        check("qrels", sorted(done.out.splitlines()) == sorted(
            ["1 0 flood-1 3", "1 0 flood-2 0", "2 0 book 4"]), done)
        done = index.indexer("settings", "export", "topics")
        check("topics", done.out == f"1\tسیل\n2\t{BOOKS}\n", done)
        done = index.indexer("settings", "export", "judgements")
        check("judgements out", sorted(done.out.replace(", ", ",").splitlines()) ==
              sorted(judged.replace('": ', '":').replace(", ", ",").splitlines()), done)

        done = index.indexer("settings", "delete", "pins", BOOKS, "هیچ")
        check("delete names what is not there", done.status == 3 and "هیچ" in done.err, done)
        check("gone", [h["id"] for h in index.search(BOOKS)["hits"]] == ["book"])
        for wrong in ((), ("put",), ("put", "pins"), ("list", "birds"), ("get", "pins"),
                      ("export", "synonyms"), ("fly", "pins"), ("put", "synonyms", "x"),
                      ("delete", "pins")):
            check(f"usage {wrong}", index.indexer("settings", *wrong).status == 2)
        check("no file", index.indexer("settings", "put", "pins", "/nonexistent").status == 1)
        check("unknown", index.indexer("settings", "get", "pins", "هیچ").status == 1)
        check("sound", index.indexer("check").status == 0)


def test_a_put_killed_anywhere():
    """Whatever the moment: the pin is there and shown, or not at all, and the index goes on."""
    if not traced.can_trace():
        return skip("killed puts", "cannot trace")
    with Index() as index:
        index.add(*NEWS)
        pins = index.folder / "pins.jsonl"
        pins.write_text(lines(*[{"query": "سیل", "pinned": ["guide"]}]), encoding="utf-8")
        command = [INDEXER, "--index", index.path, "settings", "put", "pins", pins]
        status, stops = traced.run_until(command, None)
        check("put", status == 0)
        index.indexer("settings", "delete", "pins", "سیل")
        for stop in range(3, stops, max(1, stops // 24)):
            traced.run_until(command, stop)
            done = index.indexer("rebuild" if stop % 2 else "withdraw", *([] if stop % 2 else ["-"]))
            check(f"goes on after {stop}", done.status == 0, done)
            held = index.indexer("settings", "get", "pins", "سیل").status == 0
            first = index.search("سیل")["hits"][0]["id"]
            check(f"stop {stop}", (first == "guide") == held, (held, first))
            if held:
                index.indexer("settings", "delete", "pins", "سیل")
        check("sound", index.indexer("check").status == 0)


if __name__ == "__main__":
    main(globals())
