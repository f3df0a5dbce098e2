#!/usr/bin/env python3
"""How long suggest takes for what people have typed so far.

usage: prefixes.py --query SARNAKH-QUERY --index DIR --corpus DIR [--n 3000] [--seed 1]

Draws beginnings, of 1 to 12 letters, of titles and of words inside them, asks `sarnakh-query suggest` for
all in one process, and prints the milliseconds as the program measured them (the first answer, which
builds the completions, is told apart).
"""
import argparse
import json
import pathlib
import random
import subprocess


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("--query", "--index", "--corpus"):
        parser.add_argument(name, required=True)
    parser.add_argument("--n", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    titles = [json.loads(line)["title"] for path in sorted(pathlib.Path(args.corpus).glob("*.jsonl"))
              for line in path.open(encoding="utf-8")]
    typed = []
    while len(typed) < args.n:
        words = rng.choice(titles).split()
        if words:
            text = " ".join(words[rng.randrange(min(3, len(words))):])
            typed.append(text[:rng.randint(1, 12)].strip() or "ا")
    done = subprocess.run([args.query, "--index", args.index, "suggest"], input="\n".join(typed),
                          capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    times = sorted(a["took_ms"] for a in answers[1:])
    empty = sum(not a["suggestions"] for a in answers)
    print(f"build and first answer {answers[0]['took_ms']:.0f} ms; then p50 {times[len(times) // 2]:.2f}, "
          f"p95 {times[len(times) * 95 // 100]:.2f}, p99 {times[len(times) * 99 // 100]:.2f}, "
          f"max {times[-1]:.2f} ms; {empty} of {len(answers)} without a suggestion")


main()
