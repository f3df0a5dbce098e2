"""What the end-to-end tests share: running the programs, an index of one's own, counting checks.

SARNAKH_BUILD names the build directory, SARNAKH_SOURCE the checkout. A test is a function whose
name begins with test_; main() runs them all (or those named on the command line) and prints
'N passed, N failed' last.
"""
import atexit
import fcntl
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import traceback

SOURCE = pathlib.Path(os.environ.get("SARNAKH_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("SARNAKH_BUILD", SOURCE / "build"))
INDEXER = BUILD / "indexer" / "sarnakh-index"
QUERY = BUILD / "query" / "sarnakh-query"
FIXTURES = SOURCE / "fixtures"
NEWS = sorted((FIXTURES / "news").glob("*.jsonl"))
NOW = "2026-11-22T12:00:00Z"  # what freshness counts from; the last articles of the fixtures are later
ZWNJ = "\u200c"
TIMEOUT = 120

# libxapian itself frees an object of Database::check with the size of its base class.
os.environ["ASAN_OPTIONS"] = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"),
                                                    "new_delete_type_mismatch=0"]))
PRINTED = 20  # failed checks of one test

counts = {"passed": 0, "failed": 0, "printed": 0}


def check(name, good, detail=""):
    """Count a check; a failed one is printed with its detail."""
    counts["passed" if good else "failed"] += 1
    counts["printed"] += not good
    if not good and counts["printed"] <= PRINTED:
        print(f"FAIL {name}" + (f": {str(detail)[:2000]}" if detail != "" else ""), flush=True)
    return bool(good)


def skip(name, why):
    print(f"skip {name}: {why}", flush=True)


def main(namespace):
    """Run the test functions of a module's globals(); ends the program."""
    for program in (INDEXER, QUERY):
        if not program.exists():
            sys.exit(f"{program} is not there: SARNAKH_BUILD names the build directory")
    tests = {n: f for n, f in namespace.items() if n.startswith("test_") and callable(f)}
    for name in sys.argv[1:] or tests:
        counts["printed"] = 0
        began, before = time.monotonic(), dict(counts)
        try:
            namespace[name]()
        except Exception:  # a broken test is a failed one, and the others go on
            check(name, False, traceback.format_exc())
        print(f"{time.monotonic() - began:6.1f} s {name}: "
              f"{counts['passed'] - before['passed']} passed, "
              f"{counts['failed'] - before['failed']} failed", flush=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


class Done:
    """A program that has ended: status (negative: the signal), out, err, and out as JSON."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out.decode("utf-8"), err.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"status {self.status}\n{self.out[-800:]}\n{self.err[-800:]}"


def run(program, *args, stdin=b"", **options):
    """Run a program to its end. stdin: bytes; None closes it (not: empty)."""
    if isinstance(stdin, str):
        stdin = stdin.encode("utf-8")
    if stdin is None:
        options.update(stdin=subprocess.DEVNULL, preexec_fn=lambda: os.close(0))
    else:
        options["input"] = stdin
    done = subprocess.run([str(program), *map(str, args)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=TIMEOUT, check=False, **options)
    return Done(done.returncode, done.stdout, done.stderr)


def lines(*articles):
    """Articles as JSON lines."""
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)


def article(number, **fields):
    return {"id": f"a-{number}", "title": f"خبر شمارهٔ {number} دربارهٔ پل", **fields}


class Index:
    """An index directory of its own, gone at the end of the block. One of files is made once in a run of a test, others
    of these files are copies, which take some milliseconds instead of a second."""

    made = {}  # by files; gone at the end of the program

    def __init__(self, *files):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sarnakh-e2e-"))
        self.folder.chmod(0o755)
        self.path = self.folder / "index"
        if files:
            shutil.copytree(self.made_of(files).path, self.path, symlinks=True)

    @classmethod
    def made_of(cls, files):
        if files not in cls.made:
            cls.made[files] = index = cls()
            atexit.register(index.__exit__)
            done = index.indexer("add", "--quiet", *files)
            check("the fixtures go in", done.status == 0, done)
        return cls.made[files]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def indexer(self, *args, **options):
        return run(INDEXER, "--index", self.path, *args, **options)

    def report(self, *args, **options):
        """The JSON report of a command, with its exit status as "exit"."""
        done = self.indexer(*args, "--json", **options)
        return {**done.json, "exit": done.status, "err": done.err}

    def add(self, *articles, wait=60):
        return self.report("add", "-", "--wait", wait, stdin=lines(*articles))

    def status(self):
        return self.indexer("status", "--json").json

    def why(self, id_):
        return self.indexer("why", "--json", id_).json

    def query(self, *args, **options):
        return run(QUERY, "--index", self.path, *args, **options)

    def search(self, query, *params, now=NOW):
        """The answer to a search, by default as asked at NOW."""
        params = params + (f"now={now}",) if now else params
        done = self.query("search", "--json", "--", query, *params)
        if done.status not in (0, 1) or not done.out:
            raise AssertionError(f"search {query!r} {params}: {done}")
        return done.json

    def ids(self, query, *params, now=NOW):
        return [hit["id"] for hit in self.search(query, *params, now=now)["hits"]]

    def finds(self, query, id_):
        """Is this article among all that is found?"""
        return id_ in self.ids(query, "limit=100", "collapse=none")

    def every_id(self, query, *params):
        """All that is found, up to 1000."""
        return self.ids(query, "limit=1000", "collapse=none", "highlight=false", *params)

    def rankings(self, queries, *params):
        """[[(id, score), ...], ...]: many queries answered by one process, as searches are."""
        topics = "".join(f"{n}\t{q}\n" for n, q in enumerate(queries))
        asked = dict(limit="30", match="auto", collapse="duplicates", freshness="normal", now=NOW)
        asked.update(p.split("=", 1) for p in params)
        done = self.query("run", "-", *(f"{k}={v}" for k, v in asked.items()), stdin=topics)
        check("a run ends well", done.status == 0 and not done.err, done)
        out = [[] for _ in queries]
        for line in done.out.splitlines():
            topic, _, id_, _, score, _ = line.split(" ")
            out[int(topic)].append((id_, score))
        return out

    def answers(self, queries, *params):
        """What searches say, byte for byte, without what differs between two runs or builds."""
        out = []
        for query in queries:
            done = self.query("search", "--json", f"now={NOW}", *params, "--", query)
            out.append(re.sub(r'"(took_ms|generation)":[0-9.]+', "", done.out))
        return out

    def hold_lock(self, name="writer.lock"):
        """Be another process that applies: the lock of the program's own kind, on INDEX/name."""
        return HeldLock(self.path / name)


class HeldLock:
    """An open file description lock on a whole file, for as long as the block lasts."""

    F_OFD_SETLK = getattr(fcntl, "F_OFD_SETLK", 37)

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        # struct flock: type, whence, start, length, pid, with the padding of 64-bit Linux
        lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        fcntl.fcntl(self.fd, self.F_OFD_SETLK, lock)
        return self

    def __exit__(self, *_):
        os.close(self.fd)


def shared_index():
    """One index of all fixtures, for tests that only read."""
    return Index.made_of(tuple(NEWS))


def topics():
    """The judged queries of the fixtures, in order: {name: query}."""
    text = (FIXTURES / "judged" / "topics.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())


def news():
    """The articles of the fixtures as they are in the end: {id: article}, corrections applied."""
    out = {}
    for path in NEWS:
        for line in path.read_text(encoding="utf-8").splitlines():
            a = json.loads(line)
            out[a["id"]] = a
    return out
