#!/usr/bin/env python3
"""Check the tables of query/tables/: form, order, nothing twice, nothing ambiguous on the left.

usage: query_tables.py ROOT

What can be checked without the analysis is checked here; tools/lexicon/synonyms.py shows what the
analysis makes of the entries.
"""
import collections
import itertools
import pathlib
import re
import sys
import unicodedata

LINE_BYTES = 299
WORDS = 8  # SN_EXPANSION_WORDS
KINDS = set("""abstract_iyat abstract_ye action_noun adjective adverb agent diminutive infinitive nisba_at
 nominal participle place plural_at relational_ye ye""".split())
ALPHABET = " ءابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


def rows(path):
    """(line number, columns)"""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


class Check:
    def __init__(self, root):
        self.root = root
        sys.path.insert(0, str(root / "tools/lexicon"))
        import persian
        self.persian = persian
        self.errors = []
        tables = root / "analysis/tables"
        self.stop = {row[0] for _, row in rows(tables / "stop.tsv")}
        self.homographs = {row[0] for _, row in rows(tables / "homographs.tsv")}

    def fail(self, name, number, sentence):
        self.errors.append(f"{name}, line {number}: {sentence}")

    def fold(self, entry):
        """Close to what the analysis makes one: letters folded, half-spaces and case gone."""
        return self.persian.joined(self.persian.fold_text(entry)).lower()

    def place(self, entry):
        """For the order of a group: digits and Latin letters behind ours."""
        letters = self.fold(entry)
        return [ALPHABET.find(c) if c in ALPHABET else ord(c) + 100 for c in letters]

    # synonyms.txt

    def line(self, name, number, line):
        if unicodedata.normalize("NFC", line) != line or re.search("[يكىة\u200e\u200f\u00ac]", line):
            self.fail(name, number, "letters that Persian keyboards do not write")
        if line != line.strip() or "  " in line or "،" in line and not line.startswith("#"):
            self.fail(name, number, "blanks to spare, or «،» for «,»")
        if len(line.encode()) > LINE_BYTES:
            self.fail(name, number, f"more than {LINE_BYTES} bytes")

    def entry(self, name, number, entry):
        if not re.search(r"\w", entry):
            self.fail(name, number, "an entry without a word")
        elif len(re.split("[ \u200c]", entry)) > WORDS:
            self.fail(name, number, f"«{entry}» has more than {WORDS} words")

    def left(self, name, number, entry):
        """What is also a stop word or a form of a verb would widen queries that mean the other."""
        word = self.fold(entry)
        if word in self.stop or len(word) < 2:
            self.fail(name, number, f"«{entry}» says too little to stand on the left")
        if word in self.homographs:
            self.fail(name, number, f"«{entry}» is also a form of a verb")

    def rule(self, name, number, line):
        """(entries that are looked for, all entries)"""
        sides = [[e.strip() for e in side.split(",")] for side in line.split("=>")]
        entries = list(itertools.chain(*sides))
        for entry in entries:
            self.entry(name, number, entry)
        if len(sides) > 2 or len(entries) < 2:
            self.fail(name, number, "a rule wants two entries, and at most one =>")
        folded = collections.Counter(self.fold(e) for e in entries)
        for entry in (e for e, n in folded.items() if n > 1):
            self.fail(name, number, f"«{entry}» twice, as the folding makes them one")
        left = entries if len(sides) == 1 else sides[0]
        for entry in left:
            self.left(name, number, entry)
        return left, len(sides) == 1

    def synonyms(self):
        name = "query/tables/synonyms.txt"
        last, heading, in_rules, n = None, None, {}, 0
        for number, line in enumerate((self.root / name).read_text("utf-8").split("\n"), 1):
            self.line(name, number, line)
            if line == "" or line.startswith("#"):
                heading, last = line or heading, None
                continue
            n += 1
            left, is_two_way = self.rule(name, number, line)
            if heading is None:
                self.fail(name, number, "no heading before it")
            if last is not None and self.place(last) > self.place(left[0]):
                self.fail(name, number, f"«{left[0]}» belongs before «{last}»")
            last = left[0]
            for entry in {self.fold(e) for e in left}:
                other = in_rules.setdefault((entry, is_two_way), number)
                if other != number:
                    self.fail(name, number, f"«{entry}» is in line {other} too: make one rule")
        return n

    # derived.tsv

    def pair(self, name, number, row, seen):
        stem, derived, kind, source = row
        for word in (stem, derived):
            if not self.persian.WORD.fullmatch(word) or "\u200c" in word:
                self.fail(name, number, f"«{word}» is no folded word")
        if stem == derived or (derived, stem) in seen or (stem, derived) in seen:
            self.fail(name, number, "a pair with itself, or a pair twice")
        if kind not in KINDS or source not in {"rule", "hand"}:
            self.fail(name, number, f"kind {kind}, source {source}")
        seen[stem, derived] = number

    def derived(self):
        name, hand = "query/tables/derived.tsv", "tools/lexicon/derived-hand.tsv"
        seen = {}
        for number, row in rows(self.root / name):
            if len(row) != 4:
                self.fail(name, number, "four columns")
            else:
                self.pair(name, number, row, seen)
        for number, row in rows(self.root / hand):
            if len(row) != {"+": 4, "-": 3}.get(row[0]):
                self.fail(hand, number, "+ stem derived kind, or - stem derived")
            elif row[0] == "-" and {(row[1], row[2]), (row[2], row[1])} & seen.keys():
                self.fail(hand, number, f"{row[1]}, {row[2]} is in the table still: run derived.py")
        if list(seen) != sorted(seen):
            self.fail(name, 1, "the rows are not sorted")
        return len(seen)


def main():
    check = Check(pathlib.Path(sys.argv[1]).resolve())
    n_rules, n_pairs = check.synonyms(), check.derived()
    print("\n".join(check.errors))
    print(f"{n_rules} rules of synonyms, {n_pairs} derived pairs, {len(check.errors)} errors")
    sys.exit(1 if check.errors or n_rules == 0 or n_pairs == 0 else 0)


if __name__ == "__main__":
    main()
