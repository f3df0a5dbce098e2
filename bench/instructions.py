#!/usr/bin/env python3
"""Instructions that answers take, by class of query, beside those recorded in bench/instructions.tsv.

usage: instructions.py BUILD [--record] [--profile DIR]

Makes 1,500 articles of fixtures/news by a seed (bench/peers/load.py), an index of them, and asks some queries of each class
(bench/peers/queries.py) with bench-searches under callgrind, each for the second time. The same program counts the same whatever
else the machine does, so this is a gate where seconds are none: it fails when a class takes BAND more than recorded, or less,
so that a gain is recorded, too. --record writes what was counted. --profile keeps callgrind's files: callgrind_annotate
--inclusive=yes FILE says where instructions go.

What is counted depends on compiler, options and libraries: the record is of Debian 12 with the default build type.
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "peers"))
import load  # noqa: E402
import ours  # noqa: E402
import queries  # noqa: E402

ROOT = os.path.dirname(HERE)
RECORD = os.path.join(HERE, "instructions.tsv")
ARTICLES, QUERIES, SEED = 1500, 3, 9
BAND = 0.05
# meson has malloc fill what it gives, which would be counted like anything else.
os.environ.pop("MALLOC_PERTURB_", None)


def make_index(build, work):
    news = [os.path.join(ROOT, "fixtures", "news", name) for name in sorted(os.listdir(os.path.join(ROOT, "fixtures", "news")))]
    load.write(work, news, ARTICLES, SEED)
    index = os.path.join(work, "index")
    subprocess.run([os.path.join(build, "indexer", "sarnakh-index"), "--quiet", "--index", index, "add", "--jobs=1",
                    os.path.join(work, "articles.jsonl")], check=True)
    return index


def line_of(name, query, variant):
    """A line for bench-searches: the parameters of the path that the service would be asked."""
    kind, text, options = query
    if kind == "related":
        return f"{name}\trelated\tid={text}\n"
    if kind == "suggest":
        return f"{name}\tsuggest\tq={text}\n"
    asked = ours.parameters(kind, text, options, variant)
    return "\t".join([name, "search", *(f"{n}={v}" for n, v in asked.items())]) + "\n"


def requests(work):
    drawn = queries.draw(os.path.join(work, "folded.tsv"), ARTICLES, QUERIES, SEED)
    lines = [line_of(name, query, "") for name, asked in drawn.items() if name != "log" for query in asked]
    lines += [line_of("full", query, "full") for query in drawn["two"]]
    return lines


def count(build, index, path, folder):
    """Instructions of each request, in their order."""
    out = os.path.join(folder, "callgrind")
    subprocess.run(["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", "--toggle-collect=bench_counted",
                    "--dump-after=bench_counted", os.path.join(build, "bench", "bench-searches"), index, path],
                   stdout=subprocess.DEVNULL, check=True)
    counts = []
    while os.path.exists(f"{out}.{len(counts) + 1}"):
        with open(f"{out}.{len(counts) + 1}", encoding="utf-8", errors="replace") as f:
            counts.append(next(int(line.split()[1]) for line in f if line.startswith("totals:")))
    return counts


def by_class(lines, counts):
    if len(counts) != len(lines):
        sys.exit(f"instructions.py: {len(lines)} requests, {len(counts)} were counted")
    sums = {}
    for line, n in zip(lines, counts):
        name = line.split("\t", 1)[0]
        sums[name] = sums.get(name, 0) + n
    return {name: n // QUERIES for name, n in sums.items()}


def recorded():
    with open(RECORD, encoding="utf-8") as lines:
        return {name: int(n) for name, n in (line.split("\t") for line in lines if not line.startswith("#"))}


def record(found):
    with open(RECORD, "w", encoding="utf-8") as out:
        out.write("# instructions an answer, by class of query; written by bench/instructions.py --record\n")
        out.writelines(f"{name}\t{n}\n" for name, n in found.items())


def compare(found):
    """How many classes are out of the band, or not recorded."""
    known, bad = recorded(), 0
    for name in sorted(set(known) | set(found)):
        ratio = found[name] / known[name] if name in found and name in known else None
        is_good = ratio is not None and abs(ratio - 1) <= BAND
        bad += not is_good
        print(f"{'ok  ' if is_good else 'FAIL'} {name}: {found.get(name)} instructions, recorded {known.get(name)}"
              + (f", {ratio:.3f} of it" if ratio else ""))
    return bad


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("build")
    p.add_argument("--record", action="store_true")
    p.add_argument("--profile")
    args = p.parse_args()
    with tempfile.TemporaryDirectory() as work:
        index = make_index(args.build, work)
        lines = requests(work)
        path = os.path.join(work, "requests.tsv")
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(lines)
        found = by_class(lines, count(args.build, index, path, args.profile or work))
    if args.record:
        record(found)
    bad = compare(found)
    if bad:
        print("a change on purpose: bench/instructions.py BUILD --record, and say why in the commit")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
