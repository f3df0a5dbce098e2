#!/usr/bin/env python3
"""What is installed, and what it runs by: meson install, the units as systemd reads them, and the lines of
the crontab and the units run as cron and systemd would run them."""
import datetime
import fcntl
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

import sandbox
from sarnakh import BUILD, SOURCE, TIMEOUT, Index, article, check, lines, main, skip
from service import Service, within

sys.path.insert(0, str(SOURCE / "tests/lint"))
import docs  # noqa: E402

LEFT = 4
UNITS = ["sarnakh-httpd.service", "sarnakh-httpd.socket"] + [f"sarnakh-{name}.{kind}" for name in ("update", "backup", "rebuild", "check", "catch-up")
                                     for kind in ("service", "timer")]
SYSTEM_UNITS = pathlib.Path("/usr/lib/systemd/system")
tempfile.tempdir = "/tmp"  # below what a unit may only read; a TMPDIR in /dev is not


class Installed:
    """meson install into a folder of our own."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="sarnakh-root-"))
        self.done = subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", self.root],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def doc(self):
        return next(self.root.glob("**/share/doc/sarnakh"))

    def find(self, name):
        """The one file of that name that was installed."""
        found = [p for p in self.root.rglob(name) if p.is_file()]
        found = [p for p in found if str(SYSTEM_UNITS) not in "/" + str(p.relative_to(self.root))]
        if len(found) != 1:
            raise AssertionError(f"{name} is installed as {found}\n{self.done.stdout[-2000:]}")
        return found[0]

    def verify(self, unit):
        """(exit status, output) of systemd-analyze verify; the root needs the system's own units."""
        if not (self.root / "usr/lib/systemd/system").exists():
            shutil.copytree(SYSTEM_UNITS, self.root / "usr/lib/systemd/system", symlinks=True)
            (self.root / "bin").mkdir()
            shutil.copy("/bin/true", self.root / "bin/kill")
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", f"--root={self.root}",
                               str(self.find(unit))], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        return done.returncode, done.stdout


def test_install():
    with Installed() as i:
        check("meson install", i.done.returncode == 0, i.done.stdout)
        for name in ("sarnakh-index", "sarnakh-query", "sarnakh-httpd"):
            done = subprocess.run([i.find(name), "--version"], stdout=subprocess.PIPE, text=True, check=False)
            check(f"{name} runs", done.returncode == 0 and done.stdout.startswith(name), done)
        bindir = "/" + str(i.find("sarnakh-index").parent.relative_to(i.root))
        for name in [*UNITS, "crontab.example"]:
            text = i.find(name).read_text(encoding="utf-8")
            check(f"{name}: nothing is left to be put in", not re.search(r"@\w+@", text))
            paths = re.findall(r"^(?:ExecStart|PATH)=([^ :]*)", text, re.M)
            check(f"{name}: the programs that were installed", all(p.startswith(bindir) for p in paths), paths)
        for name in ("sarnakh.env", "sarnakh.rules.yml", "sarnakh.dashboard.json", "nginx.conf", "crontab.example"):
            check(f"{name} is an example", i.find(name).parent == i.doc / "examples", i.find(name))
        check("the user", i.find("sysusers.d/sarnakh.conf").read_text().startswith("u sarnakh "))
        check("the folders", "d /var/lib/sarnakh " in i.find("tmpfiles.d/sarnakh.conf").read_text())


def test_documentation():
    """Pages lead to each other where they are installed, too, and units to pages."""
    with Installed() as i:
        pages = sorted(i.doc.rglob("*.md"))
        check("pages are there", {i.doc / "README.md", i.doc / "docs/README.md", i.doc / "docs/operations.md"} <= set(pages), pages)
        wrong = [found for page in pages for found in docs.broken_links(page, page.read_text("utf-8"))]
        check("their links lead somewhere", not wrong, wrong)
        named = {name for unit in UNITS for name in re.findall(r"file:(\S+)", i.find(unit).read_text("utf-8"))}
        missing = [name for name in named if not (i.root / name.lstrip("/")).is_file()]
        check("the pages that units name", named and not missing, (named, missing))


