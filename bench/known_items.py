#!/usr/bin/env python3
"""Titles of articles as queries: is the article found?

usage: bench/known_items.py --index DIR [--n 500] [--seed 1] [--words A-B] [--show] BINARY[,NAME=VALUE...]... -- FILE.jsonl...

Draws titles from the article files, asks each BINARY (a sarnakh-query) for them as a user would (match=auto, the
default ranking), and prints the mean reciprocal rank of the article or one with the same title, and how many are
first and in the first ten. --words 3-5: only so many words in a row, drawn from the title. --show: queries whose
ranks the first and the last BINARY differ in.
"""
import argparse
import json
import random
import re
import subprocess
import sys


def titles(files):
    for name in files:
        for line in open(name, encoding="utf-8"):
            article = json.loads(line)
            title = re.sub(r"\s+", " ", article.get("title") or "").strip()
            if len(title.split()) >= 3:
                yield str(article["id"]), title


def draw(pairs, n, seed, words):
    rng = random.Random(seed)
    out = []
    for i, title in rng.sample(pairs, n):
        query = title
        if words:
            low, high = map(int, words.split("-"))
            all_words = title.split()
            k = min(rng.randint(low, high), len(all_words))
            at = rng.randrange(len(all_words) - k + 1)
            query = " ".join(all_words[at:at + k])
        out.append((i, title, query))
    return out


def run(binary, index, drawn):
    program, *settings = binary.split(",")
    topics = "".join(f"{k}\t{query}\n" for k, (_, _, query) in enumerate(drawn))
    command = [program, "--index", index, "run", "-", "match=auto", "freshness=normal", "limit=10", *settings]
    out = subprocess.run(command, input=topics.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    found = {}
    for line in out.splitlines():
        topic, _, article, rank, _, _ = line.split()
        found.setdefault(int(topic), []).append((int(rank), article))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", required=True)
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words")
    parser.add_argument("--show", action="store_true", help="where the first and the last binary differ")
    parser.add_argument("binaries", nargs="+")
    if "--" not in sys.argv:
        parser.error("-- FILE.jsonl... is wanted")
    cut = sys.argv.index("--")
    a = parser.parse_args(sys.argv[1:cut])
    pairs = list(titles(sys.argv[cut + 1:]))
    title_of = dict(pairs)
    drawn = draw(pairs, a.n, a.seed, a.words)
    ranks = []
    for binary in a.binaries:
        found = run(binary, a.index, drawn)
        best = [min((r for r, i in found.get(k, []) if i == want or title_of.get(i) == title), default=0)
                for k, (want, title, _) in enumerate(drawn)]
        ranks.append(best)
        mrr = sum(1 / r for r in best if r) / len(best)
        print(f"{binary}: MRR {mrr:.4f}, first {sum(r == 1 for r in best)}, "
              f"in ten {sum(r > 0 for r in best)} of {len(best)}")
    if a.show:
        for (_, _, query), x, y in zip(drawn, ranks[0], ranks[-1]):
            if x != y:
                print(f"  {x} -> {y}  {query}")


main()
