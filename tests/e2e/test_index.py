#!/usr/bin/env python3
"""sarnakh-index as cron and people use it: every command, every exit status, two at a time."""
import json
import os
import re
import subprocess

from sarnakh import INDEXER, NEWS, Index, article, check, lines, main, run, topics

OK, FAILED, USAGE, REFUSED, PENDING = 0, 1, 2, 3, 75
QUERIES = list(topics().values())[::4]
REPORT = ["command", "read", "created", "updated", "unchanged", "removed", "refused", "change",
          "applied", "visible", "grouping_ms", "took_ms", "refusals"]


def counts_of(report):
    return tuple(report[k] for k in ("read", "created", "updated", "unchanged", "removed", "refused"))


# ---- adding, and what is reported

def test_add():
    with Index() as index:
        one, two = index.folder / "one.jsonl", index.folder / "two.jsonl"
        one.write_text(lines(article(1), article(2)), encoding="utf-8")
        two.write_text(lines(article(3)), encoding="utf-8")
        report = index.report("add", one, "-", two, stdin=lines(article(4)))
        check("files and standard input in one go", report["exit"] == OK, report)
        check("the report has its members, in order", [k for k in report][:len(REPORT)] == REPORT, report)
        check("and counts", counts_of(report) == (4, 4, 0, 0, 0, 0), report)
        check("change 4 is in the index", (report["change"], report["applied"]) == (4, 4), report)
        check("and visible", report["visible"] is True and report["refusals"] == [], report)
        check("all four are found", len(index.ids("پل")) == 4)
        check("the query's own answer says change 4", index.search("پل")["change"] == 4)
        again = index.report("add", one)
        check("the same again is unchanged", counts_of(again) == (2, 0, 0, 2, 0, 0), again)
        check("and makes no change", (again["change"], again["applied"]) == (0, 4), again)
        done = index.indexer("add", two, "-q", stdin="")
        check("--quiet says nothing", (done.out, done.err, done.status) == ("", "", OK), done)
        done = index.indexer("add", two)
        check("without --json the summary is on standard error",
              done.out == "" and "1 read" in done.err and done.err.count("\n") == 1, done)
        check("a single article, no line end",
              index.report("add", "-", stdin=lines(article(5)).strip())["created"] == 1)
        check("nothing is nothing", counts_of(index.report("add", "-")) == (0, 0, 0, 0, 0, 0))


def test_page():
    page = ("تبلیغ\nکد خبر: ۴۲۱۷\nتاریخ انتشار: ۰۵ شهریور ۱۴۰۰ - ۱۴:۱۱\nگشایش پل تازهٔ مهرسار\n"
            "سپیده‌دم - شهردار پل را گشود.\nمردم از صبح آمده بودند.\nخبرنگار: ر. آذرکیا\nنظرات بینندگان\nنام:\n")
    with Index() as index:
        report = index.report("add", "-", stdin=page)
        check("a page saved as text is one article", counts_of(report)[:2] == (1, 1), report)
        hit = index.search("گشایش پل")["hits"][0]
        check("its code in ASCII is its id", hit["id"] == "4217", hit)
        check("its date is read", hit["published_at"] == "2021-08-27T09:41:00Z", hit)
        check("its author and source too",
              (hit["author"], hit["source"]) == (["ر. آذرکیا"], "سپیده‌دم"), hit)


def test_usage():
    with Index() as index:
        wrong = [[], ["add"], ["frobnicate"], ["add", "--frobnicate", "-"], ["add", "-", "--wait"],
                 ["add", "-", "--wait", "soon"], ["add", "-", "--wait", "-1"], ["why"],
                 ["why", "a", "b"], ["delete"], ["lift"], ["withdraw"], ["status", "--json=yes"]]
        for args in wrong:
            done = index.indexer(*args)
            check(f"usage error: {args}", done.status == USAGE and done.err and not done.out, done)
        check("--index is wanted", run(INDEXER, "status").status == USAGE)
        check("a usage error makes no index", not index.path.exists())
        for word in ("--help", "--version"):
            done = run(INDEXER, word)
            check(word, done.status == OK and done.out and not done.err, done)


