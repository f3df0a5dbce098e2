#!/usr/bin/env python3
"""What finding groups costs at indexing, and whether it stays linear.

usage: grouping_cost.py [--index-program PROGRAM] [--sizes 25000,50000,100000,200000] [--dir DIR] FILE...

A round is as many articles of the files (anything that `add` reads) as the first size says, drawn by the seed, and
added by date, oldest first, as they would come; those without a date last. The years begin at 2000, without gaps of more
than ten days. Further rounds are the same articles with other ids, with dates moved behind the round before (so that
a day has as many articles as ever), and with other words: each word becomes another of about its frequency, the same
one wherever it stands. So texts of one round are as alike as they were, those of two rounds are not, and the words of
the language stay as many.
Between two sizes all is added by one run of `sarnakh-index add -`; grouping_ms of its report is processor time,
and so is what it is divided by, the user and system time of that run. Prints one line a size: microseconds
of grouping an article since the size before, and its share of the time.
"""
import argparse
import collections
import datetime
import json
import os
import random
import re
import resource
import shutil
import subprocess
import tempfile

WORD = re.compile(r"[ء-ۓ\u200c]{2,}")
TEXTS = "title", "kicker", "lead", "body"
BEGIN = datetime.date(2000, 1, 1).toordinal()
MAX_GAP = 10
BLOCK = 50  # words of about one frequency


def day_of(article):
    return article.get("published_at", "")[:10]


def read(program, files, n, seed):
    """As the archive would hold them: whatever the files call a date."""
    printed = subprocess.run([program, "add", "--dry-run", "--print", *files], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, check=True).stdout
    articles = [json.loads(line) for line in printed.splitlines()]
    if n < len(articles):
        articles = random.Random(seed).sample(articles, n)
    for a in articles:
        a.pop("modified_at", None)
    return sorted(articles, key=lambda a: (not day_of(a), a.get("published_at", ""), a["id"]))


def days_from_beginning(articles):
    """Each day's number, and how many there are."""
    days, at, before = {}, 0, None
    for day in sorted({day_of(a) for a in articles} - {""}):
        ordinal = datetime.date.fromisoformat(day).toordinal()
        at += min(MAX_GAP, ordinal - before) if before is not None else 0
        days[day], before = at, ordinal
    return days, at + 1


def frequent_first(articles):
    counts = collections.Counter(word for a in articles for field in TEXTS
                                 for word in WORD.findall(a.get(field) or ""))
    return [word for word, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))]


def words_of_round(words, round_number):
    """Each word's other one."""
    chance, other = random.Random(round_number), {}
    for at in range(0, len(words), BLOCK):
        block = words[at:at + BLOCK]
        other.update(zip(block, chance.sample(block, len(block))))
    return other


def of_round(article, round_number, other, days, span):
    a = dict(article)
    if day_of(a):
        day = datetime.date.fromordinal(BEGIN + days[day_of(a)] + span * round_number)
        a["published_at"] = day.isoformat() + a["published_at"][10:]
    if round_number == 0:
        return a
    a["id"] += f"-r{round_number}"
    a.pop("url", None)
    for field in TEXTS:
        if a.get(field):
            a[field] = WORD.sub(lambda m: other[m.group()], a[field])
    return a


def lines(articles, first, last):
    words = frequent_first(articles)
    days, span = days_from_beginning(articles)
    for i in range(first, last):
        round_number, place = divmod(i, len(articles))
        if i == first or place == 0:
            other = words_of_round(words, round_number)
        a = of_round(articles[place], round_number, other, days, span + MAX_GAP)
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
    articles = read(args.index_program, args.files, sizes[0], args.seed)
    index = tempfile.mkdtemp(prefix="grouping-cost-", dir=args.dir)
    print(f"{len(articles)} articles a round")
    print("articles\tgrouping us an article\tall us an article\tshare of the time")
    try:
        at = 0
        for size in sizes:
            grouping, total = add(args.index_program, os.path.join(index, "index"),
                                  lines(articles, at, size))
            n = size - at
            print(f"{size}\t{grouping / n * 1e6:.0f}\t{total / n * 1e6:.0f}\t{grouping / total:.3f}",
                  flush=True)
            at = size
    finally:
        shutil.rmtree(index)


if __name__ == "__main__":
    main()
