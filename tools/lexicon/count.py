#!/usr/bin/env python3
"""Count words in a directory of JSON lines (one article a line; fields title, lead, body).

    count.py DIRECTORY > counts.tsv

Output, sorted by word (folded, half-spaces kept), one row for each word of at least 3 documents:

    documents         how many it is in
    occurrences
    before_border     before punctuation, the end of a line, و or که: Persian puts the verb last
                      in its clause, so this tells the verb reading of a form from its noun reading
    before_auxiliary  before است, بود, شد ...: tells a participle that makes a tense
    after_plural      after a word in های: adjectives stand there, and indefinite nouns do not
    after_title       after a title or a common given name: persons stand there
    after_determiner  after هر, هیچ, یک, چه ...: indefinite nouns in ی stand there
"""

import collections
import json
import pathlib
import re
import sys

import persian

BORDER = set("و که ولی اما تا زیرا".split())
AUXILIARY = set("""است بود بودند باشد باشند اند ام ایم اید بودم بودیم باشیم باشم نیست نبود شد شده
 شدند شود شوند میشود میشوند میشد نشده نشد شدهاست شدهاند خواهد خواهند نیستند بوده نخواهد باید""".split())
TITLE = set("""اقای خانم دکتر مهندس سید سیده حاج شهید سردار سرلشکر سرتیپ امیر ایتالله حجتالاسلام
 والمسلمین استاد محمد علی حسن حسین رضا مهدی احمد محمود علیرضا محمدرضا حمیدرضا غلامرضا حمید مجید
 سعید ناصر عباس اکبر جواد کاظم ابراهیم اسماعیل یوسف فاطمه زهرا مریم محمدعلی محمدحسین محمدجواد
 محسن مصطفی مرتضی مسعود منصور داوود رسول بهرام بهروز پرویز جمشید کامران شهرام امیرحسین زینب لیلا
 جان مایکل دیوید رابرت""".split())
DETERMINER = set("هر هیچ یک چه چنین چند برخی نوع دو سه".split())
PIECE = re.compile(f"{persian.WORD.pattern}|[^\\s]|\n")
COLUMNS = ("documents", "occurrences", "before_border", "before_auxiliary", "after_plural",
           "after_title", "after_determiner")


def is_plural(word):
    return len(word) > 5 and word.endswith("های")


def tally(text, seen, row):
    pieces = [persian.fold_word(p) or p for p in PIECE.findall(persian.fold_text(text))]
    before = "."
    for word, after in zip(pieces, pieces[1:] + ["."]):
        if persian.WORD.fullmatch(word):
            seen.add(word)
            counts = row[word]
            counts[1] += 1
            if after in BORDER or not after[0].isalnum() and after not in "()«»\"'":
                counts[2] += 1
            elif persian.joined(after) in AUXILIARY:
                counts[3] += 1
            plain = persian.joined(before)
            counts[4] += is_plural(plain)
            counts[5] += plain in TITLE
            counts[6] += plain in DETERMINER
        before = word


def main():
    row = collections.defaultdict(lambda: [0] * len(COLUMNS))
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                article, seen = json.loads(line), set()
                for field in ("title", "lead", "body"):
                    text = article.get(field)
                    if isinstance(text, str):
                        tally(text, seen, row)
                for word in seen:
                    row[word][0] += 1
    print("#word", *COLUMNS, sep="\t")
    for word in sorted(row):
        if row[word][0] >= 3:
            print(word, *row[word], sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
