"""Commands of sarnakh-index that are killed at many points of their run, each on a copy of an index."""
import os
import subprocess

import traced
from sarnakh import Index, check, skip


def copy_of(index):
    copy = Index()
    subprocess.run(["cp", "-a", index.path, copy.path], check=True)
    return copy


def evenly(stops, points):
    """Over the whole run."""
    return [stops * (k + 1) // (points + 1) for k in range(points)]


def towards_the_end(stops, points):
    """The last quarter of the points lies in the last twentieth of the run."""
    most = points * 3 // 4
    return evenly(stops, most) + [stops - stops * (points - k) // (points * 5 + 1) - 1 for k in range(most, points)]


def killed_at_each(command_of, base, points, then, at=evenly):
    """Kill a command at so many points of its run, spread by `at`, each on a copy of base.
    SARNAKH_KILLS=10 in the environment: at ten times as many."""
    points *= int(os.environ.get("SARNAKH_KILLS", "1"))
    if not traced.can_trace():
        skip("kill -9", "ptrace is not permitted here")
        return
    with copy_of(base) as whole:
        status, stops = traced.run_until(command_of(whole), None)
        check("undisturbed it ends well", status == 0, status)
    for stop in at(stops, points):
        with copy_of(base) as index:
            status, _ = traced.run_until(command_of(index), stop)
            if check(f"killed at stop {stop} of {stops}", status == -9, status):
                then(index, f"killed at {stop} of {stops}")
