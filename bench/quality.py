#!/usr/bin/env python3
"""Every figure of quality in one run: judged topics, known items, writings of a title, old exact matches.

usage: bench/quality.py --build BUILD --shared SHARED --work DIR [--rows NAME,NAME…] [--write docs/evaluation.md]

BUILD holds the programs, SHARED corpus/ and eval/. Indexes and what is drawn are kept in DIR, and built once: delete
it after a change of terms. The beginner's figures (baseline.py) are kept there too. Relevance only everywhere
(freshness off, any word, no collapsing) but for old exact matches. Needs an hour of a slow machine the first
time, a few minutes after that.
"""
import argparse
import datetime
import json
import pathlib
import random
import subprocess

import judged_data as data
import scores
from baseline import Baseline

SEED = 20261126
KNOWN, WRITINGS, TITLES = 2000, 500, 500
NOW = "2026-11-26"


class Bench:
    def __init__(self, options):
        self.build, self.work = options.build, pathlib.Path(options.work)
        self.corpus = pathlib.Path(options.shared) / "corpus"
        self.judged = pathlib.Path(options.shared) / "eval"
        self.work.mkdir(parents=True, exist_ok=True)
        self.rows = []

    def index(self, name, make):
        if not (self.work / f"{name}-index" / "built").exists():
            paths = make()
            data.index(self.build, self.work, name, paths)
        return self.work / f"{name}-index"

    def whole(self):
        return self.index("whole", lambda: data.files(self.corpus))

    def hamshahri(self):
        return self.index("hamshahri", lambda: data.files(self.corpus, "hamshahri-2003"))

    def known(self):
        return self.index("known", lambda: data.make_known_items(self.corpus, self.work, KNOWN, SEED))

    def untagged(self):
        return self.index("untagged", lambda: data.make_untagged(self.corpus, self.work))

    def query(self, index, *arguments):
        return subprocess.run([f"{self.build}/query/sarnakh-query", "--index", index, *map(str, arguments)],
                              check=True, capture_output=True, text=True).stdout

    def evaluate(self, index, topics, qrels, *settings):
        return json.loads(self.query(index, "--json", "evaluate", topics, qrels, *settings))

    def topics(self, name):
        folder = self.work if (self.work / f"{name}.topics.tsv").exists() else self.judged
        return folder / f"{name}.topics.tsv", folder / f"{name}.qrels"

    def add(self, what, beginner, value, wanted, good):
        row = (what, beginner, value, wanted, "" if not wanted else "yes" if good else "**no**")
        self.rows.append(row)
        print(" | ".join(row), flush=True)

    def beginner(self, name, paths, topics, limit):
        """Scores of the baseline, kept, since nothing of ours changes them."""
        kept = self.work / f"baseline-{name}.json"
        if not kept.exists():
            queries, judged = scores.read_topics(topics[0]), scores.read_qrels(topics[1])
            search = Baseline(paths, queries.values())
            rows = [scores.of_topic([i for i, _ in search.search(q, limit)], judged[t]) for t, q in queries.items()]
            kept.write_text(json.dumps(scores.mean(rows)))
        return json.loads(kept.read_text())


def interval(row):
    return f"{row['mean']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"


def judged_rows(b):
    topics = b.topics("hamshahri-dev")
    ours = b.evaluate(b.whole(), *topics)["a"]
    base = b.beginner("whole", data.files(b.corpus), topics, 1000)
    for measure, wanted in (("ndcg10", 0.75), ("map", 0.64), ("mrr", 0.90)):
        b.add(f"25 topics, whole corpus: {measure}", f"{base[measure]:.3f}", interval(ours[measure]), f"{wanted:.2f}",
              ours[measure]["mean"] >= wanted)
    ours = b.evaluate(b.hamshahri(), *topics)["a"]
    base = b.beginner("hamshahri", data.files(b.corpus, "hamshahri-2003"), topics, 1000)
    for measure in ("ndcg10", "map"):
        b.add(f"the same, 5,375 articles of their paper: {measure}", f"{base[measure]:.3f}", interval(ours[measure]),
              "not below", ours[measure]["mean"] >= base[measure])


