#!/usr/bin/env python3
"""All of it at once, for long: searches of all kinds, writes, takedowns, settings, SIGHUP, rebuilds, vacuum and backups, while memory
and descriptors of the service are watched.

SN_SOAK_MINUTES (half a minute as a test, 30 with `make soak`): no request fails, what was written is found, what was taken
down is not, and over the second half neither memory nor descriptors grow. It runs under ThreadSanitizer, too
(tools/tsan).
"""
import json
import os
import pathlib
import random
import signal
import threading
import time

from sarnakh import NEWS, Index, check, lines, main, topics
from service import HTTPD, Service, quote, within

MINUTES = float(os.environ.get("SN_SOAK_MINUTES", "0.5"))
SEED = int(os.environ.get("SN_SEED", random.SystemRandom().randrange(1 << 31)))
WORD = "سرنخ‌آزمایی"
IDS = 300  # articles that are written again and again: the index stays as large as it is

# What memory may grow by over the second half. An hour of it would be a leak of 1 MiB; the free lists of the allocator and the
# page cache's share of mapped files move by some MiB whatever one does, which is what the constant is for.
GROWTH_MIB_PER_HOUR = 1.0
GROWTH_FREE_MIB = 12.0
CACHE_BYTES = "4194304"  # full within the first half
SANITIZED = any(name in HTTPD.read_bytes() for name in (b"__asan_init", b"__tsan_init"))
# Under a sanitizer a search of many parts takes as long as several commits of these writers.
SHED = {"overloaded", "stale"} if SANITIZED else {"overloaded"}
KINDS = {"read", "walk", "put", "bulk", "delete", "lift", "pin", "SIGHUP", "rebuild"}
PATIENCE = 5  # times the minutes, until all kinds of work were done: on a busy machine, with a sanitizer
DESCRIPTORS = 8  # files of a generation that is just being let go of

TARGETS = ("/v1/search?q={q}", "/v1/search?q={q}&explain=true&limit=50", "/v1/search?q={q}&sort=-date", "/v1/search?q={q}&match=any&collapse=none",
           "/v1/search?q={q}&facets=source,category,date:month", "/v1/search?q={q}&mode=exact", "/v1/search?q={q}&collapse=story",
           "/v1/search?q={q}&freshness=auto&half_life=3d", "/v1/search?q={q}&format=rss", "/v1/search?q={q}&format=atom",
           "/v1/search?q={q}&format=jsonfeed", "/v1/search?q={q}&from=1403&to=1405", "/v1/suggest?q={p}", "/v1/suggest?q={p}&format=opensearch",
           "/v1/stories?since=1390&min=1", "/v1/analyze?text={q}", "/v1/status", "/healthz", "/v1/pins", "/v1/openapi.json", "/", "/?q={q}", "/?q={q}&lang=en&sort=-date&filter.source=x",
           "/desk", "/assets/pages.css", "/opensearch.xml", "/sarnakh-search.js")


