"""A scenario gone through undisturbed, and again and again with a disturbance at one point of it: what must be
true behind each of them."""
import random
import traceback

from preload import CALLS, SEED, SHARE, Case
from sarnakh import check
from scenario import answers, indexer, overview, seen_anywhere

DEATHS = ("kill", "lose", "tear")
KILLED, FAILED, PENDING = -9, 1, 75
OFTEN, SELDOM = (1, 0.1) if SHARE >= 1 else (0.1, 0.03)  # the longer looks at what is left
# Libraries that lose what they hold when they get no more memory, and those that end the process then.
FORGETFUL = ("libxapian.", "libicu")
HELPLESS = ("libconfig.",)
# A write that fails while libxapian's commit merges values (xapian_c.h).
MERGING = "terminate called"


def is_of(culprit, libraries):
    return any(culprit.startswith(library) for library in libraries)


class Undisturbed:
    """The scenario gone through once: a copy of the index before each step, what searches answer behind it, and
    how many calls (or allocations) it makes."""

    def __init__(self, scenario, folder, library=CALLS, reads=False):
        self.folder, self.steps, self.library, self.reads = folder, scenario.steps, library, reads
        self.calls, self.titles, self.overviews, self.held = [], {}, [], []
        with Case() as case:
            for number, step in enumerate(self.steps):
                if case.index.exists():
                    case.keep(self.before(number))
                done = case.tortured(step.program, *step.args_for(case.index), stdin=step.stdin, at=0, library=library,
                                     reads=reads)
                listed, whole = overview(case.index)
                check(f"step {step.name} ends well", done.status == step.statuses[0], done)
                check(f"step {step.name} leads where it should", listed == step.live,
                      sorted(set(listed.items()) ^ set(step.live.items())))
                self.calls.append(done.counts[0])
                self.held.append(done.counts[-1])
                self.overviews.append(whole)
                self.titles.update(step.live | step.hidden)
            self.answers = answers(case.index)

    def before(self, number):
        return self.folder / f"before-{number}"

    def points(self, ways):
        """(way, step, call). Where what was not synced is lost the end of the process is a point, too."""
        return [(way, number, call) for way in ways for number, calls in enumerate(self.calls)
                for call in range(1, calls + (way in ("lose", "tear")) + 1)]


class Attempt:
    """One disturbance, and what comes after it. brief: without looking at what is left."""

    def __init__(self, life, point, brief=False):
        self.life, (self.way, self.number, self.call), self.brief = life, point, brief
        self.step = life.steps[self.number]
        self.before = life.steps[self.number - 1].live if self.number > 0 else {}
        self.down = life.steps[self.number - 1].down if self.number > 0 else set()
        self.draw = random.Random(f"{SEED} {point}")
        self.results, self.ended = [], False

    def expect(self, what, good, detail=""):
        self.results.append((f"{self.way} at call {self.call} of {self.life.calls[self.number]} of step "
                             f"{self.step.name}: {what}", good, detail))
        return good

    def run(self):
        try:
            with Case(self.life.before(self.number)) as case:
                self.disturb(case)
                if not self.brief:
                    self.expect_readers(case.index)
                    self.expect_sound(case.index)
                    self.go_on(case.index)
        except Exception:  # reported with the point it happened at
            self.expect("it can be looked at", False, traceback.format_exc())
        return self.results

    def disturb(self, case):
        done = case.tortured(self.step.program, *self.step.args_for(case.index), stdin=self.step.stdin, at=self.call, do=self.way,
                             seed=self.draw.getrandbits(32), library=self.life.library, reads=self.life.reads)
        if self.way in DEATHS:
            # Threads do not make the same number of calls each time.
            escaped = done is not None and done.counts and done.counts[0] < self.call
            self.expect("it is killed", done is not None and (done.status == KILLED or escaped), done)
            # At the end of the process all has been said and done.
            self.acknowledged = escaped or "the index holds change" in done.err
            return
        self.acknowledged = done is not None and done.status in self.step.statuses
        told = self.acknowledged or (done is not None and done.status in (FAILED, PENDING))
        if not told and done is not None and (is_of(done.culprit, HELPLESS) or MERGING in done.err):
            self.ended = True
            return
        if not self.expect("it ends with a status", told, f"{done.culprit} {done}" if done else "it hangs"):
            return
        self.expect("a failure is explained", self.acknowledged or (done.err + done.out).strip(), done)
        if self.way == "memory" and not is_of(done.culprit, FORGETFUL):
            self.expect("nothing leaks", done.counts[-1] <= self.life.held[self.number], (done.culprit, done.counts))

    def expect_readers(self, index):
        """Before anything is mended: readers see what was there, or what was to be, article by article."""
        if not (index / "current").is_symlink():
            self.expect("there is an index again", self.number == 0 and not self.acknowledged)
            return
        seen, _ = overview(index)
        for id_ in set(seen) | set(self.before) | set(self.step.live):
            allowed = {self.step.live.get(id_)} | (set() if self.acknowledged else {self.before.get(id_)})
            self.expect(f"{id_} is as it was or as it is to be", seen.get(id_) in allowed, seen.get(id_))
        if self.step.moves_takedowns or self.draw.random() < OFTEN:
            down = self.step.down if self.acknowledged else self.down & self.step.down
            down = down | (set(self.step.hidden) - set(self.before))
            back = seen_anywhere(index, sorted(down), self.life.titles)
            self.expect("nothing taken down is back", not back, back)

    def expect_sound(self, index):
        if not (index / "archive.db").exists():
            self.expect("nothing is lost with the archive", self.number == 0 and not self.acknowledged)
            return
        done = indexer(index, "check")
        unmade = self.number == 0 and not self.acknowledged and "no archive.db of Sarnakh" in done.err
        self.expect("archive and index are sound, and agree", done.status == 0 or unmade, done)

    def go_on(self, index):
        """The step again, which leads to the same answers; now and then the rest of the scenario, too."""
        done = self.step.run(index)
        if not self.expect("done again, it ends well", done.status in self.step.again, done):
            return
        _, whole = overview(index)
        self.expect("done again, it leads to the same answers", whole == self.life.overviews[self.number], whole)
        if self.draw.random() < SELDOM:
            self.go_to_the_end(index)

    def go_to_the_end(self, index):
        for step in self.life.steps[self.number + 1:]:
            done = step.run(index)
            self.expect(f"step {step.name} ends well afterwards", done.status == step.statuses[0], done)
        back = seen_anywhere(index, sorted(self.life.steps[-1].down), self.life.titles)
        self.expect("nothing taken down is back in the end", not back, back)
        self.expect("archive and index agree in the end", indexer(index, "check").status == 0)
        self.expect("the answers are those of an undisturbed life", answers(index) == self.life.answers)
