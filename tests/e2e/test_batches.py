#!/usr/bin/env python3
"""Batches as cron runs them: silent when all is well, telling when it is not; not beside each other;
reports in files; remembered; warnings when nothing new comes any more."""
import datetime
import json
import os
import pty
import re
import subprocess

from sarnakh import INDEXER, SOURCE, Index, article, check, lines, main, run
from service import within

OK, FAILED, USAGE, REFUSED, LEFT, AGED, PENDING = 0, 1, 2, 3, 4, 5, 75


def rows_of_help():
    text = run(INDEXER, "--help").out
    table = text[text.index("exit statuses:"):]
    return [(number, name, sentence.strip()) for number, name, sentence in
            re.findall(r"^  (\d+) +(\w+) +(.*)$", table, re.M)]


def test_exit_statuses_are_documented():
    page = (SOURCE / "docs" / "batches.md").read_text(encoding="utf-8")
    table = page[page.index("| exit status of sarnakh-index |"):]
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| ([^|]*) \|", table, re.M)
    check("docs/batches.md has the table of --help", rows == rows_of_help(), (rows, rows_of_help()))
    check("each status is there", [int(n) for n, _, _ in rows_of_help()] ==
          [OK, FAILED, USAGE, REFUSED, LEFT, AGED, PENDING], rows_of_help())


# ---- quiet and report

def report_of(index, *args, **options):
    """(done, the file of --report as JSON)"""
    path = index.folder / "report.json"
    done = index.indexer(*args, "--report", path, **options)
    return done, json.loads(path.read_text(encoding="utf-8"))


def test_quiet():
    with Index() as index:
        for args in (["add", "-"], ["rebuild"], ["status"], ["withdraw", "a-1"]):
            done = index.indexer("--quiet", *args, stdin=lines(article(1)))
            check(f"{args[0]}: nothing is said", (done.status, done.out, done.err) == (OK, "", ""), done)
        done = index.indexer("--quiet", "add", "-", stdin=lines(article(2)) + '{"id": "x"}\n')
        check("something refused is named", done.status == REFUSED and done.out == "" and
              re.search("^-:2: invalid: .*title", done.err), done)
        check("with what was taken", "2 read, 1 new" in done.err, done)
        check("and which run it was", re.search(
            rf"add of {re.escape(str(index.path))}, begun 20\S+Z, ended with exit status 3 \(refused\)\n\Z",
            done.err), done)
        done = index.indexer("--quiet", "add", "/none.jsonl")
        check("a failure too", done.status == FAILED and "/none.jsonl" in done.err and
              "exit status 1 (failed)" in done.err, done)
        with index.hold_lock():
            done = index.indexer("--quiet", "--wait", 0, "add", "-", stdin=lines(article(3)))
        check("what the index does not show yet too", done.status == PENDING and
              "exit status 75 (pending)" in done.err and "stored" in done.err, done)


