#!/usr/bin/env python3
"""Rebuilds at night: beside a service that goes on, at low priority, with room looked for before and a new
generation looked at before readers get it; and nothing of a killed one stays for ever."""
import os
import pathlib
import re
import resource
import subprocess
import threading

from sarnakh import INDEXER, TIMEOUT, Index, article, check, lines, main
from service import Service, quote, within
from small_disk import fill, index_on, try_there

OK, FAILED = 0, 1
WORD = "سرنخ‌آزمایی"


def grown(index, n):
    """n articles of some length."""
    made = (article(k, body=" ".join(f"واژه{(k + 1) * i * 7919 % 5003}" for i in range(200))) for k in range(n))
    done = index.indexer("add", "-", "--quiet", stdin=lines(*made))
    check("the index is filled", done.status == OK, done)


def start_rebuild(index, *args):
    return subprocess.Popen([INDEXER, "--index", index.path, "rebuild", *args], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def ended(process):
    _, err = process.communicate()
    return process.returncode, err.decode()


# ---- beside a service

class Newsroom:
    """Puts, withdraws and takes down through a service until told to stop; keeps what was acknowledged."""

    def __init__(self, service):
        self.service, self.stop = service, threading.Event()
        self.there, self.gone, self.failures = set(), set(), []
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        s, connection, n = self.service, self.service.connect(), 0
        while not self.stop.is_set():
            n += 1
            a = s.put(f"w-{n}", {"title": f"{WORD} {n}"}, connection=connection)
            if a.status not in (201, 202):
                self.failures.append(str(a))
            self.there.add(f"w-{n}")
            if n % 3 == 0:  # one that was in the index before, and one that came during the rebuild
                for id_ in (f"a-{n}", f"w-{n - 1}"):
                    a = s.delete(id_, connection=connection)
                    if a.status != 200 or s.get("/v1/articles/" + quote(id_), connection=connection).status != 404:
                        self.failures.append(f"{id_} is still there: {a}")
                    self.gone.add(id_)
        connection.close()

    def end(self):
        self.stop.set()
        self.thread.join()
        return self.there - self.gone, self.gone


def test_writes_during_a_rebuild():
    with Index() as index:
        grown(index, 1500)
        with Service(index.path) as s:
            room = Newsroom(s)
            check("the newsroom is at work", within(60, lambda: len(room.gone) > 2 or room.failures))
            status, err = ended(start_rebuild(index))
            writes = len(room.there)
            check("still after the switch", within(60, lambda: len(room.there) > writes or room.failures))
            there, gone = room.end()
            check("rebuild", status == OK, err)
            check("the new generation is served", s.get("/v1/status").json["generation"] == 2)
            check("no write failed, no takedown was late", not room.failures, room.failures[:3])
            for id_ in there:
                check("accepted during a rebuild, there behind it",
                      within(30, lambda i=id_: s.get("/v1/articles/" + i).status == 200), id_)
            shown = set(s.ids(WORD, limit=100, collapse="none")) | set(s.ids("پل", limit=100, collapse="none"))
            check("what was taken down is in no answer", not gone & shown, gone & shown)
        status = index.status()
        check("all is in the new index", status["change"] == status["applied"], status)
        check("which agrees with the archive", index.indexer("check").status == OK)
        found = set(index.every_id(WORD)) | set(index.every_id("پل"))
        check("nothing that was taken down is back", not gone & found, gone & found)
        # A fast machine puts more than a search lists.
        lost = [i for i in sorted(there - found - set(index.every_id(WORD, "sort=date"))) if not index.why(i)["in_index"]]
        check("nothing accepted is lost", not lost, lost[:5])


# ---- low priority

def nice_values(pid):
    """Of all threads of a process."""
    values = []
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/stat"):
        try:
            values.append(int(path.read_text().rsplit(")", 1)[1].split()[16]))
        except (FileNotFoundError, ProcessLookupError, IndexError):
            pass
    return values


def nicest(process):
    """The greatest that any thread of it has before it ends."""
    seen = set()

    def ended():
        seen.update(nice_values(process.pid))
        return process.poll() is not None
    check("it ends", within(TIMEOUT, ended))
    return max(seen)


def test_low_priority():
    with Index() as index:
        grown(index, 1500)
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        rebuild = start_rebuild(index)
        check("a rebuild is built at low priority", nicest(rebuild) == min(ours + 10, 19))
        check("and ends well", ended(rebuild)[0] == OK)
        rebuild = start_rebuild(index, "--priority", "normal")
        check("but for who wants it soon", nicest(rebuild) == ours)
        check("which ends well too", ended(rebuild)[0] == OK)
        done = index.indexer("rebuild", "--priority", "high")
        check("other words are none", done.status == 2 and "--priority" in done.err, done)


# ---- room

def test_room():
    try_there(__file__, "on_small_disk", least=5)


def on_small_disk():
    with index_on(megabytes=24) as index:
        grown(index, 300)
        ballast = fill(index, kilobytes=600)
        done = index.indexer("rebuild")
        check("no room: said before anything is written, with both numbers", done.status == FAILED and
              re.search(r"rebuild: no room .* \d+ MB are wanted, \d+ are free", done.err) and "--whatever-room" in done.err, done)
        check("nothing was made", os.listdir(index.path / "generations") == ["000001"])
        check("and all is found", len(index.every_id("پل")) == 300)
        done = index.indexer("rebuild", "--whatever-room")
        check("told to go on it tries, and runs out", done.status == FAILED and "--whatever-room" not in done.err,
              done)
        check("the old one stays, the new one goes", os.listdir(index.path / "generations") == ["000001"] and
              len(index.every_id("پل")) == 300)
        ballast.unlink()
        check("with room it is done", index.indexer("rebuild").status == OK and index.status()["generation"] == 2)


# ---- garbage

def test_what_killed_rebuilds_leave():
    with Index() as index:
        grown(index, 800)
        folder = index.path / "generations"
        for turn in range(2):
            rebuild = start_rebuild(index)
            check("one that has begun", within(60, lambda: len(os.listdir(folder)) > 1 or
                                               rebuild.poll() is not None))
            rebuild.kill()
            ended(rebuild)
        check("killed: the old one answers", index.status()["generation"] == 1 and
              len(index.every_id("پل")) == 800)
        check("the next clears away and ends", index.indexer("rebuild", "--quiet").status == OK)
        names = os.listdir(folder)
        check("two generations, no more", len(names) == 2 and "000001" in names, names)
        check("nothing else is left", not [n for n in os.listdir(index.path) if "new" in n or "tmp" in n],
              os.listdir(index.path))
        check("archive and index agree", index.indexer("check").status == OK)


def test_open_files():
    """Joining opens hundreds of files: the soft limit is raised, and a hard one that is too low is told at once."""
    def limited(soft, hard):
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    with Index() as index:
        index.add(article(1))
        done = index.indexer("rebuild", preexec_fn=limited(32, 2048))
        check("a low soft limit", done.status == 0, done)
        done = index.indexer("rebuild", preexec_fn=limited(200, 200))
        check("a low hard limit", done.status == 1 and "200 are allowed (ulimit -Hn)" in done.err, done)
        check("nothing was done", index.status()["generation"] == 2, index.status())


if __name__ == "__main__":
    main(globals())
