#!/usr/bin/env python3
"""Write query/tables/derived.tsv: words of one root that the stemmer keeps apart (سیاست, سیاسی).

    derived.py --program build/query/sarnakh-query --news NEWS > query/tables/derived.tsv
    derived.py --program ... --news NEWS --sample 200 --seed N    candidates to be labelled
    derived.py --program ... --news NEWS --evaluate LABELS        precision and recall of the rule
    derived.py --program ... --news NEWS --all                    every candidate with its measures

    --program  the analysis whose stems the table is for
    --news     a directory of *.jsonl, as for count.py
    --tables   words.tsv and verbs.tsv are read here (analysis/tables)
    --hand     pairs to add and to leave out (derived-hand.tsv beside this file)

The same inputs give the same bytes."""

import argparse
import pathlib
import random
import sys

import count
import derived_news
import derived_rules
from derived_nearness import Nearness, News
from persian import joined
from rows import read_rows

MIN_ARTICLES = 20    # of each of the two
MAX_SHARE = 0.15     # of all articles: what is everywhere finds nothing
NAME_SHARE = 0.25    # behind a title or a given name: کریمی is a person, not of کریم

# Least cosine and least `together`. The first for formations that seldom join strangers if the base
# is long enough; chosen by derived-labels.tsv, the figures are in docs/synonyms.md.
SURE = {"relational_ye", "abstract_ye", "ye", "infinitive", "abstract_iyat", "nisba_at"}
SURE_LETTERS = 4
SURE_LIMITS = (0.04, 1.5)
OTHER_LIMITS = (0.12, 1.5)

HEAD = """# Words of one root that are stems of their own, for the expansion of queries. Made by
# tools/lexicon/derived.py; add and leave out in tools/lexicon/derived-hand.tsv.
#   stem     as the analysis gives it
#   derived  a stem derived from it
#   kind     which formation (docs/synonyms.md)
#   source   rule: made by rule, near in news; hand
"""


def arguments():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--news", required=True)
    parser.add_argument("--tables", type=pathlib.Path, default=here / "../../analysis/tables")
    parser.add_argument("--hand", type=pathlib.Path, default=here / "derived-hand.tsv")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1403)
    parser.add_argument("--evaluate", type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    return parser.parse_args()


def read_verbs(path):
    for past, present, name, preverbs, *_ in read_rows(path):
        if preverbs == "spoken":
            continue
        yield (joined(past), joined(present), joined(name),
               [] if preverbs == "-" else [joined(p) for p in preverbs.split(",")])


def stems_of(program, words):
    """word -> its stem, if it is one word."""
    meanings = derived_news.analyse(program, words)
    return {word: meaning[0][0] for word, meaning in zip(words, meanings) if len(meaning) == 1}


class Maker:
    def __init__(self, options):
        self.options = options
        self.news = News(derived_news.read_stems(options.program, options.news))
        titles = stems_of(options.program, sorted(count.TITLE)).values()
        self.behind_title = self.news.shares_behind(titles)
        pairs = self._candidates()
        stems = {s for base, derived, _ in pairs for s in (base, derived)}
        near = Nearness(self.news, stems)
        self.candidates = [(base, derived, kind, near.cosine(base, derived),
                            near.together(base, derived)) for base, derived, kind in pairs]

    def _candidates(self):
        known = {row[0]: row[1] for row in read_rows(self.options.tables / "words.tsv")
                 if "s" not in row[1]}
        verbs = list(read_verbs(self.options.tables / "verbs.tsv"))
        pairs = derived_rules.candidates(known, verbs)
        words = sorted({w for base, derived, _ in pairs for w in (base, derived)})
        stem = stems_of(self.options.program, words)
        return [pair for pair in pairs if all(stem.get(w) == w and self._is_told(w)
                                              for w in pair[:2])]

    def _is_told(self, stem):
        """Frequent enough to be measured, not everywhere, and not the name of a person."""
        documents = self.news.df(stem)
        return (MIN_ARTICLES <= documents <= MAX_SHARE * len(self.news.articles) and
                self.behind_title.get(self.news.number[stem], 0) < NAME_SHARE)


def is_near(candidate):
    base, _, kind, cosine, together = candidate
    limits = SURE_LIMITS if kind in SURE and len(base) >= SURE_LETTERS else OTHER_LIMITS
    return cosine >= limits[0] and together >= limits[1]


def by_hand(path):
    """The pairs to add with their kind, and the pairs to leave out."""
    rows = read_rows(path)
    add = {(row[1], row[2]): row[3] for row in rows if row[0] == "+"}
    leave = {pair for row in rows if row[0] == "-" for pair in ((row[1], row[2]), (row[2], row[1]))}
    return add, leave


def choose(maker, options):
    """All rows of the table, sorted."""
    add, leave = by_hand(options.hand)
    rows = {c[:2]: (c[2], "rule") for c in maker.candidates
            if is_near(c) and c[:2] not in leave}
    words = sorted({w for pair in add for w in pair})
    stem = stems_of(options.program, words)
    for pair, kind in add.items():
        wrong = [w for w in pair if stem.get(w) != w]
        if wrong:
            print(f"{options.hand.name}: {wrong[0]} is no stem", file=sys.stderr)
        elif pair not in rows and pair[::-1] not in rows:
            rows[pair] = (kind, "hand")
    return [(*pair, *rest) for pair, rest in sorted(rows.items())]


def evaluate(maker, path):
    """Against labels: pair, then 1 if a search for one wants the other."""
    label = {(row[0], row[1]): row[2] == "1" for row in read_rows(path)}
    judged = [(c, label[c[:2]]) for c in maker.candidates if c[:2] in label]
    near = [good for c, good in judged if is_near(c)]
    good = sum(good for _, good in judged)
    print(f"{len(judged)} labelled candidates of {len(maker.candidates)}, {good} of them right; "
          f"{len(near)} near, {sum(near)} of them right: precision {sum(near) / len(near):.3f}, "
          f"recall {sum(near) / good:.3f}")


def print_measured(candidates):
    for base, derived, kind, cosine, together in candidates:
        print(base, derived, kind, f"{cosine:.3f}", f"{together:.2f}", sep="\t")


def main():
    options = arguments()
    maker = Maker(options)
    if options.sample is not None:
        chosen = random.Random(options.seed).sample(maker.candidates, options.sample)
        print_measured(sorted(chosen))
    elif options.evaluate is not None:
        evaluate(maker, options.evaluate)
    elif options.all:
        print_measured(maker.candidates)
    else:
        rows = choose(maker, options)
        sys.stdout.write(HEAD + "".join("\t".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
