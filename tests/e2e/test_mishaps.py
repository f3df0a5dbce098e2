#!/usr/bin/env python3
"""What happens to sarnakh-index: kill -9 at every kind of moment, full disks, directories that are not an index or may not
be written."""
import json
import os
import re
import resource
import subprocess

from kills import copy_of, killed_at_each
from sarnakh import INDEXER, NEWS, QUERY, Index, article, check, lines, main, news, run, skip, topics
from small_disk import fill, index_on, try_there

OK, FAILED, REFUSED, PENDING = 0, 1, 3, 75
QUERIES = list(topics().values())[::4]


# ---- kill -9

def test_kill_add():
    first, second = NEWS[0], NEWS[1]
    with Index(first) as base, Index(first) as undisturbed:
        undisturbed.report("add", second)
        want = undisturbed.rankings(QUERIES)
        held = base.status()["articles"]
        first_ids = {json.loads(line)["id"] for line in first.read_text(encoding="utf-8").splitlines()}

        def then(index, when):
            status = index.status()
            check(f"{when}: nothing acknowledged is lost", status["articles"] >= held, status)
            check(f"{when}: and all of it is found", all_found(index, first_ids), when)
            check_added_again(when, index.report("add", second))
            check(f"{when}: the answers of an undisturbed run", index.rankings(QUERIES) == want)
            check(f"{when}: archive and index agree", index.indexer("check").status == OK)

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "add", second], base, 12, then)


def check_added_again(when, report):
    """Lines that a later line of the same file corrects are conflicts once that one is held."""
    check(f"{when}: added again", report["exit"] in (OK, REFUSED) and
          all(r["code"] == "conflict" for r in report["refusals"]), report)


def all_found(index, ids):
    """The dated ones of these are all listed by a search of all dates."""
    articles = news()
    dated = {i for i in ids if articles[i].get("published_at") or articles[i].get("published")}
    return len(dated) > 50 and dated <= set(index.every_id("", "from=1300"))


def test_kill_first_add():
    with Index() as base, Index(NEWS[2]) as undisturbed:
        want = undisturbed.rankings(QUERIES)
        base.path.mkdir()

        def then(index, when):
            check_added_again(when, index.report("add", NEWS[2]))
            check(f"{when}: the answers of an undisturbed run", index.rankings(QUERIES) == want)

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "add", NEWS[2]], base, 8, then)


def test_kill_large_add():
    """Articles are accepted a thousand at a time: all of a thousand or none."""
    with Index() as base:
        feed = base.folder / "feed.jsonl"
        feed.write_text(lines(*(article(n) for n in range(2100))), encoding="utf-8")
        base.path.mkdir()

        def then(index, when):
            report = index.report("add", "-")
            check(f"{when}: the index catches up", report["exit"] == OK, report)
            status = index.status()
            check(f"{when}: whole thousands", status["articles"] in (0, 1000, 2000, 2100) and
                  status["documents"] == status["articles"], status)
            report = index.report("add", feed)
            check(f"{when}: added again", report["exit"] == OK and
                  report["created"] == 2100 - status["articles"] and
                  report["unchanged"] == status["articles"], report)

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "add", feed], base, 4, then)


def test_kill_rebuild():
    with Index(NEWS[1]) as base:
        want = base.rankings(QUERIES)

        def then(index, when):
            check(f"{when}: it answers as before", index.rankings(QUERIES) == want)
            report = index.report("rebuild")
            check(f"{when}: a rebuild ends well", report["exit"] == OK, report)
            check(f"{when}: and answers as before", index.rankings(QUERIES) == want)
            check(f"{when}: at most two generations", len(os.listdir(index.path / "generations")) <= 2)
            check(f"{when}: archive and index agree", index.indexer("check").status == OK)

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "rebuild"], base, 6, then)


def test_kill_delete():
    gone = "varzesh-emruz-5281"
    with Index(NEWS[1]) as base:
        def then(index, when):
            before = index.why(gone)
            shown = index.finds("کیاوند شاهین", gone)
            check(f"{when}: there until the index or the hidden set says otherwise",
                  shown == (before["in_index"] and not before["hidden"]), before)
            report = index.report("delete", gone)
            check(f"{when}: deleted again", report["exit"] == OK, report)
            check(f"{when}: gone", not index.finds("کیاوند شاهین", gone))
            why = index.why(gone)
            check(f"{when}: in force", (why["state"], why["in_index"], why["hidden"]) ==
                  ("taken_down", False, False), why)
            check(f"{when}: archive and index agree", index.indexer("check").status == OK)

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "delete", gone], base, 10, then)


# ---- directories and disks

def test_not_an_index():
    with Index() as index:
        other = index.folder / "other"
        other.mkdir()
        (other / "letter.txt").write_text("somebody's")
        plain = index.folder / "plain"
        plain.write_text("a file")
        for args in (["add", "-"], ["status"], ["delete", "x"], ["rebuild"], ["check"], ["why", "x"],
                     ["takedowns"], ["lift", "x"], ["withdraw", "x"], ["vacuum"], ["rollback"]):
            for where, word in ((other, "is not an index"), (plain, "is not a directory")):
                done = run(INDEXER, "--index", where, *args, stdin=lines(article(1)))
                check(f"{args[0]} on {where.name}", done.status == FAILED and word in done.err and
                      str(where) in done.err, done)
        check("somebody's directory is as it was", os.listdir(other) == ["letter.txt"], os.listdir(other))
        for args in (["status"], ["delete", "x"], ["rebuild"], ["check"], ["lift", "x"]):
            done = index.indexer(*args)
            check(f"{args[0]} where there is nothing", done.status == FAILED and "no index" in done.err, done)
        check("and none was made", not index.path.exists())
        for where in (other, plain, index.path):
            done = run(QUERY, "--index", where, "search", "پل")
            check(f"a search in {where.name} fails and says why", done.status != OK and
                  str(where) in done.err, done)
        done = run(INDEXER, "--index", index.folder / "a" / "b", "add", "-", stdin=lines(article(1)))
        check("a missing parent is named", done.status in (OK, FAILED), done)
        index.path.mkdir()
        check("an empty directory becomes an index", index.add(article(1))["exit"] == OK)


