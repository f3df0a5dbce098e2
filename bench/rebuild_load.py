#!/usr/bin/env python3
"""Searches while a rebuild runs and the service goes over to the new generation: how many fail, and how much
longer they take than in the same service a minute before.

usage: bench/rebuild_load.py --build BUILD --index DIR [--clients 2] [--rate 20] [--seconds 20] [--queries FILE] [--rebuild-option=WORD…]

DIR is an index that may be written to (a copy). A service of one's own answers CLIENTS clients on loopback, each
asking RATE queries a second, of titles drawn with a seed from what the index itself finds. First SECONDS
without anything else, then as long as a rebuild runs (one job, low priority), and SECONDS behind it. Every answer but
a 200 is a failure. Prints a line for each of the three: requests, failures, percentiles.
"""
import argparse
import http.client
import json
import random
import subprocess
import threading
import time
import urllib.parse

from httpd import Httpd

SEED = 20261127


class Load:
    """Clients that ask until they are told to end."""

    def __init__(self, host, port, queries, clients, rate):
        self.host, self.port, self.queries, self.pause = host, port, queries, 1 / rate
        self.stop, self.times, self.failures = threading.Event(), [], []
        self.threads = [threading.Thread(target=self.ask, args=(i,)) for i in range(clients)]
        for t in self.threads:
            t.start()

    def ask(self, number):
        chance = random.Random(SEED + number)
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        due = time.monotonic() + self.pause * chance.random()
        while not self.stop.wait(max(0, due - time.monotonic())):
            due = max(due + self.pause, time.monotonic() - 1)
            target = "/v1/search?" + urllib.parse.urlencode({"q": chance.choice(self.queries)})
            began = time.monotonic()
            try:
                connection.request("GET", target)
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or not body.endswith(b"}"):
                    self.failures.append(answer.status)
            except (OSError, http.client.HTTPException) as e:
                self.failures.append(repr(e))
                connection.close()
            self.times.append((began, time.monotonic() - began))
        connection.close()

    def end(self):
        self.stop.set()
        for t in self.threads:
            t.join()


def line(name, times):
    ordered = sorted(t for _, t in times)
    p50, p90, p99 = (1000 * ordered[int(len(ordered) * p)] for p in (0.5, 0.9, 0.99))
    print(f"{name}: {len(times)} requests, p50 {p50:.1f} ms, p90 {p90:.1f} ms, p99 {p99:.1f} ms, "
          f"greatest {1000 * ordered[-1]:.1f} ms", flush=True)
    return p99


def titles(program, index, n):
    """Titles of articles, each cut to some words, as people type them."""
    chance, out = random.Random(SEED), []
    for word in ("ایران", "دولت", "تهران", "مردم", "سال", "گزارش", "رئیس", "بازار", "تیم", "کشور"):
        done = subprocess.run([program, "--index", index, "search", "--json", word, "limit=100", "fields=title"],
                              stdout=subprocess.PIPE, check=False)
        if not done.stdout:
            raise SystemExit("the index is not searched")
        out += [h["title"] for h in json.loads(done.stdout)["hits"]]
    out = [" ".join(t.split()[:chance.randint(1, 4)]) for t in out if t]
    chance.shuffle(out)
    return out[:n] or ["خبر"]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--build", required=True)
    p.add_argument("--index", required=True)
    p.add_argument("--clients", type=int, default=2)
    p.add_argument("--rate", type=float, default=20)
    p.add_argument("--seconds", type=float, default=20)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--queries", help="a file of queries, one a line")
    p.add_argument("--rebuild-option", action="append", default=[])
    o = p.parse_args()
    queries = [q for q in open(o.queries, encoding="utf-8").read().splitlines() if q] if o.queries else \
        titles(f"{o.build}/query/sarnakh-query", o.index, 500)
    service = Httpd(f"{o.build}/http/sarnakh-httpd", o.index, "--threads", str(o.threads))
    try:
        warm = Load(service.host, service.port, queries, o.clients, o.rate)
        time.sleep(o.seconds / 2)
        warm.end()
        load = Load(service.host, service.port, queries, o.clients, o.rate)
        time.sleep(o.seconds)
        began = time.monotonic()
        rebuild = subprocess.run([f"{o.build}/indexer/sarnakh-index", "--index", o.index, "--json", "rebuild",
                                  *o.rebuild_option], stdout=subprocess.PIPE, check=False)
        ended = time.monotonic()
        time.sleep(o.seconds)
        load.end()
    finally:
        service.end()
    if rebuild.returncode != 0:
        raise SystemExit(f"the rebuild ended with {rebuild.returncode}")
    report = json.loads(rebuild.stdout)
    print(f"rebuild: exit status {rebuild.returncode}, {report['read']} articles in {ended - began:.0f} s")
    quiet = line("quiet", [t for t in load.times if t[0] < began])
    busy = line("rebuild and switch", [t for t in load.times if began <= t[0] < ended + 2])
    line("behind it", [t for t in load.times if t[0] >= ended + 2])
    print(f"{len(load.failures)} failed requests {load.failures[:3]}; p99 of the rebuild is {busy / quiet:.2f} times "
          "the quiet one")


if __name__ == "__main__":
    main()
