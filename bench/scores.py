"""Runs scored as ../shared/tools/trec_eval.py and query/metrics.h do, for what is not of our making."""
import collections
import math


def read_topics(path):
    with open(path, encoding="utf-8") as f:
        return dict(line.rstrip("\n").split("\t", 1) for line in f if line.strip())


def read_qrels(path):
    out = collections.defaultdict(dict)
    with open(path, encoding="utf-8") as f:
        for line in f:
            topic, _, id_, grade = line.split()
            out[topic][id_] = int(grade)
    return out


def of_topic(ids, grades):
    """{measure: score} of the ids in their order."""
    relevant = sum(g > 0 for g in grades.values())
    ranked = [grades.get(i, 0) for i in ids]
    hits = [rank for rank, g in enumerate(ranked, 1) if g > 0]

    def gain(list_):
        return sum((2 ** g - 1) / math.log2(rank + 1) for rank, g in enumerate(list_[:10], 1))
    return {"ndcg10": gain(ranked) / gain(sorted(grades.values(), reverse=True)),
            "map": sum(n / rank for n, rank in enumerate(hits, 1)) / relevant,
            "mrr": 1 / hits[0] if hits else 0,
            "mrr10": 1 / hits[0] if hits and hits[0] <= 10 else 0,
            "recall100": sum(rank <= 100 for rank in hits) / relevant}


def mean(rows):
    rows = list(rows)
    return {m: sum(r[m] for r in rows) / len(rows) for m in rows[0]}