def as_nobody(path):
    """Options to run a program as an unprivileged user, or None if that cannot be."""
    if os.geteuid() != 0:
        return {}
    who = {"user": 65534, "group": 65534, "extra_groups": []}
    try:
        reached = subprocess.run([path, "--version"], stdout=subprocess.DEVNULL, check=False, **who)
        return who if reached.returncode == 0 else None
    except (OSError, subprocess.SubprocessError):
        return None


def test_read_only():
    who = as_nobody(INDEXER)
    if who is None:
        skip("a read-only directory", "cannot run the program as another user")
        return
    with Index() as index:
        index.add(article(1))
        for folder, _, files in os.walk(index.path):
            os.chmod(folder, 0o555)
            for name in files:
                os.chmod(os.path.join(folder, name), 0o444)
        done = index.indexer("add", "-", stdin=lines(article(2)), **who)
        check("a read-only index takes nothing, and says why",
              done.status == FAILED and re.search("denied|read-?only", done.err), done)
        done = index.query("search", "--json", "پل", **who)
        check("and is searched", done.status == OK and done.json["total"]["value"] == 1, done)
        os.chmod(index.folder, 0o555)
        done = run(INDEXER, "--index", index.folder / "new", "add", "-", stdin=lines(article(2)), **who)
        check("no directory can be made: named", done.status == FAILED and "new" in done.err, done)
        os.chmod(index.folder, 0o755)


FULL = re.compile("no room|No space left|File too large")


def check_full(name, index, held, report, more):
    """After a command that ran out of room: nothing acknowledged is lost, and it goes on."""
    check(f"{name}: it fails", report.status in (FAILED, PENDING), report)
    check(f"{name}: and says why", FULL.search(report.err), report)
    check(f"{name}: what was acknowledged is found", set(index.ids("سنجاب", "limit=100")) >= set(held))
    stored = index.status()["articles"] - len(held)
    check(f"{name}: all or nothing was accepted", stored in (0, len(more)), (stored, report))
    check(f"{name}: 75 means stored", (report.status == PENDING) == (stored > 0), (stored, report))


def check_room_again(name, index, held, more):
    report = index.add(*more)
    check(f"{name}: with room it goes on", report["exit"] == OK, report)
    total = index.search("پل", "collapse=none")["total"]["uncollapsed"]
    check(f"{name}: all is there", total == len(held) + len(more), total)
    check(f"{name}: archive and index agree", index.indexer("check").status == OK)


def large(count):
    """Articles of about 20 KB that do not compress to nothing."""
    words = [f"واژه{n * 7919 % 100003}" for n in range(1400)]
    return [article(f"large-{n}", body=" ".join(w + str(n) for w in words)) for n in range(count)]


def test_file_size_limit():
    more = large(40)
    with Index() as base:
        held = [f"a-{n}" for n in range(3)]
        base.add(*(article(n, title=f"سنجاب {n} روی پل") for n in range(3)))
        for kilobytes in (8, 64, 200, 500, 900, 1400):
            name = f"files of at most {kilobytes} KB"
            with copy_of(base) as index:
                feed = index.folder / "feed.jsonl"
                feed.write_text(lines(*more), encoding="utf-8")
                room = kilobytes * 1024
                report = index.indexer(
                    "add", feed, preexec_fn=lambda r=room: resource.setrlimit(
                        resource.RLIMIT_FSIZE, (r, r)))
                check_full(name, index, held, report, more)
                check_room_again(name, index, held, more)


def test_small_disk():
    try_there(__file__, "on_small_disk", least=10)


def on_small_disk():
    more = large(40)
    for spare in (100, 700, 1500, 3000, 4500):
        name = f"{spare} KB left on the disk"
        with index_on(megabytes=16) as index:
            held = [f"a-{n}" for n in range(3)]
            index.add(*(article(n, title=f"سنجاب {n} روی پل") for n in range(3)))
            ballast = fill(index, spare)
            report = index.indexer("add", "-", stdin=lines(*more))
            check_full(name, index, held, report, more)
            report = index.indexer("rebuild") if spare == 100 else None
            check(f"{name}: a rebuild fails too", report is None or report.status == FAILED and
                  FULL.search(report.err), report)
            report = index.indexer("delete", "a-0")
            check(f"{name}: a takedown holds or fails", report.status not in (OK, PENDING) or
                  not index.finds("سنجاب", "a-0"), report)
            ballast.unlink()
            if report.status in (OK, PENDING):
                index.report("lift", "a-0")
            if not index.finds("سنجاب", "a-0"):
                index.report("delete", "a-0")
                index.report("lift", "a-0")
            check_room_again(name, index, held, more)


if __name__ == "__main__":
    main(globals())
