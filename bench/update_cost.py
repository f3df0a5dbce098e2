#!/usr/bin/env python3
"""How long an update takes until searchers see it, and whether that grows with the index.

usage: bench/update_cost.py --build BUILD [--sizes 50000,200000] [--update 1000] [--rounds 5] [--dir DIR] FILE...

The index is grown to each of the sizes from the articles of the files (JSON lines), which come again with other ids,
words and dates as grouping_cost.py makes them, newest last. At each size a service answers, and so many articles more
are added by `sarnakh-index add` as a newsroom's cron does; the service applies them. Taken is the wall clock from
the start of the command until it ends and the service shows the last article by id, and the processor time of
both. Prints a line a round, and at the end how the medians of the sizes compare.
"""
import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from grouping_cost import add, cpu_seconds, lines, read
from httpd import Httpd


def shows(service, id_):
    connection = http.client.HTTPConnection(service.host, service.port, timeout=60)
    connection.request("GET", f"/v1/articles/{id_}")
    status = connection.getresponse().status
    connection.close()
    return status == 200


def update(program, service, index, text):
    last = json.loads(text[-1])["id"]
    cpu, ran, began = cpu_seconds(), service.cpu_seconds(), time.monotonic()
    done = subprocess.run([program, "--index", index, "--json", "add", "-"], input="".join(text).encode(),
                          stdout=subprocess.PIPE, check=False)
    while not shows(service, last):
        time.sleep(0.005)
    wall = time.monotonic() - began
    report = json.loads(done.stdout)
    if report["created"] != len(text) or not report["visible"]:
        raise SystemExit(f"not all was added: {report}")
    return wall, cpu_seconds() - cpu + service.cpu_seconds() - ran


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--build", required=True)
    p.add_argument("--sizes", default="50000,200000")
    p.add_argument("--update", type=int, default=1000)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--dir", help="where the index is made (and removed); else below the temporary directory")
    p.add_argument("files", nargs="+")
    o = p.parse_args()
    sizes = [int(s) for s in o.sizes.split(",")]
    folder = tempfile.mkdtemp(prefix="update-cost-", dir=o.dir)
    index, program, at, medians = os.path.join(folder, "index"), f"{o.build}/indexer/sarnakh-index", 0, []
    articles = read(program, o.files, sizes[0], 1)
    try:
        for size in sizes:
            add(program, index, lines(articles, at, size))
            at, rounds, service = size, [], Httpd(f"{o.build}/http/sarnakh-httpd", index)
            for _ in range(o.rounds):
                rounds.append(update(program, service, index, list(lines(articles, at, at + o.update))))
                at += o.update
                print(f"{at} articles: {o.update} more in {rounds[-1][0]:.2f} s, processor {rounds[-1][1]:.2f} s",
                      flush=True)
            service.end()
            medians.append([statistics.median(r[i] for r in rounds) for i in (0, 1)])
        for size, (wall, cpu) in zip(sizes, medians):
            print(f"{size}: median {wall:.2f} s, processor {cpu:.2f} s; "
                  f"{wall / medians[0][0]:.2f} and {cpu / medians[0][1]:.2f} times those of {sizes[0]}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
