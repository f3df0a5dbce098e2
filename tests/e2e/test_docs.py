#!/usr/bin/env python3
"""Every command of README.md, docs/ and the READMEs of folders does what they say (fences.py has the rules of the blocks).

Each document has a clean folder of its own, in which it sees the checkout and this build, a shell of its own and two free ports: where it
says 127.0.0.1:7700 or 7701, these are meant. `make run` does not build, and serves at once (tools/serve). The web site https://news.example is a server on this machine that has docs/examples/feeds.

usage: test_docs.py [DOCUMENT…]     SARNAKH_SHOW=1 prints what each block printed
"""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import fences
from feed_server import FeedServer, feed
from sarnakh import BUILD, INDEXER, NEWS, SOURCE, check, counts, run
from service import HTTPD, Service, within

BLOCK_SEC = 120
PORTS, SITE = (7700, 7701), "https://news.example"
FEEDS = SOURCE / "docs" / "examples" / "feeds"
SHOW = "SARNAKH_SHOW" in os.environ
MAKE = """#!/bin/sh
[ "$1" = run ] || { echo "only make run is tried here" >&2; exit 2; }
shift
exec env "$@" tools/serve
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


class Shell:
    """One bash over several blocks, in a folder of its own; ends with all that it has started."""

    def __init__(self, folder, ports):
        self.folder, self.ports, self.number = folder, ports, 0
        home = folder.parent / "home"
        home.mkdir()
        (home / "make").write_text(MAKE)
        (home / "make").chmod(0o755)
        programs = [home, *(BUILD / name for name in ("indexer", "query", "http"))]
        env = {"PATH": ":".join(map(str, [*programs, os.environ["PATH"]])), "HOME": str(home), "LC_ALL": "C.UTF-8",
               "TMPDIR": str(home), "BUILD": str(BUILD), "PORT": str(ports[0]), "SARNAKH_LISTEN": f"127.0.0.1:{ports[0]}",
               "SARNAKH_INDEX_PROGRAM": str(INDEXER), "SARNAKH_TIMEOUT": "60"}
        env.update({name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")})
        self.process = subprocess.Popen(["bash", "--norc"], cwd=folder, env=env, stdin=subprocess.PIPE, text=True,
                                        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.process.stdin.close()
        self.process.wait(BLOCK_SEC)

    def run(self, commands, goes_on=False):
        """(exit status, standard output, standard error) of commands; the status is that of the last one that failed, or 0."""
        self.number += 1
        base = self.folder.parent / f"block-{self.number}"
        paths = [base.with_suffix(suffix) for suffix in (".sh", ".out", ".err", ".status")]
        script, out, err, status = paths
        script.write_text(commands, encoding="utf-8")
        beside = " &" if goes_on else ""
        self.process.stdin.write(f"failed=0; trap 'failed=$?' ERR\n. '{script}' >'{out}' 2>'{err}' </dev/null{beside}\n"
                                 f"trap - ERR; echo $failed >'{status}.new'; mv '{status}.new' '{status}'\n")
        self.process.stdin.flush()
        if not within(BLOCK_SEC, status.exists):
            return -1, out.read_text("utf-8"), err.read_text("utf-8") + "\n(it goes on and on)"
        if goes_on or re.search(r"sarnakh-httpd .*&$", commands, re.M):
            port = self.ports[f"PORT={self.ports[1]}" in commands]
            within(BLOCK_SEC, lambda: answers(port))
        return int(status.read_text()), out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace")


def checkout(folder):
    """What somebody who has cloned and built it sees."""
    folder.mkdir()
    for path in SOURCE.iterdir():
        if not path.name.startswith((".", "build", "index")):
            (folder / path.name).symlink_to(path)
    (folder / "build").symlink_to(BUILD)


def look(name, block, done, said):
    """Check one command: done is what Shell.run gave, said the answer that the document has, or None."""
    status, out, err = done
    place = f"{name}:{block.line}"
    if SHOW:
        print(f"--- {place}: {status}\n{out}{err}", flush=True)
    refused = re.search(r"urn:sarnakh:error:[\w-]+", out)
    check(f"{place}: no refusal but a told one", not refused or (said and refused[0] in said[1]), out[-800:])
    if not check(f"{place} ends with {block.status}", status == block.status, f"{status}\n{out[-800:]}\n{err[-800:]}") or said is None:
        return
    language, text = said
    try:
        wrong = fences.json_difference(text, out) if language == "json" else None
    except json.JSONDecodeError as mistake:
        wrong = f"no JSON: {mistake}"
    if language == "text" and not fences.text_matches(text, out or err):
        wrong = f"it prints\n{out or err}"
    check(f"{place} prints what is told", wrong is None, wrong)


def translate(text, shell, site):
    """A command, to be run here."""
    for told, port in zip(PORTS, shell.ports):
        text = re.sub(rf"(127\.0\.0\.1:|\bPORT=){told}", rf"\g<1>{port}", text)
    return text.replace(SITE, site)


def back(text, shell, site):
    """What it printed, as the document would say it."""
    for told, port in zip(PORTS, shell.ports):
        text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{told}")
    return text.replace(site, SITE)


def run_blocks(name, markdown, shell, site):
    for block in fences.blocks(markdown):
        if block.reason is not None:
            counts["not run"] = counts.get("not run", 0) + 1
        elif block.language in fences.RUN:
            for command, printed in fences.commands(block):
                status, *printed_here = shell.run(translate(command, shell, site), block.note == "goes on")
                done = (status, *(back(text, shell, site) for text in printed_here))
                said = ("text", printed) if printed is not None else (block.answer.language, block.answer.text) if block.answer else None
                look(name, block, done, said)


def run_document(path):
    markdown, name = path.read_text(encoding="utf-8"), str(path.relative_to(SOURCE))
    wanted = [b for b in fences.blocks(markdown) if b.language in fences.RUN and b.reason is None]
    if not wanted:
        counts["not run"] = counts.get("not run", 0) + sum(b.reason is not None for b in fences.blocks(markdown))
        return
    began = time.monotonic()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sarnakh-docs-"))
    try:
        checkout(folder / "sarnakh")
        pages = {f"/{p.name}": feed(p.read_bytes(), etag='"1"') for p in FEEDS.glob("*")}
        ports, options = (free_port(), free_port()), fences.service_options(markdown)
        with FeedServer(pages) as site, Shell(folder / "sarnakh", ports) as shell:
            if options is None:
                run_blocks(name, markdown, shell, site.url)
            else:
                index = folder / "sarnakh" / "DIR"
                done = run(INDEXER, "--index", index, "--quiet", "add", *NEWS)
                check("the fixtures go in", done.status == 0, done)
                (folder / "sarnakh" / "INDEX").symlink_to(index)
                with Service(index, "--index-program", str(INDEXER), *(o.replace("FOLDER", str(folder)) for o in options),
                             listen=f"127.0.0.1:{ports[0]}", log=str(folder / "log")):
                    run_blocks(name, markdown, shell, site.url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - began:6.1f} s {name}: {len(wanted)} blocks", flush=True)


def main():
    for program in (INDEXER, HTTPD):
        if not program.exists():
            sys.exit(f"{program} is not there: SARNAKH_BUILD names the build directory")
    for path in [pathlib.Path(name).resolve() for name in sys.argv[1:]] or fences.documents(SOURCE):
        counts["printed"] = 0
        run_document(path)
    print(f"{counts.get('not run', 0)} blocks are not run, each with its reason")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


if __name__ == "__main__":
    main()