class Load:
    """Threads that ask until they are told to stop; what went wrong is in `failures`."""

    def __init__(self, s, index):
        self.s, self.index = s, index
        self.stop = threading.Event()
        self.failures, self.counts, self.threads = [], {}, []
        self.queries = list(topics().values())
        self.down = set()

    def expect(self, what, answer, *statuses):
        self.counts[what] = self.counts.get(what, 0) + 1
        # On a machine that is busy with other things searches may be asked to come back in a moment.
        if answer.status == 503 and answer.code in SHED:
            self.counts["shed"] = self.counts.get("shed", 0) + 1
        elif answer.status not in statuses:
            self.failures.append(f"{what}: {answer}")
        return answer

    def start(self, run, *args):
        def guarded():
            try:
                run(*args)
            except Exception as e:  # a connection that breaks is a failed request
                self.failures.append(f"{run.__name__}: {e!r}")
        thread = threading.Thread(target=guarded)
        thread.start()
        self.threads.append(thread)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def read(self, seed):
        draw = random.Random(seed)
        connection = self.s.connect()
        while not self.stop.is_set():
            q = draw.choice(self.queries)
            target = draw.choice(TARGETS).format(q=quote(q), p=quote(q[:draw.randrange(1, 6)]))
            headers = {"Accept-Encoding": "gzip"} if draw.random() < 0.5 else {}
            a = self.expect("read", self.s.get(target, connection=connection, headers=headers), 200)
            if "etag" in a.headers and draw.random() < 0.2:
                self.expect("again", self.s.get(target, connection=connection, headers={"If-None-Match": a.headers["etag"]}), 200, 304)
            if "hits" in target or draw.random() < 0.1:
                self.walk(q, connection)
            if draw.random() < 0.05:
                connection.close()

    def walk(self, q, connection):
        a = self.s.search(q, connection, limit=5)
        for _ in range(3):
            if a.status != 200 or not a.json["next_cursor"]:
                break
            a = self.s.search(q, connection, limit=5, cursor=a.json["next_cursor"])
            # A cursor of before a commit goes on; one that cannot says so.
            self.expect("walk", a, 200, 410)
        for hit in a.json["hits"][:2] if a.status == 200 else ():
            for tail in ("", "/related", "/duplicates"):
                self.expect("article", self.s.get(f"/v1/articles/{quote(hit['id'])}{tail}", connection=connection), 200, 404)
            self.expect("page", self.s.get(f"/articles/{quote(hit['id'])}", connection=connection), 200, 404)

    def write(self, seed):
        draw = random.Random(seed)
        connection = self.s.connect()
        n = 0
        while not self.stop.is_set():
            n += 1
            id_ = f"soak-{seed % 10}-{draw.randrange(IDS)}"
            article = {"title": f"{WORD} {n}", "body": f"متن خبر شمارهٔ {n} " * draw.randrange(1, 40), "source": "نمونه", "tags": ["آزمون"]}
            kind = draw.random()
            if kind < 0.15 and id_ not in self.down:
                self.expect("delete", self.s.delete(id_, connection=connection), 200)
                self.down.add(id_)
                self.expect("gone", self.s.get(f"/v1/articles/{id_}", connection=connection), 404)
            elif id_ in self.down:
                self.expect("refused", self.s.put(id_, article, connection=connection), 409)
                self.expect("lift", self.s.lift(id_, connection=connection), 200)
                self.down.discard(id_)
            elif kind < 0.3:
                items = [{"id": f"{id_}-{i}", **article} for i in range(5)]
                self.expect("bulk", self.s.bulk(lines(*items), connection=connection), 200)
            else:
                a = self.expect("put", self.s.put(id_, article, connection=connection), 200, 201)
                seen = self.s.get(f"/v1/articles/{id_}?fields=title", connection=connection)
                if a.status in (200, 201) and a.json["visible"] and (seen.status != 200 or seen.json["title"] != article["title"]):
                    self.failures.append(f"{id_} is not what was put: {seen}")
            self.stop.wait(0.05)

    def settle(self):
        """What editors do."""
        connection, n = self.s.connect(), 0
        while not self.stop.wait(0.5):
            n += 1
            q = quote(self.queries[n % len(self.queries)])
            self.expect("pin", self.s.request("PUT", f"/v1/pins/{q}", {"pinned": [f"soak-1-{n % IDS}"]}, connection=connection), 200, 201)
            self.expect("synonyms", self.s.request("PUT", "/v1/synonyms/soak", f"سرنخ، نشان{n}", connection=connection), 200, 201)
            self.expect("unpin", self.s.request("DELETE", f"/v1/pins/{q}", connection=connection), 200)

    def reload(self):
        while not self.stop.wait(1.0):
            os.kill(self.s.process.pid, signal.SIGHUP)
            self.counts["SIGHUP"] = self.counts.get("SIGHUP", 0) + 1

    def maintain(self, between):
        commands = (("rebuild",), ("vacuum",), ("add", *NEWS), ("backup",), ("rebuild",), ("check",))
        n = 0
        while not self.stop.wait(between):
            command = commands[n % len(commands)]
            args = command if command[0] != "backup" else ("backup", str(self.index.folder / f"backup-{n}"))
            # When what libxapian reads is written over meanwhile, the exception it throws loses memory of its own.
            done = self.index.indexer("--quiet", *args, env={**os.environ, "ASAN_OPTIONS": os.environ["ASAN_OPTIONS"] + ":detect_leaks=0"})
            n += 1
            self.counts[command[0]] = self.counts.get(command[0], 0) + 1
            # Some lines of the fixtures are older versions, which are refused.
            if done.status not in ((0, 3) if command[0] == "add" else (0,)):
                self.failures.append(f"{args}: {done}")


def memory_kib(pid):
    """What is the process's own: without the page cache's share."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(("Private_Dirty:", "Swap:")))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def slope(points):
    """Least squares: (change over the whole of points, mean)."""
    n = len(points)
    t = sum(p[0] for p in points) / n
    v = sum(p[1] for p in points) / n
    above = sum((p[0] - t) * (p[1] - v) for p in points)
    below = sum((p[0] - t) ** 2 for p in points) or 1
    return above / below * (points[-1][0] - points[0][0]), v


def watch(pid, seconds):
    samples, began = [], time.monotonic()
    while time.monotonic() - began < seconds:
        samples.append((time.monotonic() - began, memory_kib(pid) / 1024, descriptors(pid)))
        time.sleep(max(0.2, seconds / 2000))
    return samples


def test_everything_at_once():
    print(f"SN_SEED={SEED} SN_SOAK_MINUTES={MINUTES}", flush=True)
    seconds = MINUTES * 60
    with Index(*NEWS) as index, Service(index.path, "--log-level", "error", "--cache-bytes", CACHE_BYTES) as s:
        load = Load(s, index)
        for n in range(3):
            load.start(load.read, SEED + n)
        for n in range(2):
            load.start(load.write, SEED // 10 * 10 + n)
        load.start(load.settle)
        load.start(load.reload)
        load.start(load.maintain, max(2.0, seconds / 60))
        samples = watch(s.process.pid, seconds)
        within(seconds * PATIENCE, lambda: KINDS <= set(load.counts))
        load.end()
        check("no request fails", not load.failures, load.failures[:5])
        check("hardly one is shed", load.counts.get("shed", 0) <= 3 + load.counts["read"] // 100, load.counts)
        # Sanitizers keep what was freed; memory is theirs then.
        second = samples[len(samples) // 2:]
        grown, mean = slope([(t, m) for t, m, _ in second])
        opened, _ = slope([(t, d) for t, _, d in second])
        bound = GROWTH_FREE_MIB + GROWTH_MIB_PER_HOUR * seconds / 2 / 3600
        print(json.dumps({"counts": load.counts, "memory_mib": round(mean, 1), "memory_grown_mib": round(grown, 2),
                          "descriptors_grown": round(opened, 2), "descriptors": [min(d for *_, d in second), max(d for *_, d in second)]},
                         ensure_ascii=False), flush=True)
        if not SANITIZED:
            check("memory does not grow", grown < bound, (grown, bound))
        check("descriptors do not grow", opened < DESCRIPTORS, opened)
        check("all kinds of work were done", KINDS <= set(load.counts), load.counts)
        gone = [i for i in load.down if s.get(f"/v1/articles/{i}").status != 404]
        check("what was taken down is not there", not gone, gone[:5])
        check("the index is sound", index.indexer("check").status == 0)


if __name__ == "__main__":
    main(globals())
