#!/usr/bin/env python3
"""Coming from another engine (docs/migration.md, the commands of which e2e/docs runs): each way ends in the same articles, and
what the tables of queries say can be asked."""
import json
import os
import re
import shlex
import shutil
import subprocess

import fences
from sarnakh import FIXTURES, INDEXER, SOURCE, TIMEOUT, Index, check, main, run
from service import HTTPD

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


# ---- tools/from-sphinx

TOOL = SOURCE / "tools" / "from-sphinx"
SPHINX = FIXTURES / "migration" / "sphinx"


def from_sphinx(config, folder, *args):
    return run(TOOL, config, folder, *args)


def export(folder, index, **variables):
    path = f"{folder}/bin:{INDEXER.parent}:{os.environ['PATH']}"
    return run("sh", folder / "export.sh", index, cwd=SOURCE, env={**os.environ, "PATH": path, **variables})


def directives(name):
    """The names of all directives of a block of the fixture, inherited ones not counted."""
    text = (SPHINX / "sphinx.conf").read_text(encoding="utf-8")
    block = re.search(rf"^{name}[^\n]*\n\{{\n(.*?)^\}}", text, re.M | re.S)[1]
    return set(re.findall(r"^\t(\w+) =", block, re.M))


def test_every_directive_of_sphinx_is_told():
    with Index() as index:
        out = index.folder / "out"
        done = from_sphinx(SPHINX / "sphinx.conf", out, "--index", "news")
        check("it is read", done.status == 0 and (out / "report.txt").read_text("utf-8") == done.out, done)
        for name in ("source news", "source wire", "index news", "indexer", "searchd"):
            told = set(re.findall(rf"^  {name}: (\w+):", done.out, re.M))
            check(f"every directive of {name}", told >= directives(name) and len(told) >= 1, directives(name) - told)
        for phrase in ("no counterpart:\n", "index news: morphology: one analysis", "not known:\n  index news: made_up:",
                       "wordforms.txt:5: ژیژه is ژیژک above already", "wordforms.txt:8: no pair", "exceptions.txt:2: no word",
                       "source news: sql_query_killlist: a feed takes no article away", "  index all\n"):
            check(f"told: {phrase!r}", phrase in done.out, done)
        texts = {p.name: p.read_text("utf-8") for p in out.rglob("*") if p.is_file()}
        check("no password is written", not any("not-for-you" in t for t in texts.values()))
        check("the range is all", "a.id >= 0 AND a.id <= 9223372036854775807" in texts["export-news.sql"], texts)
        again = from_sphinx(SPHINX / "sphinx.conf", out, "--index", "news")
        check("nothing is written over", again.status == 2 and "exists" in again.err, again)


def test_words_of_sphinx_are_our_words():
    with Index() as index:
        out = index.folder / "out"
        from_sphinx(SPHINX / "sphinx.conf", out, "--index", "news")
        index.path.mkdir()
        shutil.copytree(out / "dictionaries", index.path / "dictionaries")
        shutil.copy(out / "sarnakh.conf", index.path)
        checked = run(HTTPD, "--index", index.path, "--check-config")
        check("configuration and words are read", checked.status == 0, checked)
        index.add({"id": "1", "title": "ژیژه در انبار ماند"}, {"id": "2", "title": "شب‌رو دیر رسید"})
        check("a word form meets its stem", index.ids("ژیژک‌ها", "correct=off") == ["1"])
        check("of more words: another name", "2" in index.ids("«قطار شب»", "correct=off") + index.ids("قطار شب", "correct=off"))


def test_rows_of_sphinx_come_in():
    """By a client of MySQL that says what it was asked, a pipe of lines, and xmlpipe2."""
    with Index() as index:
        out = index.folder / "out"
        from_sphinx(SPHINX / "sphinx.conf", out, "--index", "news")
        (out / "bin").mkdir()
        row = {"nid": 501, "headline": "آسیاب", "published": 1731234600, "writers": ["الف", "ب"], "views": 3, "rubric": "فرهنگ", "place": ""}
        client = out / "bin" / "mysql"
        client.write_text("#!/bin/sh\necho \"$@\" > \"$ASKED\"; cat >> \"$ASKED\"\ncat <<'END'\n" + json.dumps(row) + "\nEND\n", "utf-8")
        client.chmod(0o755)
        done = export(out, index.path, ASKED=str(index.folder / "asked"))
        check("both sources are taken", done.status == 0 and index.status()["articles"] == 3, done)
        asked = (index.folder / "asked").read_text("utf-8")
        check("the database is asked for lines of JSON", "--host=db.kabudnameh.example --user=search --password" in asked and
              "SET NAMES utf8mb4;\nSELECT JSON_OBJECT('nid', q.`nid`, 'headline'" in asked and "'writers', q.`writers`) FROM (" in asked, asked)
        check("rows of the pipe", index.ids("برف سروآباد", "filter.source=کبودنامه") == ["601"])
        check("and of the database", index.ids("آسیاب", "filter.author=الف", "filter.category=فرهنگ") == ["501"])
        printed = index.folder / "printed"
        from_sphinx(SPHINX / "sphinx.conf", printed, "--index", "printed")
        done = export(printed, index.folder / "second")
        check("what is printed, but for its killlist", done.status == 3 and "4 new" in done.err + done.out, done)


def test_postgresql_is_asked_for_a_table():
    with Index() as index:
        config = index.folder / "sphinx.conf"
        config.write_text("source s { \n type = pgsql\n sql_host = h\n sql_user = u\n sql_db = d\n sql_port = 5433\n"
                          "sql_query = SELECT id, title FROM a; \n }\nindex i {\n source = s\n}\n")
        done = from_sphinx(config, index.folder / "out")
        check("the only index is meant", done.status == 0, done)
        sql = (index.folder / "out/export-s.sql").read_text()
        check("as a table", sql == "COPY (\nSELECT id, title FROM a\n) TO STDOUT WITH (FORMAT csv, HEADER);\n", sql)
        check("by psql", "psql --quiet --host=h --port=5433 --username=u --dbname=d" in (index.folder / "out/export.sh").read_text())


def test_mistakes_of_a_configuration_are_named():
    cases = [("#!/usr/bin/php\n", "sphinx.conf:1: it is a script"), ("source a\n{\n type mysql\n}\n", "sphinx.conf:3: «name = value»"),
             ("surce a { }\n", "sphinx.conf:1: a source, index"), ("index a : b\n{\n}\n", "sphinx.conf:1: no index b"),
             ("index a\n{\n source = s\n", "sphinx.conf:1: the index has no end"), ("index a\n{\n source = s\n}\n", "no source s"),
             ("index a\n{\n}\nindex a\n{\n}\n", "sphinx.conf:4: a second index a"), ("", "no index has a source"),
             ("index a\nx\n", "sphinx.conf:2: a { is wanted"), (b"\xff", "utf-8")]
    with Index() as index:
        config = index.folder / "sphinx.conf"
        for text, phrase in cases:
            config.write_bytes(text if isinstance(text, bytes) else text.encode())
            done = from_sphinx(config, index.folder / "out")
            check(f"{text!r}: {phrase}", done.status == 2 and phrase in done.err and "Traceback" not in done.err, done)
        check("and nothing is written", not (index.folder / "out").exists())
        config.write_text("source s {\n type = mysql\n sql_query = SELECT * FROM a\n}\nindex i {\n source = s\n}\n")
        done = from_sphinx(config, index.folder / "out")
        check("columns that are not named", "sql_query does not name its columns" in done.out and "no field has a name" in done.out, done)


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
