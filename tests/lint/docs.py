#!/usr/bin/env python3
"""README.md, CONTRIBUTING.md, docs/ and the READMEs of folders: every block is one that e2e/docs runs, or says why not; every link leads somewhere, every file that is named is there,
and some READMEs name every file of their folder.

usage: docs.py ROOT
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import fences  # noqa: E402


def anchors(markdown):
    """The names by which headings are linked to, as GitHub and GitLab make them."""
    plain = re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in re.findall(r"^#+ (.*)$", plain, re.M)}


def broken_links(path, markdown):
    found = []
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", markdown, flags=re.M | re.S)
    for shown, name in re.findall(r"\[([\w/-]+\.md)\]\(([^)#\s]+)", text):
        if pathlib.PurePath(name).name != pathlib.PurePath(shown).name:
            found.append(f"{path}: a link says {shown} and leads to {name}")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = path.parent / name if name else path
        if not there.exists():
            found.append(f"{path}: {target} is not there")
        elif anchor and there.suffix == ".md" and anchor not in anchors(there.read_text("utf-8")):
            found.append(f"{path}: {target}: no such heading")
    return found


def missing_files(root, path, markdown):
    """Files of the tree that are named in `code`, with a folder of ours in front."""
    folders = "|".join(p.name for p in root.iterdir() if p.is_dir() and not p.name.startswith((".", "build")))
    named = re.findall(rf"`((?:{folders})/[\w./-]+\.\w+)`", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S))
    return [f"{path}: {name}: no such file" for name in sorted(set(named)) if not any((folder / name).exists() for folder in (root, path.parent))]


def missing_in_index(root):
    """Pages of docs/ to which docs/README.md does not lead."""
    index = (root / "docs/README.md").read_text("utf-8")
    return [f"docs/README.md does not name {p.name}" for p in sorted((root / "docs").glob("*.md"))
            if p.name != "README.md" and f"]({p.name})" not in index]


def missing_folders(root):
    """Folders of the tree that docs/architecture.md passes over."""
    text = (root / "docs/architecture.md").read_text("utf-8")
    made = re.compile(r"\.|build|index(-own)?$")
    return [f"docs/architecture.md does not name {p.name}/" for p in sorted(root.iterdir())
            if p.is_dir() and not made.match(p.name) and not re.search(rf"(?<![\w/-]){p.name}/", text)]


# Folders whose README leads to each of their files, those of the folders in them too.
NAMES_ALL = ("http", "pages", "query")
SOURCES = {".c", ".h", ".def", ".ts", ".css"}


def unnamed_files(root, folder):
    """Sources that the README of their folder does not name: of x.c and x.h one is enough."""
    readme = (root / folder / "README.md").read_text("utf-8")
    sources = [p.relative_to(root / folder) for p in (root / folder).rglob("*")
               if p.suffix in SOURCES and not {"dist", "node_modules"} & set(p.parts)]
    return [f"{folder}/README.md does not name {p}" for p in sorted(sources) if not re.search(rf"\b{re.escape(p.stem)}\.\w", readme)]


def main():
    root = pathlib.Path(sys.argv[1])
    errors = missing_in_index(root) + missing_folders(root)
    for folder in NAMES_ALL:
        errors += unnamed_files(root, folder)
    for path in fences.documents(root):
        markdown = path.read_text("utf-8")
        errors += [f"{path}:{line}: {what}" for line, what in fences.problems(markdown)] + broken_links(path, markdown)
        errors += missing_files(root, path, markdown)
    print("\n".join(errors))
    print(f"{len(errors)} errors")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
