#!/usr/bin/env python3
"""Count in how many news articles each entry of a list of synonyms is, and name entries that the
analysis makes one already.

    synonyms.py --program build/query/sarnakh-query --news NEWS query/tables/synonyms.txt

Prints each rule with a count behind each entry, then the sums. NEWS: a directory of *.jsonl as for
count.py. An entry counts where its stems stand beside each other, compounds whole or in parts.
"""

import argparse
import collections
import re

import derived_news


def read_rules(path):
    """(line, [left entries, right entries]) of each rule; headings have None."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line.startswith("#"):
                yield line, None
            elif line:
                yield line, [[e.strip() for e in re.split("[,،]", side)]
                             for side in line.split("=>")]


def forms(words):
    """The sequences of stems that an entry is found by."""
    return {tuple(stem for stem, _ in words), tuple(part for _, parts in words for part in parts)}


def count(program, news, wanted):
    """wanted: entry -> its forms. In how many articles each entry is."""
    entries = collections.defaultdict(set)
    starts = collections.defaultdict(set)
    for entry, sequences in wanted.items():
        for sequence in sequences:
            entries[sequence].add(entry)
            starts[sequence[0]].add(sequence)
    found = collections.Counter()
    for stems in derived_news.read_stems(program, news):
        here = set()
        for i, stem in enumerate(stems):
            for sequence in starts.get(stem, ()):
                if tuple(stems[i:i + len(sequence)]) == sequence:
                    here |= entries[sequence]
        found.update(here)
    return found


def describe(sides, words, found):
    text = " => ".join(", ".join(f"{e} {found[e]}" for e in side) for side in sides)
    keys = [tuple(stem for stem, _ in words[e]) for side in sides for e in side]
    twice = " [one by analysis]" if len(set(keys)) < len(keys) else ""
    known = sum(found[e] > 0 for side in sides for e in side)
    return text + twice, known


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--news", required=True)
    parser.add_argument("list")
    arguments = parser.parse_args()
    rules = list(read_rules(arguments.list))
    entries = sorted({e for _, sides in rules for side in sides or () for e in side})
    words = dict(zip(entries, derived_news.analyse(arguments.program, entries)))
    found = count(arguments.program, arguments.news, {e: forms(words[e]) for e in entries})
    n_rules = n_known = 0
    for line, sides in rules:
        if sides is None:
            print(line)
            continue
        text, known = describe(sides, words, found)
        print(text if known >= 2 else f"{text} [{known} in news]")
        n_rules += 1
        n_known += known >= 2
    print(f"{n_rules} rules, {len(entries)} entries, {sum(found[e] > 0 for e in entries)} of them in "
          f"news; {n_known} rules with two entries or more in news")


if __name__ == "__main__":
    main()
