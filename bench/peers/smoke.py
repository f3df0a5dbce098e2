#!/usr/bin/env python3
"""bench/smoke: what bench/peers has of its own, with a few articles of the fixtures and no engine from elsewhere.

usage: smoke.py BUILD
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import load
import queries
import sphinx

HERE = os.path.dirname(os.path.abspath(__file__))
NEWS = [os.path.join(HERE, "..", "..", "fixtures", "news", name) for name in
        sorted(os.listdir(os.path.join(HERE, "..", "..", "fixtures", "news")))]
ARTICLES, QUERIES = 300, 6
failed = 0


def check(name, good, detail=""):
    global failed
    failed += not good
    if not good:
        print(f"FAIL {name}: {detail}")


def bytes_of(folder):
    return [open(os.path.join(folder, name), "rb").read() for name in ("articles.jsonl", "raw.tsv", "folded.tsv")]


def try_load(work):
    """The load is the same for the same seed, and has as many articles as were asked for, all different."""
    folders = [os.path.join(work, name) for name in ("one", "two", "other")]
    for folder, seed in zip(folders, (9, 9, 10)):
        load.write(folder, NEWS, ARTICLES, seed)
    check("same seed, same articles", bytes_of(folders[0]) == bytes_of(folders[1]))
    check("other seed, other articles", bytes_of(folders[0]) != bytes_of(folders[2]))
    bodies = [line.rsplit(b"\t", 1)[1] for line in bytes_of(folders[0])[2].splitlines()]
    check("as many as asked for", len(bodies) == ARTICLES, len(bodies))
    check("none is a copy", len(set(bodies)) == ARTICLES, len(set(bodies)))
    check("one spelling", load.fold("كتاب‌هاي ۱۲ـــ «يكُم»") == "کتاب های 12 یکم", load.fold("كتاب‌هاي ۱۲ـــ «يكُم»"))
    folded = os.path.join(folders[0], "folded.tsv")
    first, second = (queries.draw(folded, ARTICLES, QUERIES, 9) for _ in range(2))
    check("same seed, same queries", first == second)
    check("every class is drawn", set(first) == set(queries.CLASSES) and all(first.values()))


def ask(build, port, clients, requests, folder):
    path = os.path.join(folder, "requests")
    with open(path, "wb") as out:
        out.write(requests)
    return subprocess.run([os.path.join(build, "bench", "bench-ask"), str(port), "http", str(clients), path],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def try_ask(build, work):
    """The client counts every answer once, whatever the number of connections, and fails aloud."""
    static = subprocess.Popen([os.path.join(build, "bench", "bench-static"), "5000", "2"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE)
    port = int(static.stdout.readline())
    one = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    one = len(one).to_bytes(4, "little") + one
    for clients in (1, 2, 8):
        lines = ask(build, port, clients, 200 * one, work).stdout.decode().splitlines()
        rows = [re.fullmatch(r"(\d+\.\d) 200 (\d+)", line) for line in lines[1:]]
        check(f"200 answers to {clients} clients", len(rows) == 200 and all(rows) and all(int(r[2]) > 5000 for r in rows),
              lines[:3])
    check("a file that is cut is no load", ask(build, port, 1, one[:-3], work).returncode != 0)
    static.stdin.close()
    static.wait()
    check("a service that is not there", ask(build, port, 1, one, work).returncode != 0)
    check("static ends with its input", static.returncode == 0)


def try_sphinx():
    """An answer of searchd's own protocol, read to its total."""
    answer = (sphinx.number(0) + sphinx.number(1) + sphinx.string("title") + sphinx.number(2) + sphinx.string("key") +
              sphinx.number(sphinx.TEXT) + sphinx.string("minute") + sphinx.number(1) + sphinx.number(1) + sphinx.number(1) +
              bytes(8) + sphinx.number(3) + sphinx.string("bench-1") + sphinx.number(29) + sphinx.number(1) + sphinx.number(7) +
              sphinx.number(0) + sphinx.number(0))
    check("searchd's total", sphinx.Sphinx("", "", "/").total(answer) == 7)


def try_run(build, work):
    """The whole run: every class answered by those that can, none refused, as many hits for libxapian as for us."""
    figures = os.path.join(work, "figures.json")
    command = [sys.executable, os.path.join(HERE, "run.py"), "--articles", str(ARTICLES), "--rounds", "2", "--queries", str(QUERIES),
               "--engines", "sarnakh,xapian", "--build", build, "--work", work, "--json", figures, *NEWS]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        check("the run", False, done.stdout.decode()[-2000:])
        return
    with open(figures, encoding="utf-8") as f:
        result = json.load(f)[0]
    check("all classes", set(result["classes"]) == set(queries.CLASSES) - {"log"}, list(result["classes"]))
    for part in (result["classes"], result["mixed"], result["log"]):
        for name, found in part.items():
            check(f"{name}: nothing refused", all(f["failed"] == 0 for f in found.values()), found)
    means = {name: found["mean"] for name, found in result["hits"]["one"].items()}
    check("words are found alike", 0.5 <= means["sarnakh-exact"] / means["xapian"] <= 2, means)
    check("index and archive are told apart", any("apart" in part for part in result["built"]["sarnakh"]["parts"]))


def main():
    with tempfile.TemporaryDirectory() as work:
        try_load(work)
        try_ask(sys.argv[1], work)
        try_sphinx()
        try_run(sys.argv[1], work)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
