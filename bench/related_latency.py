#!/usr/bin/env python3
"""How long related articles take: wall clock and processor time of each request, one after the other.

usage: bench/related_latency.py --build BUILD --shared SHARED --work DIR [--articles 100000] [--count 1000] [NAME=VALUE…]

The corpus is enlarged to so many articles by new ones, made of sentences of four of one file with a seed: the words are
as frequent as in news, and none is a copy. Each of COUNT articles drawn at random is asked for by `sarnakh-query
related --batch`, one process, one thread; processor time is what the kernel says the process ran (schedstat), and is
what to look at on a machine that others use, too. The first tenth warms up and is not counted.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import time

import judged_data as data

SEED = 20261127
SENTENCE = re.compile(r"[^.!؟?\n]+[.!؟?\n]*")


def sentences(article):
    return SENTENCE.findall((article.get("lead") or "") + "\n" + (article.get("body") or ""))


def made_of(some, chance, number):
    """A new article with the length and the date of the first, of sentences of all of them."""
    first = dict(some[0])
    pieces = [s for a in some for s in sentences(a)]
    chance.shuffle(pieces)
    words = [w for a in some for w in (a.get("title") or "").split()]
    chance.shuffle(words)
    first["id"] = f"made-{number}"
    first["title"] = " ".join(words[:max(3, len((first.get("title") or "").split()))])
    first.pop("url", None)
    first.pop("lead", None)
    first["body"] = "".join(pieces[:len(sentences(some[0]))])
    return first


def make_corpus(corpus, path, total):
    chance, by_file = random.Random(SEED), {}
    for name, article in data.articles(data.files(corpus)):
        by_file.setdefault(name, []).append(article)
    names, sizes = list(by_file), [len(v) for v in by_file.values()]
    with open(path, "w", encoding="utf-8") as f:
        for article in (a for articles in by_file.values() for a in articles):
            f.write(json.dumps(article, ensure_ascii=False) + "\n")
        for number in range(total - sum(sizes)):
            some = chance.sample(by_file[chance.choices(names, sizes)[0]], 4)
            f.write(json.dumps(made_of(some, chance, number), ensure_ascii=False) + "\n")
    return sum(sizes)


def ran_ns(pid):
    """Nanoseconds that the threads of a process ran."""
    return sum(int((t / "schedstat").read_text().split()[0]) for t in pathlib.Path(f"/proc/{pid}/task").iterdir())


def measure(build, index, ids, settings):
    command = [f"{build}/query/sarnakh-query", "--index", index, "related", "--batch", *settings]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        out, times = process.stdout, []
        reader = open(out.fileno(), "rb", closefd=False)
        for id_ in ids:
            began, ran = time.monotonic_ns(), ran_ns(process.pid)
            process.stdin.write(json.dumps({"id": id_}).encode() + b"\n")
            answer = json.loads(reader.readline())
            times.append(((time.monotonic_ns() - began) / 1e6, (ran_ns(process.pid) - ran) / 1e6, len(answer["hits"])))
        process.stdin.close()
    return times[len(times) // 10:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--articles", type=int, default=100000)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("settings", nargs="*")
    o = parser.parse_args()
    work, corpus = pathlib.Path(o.work), pathlib.Path(o.shared) / "corpus"
    work.mkdir(parents=True, exist_ok=True)
    lines = work / f"enlarged-{o.articles}.jsonl"
    if not lines.exists():
        make_corpus(corpus, lines, o.articles)
    index = data.index(o.build, work, f"enlarged-{o.articles}", [lines])
    ids = [json.loads(line)["id"] for line in open(lines, encoding="utf-8")]
    times = measure(o.build, index, random.Random(SEED).sample(ids, o.count), o.settings)
    for what, i in (("wall clock", 0), ("processor", 1)):
        ordered = sorted(t[i] for t in times)
        p50, p90, p99 = (ordered[int(len(ordered) * p)] for p in (0.5, 0.9, 0.99))
        print(f"{what}: p50 {p50:.1f} ms, p90 {p90:.1f} ms, p99 {p99:.1f} ms, greatest {ordered[-1]:.1f} ms")
    print(f"{len(times)} of {len(ids)} articles, {sum(t[2] for t in times) / len(times):.1f} hits each")


if __name__ == "__main__":
    main()
