#!/usr/bin/env python3
"""What kept answers save: a log of searches in which few are asked often (Zipf), asked of two services over one index,
one with a cache and one without, in turns.

usage: bench/cache.py HTTPD INDEX QUERIES [REQUESTS [OTHER_HTTPD]]

QUERIES is a file of texts, one a line. Prints processor time a request and latency of each, and their ratio. With OTHER_HTTPD
(an earlier build) all searches are different ones, and it is told what those cost that are not kept.
"""
import http.client
import random
import sys
import time
import urllib.parse

from httpd import Httpd

WARM = 50
QUIET_SEC = 2


class Asked(Httpd):
    """Who it is asked by, and how long it took."""

    def __init__(self, program, index, *options):
        super().__init__(program, index, "--threads", "1", *options)
        self.client = http.client.HTTPConnection(self.host, self.port)
        self.times = []

    def ask(self, q):
        since = time.perf_counter()
        self.client.request("GET", "/v1/search?q=" + urllib.parse.quote(q))
        answer = self.client.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{q}: {answer.status}")
        self.times.append(time.perf_counter() - since)

    def begin(self, warm):
        """After what is asked first, and after what is made in the background from the index."""
        for q in warm:
            self.ask(q)
        before = -1
        while self.cpu_seconds() != before:
            before = self.cpu_seconds()
            time.sleep(QUIET_SEC)
        self.times, self.before = [], self.cpu_seconds()

    def end(self):
        self.spent = (self.cpu_seconds() - self.before) / len(self.times)
        self.times.sort()
        self.client.close()
        super().end()

    def line(self, name):
        def at(share): return 1e3 * self.times[int(len(self.times) * share)]
        return f"{name:8} {1e6 * self.spent:7.0f} us of a processor a request, p50 {at(.5):.2f} ms, p99 {at(.99):.2f} ms"


def main():
    httpd, index, queries = sys.argv[1:4]
    n = int(sys.argv[4]) if len(sys.argv) > 4 else 1500
    other = sys.argv[5] if len(sys.argv) > 5 else None
    texts = [line.rstrip("\n") for line in open(queries, encoding="utf-8")]
    rnd = random.Random(7)
    rnd.shuffle(texts)
    warm, texts = texts[:WARM], texts[WARM:]
    log = texts[:n] if other else rnd.choices(texts, [1 / (rank + 1) for rank in range(len(texts))], k=n)
    a, b = Asked(httpd, index), Asked(other, index) if other else Asked(httpd, index, "--cache-bytes", "0")
    for service in (a, b):
        service.begin(warm)
    for k, q in enumerate(log):
        for service in ((a, b), (b, a))[k % 2]:
            service.ask(q)
    for service in (a, b):
        service.end()
    print(a.line("now" if other else "kept"))
    print(b.line("before" if other else "not kept"))
    print(f"ratio of processor time {a.spent / b.spent:.3f}, of p50 {a.times[n // 2] / b.times[n // 2]:.3f}")


if __name__ == "__main__":
    main()
