"""The stemmer against the gold lists: word classes of two treebanks, the three writings of a word, and
lemmas drawn from the news (tests/gold). Floors are those of the project, not of the day."""
import os
import re
import subprocess
import sys

ZWNJ = "\u200c"
FLOORS = {  # pair F1, nouns and adjectives, verbs, B-cubed at least; base forms damaged at most
    "conflation-perdt-dev.tsv": {"pair_f1": .93, "noun_f1": .88, "verb_f1": .96, "b3_f1": .972, "damaged": .03},
    "conflation-seraji-dev.tsv": {"pair_f1": .92, "noun_f1": .87, "verb_f1": .95, "b3_f1": .972, "damaged": .045},
}
JOINED_LOSS = .01  # at most, of pair F1, if every half-space is deleted
NEWS_F1 = .92
SPACED_SHARE = .995
AFFIXES = set("ها های هایی می نمی تر ترین ام ات اش ای ایم اید اند ی".split())


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and line[0] != "#"]


def analyze(program, kind, words):
    done = subprocess.run([program, "analyze", kind], input="\n".join(words) + "\n", text=True,
                          capture_output=True, check=True)
    return [line.split("\t")[1] for line in done.stdout.splitlines()]


def scores(program, shared, path, written):
    """Figures of the scorer; written: how a word is given to the stemmer."""
    words = [row[0] for row in rows(path)]
    stems = analyze(program, "--stems", [written(word) for word in words])
    table = "".join(f"{word}\t{stem}\n" for word, stem in zip(words, stems))
    done = subprocess.run([sys.executable, os.path.join(shared, "tools", "conflation.py"), path],
                          input=table, text=True, capture_output=True, check=False)
    return {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", done.stdout)}


def joined(word):
    return word.replace(ZWNJ, "")


def check_treebank(check, program, shared, name, floors):
    path = os.path.join(shared, "gold", name)
    got, bare = (scores(program, shared, path, how) for how in (str, joined))
    for figure, floor in floors.items():
        value = got.get(figure, -1)
        good = 0 <= value <= floor if figure == "damaged" else value >= floor
        check(f"{name}: {figure} is at {'most' if figure == 'damaged' else 'least'} {floor}", good, value)
    lost = round(got.get("pair_f1", 0) - bare.get("pair_f1", -1), 3)
    check(f"{name}: without half-spaces pair F1 loses at most {JOINED_LOSS}", lost <= JOINED_LOSS, f"{lost:.3f}")


def content(terms, exact):
    """Stems and parts, and exact forms if asked for; no affix. --terms has E before an exact form."""
    found = {t[1:] if t[0] == "E" else t for t in terms.split() if exact or t[0] != "E"}
    return (found - AFFIXES) or found


def check_spacing(check, program, shared):
    writings = [row[:3] for row in rows(os.path.join(shared, "gold", "spacing-dev.tsv"))]
    terms = [analyze(program, "--terms", column) for column in zip(*writings)]
    for k, name, floor in ((1, "joined", 1), (2, "spaced", SPACED_SHARE)):
        share = {exact: sum(bool(content(a, exact) & content(b, exact)) for a, b in zip(terms[0], terms[k])) /
                 len(writings) for exact in (False, True)}
        check(f"spacing-dev.tsv: {name} and half-spaced writing share a term: at least {floor}",
              share[True] >= floor, f"{share[True]:.4f}; by stems and parts alone {share[False]:.4f}")


def check_news(check, program, shared, source):
    path = os.path.join(source, "tests", "gold", "news-lemmas.tsv")
    got = scores(program, shared, path, str)
    check(f"news-lemmas.tsv: pair F1 is at least {NEWS_F1}", got.get("pair_f1", -1) >= NEWS_F1, got)


def check_gold(check, program, shared, source):
    for name, floors in FLOORS.items():
        check_treebank(check, program, shared, name, floors)
    check_spacing(check, program, shared)
    check_news(check, program, shared, source)
