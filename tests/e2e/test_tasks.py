#!/usr/bin/env python3
"""Running the index over HTTP: rebuilds and their like as tasks, however they and the service end."""
import contextlib
import json
import pathlib
import resource
import signal
import subprocess
import time

from sarnakh import INDEXER, NEWS, Index, check, main
from service import HTTPD, Service, within

PROGRAM = ("--index-program", str(INDEXER))
LONG = 60


def begin(s, what="reindex", **options):
    """The path of a task that was begun."""
    a = s.request("POST", f"/v1/admin/{what}", **options)
    check(f"{what} is begun", a.status == 202 and a.headers.get("location") == f"/v1/tasks/{a.json.get('id')}", a)
    return a.headers.get("location")


def ended(s, path):
    """A task when it is over."""
    check(f"{path} ends", within(LONG, lambda: s.get(path).json["state"] != "running"), s.get(path))
    return s.get(path).json


def done(s, what="reindex"):
    return ended(s, begin(s, what))


def children(process):
    """Processes that it has started and that are still there, zombies too."""
    out = []
    for thread in pathlib.Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that ends as it is read
            out += map(int, (thread / "children").read_text().split())
    return out


def is_gone(process):
    try:
        state = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"  # orphans of a killed service are for init to bury


@contextlib.contextmanager
def rebuilding(index, *options):
    """A service whose rebuild has built, and waits for the lock of the index, which is held here."""
    with index.hold_lock("writer.lock"):
        with Service(index.path, *PROGRAM, *options) as s:
            path = begin(s)
            check("the rebuild writes", within(LONG, lambda: s.get("/v1/status").json["rebuild_progress"] is not None))
            (child,) = children(s.process.pid)
            yield s, path, child


def test_a_rebuild_and_the_way_back():
    with Index(*NEWS) as index, Service(index.path, *PROGRAM) as s:
        number = s.get("/v1/status").json["generation"]
        check("no tasks yet", s.get("/v1/tasks").json["tasks"] == [] == s.get("/v1/tasks").json["others"])
        task = done(s)
        check("it is done", task["state"] == "done" and task["exit_status"] == 0 and task["kind"] == "reindex"
              and task["run"]["outcome"] == "done" and task["run"]["report"]["command"] == "rebuild", task)
        check("its times", task["started_at"] <= task["finished_at"] and task["progress"] is None and task["who"] is None)
        check("searches see it", s.get("/v1/status").json["generation"] == number + 1)
        generations = s.get("/v1/generations").json["generations"]
        check("both are there", [(g["number"], g["state"], g["can_go_back"]) for g in generations]
              == [(number + 1, "in_use", False), (number, "kept", True)], generations)
        check("what is known of them", all(g["articles"] == 244 and g["bytes"] > 100000 and g["built_at"] for g in generations))
        s.put("late", {"title": "خبر دیررس سرنخ‌آزمایی"})
        task = done(s, "rollback")
        check("back", task["state"] == "done" and s.get("/v1/status").json["generation"] == number + 2, task)
        check("with what came since", s.ids("سرنخ‌آزمایی") == ["late"])
        kept = [g["number"] for g in s.get("/v1/generations").json["generations"] if g["can_go_back"]]
        task = done(s, f"switch?generation={kept[0]}")
        check("to one that is named", task["state"] == "done" and s.get("/v1/status").json["generation"] == number + 3, task)
        task = done(s, "switch?generation=99")
        check("to none", task["state"] == "failed" and "no generation 99" in " ".join(task["messages"])
              and task["run"]["errors"], task)
        task = done(s, "check?deep=true&sample=20")
        check("checked", task["state"] == "done" and task["run"]["report"]["compared"] == 20, task)
        check("vacuum", done(s, "vacuum")["state"] == "done")
        check("reindex with all that it takes", done(s, "reindex?regroup=true&jobs=2")["state"] == "done")
        tasks = s.get("/v1/tasks").json["tasks"]
        check("all of them, the newest first", [t["id"] for t in tasks] == [7, 6, 5, 4, 3, 2, 1], tasks)
        check("nobody is left behind", children(s.process.pid) == [])
        check("it is logged", "task_started id=1 kind=reindex who=-" in pathlib.Path(str(index.path) + ".log").read_text())


