"""News text as the program's own analysis sees it: stems, by way of `sarnakh-query analyze`."""

import json
import pathlib
import subprocess
import tempfile

FIELD_BORDER = " \u061b "  # a sign no compound or phrase goes over


def _lines(news):
    """One line an article of a directory of *.jsonl: title, lead, body."""
    for path in sorted(pathlib.Path(news).glob("*.jsonl")):
        with open(path, encoding="utf-8") as articles:
            for line in articles:
                article = json.loads(line)
                fields = [article.get(f) for f in ("title", "lead", "body")]
                text = FIELD_BORDER.join(f for f in fields if isinstance(f, str))
                yield " ".join(text.split())


def read_stems(program, news):
    """The stems of each article in order, as lists; articles with the same stems come once."""
    seen = set()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as text:
        for line in _lines(news):
            print(line, file=text)
        text.seek(0)
        with subprocess.Popen([program, "analyze", "--stems"], stdin=text, stdout=subprocess.PIPE,
                              encoding="utf-8") as run:
            for line in run.stdout:
                stems = line.rstrip("\n").rpartition("\t")[2]
                if stems not in seen:
                    seen.add(stems)
                    yield stems.split(" ")
    if run.returncode != 0:
        raise SystemExit(f"{program} ended with {run.returncode}")


def analyse(program, lines):
    """What each line means as a query: a list of (stem, parts) for its words."""
    run = subprocess.run([program, "analyze", "--json"], input="".join(x + "\n" for x in lines),
                         capture_output=True, encoding="utf-8", check=True)
    return [[(w["stem"], tuple(w["parts"] or [w["stem"]])) for w in json.loads(line)["words"]]
            for line in run.stdout.splitlines()]