def test_missing_file():
    with Index() as index:
        good = index.folder / "good.jsonl"
        good.write_text(lines(article(1)), encoding="utf-8")
        done = index.indexer("add", good, index.folder / "none.jsonl")
        check("a file that is not there is failure", done.status == FAILED, done)
        check("and named", "none.jsonl" in done.err and "No such file" in done.err, done)
        check("what was read before it is found", index.finds("پل", "a-1"))
        done = index.indexer("add", index.folder / "none")
        check("a directory that is not there too", done.status == FAILED and "No such file" in done.err, done)


# ---- versions, withdrawals, takedowns

def test_corrections():
    with Index() as index:
        index.add(article(1, version=2, title="گزارش سنجاب"))
        report = index.add(article(1, version=3, title="گزارش خرگوش"))
        check("a newer version updates", counts_of(report) == (1, 0, 1, 0, 0, 0), report)
        check("the new words are found", index.finds("خرگوش", "a-1"))
        check("the old ones are not", not index.finds("سنجاب", "a-1"))
        report = index.add(article(1, version=2, title="گزارش سنجاب"))
        check("an older version is refused", report["exit"] == REFUSED, report)
        check("as a conflict that names the id", report["refusals"][0]["code"] == "conflict" and
              report["refusals"][0]["id"] == "a-1" and "a-1" in report["refusals"][0]["reason"], report)
        check("nothing went back", index.finds("خرگوش", "a-1"))
        index.add(article(2, modified_at="2026-01-02T10:00:00Z", title="گزارش روباه"))
        report = index.add(article(2, modified_at="2026-01-01T10:00:00Z", title="گزارش گرگ"))
        check("an earlier modified_at is refused", report["exit"] == REFUSED, report)
        report = index.add(article(2, modified_at="2026-01-03T10:00:00Z", title="گزارش گرگ"))
        check("a later one updates", report["updated"] == 1 and index.finds("گرگ", "a-2"), report)
        report = index.add(article(1, version=3, title="گزارش خرگوش"), article(3))
        check("unchanged and new together", counts_of(report) == (2, 1, 0, 1, 0, 0), report)
        report = index.add(article(4, title="گزارش عقاب"), article(4, title="گزارش شاهین"))
        check("two of one id in one file: the last", counts_of(report) == (2, 1, 1, 0, 0, 0), report)
        check("is found", index.finds("شاهین", "a-4") and not index.finds("عقاب", "a-4"))
        check("archive and index agree", index.indexer("check").status == OK)


def test_corrected_date():
    with Index() as index:
        index.add(article(1, published_at="2026-01-01T10:00:00Z"),
                  article(2, published_at="2026-02-01T10:00:00Z"))
        index.add(article(1, published_at="2026-03-01T10:00:00Z"))
        check("a corrected date moves an article", index.ids("پل", "sort=-date") == ["a-1", "a-2"])
        check("and it is there once", index.search("پل")["total"]["uncollapsed"] == 2)
        check("the old date finds it no more", index.ids("پل", "to=2026-01-31") == [])
        check("archive and index agree", index.indexer("check").status == OK)


def test_withdraw():
    with Index() as index:
        index.add(article(1, version=1), article(2), article(3))
        report = index.report("withdraw", "a-1", "a-2")
        check("withdraw", report["exit"] == OK and report["removed"] == 2, report)
        check("they are gone", index.ids("پل") == ["a-3"])
        report = index.add(article(1, version=1))
        check("the same version is refused", report["exit"] == REFUSED and
              report["refusals"][0]["code"] == "conflict", report)
        report = index.add(article(2))
        check("the same content without a version too", report["exit"] == REFUSED, report)
        report = index.add(article(1, version=2), article(2, lead="خبر دیگری است."))
        check("newer ones are back", report["exit"] == OK and index.finds("پل", "a-1") and
              index.finds("پل", "a-2"), report)
        report = index.report("withdraw", "none", "a-3")
        check("an unknown id is refused, the other done",
              report["exit"] == REFUSED and report["removed"] == 1 and report["refused"] == 1, report)
        check("by its name and place", (report["refusals"][0]["code"], report["refusals"][0]["id"],
                                        report["refusals"][0]["line"]) == ("not_found", "none", 1), report)
        report = index.report("withdraw", "a-3")
        check("withdrawn is not there to withdraw", report["exit"] == REFUSED, report)