def test_parameters():
    with Index() as index, Service(index.path, *PROGRAM) as s:
        for what, code in (("reindex?regroup=x", "invalid_parameter"), ("reindex?jobs=17", "invalid_parameter"),
                           ("reindex?jobs=0", "invalid_parameter"), ("reindex?jobs=1&jobs=1", "repeated_parameter"),
                           ("reindex?generation=1", "unknown_parameter"), ("vacuum?a=b", "unknown_parameter"),
                           ("switch", "invalid_parameter"), ("switch?generation=../1", "invalid_parameter"),
                           ("rollback?generation=4294967296", "invalid_parameter"), ("check?sample=3", "invalid_parameter"),
                           ("check?deep=--help", "invalid_parameter"), ("backup", "no_backup_dir"),
                           ("restore", "unknown_path"), ("..%2freindex", "unknown_path")):
            a = s.request("POST", "/v1/admin/" + what)
            check(f"{what} is refused", a.code == code, a)
        for id_ in ("0", "1", "x", "-1", "1.json", "..%2f1", "99999999999999999999"):
            check(f"task {id_}", s.get("/v1/tasks/" + id_).code == "unknown_task")
            check(f"cancel {id_}", s.request("DELETE", "/v1/tasks/" + id_).code == "unknown_task")
        check("nothing was begun", s.get("/v1/tasks").json["tasks"] == [])
        check("GET begins none", s.get("/v1/admin/reindex").code == "method_not_allowed")


def test_one_at_a_time():
    with Index(*NEWS) as index, rebuilding(index) as (s, path, child):
        for what in ("reindex", "vacuum", "rollback"):
            a = s.request("POST", "/v1/admin/" + what)
            check(f"no {what} beside it", a.code == "task_running" and a.headers["location"] == path, a)
        status = s.get("/v1/status").json
        check("status tells", str(child) in status["rebuild"] and status["rebuild_progress"]["doing"] == "rebuilding"
              and status["rebuild_progress"]["total"] == 244, status)
        check("so does the list", s.get("/v1/tasks").json["tasks"][0]["progress"]["total"] == 244
              and s.get("/v1/tasks").json["others"] == [], s.get("/v1/tasks"))
        check("and the generations", s.get("/v1/generations").json["generations"][0]["state"] == "building")
        check("searches go on", s.search("پل").status == 200)
        check("a check goes on beside it", done(s, "check")["state"] == "done")
        check("told to end", s.request("DELETE", path).status == 202)
        task = ended(s, path)
        check("it was cancelled", task["state"] == "cancelled" and task["exit_status"] == -signal.SIGTERM, task)
        check("it is gone", within(LONG, lambda: is_gone(child)) and children(s.process.pid) == [])
        check("once", s.request("DELETE", path).code == "task_over")
        check("progress is told no more", s.get("/v1/status").json["rebuild_progress"] is None)
        left = s.get("/v1/generations").json["generations"][0]
        check("what it left is not in use", left["state"] in ("unfinished", "kept"), left)


