"""A strict reader of what Prometheus servers read: the text format 0.0.4, and OpenMetrics 1.0.

parse() gives {(name, ((label, value), …)): number} and raises on anything that a family, its samples or a
histogram may not have.
"""
import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"')
SAMPLE = re.compile(rf"({NAME})(\{{.*\}})? (\S+)$")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?([eE][+-]?\d+)?|Inf)$|NaN$")
SUFFIXES = {"counter": {""}, "gauge": {""}, "histogram": {"_bucket", "_sum", "_count"}}


class Malformed(Exception):
    pass


def need(good, line, why):
    if not good:
        raise Malformed(f"{why}: {line!r}")


def labels_of(text, line):
    found, at, inner = [], 0, text[1:-1]
    while at < len(inner):
        m = LABEL.match(inner, at)
        need(m, line, "no label")
        value = re.sub(r"\\(.)", lambda e: "\n" if e[1] == "n" else e[1], m[2])
        found.append((m[1], value))
        at = m.end()
        need(at == len(inner) or (inner[at] == "," and at + 1 < len(inner)), line, "what follows a label")
        at += 1
    need(found and len({name for name, _ in found}) == len(found), line, "no labels, or one twice")
    return tuple(found)


class Reader:
    def __init__(self, is_openmetrics):
        self.is_openmetrics, self.families, self.samples = is_openmetrics, {}, {}
        self.family = self.kind = self.helped = None

    def comment(self, line):
        m = re.match(rf"# (HELP|TYPE) ({NAME}) (.+)$", line)
        need(m, line, "no comment that says something")
        if m[1] == "HELP":
            need(m[2] not in self.families, line, "a family twice")
            need(not re.search(r"\\(?![\\n\"])", m[3]), line, "an escape that is none")
            self.helped = m[2]
        else:
            need(self.helped == m[2] and m[3] in SUFFIXES, line, "a type without its help")
            self.family, self.kind = m[2], m[3]
            self.families[m[2]] = m[3]
            if self.is_openmetrics:
                need(not m[2].endswith("_total"), line, "a family with the suffix of its samples")
            else:
                need((m[3] == "counter") == m[2].endswith("_total"), line, "counters end in _total, others do not")

    def sample(self, line):
        m = SAMPLE.match(line)
        need(m, line, "no sample")
        need(self.family and m[1].startswith(self.family), line, "outside of its family")
        suffixes = {"_total"} if self.is_openmetrics and self.kind == "counter" else SUFFIXES[self.kind]
        need(m[1][len(self.family):] in suffixes, line, "a suffix that its type has not")
        need(NUMBER.match(m[3]), line, "no number")
        key = m[1], labels_of(m[2], line) if m[2] else ()
        need(key not in self.samples, line, "a sample twice")
        value = float(m[3].replace("Inf", "inf"))
        need(self.kind == "gauge" or value >= 0, line, "a count below nothing")
        self.samples[key] = value

    def histograms(self):
        for family in (f for f, kind in self.families.items() if kind == "histogram"):
            groups = {}
            for (name, labels), value in self.samples.items():
                if name == family + "_bucket":
                    plain = tuple(label for label in labels if label[0] != "le")
                    groups.setdefault(plain, []).append((dict(labels)["le"], value))
            for plain, buckets in groups.items():
                bounds = [float(le.replace("Inf", "inf")) for le, _ in buckets]
                counts = [count for _, count in buckets]
                need(bounds == sorted(set(bounds)) and bounds[-1] == math.inf, (family, plain), "bounds of buckets")
                need(counts == sorted(counts), (family, plain), "buckets that are not cumulative")
                need(self.samples[family + "_count", plain] == counts[-1], (family, plain), "+Inf is not the count")
                total = self.samples[family + "_sum", plain]
                most = bounds[-2] * counts[-1] if counts[-1] == counts[-2] else math.inf
                need(0 <= total <= most + 1e-9, (family, plain), "a sum that the buckets do not allow")


def parse(text, is_openmetrics=False):
    reader = Reader(is_openmetrics)
    need(text.endswith("\n"), text[-80:], "no end of the last line")
    rows = text[:-1].split("\n")
    if is_openmetrics:
        need(rows.pop() == "# EOF", rows[-1], "no end")
    for line in rows:
        need(line == line.strip() and line, line, "blanks")
        (reader.comment if line.startswith("#") else reader.sample)(line)
    need({f for f in reader.families} == {f for f in reader.families for name, _ in reader.samples if name.startswith(f)}
         | {f for f, kind in reader.families.items() if kind == "histogram"}, "", "a family without samples")
    reader.histograms()
    return reader.samples