def tag_rows(b):
    ours = b.evaluate(b.untagged(), *b.topics("editor-tags"), "limit=100")["a"]
    for measure in ("ndcg10", "mrr"):
        b.add(f"558 editors' tags, not indexed: {measure}", "", interval(ours[measure]), "", True)


def known_rows(b):
    index = b.known()
    topics = b.topics("known")
    ours = b.evaluate(index, *topics, "limit=10")["a"]["mrr"]
    base = b.beginner("known", [b.work / "known.jsonl"], topics, 10)["mrr10"]
    closed = (ours["mean"] - base) / (1 - base)
    b.add(f"known item, {KNOWN:,} titles less a word: MRR@10", f"{base:.3f}", interval(ours),
          f"{base + 0.3 * (1 - base):.3f} (30 % of the way to 1; {100 * closed:.0f} %)", closed >= 0.3)


def title_rows(b):
    if not (b.work / "headlines.qrels").exists():
        data.make_titles(b.corpus, b.work, TITLES, SEED)
    ours = b.evaluate(b.whole(), *b.topics("headlines"), "limit=10")["a"]["mrr"]
    b.add(f"{TITLES} headlines, three to five of their words, posts too: MRR@10", "", interval(ours), "", True)
    ours = b.evaluate(b.whole(), *b.topics("old"), "limit=3", "match=auto", "collapse=duplicates", "freshness=normal",
                      f"now={NOW}")
    found = [t["a"]["mrr"] > 0 for t in ours["topics"]]
    share = sum(found) / len(found)
    b.add(f"{TITLES} old articles by their whole title, freshness=normal: in the first 3", "", f"{share:.3f}", "0.98",
          share >= 0.98)


WRITINGS_OF = {
    "Arabic letters": (lambda t: t.replace("ی", "ي").replace("ک", "ك"), 0.98),
    "without half-spaces": (lambda t: t.replace("\u200c", ""), 0.97),
    "half-spaces as spaces": (lambda t: t.replace("\u200c", " "), 0.97),
    "digits of the other script": (lambda t: t.translate(str.maketrans("0123456789۰۱۲۳۴۵۶۷۸۹", "۰۱۲۳۴۵۶۷۸۹0123456789")), 1.0),
}


def run_ids(b, queries):
    topics = b.work / "writings.tsv"
    topics.write_text("".join(f"{i}\t{q}\n" for i, q in enumerate(queries)), encoding="utf-8")
    ids = [[] for _ in queries]
    for line in b.query(b.whole(), "run", topics, "limit=10").splitlines():
        topic, _, id_, *_ = line.split(" ")
        ids[int(topic)].append(id_)
    return ids


def writing_rows(b):
    titles = sorted({" ".join(a["title"].split()) for _, a in data.articles(data.files(b.corpus))} - {""})
    random.Random(SEED).shuffle(titles)
    for name, (rewrite, wanted) in WRITINGS_OF.items():
        some = [t for t in titles if rewrite(t) != t][:WRITINGS]
        plain, other = run_ids(b, some), run_ids(b, [rewrite(t) for t in some])
        shares = [len(set(p) & set(o)) / max(len(p), len(o)) for p, o in zip(plain, other) if p or o]
        share = sum(shares) / len(shares)
        b.add(f"{len(some)} titles, {name}: overlap of the first 10", "", f"{share:.4f}", f"{wanted:.2f}",
              share >= wanted - 5e-5)


ROWS = {"judged": judged_rows, "tags": tag_rows, "known": known_rows, "titles": title_rows, "writings": writing_rows}
BEGIN, END = "<!-- bench/quality.py writes from here -->", "<!-- to here -->"


def write(b, path):
    page = pathlib.Path(path)
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    table = "| what | BM25 on folded words | Sarnakh | wanted | reached |\n|---|--:|--:|--:|---|\n" + "".join(
        "| " + " | ".join(row) + " |\n" for row in b.rows)
    page.write_text(f"{before}{BEGIN}\n\nMeasured on {datetime.date.today()}, seed {SEED}:\n\n{table}\n{END}" +
                    rest.split(END)[1], encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--write")
    options = parser.parse_args()
    bench = Bench(options)
    for name in options.rows.split(","):
        ROWS[name](bench)
    if options.write:
        write(bench, options.write)


if __name__ == "__main__":
    main()
