#!/usr/bin/env python3
"""How fast an index is built from nothing, beside the least program that libxapian allows.

usage: build_rate.py [--build DIR] [--rounds N] [--jobs N] [--limit N] [--ours-only] [--dir DIR] FILE.jsonl ...

In each round, by turns, from and to the same disk: `bench-writer` (xapian-c/bench/writer.cc: one writer,
TermGenerator, positions, no archive, no groups; its texts are taken out of the JSON before), the same without
texts to show (`bare`), and `sarnakh-index add` of the JSON lines into a new index. Prints of each articles a second of wall time and its
ratio to bench-writer of the same round, processor time an article, the peak of memory (VmHWM), and the share of the machine that
others took meanwhile: wall time says nothing where that is large.
"""
import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time


def articles(paths, limit):
    """Lines of all files, a line of each in turn if there is a limit, so that every source has its share."""
    files = [open(path, encoding="utf-8") for path in paths]
    lines = itertools.chain(*files) if limit is None else (
        line for row in itertools.zip_longest(*files) for line in row if line is not None)
    yield from itertools.islice((line for line in lines if line.strip()), limit)
    for file in files:
        file.close()


def one_line(article):
    fields = [article.get(name) or "" for name in ("id", "title", "lead", "body")]
    return "\t".join(" ".join(str(f).split()) for f in fields) + "\n"


def prepare(paths, limit, json_path, texts_path):
    n = 0
    with open(json_path, "w", encoding="utf-8") as as_json, open(texts_path, "w", encoding="utf-8") as texts:
        for line in articles(paths, limit):
            as_json.write(line)
            texts.write(one_line(json.loads(line)))
            n += 1
    return n


def busy_seconds():
    """Processor time of all that ran on this machine, and of all processors idle or not."""
    with open("/proc/stat", encoding="ascii") as f:
        ticks = [int(x) for x in f.readline().split()[1:9]]
    hz = os.sysconf("SC_CLK_TCK")
    return (sum(ticks) - ticks[3] - ticks[4]) / hz, sum(ticks) / hz


def run(command):
    """(wall seconds, processor seconds, peak bytes, share of the machine taken by others)"""
    os.sync()
    busy, all_of_it = busy_seconds()
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]}: exit status {process.returncode}")
    processor = usage.ru_utime + usage.ru_stime
    busy_after, all_after = busy_seconds()
    others = max(0.0, busy_after - busy - processor) / max(all_after - all_of_it, 1e-9)
    return wall, processor, usage.ru_maxrss * 1024, others


def show(name, n, figures, base):
    wall, processor, peak, others = figures
    ratio = f"{base / wall:.2f}" if base else "-"
    print(f"{name:<22}{n / wall:>9.0f}{ratio:>7}{processor / n * 1e6:>10.0f}{peak / 1e6:>9.0f}{others:>9.0%}",
          flush=True)


def measure(args, work, n, json_path, texts_path):
    writer = os.path.join(args.build, "bench", "bench-writer")
    ours = [os.path.join(args.build, "indexer", "sarnakh-index"), "--quiet", "--index"]
    options = [f"--jobs={args.jobs}"] if args.jobs else []
    base = None
    for _ in range(args.rounds):
        for name, command in (
                ("bench-writer", [writer, texts_path, os.path.join(work, "db")]),
                ("bench-writer bare", [writer, texts_path, os.path.join(work, "db"), "bare"]),
                ("sarnakh-index add", ours + [os.path.join(work, "db")] + options + ["add", json_path])):
            if args.ours_only and name != "sarnakh-index add":
                continue
            figures = run(command)
            base = figures[0] if name == "bench-writer" else base
            show(name, n, figures, base)
            shutil.rmtree(os.path.join(work, "db"))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--build", default="build-release", help="configured with -Dbench=true --buildtype=release")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--jobs", type=int, help="of sarnakh-index; as many as there are processors")
    p.add_argument("--limit", type=int, help="that many articles, drawn evenly from the files")
    p.add_argument("--ours-only", action="store_true")
    p.add_argument("--dir", help="where indexes are made (and removed); else below the temporary directory")
    p.add_argument("files", nargs="+")
    args = p.parse_args()
    work = tempfile.mkdtemp(prefix="build-rate-", dir=args.dir)
    try:
        json_path, texts_path = os.path.join(work, "articles.jsonl"), os.path.join(work, "articles.txt")
        n = prepare(args.files, args.limit, json_path, texts_path)
        print(f"{n} articles")
        print(f"{'':<22}{'a second':>9}{'ratio':>7}{'us each':>10}{'peak MB':>9}{'others':>9}")
        measure(args, work, n, json_path, texts_path)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
