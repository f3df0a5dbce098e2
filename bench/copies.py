#!/usr/bin/env python3
"""How good the rules of copies are (docs/copies.md), all figures in one run.

usage: bench/copies.py [--work DIR] [--seed N] BUILD SHARED [FIGURE...]

FIGURE: groups, labels, templates, mutations, time, index; all of them if none is named. BUILD has bench/bench-copies
and the programs (an optimised build with -Dbench=true), SHARED has corpus/*.jsonl and eval/duplicate-groups-dev.tsv.

groups      pairs of duplicate-groups-dev.tsv: of the same text, candidates of each other, called copies, in one group
labels      bench/labels/copies.tsv, read by people: how many that are called copies are some, and the other way round;
            thresholds were chosen on the first half of the list, the second was only measured
templates   bench/labels/templates.tsv, the same daily item of two days: how many are called copies
mutations   500 articles and 500 posts of 40 words and more, drawn with a seed; each changed in each way, dated up to
            twelve hours later: how many are found among all articles and called copies
time        processor time of each step
index       the same with the groups of a new index of the corpus, and of another with the changed articles added to it:
            how many of each kind of pairs are in one group
"""
import argparse
import collections
import itertools
import json
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile

LABELS = pathlib.Path(__file__).resolve().parent / "labels"
TAIL = ("به گزارش خبرگزاری زرین‌پیک، این خبر در حال تکمیل است و جزئیات بیشتر آن در ساعات آینده منتشر خواهد شد. "
        "مخاطبان می‌توانند دیدگاه خود را برای ما بفرستند. انتهای پیام/ ۱۲۰۴")
PERSIAN, ARABIC, ASCII = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"


def run(build, *args):
    done = subprocess.run([str(pathlib.Path(build) / "bench/bench-copies"), *map(str, args)], check=True,
                          capture_output=True, text=True)
    return [line.split("\t") for line in done.stdout.splitlines()], done.stderr.strip()


def read_pairs(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def percent(part, whole):
    return f"{100 * part / max(1, whole):.2f} % ({part} of {whole})"


def compare(args, pairs, files):
    """The rows of bench-copies compare: id, id, jaccard, containment, numbers, apart, found, same text, copy."""
    path = args.work / "pairs.tsv"
    path.write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="utf-8")
    return run(args.build, "compare", path, *files)[0]


