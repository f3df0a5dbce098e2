"""The engines that a portal could pick instead, as Debian has them: Lucene, Groonga (sphinx.py has the third)."""
import glob
import json
import os
import socket
import subprocess
import time

from engines import Engine, encoded, from_minute, parts_of

HERE = os.path.dirname(os.path.abspath(__file__))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, process):
    """Until something listens there. It listens soon or not at all, so this is a matter of looking again."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise SystemExit(f"{process.args[0]}: ended at once")


class Lucene(Engine):
    """apart: id, title and address from columns of their own; stored: from the documents; ids: nothing is fetched."""
    name = "lucene"
    level = "PersianAnalyzer: folded, no stop words, no stems"
    variants = ("", "ids", "stored")
    java = ("java", "-Xmx1g", "-Dsun.net.httpserver.nodelay=true")

    def class_path(self):
        jars = [jar for name in ("core", "analyzers-common", "queries", "facet", "highlighter", "memory")
                for jar in sorted(glob.glob(f"/usr/share/java/lucene-{name}-8*.jar"))[-1:]]
        if len(jars) < 6:
            raise SystemExit("no Lucene 8 here: tools/bootstrap bench")
        return ":".join([self.home + ".classes", *jars])

    def commands(self):
        os.makedirs(self.home + ".classes", exist_ok=True)
        compiled = {"seconds": 0.0, "cpu": 0.0, "peak": 0}
        self.run(["javac", "-cp", self.class_path(), "-d", self.home + ".classes",
                  os.path.join(HERE, "lucene", "Engine.java")], compiled)
        yield [*self.java, "-cp", self.class_path(), "Engine", "index", self.source("raw.tsv"), self.home, str(os.cpu_count())]

    def parts(self):
        """By kind of file."""
        found = {}
        for name, size in parts_of(self.home).items():
            kind = os.path.splitext(name)[1] or name
            found[kind] = found.get(kind, 0) + size
        return found

    def serve_command(self):
        return [*self.java, "-cp", self.class_path(), "Engine", "serve", self.home]

    def path(self, kind, text, options, variant):
        if kind == "suggest":
            return None
        asked = {"kind": kind, "q": text, "hits": variant or "apart"}
        if "days" in options:
            asked["from"] = from_minute()
        asked |= {name: 1 for name in ("date", "facets", "snippets", "fresh") if name in options}
        return "/?" + encoded(**asked)


class Groonga(Engine):
    """Its own HTTP server, answers not kept. Ranks by how often a word is there, without how rare it is."""
    name = "groonga"
    level = "words in one spelling"
    scheme = ("table_create Articles TABLE_HASH_KEY ShortText",
              "column_create Articles url COLUMN_SCALAR ShortText",
              "column_create Articles source COLUMN_SCALAR ShortText",
              "column_create Articles minute COLUMN_SCALAR Int64",
              "column_create Articles title COLUMN_SCALAR ShortText",
              "column_create Articles body COLUMN_SCALAR LongText")
    lexicon = ("table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit",
               "column_create Terms words COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles title,body")

    def commands(self):
        path = os.path.join(self.home + ".commands")
        with open(path, "w", encoding="utf-8") as out, open(self.source("folded.tsv"), encoding="utf-8") as rows:
            out.write("\n".join(self.scheme) + "\nload --table Articles --output_type json\n[\n")
            out.write('["_key","url","source","minute","title","body"]')
            for row in rows:
                _, key, url, source, _, minute, title, body = row.rstrip("\n").split("\t")
                out.write(",\n" + json.dumps([key, url, source, int(minute), title, body], ensure_ascii=False))
            out.write("\n]\n" + "\n".join(self.lexicon) + "\n")
        yield ["groonga", "--file", path, "-n", os.path.join(self.home, "db")]

    def start(self):
        self.port = free_port()
        log = open(self.home + ".log", "a", encoding="utf-8")
        self.process = subprocess.Popen(self.serve_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        log.close()
        wait_for(self.port, self.process)

    def serve_command(self):
        return ["groonga", "--protocol", "http", "--bind-address", "127.0.0.1", "--port", str(self.port), "--max-threads",
                str(os.cpu_count()), "-s", os.path.join(self.home, "db")]

    def path(self, kind, text, options, variant):
        if kind in ("suggest", "related") or set(options) & {"fresh"}:
            return None
        words = text.split()
        query = " OR ".join(words) if kind == "any" else f'"{text}"' if kind == "phrase" else " ".join(words)
        asked = {"table": "Articles", "match_columns": "title * 2 || body", "query": query, "limit": 10, "cache": "no",
                 "output_columns": "_key,title,url,_score" + (",snippet_html(body)" if "snippets" in options else ""),
                 "sort_keys": "-minute" if "date" in options else "-_score"}
        if "days" in options:
            asked["filter"] = f"minute >= {from_minute()}"
        if "facets" in options:
            asked |= {"drilldown": "source", "drilldown_limit": 20}
        return "/d/select?" + encoded(**asked)

    def total(self, body):
        return json.loads(body)[1][0][0][0]
