"""Configurations of Sphinx and Manticore: read, and what becomes of each directive here. Of tools/from-sphinx."""
import re

# What became of a directive. A name that ends with * is of all that begin so.
DONE, NOTHING, NONE = "done", "nothing to do", "no counterpart"
SOURCE = [
    ("type sql_query sql_host sql_user sql_db sql_port sql_sock sql_query_pre sql_field_string xmlpipe_command tsvpipe_command csvpipe_command "
     "xmlpipe_field* xmlpipe_attr_* tsvpipe_field* tsvpipe_attr_* csvpipe_field* csvpipe_attr_* csvpipe_delimiter sql_attr_uint "
     "sql_attr_bool sql_attr_bigint sql_attr_timestamp sql_attr_float sql_attr_string sql_attr_json", DONE, "export.sh, news.map"),
    ("sql_pass", DONE, "asked for by the client; not written down"),
    ("sql_query_range sql_range_step sql_ranged_throttle", NOTHING, "the rows are asked for at once: $start and $end are the ends of all numbers"),
    ("sql_column_buffers mysql_ssl_* mssql_* odbc_dsn sql_query_info xmlpipe_fixup_utf8", NOTHING, "of the connection, or of Sphinx's own tools"),
    ("unpack_*", NONE, "unpack in the query: UNCOMPRESS(…)"),
    ("sql_attr_multi sql_joined_field", NONE, "a query of its own: have the main one give its values, as JSON_ARRAYAGG(…) AS tags of MySQL, string_agg(…, ',') AS tags of PostgreSQL"),
    ("sql_query_killlist", NONE, "a feed takes no article away: sarnakh-index withdraw ID…"),
    ("sql_query_post sql_query_post_index", NONE, "run it behind export.sh"),
    ("sql_file_field", NONE, "a file's text is not read in: have the query give it"),
    ("hook_*", NONE, "export.sh is yours: write what must run into it"),
]
INDEX = [
    ("type source", DONE, "the sources are read"),
    ("wordforms exceptions stopwords", DONE, "dictionaries/"),
    ("rt_field rt_attr_* stored_fields", DONE, "news.map"),
    ("charset_table charset_type ignore_chars ngram_* min_word_len collation_* stopword_step stopwords_unstemmed",
     NOTHING, "letters, digits and half-spaces are folded as Persian is written, every word is indexed (docs/analysis.md)"),
    ("html_strip html_remove_elements html_index_attrs", NOTHING, "HTML goes from every text, attributes too"),
    ("min_prefix_len prefix_fields enable_star expand_keywords dict", NOTHING, "every word has its prefixes: word*"),
    ("index_exact_words", NOTHING, "exact forms are indexed: mode=exact"),
    ("bigram_* index_field_lengths hitless_words", NOTHING, "phrases and lengths are those of every index"),
    ("path docinfo mlock preopen ondisk_attrs access_* inplace_* rt_mem_limit attr_update_reserve optimize_cutoff binlog* engine* columnar_* "
     "secondary_* diskchunk_* embedded_limit periodic_* global_idf killlist_target", NOTHING, "of how Sphinx keeps its files"),
    ("morphology morphology_skip_fields lemmatizer_* min_stemming_len aot_*", NONE,
     "one analysis for Persian, with words of other scripts as they are: no stemmers of other languages, no soundex"),
    ("min_infix_len max_substring_len infix_fields", NONE, "pieces inside of words are not found; words whose space was lost are"),
    ("regexp_filter", NONE, "write it into the query of the source"),
    ("blend_chars blend_mode", NONE, "signs part words; A&T is found as its parts side by side, other names belong into synonyms.txt"),
    ("phrase_boundary phrase_boundary_step overshort_step", NONE, "positions go on through a text"),
    ("index_zones index_sp", NONE, "no zones, sentences and paragraphs in queries"),
    ("local agent agent_* mirror_retry_count ha_* cluster", NONE, "a service has one index; several stand behind a proxy of yours"),
    ("index_token_filter", NONE, "no plugins"),
]
SEARCHD = [
    ("listen threads workers max_children max_connections read_timeout client_timeout query_log query_log_min_msec", DONE, "sarnakh.conf"),
    ("log pid_file syslog_prefix query_log_mode query_log_format query_log_commands watchdog", NOTHING, "the log is standard error, kept by systemd; there is no pid file"),
    ("snippets_file_prefix sphinxql_state sphinxql_timeout mysql_version_string plugin_dir listen_backlog listen_tfo", NONE, "of SphinxQL; the API is HTTP"),
    ("qcache_*", NOTHING, "cache_bytes, as built in"),
    ("*", NOTHING, "of how searchd uses memory, threads and files"),
]
INDEXER = [("*", NOTHING, "of how indexer uses memory and the database")]
COMMON = [("*", NOTHING, "of plugins and lemmatizers")]