def test_takedown():
    with Index() as index:
        source = index.folder / "feed.jsonl"
        source.write_text(lines(article(1, version=1), article(2)), encoding="utf-8")
        index.report("add", source)
        report = index.report("delete", "a-1", "--who", "دفتر حقوقی", "--why", "شکایت ۱۷")
        check("delete", report["exit"] == OK and report["removed"] == 1, report)
        check("it is gone from search", index.ids("پل") == ["a-2"])
        check("from totals", index.search("پل")["total"] == {"value": 1, "relation": "eq", "uncollapsed": 1},
              index.search("پل")["total"])
        done = index.indexer("add", source)
        check("added again it is refused", done.status == REFUSED, done)
        check("by file and line, as taken down",
              re.search(rf"^{re.escape(str(source))}:1: taken_down: .*a-1", done.err, re.M), done.err)
        report = index.add(article(1, version=9, title="خبر دیگر دربارهٔ پل"))
        check("a newer version is refused too", report["exit"] == REFUSED and
              report["refusals"][0]["code"] == "taken_down", report)
        change = index.status()["change"]
        report = index.report("delete", "a-1")
        check("once more changes nothing", report["exit"] == OK and index.status()["change"] == change, report)
        report = index.report("lift", "a-1", "--who", "سردبیر")
        check("lift", report["exit"] == OK, report)
        check("it is back", index.finds("پل", "a-1"))
        report = index.report("lift", "a-1")
        check("lifting what is not down is refused", report["exit"] == REFUSED and
              report["refusals"][0]["code"] == "not_found", report)
        check_ledger(index)
        report = index.report("delete", "never-seen")
        check("an id never seen can be kept out", report["exit"] == OK, report)
        report = index.add(article(1, id="never-seen"))
        check("and is", report["exit"] == REFUSED and not index.finds("پل", "never-seen"), report)
        index.report("delete", "a-1")
        index.report("rebuild")
        check("a takedown outlives a rebuild", not index.finds("پل", "a-1"))
        check("archive and index agree", index.indexer("check").status == OK)


def check_ledger(index):
    done = index.indexer("takedowns", "--json")
    ledger = [json.loads(line) for line in done.out.splitlines()][:-1]  # the last one sums up
    check("the ledger has one line", len(ledger) == 1, done)
    row = ledger[0]
    check("with who and why", (row["id"], row["who"], row["why"], row["lifted_by"]) ==
          ("a-1", "دفتر حقوقی", "شکایت ۱۷", "سردبیر"), row)
    check("and when", all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row[k])
                          for k in ("at", "lifted_at")), row)


def test_remove_from_stdin():
    with Index() as index:
        index.add(*(article(n) for n in range(20)))
        report = index.report("delete", "-", stdin="a-1\r\n\n  a-2 \na b\n" + "x" * 5000 + "\na-3")
        check("ids from standard input", report["removed"] == 3, report)
        check("the wrong ones are refused by line", report["exit"] == REFUSED and
              [(r["line"], r["code"]) for r in report["refusals"]] ==
              [(4, "invalid"), (5, "limit_exceeded")], report)
        check("17 are left", index.search("پل")["total"]["uncollapsed"] == 17)
        report = index.report("delete", "x" * 300, "a-4")
        check("an id that none can have is refused, the next is done",
              report["exit"] == REFUSED and report["removed"] == 1, report)


