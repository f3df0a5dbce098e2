#!/usr/bin/env python3
"""Logs of events: slow searches, searches that found nothing, clicks; each in a file of its own, if it is asked for."""
import json
import re
import resource
import shutil
import signal
import subprocess

from sarnakh import SOURCE, Index, check, main, run, skip
from service import HTTPD, Service, problem, quote, within
from test_watch import Metrics

WORD = "سرنخ‌آزمایی"
NOWHERE = "بادبادک‌فروشان"
NAMES = {"slow_query_log": "slow.jsonl", "zero_hit_log": "zero.jsonl", "click_log": "clicks.jsonl"}


def flags(index, **more):
    files = {name: index.folder / file for name, file in NAMES.items()}
    return [f"--{name.replace('_', '-')}={value}" for name, value in {**files, **more}.items()]


def events(index, name):
    text = (index.folder / NAMES[name]).read_text(encoding="utf-8")
    check("whole lines", text == "" or text.endswith("\n"), text[-100:])
    return [json.loads(line) for line in text.splitlines()]


def click(s, **members):
    return s.request("POST", "/v1/clicks", {"query": WORD, "id": "a", "position": 1, **members})


def is_time(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text) is not None


def test_nothing_is_noted_unless_it_is_asked_for():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD})
        s.search(NOWHERE)
        problem("a click", click(s), 404, "not_logged")
        check("no files", sorted(p.name for p in index.folder.iterdir()) == ["index", "index.log"])


def test_searches_that_find_nothing():
    with Index() as index, Service(index.path, *flags(index)) as s:
        s.put("a", {"title": WORD, "source": "پگاه"})
        for params in ({}, {"filter.source": "پگاه"}, {"offset": 40}):
            a = s.search(" " + NOWHERE.replace("ک", "ك") + "!", correct="off", **params)
        s.search(WORD)
        s.search(WORD, offset=40)  # nothing on this page, but not nothing
        s.search("")
        s.search("-" + WORD)
        s.request("POST", "/v1/search:batch", {"searches": [{"q": NOWHERE, "correct": "off"}, {"q": WORD}]})
        got = events(index, "zero_hit_log")
        check("those only", len(got) == 4, got)
        check("folded as past queries are", {e["query"] for e in got} == {NOWHERE.replace("\u200c", "")}, got)
        check("narrowed or not", [e["narrowed"] for e in got] == [False, True, False, False], got)
        check("when, and which request", all(is_time(e["at"]) for e in got) and got[2]["request_id"] == a.json["request_id"], got)
        check("nothing of who asked", set().union(*got) == {"at", "request_id", "query", "narrowed"}, got)
        check("none was slow", events(index, "slow_query_log") == [])


def test_slow_searches():
    with Index() as index, Service(index.path, *flags(index, slow_query_ms=1)) as s:
        s.bulk("".join(json.dumps({"id": f"b-{n}", "title": f"{WORD} {n}", "body": f"{WORD} پل " * 400}) + "\n" for n in range(200)))
        s.search(f"{WORD} پل «راه»", facets="source,date:month", explain="true", limit=100, match="any")
        got = events(index, "slow_query_log")
        check("it is there", len(got) == 1, got)
        e = got[0]
        check("with its plan", e["ms"] >= 1 and e["words"] == 3 and e["parts"] > 3 and e["facets"] == 2 and e["explained"]
              and e["total"] == 200 and e["hits"] == 100 and e["route"] == "/v1/search" and not e["narrowed"], e)
        check("its words", e["query"] == f"{WORD} پل «راه»", e)
    with Index() as index, Service(index.path, *flags(index, slow_query_ms=60000)) as s:
        s.search(WORD)
        check("fast enough", events(index, "slow_query_log") == [])


