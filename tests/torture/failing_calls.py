#!/usr/bin/env python3
"""Calls and allocations that fail, one at a time: every one of a scenario of three articles, drawn ones of a larger
one. Each time the program ends with a status and a reason, nothing leaks, readers go on with what was there, and
the command done again leads where it should. And disks that are full from some call on."""
from life import Attempt, Undisturbed
from preload import MEMORY, SHARE, Case, drawn, sample, try_all
from sarnakh import main
from scenario import Scenario, SmallScenario

FAILURES = ("EIO", "ENOSPC", "EDQUOT", "EINTR", "short")
DRAWN = 2000  # of the larger scenario
LOOKED_AT = 0.1 if SHARE >= 1 else 0.03  # of failed allocations: they are many, and mostly leave what was there


def test_calls():
    with Case() as place:
        life = Undisturbed(SmallScenario(place.folder), place.folder, reads=True)
        try_all([Attempt(life, point) for point in sample(life.points(FAILURES))])


def test_full_disk():
    with Case() as place:
        life = Undisturbed(SmallScenario(place.folder), place.folder)
        try_all([Attempt(life, point) for point in sample(life.points(("full",)))])


def test_allocations():
    with Case() as place:
        life = Undisturbed(SmallScenario(place.folder), place.folder, library=MEMORY)
        points = sample(life.points(("memory",)))
        looked_at = set(drawn(points, LOOKED_AT * len(points)))
        try_all([Attempt(life, point, brief=point not in looked_at) for point in points])


def test_calls_of_a_larger_life():
    with Case() as place:
        life = Undisturbed(Scenario(place.folder), place.folder, reads=True)
        points = drawn(life.points((*FAILURES, "full")), DRAWN)
        try_all([Attempt(life, point) for point in sample(points)])


def test_allocations_of_a_larger_life():
    with Case() as place:
        life = Undisturbed(Scenario(place.folder), place.folder, library=MEMORY)
        points = drawn(life.points(("memory",)), DRAWN)
        try_all([Attempt(life, point) for point in sample(points)])


if __name__ == "__main__":
    main(globals())
