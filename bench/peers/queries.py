"""What is asked: queries of each class, drawn by a seed from the words of the articles.

A query is (kind, text, options): kind `all`, `any`, `phrase`, `suggest` or `related`; options of `days`, `date`, `facets`, `snippets`,
`fresh`. Words are in the one spelling of load.py, and every query finds something: its words are of one article.
"""
import collections
import itertools
import random

DAYS = 30
FREQUENT = 100      # so many words of highest document frequency are asked by nobody: function words
SAMPLE = 20000      # articles that words are counted in
RARE = 5            # of those, that a word asked for alone must be in
LOG_QUERIES, LOG_REQUESTS = 400, 2000

# name: (kind, words, options)
CLASSES = {
    "one": ("all", 1, ()), "two": ("all", 2, ()), "three": ("all", 3, ()), "four": ("all", 4, ()),
    "or": ("any", 3, ()), "phrase": ("phrase", 2, ()), "days": ("all", 2, ("days",)), "date": ("all", 2, ("date",)),
    "facets": ("all", 2, ("facets",)), "snippets": ("all", 2, ("snippets",)), "fresh": ("all", 2, ("fresh",)),
    "suggest": ("suggest", 1, ()), "related": ("related", 0, ()), "log": ("all", 0, ()),
}
MIXED = ("one", "two", "three", "four", "or", "phrase", "days", "date")


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            yield fields[1], fields[6].split(), fields[7].split()


class Words:
    """Titles and bodies of a sample, and in how many of its articles each word is."""

    def __init__(self, folded, articles):
        step = max(1, articles // SAMPLE)
        self.sample = list(itertools.islice(rows(folded), 0, None, step))
        self.df = collections.Counter(w for _, title, body in self.sample for w in set(title) | set(body))
        self.common = {w for w, _ in self.df.most_common(FREQUENT)}

    def is_asked(self, word):
        return len(word) > 2 and not word.isdigit() and word not in self.common and self.df[word] >= 2


def by_frequency(words, rnd, count):
    """Words alone: as many of each order of document frequency as of another."""
    bands = collections.defaultdict(list)
    for word in sorted(words.df):
        if words.is_asked(word) and words.df[word] >= RARE:
            bands[words.df[word].bit_length()].append(word)
    found = []
    while len(found) < count:
        found += [rnd.choice(bands[band]) for band in sorted(bands)]
    rnd.shuffle(found)
    return found[:count]


def of_titles(words, rnd, count, length):
    found = []
    while len(found) < count:
        title = list(dict.fromkeys(filter(words.is_asked, rnd.choice(words.sample)[1])))
        if len(title) >= length:
            found.append(" ".join(rnd.sample(title, length)))
    return found


def phrases(words, rnd, count):
    found = []
    while len(found) < count:
        body, length = rnd.choice(words.sample)[2], rnd.choice((2, 2, 3))
        at = rnd.randrange(max(1, len(body) - length))
        phrase = body[at:at + length]
        if len(phrase) == length and all(map(words.is_asked, phrase)):
            found.append(" ".join(phrase))
    return found


def prefixes(words, rnd, count):
    titles = [" ".join(title) for _, title, _ in words.sample if len(title) >= 3]
    return [title[:rnd.randint(3, 12)].strip() for title in rnd.choices(titles, k=count)]


def log_of(words, rnd):
    """A log in which few queries are asked often: the n-th of them 1/n as often as the first."""
    texts = [q for length in (1, 2, 2, 3) for q in of_titles(words, rnd, LOG_QUERIES // 4, length)]
    rnd.shuffle(texts)
    return rnd.choices(texts, [1 / (n + 1) for n in range(len(texts))], k=LOG_REQUESTS)


def draw(folded, articles, count, seed):
    """{class: [(kind, text, options)]}, `count` queries of each but the log."""
    words, found = Words(folded, articles), {}
    for name, (kind, length, options) in CLASSES.items():
        rnd = random.Random(f"{seed} {name}")
        if name == "log":
            texts = log_of(words, rnd)
        elif kind == "related":
            texts = [key for key, _, _ in rnd.choices(words.sample, k=count)]
        elif kind == "suggest":
            texts = prefixes(words, rnd, count)
        elif kind == "phrase":
            texts = phrases(words, rnd, count)
        else:
            texts = by_frequency(words, rnd, count) if length == 1 else of_titles(words, rnd, count, length)
        found[name] = [(kind, text, options) for text in texts]
    return found
