#!/usr/bin/env python3
"""Score stories against pairs and days that were labelled by reading.

usage: bench/stories.py INDEX           the stories of an index directory, from its archive
       bench/stories.py STORIES.tsv     id, tab, story a line, as bench-stories writes them

bench/labels/stories.tsv: id, id, label. 2: one event, both belong on one time line; 1: of one larger
affair, right either way, not counted; 0: different events. Lines 1, 3, 5 … tuned the thresholds, the
others did not.
bench/labels/story-days.tsv: id, story of every post of some hours.
"""
import collections
import pathlib
import sqlite3
import sys

LABELS = pathlib.Path(__file__).resolve().parent / "labels"


def read_stories(path):
    if path.is_dir():
        db = sqlite3.connect(f"file:{path / 'archive.db'}?mode=ro", uri=True)
        return dict(db.execute("SELECT id, story FROM members"))
    return dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def rows(name):
    return [line.split("\t") for line in (LABELS / name).read_text(encoding="utf-8").splitlines()]


def score_pairs(stories, pairs, name):
    joined = collections.Counter(label for a, b, label in pairs if stories[a] == stories[b])
    of = collections.Counter(label for _, _, label in pairs)
    precision = joined["2"] / (joined["2"] + joined["0"] or 1)
    recall = joined["2"] / (of["2"] or 1)
    f1 = 2 * precision * recall / (precision + recall or 1)
    print(f"pairs, {name:8} precision {precision:.3f} ({joined['2']} of {joined['2'] + joined['0']})  "
          f"recall {recall:.3f} (of {of['2']})  F1 {f1:.3f}   of one affair joined {joined['1']} of {of['1']}")


def score_days(stories, labels):
    ours, theirs = collections.defaultdict(set), collections.defaultdict(set)
    for id_, label in labels:
        ours[stories[id_]].add(id_)
        theirs[label].add(id_)
    n = len(labels)
    precision = recall = 0
    for id_, label in labels:
        both = len(ours[stories[id_]] & theirs[label])
        precision += both / len(ours[stories[id_]]) / n
        recall += both / len(theirs[label]) / n
    f1 = 2 * precision * recall / (precision + recall)
    print(f"days, B3        precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}   {n} posts")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    stories = read_stories(pathlib.Path(sys.argv[1]))
    pairs = [row for row in rows("stories.tsv") if row[0] in stories and row[1] in stories]
    days = [row for row in rows("story-days.tsv") if row[0] in stories]
    if not pairs or not days:
        sys.exit("none of the labelled articles is there")
    score_pairs(stories, pairs[0::2], "tuned on")
    score_pairs(stories, pairs[1::2], "reported")
    score_pairs(stories, pairs, "all")
    score_days(stories, days)
    sizes = collections.Counter(stories.values())
    shared = [size for size in sizes.values() if size > 1]
    print(f"{len(stories)} articles, {len(sizes)} stories, {len(shared)} of two and more with "
          f"{sum(shared)} articles; the biggest have", *(size for _, size in sizes.most_common(5)))


if __name__ == "__main__":
    main()
