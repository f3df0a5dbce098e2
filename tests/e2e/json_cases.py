"""The texts of tests/json/cases.txt: (kind, name, bytes)."""
import re

from sarnakh import SOURCE

CASES = SOURCE / "tests" / "json" / "cases.txt"


def unfolded(text):
    """<E2 80 8C> as these bytes, <3*ab> as ababab."""
    def replace(found):
        times, star, repeated = found[1].partition(b"*")
        return repeated * int(times) if star else bytes.fromhex(found[1].decode())
    return re.sub(rb"<([^>]*)>", replace, text.encode("utf-8"))


def cases():
    out = []
    for line in CASES.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            kind, name, text = line.split("\t")
            out.append((kind, name, unfolded(text)))
    return out
