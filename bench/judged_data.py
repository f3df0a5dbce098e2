"""What quality.py and tools/tune measure with: corpora made from the shared one, topics and judgements.

Everything is drawn with a seed and written below one directory; nothing of it is ever committed.
"""
import hashlib
import json
import pathlib
import random
import re
import subprocess

# Channel posts are short, and often all title: a known item is an article of a paper or an agency.
POSTS = ("-posts-",)
NO_TITLE = "…"  # an article must have a title; this one has no word

ARABIC = str.maketrans("يىكةأإٱۀؤئ٠١٢٣٤٥٦٧٨٩0123456789", "ییکهاااهوی" + "۰۱۲۳۴۵۶۷۸۹" * 2)
DROPPED = re.compile("[\u0640\u064b-\u065f\u0670\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
WORD = re.compile(r"[^\W_]+")


def folded_words(text):
    """Letters in one spelling, no vowel signs, no half-spaces; words as they stand, no stems."""
    return WORD.findall(DROPPED.sub("", text).translate(ARABIC).lower())


def files(corpus, wanted=""):
    return [p for p in sorted(pathlib.Path(corpus).glob("*.jsonl")) if wanted in p.name]


def articles(paths):
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in f:
                yield path.name, json.loads(line)


def is_article_file(name):
    return not any(p in name for p in POSTS)


def text_key(article):
    """Equal for copies: lead and body, letters only."""
    text = " ".join(folded_words((article.get("lead") or "") + " " + (article.get("body") or "")))
    return hashlib.sha1(text.encode()).digest() if text else None


def write_judged(directory, name, queries, judged):
    """queries: {topic: text}; judged: {topic: ids or {id: grade}}."""
    with open(directory / f"{name}.topics.tsv", "w", encoding="utf-8") as f:
        for topic, query in queries.items():
            f.write(f"{topic}\t{query}\n")
    with open(directory / f"{name}.qrels", "w", encoding="utf-8") as f:
        for topic, ids in judged.items():
            for id_ in ids:
                f.write(f"{topic} 0 {id_} {ids[id_] if isinstance(ids, dict) else 1}\n")


def draw_known_items(corpus, count, seed):
    """{id: query} of articles whose title, less one word, is the query, and {id: ids of its copies}."""
    by_text, wanted = {}, []
    for name, a in articles(files(corpus)):
        key = text_key(a)
        if key is None:
            continue
        by_text.setdefault(key, []).append(a["id"])
        if is_article_file(name) and len(a["title"].split()) >= 4:
            wanted.append((a["id"], a["title"], key))
    chance = random.Random(seed)
    queries, copies = {}, {}
    for id_, title, key in chance.sample(wanted, count):
        words = title.split()
        del words[chance.randrange(len(words))]
        queries[id_] = " ".join(words)
        copies[id_] = by_text[key]
    return queries, copies


def make_known_items(corpus, directory, count, seed):
    """The corpus with the titles of the drawn articles and their copies taken away."""
    queries, copies = draw_known_items(corpus, count, seed)
    write_judged(directory, "known", {f"k{i}": q for i, q in enumerate(queries.values())},
                 {f"k{i}": ids for i, ids in enumerate(copies.values())})
    untitled = {id_ for ids in copies.values() for id_ in ids}
    with open(directory / "known.jsonl", "w", encoding="utf-8") as f:
        for _, a in articles(files(corpus)):
            if a["id"] in untitled:
                a["title"] = NO_TITLE
            f.write(json.dumps(a, ensure_ascii=False) + "\n")
    return [directory / "known.jsonl"]


def is_old(name):
    """Files whose articles are all over two years old."""
    return re.search(r"-20(0\d|1\d|20|21|23)\.jsonl$", name) is not None


def by_title(corpus):
    """[(file, id, title, ids of its copies)] of the titles that only one article and its copies have."""
    titles, texts, rows = {}, {}, []
    for name, a in articles(files(corpus)):
        title, key = " ".join(folded_words(a["title"])), text_key(a) or a["id"]
        titles.setdefault(title, set()).add(key)
        texts.setdefault(key, []).append(a["id"])
        rows.append((name, a["id"], a["title"], title, key))
    return [(name, id_, raw, texts[key]) for name, id_, raw, title, key in rows if len(titles[title]) == 1]


def make_titles(corpus, directory, count, seed):
    """headlines: three to five words in a row of a title, of posts too; old: the whole title of an article
    that is over two years old."""
    rows = [r for r in by_title(corpus) if len(r[2].split()) >= 3]
    chance = random.Random(seed)
    queries, judged = {}, {}
    for i, (_, _, title, ids) in enumerate(chance.sample([r for r in rows if len(r[2].split()) >= 6], count)):
        words, n = title.split(), chance.randint(3, 5)
        first = chance.randrange(len(words) - n + 1)
        queries[f"h{i}"], judged[f"h{i}"] = " ".join(words[first:first + n]), ids
    write_judged(directory, "headlines", queries, judged)
    old = chance.sample([r for r in rows if is_old(r[0])], count)
    write_judged(directory, "old", {f"o{i}": " ".join(r[2].split()) for i, r in enumerate(old)},
                 {f"o{i}": r[3] for i, r in enumerate(old)})


def make_untagged(corpus, directory):
    """The corpus without what editors tagged, since the tags are the judgements."""
    with open(directory / "untagged.jsonl", "w", encoding="utf-8") as f:
        for _, a in articles(files(corpus)):
            a.pop("tags", None)
            f.write(json.dumps(a, ensure_ascii=False) + "\n")
    return [directory / "untagged.jsonl"]


def index(build, directory, name, paths):
    """Built once; the path of the index."""
    path = directory / f"{name}-index"
    if not (path / "built").exists():
        subprocess.run([f"{build}/indexer/sarnakh-index", "--index", path, "add", *paths], check=True,
                       stdout=subprocess.DEVNULL)
        (path / "built").touch()
    return path