class Mistake(Exception):
    """What cannot be read: file, line and why."""


def read_text(path):
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise Mistake(f"{path}: {e}") from e


# ---- the configuration

class Block:
    def __init__(self, kind, name, parent, line):
        self.kind, self.name, self.parent, self.line, self.rows = kind, name, parent, line, []

    def every(self, key):
        return [value for name, value in self.rows if name == key]

    def get(self, key, default=None):
        return (self.every(key) or [default])[-1]


def logical_lines(text):
    """(line, text): comments gone, lines that end with a backslash joined."""
    held, begun = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        line = re.sub(r"(?<!\\)#.*", "", line).replace("\\#", "#").rstrip()
        begun = begun if held else number
        if line.endswith("\\"):
            held += line[:-1] + "\n"
            continue
        yield begun, (held + line).strip()
        held = ""
    if held.strip():
        yield begun, held.strip()


def parse(path):
    """The blocks of a file by (kind, name); what a child says replaces what it inherits."""
    text, blocks, block, opened = read_text(path), {}, None, False
    if text.startswith("#!"):
        raise Mistake(f"{path}:1: it is a script: run it, and give what it prints")
    for number, line in logical_lines(text):
        while line:
            if block is None:
                head = re.match(r"(source|index|table)\s+([\w.-]+)\s*(?::\s*([\w.-]+))?\s*|(indexer|searchd|common)\b\s*", line)
                if not head:
                    raise Mistake(f"{path}:{number}: a source, index, table, indexer, searchd or common is wanted: {line[:60]!r}")
                kind = {"table": "index"}.get(head[1], head[1]) or head[4]
                block, opened, line = Block(kind, head[2] or "", head[3], number), False, line[head.end():]
            elif not opened:
                if line[0] != "{":
                    raise Mistake(f"{path}:{number}: a {{ is wanted: {line[:60]!r}")
                opened, line = True, line[1:].strip()
            elif line[0] == "}":
                if (block.kind, block.name) in blocks:
                    raise Mistake(f"{path}:{block.line}: a second {block.kind} {block.name}")
                inherit(path, block, blocks)
                blocks[block.kind, block.name] = block
                block, line = None, line[1:].strip()
            else:
                found = re.match(r"(\w+)\s*=\s*(.*?)\s*(\}?)\Z", line, re.S)
                if not found:
                    raise Mistake(f"{path}:{number}: «name = value» is wanted: {line[:60]!r}")
                ends = bool(found[3]) and "\n" not in line and "{" not in found[2]
                block.rows.append((found[1].lower(), found[2] if ends or not found[3] else found[2] + "}"))
                line = "}" if ends else ""
    if block is not None:
        raise Mistake(f"{path}:{block.line}: the {block.kind} has no end")
    return blocks


def inherit(path, block, blocks):
    if block.parent is None:
        return
    parent = blocks.get((block.kind, block.parent))
    if parent is None:
        raise Mistake(f"{path}:{block.line}: no {block.kind} {block.parent} stands above")
    own = {key for key, _ in block.rows}
    block.rows = [row for row in parent.rows if row[0] not in own] + block.rows


def became(key, table):
    for names, what, why in table:
        if any(key == n or (n.endswith("*") and key.startswith(n[:-1])) for n in names.split()):
            return what, why
    return "not known", "this tool does not know it: look it up"


def account(blocks):
    """Every directive, once in a block: {what became of it: [line]}."""
    tables = {"source": SOURCE, "index": INDEX, "searchd": SEARCHD, "indexer": INDEXER, "common": COMMON}
    out = {DONE: [], NOTHING: [], NONE: [], "not known": []}
    for block in blocks:
        for key in dict.fromkeys(key for key, _ in block.rows):
            what, why = became(key, tables[block.kind])
            out[what].append(f"{block.kind} {block.name}".strip() + f": {key}: {why}")
    return out
