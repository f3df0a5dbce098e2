#!/usr/bin/env python3
"""Files and functions stay small enough to be read at one sitting.

usage: sizes.py ROOT

Product code: a file has at most 420 lines, a function at most 70. When one grows past that, look
for the second thing it does.
"""
import pathlib
import re
import sys

FILE_LINES, FUNCTION_LINES = 420, 70
FOLDERS = ("base", "calendar", "grouping", "analysis", "xapian-c", "archive", "intake", "layout", "indexer", "config", "query", "http")
GENERATED = ("tables",)


def functions(lines):
    """(name, length) of each function: from the line of its opening brace to its closing one."""
    start = None
    for number, line in enumerate(lines):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            head = " ".join(lines[max(0, start - 4):start])
            name = re.findall(r"(\w+)\(", head)
            yield (name[-1] if name else "?"), number - start - 1
            start = None


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    errors = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            rel = path.relative_to(root)
            if path.suffix not in (".c", ".cc", ".h", ".hpp") or "tests" in rel.parts:
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            if len(lines) > FILE_LINES:
                errors.append(f"{rel}: {len(lines)} lines, at most {FILE_LINES}")
            errors += [f"{rel}: {name}() has {n} lines, at most {FUNCTION_LINES}"
                       for name, n in functions(lines) if n > FUNCTION_LINES]
    print("\n".join(errors))
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
