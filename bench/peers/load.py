#!/usr/bin/env python3
"""The articles that all engines get, made of real ones by a seed.

usage: load.py [--articles N] [--seed N] --out DIR FILE.jsonl ...

Articles of the files with a body of at least 400 characters come first, in random order; as many more as are wanted are made
of their sentences, each sentence of another article, so that none is a copy: their words are no new ones, and rare words are less
rare than in as many true articles. Dates are drawn over ten years up to END, sources and categories where an
article has none. Writes the same articles three times:

    articles.jsonl   as published, as `sarnakh-index add` reads them
    raw.tsv          as published, for an engine with an analysis of its own (Lucene's PersianAnalyzer)
    folded.tsv       in one spelling, words with blanks between, for engines that have none

A line of a .tsv: number, id, url, source, category, minute of publication (Unix time / 60), title, body.
"""
import argparse
import datetime
import json
import os
import random
import re
import sys
import time

END = int(datetime.datetime(2026, 11, 15, tzinfo=datetime.timezone.utc).timestamp()) // 60
SPAN_MINUTES = 10 * 365 * 24 * 60
LONG_ENOUGH = 400
SOURCES = ["سپیده", "پیک", "بازار", "روزگار", "میدان", "آبان", "گزارش", "خبردان"]
CATEGORIES = ["سیاست", "اقتصاد", "ورزش", "جامعه", "فرهنگ", "دانش", "جهان", "شهر", "رسانه", "حادثه"]


def folding():
    """Of each character: what it is in the one spelling; None for what is left out, a blank for what parts words."""
    table = {}
    for code in range(0x20, 0x3000):
        character = chr(code)
        if not (character.isalnum() or 0x0300 <= code <= 0x036F):
            table[code] = " "
    for code in list(range(0x064B, 0x0660)) + [0x0640, 0x0670, 0x200D, 0x200E, 0x200F, 0xFEFF]:
        table[code] = None
    for digit in range(10):
        table[0x0660 + digit] = table[0x06F0 + digit] = chr(0x30 + digit)
    table |= {0x0A: " ", 0x09: " ", 0x0D: " ", 0x064A: "ی", 0x0649: "ی", 0x06CC: "ی", 0x0643: "ک", 0x0629: "ه",
              0x06C0: "ه", 0x0623: "ا", 0x0625: "ا", 0x0624: "و", 0x200C: " "}
    return table


FOLDING = folding()


def fold(text):
    return " ".join(text.lower().translate(FOLDING).split())


def blank(text):
    return " ".join(text.split())


def real(paths):
    """(title, body, source, category) of every article that is long enough."""
    for path in paths:
        name = re.sub(r"-?\d{4}.*|\.jsonl", "", os.path.basename(path))
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                body = "\n".join(filter(None, (article.get("lead"), article.get("body"))))
                if len(body) >= LONG_ENOUGH and article.get("title"):
                    category = article.get("category")
                    category = category[0] if isinstance(category, list) and category else category
                    yield blank(article["title"]), body, article.get("source") or name, category or ""


def sentences(body):
    return [s.strip() for s in re.split(r"(?<=[.!؟?])\s+|\n+", body) if len(s.strip()) >= 30]


def made(stock, rnd):
    """One more article: a title of halves of two, a body as long as some article's."""
    first, second = (rnd.choice(stock)[0].split() for _ in range(2))
    title = " ".join(first[:(len(first) + 1) // 2] + second[len(second) // 2:])
    length, body = len(rnd.choice(stock)[1]), []
    while sum(map(len, body)) < length:
        some = sentences(rnd.choice(stock)[1])
        if some:
            body.append(rnd.choice(some))
    return title, "\n".join(body), rnd.choice(stock)[2], ""


def articles(paths, count, seed):
    rnd = random.Random(seed)
    stock = list({fold(article[1]): article for article in real(paths)}.values())  # no two with the same body
    if not stock:
        sys.exit("load.py: no article of these files is long enough")
    rnd.shuffle(stock)
    for n in range(count):
        title, body, source, category = stock[n] if n < len(stock) else made(stock, rnd)
        minute = END - int(rnd.random() * SPAN_MINUTES)
        source = source or rnd.choice(SOURCES)
        yield n + 1, title, body, blank(source), blank(category) or rnd.choice(CATEGORIES), minute


def write(out, paths, count, seed):
    """How many bytes of text there are in title and body."""
    os.makedirs(out, exist_ok=True)
    names = ("articles.jsonl", "raw.tsv", "folded.tsv")
    as_json, raw, folded = (open(os.path.join(out, name), "w", encoding="utf-8") for name in names)
    total = 0
    for n, title, body, source, category, minute in articles(paths, count, seed):
        key, url = f"bench-{n}", f"https://news.example/{source.replace(' ', '-')}/{n}/{title.replace(' ', '-')[:60]}"
        at = datetime.datetime.fromtimestamp(minute * 60, datetime.timezone.utc)
        as_json.write(json.dumps({"id": key, "url": url, "title": title, "body": body, "source": source, "category": [category],
                                  "published_at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}, ensure_ascii=False) + "\n")
        head = f"{n}\t{key}\t{url}\t{source}\t{category}\t{minute}\t"
        raw.write(f"{head}{title}\t{blank(body)}\n")
        folded.write(f"{head}{fold(title)}\t{fold(body)}\n")
        total += len(title.encode()) + len(body.encode())
    for file in (as_json, raw, folded):
        file.close()
    return total


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("--articles", type=int, default=100000)
    p.add_argument("--seed", type=int, default=9)
    p.add_argument("--out", required=True)
    p.add_argument("files", nargs="+")
    args = p.parse_args()
    since = time.monotonic()
    total = write(args.out, args.files, args.articles, args.seed)
    print(f"{args.articles} articles, {total / 1e6:.1f} MB of text, seed {args.seed}, {time.monotonic() - since:.0f} s")


if __name__ == "__main__":
    main()
