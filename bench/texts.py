#!/usr/bin/env python3
"""Titles, leads and bodies of articles, one text a line, for the programs of bench/.

    texts.py OUT BYTES FILE.jsonl ...

Takes articles from each file in turn, so that every source has its share, up to BYTES.
"""
import itertools
import json
import sys


def texts(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            for field in ("title", "lead", "body"):
                text = " ".join((article.get(field) or "").split("\n"))
                if text:
                    yield text


def main():
    out, limit, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    with open(out, "w", encoding="utf-8") as to:
        for row in itertools.zip_longest(*(texts(p) for p in paths)):
            for text in filter(None, row):
                limit -= to.write(text + "\n")
            if limit <= 0:
                break


main()
