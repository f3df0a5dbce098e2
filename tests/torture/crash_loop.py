#!/usr/bin/env python3
"""An end at every write, sync and rename of a life of 34 commands, in three ways: killed; killed and all
that was not synced is lost; killed and some of it is. Each time readers go on with what is there, what
was acknowledged is there, what was taken down is not, and going on ends where an undisturbed life does."""
from preload import Case, sample, try_all
from life import DEATHS, Attempt, Undisturbed
from sarnakh import check, main
from scenario import Scenario

LEAST_POINTS = 400


def test_crash_loop():
    with Case() as place:
        life = Undisturbed(Scenario(place.folder), place.folder)
        points = life.points(DEATHS)
        check(f"at least {LEAST_POINTS} points", len(points) >= LEAST_POINTS * len(DEATHS), len(points))
        try_all([Attempt(life, point) for point in sample(points)])


if __name__ == "__main__":
    main(globals())
