#!/usr/bin/env python3
"""What earlier releases left (fixtures/compat, tools/compat-fixture) is opened by this one: its index answers, takes
writes and is built anew, its archive alone is enough, its backup is restored; and what was taken down stays away."""
import json
import shutil
import sqlite3
import tarfile

from sarnakh import FIXTURES, Index, article, check, lines, main
from service import Service, quote

RELEASES = sorted(p for p in (FIXTURES / "compat").iterdir() if p.is_dir())
NEW = article(1, body="پلاتیپوس در زرینه‌آب")


class Kept(Index):
    """A copy of what a release left: its index directory, its backup, and what it found."""

    def __init__(self, release):
        super().__init__()
        with tarfile.open(release / "index.tar.xz") as tar:
            tar.extractall(self.folder)
        self.expected = json.loads((release / "expected.json").read_text(encoding="utf-8"))
        self.backup = self.folder / "backup"

    def lose_all_but_the_archive(self):
        for path in self.path.iterdir():
            if path.name in ("archive.db", "takedowns.db", "dictionaries"):
                continue
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def check_answers(index, when, more=()):
    """The same articles, `more` beside them where they are found; their order is each release's own."""
    want = index.expected
    for answer in want["answers"]:
        found = set(index.ids(answer["query"], "match=all", "collapse=none", "limit=100", *answer["params"])) - set(more)
        check(f"{when}: «{answer['query']}» {answer['params']}", found == set(answer["ids"]),
              found ^ set(answer["ids"]))
    first = index.ids(want["pinned"]["query"])[:1]
    check(f"{when}: a pin", first == [want["pinned"]["first"]], first)
    for state in ("taken_down", "withdrawn"):
        for id_ in want[state]:
            why = index.why(id_)
            check(f"{when}: {id_} is {state}", why["state"] == state and not why["in_index"], why)
    check(f"{when}: all articles", index.status()["articles"] == len(want["articles"]) + len(more), index.status())
    ledger = index.indexer("takedowns").out
    check(f"{when}: the ledger", all(id_ in ledger for id_ in want["taken_down"]), ledger)


def check_sound(index, when):
    done = index.indexer("check")
    check(f"{when}: archive and index agree", done.status == 0, done)


def format_of(index):
    with sqlite3.connect(index.path / "archive.db") as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def write(index, when):
    """One more article, a correction, a takedown, as they come in. Under another analysis they wait for a rebuild."""
    report = index.add(NEW)
    check(f"{when}: an article is taken", report["created"] == 1, report)
    if not index.status()["analysis_matches"]:
        check(f"{when}: rebuilt for the new analysis", index.indexer("rebuild").status == 0)
    check(f"{when}: and found", index.ids("پلاتیپوس") == [NEW["id"]])
    held = index.why(index.expected["articles"][0])
    check(f"{when}: one of before is known", held["state"] == "live" and held["in_index"], held)
    refused = index.report("add", "-", stdin=lines({"id": index.expected["taken_down"][0], "title": "باز"}))
    check(f"{when}: what was taken down is not let in", refused["refused"] == 1, refused)


def each(test):
    for release in RELEASES:
        with Kept(release) as index:
            test(index, f"of {release.name}")


def test_there_are_some():
    check("this release's own, or an earlier one", len(RELEASES) >= 1)
    for release in RELEASES:
        size = (release / "index.tar.xz").stat().st_size
        check(f"{release.name} is small", size <= 120_000, size)


def test_it_is_opened():
    def test(index, when):
        before = (index.path / "current").readlink()
        check_answers(index, when)
        check_sound(index, when)
        check(f"{when}: and nothing was built for it", (index.path / "current").readlink() == before)
    each(test)


def test_a_service_answers():
    def test(index, when):
        with Service(index.path) as service:
            for answer in index.expected["answers"][:3]:
                got = service.get("/v1/search?match=all&collapse=none&limit=100&q=" + quote(answer["query"]))
                check(f"{when}: the service finds «{answer['query']}»",
                      {h["id"] for h in got.json["hits"]} == set(answer["ids"]), got)
            id_ = index.expected["articles"][0]
            got = service.get("/v1/articles/" + quote(id_))
            check(f"{when}: the service has {id_}", got.status == 200 and got.json["id"] == id_, got)
            gone = service.get("/v1/articles/" + quote(index.expected["taken_down"][0]))
            check(f"{when}: and nothing of what was taken down", gone.status in (404, 410), gone)
    each(test)


def test_it_takes_writes_and_is_rebuilt():
    def test(index, when):
        write(index, when)
        check_sound(index, f"{when}, written")
        done = index.indexer("rebuild")
        check(f"{when}: rebuilt", done.status == 0, done)
        check_answers(index, f"{when}, rebuilt", more=[NEW["id"]])
        check_sound(index, f"{when}, rebuilt")
        status = index.status()
        check(f"{when}: as this release builds", status["analysis_matches"] and status["groups_match"] and
              status["dictionary_matches"], status)
        judged = index.indexer("settings", "export", "judgements").out.splitlines()
        check(f"{when}: judgements", len(judged) == index.expected["judgements"], judged)
    each(test)


def test_its_archive_is_enough():
    def test(index, when):
        index.lose_all_but_the_archive()
        done = index.indexer("rebuild")
        check(f"{when}: built of the archive", done.status == 0, done)
        check_answers(index, f"{when}, of the archive")
        check_sound(index, f"{when}, of the archive")
        with Index() as fresh:
            fresh.add(article(1))
            check(f"{when}: converted to what is written today", format_of(index) == format_of(fresh),
                  (format_of(index), format_of(fresh)))
    each(test)


def test_its_backup_is_restored():
    def test(index, when):
        shutil.rmtree(index.path)
        done = index.indexer("restore", index.backup)
        check(f"{when}: restored", done.status == 0, done)
        check_answers(index, f"{when}, restored")
        write(index, f"{when}, restored")
    each(test)


def test_all_of_an_article_is_kept():
    """An article goes out as it came in, members nobody indexes included."""
    def test(index, when):
        with Service(index.path) as service:
            for path in (FIXTURES / "news").glob("*.jsonl"):
                came = {}
                for line in path.read_text(encoding="utf-8").splitlines():
                    came[json.loads(line)["id"]] = json.loads(line)
                for id_ in set(came) & set(index.expected["articles"]):
                    got = service.get("/v1/articles/" + quote(id_)).json
                    same = [f for f in ("title", "lead", "body", "url", "source") if got.get(f) != came[id_].get(f)]
                    check(f"{when}: {id_} as it was written", not same, (same, got))
    each(test)


if __name__ == "__main__":
    main(globals())
