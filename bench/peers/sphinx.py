"""Sphinx (2.2) as Debian has it, asked by the protocol of its own API, one round trip a query."""
import os
import struct
import subprocess

from engines import Engine, from_minute
from peers import free_port, wait_for

SEARCH, SEARCH_VERSION, PERSIST = 0, 0x11E, 4
EXTENDED, BM25, BY_RELEVANCE, BY_ATTRIBUTE_DESC, RANGE = 6, 1, 0, 1, 1
GROUP_BY_ATTRIBUTE = 4
INTEGER64, TEXT = 6, 7
HITS = 10

CONFIGURATION = """
source articles {{
    type = tsvpipe
    tsvpipe_command = cut -f1,2,3,4,6,7,8 {texts}
    tsvpipe_attr_string = key
    tsvpipe_attr_string = url
    tsvpipe_attr_string = source
    tsvpipe_attr_uint = minute
    tsvpipe_field_string = title
    tsvpipe_field = body
}}
index articles {{
    source = articles
    path = {home}/articles
    charset_table = 0..9, A..Z->a..z, a..z, U+0621..U+064A, U+0671..U+06D3, U+06D5
    min_word_len = 1
}}
indexer {{
    mem_limit = 512M
}}
searchd {{
    listen = 127.0.0.1:{port}
    pid_file = {home}/searchd.pid
    log = {home}/searchd.log
    binlog_path =
    workers = threads
    read_timeout = 60
    client_timeout = 3600
}}
"""


def number(value):
    return struct.pack(">L", value)


def string(text):
    raw = text.encode()
    return number(len(raw)) + raw


class Reader:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def number(self):
        self.at += 4
        return struct.unpack_from(">L", self.raw, self.at - 4)[0]

    def string(self):
        length = self.number()
        self.at += length
        return self.raw[self.at - length:self.at].decode(errors="replace")


class Sphinx(Engine):
    name = "sphinx"
    level = "words in one spelling"
    framing = "searchd"
    prologue = number(1) + struct.pack(">HHLL", PERSIST, 0, 4, 1)

    def configure(self, port):
        path = self.home + ".conf"
        with open(path, "w", encoding="utf-8") as out:
            out.write(CONFIGURATION.format(texts=self.source("folded.tsv"), home=self.home, port=port))
        return path

    def commands(self):
        yield ["indexer", "--quiet", "--config", self.configure(free_port()), "articles"]

    def start(self):
        self.port = free_port()
        log = open(self.home + ".log", "a", encoding="utf-8")
        self.process = subprocess.Popen(["searchd", "--nodetach", "--config", self.configure(self.port)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        log.close()
        wait_for(self.port, self.process)

    def path(self, kind, text, options, variant):
        if kind in ("suggest", "related") or set(options) & {"fresh", "snippets"}:
            return None
        return " | ".join(text.split()) if kind == "any" else f'"{text}"' if kind == "phrase" else text

    def query(self, text, options, by=""):
        order = (BY_ATTRIBUTE_DESC, "minute") if "date" in options else (BY_RELEVANCE, "")
        filters = [string("minute") + number(RANGE) + struct.pack(">2q", from_minute(), 2 ** 32 - 1) + number(0)]
        filters = filters if "days" in options else []
        return b"".join([
            number(0), number(0), number(20 if by else HITS), number(EXTENDED), number(BM25), number(order[0]), string(order[1]),
            string(text), number(0), string("articles"), number(1), struct.pack(">2Q", 0, 0),
            number(len(filters)), *filters, number(GROUP_BY_ATTRIBUTE), string(by), number(1000), string("@count desc"),
            number(0), number(0), number(0), string(""), number(0), number(0), number(0),
            number(2), string("title"), number(2), string("body"), number(1), string(""), number(0),
            string("source, @count" if by else "key, title, url"), string(""), number(0), number(0), number(0)])

    def request(self, query, variant):
        kind, text, options = query
        text = self.path(kind, text, options, variant)
        if text is None:
            return None
        asked = [self.query(text, options)] + ([self.query(text, options, "source")] if "facets" in options else [])
        body = number(0) + number(len(asked)) + b"".join(asked)
        return struct.pack(">HHL", SEARCH, SEARCH_VERSION, len(body)) + body

    def total(self, body):
        r = Reader(body)
        if r.number() not in (0, 3):
            raise SystemExit("sphinx: " + r.string())
        for _ in range(r.number()):
            r.string()
        kinds = [(r.string(), r.number())[1] for _ in range(r.number())]
        count, _ = r.number(), r.number()
        for _ in range(count):
            r.at += 12
            for kind in kinds:
                if kind == TEXT:
                    r.string()
                else:
                    r.at += 8 if kind == INTEGER64 else 4
        r.number()
        return r.number()
