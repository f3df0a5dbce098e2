#!/usr/bin/env python3
"""Draw words to be labelled: a random sample of the corpus's unknown words, weighted by the number
of documents they are in.

usage: draw.py SARNAKH_QUERY CORPUS N SEED

CORPUS is a directory of JSON lines. Prints word, tab, documents, in the order drawn; the word as
the analysis has it in its exact form.
"""
import collections
import glob
import json
import os
import random
import re
import subprocess
import sys

LETTERS = "\u0621-\u063a\u0641-\u0652\u0670-\u06d3"
BESIDE = "\u200c\u200d\u00ac_0-9"  # a word beside these is a piece of one
WORD = re.compile(f"(?<![{LETTERS}{BESIDE}])[{LETTERS}]{{6,}}(?![{LETTERS}{BESIDE}])")
TOKEN = re.compile(r"    exact (\S+)  stem \S+  rule unknown_word$")
SHORTEST = 6


def written_words(corpus):
    """Each word as it is written, with the number of documents it is in."""
    documents = collections.Counter()
    for name in sorted(glob.glob(os.path.join(corpus, "*.jsonl"))):
        with open(name, encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                text = " | ".join(article.get(k) or "" for k in ("title", "lead", "body"))
                documents.update(set(WORD.findall(text)))
    return documents


def unknown_words(program, documents):
    """Those that the stemmer does not know, under their exact form."""
    words = sorted(documents)
    done = subprocess.run([program, "analyze", "--explain"], input="\n".join(words) + "\n",
                          capture_output=True, text=True, check=True)
    unknown = collections.Counter()
    word = None
    for line in done.stdout.splitlines():
        if line.startswith("line: "):
            word = line[6:]
        elif (token := TOKEN.match(line)) and len(token[1]) >= SHORTEST:
            unknown[token[1]] += documents[word]
    return unknown


def main():
    program, corpus, n, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    unknown = unknown_words(program, written_words(corpus))
    chance = random.Random(seed)
    key = {word: chance.random() ** (1 / unknown[word]) for word in sorted(unknown)}
    for word in sorted(key, key=key.get, reverse=True)[:n]:
        print(f"{word}\t{unknown[word]}")
    print(f"{len(unknown)} unknown words, {sum(unknown.values())} times a document", file=sys.stderr)


if __name__ == "__main__":
    main()
