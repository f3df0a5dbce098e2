#!/usr/bin/env python3
"""Constants of the ranking, found by coordinate descent and judged by cross-validation.

usage: tools/tune/tune.py --program sarnakh-query --work DIR SET=INDEX,TOPICS,QRELS[,N]… > tools/tune/output.txt

A SET is one of those in WEIGHTS; N topics of it are drawn. Each constant in turn gets the value that is best
for all sets together, until a round changes nothing. Every combination tried is kept with its scores by topic, so
that the choice can be made again without a fifth of the topics, and measured on that fifth: what the figures of
"held out" lose against those of "chosen on all" is what was learnt by heart.
"""
import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import random
import subprocess

SEED = 20261126
FOLDS = 5
ROUNDS = 2
TRIES = 5
LEAST = 0.0005  # gains below this are noise, and the value that was there stays
HARM = 0.004  # what no set may lose by one change, however much another gains: 25 topics weigh as much as 558

# How much a set counts, and what is measured in it. Headlines are of posts too: they hold what topics that
# judge one newspaper only would take from titles.
TOPICAL = ("ndcg10", "map", "mrr")
WEIGHTS = {"dev": (1, TOPICAL), "paper": (0.5, TOPICAL), "tags": (1, TOPICAL), "known": (1, ("mrr",)),
           "headlines": (1, ("mrr",))}
LIMITS = {"tags": 100, "known": 10, "headlines": 10}

GRID = {
    "pair": (0.1, 0.15, 0.2, 0.3), "near": (0, 0.03, 0.06), "title": (0, 0.015, 0.03, 0.05),
    "title_phrase": (0.05, 0.1, 0.2), "exact": (0.1, 0.2, 0.3), "parts": (0, 0.025, 0.05, 0.1),
    "k1": (0.6, 0.8, 1.0), "b": (0.15, 0.25, 0.35, 0.45), "refined": (50, 100),
    "synonym": (0.1, 0.2, 0.3), "derived": (0.05, 0.1, 0.15, 0.2),
    "opening": (0, 0.03, 0.05, 0.08), "passage": (0, 0.15, 0.3, 0.45),
    "opening_places": (30, 50, 80), "passage_places": (15, 25, 50), "passage_words": (4, 6, 8),
}
FIXED = {"near_slack": 6}
# query/profile.c
IN_FORCE = {
    "pair": 0.1, "near": 0.03, "title": 0, "title_phrase": 0.2, "exact": 0.3, "parts": 0.05, "k1": 0.8, "b": 0.35,
    "refined": 50, "synonym": 0.1, "derived": 0.15, "opening": 0.05, "opening_places": 50, "passage": 0.3,
    "passage_places": 25, "passage_words": 6,
}


class Set:
    def __init__(self, spec, work):
        self.name, rest = spec.split("=", 1)
        self.index, topics, qrels, *count = rest.split(",")
        rows = [l for l in pathlib.Path(topics).read_text(encoding="utf-8").splitlines() if l.strip()]
        if count:
            rows = random.Random(SEED).sample(rows, int(count[0]))
        names = {r.split("\t")[0] for r in rows}
        self.topics, self.qrels = work / f"{self.name}.topics", work / f"{self.name}.qrels"
        self.topics.write_text("".join(r + "\n" for r in rows), encoding="utf-8")
        judged = pathlib.Path(qrels).read_text(encoding="utf-8").splitlines()
        self.qrels.write_text("".join(l + "\n" for l in judged if l.split()[0] in names), encoding="utf-8")


def fold_of(set_name, topic):
    return hashlib.sha1(f"{SEED} {set_name} {topic}".encode()).digest()[0] % FOLDS


def key_of(constants):
    return tuple(sorted(constants.items()))