def test_report():
    with Index() as index:
        done, report = report_of(index, "add", "-", stdin=lines(article(1), article(2)))
        check("a good run", (done.status, report["exit_status"], report["outcome"], report["command"]) ==
              (OK, OK, "done", "add"), report)
        check("with what it did", report["report"]["created"] == 2 and report["report"]["visible"], report)
        check("when", report["began_at"] <= report["ended_at"] and report["took_ms"] >= 0, report)
        check("nothing went wrong", report["errors"] == report["warnings"] == [], report)
        check("the report of --json is the one in it",
              {**report_of(index, "--json", "add", "-")[0].json, "took_ms": 0} ==
              {**report_of(index, "add", "-")[1]["report"], "took_ms": 0})
        done, report = report_of(index, "add", "-", stdin='{"id": "x"}\n')
        check("refusals", (report["exit_status"], report["outcome"]) == (REFUSED, "refused") and
              report["report"]["refusals"][0]["id"] is None and
              report["report"]["refusals"][0]["line"] == 1, report)
        name, path = os.fsencode(str(index.folder)) + b"/n\xff\".jsonl", index.folder / "report.json"
        done = subprocess.run([INDEXER, "--index", index.path, "--report", path, "add", name],
                              stderr=subprocess.DEVNULL, check=False)
        report = json.loads(path.read_text(encoding="utf-8"))
        check("a failure is told in the file, whatever the name", (done.returncode, report["outcome"]) ==
              (FAILED, "failed") and "n?\".jsonl" in report["errors"][0], report)
        check("with what was done before it", report["report"]["read"] == 0, report)
        done, report = report_of(index, "add")
        check("a wrong command line too", report["outcome"] == "usage" and report["report"] is None, report)
        done, report = report_of(index, "rebuild")
        check("a rebuild", report["command"] == "rebuild" and report["report"]["applied"] == 2, report)
        done, report = report_of(index, "status")
        check("status", report["report"]["articles"] == 2, report)
        done, report = report_of(index, "add", "-", "--dry-run", stdin=lines(article(3)))
        check("a dry run", report["report"]["taken"] == 1, report)
        check("no temporary file is left", os.listdir(index.folder).count("report.json") == 1 and
              len([n for n in os.listdir(index.folder) if n.startswith("report.json")]) == 1)
        done = index.indexer("add", "-", "--report", "/none/report.json")
        check("a report that cannot be written is failure", done.status == FAILED and
              "/none/report.json" in done.err, done)
        none = Index()
        done, report = report_of(none, "rebuild")
        check("no index", report["outcome"] == "failed" and "no index" in report["errors"][0], report)


def test_progress_on_a_terminal():
    with Index() as index:
        feed = index.folder / "feed.jsonl"
        feed.write_text(lines(*(article(n) for n in range(1500))), encoding="utf-8")
        ours, theirs = pty.openpty()
        child = subprocess.Popen([INDEXER, "--index", index.path, "add", feed], stderr=theirs)
        os.close(theirs)
        text = b""
        try:
            while piece := os.read(ours, 65536):
                text += piece
        except OSError:  # the other side is closed
            pass
        os.close(ours)
        check("ends well", child.wait() == OK)
        check("progress has a rate, on one line", re.search(rb"\rreading \d+, \d+ a second", text) or
              re.search(rb"\rindexing change \d+ of \d+, \d+ a second", text), text)


# ---- two at a time

