#!/usr/bin/env python3
"""An index in one database and the same index in several: are they answered the same?

usage: bench/shards.py BUILD ONE SEVERAL QUERIES... [N]

Starts BUILD/http/sarnakh-httpd over both index directories, takes N (1,000) queries by a seed from the files (a query is what is behind the
last tab of a line; of JSON lines the first five words of a title) and asks both everything that tests/e2e/test_shards.py asks.
Prints what differs, and ends with 1 if anything does. SEVERAL is made of a copy: cp -r ONE SEVERAL; sarnakh-index --index SEVERAL rebuild --shards 4.
"""
import json
import os
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


def query_of(line):
    if line.startswith("{"):
        return " ".join(json.loads(line).get("title", "").split()[:5])
    return line.rstrip("\n").split("\t")[-1]


def main():
    build, one, several, *rest = sys.argv[1:]
    n = int(rest.pop()) if rest[-1].isdigit() else 1000
    os.environ["SARNAKH_BUILD"] = str(pathlib.Path(build).resolve())
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    from service import Service  # which look at the environment
    from test_shards import Pair, are_ready, target
    queries = sorted({query_of(line) for name in rest for line in open(name, encoding="utf-8")} - {""})
    random.Random(1).shuffle(queries)
    with Service(one, "--cache-bytes", "0") as a, Service(several, "--cache-bytes", "0") as b:
        pair = Pair(a, b)
        if not are_ready(a, b):
            sys.exit("suggestions are not made in time")
        for query in queries[:n]:
            pair.of_a_query(query[:300])
            answer = a.get(target("/v1/search", q=query[:300], limit=1))
            for hit in answer.json.get("hits", []):
                pair.of_an_article(hit["id"])
        pair.ask("/v1/stories?since=2000&min=2&limit=50")
    print(*pair.wrong, f"{len(queries[:n])} queries, {pair.asked} questions ({pair.good} without a refusal), {len(pair.wrong)} answered otherwise", sep="\n")
    sys.exit(1 if pair.wrong else 0)


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main()
