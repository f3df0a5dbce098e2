"""Two answers that should say the same: of an index in one database, and of the same index in several."""
import math

# What two runs, builds or generations tell differently, and names of a page that say where it begins.
APART = {"took_ms", "now", "generation", "request_id", "next_cursor", "cursor"}
SCORE_MAY_DIFFER = 1e-6
# Totals that the library estimates.
ABOUT = ("total", "uncollapsed", "total_relation")


def differences(one, several, path=""):
    """Where they differ, in words; numbers with a fraction may by 1e-6."""
    if isinstance(one, dict) and isinstance(several, dict):
        for key in sorted(set(one) | set(several)):
            if key not in APART:
                yield from differences(one.get(key), several.get(key), f"{path}.{key}")
    elif isinstance(one, list) and isinstance(several, list):
        if len(one) != len(several):
            yield f"{path}: {len(one)} and {len(several)}"
        for i, (a, b) in enumerate(zip(one, several)):
            yield from differences(a, b, f"{path}[{i}]")
    elif isinstance(one, float) and isinstance(several, (float, int)) or isinstance(several, float) and isinstance(one, int):
        if not math.isclose(one, several, rel_tol=SCORE_MAY_DIFFER, abs_tol=SCORE_MAY_DIFFER):
            yield f"{path}: {one} and {several}"
    elif one != several:
        yield f"{path}: {one!r} and {several!r}"[:400]


def first_difference(one, several):
    """Of two answers of a service; "" if there is none."""
    if one.status != several.status:
        return f"{one.status} and {several.status}"
    return next(differences(one.json, several.json), "")
