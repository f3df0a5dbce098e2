#!/usr/bin/env python3
"""One wrong letter in one word of a title: is the article still found, and is what is right left alone?

usage: typos.py --query SARNAKH-QUERY --index DIR --corpus DIR [--eval DIR] [--n 2000] [--seed 1]
                [--words N] [--show]

Draws titles of at least three words from the article files of the corpus (posts, *-posts-*, have no
titles of their own), spoils one letter of one word of four letters or more in each, and searches with
correct=off and correct=auto (match=auto, as a reader would). Found: the article, one with the same
folded title or of the same duplicate group is among the first three. --words N: of each title only N
words in a row, the spoilt one among them. False alarms: correct titles, and the judged topics of
--eval, whose first ten hits a correction changes.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import time

SOUNDS = ["زذضظ", "سصث", "تط", "هح", "غق", "اع"]
ROWS = ["ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو"]
LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
SHARES = {"sound": 30, "neighbour": 20, "missing": 15, "extra": 15, "swapped": 20}
FOLD = str.maketrans("يكىئةۀؤأإآ", "یکییههوااا", "\u200c\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
WORD = re.compile(r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u0622]{4,}")


def folded(title):
    return " ".join(re.findall(r"\w+", title.translate(FOLD).lower()))


def load(corpus):
    """id -> title, of the article files."""
    titles = {}
    for path in sorted(pathlib.Path(corpus).glob("*.jsonl")):
        if "-posts-" in path.name:
            continue
        for line in path.open(encoding="utf-8"):
            article = json.loads(line)
            titles[article["id"]] = " ".join(article["title"].split())
    return titles


def neighbours(letter):
    for r, row in enumerate(ROWS):
        c = row.find(letter)
        if c < 0:
            continue
        near = [(r, c - 1), (r, c + 1), (r - 1, c), (r - 1, c + 1), (r + 1, c), (r + 1, c - 1)]
        return [ROWS[y][x] for y, x in near if 0 <= y < 3 and 0 <= x < len(ROWS[y])]
    return []


def spoil_word(word, kind, rng):
    """The word with one mistake of the kind, or None if it cannot have one."""
    at = rng.randrange(len(word))
    if kind == "sound":
        places = [i for i, c in enumerate(word) if any(c in s for s in SOUNDS)]
        if not places:
            return None
        at = rng.choice(places)
        sounds = next(s for s in SOUNDS if word[at] in s)
        return word[:at] + rng.choice(sounds.replace(word[at], "")) + word[at + 1:]
    if kind == "neighbour":
        near = neighbours(word[at])
        return word[:at] + rng.choice(near) + word[at + 1:] if near else None
    if kind == "missing":
        return word[:at] + word[at + 1:]
    if kind == "extra":
        return word[:at] + rng.choice(LETTERS) + word[at:]
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def spoil(title, rng, words):
    """(kind, the query), or None if no word of the title can be spoilt."""
    found = list(WORD.finditer(title.translate(str.maketrans("يك", "یک"))))
    if not found:
        return None
    word = rng.choice(found)
    kind = rng.choices(list(SHARES), SHARES.values())[0]
    wrong = spoil_word(word.group(), kind, rng)
    if wrong is None or wrong == word.group():
        return None
    if not words:
        return kind, title[:word.start()] + wrong + title[word.end():]
    before, after = title[:word.start()].split(" "), title[word.end():].split(" ")
    whole = before[:-1] + [before[-1] + wrong + after[0]] + after[1:]
    first = rng.randint(max(0, len(before) - words), min(len(before) - 1, max(0, len(whole) - words)))
    return kind, " ".join(whole[first:first + words])


def plain(query):
    """Without what is an operator of the query language."""
    query = re.sub("[\u064b-\u0652\u0654\u0655\u0670\u0640]", "", query)
    return " ".join(re.sub(r"[^\w\u200c]+", " ", query).split())


def rankings(args, queries, *params):
    text = "".join(f"{i}\t{q}\n" for i, q in enumerate(queries))
    began = time.monotonic()
    done = subprocess.run([args.query, "--index", args.index, "run", "-", "match=auto", "limit=10",
                           *params], input=text, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - began
    hits = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        topic, _, id_, *_ = line.split(" ")
        hits[int(topic)].append(id_)
    return [hits[i] for i in range(len(queries))], seconds


def groups(path):
    group = {}
    for line in path.open(encoding="utf-8") if path.exists() else []:
        ids = line.split()
        group.update({i: ids[0] for i in ids})
    return group


def measure_typos(args, titles, group, rng):
    drawn = []
    ids = sorted(i for i, t in titles.items() if len(t.split()) >= 3)
    while len(drawn) < args.n:
        id_ = rng.choice(ids)
        spoilt = spoil(titles[id_], rng, args.words)
        if spoilt:
            drawn.append((id_, spoilt[0], plain(spoilt[1])))
    for mode in ("off", "auto"):
        ranked, seconds = rankings(args, [q for _, _, q in drawn], f"correct={mode}")
        found, of = collections.Counter(), collections.Counter()
        for (id_, kind, query), hits in zip(drawn, ranked):
            good = any(h == id_ or folded(titles.get(h, "")) == folded(titles[id_]) or
                       group.get(h, h) == group.get(id_, id_) for h in hits[:3])
            for key in (kind, "all"):
                of[key] += 1
                found[key] += good
            if args.show and mode == "auto" and not good:
                print(f"  {kind}\t{query}\t{titles[id_]}")
        print(f"correct={mode}: {found['all'] / of['all']:.3f} in the first 3 of {of['all']} ("
              + ", ".join(f"{k} {found[k] / of[k]:.3f}" for k in SHARES if of[k])
              + f"), {1000 * seconds / len(drawn):.1f} ms a query")


def measure_alarms(args, name, queries):
    before, _ = rankings(args, queries, "correct=off")
    after, _ = rankings(args, queries, "correct=auto")
    changed = [i for i, (b, a) in enumerate(zip(before, after)) if a != b]
    print(f"false alarms: {len(changed)} of {len(queries)} {name}")
    for i in changed if args.show else []:
        print(f"  {queries[i]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--query", "--index", "--corpus"):
        parser.add_argument(name, required=True)
    parser.add_argument("--eval")
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    titles = load(args.corpus)
    evals = pathlib.Path(args.eval or "/nonexistent")
    measure_typos(args, titles, groups(evals / "duplicate-groups-dev.tsv"), rng)
    if args.words:
        return
    drawn = rng.sample(sorted(i for i, t in titles.items() if len(t.split()) >= 3), args.n)
    measure_alarms(args, "correct titles", [plain(titles[i]) for i in drawn])
    for path in sorted(evals.glob("*.t*.tsv")):
        queries = [line.rstrip("\n").split("\t")[1] for line in path.open(encoding="utf-8")]
        measure_alarms(args, path.name, [plain(q) for q in queries])


main()
