"""Fenced blocks of Markdown: which are commands, which are what they say, and whether an answer is what a document says it is.

```sh is run. ```console has commands behind «$ » and what they print below. ```json and ```text, the first of them behind a ```sh in
its section, are what it prints. ```conf is a configuration of ours and ```map a mapping, which are checked. Other languages are shown to people. A comment before a block, which no reader sees, says otherwise:

  <!-- not run: REASON -->    this is not run, or is nobody's answer
  <!-- goes on -->            runs beside what follows, as in a terminal of its own
  <!-- exit status 3 -->      how its last command ends; 0 without it
  <!-- service OPTIONS -->    once, before all blocks: a service over the articles of fixtures/ answers, its index is DIR

An answer may leave out with …: in a text or a string any characters, alone on a line any lines, as a value anything, as the last
of a list or object any more of them.
"""
import json
import re

ANSWERS = ("json", "text")
SHOWN = ("html", "css", "js", "jsx", "php", "python", "c", "nginx", "crontab", "diff", "yaml", "xml", "tsv")
RUN = ("sh", "console", "conf", "map")
LANGUAGES = (*RUN, *ANSWERS, *SHOWN)
CHECKS = {"conf": "sarnakh-httpd --index none --create --config checked --check-config",
          "map": "sarnakh-index --index none add --quiet --dry-run --map checked /dev/null"}
FENCE = re.compile(r"^( *)```\s*(\S*)\s*$")
NOTE = re.compile(r"^ *<!-- (.*) -->$")
KNOWN = re.compile(r"not run: \S|goes on$|exit status \d+$|service\b")
MORE = "\u0000more"
ANY = "\u0000any"


class Block:
    """language, text, line (of its fence, from 1), note (of the comment before it, or ""), section (a number)."""

    def __init__(self, language, text, line, note, section):
        self.language, self.text, self.line, self.note, self.section = language, text, line, note, section
        self.answer = None  # of a ```sh: the block with what it prints

    @property
    def reason(self):
        """Why it is not run; None if it is."""
        return self.note.removeprefix("not run: ") if self.note.startswith("not run: ") else None

    @property
    def status(self):
        found = re.match(r"exit status (\d+)$", self.note)
        return int(found[1]) if found else 0


def documents(root):
    """What people read, as paths: the first pages, docs/, and the READMEs of folders."""
    own = re.compile(r"\.|build|docs$|index(-own)?$")
    folders = [p for p in sorted(root.iterdir()) if p.is_dir() and not own.match(p.name)]
    readmes = [p for folder in folders for pattern in ("README.md", "*/README.md") for p in sorted(folder.glob(pattern))]
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md")),
            *(p for p in readmes if "node_modules" not in p.parts)]


def blocks(markdown):
    """The blocks of a document in order, with answers at their commands."""
    found, note, section, lines = [], "", 0, markdown.split("\n")
    at = 0
    while at < len(lines):
        line, opened = lines[at], FENCE.match(lines[at])
        if opened:
            end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() == "```"), len(lines))
            text = "\n".join(text.removeprefix(opened[1]) for text in lines[at + 1:end])
            found.append(Block(opened[2], text + "\n", at + 1, note, section))
            at = end
        elif line.startswith("#"):
            section += 1
        if line.strip():
            noted = NOTE.match(line)
            note = noted[1] if noted else ""
        at += 1
    for before, behind in zip(found, found[1:]):
        if (before.language == "sh" and before.reason is None and behind.language in ANSWERS and behind.reason is None
                and before.section == behind.section):
            before.answer = behind
    return found


def service_options(markdown):
    """The options of the service that a document wants, as a list; None: it wants none."""
    found = re.search(r"^<!-- service(.*) -->$", markdown, re.M)
    return found[1].split() if found else None