def batch(index, *args, **options):
    return subprocess.Popen([INDEXER, "--index", str(index.path), *map(str, args)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_overlap():
    with Index() as index:
        index.add(article(1))
        with index.hold_lock("run-add.lock"):
            done = index.indexer("add", "-", "--overlap", "leave", stdin=lines(article(2)))
            check("leave: its own exit status", done.status == LEFT and done.out == "", done)
            check("one sentence", done.err.count("\n") == 1 and "add: another run is at work" in done.err, done)
            check("nothing was stored", index.status()["articles"] == 1)
            done, report = report_of(index, "add", "-", "--overlap", "leave", stdin=lines(article(2)))
            check("the report says so too", (report["outcome"], report["exit_status"]) == ("left", LEFT) and
                  "another run" in report["errors"][0], report)
            done = index.indexer("add", "-", "--overlap", "wait", "--wait", 1, stdin=lines(article(2)))
            check("wait: in vain, no longer than --wait", done.status == LEFT and "in vain" in done.err, done)
            check("side by side where nobody asks", index.add(article(3))["exit"] == OK)
            check("other kinds are not in the way", index.indexer("rebuild").status == OK)
            waiting = batch(index, "add", "-", "--overlap", "wait")
        _, err = waiting.communicate(lines(article(2)).encode())
        check("wait: goes on when the other has ended", waiting.returncode == OK, err)
        check("and does its work", index.status()["articles"] == 3)
        with index.hold_lock("run-rebuild.lock"):
            done = index.indexer("--quiet", "rebuild")
            check("rebuilds leave each other alone", done.status == LEFT and done.err.count("\n") == 1, done)
        for args in (["rebuild", "--overlap", "hope"], ["status", "--overlap", "wait"]):
            done = index.indexer(*args)
            check(f"usage: {args}", done.status == USAGE and "--overlap" in done.err, done)


def test_a_killed_run_is_in_nobodys_way():
    with Index() as index:
        index.add(article(1))
        first = batch(index, "add", "-", "--overlap", "leave")
        lock = index.path / "run-add.lock"
        check("it holds the lock", within(30, lambda: lock.exists() and lock.read_text()))
        done = index.indexer("add", "-", "--overlap", "leave", stdin=lines(article(2)))
        check("the second leaves", done.status == LEFT and f"process {first.pid}" in done.err, done)
        first.kill()
        first.communicate()
        done = index.indexer("add", "-", "--overlap", "leave", stdin=lines(article(2)))
        check("the kernel lets go of the lock", done.status == OK, done)


# ---- remembered, and too old

def test_runs_are_remembered():
    with Index() as index:
        index.add(article(1, published_at="2026-11-22T10:00:00Z"), article(2, published_at="2026-11-20"))
        status = index.status()
        check("the newest article", status["newest_article_at"] == "2026-11-22T10:00:00Z", status)
        add = status["last_runs"]["add"]
        check("the last run", add["exit_status"] == OK and add["good_at"] == add["ended_at"], status)
        index.indexer("add", "-", stdin="{}\n")
        index.indexer("add", "-", "--dry-run", stdin=lines(article(3)))
        again = index.status()["last_runs"]["add"]
        check("a bad one leaves the last good one", again["exit_status"] == REFUSED and
              again["good_at"] == add["good_at"], again)
        check("only what has run", list(status["last_runs"]) == ["add"], status)
        index.indexer("rebuild")
        check("a rebuild too", index.status()["last_runs"]["rebuild"]["exit_status"] == OK)
        text = index.indexer("status").out
        check("status shows them", re.search(r"^newest +2026-11-22T10:00:00Z, .* ago$", text, re.M) and
              re.search(r"^add +20\S+Z, .* ago \(refused\); last good one 20", text, re.M) and
              re.search(r"^rebuild +20\S+Z, .* ago \(done\)$", text, re.M), text)


def test_too_old():
    now = datetime.datetime.now(datetime.timezone.utc)
    at = (now - datetime.timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Index() as index:
        index.add(article(1, published_at=at))
        young = ["--newest-article-max-age", "6h", "--last-good-run-max-age", "1h"]
        old = ["--newest-article-max-age", "4h"]
        done = index.indexer("status", "--check", "--quiet", *young)
        check("young enough: status 0 and silence", (done.status, done.out, done.err) == (OK, "", ""), done)
        done = index.indexer("status", "--check", "--quiet", *old)
        check("too old: status 5 and a sentence", done.status == AGED and
              re.search(r"warning: the newest article is 5 h 0 min old", done.err), done)
        done = index.indexer("status", "--check", "--quiet", "--last-good-run-max-age", "rebuild=1d")
        check("no good run yet", done.status == AGED and "rebuild: there is none yet" in done.err, done)
        done, report = report_of(index, "add", "-", "--quiet", *old)
        check("a run warns at its end, and is good all the same", done.status == OK and
              done.err.count("\n") == 1 and "5 h 0 min old" in done.err, done)
        check("the report too", "5 h 0 min old" in report["warnings"][0] and
              report["outcome"] == "done", report)
        check("status without --check does not mind", index.indexer("status", *old).status == OK)
        for args in (["status", "--check"], ["status", "--check", "--newest-article-max-age", "6"],
                     ["add", "-", "--last-good-run-max-age", "x=1h"],
                     ["add", "-", "--last-good-run-max-age", "add=1h,"]):
            done = index.indexer(*args)
            check(f"usage: {args}", done.status == USAGE and "max-age" in done.err, done)


if __name__ == "__main__":
    main(globals())