def test_clicks():
    with Index() as index, Service(index.path, *flags(index)) as s:
        for id_ in ("a", "gone"):
            s.put(id_, {"title": WORD})
        s.delete("gone")
        found = s.search(WORD).json
        a = click(s, request_id=found["request_id"])
        check("noted", a.status == 200 and a.json["logged"] is True, a)
        a = click(s, query='پل "نو" \\ <b>', position=7)
        check("whatever the words", a.status == 200, a)
        for members, status, code in (({"id": "none"}, 404, "not_found"), ({"id": "gone"}, 404, "not_found"),
                                      ({"position": 0}, 400, "invalid_parameter"), ({"address": "x"}, 400, "unknown_parameter"),
                                      ({"query": "a\nb"}, 400, "invalid_parameter"), ({"query": "x" * 5000}, 400, "limit_exceeded")):
            problem(f"refused {members}"[:60], click(s, **members), status, code, *(members if status == 400 else ()))
        problem("no JSON", s.request("POST", "/v1/clicks", "x"), 400, "invalid_json")
        problem("too long", s.request("POST", "/v1/clicks", " " * 20000), 413, "body_too_large")
        problem("a parameter", s.request("POST", "/v1/clicks?a=b", {}), 400, "unknown_parameter", "a")
        got = events(index, "click_log")
        check("two lines", len(got) == 2 and all(is_time(e.pop("at")) for e in got), got)
        check("what was told, and no more", got == [{"query": WORD, "id": "a", "position": 1, "request_id": found["request_id"]},
                                                     {"query": 'پل "نو" \\ <b>', "id": "a", "position": 7}], got)
        check("counted", Metrics(s)("sarnakh_clicks_total") == 2)


def test_clicks_become_past_queries_and_judgements():
    """…by the commands of docs/monitoring.md."""
    if shutil.which("jq") is None:
        skip("the commands", "no jq")
        return
    with Index() as index, Service(index.path, *flags(index)) as s:
        s.put("a", {"title": WORD + " پل شهر"})
        for n in range(3):
            click(s, query="پل  شهر", position=n + 1)
        click(s)
        page = (SOURCE / "docs" / "monitoring.md").read_text(encoding="utf-8")
        for line in re.findall(r"^(jq .*)$", page, re.M):
            done = subprocess.run(["sh", "-ec", line], cwd=index.folder, capture_output=True, text=True, check=False)
            check(line, done.returncode == 0 and done.stderr == "", done)
        text = (index.folder / "queries.txt").read_text(encoding="utf-8")
        check("past queries", sorted(text.splitlines()) == sorted(["پل شهر\t3", f"{WORD}\t1"]), text)
        (index.path / "dictionaries").mkdir(exist_ok=True)
        shutil.copy(index.folder / "queries.txt", index.path / "dictionaries")
        s.process.send_signal(signal.SIGHUP)
        check("are suggested", within(20, lambda: "پل شهر" in str(s.get("/v1/suggest?q=" + quote("پل")).json["suggestions"])))
        done = index.indexer("settings", "put", "judgements", index.folder / "judged.jsonl")
        check("judgements", done.status == 0, done)
        kept = s.get("/v1/judgements").json["judgements"]
        check("of both queries", {(j["query"], j["id"]) for j in kept} == {("پل  شهر", "a"), (WORD, "a")}, kept)


def test_files_that_are_moved_and_disks_that_are_full():
    with Index() as index:
        done = run(HTTPD, "--index", index.path, "--create", "--click-log", index.folder / "none" / "x")
        check("no such folder", done.status == 1 and "none/x" in done.err, done)
        with Service(index.path, *flags(index)) as s:
            s.put("a", {"title": WORD})
            click(s, position=1)
            file, moved = index.folder / NAMES["click_log"], index.folder / "moved"
            file.rename(moved)
            click(s, position=2)
            s.process.send_signal(signal.SIGHUP)
            check("opened again", within(20, file.exists))
            click(s, position=3)
            check("nothing is lost", [json.loads(line)["position"] for line in moved.read_text().splitlines()] == [1, 2]
                  and [e["position"] for e in events(index, "click_log")] == [3])

    with Index() as index, Service(index.path, *flags(index)) as s:
        s.put("a", {"title": WORD})
        resource.prlimit(s.process.pid, resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        (index.folder / NAMES["click_log"]).write_bytes(b"x" * (1 << 20))
        a = click(s)
        check("a click on a full disk", a.status == 200 and a.json["logged"] is False, a)
        check("searches go on", s.ids(WORD) == ["a"] and Metrics(s)("sarnakh_event_lines_lost_total") == 1)


if __name__ == "__main__":
    main(globals())
