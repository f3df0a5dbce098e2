#!/usr/bin/env python3
"""Coming from another engine (docs/migration.md, the commands of which e2e/docs runs): each way ends in the same articles, and
what the tables of queries say can be asked."""
import json
import re
import shlex
import shutil
import subprocess

import fences
from sarnakh import FIXTURES, INDEXER, SOURCE, TIMEOUT, Index, check, main

GUIDE = (SOURCE / "docs/migration.md").read_text(encoding="utf-8")
WAYS = {"From Elasticsearch and OpenSearch": "elastic", "From Xapian Omega": "omega", "From Sphinx and Manticore": "sphinx"}


def section(title):
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", GUIDE, re.M | re.S)
    return found[1] if found else ""


def mappings(title):
    """The mapping that a section shows, as rules."""
    return [rules(block.text) for block in fences.blocks(section(title)) if block.language == "map"]


def rules(text):
    return [line for line in text.splitlines() if line and not line.startswith("#")]


class Move(Index):
    """The files of one engine in a folder, and the program run there."""

    def __init__(self, way):
        super().__init__()
        self.way = way
        shutil.copytree(FIXTURES / "migration" / way, self.folder, dirs_exist_ok=True)
        self.path = self.folder / "DIR"

    def run(self, command):
        return subprocess.run([INDEXER, *shlex.split(command)], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=TIMEOUT, check=False)

    def printed(self, *args):
        done = self.run("add --dry-run --print --quiet " + shlex.join(args))
        return [json.loads(line) for line in done.stdout.decode().splitlines()]


def articles_of(lines):
    """Without what the ways call otherwise: ids, and the blank line that a paragraph of HTML is."""
    return [{k: re.sub("\n+", "\n", v) if isinstance(v, str) else v for k, v in a.items() if k != "id"} for a in lines]


def test_the_mappings_of_the_guide():
    for title, way in WAYS.items():
        kept = rules((FIXTURES / "migration" / way / "news.map").read_text(encoding="utf-8"))
        check(f"{way}: the guide shows the mapping that is used", kept in mappings(title), kept)


def test_all_ways_end_in_the_same_articles():
    with Move("elastic") as e, Move("omega") as o, Move("sphinx") as s:
        want = e.printed("--map", "news.map", "dump.jsonl")
        check("there are some", len(want) == 4 and all(a["body"] for a in want), want)
        for file in ("scroll.json", "bulk.ndjson"):
            check(f"{file}: to the byte", e.printed("--map", "news.map", file) == want)
        check("Omega's: to the byte", o.printed("--map", "news.map", "news.dump") == want)
        of_sphinx = s.printed("--map", "news.map", "news.xml")
        check("Sphinx's: but for ids", articles_of(of_sphinx) == articles_of(want), of_sphinx)
        check("which are its numbers", [a["id"] for a in of_sphinx] == [a["id"].split("-")[1] for a in want], of_sphinx)


def test_formats_are_told_by_content_and_by_name():
    for way, name, files in (("elastic", "elastic", ("dump.jsonl", "scroll.json", "bulk.ndjson")),
                             ("omega", "omega", ("news.dump",)), ("sphinx", "xmlpipe2", ("news.xml",))):
        with Move(way) as move:
            for file in files:
                done = move.run(f"add --dry-run --json --map news.map {file}")
                check(f"{file}: told", json.loads(done.stdout)["inputs"][0]["format"] == name, done)
                check(f"{file}: named", move.printed("--format", name, "--map", "news.map", file) ==
                      move.printed("--map", "news.map", file))
                packed = move.folder / (file + ".gz")
                with open(packed, "wb") as out:
                    subprocess.run(["gzip", "-c", move.folder / file], stdout=out, check=True)
                check(f"{file}: packed", move.printed("--map", "news.map", packed.name) ==
                      move.printed("--map", "news.map", file))


def test_again_changes_nothing():
    with Move("elastic") as move:
        first = move.report("add", "--map", move.folder / "news.map", move.folder / "dump.jsonl")
        again = move.report("add", "--map", move.folder / "news.map", move.folder / "scroll.json")
        check("taken", first["created"] == 4, first)
        check("and known again", again["unchanged"] == 4 and again["created"] == 0, again)


def test_versions_where_they_are_wanted():
    with Move("elastic") as move:
        mapping = move.folder / "versions.map"
        mapping.write_text((move.folder / "news.map").read_text("utf-8").replace("# _version", "_version"), "utf-8")
        found = {a["id"]: a.get("version") for a in move.printed("--map", mapping.name, "dump.jsonl")}
        check("the index's own counter is the version", found == {"kabud-501": 3, "kabud-502": 1, "kabud-503": 2,
                                                                   "kabud-504": 1}, found)
        check("only then", all("version" not in a for a in move.printed("--map", "news.map", "dump.jsonl")))


def test_what_the_tables_say_can_be_asked():
    """Each row of «theirs | here | …»: parameters in code that sarnakh-query takes without a word."""
    asked = 0
    with Move("elastic") as move:
        move.indexer("add", "--map", move.folder / "news.map", move.folder / "dump.jsonl")
        for title in WAYS:
            for row in re.findall(r"^\| .* \|$", section(title), re.M):
                cells = re.split(r"(?<!\\)\|", row)[1:-1]
                given = [c.replace("\\|", "|") for c in re.findall(r"`([^`]*)`", cells[1])]
                if len(cells) < 3 or not given or "=" not in given[0]:
                    continue
                asked += 1
                done = move.query("search", "--json", *given)
                check(f"{title}: {given}", done.status in (0, 1) and "hits" in done.out and
                      not done.json["query"].get("warnings"), done)
    check("there are rows", asked >= 40, asked)


if __name__ == "__main__":
    main(globals())