def problems(markdown):
    """[(line, what)]: blocks of which nobody knows whether they are true."""
    found = []
    known = blocks(markdown)
    answers = [block.answer for block in known]
    for block in known:
        if block.language not in LANGUAGES:
            found.append((block.line, f"a block in «{block.language}»: one of {', '.join(LANGUAGES)}"))
        elif block.note and not KNOWN.match(block.note):
            found.append((block.line, f"«{block.note}» before a block means nothing"))
        elif block.language in ANSWERS and block not in answers and block.reason is None:
            found.append((block.line, "no command before it prints this: say <!-- not run: why -->"))
    inside, before = False, ""
    for number, line in enumerate(markdown.split("\n"), 1):
        inside ^= bool(FENCE.match(line))
        if not inside and line.startswith("    ") and not before.strip():
            found.append((number, "an indented block: fence it, and it is looked at"))
        before = line
    return found


def commands(block):
    """[(command, what it prints or None)] of a block that is run."""
    if block.language in CHECKS:
        return [(f"cat >checked <<'END'\n{block.text}END\n{CHECKS[block.language]}\n", None)]
    if block.language == "sh":
        return [(block.text, None)]
    pieces = re.split(r"^\$ ", block.text, flags=re.M)[1:]
    return [(piece.split("\n", 1)[0], piece.split("\n", 1)[1].rstrip("\n")) for piece in pieces]


def text_matches(wanted, got):
    """Is a text what the document says? Blanks at the ends of lines and empty lines do not count."""
    def tidy(text):
        return [line.strip() for line in text.split("\n") if line.strip()]
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n" for line in tidy(wanted))
    return re.fullmatch(pattern, "".join(line + "\n" for line in tidy(got))) is not None


def read_wanted(text):
    """The JSON values of a document: … is MORE or ANY there."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', text)
    for n in range(0, len(pieces), 2):
        piece = re.sub(r"(:\s*)…", lambda m: m[1] + json.dumps(ANY), pieces[n])
        piece = re.sub(r"…(?=\s*\})", lambda _: json.dumps(MORE) + ": 0", piece)
        piece = re.sub(r"…(?=\s*\])", lambda _: json.dumps(MORE), piece)
        pieces[n] = piece.replace("…", json.dumps(ANY))
    return values("".join(pieces))


def values(text):
    """All JSON values that stand one behind the other in a text."""
    out, at, decoder = [], 0, json.JSONDecoder()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        out.append(value)
    return out


def difference(wanted, got, where="answer"):
    """Where a value is not what the document says, as a sentence; None if it is."""
    if wanted == ANY:
        return None
    if isinstance(wanted, dict) and isinstance(got, dict):
        missing = [name for name in wanted if name not in got and name != MORE]
        untold = [name for name in got if name not in wanted] if MORE not in wanted else []
        if missing or untold:
            return f"{where}: " + ", ".join([f"«{n}» is not there" for n in missing] + [f"«{n}» is not told" for n in untold])
        pairs = [(f"{where}.{name}", wanted[name], got[name]) for name in wanted if name != MORE]
    elif isinstance(wanted, list) and isinstance(got, list):
        told = wanted[:-1] if wanted and wanted[-1] == MORE else wanted
        if len(got) < len(told) or (len(got) > len(told) and told is wanted):
            return f"{where}: {len(got)} members, not {len(told)}"
        pairs = [(f"{where}[{n}]", one, got[n]) for n, one in enumerate(told)]
    elif isinstance(wanted, str) and isinstance(got, str) and "…" in wanted:
        whole = re.escape(wanted).replace("…", ".*")
        return None if re.fullmatch(whole, got, re.S) else f"{where}: {got!r}, not {wanted!r}"
    else:
        same = wanted == got and isinstance(wanted, bool) == isinstance(got, bool)
        return None if same else f"{where}: {got!r}, not {wanted!r}"
    return next(filter(None, (difference(one, other, place) for place, one, other in pairs)), None)


def json_difference(wanted, got):
    """The same of texts: the last values that a command printed are those of the document."""
    told, printed = read_wanted(wanted), values(got)
    return difference(told, printed[-len(told):]) if printed else "nothing was printed"
