"""Readers of the reference lists and of count.py's table, keyed by joined folded words."""

import collections
import dataclasses
import math
import pathlib

from persian import ZWNJ, fold_word, joined

NOUN, ADJECTIVE, ADVERB, NAME, OTHER, STOP, PARTICIPLE = (1 << i for i in range(7))

LILAK_CLASSES = {
    "noun_singular": NOUN, "adjective": ADJECTIVE, "adverb": ADVERB, "foreign": NOUN,
    "numeral": OTHER, "pronoun": OTHER, "adposition": OTHER, "conjunction": OTHER,
    "interjection": OTHER, "classifier": NOUN, "determiner": OTHER}
HAZM_CLASSES = {"N": NOUN, "AJ": ADJECTIVE, "ADV": ADVERB, "NUM": OTHER, "CONJ": OTHER,
                "PRO": OTHER, "DET": OTHER, "INT": OTHER, "P": OTHER, "POSTP": OTHER, "RES": 0,
                "CL": 0, "PL": 0}


@dataclasses.dataclass
class Counts:
    """One row of count.py, spellings of one joined form added up."""
    documents: int = 0
    occurrences: int = 0
    before_border: int = 0
    before_auxiliary: int = 0
    after_plural: int = 0
    after_title: int = 0
    after_determiner: int = 0

    def share(self, name):
        return getattr(self, name) / self.occurrences if self.occurrences else 0.0


class Sources:
    """All lists. lilak and hazm: joined word -> class bits; spelling: joined -> a written form."""

    def __init__(self, lists, counts):
        self.lists = pathlib.Path(lists)
        self.spelling = {}
        self.apart = collections.Counter()  # spellings with half-spaces -> occurrences
        self.lilak, self.lilak_plural = self._lilak()
        self.hazm, self.hazm_plural, self.hazm_count = self._hazm()
        self.web = self._web()
        self.shekar_compounds = self._compounds()
        self.news = self._news(counts)
        self.web_total = sum(self.web.values()) or 1
        self.hazm_total = sum(self.hazm_count.values()) or 1
        self.news_total = sum(c.occurrences for c in self.news.values()) or 1

    def _lines(self, name):
        with open(self.lists / name, encoding="utf-8") as f:
            for line in f:
                line = line.rstrip("\n")
                if line and not line.startswith("#"):
                    yield line

    def _learn_spelling(self, word):
        key = joined(word)
        if ZWNJ in word or key not in self.spelling:
            self.spelling[key] = word
        return key

    def _lilak(self):
        words, plural = collections.defaultdict(int), set()
        for line in self._lines("lexicon_lilak.csv"):
            text, kind = line.split(",")[:2]
            word = fold_word(text)
            if not word or word.startswith(("می" + ZWNJ, "نمی" + ZWNJ)):
                continue
            if kind == "noun_plural":
                plural.add(joined(word))
            elif kind in LILAK_CLASSES:
                words[self._learn_spelling(word)] |= LILAK_CLASSES[kind]
        return dict(words), plural

    def _hazm(self):
        words, plural, count = collections.defaultdict(int), set(), collections.Counter()
        for line in self._lines("words_hazm.tsv"):
            text, number, kinds = line.split("\t")
            word, kinds = fold_word(text), kinds.split(",")
            if not word or number == "0":
                continue
            key = self._learn_spelling(word)
            count[key] += int(number)
            if "PL" in kinds:
                plural.add(key)
            for kind in kinds:
                words[key] |= HAZM_CLASSES.get(kind, 0)
        return dict(words), plural, count

    def _web(self):
        count = collections.Counter()
        for line in self._lines("vocab_freq_shekar.csv"):
            text, _, number = line.rpartition(",")
            word = fold_word(text)
            if word and number.isdigit():
                count[joined(word)] += int(number)
        return count

    def _compounds(self):
        found = {}
        for line in self._lines("zwnj_compounds_shekar.csv"):
            word = fold_word(line.split(",")[0])
            if ZWNJ in word:
                found[joined(word)] = word
        return found

    def _news(self, counts):
        news = collections.defaultdict(Counts)
        with open(counts, encoding="utf-8") as f:
            for line in f:
                if line.startswith("#"):
                    continue
                word, *numbers = line.rstrip("\n").split("\t")
                key, numbers = joined(word), [int(n) for n in numbers]
                if ZWNJ in word:
                    self.apart[word] += numbers[1]
                row = news[key]
                for field, number in zip(dataclasses.fields(Counts), numbers):
                    setattr(row, field.name, getattr(row, field.name) + number)
        return dict(news)

    def count(self, word):
        """The counts of a word, zeros if news never had it."""
        return self.news.get(word, Counts())

    def per_billion(self, word):
        """How often a word comes in web and news text, per billion words."""
        web = self.web[word] / self.web_total or self.hazm_count[word] / self.hazm_total
        return (self.count(word).occurrences / self.news_total + web) / 2 * 1e9

    def log_frequency(self, word):
        """round(2 * log2) of the above, 0 to 63."""
        number = self.per_billion(word)
        return max(0, min(63, round(2 * math.log2(number)))) if number > 1 else 0
