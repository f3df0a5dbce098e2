"""How near two stems are in news: do they come in the same articles, and among the same words?"""

import array
import collections
import math

WINDOW = 8          # words on each side
SAMPLE = 300        # occurrences looked at for one word, spread over the whole of the news
CONTEXTS = 4000     # most frequent stems that count as context
COMMON = 0.3        # share of the articles from which on a stem tells nothing


class News:
    """The stems of all articles as numbers."""

    def __init__(self, articles):
        self.number = {}
        self.articles = [array.array("I", (self.number.setdefault(s, len(self.number))
                                           for s in stems)) for stems in articles]
        self.documents = array.array("I", bytes(4 * len(self.number)))
        self.occurrences = array.array("I", bytes(4 * len(self.number)))
        for article in self.articles:
            for n in set(article):
                self.documents[n] += 1
            for n in article:
                self.occurrences[n] += 1

    def df(self, stem):
        return self.documents[self.number[stem]] if stem in self.number else 0

    def shares_behind(self, before):
        """stem number -> share of its occurrences that stand behind a stem of `before`"""
        numbers = {self.number[s] for s in before if s in self.number}
        behind = collections.Counter(
            n for article in self.articles for last, n in zip(article, article[1:])
            if last in numbers)
        return {n: count / self.occurrences[n] for n, count in behind.items()}

    def contexts(self):
        """number of a stem -> its place in a context vector"""
        stems = [n for s, n in self.number.items()
                 if len(s) > 1 and self.documents[n] < COMMON * len(self.articles)]
        stems.sort(key=lambda n: (-self.documents[n], n))
        return {n: i for i, n in enumerate(stems[:CONTEXTS])}


class Nearness:
    """For the stems of the candidates: their articles and their context vectors."""

    def __init__(self, news, stems):
        self.news = news
        self.places = news.contexts()
        self.wanted = {news.number[s] for s in stems if s in news.number}
        self.in_articles = collections.defaultdict(set)
        self.vectors = {n: array.array("I", bytes(4 * CONTEXTS)) for n in self.wanted}
        self._read()
        self.share = self._shares()
        self.weights = {n: self._weigh(n) for n in sorted(self.wanted)}

    def _read(self):
        seen = collections.Counter()
        for number, article in enumerate(self.news.articles):
            places = [self.places.get(n, -1) for n in article]
            for at, n in enumerate(article):
                if n not in self.wanted:
                    continue
                self.in_articles[n].add(number)
                step = -(-self.news.occurrences[n] // SAMPLE)
                if seen[n] % step == 0:
                    self._add_window(self.vectors[n], article, places, at)
                seen[n] += 1

    @staticmethod
    def _add_window(vector, article, places, at):
        for i in range(max(0, at - WINDOW), min(len(article), at + WINDOW + 1)):
            if places[i] >= 0 and i != at:
                vector[places[i]] += 1

    def _shares(self):
        total = sum(self.news.occurrences[n] for n in self.places)
        share = [0.0] * CONTEXTS
        for n, place in self.places.items():
            share[place] = self.news.occurrences[n] / total
        return share

    def _weigh(self, n):
        """place -> how much more often the context comes beside n than anywhere (positive PMI)"""
        vector = self.vectors[n]
        total = sum(vector) or 1
        weights = {}
        for place, count in enumerate(vector):
            if count > 1:
                pmi = math.log(count / total / self.share[place])
                if pmi > 0:
                    weights[place] = pmi
        return weights

    def cosine(self, a, b):
        """Of the contexts of two stems, those two left out."""
        a, b = self.news.number[a], self.news.number[b]
        out = {self.places.get(a), self.places.get(b)}
        x = {p: w for p, w in self.weights[a].items() if p not in out}
        y = {p: w for p, w in self.weights[b].items() if p not in out}
        norm = math.sqrt(sum(w * w for w in x.values()) * sum(w * w for w in y.values()))
        if norm == 0:
            return 0.0
        if len(x) > len(y):
            x, y = y, x
        return sum(w * y[p] for p, w in x.items() if p in y) / norm

    def together(self, a, b):
        """log2 of how much more often they share an article than by chance."""
        a, b = self.news.number[a], self.news.number[b]
        both = len(self.in_articles[a] & self.in_articles[b])
        chance = len(self.in_articles[a]) * len(self.in_articles[b]) / len(self.news.articles)
        return math.log2((both + 0.5) / (chance + 0.5))
