#!/usr/bin/env python3
"""How many run-ons are found that are made by gluing words that stand beside each other in news.

usage: glue.py SARNAKH_QUERY CORPUS N SEED

Draws N pairs of neighbours of three letters or more and glues them. Glued words that the stemmer
knows are left out: nothing is looked for in them.
"""
import glob
import json
import os
import random
import re
import subprocess
import sys

LETTERS = "\u0621-\u063a\u0641-\u0652\u0670-\u06d3"
PAIR = re.compile(f"(?<![^ ])([{LETTERS}]{{3,}}) (?=([{LETTERS}]{{3,}})(?![^ .،]))")
TOKEN = re.compile(r"    exact \S+  stem (\S+)  rule (\S+)")
EXTRA = re.compile(r"    (part|run_on) (\S+)  position")


def pairs_of(corpus, n, chance):
    """Articles in random order, one pair of each."""
    lines = []
    for name in sorted(glob.glob(os.path.join(corpus, "*.jsonl"))):
        with open(name, encoding="utf-8") as file:
            lines.extend(file)
    chance.shuffle(lines)
    for line in lines:
        pairs = PAIR.findall(json.loads(line).get("body") or "")
        if n > 0 and pairs:
            n -= 1
            yield chance.choice(pairs)


def analyses(program, lines):
    """Of each line the rules and stems of its tokens, its parts and its run-on parts."""
    done = subprocess.run([program, "analyze", "--explain"], input="\n".join(lines) + "\n",
                          capture_output=True, text=True, check=True)
    out = []
    for line in done.stdout.splitlines():
        if line.startswith("line: "):
            out.append({"rules": [], "stems": [], "part": [], "run_on": []})
        elif token := TOKEN.match(line):
            out[-1]["stems"].append(token[1])
            out[-1]["rules"].append(token[2])
        elif extra := EXTRA.match(line):
            out[-1][extra[1]].append(extra[2])
    return out


def main():
    program, corpus, n, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    pairs = list(pairs_of(corpus, n, random.Random(seed)))
    glued = analyses(program, [a + b for a, b in pairs])
    spaced = analyses(program, [a + " " + b for a, b in pairs])
    tried = split = right = 0
    for one, two in zip(glued, spaced):
        if one["rules"] != ["unknown_word"]:
            continue
        tried += 1
        split += bool(one["run_on"])
        right += sorted(one["run_on"]) == sorted(two["stems"] + two["part"])
    print(f"{len(pairs)} pairs, {tried} unknown when glued: {split} split ({split / tried:.3f}), "
          f"{right} split right ({right / tried:.3f})")


if __name__ == "__main__":
    main()