def test_from_sphinx():
    """Run where it is installed, on the examples beside it, it leaves nothing there."""
    with Installed() as i, tempfile.TemporaryDirectory() as folder:
        place, out = i.doc / "examples/migration", pathlib.Path(folder) / "out"
        before = sorted(place.rglob("*"))
        done = subprocess.run([place / "from-sphinx", place / "sphinx/sphinx.conf", out, "--index", "printed"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        check("from-sphinx", done.returncode == 0 and (out / "news.map").is_file(), done.stdout)
        check("nothing is left beside it", sorted(place.rglob("*")) == before)


def test_health_of_a_container():
    """The command of the Containerfile tells a service that answers from none."""
    text = (SOURCE / "packaging/Containerfile").read_text("utf-8").replace("\\\n", "")
    command = json.loads(re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", text, re.M)[1])
    with Index() as index:
        with Service(index.path) as s:
            env = {**os.environ, "SARNAKH_LISTEN": f"0.0.0.0:{s.port}"}
            check("it answers", subprocess.run(command, env=env, check=False).returncode == 0)
        done = subprocess.run(command, env=env, stderr=subprocess.DEVNULL, check=False)
        check("it is gone", done.returncode != 0, done)


# ---- units

MISTAKES = [  # unit, what is written, what is written instead
    ("sarnakh-httpd.service", "[Service]", "[Servise]"),
    ("sarnakh-httpd.service", "NoNewPrivileges=yes", "NoNewPrivileges=maybe"),
    ("sarnakh-httpd.service", "ProtectSystem=strict", "ProtectSystems=strict"),
    ("sarnakh-httpd.service", "bin/sarnakh-httpd ", "bin/sarnakh-http "),
    ("sarnakh-httpd.service", "MemoryMax=3G", "MemoryMax=three"),
    ("sarnakh-httpd.service", "WatchdogSec=30", "WatchdogSec=soon"),
    ("sarnakh-httpd.socket", "ListenStream=127.0.0.1:7700", "ListenStream=here"),
    ("sarnakh-catch-up.timer", "OnCalendar=*-*-* *:*:00", "OnCalendar=*-*-* *:60:00"),
    ("sarnakh-update.service", "Type=oneshot", "Type=oneshut"),
    ("sarnakh-rebuild.service", "CPUWeight=10", "CPUWeight=ten"),
    ("sarnakh-rebuild.timer", "OnCalendar=*-*-* 02:30:00", "OnCalendar=*-*-* 25:30:00"),
    ("sarnakh-check.timer", "[Timer]", "[Timed]"),
]


def test_units():
    if shutil.which("systemd-analyze") is None or not SYSTEM_UNITS.exists():
        skip("units", "no systemd-analyze here (tools/bootstrap test)")
        return
    with Installed() as i:
        for unit in UNITS:
            check(f"{unit}: systemd has nothing to say", i.verify(unit) == (0, ""), i.verify(unit))
        for unit, right, wrong in MISTAKES:
            path = i.find(unit)
            text = path.read_text(encoding="utf-8")
            check(f"{unit} has {right}", right in text)
            path.write_text(text.replace(right, wrong), encoding="utf-8")
            status, said = i.verify(unit)
            check(f"{unit}: {wrong} is found", (status, said) != (0, ""), said)
            path.write_text(text, encoding="utf-8")
        for unit in UNITS:
            if unit.endswith(".service"):
                done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=25",
                                       "--no-pager", f"--root={i.root}", unit], stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True, check=False)
                check(f"{unit}: little is left open to it", done.returncode == 0, done.stdout[-300:])


# ---- as cron runs them

def jobs_of(crontab):
    """({name: value}, [command, ...]) of a crontab; each line is looked at as cron does."""
    names, commands = {}, []
    for line in crontab.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if assigned := re.match(r"^(\w+)=(.*)$", line):
            names[assigned[1]] = assigned[2]
            continue
        field = r"(\*|\d+(-\d+)?(,\d+(-\d+)?)*)(/\d+)?"
        job = re.match(rf"^{field} +{field} +{field} +{field} +{field} +(\S.*)$", line)
        check(f"a line as cron reads them: {line[:40]}", job)
        check("no % (to cron the end of a line)", "%" not in line.replace("\\%", ""))
        commands.append(job[job.lastindex])
    return names, commands


class Newsroom:
    """Folders for an index and its feeds, and a crontab that says so."""

    def __init__(self, installed):
        self.index = Index()
        folder = self.index.folder
        self.feeds, self.reports, self.backups = folder / "feeds", folder / "reports", folder / "backups"
        for path in (self.feeds, self.reports, self.backups):
            path.mkdir()
        names, self.commands = jobs_of(installed.find("crontab.example").read_text(encoding="utf-8"))
        names["PATH"] = f"{installed.find('sarnakh-index').parent}:/usr/bin:/bin"
        places = {"INDEX": self.index.path, "FEEDS": self.feeds, "REPORTS": self.reports, "BACKUPS": self.backups}
        check("all that the crontab names is told here", set(places) <= set(names), names)
        # What cron gives a job, and nothing else but what the sanitizers need.
        self.environment = {"HOME": "/", "LOGNAME": "nobody", **names, **{k: str(v) for k, v in places.items()},
                            **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.index.__exit__()

    def feed(self, name, *articles):
        (self.feeds / name).write_text(lines(*articles), encoding="utf-8")

    def job(self, word):
        """The command of the crontab that has this word."""
        return next(c for c in self.commands if re.search(rf"(^| ){word}( |$)", c))

    def start(self, word):
        return subprocess.Popen([self.environment["SHELL"], "-c", self.job(word)], env=self.environment, cwd="/",
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, word):
        """(exit status, what cron would mail)"""
        return ended(self.start(word))

    def report(self, name):
        return json.loads((self.reports / f"{name}.json").read_text(encoding="utf-8"))


def ended(job):
    mail, _ = job.communicate(timeout=TIMEOUT)
    return job.returncode, mail.decode("utf-8", "replace")


def fresh(n, **more):
    now = datetime.datetime.now(datetime.timezone.utc)
    return article(n, published_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"), **more)


def test_cron():
    with Installed() as i, Newsroom(i) as room:
        room.feed("one.jsonl", fresh(1), fresh(2))
        for turn in ("first", "second"):
            for word in ("update", "rebuild"):
                check(f"{word}, the {turn} time: no mail", room.run(word) == (0, ""), room.run(word))
        check("sarnakh-backup: no mail", room.run("sarnakh-backup") == (0, ""), os.listdir(room.backups))
        check("status, nothing too old: no mail", room.run("status") == (0, ""), room.run("status"))
        check("the articles are found", sorted(room.index.every_id("پل")) == ["a-1", "a-2"])
        check("reports are there", room.report("update")["outcome"] == room.report("rebuild")["outcome"] == "done")
        check("catch-up: no mail", room.run("catch-up") == (0, ""), room.run("catch-up"))
        with open(room.reports / "catch-up.lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            check("beside one that waits: nothing to do, no mail", room.run("catch-up") == (0, ""))
        room.feed("two.jsonl", fresh(3))
        with room.index.hold_lock("run-update.lock"):
            both = [room.start("update"), room.start("update")]
        check("two at once wait for each other: no mail", [ended(job) for job in both] == [(0, "")] * 2)
        check("and have done it", sorted(room.index.every_id("پل")) == ["a-1", "a-2", "a-3"])
        with room.index.hold_lock("run-rebuild.lock"):
            status, mail = room.run("rebuild")
        check("a rebuild that meets another: one sentence", status == LEFT and mail.count("\n") == 1, mail)


def test_backups_are_kept_and_go():
    with Installed() as i, Newsroom(i) as room:
        room.feed("one.jsonl", fresh(1), fresh(2))
        room.run("update")
        for year in range(2001, 2010):
            (room.backups / f"sarnakh-{year}-01-01T000000Z").mkdir()
        others = ["sarnakh-2001-01-01", "sarnakh-2001-01-01T000000Z.tmp-x", "somebody's"]
        for name in others:
            (room.backups / name).mkdir()
        check("a backup: no mail", room.run("sarnakh-backup") == (0, ""))
        names = sorted(os.listdir(room.backups))
        ours = [n for n in names if n not in others]
        check("seven are left, the newest", len(ours) == 7 and ours[0] == "sarnakh-2004-01-01T000000Z", names)
        check("nothing else went", set(others) <= set(names), names)
        elsewhere = Index()
        done = elsewhere.indexer("restore", room.backups / ours[-1])
        check("what was made is a backup", done.status == 0 and sorted(elsewhere.every_id("پل")) == ["a-1", "a-2"],
              done)
        elsewhere.__exit__()
        program = i.find("sarnakh-backup")
        for wrong in ([], ["x"], [room.index.path, room.backups, "0"], [room.index.path, room.backups, "many"]):
            done = subprocess.run([program, *wrong], stderr=subprocess.PIPE, text=True, check=False)
            check(f"usage: {wrong}", done.returncode == 2 and "INDEX FOLDER" in done.stderr, done)
        status, mail = ended(subprocess.Popen([program, room.index.folder / "none", room.backups],
                                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        check("a backup that fails is told, and nothing goes", status == 1 and "none" in mail and
              sorted(os.listdir(room.backups)) == names, mail)


def test_cron_mails_what_went_wrong():
    with Installed() as i, Newsroom(i) as room:
        room.feed("good.jsonl", fresh(1))
        room.feed("bad.jsonl", {"id": "b-1"}, fresh(2))
        status, mail = room.run("update")
        check("a bad record: exit status 3", status == 3, mail)
        check("one mail: file, place and reason, what was taken, which run", re.fullmatch(
            r"\S+/bad\.jsonl:1: invalid: [^\n]*title[^\n]*\nupdate: 3 read, 2 new, [^\n]*1 refused[^\n]*\n"
            r"sarnakh-index: update of \S+, begun \S+, ended with exit status 3 \(refused\)\n", mail), mail)
        check("the rest is taken", sorted(room.index.every_id("پل")) == ["a-1", "a-2"])
        (room.feeds / "bad.jsonl").unlink()
        room.feed("old.jsonl", article(3, published_at="2020-01-01"))
        room.index.report("delete", "a-1", "a-2")
        check("what changed is read, nothing else: no mail", room.run("update") == (0, ""))
        status, mail = room.run("status")
        check("what is too old: exit status 5 and a mail", status == 5 and
              re.search("the newest article is .* old, .*limit 6h", mail), mail)
        shutil.rmtree(room.feeds)
        status, mail = room.run("update")
        check("a source that is not there", status == 1 and str(room.feeds) in mail and
              "No such file" in mail, mail)
        check("the report has it too", str(room.feeds) in room.report("update")["errors"][0])


# ---- as systemd runs them

def command_of(unit, room):
    """ExecStart of a unit as a list, with its environment, in folders of our own."""
    text = unit.read_text(encoding="utf-8").replace("\\\n", " ")
    names = dict(pair.split("=", 1) for line in re.findall(r"^Environment=(.*)$", text, re.M)
                 for pair in shlex.split(line))
    line = re.search(r"^ExecStart=(.*)$", text, re.M)[1]
    words = []
    for word in line.split():
        if word.startswith("$") and not word.startswith("${"):
            words += names[word[1:]].split()  # split at blanks, as systemd does
        else:
            words.append(re.sub(r"\$\{(\w+)\}", lambda m: names[m[1]], word))
    places = (("/var/lib/sarnakh-feeds", room.feeds), ("/var/lib/sarnakh-backups", room.backups), ("/var/lib/sarnakh-reports", room.reports),
              ("/var/lib/sarnakh", room.index.path))
    for place, ours in places:
        words = [w.replace(place, str(ours)) if w.startswith(place) else w for w in words]
    return words


def test_units_run():
    with Installed() as i, Newsroom(i) as room:
        room.feed("one.jsonl", fresh(1))

        def start(name, *more):
            words = command_of(i.find(f"sarnakh-{name}.service"), room)
            words[0] = str(i.root) + words[0]
            return subprocess.Popen([*words, *more], env=room.environment, cwd="/", stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

        for name in ("update", "backup", "rebuild", "check", "catch-up"):
            status, said = ended(start(name))
            check(f"sarnakh-{name}.service: ends well, says nothing", (status, said) == (0, ""), said)
        check("the article is found", room.index.every_id("پل") == ["a-1"])
        httpd = start("httpd", "--listen", "127.0.0.1:0")
        first = httpd.stdout.readline().decode()
        check("sarnakh-httpd.service: listens", re.search("listens on http://127.0.0.1:", first), first)
        httpd.send_signal(signal.SIGTERM)
        check("and ends", within(TIMEOUT, lambda: httpd.poll() is not None) and httpd.returncode == 0)
        httpd.stdout.close()


# ---- in the sandbox of the unit

def test_sandbox():
    if not sandbox.may_enter() or shutil.which("systemd-analyze") is None:
        skip("sandbox", "not root here, or no mounts of our own, or no systemd-analyze")
        return
    with Installed() as i, Index() as index:
        unit = i.find("sarnakh-httpd.service").read_text(encoding="utf-8")
        calls = sandbox.allowed_calls(unit)
        if calls is None:
            skip("sandbox", "which system calls there are is not known here")
            return
        i.root.chmod(0o755)
        state, logs = index.folder / "state", index.folder / "logs"  # as /var/lib/sarnakh, /var/log/sarnakh
        for folder in (state, logs):
            folder.mkdir(mode=0o750)
            os.chown(folder, sandbox.NOBODY, sandbox.NOBODY)
        writable = sandbox.folders_of(unit, {"StateDirectory": str(state), "LogsDirectory": str(logs)})
        enter = lambda: sandbox.enter(writable, calls)
        done = subprocess.run(["/bin/sh", "-c", f"touch {state}/x {logs}/x; rm {state}/x {logs}/x; touch {index.folder}/y /etc/y /tmp/y"],
                              preexec_fn=enter, stderr=subprocess.PIPE, text=True, check=False)
        check("two folders can be written, no other", done.stderr.count("Read-only") == 3 and
              done.stderr.count("\n") == 3, done)
        done = subprocess.run(["/bin/mount", "--bind", "/", "/mnt"], preexec_fn=enter, stderr=subprocess.PIPE,
                              text=True, check=False)
        check("nothing is mounted there", done.returncode != 0, done)
        # Leaks are looked for with ptrace(2), which is not let through.
        env = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        with Service(state, "--zero-hit-log", str(logs / "zero.jsonl"), preexec_fn=enter, log=index.folder / "log", program=i.find("sarnakh-httpd"), env=env) as s:
            check("a write", s.put("a-1", {"title": "پل"}).status == 201)
            check("a search", s.ids("پل") == ["a-1"])
            check("a log of events", s.ids("هیچ‌کجایی") == [] and
                  within(TIMEOUT, lambda: (logs / "zero.jsonl").stat().st_size > 0))
            s.process.send_signal(signal.SIGHUP)
            log = index.folder / "log"
            check("a reload", within(TIMEOUT, lambda: " reloaded " in log.read_text(encoding="utf-8")))
            done = subprocess.run([i.find("sarnakh-index"), "--index", state, "--quiet", "rebuild"], preexec_fn=enter,
                                  env=env, stderr=subprocess.PIPE, text=True, check=False)
            check("a rebuild beside it", (done.returncode, done.stderr) == (0, ""), done)
            check("and the new one is served", s.ids("پل") == ["a-1"] and s.get("/v1/status").json["generation"] == 2)
            for what in ("reindex", "check", "rollback"):
                task = s.request("POST", f"/v1/admin/{what}").headers["location"]
                check(f"{what} as its child", within(TIMEOUT, lambda: s.get(task).json["state"] == "done"), s.get(task))
        check("nothing is said of it", " error " not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(globals())