def test_the_service_ends():
    """…with SIGTERM, and with SIGKILL: the rebuild does, too; what was built before stays, and the next one begins anew."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with Index(*NEWS) as index:
            with rebuilding(index) as (s, path, child):
                began = time.monotonic()
                s.end(how)
                check(f"{how.name}: soon", time.monotonic() - began < 20)
                check(f"{how.name}: no child outlives it", within(LONG, lambda: is_gone(child)))
            with Service(index.path, *PROGRAM) as s:
                task = s.get(path).json
                check(f"{how.name}: it was interrupted", task["state"] == "interrupted", task)
                check(f"{how.name}: the old generation", s.get("/v1/status").json["generation"] == 1
                      and s.get("/v1/status").json["rebuild_progress"] is None)
                task = done(s)
                check(f"{how.name}: the next one", task["state"] == "done" and task["id"] == 2, task)
                check(f"{how.name}: nothing is left", [g["state"] for g in s.get("/v1/generations").json["generations"]]
                      == ["in_use", "kept"])


def test_what_was_done_when_the_service_died():
    """A task whose program has told its end was no interrupted one."""
    with Index() as index:
        with Service(index.path, *PROGRAM) as s:
            done(s, "check")
        folder = index.path / "tasks"
        record = json.loads((folder / "1.json").read_text(encoding="utf-8"))
        for n, (outcome, state) in enumerate((("done", "done"), ("failed", "failed"), (None, "interrupted")), 2):
            running = {**record, "id": n, "state": "running", "finished_at": None, "exit_status": None, "run": None}
            (folder / f"{n}.json").write_text(json.dumps(running), encoding="utf-8")
            if outcome:
                report = {**record["run"], "exit_status": int(outcome == "failed"), "outcome": outcome}
                (folder / f"{n}.report").write_text(json.dumps(report), encoding="utf-8")
        for n, text in ((5, "{"), (6, json.dumps({**record, "id": 3})), (7, ""), (9, json.dumps({**record, "id": 9, "kind": "rm"}))):
            (folder / f"{n}.json").write_text(text, encoding="utf-8")
        (folder / "x.json").write_text("{}", encoding="utf-8")
        with Service(index.path, *PROGRAM) as s:
            tasks = {t["id"]: t["state"] for t in s.get("/v1/tasks").json["tasks"]}
            check("their states", tasks == {4: "interrupted", 3: "failed", 2: "done", 1: "done"}, tasks)
            check("numbers are not used again", done(s, "check")["id"] == 10)
        with Service(index.path, *PROGRAM) as s:
            check("and it stays so", {t["id"]: t["state"] for t in s.get("/v1/tasks").json["tasks"]} == {**tasks, 10: "done"})


def test_cron():
    """What cron has begun is shown, and in the way."""
    with Index(*NEWS) as index, index.hold_lock("writer.lock"), Service(index.path, *PROGRAM) as s:
        (index.path / "run-rebuild.progress").write_text("7 9 1 rebuilding\n", encoding="utf-8")
        check("what a killed run has left says nothing", s.get("/v1/status").json["rebuild_progress"] is None
              and s.get("/v1/tasks").json["others"] == [])
        with subprocess.Popen([str(INDEXER), "--index", str(index.path), "--quiet", "rebuild"]) as cron:
            check("it is seen", within(LONG, lambda: (s.get("/v1/status").json["rebuild_progress"] or {}).get("total") == 244))
            (other,) = s.get("/v1/tasks").json["others"]
            check("in the list", other["command"] == "rebuild" and f"process {cron.pid}" in other["by"]
                  and other["progress"]["doing"] == "rebuilding", other)
            a = s.request("POST", "/v1/admin/reindex")
            check("no second one", a.code == "task_running" and f"process {cron.pid}" in a.json["detail"]
                  and "location" not in a.headers, a)
            cron.terminate()
        check("it is over", s.get("/v1/tasks").json["others"] == [] and s.get("/v1/status").json["rebuild"] is None)


def test_progress_goes_with_its_run():
    with Index(*NEWS) as index:
        check("a rebuild", index.indexer("rebuild").status == 0)
        check("has left nothing", not list(index.path.glob("run-*.progress*")))


def stand_in(index, text):
    """A program that is given out for sarnakh-index."""
    path = index.folder / "stand-in"
    head = "#!/usr/bin/env python3\nimport json, os, signal, sys\n" if text else "#!/bin/sh\n"
    path.write_text(head + text, encoding="utf-8")
    path.chmod(0o755)
    return "--index-program", str(path)


def test_what_the_program_is_given():
    dump = """
