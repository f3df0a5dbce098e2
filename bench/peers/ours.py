"""Sarnakh as it is asked here; libxapian alone (xapian-c/bench/bare.cc); a static response (static.c)."""
import datetime
import json
import os
import urllib.parse

from engines import Engine, encoded, from_minute, parts_of


def parameters(kind, text, options, variant):
    """Of a search, as the table of docs/api.md has them."""
    asked = {"q": f'"{text}"' if kind == "phrase" else text, "match": "any" if kind == "any" else "all"}
    if variant == "full":
        asked |= {"facets": "source,category,date:month", "collapse": "duplicates", "freshness": "normal"}
    else:
        shown = "id,title,url,highlight" if "snippets" in options else "id,title,url"
        asked |= {"fields": shown, "expand": "false", "curation": "false", "correct": "off", "collapse": "none",
                  "mode": "exact" if variant == "exact" else "stem", "freshness": "normal" if "fresh" in options else "off",
                  "highlight": "true" if "snippets" in options else "false"}
        if "facets" in options:
            asked["facets"] = "source"
    if "days" in options:
        since = datetime.datetime.fromtimestamp(from_minute() * 60, datetime.timezone.utc)
        asked["from"] = since.strftime("%Y-%m-%dT%H:%M:%SZ")
    if "date" in options:
        asked["sort"] = "-date"
    return asked


class Sarnakh(Engine):
    """plain: ten hits of all words, id, title and url of each, nothing else; exact: words as written, as the others have
    them; full: what a page of results asks for, with facets, passages, freshness, copies joined."""
    name = "sarnakh"
    level = "stems and exact forms; exact: exact forms"
    variants = ("", "exact", "full")
    options = ("--cache-bytes", "0")

    def commands(self):
        yield [self.program("indexer", "sarnakh-index"), "--quiet", "--index", self.home, "add", self.source("articles.jsonl")]

    def parts(self):
        generation = os.path.realpath(os.path.join(self.home, "current"))
        database = os.path.join(generation, "db")
        return parts_of(database) | {"archive.db (all texts, apart)": parts_of(self.home)["archive.db"]}

    def serve_command(self):
        return [self.program("http", "sarnakh-httpd"), "--index", self.home, "--listen", "127.0.0.1:0", "--log-level", "error",
                *self.options]

    def path(self, kind, text, options, variant):
        if kind == "suggest":
            return "/v1/suggest?" + encoded(q=text)
        if kind == "related":
            return f"/v1/articles/{urllib.parse.quote(text)}/related?" + encoded(fields="id,title,url")
        return "/v1/search?" + encoded(**parameters(kind, text, options, variant))

    def total(self, body):
        total = json.loads(body).get("total")
        return total["value"] if isinstance(total, dict) else total


class Kept(Sarnakh):
    """The same index with answers kept, as the service is by default."""
    variants = ("kept",)
    options = ()

    def built(self, count):
        return None


class Bare(Engine):
    name = "xapian"
    level = "words in one spelling"

    def commands(self):
        yield [self.program("bench", "bench-bare"), "index", self.source("folded.tsv"), os.path.join(self.home, "db")]

    def parts(self):
        return parts_of(os.path.join(self.home, "db"))

    def serve_command(self):
        return [self.program("bench", "bench-bare"), "serve", os.path.join(self.home, "db"), str(os.cpu_count())]

    def path(self, kind, text, options, variant):
        if kind == "suggest" or set(options) & {"facets", "snippets", "fresh"}:
            return None
        asked = {"kind": kind, "q": text}
        if "days" in options:
            asked["from"] = from_minute()
        if "date" in options:
            asked["date"] = 1
        return "/?" + encoded(**asked)


class Static(Engine):
    """One response for all: as large as answers of `size_of` are."""
    name = "static"
    level = "nothing"

    def __init__(self, build, articles, work, size):
        super().__init__(build, articles, work)
        self.size = size

    def built(self, count):
        return None

    def serve_command(self):
        return [self.program("bench", "bench-static"), str(self.size), str(os.cpu_count())]

    def path(self, kind, text, options, variant):
        return "/?" + encoded(q=text)