def named_groups(args):
    lines = (args.shared / "eval/duplicate-groups-dev.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if not line.startswith("#")]


def pairs_of(named):
    return [pair for group in named for pair in itertools.combinations(group, 2)]


def groups(args):
    named = named_groups(args)
    pairs = pairs_of(named)
    rows = compare(args, pairs, args.corpus)
    leader = dict(run(args.build, "groups", *args.corpus)[0])
    print(f"groups: {len(pairs)} pairs of {len(named)} groups")
    for name, column in ("same text", 7), ("candidates", 6), ("called copies", 8):
        print(f"  {name}: {percent(sum(row[column] == '1' for row in rows), len(rows))}")
    together = sum(leader.get(a, a) == leader.get(b, b) for a, b in pairs)
    print(f"  in one group: {percent(together, len(pairs))}")
    sizes = collections.Counter(collections.Counter(leader.values()).values())
    print(f"  groups of the corpus: {sum(sizes.values())}, of more than 20: "
          f"{sum(n for size, n in sizes.items() if size > 20)}, the largest {max(sizes)}")


def labels(args):
    rows = read_pairs(LABELS / "copies.tsv")
    called = [row[8] == "1" for row in compare(args, [row[:2] for row in rows], args.corpus)]
    are = [row[2] == "1" for row in rows]
    half = len(rows) // 2
    for name, part in ("all", slice(None)), ("chosen on", slice(half)), ("kept apart", slice(half, None)):
        both = sum(a and b for a, b in zip(called[part], are[part]))
        print(f"labels, {name}: precision {percent(both, sum(called[part]))}, "
              f"of the copies found {percent(both, sum(are[part]))}")


def templates(args):
    rows = compare(args, [row[:2] for row in read_pairs(LABELS / "templates.tsv")], args.corpus)
    print(f"templates: called copies {percent(sum(row[8] == '1' for row in rows), len(rows))}, "
          f"candidates {percent(sum(row[6] == '1' for row in rows), len(rows))}")


def paragraphs(body):
    return [part for part in re.split(r"\n\s*\n" if re.search(r"\n\s*\n", body) else r"\n", body) if part.strip()]


def other_letters(text):
    return text.replace("ی", "ي").replace("ک", "ك")


def other_digits(text, rng):
    kinds = [PERSIAN, ARABIC, ASCII]
    to = rng.choice(kinds)
    for kind in kinds:
        text = text.translate(str.maketrans(kind, to))
    return text


def each_text(change):
    def mutate(article, rng):
        return {**article, **{f: change(article[f], rng) for f in ("title", "lead", "body") if article.get(f)}}
    return mutate


def rewrite_headline(article, rng):
    """Half of its words in another order, and words of our own; also where the body begins with it."""
    words = article["title"].split()
    rng.shuffle(words)
    title = "گزارش تازه زرین‌پیک: " + " ".join(words[:max(1, len(words) // 2)])
    body = article.get("body") or ""
    if body.find(article["title"]) in range(0, 8):
        body = body.replace(article["title"], title, 1)
    return {**article, "title": title, "body": body}


def cut_paragraphs(article, rng):
    parts = paragraphs(article.get("body") or "")
    n = rng.randint(1, 3)
    if len(parts) <= n:
        return None
    for at in sorted(rng.sample(range(len(parts)), n), reverse=True):
        del parts[at]
    left = "\n\n".join(parts)
    return {**article, "body": left} if len(left.split()) >= 10 else None


MUTATIONS = {
    "letters": each_text(lambda text, _: other_letters(text)),
    "half-spaces dropped": each_text(lambda text, _: text.replace("\u200c", "")),
    "half-spaces as spaces": each_text(lambda text, _: text.replace("\u200c", " ")),
    "headline rewritten": rewrite_headline,
    "paragraphs cut": cut_paragraphs,
    "tail added": lambda article, _: {**article, "body": (article.get("body") or "") + "\n" + TAIL},
    "digits": each_text(other_digits),
}


def all_at_once(article, rng):
    for mutate in MUTATIONS.values():
        article = mutate(article, rng) or article
    return article


def draw(args, posts, rng):
    drawn = []
    for path in args.corpus:
        if ("posts" in path.name) != posts:
            continue
        for line in path.open(encoding="utf-8"):
            article = json.loads(line)
            if len(((article.get("lead") or "") + " " + (article.get("body") or "")).split()) >= 40:
                drawn.append(article)
    return rng.sample(drawn, min(500, len(drawn)))


def later(date, rng):
    """RFC 3339 dates move by up to twelve hours; other forms stay."""
    if not date or "T" not in date:
        return date
    import datetime
    return (datetime.datetime.fromisoformat(date) + datetime.timedelta(minutes=rng.randint(5, 720))).isoformat()


def write_mutated(args, posts, path):
    """The changed articles into a file: pairs (id, id of the changed one), and the kind of each."""
    rng = random.Random(args.seed)
    articles = draw(args, posts, rng)
    pairs, kind = [], {}
    with path.open("w", encoding="utf-8") as out:
        for name, mutate in [*MUTATIONS.items(), ("all at once", all_at_once)]:
            for article in articles:
                changed = mutate(article, rng)
                if changed is None:
                    continue
                changed = {**changed, "id": f"{article['id']}#{len(kind)}"}
                if changed.get("published"):
                    changed["published"] = later(changed["published"], rng)
                kind[changed["id"]] = name
                pairs.append((article["id"], changed["id"]))
                out.write(json.dumps(changed, ensure_ascii=False) + "\n")
    return pairs, kind


def print_kinds(kinds, found):
    tally = collections.defaultdict(lambda: [0, 0])
    for kind, is_found in zip(kinds, found):
        tally[kind][0] += is_found
        tally[kind][1] += 1
    for name, counts in tally.items():
        print(f"  {name}: {percent(*counts)}")
    one = [counts for name, counts in tally.items() if name != "all at once"]
    print(f"  one change: {percent(sum(c[0] for c in one), sum(c[1] for c in one))}")


def mutations(args):
    for posts in False, True:
        path = args.work / "mutated.jsonl"
        pairs, kind = write_mutated(args, posts, path)
        print(f"mutations of {len({a for a, _ in pairs})} {'posts' if posts else 'articles'}:")
        rows = compare(args, pairs, [*args.corpus, path])
        print_kinds([kind[row[1]] for row in rows], [row[6] == row[8] == "1" for row in rows])


def add(args, index, files):
    program = str(pathlib.Path(args.build) / "indexer/sarnakh-index")
    subprocess.run([program, "--index", str(index), "add", *map(str, files)], check=True, capture_output=True)


def members(index):
    """id -> name of its group of copies"""
    with sqlite3.connect(f"file:{index}/archive.db?mode=ro", uri=True) as db:
        return dict(db.execute("SELECT id, copies FROM members"))


def index(args):
    where = args.work / "index"
    shutil.rmtree(where, ignore_errors=True)
    add(args, where, args.corpus)
    name = members(where)
    pairs = pairs_of(named_groups(args))
    together = sum(name[a] == name[b] for a, b in pairs)
    print(f"index: pairs of duplicate-groups-dev.tsv in one group {percent(together, len(pairs))}")
    rows = [row for row in read_pairs(LABELS / "copies.tsv") if name[row[0]] == name[row[1]]]
    print(f"  labelled pairs in one group that are copies {percent(sum(row[2] == '1' for row in rows), len(rows))}")
    rows = read_pairs(LABELS / "templates.tsv")
    print(f"  templates in one group {percent(sum(name[a] == name[b] for a, b in rows), len(rows))}")
    for posts in False, True:
        path = args.work / "mutated.jsonl"
        pairs, kind = write_mutated(args, posts, path)
        add(args, where, [path])
        name = members(where)
        print(f"  with changed {'posts' if posts else 'articles'} added, in one group:")
        print_kinds([kind[b] for _, b in pairs], [name[a] == name[b] for a, b in pairs])
    shutil.rmtree(where)


def time(args):
    print("time:", run(args.build, "time", *args.corpus)[1])


FIGURES = {"groups": groups, "labels": labels, "templates": templates, "mutations": mutations, "time": time, "index": index}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, help="where drawn articles go (a temporary directory)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("figures", nargs="*", choices=[[], *FIGURES], default=[])
    args = parser.parse_args()
    args.corpus = sorted((args.shared / "corpus").glob("*.jsonl"))
    with tempfile.TemporaryDirectory() as temporary:
        args.work = args.work or pathlib.Path(temporary)
        args.work.mkdir(parents=True, exist_ok=True)
        for name in args.figures or FIGURES:
            FIGURES[name](args)


if __name__ == "__main__":
    main()