def test_takedown_while_another_applies():
    with Index() as index:
        index.add(article(1), article(2, title="پل و فوک دریایی"))
        with index.hold_lock():
            report = index.report("delete", "a-2", "--wait", 0)
            check("pending", report["exit"] == PENDING and report["visible"] is False, report)
            check("hidden at once all the same", index.ids("پل") == ["a-1"])
            answer = index.search("فوک")
            check("and nowhere in the answer", "a-2" not in json.dumps(answer) and
                  answer["total"]["uncollapsed"] == 0, answer)
            why = index.why("a-2")
            check("why says so", why["hidden"] is True and why["in_index"] is True, why)
            check("status counts it", index.status()["hidden"] == 1)
        check("the lock is free: nothing to do but catch up", index.report("add", "-")["exit"] == OK)
        why = index.why("a-2")
        check("the index has forgotten it", why["hidden"] is False and why["in_index"] is False, why)
        check("the hidden set is empty", index.status()["hidden"] == 0)


def test_pending():
    with Index() as index:
        index.add(article(1))
        with index.hold_lock():
            done = index.indexer("add", "-", "--wait", 1, stdin=lines(article(2)))
            check("another process applies: 75", done.status == PENDING, done)
            check("and says that it is stored", "stored" in done.err, done)
            check("not visible yet", not index.finds("پل", "a-2"))
            status = index.status()
            check("status shows what waits", (status["change"], status["applied"]) == (2, 1), status)
            why = index.why("a-2")
            check("why: live, not in the index",
                  (why["state"], why["in_index"], why["change"], why["applied"]) == ("live", False, 2, 1), why)
            done = index.indexer("check")
            check("check does not call that an error", done.status == OK, done)
        report = index.report("add", "-")
        check("the next run brings it along", report["exit"] == OK and report["applied"] == 2, report)
        check("visible", index.finds("پل", "a-2"))
        with index.hold_lock():
            done = index.indexer("rebuild", "--wait", 0)
            check("a rebuild waits for the lock: 75", done.status == PENDING, done)
        check("and leaves nothing behind",
              os.listdir(index.path / "generations") == ["000001"], os.listdir(index.path / "generations"))
        with index.hold_lock("rebuild.lock"):
            done = index.indexer("rebuild", "--wait", 0)
            check("one rebuild at a time", done.status == PENDING, done)


# ---- what people ask

def test_status_and_why():
    with Index() as index:
        index.add(article(1), article(2), article(3), article(4, title=article(1)["title"]),
                  article(5, id="شناسه/۵?#"))
        index.report("withdraw", "a-2")
        index.report("delete", "a-3", "never-seen")
        status = index.status()
        want = {"articles": 3, "documents": 3, "generation": 1, "withdrawn": 1, "hidden": 0,
                "analysis_matches": True, "dictionary_matches": True,
                "writer": None}
        check("status counts", {k: status[k] for k in want} == want, status)
        check("all changes are applied", status["change"] == status["applied"] == 8, status)
        check("built_at is a time", re.match(r"\d{4}-\d\d-\d\dT", status["built_at"] or ""), status)
        text = index.indexer("status").out
        check("as text too", text.startswith("articles") and "generation" in text, text)
        for id_, state, shown in (("a-1", "live", True), ("a-2", "withdrawn", False),
                                  ("a-3", "taken_down", False), ("never-seen", "taken_down", False),
                                  ("شناسه/۵?#", "live", True)):
            why = index.why(id_)
            check(f"why {id_}", (why["id"], why["state"], why["in_index"], why["hidden"]) ==
                  (id_, state, shown, False), why)
            check(f"why {id_} as text", state in index.indexer("why", id_).out)
        check("why knows the copies", sorted(index.why("a-1")["copies"]) == ["a-1", "a-4"], index.why("a-1"))
        done = index.indexer("why", "--json", "nobody")
        check("an id never seen", done.status == FAILED and done.json["state"] is None, done)
        with index.hold_lock():
            check("status asks nobody's leave", index.status()["articles"] == 3)


