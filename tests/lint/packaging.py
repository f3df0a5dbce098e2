#!/usr/bin/env python3
"""What packages are made by agrees with what it is made from: debian/ and packaging/Containerfile with tools/bootstrap,
meson.build, the headers and the programs' options. Without building anything.

usage: packaging.py ROOT
"""
import json
import pathlib
import re
import shlex
import sys

# Debian's build-essential has these; a package does not name them.
ESSENTIAL = {"gcc", "g++", "libc6-dev"}
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "ENV", "HEALTHCHECK", "ENTRYPOINT"}
# Headers that xapian_c.h brings along, installed beside it.
HEADERS = ("xapian-c/xapian_c.h", "xapian-c/places.h", "xapian-c/shards.h", "base/bytes.h", "base/status.h")


def versions(root):
    meson = re.search(r"version: '([\d.]+)'", (root / "meson.build").read_text("utf-8"))[1]
    debian = re.match(r"sarnakh \(([^)]+)\)", (root / "debian/changelog").read_text("utf-8"))[1]
    changes = re.search(r"^## ([\d.]+)", (root / "CHANGELOG.md").read_text("utf-8"), re.M)[1]
    return [] if meson == debian == changes else [f"versions: meson.build {meson}, debian/changelog {debian}, CHANGELOG.md {changes}"]


def needs(root):
    """Build-Depends are what tools/bootstrap build installs, and debhelper."""
    bootstrap = (root / "tools/bootstrap").read_text("utf-8")
    wanted = set(re.search(r'^build="([^"]*)"', bootstrap, re.M)[1].split()) - ESSENTIAL
    control = (root / "debian/control").read_text("utf-8")
    named = re.search(r"^Build-Depends: (.*?)^\S", control, re.M | re.S)[1]
    told = {re.sub(r"\s*\(.*\)", "", word.strip()) for word in named.split(",")} - {"debhelper-compat"}
    found = [f"debian/control and tools/bootstrap build differ: {sorted(told ^ wanted)}"] if told != wanted else []
    # dpkg-buildpackage builds nothing where it is not installed.
    if "build-essential" not in re.search(r'^deb="([^"]*)"', bootstrap, re.M)[1].split():
        found.append("tools/bootstrap deb: build-essential is missing")
    return found


def symbols(root):
    """What the shared library shows is what its headers declare."""
    declared = set()
    for name in HEADERS:
        text = re.sub(r"/\*.*?\*/", "", (root / name).read_text("utf-8"), flags=re.S)
        text = re.sub(r"static inline[^{;]*\{.*?^\}", "", text, flags=re.S | re.M)
        text = re.sub(r"^\s*#(?:.*\\\n)*.*$", "", text, flags=re.M)
        text = re.sub(r"\btypedef\b[^;{]*\([^;]*;", "", text)
        declared |= set(re.findall(r"\b(sn_\w+)\s*\((?!\*)", text))
    listed = set(re.findall(r"^ (\w+)@", (root / "debian/libxapian-c0.symbols").read_text("utf-8"), re.M))
    return [f"debian/libxapian-c0.symbols: {name} is " + ("missing: add it" if name in declared else "not declared (any more): "
            "if it was released, the library needs another number") for name in sorted(declared ^ listed)]


def units(root):
    """Each unit that is started by hand or by the package is named in debian/rules; each that another starts is not."""
    rules = (root / "debian/rules").read_text("utf-8")
    found = []
    for path in sorted((root / "packaging/systemd").glob("*.in")):
        unit = path.name.removesuffix(".in")
        if ("[Install]" in path.read_text("utf-8")) != (unit in rules):
            found.append(f"{unit}: [Install] and debian/rules do not agree")
    return found


def instructions(text):
    """[(instruction, the rest)] of a Containerfile; lines that go on are joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines)).split("\n")
    return [tuple(line.split(" ", 1)) for line in joined]


def copied(root, rest):
    words = shlex.split(rest)
    if words[0].startswith("--from="):
        return []
    return [f"Containerfile: COPY {name}: no such file" for name in words[:-1] if not (root / name).exists()]


def not_copied(root):
    """What .gitignore leaves out, and the history, does not go into an image."""
    lines = {path: [line for line in (root / path).read_text("utf-8").split("\n") if line and not line.startswith("#")]
             for path in (".gitignore", ".dockerignore")}
    wanted = {".git"} | {line.strip("/") if line.startswith("/") else "**/" + line.rstrip("/") for line in lines[".gitignore"]}
    told = set(lines[".dockerignore"])
    return [f".dockerignore and .gitignore differ: {sorted(told ^ wanted)}"] if told != wanted else []


def containerfile(root):
    said = instructions((root / "packaging/Containerfile").read_text("utf-8"))
    found = [f"Containerfile: {name} is not known here" for name, _ in said if name not in INSTRUCTIONS]
    for name, rest in said:
        found += copied(root, rest) if name == "COPY" else []
        if name == "FROM" and not re.match(r"\S+/debian:bookworm(-slim)?( AS \w+)?$", rest):
            found.append(f"Containerfile: FROM {rest}: not Debian 12")
    last = dict(said)
    runs = " ".join(rest for name, rest in said if name == "RUN")
    # What is needed to build is named in tools/bootstrap alone.
    if "tools/bootstrap deb" not in runs or re.search(r"\S+-dev\b", runs):
        found.append("Containerfile: what is needed comes by tools/bootstrap deb")
    if said[-1][0] != "ENTRYPOINT" or last.get("USER") != "sarnakh":
        found.append("Containerfile: it ends in an ENTRYPOINT, as the user sarnakh")
    program, *options = json.loads(last["ENTRYPOINT"])
    if last.get("VOLUME") != options[options.index("--index") + 1] or "HEALTHCHECK" not in last:
        found.append("Containerfile: the index is a volume, and its health is asked for")
    known = re.findall(r"^SN_HTTP_OPTION\((\w+), (\w+), .*?, \"(.*?)\"", (root / "http/options/options.def").read_text("utf-8"), re.M)
    names = {name for _, name, _ in known}
    port = next(default for _, name, default in known if name == "listen").rpartition(":")[2]
    wrong = [o for o in options if o.startswith("--") and o[2:].replace("-", "_") not in names]
    wrong += [v for v in re.findall(r"SARNAKH_(\w+)=", last["ENV"]) if v.lower() not in names]
    if program != "/usr/bin/sarnakh-httpd" or wrong:
        found.append(f"Containerfile: not options of sarnakh-httpd: {program} {wrong}")
    if last["EXPOSE"] != port or not re.search(rf"SARNAKH_LISTEN=\S+:{port}\b", last["ENV"]):
        found.append(f"Containerfile: the port is {port}")
    return found


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    errors = versions(root) + needs(root) + symbols(root) + units(root) + not_copied(root) + containerfile(root)
    print("\n".join(errors))
    print(f"{len(errors)} errors")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
