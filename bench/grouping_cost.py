#!/usr/bin/env python3
"""What finding groups costs at indexing, and whether it stays linear.

usage: grouping_cost.py [--index-program PROGRAM] [--sizes 25000,50000,100000,200000] [--dir DIR] FILE...

A round is as many articles of the files (JSON lines) as the first size says, drawn by the seed, and added by
date, oldest first, as they would come. Further rounds are the same articles with other ids and with dates moved
behind the round before (so that a day has as many articles as ever); about one word in eight has the round's
own letters behind it, so that no text of a round is one of another but texts of a round are as alike as they
were. Between two sizes all is added by one run of `sarnakh-index add -`; grouping_ms of its report is processor time,
and so is what it is divided by, the user and system time of that run. Prints one line a size: microseconds
of grouping an article since the size before, and its share of the time.
"""
import argparse
import datetime
import json
import os
import random
import resource
import shutil
import subprocess
import tempfile
import zlib

LETTERS = "ابپتجچدرزسشفکگلمنوهی"
DAY = 86400


def seconds_of(date):
    try:
        return datetime.datetime.fromisoformat(str(date).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def read(files, n, seed):
    articles = []
    for name in files:
        with open(name, encoding="utf-8") as f:
            articles += [json.loads(line) for line in f if line.strip()]
    if n < len(articles):
        articles = random.Random(seed).sample(articles, n)
    dated = [(seconds_of(a.get("published_at")), a) for a in articles]
    first = [a for sec, a in sorted((p for p in dated if p[0] is not None),
                                    key=lambda p: (p[0], p[1]["id"]))]
    return first + [a for sec, a in dated if sec is None]


def other_words(text, round_number):
    """About one word in eight gets two letters more: the same one wherever it stands."""
    tail = LETTERS[round_number % len(LETTERS)] * 2
    return " ".join(w + tail if zlib.crc32(w.encode()) % 8 == 0 else w for w in text.split(" "))


def of_round(article, round_number, span_days):
    if round_number == 0:
        return article
    a = dict(article, id=f"{article['id']}-r{round_number}")
    for field in ("title", "lead", "body"):
        if a.get(field):
            a[field] = other_words(a[field], round_number)
    a.pop("url", None)
    for field in ("published_at", "modified_at"):
        sec = seconds_of(a.get(field))
        if sec is not None:
            moved = datetime.datetime.fromtimestamp(sec, datetime.timezone.utc)
            moved += datetime.timedelta(days=span_days * round_number)
            day_only = len(str(a[field])) == 10
            a[field] = moved.strftime("%Y-%m-%d" if day_only else "%Y-%m-%dT%H:%M:%SZ")
    return a


def lines(articles, first, last, span_days):
    for i in range(first, last):
        a = of_round(articles[i % len(articles)], i // len(articles), span_days)
        yield json.dumps(a, ensure_ascii=False) + "\n"


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def add(program, index, text):
    before = cpu_seconds()
    done = subprocess.run([program, "--index", index, "--json", "--quiet", "add", "-"],
                          input="".join(text).encode(), stdout=subprocess.PIPE, check=False)
    report = json.loads(done.stdout)
    if report["refused"] or not report["visible"]:
        raise SystemExit(f"not all was added: {report}")
    return report["grouping_ms"] / 1000, cpu_seconds() - before


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--index-program", default="build-release/indexer/sarnakh-index")
    p.add_argument("--sizes", default="25000,50000,100000,200000")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--dir", help="where the index is made (and removed); else below the temporary directory")
    p.add_argument("files", nargs="+")
    args = p.parse_args()
    sizes = [int(s) for s in args.sizes.split(",")]
    articles = read(args.files, sizes[0], args.seed)
    seconds = [s for s in (seconds_of(a.get("published_at")) for a in articles) if s is not None]
    span_days = int((max(seconds) - min(seconds)) // DAY) + 30 if seconds else 0
    index = tempfile.mkdtemp(prefix="grouping-cost-", dir=args.dir)
    print(f"{len(articles)} articles a round")
    print("articles\tgrouping us an article\tall us an article\tshare of the time")
    try:
        at = 0
        for size in sizes:
            grouping, total = add(args.index_program, os.path.join(index, "index"),
                                  lines(articles, at, size, span_days))
            n = size - at
            print(f"{size}\t{grouping / n * 1e6:.0f}\t{total / n * 1e6:.0f}\t{grouping / total:.3f}",
                  flush=True)
            at = size
    finally:
        shutil.rmtree(index)


if __name__ == "__main__":
    main()