fds = {int(n): os.readlink("/proc/self/fd/" + n) for n in os.listdir("/proc/self/fd") if os.path.lexists("/proc/self/fd/" + n)}
status = dict(line.rstrip("\\n").split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
report = sys.argv[sys.argv.index("--report") + 1]
json.dump({"argv": sys.argv[1:], "fds": fds, "blocked": status["SigBlk"], "ignored": status["SigIgn"],
           "group": os.getpgrp() == os.getpid(), "nice": os.nice(0)}, open(report, "w"))
"""
    with Index() as index:
        with Service(index.path, *stand_in(index, dump), "--backup-dir", "/nowhere/else") as s:
            run = done(s, "reindex?regroup=true&jobs=3")["run"]
            check("it reports", run is not None, s.get("/v1/tasks/1"))
            check("its arguments", run["argv"] == ["--index", str(index.path), "--report", f"{index.path}/tasks/1.report",
                                                   "--wait", "600", "--while-stdin", "rebuild", "--regroup", "--jobs", "3"], run)
            fds = {int(n): to for n, to in run["fds"].items()}
            check("three descriptors and no other", {n: to.split(":")[0] for n, to in fds.items() if n < 3}
                  == {0: "pipe", 1: "/dev/null", 2: "pipe"} and all("/proc/" in to for n, to in fds.items() if n > 2), fds)
            # Python ignores SIGPIPE and SIGXFSZ of itself; 32 and 33 are the C library's, which ignores them so.
            own = 1 << signal.SIGPIPE - 1 | 1 << signal.SIGXFSZ - 1 | 3 << 31
            check("no signal is kept from it", int(run["blocked"], 16) == 0 and int(run["ignored"], 16) & ~own == 0, run)
            check("a group of its own", run["group"] and run["nice"] == 0, run)
            run = done(s, "backup")["run"]
            check("what may wait comes behind others", run["nice"] == 10, run)
            check("a place of our own naming", run["argv"][-1].startswith("/nowhere/else/sarnakh-20")
                  and set(run["argv"][-1][-18:]) <= set("0123456789-TZ"), run)


def test_what_the_program_says():
    talk = """
for n in range(3000):
    sys.stderr.write(f"line {n}\\n")
sys.stderr.flush()
os.write(2, b"\\x1b[1m<b>\\xff \\x00 " + "سرنخ".encode() + b"\\n")
os.kill(os.getpid(), signal.SIGKILL)
"""
    with Index() as index, Service(index.path, *stand_in(index, talk)) as s:
        task = done(s)
        check("how it ended", task["state"] == "failed" and task["exit_status"] == -signal.SIGKILL and task["run"] is None, task)
        check("the last of it", len("\n".join(task["messages"])) <= 4096 and task["messages"][-2] == "line 2999"
              and all(m.startswith("line ") for m in task["messages"][:-1]), task["messages"])
        check("as text", task["messages"][-1] == " [1m<b>?   سرنخ", task["messages"][-1])


def test_reports_that_are_none():
    for text in ("{", "[1]", "\"x\"", "", "{\"a\": \"\\ud800\"}", "{\"a\": " + "9" * 300000 + "}"):
        with Index() as index, Service(index.path, *stand_in(
                index, f"open(sys.argv[sys.argv.index('--report') + 1], 'w').write({text!r})\n")) as s:
            task = done(s)
            check(f"{text[:20]!r} is none", task["run"] is None and task["state"] == "done", task)


def test_they_are_kept_in_number():
    with Index() as index, Service(index.path, *stand_in(index, ""), "--log-level", "error") as s:
        for _ in range(53):
            done(s, "check")
        check("the newest fifty", [t["id"] for t in s.get("/v1/tasks").json["tasks"]] == list(range(53, 3, -1)))
        check("on the disk, too", len(list((index.path / "tasks").iterdir())) == 50)
        check("no zombies", children(s.process.pid) == [])


def test_no_program():
    with Index() as index:
        for program in (index.folder / "none", index.folder, "/etc/passwd"):
            with Service(index.path, "--index-program", str(program)) as s:
                check(f"{program}: it is said", s.request("POST", "/v1/admin/reindex").code == "no_program")
                check("nothing is left of it", s.get("/v1/tasks").json["tasks"] == [])
        with Service(index.path) as s:
            check("beside the service", s.request("POST", "/v1/admin/reindex").code == "no_program")


def key(index, *options):
    made = subprocess.run([HTTPD, "--index", index.path, "key", "add", *options], capture_output=True, text=True, check=True)
    return made.stdout.strip()


ADMIN = (("GET", "/v1/generations"), ("GET", "/v1/tasks"), ("GET", "/v1/tasks/1"), ("DELETE", "/v1/tasks/1")) + tuple(
    ("POST", f"/v1/admin/{what}") for what in ("reindex", "vacuum", "check", "backup", "rollback", "switch", "reload")) + tuple(
    (method, "/v1/dictionaries/stop") for method in ("GET", "PUT", "DELETE"))


def test_rights():
    with Index() as index, Service(index.path, *stand_in(index, "")) as s:
        for method, path in ADMIN:
            check(f"{path}: not through a proxy", s.request(method, path, headers={"X-Real-IP": "192.0.2.1"}).code == "forbidden")
            check(f"{path}: not for a page", s.request(method, path, headers={"Origin": "https://a.example"}).code == "forbidden")
        keys = {role: key(index, "--role", role) for role in ("search", "ingest", "admin")}
        check("the last key is noticed", within(10, lambda: s.get("/v1/tasks", headers={"X-Api-Key": keys["admin"]}).status == 200))
        for method, path in ADMIN:
            check(f"{path}: not without one", s.request(method, path).code == "key_needed")
            for role in ("search", "ingest"):
                check(f"{path}: not for {role}", s.request(method, path, headers={"X-Api-Key": keys[role]}).code == "role_needed")
        check("none was begun", s.get("/v1/tasks", headers={"X-Api-Key": keys["admin"]}).json["tasks"] == [])
        a = s.request("POST", "/v1/admin/check", headers={"X-Api-Key": keys["admin"]})
        check("who began it is noted", a.json["who"] == keys["admin"].split("_")[1], a)


def test_a_backup():
    with Index(*NEWS) as index:
        folder = index.folder / "backups"
        folder.mkdir()
        with Service(index.path, *PROGRAM, "--backup-dir", str(folder)) as s:
            task = done(s, "backup")
            check("it is made", task["state"] == "done" and task["run"]["report"]["articles"] == 244, task)
            (made,) = folder.iterdir()
            check("where it says", task["command"] == f"backup {made}")
            other = Index()
            with other:
                check("and is one", other.indexer("restore", made).status == 0 and other.status()["articles"] == 244)
            folder.rename(index.folder / "moved")
            task = done(s, "backup")
            check("a folder that is gone", task["state"] == "failed" and task["run"]["errors"], task)


def test_a_full_disk():
    """…that the rebuild meets: it fails, says why, and the service goes on."""
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400000, 400000))
    with Index(*NEWS) as index, Service(index.path, *PROGRAM, preexec_fn=small) as s:
        task = done(s)
        check("it failed", task["state"] == "failed" and task["run"]["errors"], task)
        check("searches go on", s.search("پل").json["total"]["value"] > 0 and s.get("/v1/status").json["generation"] == 1)
    with Index() as index:
        index.path.mkdir()
        index.add()
        (index.path / "tasks").write_text("", encoding="utf-8")
        with Service(index.path, *PROGRAM) as s:
            a = s.request("POST", "/v1/admin/check")
            check("what cannot be written down is not begun", a.status >= 500 and children(s.process.pid) == [], a)


def test_another_service():
    """…on the same index shows the tasks of the first, and begins none."""
    with Index(*NEWS) as index, rebuilding(index) as (s, path, child):
        with Service(index.path, *PROGRAM, log=index.folder / "other.log") as other:
            check("it shows them", other.get(path).json["state"] == "running", other.get(path))
            a = other.request("POST", "/v1/admin/check")
            check("it begins none", a.code == "task_running", a)
            check("nor ends one", other.request("DELETE", path).status == 409 and not is_gone(child))
        check("it goes on", s.get(path).json["state"] == "running")


def test_ends_with_standard_input():
    """sarnakh-index --while-stdin."""
    with Index(*NEWS) as index, index.hold_lock("writer.lock"):
        args = [str(INDEXER), "--index", str(index.path), "--while-stdin", "rebuild"]
        with subprocess.Popen(args, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
            check("it is at work", within(LONG, lambda: (index.path / "run-rebuild.progress").exists()))
            run.stdin.close()
            check("it ends", run.wait(LONG) == -signal.SIGTERM)
        done = index.indexer("add", "-", "--while-stdin")
        check("not where that is what is read", done.status == 2 and "--while-stdin" in done.err, done)


if __name__ == "__main__":
    main(globals())
