#!/usr/bin/env python3
"""Keeping an index for years: the account of takedowns, vacuum, going back, and what holds through all of it."""
import json
import os
import re
import subprocess

from sarnakh import INDEXER, NEWS, Index, article, check, lines, main, run, topics
from service import Service

OK, FAILED, USAGE, REFUSED, PENDING = 0, 1, 2, 3, 75
QUERIES = list(topics().values())[::5]
GONE, WORD = "varzesh-emruz-5281", "کیاوند شاهین"  # an article of the fixtures, and what finds it


def shown(index, id_=GONE, word=WORD):
    return id_ in index.ids(word, "limit=100", "collapse=none")


def ledger(index):
    done = index.indexer("takedowns", "--json")
    rows = [json.loads(line) for line in done.out.splitlines()]
    return rows[:-1], rows[-1]


# ---- takedowns: who, when, why, how many, lifted by

def test_the_audit_says_who_when_why_count_and_lifted_by():
    with Index() as index:
        index.add(article(1), article(2))
        index.report("delete", "a-1", "--who", "دفتر حقوقی", "--why", "شکایت ۱۷")
        index.report("delete", "never-seen", "--who", "دفتر حقوقی")
        index.report("lift", "a-1", "--who", "سردبیر")
        rows, total = ledger(index)
        check("a line each", [r["id"] for r in rows] == ["a-1", "never-seen"], rows)
        first, second = rows
        check("who, why, lifted by", (first["who"], first["why"], first["lifted_by"]) ==
              ("دفتر حقوقی", "شکایت ۱۷", "سردبیر"), first)
        check("when", all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first[k])
                          for k in ("at", "lifted_at")), first)
        check("count: what it took out", (first["count"], second["count"]) == (1, 0), rows)
        check("in force", (first["in_force"], second["in_force"]) == (False, True), rows)
        check("nothing that was not said", (second["why"], second["lifted_at"], second["lifted_by"]) ==
              (None, None, None), second)
        check("and all together", total == {"command": "takedowns", "takedowns": 2, "in_force": 1,
                                            "lifted": 1, "count": 1}, total)
        text = index.indexer("takedowns").out
        check("for people too", "lifted by سردبیر" in text and "شکایت ۱۷" in text and
              text.endswith("2 takedowns: 1 in force, 1 lifted; 1 articles taken out\n"), text)
        index.report("delete", "a-2", "--why", "\x1b[2Jرسوا")
        check("a terminal does not obey it", "\x1b" not in index.indexer("takedowns").out)


def taken_down(*files):
    """An index with one article of the fixtures taken down."""
    index = Index(*(files or NEWS[1:2]))
    check("there before", shown(index))
    index.report("delete", GONE, "--who", "دفتر حقوقی", "--why", "شکایت")
    check("taken down", not shown(index))
    return index


def check_out(index, when):
    check(f"{when}: not found", not shown(index))
    why = index.why(GONE)
    check(f"{when}: in force", (why["state"], why["in_index"]) == ("taken_down", False), why)
    rows, _ = ledger(index)
    check(f"{when}: in the ledger, with who and why", [(r["id"], r["who"], r["why"], r["in_force"])
                                                       for r in rows] ==
          [(GONE, "دفتر حقوقی", "شکایت", True)], rows)
    check(f"{when}: archive and index agree", index.indexer("check").status == OK)


def test_a_takedown_survives_a_rebuild():
    with taken_down() as index:
        check("rebuild", index.report("rebuild")["exit"] == OK)
        check_out(index, "after a rebuild")
        check("rebuild with other groups", index.report("rebuild", "--regroup")["exit"] == OK)
        check_out(index, "after a rebuild of the groups")


def test_a_takedown_survives_an_old_feed():
    with taken_down() as index:
        report = index.report("add", NEWS[1])
        check("the feed is refused there", report["exit"] == REFUSED and
              any(r["id"] == GONE and r["code"] == "taken_down" for r in report["refusals"]), report)
        check_out(index, "after an old feed")


def test_a_takedown_survives_vacuum():
    with taken_down() as index:
        check("vacuum", index.report("vacuum")["exit"] == OK)
        check_out(index, "after vacuum")
        index.report("add", NEWS[1])
        check_out(index, "after vacuum and an old feed")


def test_a_takedown_survives_going_back():
    with Index(NEWS[1]) as index:
        index.report("rebuild")
        index.report("delete", GONE, "--who", "دفتر حقوقی", "--why", "شکایت")
        report = index.report("rollback")
        check("the generation before held it", report["exit"] == OK and report["removed"] == 1, report)
        check_out(index, "after going back")


def test_a_lifted_takedown_is_lifted():
    with taken_down() as index:
        index.report("lift", GONE, "--who", "سردبیر")
        for command in ("rebuild", "vacuum", "rollback"):
            check(command, index.report(command)["exit"] == OK)
            check(f"back after {command}", shown(index))


# ---- going back

