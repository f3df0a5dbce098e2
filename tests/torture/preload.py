"""Running a program under the libraries of this folder, and drawing which of the points are tried."""
import concurrent.futures
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "e2e"))

from sarnakh import BUILD, check, run  # noqa: E402

CALLS = BUILD / "tests" / "torture" / "libsn_torture.so"
MEMORY = BUILD / "tests" / "torture" / "libsn_torture_memory.so"
SHARE = float(os.environ.get("SN_TORTURE_SHARE", "0.1"))  # of the points
SEED = int(os.environ.get("SN_SEED") or int.from_bytes(os.urandom(4), "big"))
PART, PARTS = (int(n) for n in os.environ.get("SN_TORTURE_PART", "1/1").split("/"))  # of all points, in several runs
FEW = 0.02
JOBS = int(os.environ.get("SN_TORTURE_JOBS") or os.cpu_count() or 1)


class Case:
    """A copy of an index in a folder of its own, which is gone at the end of the block."""

    def __init__(self, base=None):
        fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # thousands of copies
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sarnakh-torture-", dir=fast)).resolve()
        self.index = self.folder / "index"
        if base is not None and base.exists():
            shutil.copytree(base, self.index, symlinks=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self, where):
        """A copy of the index as it is now."""
        shutil.copytree(self.index, where, symlinks=True)

    def tortured(self, program, *args, at, do="kill", seed=0, reads=False, library=CALLS, stdin=""):
        """Run a program on the index under a library. Returns what it did and (counts) how often what is counted
        was done; of allocations also how many were not given back, and (culprit) which library asked for the
        one that failed. None if it hangs."""
        stash, counts = self.folder / "stash", self.folder / "counts"
        shutil.rmtree(stash, ignore_errors=True)
        stash.mkdir()
        counts.unlink(missing_ok=True)
        env = {**os.environ, "LD_PRELOAD": str(library), "SN_TORTURE_DIR": str(self.index),
               "SN_TORTURE_DO": do, "SN_TORTURE_AT": str(at), "SN_TORTURE_SEED": str(seed),
               "SN_TORTURE_STASH": str(stash), "SN_TORTURE_COUNT": str(counts),
               "SN_TORTURE_MEMORY": str(at)}
        env["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        if reads:
            env["SN_TORTURE_READS"] = "1"
        try:
            done = run(program, "--index", self.index, *args, stdin=stdin, env=env)
        except subprocess.TimeoutExpired:
            return None
        told = counts.read_text().splitlines() if counts.exists() else []
        done.culprit = told.pop(0) if told and not told[0][0].isdigit() else ""
        done.counts = [int(n) for n in told[-1].split()] if told else []
        return done


def drawn(points, count):
    """So many of the points, drawn by SN_SEED, at least one; all if there are no more."""
    count = max(1, int(-(-count // 1)))
    return points if count >= len(points) else sorted(random.Random(SEED).sample(points, count))


def sample(points):
    """The share of the points (way, step, call) that is to be tried: of the calls, each in one way that is drawn; of
    all, the part of this run: every PARTS-th, so that parts take equally long."""
    if SHARE >= 1:
        return points[PART - 1::PARTS]
    ways = {}
    for way, *place in points:
        ways.setdefault(tuple(place), []).append(way)
    places = sorted(ways)
    draw = random.Random(SEED)
    return [(draw.choice(ways[place]), *place) for place in drawn(places, SHARE * len(places))]


def try_all(attempts):
    """attempt.run() returns [(name, good, detail)], in several threads; they are checked here. Attempts in which a
    library ended the process in the one place where nothing helps (ended) must be few."""
    print(f"SN_SEED={SEED} draws these {len(attempts)} points", flush=True)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for results in pool.map(lambda attempt: attempt.run(), attempts):
            for result in results:
                check(*result)
    ended = sum(attempt.ended for attempt in attempts)
    check("libraries end few of the processes", ended <= max(2, FEW * len(attempts)), ended)
    print(f"{ended} ended by libraries; {(time.monotonic() - began) / len(attempts) * 1000:.0f} ms a point", flush=True)
