#!/usr/bin/env python3
"""Check every #include against the dependency table of docs/architecture.md.

usage: includes.py ROOT

The table is read from the page itself, so page and check cannot disagree. A folder may include
itself, what its row lists, and the system's headers; external headers are allowed only where the
table names their library.
"""
import pathlib
import re
import sys

EXTERNAL = {  # header prefix -> the library's name in the table
    "xapian": "libxapian", "sqlite3.h": "SQLite", "cjson/": "cJSON", "cJSON.h": "cJSON", "unicode/": "ICU",
    "microhttpd.h": "libmicrohttpd", "sodium": "libsodium", "libxml/": "libxml2", "curl/": "libcurl",
    "libconfig": "libconfig", "zlib.h": "zlib", "zstd.h": "zstd",
    "systemd/": "libsystemd",
}
# Libraries that no header shows, but for those inside of a folder (…_internal.h).
HIDDEN = {"SQLite", "cJSON", "libmicrohttpd", "libxapian", "libconfig", "libxml2", "libcurl", "libsystemd", "zlib", "zstd"}
# libunistring's headers (unistr.h, uninorm.h, ...) against the C library's unistd.h.
UNISTRING = re.compile(r"uni(str|norm|wbrk|ctype|case|types|conv|name|width)\.h|uc_")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def read_table(root):
    """folder -> (folders it may use, libraries it may use)"""
    table = {}
    text = (root / "docs/architecture.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| `([\w/-]+)/` \|[^|]*\| ([^|]*) \|", text, re.M):
        words = [w.strip().strip("`") for w in row[1].split(",")]
        table[row[0]] = ({w.rstrip("/") for w in words if w.endswith("/")},
                         {w for w in words if not w.endswith("/")})
    return table


def folder_of(path, table):
    """The longest row that holds the path, so that indexer/apply has a row of its own."""
    parts = path.split("/")
    for n in range(len(parts) - 1, 0, -1):
        if "/".join(parts[:n]) in table:
            return "/".join(parts[:n])
    return None


def library_of(header):
    if UNISTRING.match(header):
        return "libunistring"
    for prefix, library in EXTERNAL.items():
        if header.startswith(prefix):
            return library
    return None


def check_file(root, path, table):
    name = path.relative_to(root).as_posix()
    folder = folder_of(name, table)
    if folder is None:
        return [f"{name}: its folder has no row in docs/architecture.md"]
    folders, libraries = table[folder]
    found = []
    for quote, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        if quote == '"':
            other = folder_of(header, table)
            if other is None:
                found.append(f'{name}: "{header}" is not written from the root')
            elif other != folder and other not in folders:
                found.append(f'{name}: {folder}/ may not use {other}/ ("{header}")')
        else:
            library = library_of(header)
            if library and library not in libraries:
                found.append(f"{name}: {folder}/ may not use {library} (<{header}>)")
            if library in HIDDEN and path.suffix == ".h" and not name.endswith("_internal.h"):
                found.append(f"{name}: a header shows {library}")
    return found


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    table = read_table(root)
    if len(table) < 9:
        sys.exit("includes: the table of docs/architecture.md was not found")
    files = [p for folder in table for pattern in ("*.c", "*.h", "*.cc", "*.hpp")
             for p in (root / folder).rglob(pattern) if "tests" not in p.relative_to(root).parts]
    errors = [e for p in sorted(set(files)) for e in check_file(root, p, table)]
    print("\n".join(errors))
    print(f"{len(set(files))} files, {len(errors)} errors")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