class Tuner:
    def __init__(self, program, work, sets, names, only_tried):
        self.program, self.sets, self.work, self.names, self.only_tried = program, sets, work, names, only_tried
        self.tried = {}  # constants: {set: {topic: {measure: score}}}
        self.kept = work / "tried.jsonl"
        if self.kept.exists():
            for line in self.kept.read_text().splitlines():
                key, result = json.loads(line)
                self.tried[tuple(map(tuple, key))] = result

    def run_set(self, set_, constants):
        settings = [f"constant.{n}={v:g}" for n, v in {**FIXED, **constants}.items()]
        if set_.name in LIMITS:
            settings.append(f"limit={LIMITS[set_.name]}")
        command = [self.program, "--index", set_.index, "--json", "evaluate", set_.topics, set_.qrels, *settings]
        for left in reversed(range(TRIES)):  # a query that ran out of its time, on a busy machine, ends the run
            done = subprocess.run(command, check=left == 0, capture_output=True, text=True)
            if done.returncode == 0:
                return {t["topic"]: t["a"] for t in json.loads(done.stdout)["topics"]}
        raise AssertionError("check=True has raised")

    def scores(self, constants):
        key = key_of(constants)
        if key not in self.tried:
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                results = pool.map(lambda s: (s.name, self.run_set(s, constants)), self.sets)
            self.tried[key] = dict(results)
            with open(self.kept, "a", encoding="utf-8") as f:
                f.write(json.dumps([key, self.tried[key]]) + "\n")
        return self.tried[key]

    def objective(self, result, wanted=lambda fold: True):
        values = self.values(result, wanted)
        return sum(WEIGHTS[n][0] * v for n, v in values.items()) / sum(WEIGHTS[n][0] for n in values)

    @staticmethod
    def values(result, wanted=lambda fold: True):
        """By set: the mean of its measures over the topics of the folds wanted."""
        out = {}
        for name, topics in result.items():
            measures = WEIGHTS[name][1]
            some = [sum(t[m] for m in measures) / len(measures) for topic, t in topics.items()
                    if wanted(fold_of(name, topic))]
            out[name] = sum(some) / max(1, len(some))
        return out

    def is_better(self, result, than, wanted=lambda fold: True):
        before, after = self.values(than, wanted), self.values(result, wanted)
        return self.objective(result, wanted) > self.objective(than, wanted) + LEAST and \
            all(after[n] > before[n] - HARM for n in before)

    def descend(self, start):
        best = dict(start)
        for round_ in range(ROUNDS):
            before = dict(best)
            for name in self.names:
                for v in GRID[name]:
                    other = {**best, name: v}
                    if self.only_tried and key_of(other) not in self.tried:
                        continue
                    if self.is_better(self.scores(other), self.scores(best)):
                        best = other
            print(f"round {round_ + 1}: {self.objective(self.scores(best)):.4f} " + " ".join(f"{n}={v:g}" for n, v in best.items()), flush=True)
            if best == before:
                break
        return best

    def cross_validate(self, start):
        """Mean over the folds of what the choice made without them comes to in them."""
        held = []
        for fold in range(FOLDS):
            best = self.scores(start)
            for result in self.tried.values():
                if self.is_better(result, best, lambda f: f != fold):
                    best = result
            held.append(self.objective(best, lambda f: f == fold))
        return sum(held) / FOLDS


def means(result):
    parts = []
    for name, topics in result.items():
        of = [sum(t[m] for t in topics.values()) / len(topics) for m in WEIGHTS[name][1]]
        parts.append(f"{name} " + " ".join(f"{x:.4f}" for x in of))
    return " | ".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--start", default="", help="NAME=VALUE,… in place of the constants in force")
    parser.add_argument("--grid", default=",".join(GRID), help="the constants that may change: NAME,…")
    parser.add_argument("--only-tried", action="store_true", help="choose among what WORK has tried before")
    parser.add_argument("sets", nargs="+")
    options = parser.parse_args()
    work = pathlib.Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    tuner = Tuner(options.program, work, [Set(s, work) for s in options.sets], options.grid.split(","), options.only_tried)
    start = dict(IN_FORCE)
    start.update((n, float(v)) for n, v in (s.split("=") for s in options.start.split(",") if s))
    print(f"seed {SEED}, {FOLDS} folds; topical sets: nDCG@10, MAP, MRR; others: MRR@10")
    print(f"start: {tuner.objective(tuner.scores(start)):.4f} | {means(tuner.scores(start))}", flush=True)
    best = tuner.descend(start)
    print(f"chosen on all: {tuner.objective(tuner.scores(best)):.4f} | {means(tuner.scores(best))}")
    held = [tuner.objective(tuner.scores(start), lambda f, k=k: f == k) for k in range(FOLDS)]
    print(f"held out: start {sum(held) / FOLDS:.4f}, chosen without them {tuner.cross_validate(start):.4f}")
    print(f"{len(tuner.tried)} combinations tried, by what they change of the chosen one:")
    for key, result in sorted(tuner.tried.items(), key=lambda x: -tuner.objective(x[1])):
        change = " ".join(f"{n}={v:g}" for n, v in key if best[n] != v) or "chosen"
        print(f"  {tuner.objective(result):.4f} " +
              " ".join(f"{n} {v:.4f}" for n, v in tuner.values(result).items()) + f" | {change}")


if __name__ == "__main__":
    main()
