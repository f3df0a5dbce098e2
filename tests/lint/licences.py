#!/usr/bin/env python3
"""Look for licences and copyrights: of the sources, of what is built into pages, of the libraries, as Debian installed them.

usage: licences.py ROOT

Nothing of another's may be in the tree without standing in debian/copyright and packaging/licences.tsv, and nothing may be
under a licence that a program under GPL-3.0-or-later cannot be made with.
"""
import json
import pathlib
import re
import subprocess
import sys

# May be linked with, or be part of, a program under GPL-3.0-or-later. OFL-1.1 is for fonts, which stand beside it.
COMPATIBLE = {"MIT", "ISC", "Zlib", "curl", "blessing", "BSD-3-Clause", "Apache-2.0", "GPL-2.0-or-later",
              "LGPL-2.1-or-later", "LGPL-3.0-or-later", "Unicode-DFS-2016"}
FONTS = {"vazirmatn": "OFL-1.1"}
LOCK_NAMES = {"OFL": "OFL-1.1"}  # as package-lock.json has it: as SPDX does
DEBIAN_NAMES = {"MIT": "Expat", "BSD-3-Clause": "BSD-3-clause"}
NOTICE = re.compile(r"copyright\s+(\(c\)|©|\d{4}|the )|\(c\) \d{4}|SPDX-License|licensed under|@license|all rights reserved", re.I)
# Where words like these speak of licences, and what they say there is checked below or is no licence of ours.
SPEAK = {"NOTICE", "LICENSE", "debian/copyright", "pages/dist/Vazirmatn-OFL.txt", "tests/lint/licences.py"}


def tracked(root):
    done = subprocess.run([root / "tools/tree"], stdout=subprocess.PIPE, check=True)
    return [n for n in done.stdout.decode().split("\0") if n and (root / n).is_file()]


def notices(root):
    """Files that say whose they are, though they are not ours to have."""
    found = []
    for name in tracked(root):
        if name in SPEAK or name.startswith("fixtures/"):
            continue
        text = (root / name).read_bytes().decode("utf-8", "replace")
        for hit in NOTICE.finditer(text):
            line = text.count("\n", 0, hit.start()) + 1
            found.append(f"{name}:{line}: speaks of a licence ({hit[0]!r}): add it to debian/copyright, NOTICE and "
                         "packaging/licences.tsv, or say it otherwise")
    return found


def read_rows(root):
    text = (root / "packaging/licences.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def evidence(root, name, use, package):
    """(where, text) in which the licence of a row is to be found; None where that is not installed here."""
    if use == "facts":
        return "NOTICE", (root / "NOTICE").read_text("utf-8")
    if use == "linked":
        path = pathlib.Path("/usr/share/doc") / package / "copyright"
        return (str(path), path.read_text("utf-8", "replace")) if path.exists() else None
    folder = root / "pages/node_modules" / name
    for path in (folder / "LICENSE", folder / "OFL.txt"):
        if path.exists():
            return str(path), path.read_text("utf-8")
    return None


def materials(root):
    found = []
    lock = json.loads((root / "pages/package-lock.json").read_text("utf-8"))["packages"]
    copyright_file = (root / "debian/copyright").read_text("utf-8")
    credited = (root / "NOTICE").read_text("utf-8").lower()
    for name, use, licence, package, word in read_rows(root):
        if licence not in COMPATIBLE and FONTS.get(name) != licence:
            found.append(f"{name}: {licence} does not go with GPL-3.0-or-later")
        told = evidence(root, name, use, package)
        if told and word not in told[1]:
            found.append(f"{name}: {told[0]} does not have {word!r}")
        if use == "bundled":
            says = lock[f"node_modules/{name}"]["license"]
            if LOCK_NAMES.get(says, says) != licence:
                found.append(f"{name}: package-lock.json says {says}, packaging/licences.tsv {licence}")
        if use != "linked":
            if name.lower() not in credited:
                found.append(f"{name}: is not in NOTICE")
            if not re.search(rf"^License: (.* )?{re.escape(DEBIAN_NAMES.get(licence, licence))}$", copyright_file, re.M):
                found.append(f"{name}: debian/copyright has no {licence}")
    return found


def imports(root):
    """What scripts of the pages import from outside must be a dependency, or the bill does not have it."""
    wanted = set(json.loads((root / "pages/package.json").read_text("utf-8"))["dependencies"])
    found = []
    for path in sorted((root / "pages/src").rglob("*.ts")):
        for name in re.findall(r"""^(?:import|export)\b[^;"'()=]*["']([@a-z][\w./-]*)["']""", path.read_text("utf-8"), re.M):
            if "/".join(name.split("/")[:2 if name.startswith("@") else 1]) not in wanted:
                found.append(f"{path.relative_to(root)}: imports {name}, which is no dependency of package.json")
    return found


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    errors = notices(root) + materials(root) + imports(root)
    print("\n".join(errors))
    print(f"{len(read_rows(root))} works of others, {len(errors)} errors")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