def test_check_finds_damage():
    with Index(*NEWS) as index:
        done = index.indexer("check")
        check("a sound index has 0 errors", done.status == OK and "0 errors" in done.out, done)
        check("as JSON", index.indexer("check", "--json").json["errors"] == 0)
        table = index.path / "generations" / "000001" / "db" / "postlist.glass"
        overwrite_middle(table)
        done = index.indexer("check")
        check("a damaged postlist table is found", done.status == FAILED, done)
        check("with findings", not done.out.startswith("0 errors") or done.err, done)
        done = index.indexer("rebuild")
        check("a rebuild mends it", done.status == OK, done)
        check("0 errors again", index.indexer("check").status == OK)
        check("and it answers", index.finds("پل زرینه‌آب", "sepidedam-12480"))
        overwrite_middle(index.path / "archive.db")
        done = index.indexer("check")
        check("a damaged archive is found", done.status == FAILED, done)


BLOCK = 8192  # of libxapian's tables, two pages of SQLite's


def overwrite_middle(path):
    """Overwrite the beginning of blocks, which says where in them their items are."""
    with open(path, "r+b") as file:
        blocks = os.fstat(file.fileno()).st_size // BLOCK
        for at in range(blocks // 4 * BLOCK, blocks * 3 // 4 * BLOCK, BLOCK):
            file.seek(at)
            file.write(b"\xa5" * 512)


def test_rebuild():
    with Index(*NEWS) as index:
        index.report("delete", "sepidedam-12480")
        before = index.answers(QUERIES, "explain=true")
        done = index.report("rebuild")
        check("rebuild", done["exit"] == OK, done)
        after = index.answers(QUERIES, "explain=true")
        check("20 queries", len(QUERIES) == 20 and all('"hits":[{' in a for a in before))
        for query, a, b in zip(QUERIES, before, after):
            check(f"the same answer after a rebuild: {query}", a == b, f"\n{a[:1500]}\n{b[:1500]}")
        check("generation 2", index.status()["generation"] == 2)
        for _ in range(2):
            index.report("rebuild")
        kept = sorted(os.listdir(index.path / "generations"))
        check("the last two generations are kept", kept == ["000003", "000004"], kept)
        check("archive and index agree", index.indexer("check").status == OK)
        check("nothing is left hidden", index.status()["hidden"] == 0)


# ---- several at once

def test_two_writers():
    with Index() as index:
        many = {w: [article(f"{w}-{n}", lead="متن") for n in range(300)] for w in "xyz"}
        files = {}
        for w, articles in many.items():
            files[w] = index.folder / f"{w}.jsonl"
            files[w].write_text(lines(*articles), encoding="utf-8")
        adds = [subprocess.Popen([INDEXER, "--index", index.path, "add", f], stderr=subprocess.PIPE)
                for f in files.values()]
        ended = [(p.communicate()[1], p.returncode) for p in adds]
        check("three adds at once all end well", [s for _, s in ended] == [OK] * 3, ended)
        status = index.status()
        check("all articles are there", (status["articles"], status["documents"]) == (900, 900), status)
        check("and found", index.search("پل", "collapse=none")["total"]["uncollapsed"] == 900)
        check("archive and index agree", index.indexer("check").status == OK)


def test_add_during_rebuild():
    with Index(*NEWS) as index:
        rebuild = subprocess.Popen([INDEXER, "--index", index.path, "-q", "rebuild"])
        added = [index.add(article(n)) for n in range(5)]
        index.report("delete", "a-3", "sepidedam-12480")
        check("rebuild ends well", rebuild.wait() == OK)
        check("adds meanwhile too", all(r["exit"] == OK for r in added), added)
        check("they are in the new generation", set(index.ids("خبر شمارهٔ پل", "match=all", "limit=100")) >=
              {f"a-{n}" for n in (0, 1, 2, 4)})
        check("the takedowns hold", not index.finds("خبر شمارهٔ پل", "a-3") and
              not index.finds("پل زرینه‌آب", "sepidedam-12480"))
        check("archive and index agree", index.indexer("check").status == OK)


if __name__ == "__main__":
    main(globals())
