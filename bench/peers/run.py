#!/usr/bin/env python3
"""Sarnakh beside the engines that a portal could pick: one run, one table (docs/performance.md says how to read it).

usage: run.py [--articles N[,N...]] [--rounds N] [--queries N] [--engines NAME,...] [--parts NAME,...] [--build DIR] [--work DIR] [--json FILE] [FILE.jsonl ...]

The load is made of FILEs, else of ../shared/corpus, else of fixtures/news. Every engine gets the same articles and the same queries,
over the network on one machine. A round asks each engine in turn for the same class, so that what else the machine does meets
all of them. What is loaded stays in the work directory and is used again; remove it to build again.
"""
import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import time

import load
import measure
import ours
import peers
import queries
import sphinx
import tables

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENGINES = {e.name: e for e in (ours.Sarnakh, peers.Lucene, sphinx.Sphinx, peers.Groonga, ours.Bare)}
CLIENTS = (1, 2, 8)
LIKE = 0.02
LOG_TURNS = 50      # of the log, where answers are kept: 100,000 requests
TYPING_TURNS = 50   # of the suggestions: enough for the slowest hundredth


def row_name(engine, variant):
    return f"{engine.name}-{variant}" if variant else engine.name


def busy_ticks():
    with open("/proc/stat", encoding="ascii") as f:
        ticks = [int(x) for x in f.readline().split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def busy_of_others(since, used):
    """Share of the machine that was taken by what is neither the engines nor what asks them."""
    busy, total = (now - then for now, then in zip(busy_ticks(), since))
    return max(0.0, busy / os.sysconf("SC_CLK_TCK") - used) * os.sysconf("SC_CLK_TCK") / max(total, 1)


def cpu_of_children():
    usage = os.times()
    return usage.user + usage.system + usage.children_user + usage.children_system


class Run:
    def __init__(self, args, count, files):
        self.args, self.count = args, count
        self.work = os.path.join(args.work, str(count))
        self.load(files)
        self.asked = queries.draw(os.path.join(self.work, "folded.tsv"), count, args.queries, args.seed)
        self.asked["mixed"] = [q for group in zip(*(self.asked[c] for c in queries.MIXED)) for q in group]
        self.engines = [ENGINES[name](args.build, self.work, self.work) for name in args.engines]
        self.asker = measure.Asker(os.path.join(args.build, "bench", "bench-ask"))
        self.result = {"articles": count, "seed": args.seed, "rounds": args.rounds, "processors": os.cpu_count(),
                       "text_bytes": self.text_bytes, "levels": {e.name: e.level for e in self.engines},
                       "hits": {}, "classes": {}, "mixed": {}, "typing": {}, "log": {}, "memory": {}}

    def load(self, files):
        note = os.path.join(self.work, "load.json")
        if not os.path.exists(note):
            total = load.write(self.work, files, self.count, self.args.seed)
            with open(note, "w", encoding="utf-8") as f:
                json.dump(total, f)
        with open(note, encoding="utf-8") as f:
            self.text_bytes = json.load(f)

    def say(self, text):
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)

    def build(self):
        self.result["built"] = {}
        for engine in self.engines:
            self.say(f"{engine.name}: building")
            self.result["built"][engine.name] = engine.built(self.count)

    def start(self):
        kept = [ours.Kept(self.args.build, self.work, self.work)] if "sarnakh" in self.args.engines else []
        for engine in self.engines + kept:
            engine.start()
            idle = engine.memory()
            self.result["memory"][row_name(engine, engine.variants[0])] = {"idle": idle[0], "idle_read": idle[1]}
        self.kept = kept[0] if kept else None
        self.started = self.engines + kept

    def rows(self):
        return [(engine, variant) for engine in self.engines for variant in engine.variants]

    def able(self, cls, rows):
        return [row for row in rows if self.asker.prepare(*row, cls, self.asked[cls])]

    def count_hits(self):
        """Every engine's total of the same queries, before any time is believed."""
        for cls in queries.MIXED:
            asked = self.asked[cls][:self.args.compared]
            found = {row_name(*row): measure.totals(*row, asked) for row in self.rows() if row[1] not in ("full", "ids", "stored")}
            base = found.get("xapian") or found[row_name(*self.rows()[0])]
            self.result["hits"][cls] = {
                name: {"mean": statistics.mean(totals),
                       "like": statistics.mean(abs(a - b) <= LIKE * max(a, b) for a, b in zip(totals, base))}
                for name, totals in found.items() if totals is not None}

    def rounds(self, cls, rows, clients):
        """{row: summary}: each asked in turn, another one first in each round."""
        runs = {row_name(*row): [] for row in rows}
        for n in range(self.args.rounds):
            at = n % len(rows)
            for row in rows[at:] + rows[:at]:
                runs[row_name(*row)].append(self.asker.ask(*row, cls, clients))
        return {name: measure.summary(r) for name, r in runs.items()}

    def warm(self, cls, rows):
        for row in rows:
            for _ in range(measure.WARM_ROUNDS):
                self.asker.ask(*row, cls, 2)

    def measure_classes(self):
        for cls in queries.CLASSES:
            if cls != "log":
                self.say(f"class {cls}")
                rows = self.able(cls, self.rows())
                self.warm(cls, rows)
                self.result["classes"][cls] = self.rounds(cls, rows, 1)

    def measure_mixed(self):
        rows = self.able("mixed", self.rows())
        for clients in CLIENTS:
            self.say(f"all classes, {clients} clients")
            self.result["mixed"][clients] = self.rounds("mixed", rows, clients)

    def measure_typing(self):
        """Suggestions: the others have none."""
        self.asked["typing"] = self.asked["suggest"] * TYPING_TURNS
        rows = self.able("typing", [(e, "") for e in self.engines if isinstance(e, ours.Sarnakh)])
        self.warm("typing", rows)
        for clients in CLIENTS:
            self.say(f"suggestions, {clients} clients")
            self.result["typing"][clients] = self.rounds("typing", rows, clients)

    def measure_log(self):
        rows = self.able("log", [(self.engines[0], "")] + ([(self.kept, "kept")] if self.kept else []))
        self.warm("log", rows)
        # A round of kept answers is to last as long as they are kept for, or a single one that meets the end of that decides.
        self.asked["repeats"] = self.asked["log"] * LOG_TURNS
        size = round(self.asker.ask(*rows[-1], "log", 1)["bytes"])
        static = ours.Static(self.args.build, self.work, self.work, size)
        static.start()
        self.started.append(static)
        kept = self.able("repeats", rows[1:] + [(static, "")])
        for clients in CLIENTS:
            self.say(f"log, {clients} clients")
            self.result["log"][clients] = self.rounds("log", rows[:1], clients) | self.rounds("repeats", kept, clients)

    def stop(self):
        for engine in getattr(self, "started", []):
            engine.stop()
        self.asker.close()

    def all(self):
        self.build()
        self.start()
        try:
            since, used = busy_ticks(), cpu_of_children()
            before = sum(e.cpu() for e in self.started)
            for part in self.args.parts:
                PARTS[part](self)
            used = cpu_of_children() - used + sum(e.cpu() for e in self.started) - before
            self.result["others"] = busy_of_others(since, used)
            for engine in self.started:
                name, (written, read) = row_name(engine, engine.variants[0]), engine.memory()
                self.result["memory"].setdefault(name, {"idle": written, "idle_read": read})
                self.result["memory"][name] |= {"loaded": written, "loaded_read": read}
        finally:
            self.stop()
        return self.result


