#!/usr/bin/env python3
"""Draw words of news to be classed by hand, and join the classes to a gold list (tests/gold/README.md).

    draw.py count NEWS > counts.tsv             word, occurrences, articles; NEWS: a directory of *.jsonl
    draw.py draw counts.tsv N SEED              N words, drawn by their occurrences
    draw.py candidates counts.tsv STEM...       words that begin with a stem, bare or as a verb, and
                                                neighbours one letter away
    draw.py join counts.tsv CLASSED... > news-lemmas.tsv

Nothing here knows the stemmer. A line of a CLASSED file: `class<TAB>part of speech<TAB>word word …`; a
class is a lemma, of verbs the past stem behind `V:`. `-` as a class leaves words out, with a reason as
part of speech. The same inputs give the same bytes."""

import collections
import json
import pathlib
import random
import re
import sys

ZWNJ = "\u200c"
LETTERS = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیۀة"
WORD = re.compile(f"[{LETTERS}]+(?:{ZWNJ}[{LETTERS}]+)*")
FOLD = str.maketrans("يىك", "ییک", "ـ" + "".join(map(chr, range(0x64B, 0x653))))
VERB_PREFIXES = ("", "می", "نمی", "ن", "ب", "بی", "نی", "همی")
MIN_ARTICLES = 3
MOST = 70        # candidates of one stem, by articles
NEIGHBOURS = 12  # of one stem
BEHIND = 8       # letters behind a stem at most


def words(text):
    return WORD.findall(text.translate(FOLD))


def joined(word):
    return word.replace(ZWNJ, "").replace("آ", "ا")


def articles(news):
    for path in sorted(pathlib.Path(news).glob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield "\n".join(str(article.get(f) or "") for f in ("title", "lead", "body"))


def count(news):
    occurrences, documents = collections.Counter(), collections.Counter()
    for text in articles(news):
        found = words(text)
        occurrences.update(found)
        documents.update(set(found))
    for word in sorted(occurrences):
        print(word, occurrences[word], documents[word], sep="\t")


def read_counts(path):
    """word -> (occurrences, articles)"""
    with open(path, encoding="utf-8") as lines:
        return {w: (int(n), int(df)) for w, n, df in (line.rstrip("\n").split("\t") for line in lines)}


def draw(counts, n, seed):
    """By frequency, each word once."""
    rng = random.Random(seed)
    population, weights = list(counts), [c[0] for c in counts.values()]
    drawn = {}
    while len(drawn) < n:
        for word in rng.choices(population, weights, k=n):
            drawn.setdefault(word)
    for word in list(drawn)[:n]:
        print(word, *counts[word], sep="\t")


def is_form_of(word, stem):
    return any(word.startswith(p + stem) and len(word) <= len(p + stem) + BEHIND for p in VERB_PREFIXES)


def is_one_letter_away(word, stem):
    """One letter more, less or other than the stem; or the stem but for its last, and an ending."""
    if abs(len(word) - len(stem)) > 1:
        return len(stem) > 3 and word.startswith(stem[:-1]) and len(word) <= len(stem) + 3
    short, long = sorted((word, stem), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long)) if a != b), len(short))
    return short[same + (len(short) == len(long)):] == long[same + 1:]


def candidates(counts, stems):
    known = [(w, joined(w), df) for w, (_, df) in counts.items() if df >= MIN_ARTICLES]
    known.sort(key=lambda row: (-row[2], row[0]))
    for stem in map(joined, stems):
        forms = [row for row in known if is_form_of(row[1], stem)]
        near = [row for row in known if not is_form_of(row[1], stem) and is_one_letter_away(row[1], stem)]
        print(f"# {stem}: {min(len(forms), MOST)} of {len(forms)} forms, then neighbours")
        print(" ".join(f"{w}:{df}" for w, _, df in forms[:MOST]))
        print("#", " ".join(f"{w}:{df}" for w, _, df in near[:NEIGHBOURS]))


def read_classed(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip() and not line.startswith("#"):
                    columns = line.rstrip("\n").split("\t")
                    if len(columns) != 3:
                        raise SystemExit(f"{path}, line {number}: class, part of speech, words are wanted")
                    yield path, number, *columns


def join(counts, paths):
    classes, left_out = {}, set()
    for path, number, name, pos, forms in read_classed(paths):
        for word in forms.split():
            if word not in counts or counts[word][1] < MIN_ARTICLES:
                print(f"{path}, line {number}: {word} is in fewer than {MIN_ARTICLES} articles",
                      file=sys.stderr)
            elif name == "-":
                left_out.add(word)
            elif classes.setdefault(word, (name, pos)) != (name, pos):
                print(f"{path}, line {number}: {word} is {name} here and {classes[word][0]} before",
                      file=sys.stderr)
    for word in sorted(classes, key=lambda w: (classes[w][0], -counts[w][0], w)):
        if word not in left_out:
            print(word, *classes[word], counts[word][0], sep="\t")


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ("count", "draw", "candidates", "join"):
        raise SystemExit(__doc__)
    command, source, *rest = arguments
    if command == "count":
        return count(source)
    counts = read_counts(source)
    if command == "draw":
        return draw(counts, int(rest[0]), int(rest[1]))
    return candidates(counts, rest) if command == "candidates" else join(counts, rest)


if __name__ == "__main__":
    main(sys.argv[1:])