def test_going_back():
    with Index(*NEWS) as index:
        done = index.indexer("rollback")
        check("nothing to go back to", done.status == FAILED and
              "no generation before 1" in done.err, done)
        index.report("rebuild")
        index.add(article(1, title="سنجابک تازه"))
        want = index.answers(QUERIES, "explain=true")
        report = index.report("rollback")
        check("back", report["exit"] == OK and report["visible"], report)
        check("under a number of its own", index.status()["generation"] == 3, index.status())
        check("the same answers", index.answers(QUERIES, "explain=true") == want)
        check("what was added since is there", index.ids("سنجابک") == ["a-1"])
        for args in (["x"], ["0"], ["1", "2"]):
            done = index.indexer("rollback", *args)
            check(f"rollback {args}", done.status == USAGE, done)
        done = index.indexer("rollback", "77")
        check("one that is not there", done.status == FAILED and "no generation 77" in done.err, done)
        with index.hold_lock():
            done = index.indexer("rollback", "--wait", 0)
            check("another process applies: 75", done.status == PENDING, done)
        check("the next one does", index.report("rollback")["exit"] == OK)
        check("archive and index agree", index.indexer("check").status == OK)


# ---- vacuum

def test_vacuum():
    with Index(*NEWS) as index:
        index.report("add", *NEWS)
        before = index.answers(QUERIES, "explain=true")
        report = index.report("vacuum")
        check("vacuum", report["exit"] == OK, report)
        check("the index got smaller", 0 < report["index_after"] < report["index_before"], report)
        check("the archive no larger", report["archive_after"] <= report["archive_before"], report)
        check("a new generation", index.status()["generation"] == 2)
        check("the same answers", index.answers(QUERIES, "explain=true") == before)
        check("archive and index agree", index.indexer("check").status == OK)
        check("nothing else is left", not [n for n in os.listdir(index.path) if "etilqs" in n])
        text = index.indexer("vacuum").out
        check("for people", "archive" in text and "index" in text, text)
        done = index.indexer("vacuum", "--quiet")
        check("nothing when it is to be quiet", (done.status, done.out, done.err) == (OK, "", ""), done)
        check("a rebuild answers the same", index.report("rebuild")["exit"] == OK and
              index.answers(QUERIES, "explain=true") == before)


def test_a_large_part_that_is_empty_is_given_back():
    with Index() as index:
        index.add(*(article(n, body="متن دراز " * 3000) for n in range(60)))
        index.add(*(article(n, body="کوتاه") for n in range(60)))
        report = index.report("vacuum")
        check("it is given back", report["exit"] == OK and report["archive_rewritten"] and
              report["archive_after"] < report["archive_before"] / 3, report)
        check("the file has shrunk", (index.path / "archive.db").stat().st_size ==
              report["archive_after"], report)
        check("needless rows of the log went", report["changes_removed"] == 60, report)
        check("all is there", index.status()["articles"] == 60)
        check("archive and index agree", index.indexer("check").status == OK)


def test_vacuum_while_a_writer_writes():
    with Index(NEWS[1]) as index:
        feed = index.folder / "feed.jsonl"
        feed.write_text(lines(*(article(n) for n in range(3000))), encoding="utf-8")
        adding = subprocess.Popen([INDEXER, "--index", index.path, "-q", "add", feed])
        done = [run(INDEXER, "--index", index.path, "vacuum") for _ in range(3)]
        check("both end well", adding.wait() == OK and all(d.status == OK for d in done), done)
        index.report("add", "-")
        check("all is there", index.search("پل", "collapse=none")["total"]["uncollapsed"] >= 3000)
        check("archive and index agree", index.indexer("check").status == OK)


# ---- under a running service

def test_a_service_goes_on_meanwhile():
    with Index(NEWS[1]) as index, Service(index.path) as service:
        for n, command in enumerate(("rebuild", "rollback", "vacuum", "rollback")):
            report = index.report(command)
            check(f"{command} beside a service", report["exit"] == OK, report)
            answer = service.put(f"w-{n}", article(f"w-{n}", id=f"w-{n}", title=f"سنجابک {n}"))
            check(f"after {command} it takes new ones", answer.status == 201 and answer.json["visible"], answer)
            check("and finds all", set(service.ids("سنجابک", limit=100, collapse="none")) ==
                  {f"w-{m}" for m in range(n + 1)})
        check("a takedown too", service.delete("w-1").status == 200 and
              "w-1" not in service.ids("سنجابک", limit=100, collapse="none"))
        check("archive and index agree", index.indexer("check").status == OK)


# ---- check --deep

def test_check_deep():
    with Index(*NEWS) as index:
        index.report("delete", GONE)
        report = index.report("check", "--deep")
        check("a sound index is sound to the last position", report["exit"] == OK and
              report["errors"] == 0 and report["findings"] == [], report)
        check("all articles are compared", report["compared"] == index.status()["articles"], report)
        for command in ("rebuild", "vacuum", "rollback"):
            check(command, index.report(command)["exit"] == OK)
            report = index.report("check", "--deep", "--sample", 40)
            check(f"after {command} too", report["exit"] == OK and report["compared"] == 40, report)
        text = index.indexer("check", "--deep", "--sample", 3, "--seed", 7).out
        check("for people", "3 articles compared, a sample (--seed 7)\n0 errors found" in text, text)
        check("--sample alone", index.indexer("check", "--sample", 3).status == USAGE)
        check("silent when it is to be", index.indexer("check", "--deep", "-q").out == "")
        with index.hold_lock():
            index.report("add", "-", "--wait", 0, stdin=lines(article(1)))
            report = index.report("check", "--deep")
            check("what waits is no error", report["exit"] == OK, report)
        index.report("add", "-")
        check("nor is it behind that", index.report("check", "--deep")["findings"] == [])


if __name__ == "__main__":
    main(globals())
