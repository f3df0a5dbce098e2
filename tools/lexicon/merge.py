#!/usr/bin/env python3
"""Write the generated tables of the lexicon: words.tsv, compounds.tsv, homographs.tsv.

    merge.py --lists DIR --counts counts.tsv --forms forms.tsv --tables analysis/tables

    --lists   the reference word lists (README.md says which)
    --counts  output of count.py
    --forms   output of `compile_lexicon --forms`: every verb form with its strength
    --tables  where the hand-made tables are read and the generated ones are written

The same inputs give the same bytes."""

import argparse
import pathlib

import choose
import compounds
import homographs
from persian import ZWNJ, fold_word, joined
from rows import read_rows
from sources import ADJECTIVE, NOUN, Sources

WORDS_HEAD = """# Words the stemmer leaves whole and takes endings off to. Made by tools/lexicon/merge.py.
#   word      joined, folded, alef for alef madda
#   classes   n noun, a adjective, v adverb, p name or word learnt from news, o other, s stop word,
#             m told from another word by its alef madda only
#   log_freq  round(2 * log2(occurrences in a billion words of web and news text)), 0 to 63
#   source    lists that have it (NOTICE), news: counted in news text, compound: from compounds.tsv
"""


def write_rows(path, head, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.write(head)
        for row in rows:
            f.write("\t".join(str(field) for field in row) + "\n")


def class_letters(bits, stop, madda):
    letters = "".join(c for i, c in enumerate("navpo") if bits >> i & 1)
    return (letters + ("s" if stop else "") + ("m" if madda else "")) or "n"


def write_words(tables, sources, words, stops, madda):
    for word in stops:
        if word not in words:
            words[word] = (16, "sarnakh")
    for word in madda:
        if word not in words:
            words[word] = (1, "sarnakh")
    rows = [(word, class_letters(bits, word in stops, word in madda),
             sources.log_frequency(word), source)
            for word, (bits, source) in sorted(words.items())]
    write_rows(tables / "words.tsv", WORDS_HEAD, rows)
    return len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("lists", "counts", "forms", "tables"):
        parser.add_argument("--" + name, required=True, type=pathlib.Path)
    options = parser.parse_args()
    tables = options.tables
    sources = Sources(options.lists, options.counts)
    plurals = {joined(row[0]) for row in read_rows(tables / "broken_plurals.tsv")}
    exceptions = {row[0]: row[1] for row in read_rows(tables / "exceptions.tsv")}
    plurals |= {word for word, stem in exceptions.items() if word != stem}
    own = {word for word, stem in exceptions.items() if word == stem}
    stops = {joined(fold_word(row[0])) for row in read_rows(tables / "stop.tsv")}
    madda = {joined(row[0]) for row in read_rows(tables / "madda.tsv")}
    suffixes = {row[0] for row in read_rows(tables / "suffixes.tsv")}
    forms = {row[0]: int(row[1]) for row in read_rows(options.forms)}
    pasts = {joined(row[0]) for row in read_rows(tables / "verbs.tsv")}
    pasts |= {joined(v + row[0]) for row in read_rows(tables / "verbs.tsv")
              for v in row[3].split(",") if v not in ("-", "spoken")}

    words = choose.Chooser(sources, plurals, own, forms).run()
    parts = compounds.choose(sources, words, suffixes, forms)
    agents = {joined(row[1]) for row in read_rows(tables / "verbs.tsv") if row[3] != "spoken"}
    for whole, (written, _) in parts.items():
        last = joined(written.split(ZWNJ)[-1])
        words.setdefault(whole, (ADJECTIVE if last in agents else NOUN, "compound"))
    for word in [w for w in words if forms.get(w, 0) > 1 and w not in stops]:
        if homographs.is_verb(word, forms[word], sources, words, pasts):
            del words[word]
    total = write_words(tables, sources, words, stops, madda)
    write_rows(tables / "compounds.tsv", compounds.HEAD, sorted(parts.values()))
    rows = list(homographs.rows(sources, words, forms, pasts))
    write_rows(tables / "homographs.tsv", homographs.HEAD, rows)
    print(f"{total} words, {len(parts)} compounds, {len(rows)} homographs, "
          f"{len(exceptions)} exceptions, {len(plurals)} broken plurals")


if __name__ == "__main__":
    main()
