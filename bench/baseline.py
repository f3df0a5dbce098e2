"""The honest beginner: BM25 over folded words, no stems, no lists, a title word counting twice.

    score = sum over the query's words of idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average))

with k1 = 1.2, b = 0.75 and idf = ln(1 + (N - n + 0.5) / (n + 0.5)), as Lucene has it. Any word is enough.
Only words of the queries are kept, so that the whole corpus fits into a small process.
"""
import array
import collections
import heapq
import math

from judged_data import articles, folded_words

K1, B, TITLE = 1.2, 0.75, 2


class Baseline:
    def __init__(self, paths, queries):
        self.wanted = {w for q in queries for w in folded_words(q)}
        self.ids, self.lengths = [], array.array("I")
        self.postings = collections.defaultdict(lambda: (array.array("I"), array.array("I")))
        for _, article in articles(paths):
            self.add(article)
        self.average = sum(self.lengths) / len(self.lengths)

    def add(self, article):
        title = folded_words(article["title"])
        rest = folded_words(" ".join(filter(None, (article.get("kicker"), article.get("lead"),
                                                   article.get("body")))))
        counts = collections.Counter(w for w in rest if w in self.wanted)
        for word in title:
            if word in self.wanted:
                counts[word] += TITLE
        number = len(self.ids)
        self.ids.append(article["id"])
        self.lengths.append(len(rest) + TITLE * len(title))
        for word, count in counts.items():
            numbers, frequencies = self.postings[word]
            numbers.append(number)
            frequencies.append(count)

    def search(self, query, limit):
        """[(id, score)], best first; ties in the order of the files."""
        scores = collections.defaultdict(float)
        for word in set(folded_words(query)):
            numbers, frequencies = self.postings.get(word, ((), ()))
            if not numbers:
                continue
            idf = math.log(1 + (len(self.ids) - len(numbers) + 0.5) / (len(numbers) + 0.5))
            for number, f in zip(numbers, frequencies):
                norm = K1 * (1 - B + B * self.lengths[number] / self.average)
                scores[number] += idf * f * (K1 + 1) / (f + norm)
        best = heapq.nsmallest(limit, scores.items(), key=lambda x: (-x[1], x[0]))
        return [(self.ids[n], s) for n, s in best]
