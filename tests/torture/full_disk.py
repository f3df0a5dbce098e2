#!/usr/bin/env python3
"""A disk that is full in one phase of a write, while the service runs: the phase is the files that find no room. What
cannot be done is refused with the reason, searches go on, and with room again so does everything else."""
import concurrent.futures
import contextlib
import os
import re

from preload import CALLS, Case
from sarnakh import INDEXER, article, check, main, run
from service import Service, within

WORD = "پل"
FULL = re.compile("no room|No space left")


class Disk:
    """A service (and programs beside it) for whose files below a path there is no room while full() holds."""

    def __init__(self, case, below):
        self.switch = case.folder / "full"
        self.env = {**os.environ, "LD_PRELOAD": str(CALLS), "SN_TORTURE_DIR": str(case.index / below),
                    "SN_TORTURE_DO": "full", "SN_TORTURE_SWITCH": str(self.switch)}

    @contextlib.contextmanager
    def full(self):
        self.switch.touch()
        try:
            yield
        finally:
            self.switch.unlink()


@contextlib.contextmanager
def on_disk(below):
    """A service with three articles, and the disk of it."""
    with Case() as case:
        disk = Disk(case, below)
        with Service(case.index, env=disk.env) as s:
            for n in range(3):
                check("a put before", s.put(f"a-{n}", article(n)).status == 201)
            yield case, s, disk
            expect_going_on(s)
        done = run(INDEXER, "--index", case.index, "check")
        check(f"{below or 'everything'}: archive and index are sound, and agree", done.status == 0, done)


def expect_refused(what, answer):
    check(f"{what}: 507 and why", answer.status == 507 and answer.code == "disk_full", answer)


def expect_searches(what, s, ids):
    answer = s.search(WORD, collapse="none")
    found = {hit["id"] for hit in answer.json["hits"]} if answer.status == 200 else answer
    check(f"{what}: searches go on", found == ids, found)
    check(f"{what}: healthy and ready", (s.get("/healthz").status, s.get("/readyz").status) == (200, 200))


def expect_going_on(s):
    answer = s.put("later", article(9, id="later"))
    check("with room again it goes on", answer.status == 201 and answer.json["visible"], answer)
    check("and the new one is found", within(30, lambda: "later" in s.ids(WORD, collapse="none")))
    answer = s.delete("later")
    check("with room again a takedown holds", answer.status == 200, answer)
    check("at once", "later" not in s.ids(WORD, collapse="none"))


def three():
    return {f"a-{n}" for n in range(3)}


def test_everything():
    with on_disk("") as (_, s, disk):
        with disk.full():
            expect_refused("put", s.put("b", article(5, id="b")))
            expect_refused("takedown", s.delete("a-0"))
            expect_searches("full", s, three())
            check("nothing of it was stored", s.get("/v1/articles/b").status == 404)


def test_putting():
    with on_disk("archive.db") as (_, s, disk):
        with disk.full():
            expect_refused("put", s.put("b", article(5, id="b")))
            expect_refused("bulk", s.bulk('{"id":"c","title":"پل"}\n'))
            expect_searches("no room for the archive", s, three())


def test_ledger():
    with on_disk("takedowns.db") as (_, s, disk):
        with disk.full():
            expect_refused("takedown", s.delete("a-0"))
            check("a put needs no ledger", s.put("b", article(5, id="b")).status == 201)
            expect_searches("no room for the ledger", s, three() | {"b"})
        s.delete("b")


def test_hidden_set():
    """The takedown is in force, but its answer must wait for searches that show the article no more."""
    with on_disk("hidden") as (_, s, disk):
        with disk.full():
            expect_refused("takedown", s.delete("a-0"))
        check("with room again it holds", s.delete("a-0").status == 200)
        expect_searches("afterwards", s, three() - {"a-0"})


def test_applying():
    """Stored, and answered when it is shown: with room again. A takedown holds at once."""
    with on_disk("generations") as (_, s, disk), concurrent.futures.ThreadPoolExecutor() as pool:
        with disk.full():
            put = pool.submit(s.put, "b", article(5, id="b"))
            check("a put is stored", within(30, lambda: s.get("/v1/status").json["change_accepted"] == 4))
            delete = pool.submit(s.delete, "a-0")
            check("a takedown holds", within(30, lambda: "a-0" not in s.ids(WORD, collapse="none")))
            expect_searches("no room for the index", s, three() - {"a-0"})
            check("neither is answered", not put.done())
        check("with room again the put is shown", put.result().status == 201 and put.result().json["visible"])
        check("and the takedown answered", delete.result().status == 200, delete.result())


def rebuild(case, disk, *options):
    return run(INDEXER, "--index", case.index, "rebuild", *options, env=disk.env)


def test_rebuilding():
    with on_disk("generations/000002") as (case, s, disk):
        with disk.full():
            done = rebuild(case, disk)
            check("rebuild: it fails and says why", done.status == 1 and FULL.search(done.err), done)
            expect_searches("no room for a generation", s, three())
            check("writes go on", s.put("b", article(5, id="b")).status == 201)
        done = rebuild(case, disk)
        check("with room again", done.status == 0, done)
        expect_searches("afterwards", s, three() | {"b"})


def test_switching():
    with on_disk("current") as (case, s, disk):
        with disk.full():
            done = rebuild(case, disk)
            check("switch: it fails and says why", done.status == 1 and FULL.search(done.err), done)
            expect_searches("no room for the switch", s, three())
        done = rebuild(case, disk)
        check("with room again", done.status == 0, done)
        expect_searches("afterwards", s, three())


def test_grouping():
    with on_disk("archive.db") as (case, s, disk):
        with disk.full():
            done = rebuild(case, disk, "--regroup")
            check("regroup: it fails and says why", done.status == 1 and FULL.search(done.err), done)
            expect_searches("no room for groups", s, three())
        done = rebuild(case, disk, "--regroup")
        check("with room again", done.status == 0, done)
        expect_searches("afterwards", s, three())


if __name__ == "__main__":
    main(globals())
