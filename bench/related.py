#!/usr/bin/env python3
"""How good related articles are, by what editors tagged, beside libxapian's own relevance feedback.

usage: bench/related.py --build BUILD --shared SHARED --work DIR [--count N] [--try NAME=VALUE[,NAME=VALUE…]]…

The corpus is indexed without its tags. For N articles (drawn with a seed) that have a tag which 2 to 40 articles have,
the share of the first ten related ones that have one of these tags too; not counted: the article itself and its
copies. The beginner (related_eset.py, python3-xapian) answers the same articles in the same run with the same
exclusions: of one source and story there may be any number in both. Halves are of the articles drawn, to choose
constants on one and look at the other. --try: other constants (constant.related_…) or parameters, a row each.
"""
import argparse
import collections
import json
import pathlib
import random
import shutil
import subprocess
import time

import judged_data as data

SEED, RARE, HITS = 20261127, 40, 10
ALL = ("max_per_source=0", "max_per_story=0")
PYTHON = "/usr/bin/python3"  # which Debian's python3-xapian is for


def rare_tags(corpus):
    """{id: tags that 2 to RARE articles have}"""
    tags = {}
    for _, article in data.articles(data.files(corpus)):
        given = article.get("tags") or []
        tags[article["id"]] = {given} if isinstance(given, str) else set(given)
    counts = collections.Counter(tag for given in tags.values() for tag in given)
    rare = {tag for tag, n in counts.items() if 2 <= n <= RARE}
    return {id_: given & rare for id_, given in tags.items() if given & rare}


def beginner(index, ids, *options):
    database = index / "current" / "db"
    if subprocess.run([PYTHON, "-c", "import xapian"], stderr=subprocess.DEVNULL).returncode != 0:
        raise SystemExit("bench/related.py: apt-get install python3-xapian")
    program = pathlib.Path(__file__).parent / "related_eset.py"
    out = subprocess.run([PYTHON, program, database, *options], input="".join(f"{i}\n" for i in ids), check=True,
                         stdout=subprocess.PIPE, text=True).stdout
    return [line.split() for line in out.splitlines()]


def sarnakh(build, index, ids, *settings):
    lines = "".join(json.dumps({"id": i}) + "\n" for i in ids)
    out = subprocess.run([f"{build}/query/sarnakh-query", "--index", index, "related", "--batch", "fields=id", *settings],
                         input=lines, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [[hit["id"] for hit in json.loads(line)["hits"]] for line in out.splitlines()]


class Table:
    def __init__(self, tags, ids):
        self.tags, self.ids, self.first = tags, ids, None
        print(f"{len(ids)} articles, seed {SEED}\n\n| | share of the first ten | half A | half B | times | s |\n"
              "|---|--:|--:|--:|--:|--:|")

    def share(self, id_, found):
        return sum(1 for other in found if self.tags.get(other, set()) & self.tags[id_]) / HITS

    def row(self, name, answer):
        began = time.time()
        shares = [self.share(i, found) for i, found in zip(self.ids, answer(), strict=True)]
        mean, halves = sum(shares) / len(shares), [shares[k::2] for k in (0, 1)]
        self.first = self.first or mean
        a, b = (sum(h) / len(h) for h in halves)
        print(f"| {name} | {mean:.4f} | {a:.4f} | {b:.4f} | {mean / self.first:.2f} | {time.time() - began:.0f} |",
              flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--try", dest="tried", action="append", default=[])
    o = parser.parse_args()
    work, corpus = pathlib.Path(o.work), pathlib.Path(o.shared) / "corpus"
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "untagged-index" / "built").exists():
        shutil.rmtree(work / "untagged-index", ignore_errors=True)
        data.make_untagged(corpus, work)
    index = data.index(o.build, work, "untagged", [work / "untagged.jsonl"])
    tags = rare_tags(corpus)
    ids = random.Random(SEED).sample(sorted(tags), min(o.count, len(tags)))
    table = Table(tags, ids)
    table.row("libxapian, 25 terms of its expand set", lambda: beginner(index, ids))
    table.row("the same, stems only", lambda: beginner(index, ids, "stems"))
    table.row("Sarnakh", lambda: sarnakh(o.build, index, ids, *ALL))
    table.row("Sarnakh, 2 of a source, 1 of a story", lambda: sarnakh(o.build, index, ids))
    for tried in o.tried:
        table.row(tried, lambda: sarnakh(o.build, index, ids, *ALL, *tried.split(",")))


if __name__ == "__main__":
    main()