PARTS = {"hits": Run.count_hits, "classes": Run.measure_classes, "mixed": Run.measure_mixed, "typing": Run.measure_typing,
         "log": Run.measure_log}


def sources(args):
    corpus = sorted(glob.glob(os.path.join(ROOT, "..", "shared", "corpus", "*.jsonl")))
    return args.files or corpus or sorted(glob.glob(os.path.join(ROOT, "fixtures", "news", "*.jsonl")))


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--articles", default="100000", help="25000,100000,200000 shows how cost grows; 1000000 takes hours")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--queries", type=int, default=200, help="of each class")
    p.add_argument("--compared", type=int, default=100, help="queries of each class whose hits are counted")
    p.add_argument("--engines", default=",".join(ENGINES))
    p.add_argument("--parts", default=",".join(PARTS), help="what is measured, of these")
    p.add_argument("--seed", type=int, default=9)
    p.add_argument("--build", default=os.path.join(ROOT, "build-release"), help="configured with -Dbench=true --buildtype=release")
    p.add_argument("--work", default="/tmp/sarnakh-bench", help="load and indexes; 3 GB for 100,000 articles")
    p.add_argument("--json", help="the figures, for programs")
    p.add_argument("files", nargs="*")
    args = p.parse_args()
    args.engines, args.work = args.engines.split(","), os.path.abspath(args.work)
    args.parts = args.parts.split(",")
    if set(args.parts) - set(PARTS):
        p.error("parts are " + ", ".join(PARTS))
    if set(args.engines) - set(ENGINES):
        p.error("engines are " + ", ".join(ENGINES))
    return args


def main():
    args, results = arguments(), []
    for count in map(int, args.articles.split(",")):
        results.append(Run(args, count, sources(args)).all())
        print(tables.text_of(results[-1]), flush=True)
    if len(results) > 1:
        print(tables.growth(results))
    if args.json:
        with open(args.json, "w", encoding="utf-8") as out:
            json.dump(results, out, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
