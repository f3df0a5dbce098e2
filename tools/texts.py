#!/usr/bin/env python3
"""Write the table of what pages say (pages/texts.json) as rows for the compiler.

    texts.py OUT.def pages/texts.json

gives SN_TEXT_ROW(SEARCH_TOTAL, "{n} خبر", "{n} articles") for "search.total". Stops on a name that is no
name, a text without one of its languages, and holes like {n} that the two languages do not share.
"""
import json
import pathlib
import re
import sys


def c_string(text):
    return '"' + "".join(f"\\{byte:03o}" if byte < 32 or byte in b'"\\?' else chr(byte) if byte < 127 else f"\\{byte:03o}"
                         for byte in text.encode("utf-8")) + '"'


def row(name, text):
    if not re.fullmatch(r"[a-z]+(\.[a-z0-9_]+)+", name):
        sys.exit(f"texts.json: {name}: not a name (page.what_it_is)")
    if set(text) != {"fa", "en"} or not all(text.values()):
        sys.exit(f"texts.json: {name}: fa and en are wanted")
    holes = [sorted(re.findall(r"\{[a-z]+\}", text[language])) for language in ("fa", "en")]
    if holes[0] != holes[1]:
        sys.exit(f"texts.json: {name}: {holes[0]} in fa, {holes[1]} in en")
    return f"SN_TEXT_ROW({name.upper().replace('.', '_')}, {c_string(text['fa'])}, {c_string(text['en'])})"


def main(out, source):
    texts = json.loads(pathlib.Path(source).read_text(encoding="utf-8"))
    pathlib.Path(out).write_text("\n".join(row(*pair) for pair in texts.items()) + "\n")


main(*sys.argv[1:])
