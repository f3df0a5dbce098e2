#!/usr/bin/env python3
"""The options of the service: flags, environment, file; --check-config; reloads while clients ask."""
import os
import signal
import subprocess
import threading

from sarnakh import Index, article, check, main, run
from service import HTTPD, Service, within


def with_variables(**names):
    """An environment with these variables of ours and no others."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SARNAKH_")}
    return {**kept, **{f"SARNAKH_{k.upper()}": v for k, v in names.items()}}


def log_of(index):
    return open(str(index.path) + ".log", encoding="utf-8").read()


def test_check_config():
    with Index() as index:
        file = index.folder / "my.conf"

        def checked(text, *flags, **names):
            file.write_text(text, encoding="utf-8")
            return run(HTTPD, "--check-config", "--config", file, *flags, env=with_variables(**names))

        done = checked('service = { threads = 2; };\nprofile = "editor";\n')
        check("nothing to say", (done.status, done.out, done.err) == (0, "", ""), done)
        done = checked('service = {\n  threads = 2;\n  log_level = "all";\n};\n')
        check("a mistake of the service", done.status == 1 and
              "my.conf, line 3: service.log_level: «all» is not one of" in done.err, done)
        done = checked('profiles = { portal = { b = 2.0; }; };\nservice = {\n  thread = 2; };\n')
        check("a mistake of each part", done.status == 1 and "line 1: profiles.portal.b: 2" in done.err
              and "line 3: service.thread: there is no" in done.err and done.err.count("\n") == 2, done)
        done = checked('service = {\n threads = 99;\n listen = "x";\n log_level = "warn";\n nothing = 1;\n};\n')
        said = done.err.splitlines()
        check("all mistakes of the service", done.status == 1 and len(said) == 3 and "line 2: service.threads" in said[0]
              and "line 3: service.listen" in said[1] and "line 5: service.nothing" in said[2], done)
        done = checked("service = ( 1, 2 );\n")
        check("not a group at all", done.status == 1 and done.err.count("\n") == 1, done)
        done = checked("service = {\n")
        check("what both parts trip over is said once", done.status == 1 and done.err.count("\n") == 1, done)
        done = checked("service = { threads = 0; };\n", "--threads", "2", threads="3")
        check("though it is overridden", done.status == 1 and "service.threads: 0 is not" in done.err, done)
        done = checked("", threads="0")
        check("a mistake of a variable", done.status == 2 and "SARNAKH_THREADS: «0»" in done.err, done)
        done = checked('service = { threads = 2;\nlog_level = "warn"; };\n', "--listen=[::1]:99", "--verbose",
                       log_level="error", threads="", treads="3")
        wanted = ('listen = "[::1]:99"; # --listen\n', "threads = 2; # line 1\n",
                  'log_level = "error"; # SARNAKH_LOG_LEVEL\n', "create = false; # default\n",
                  "# SARNAKH_TREADS is no option\n")
        check("where all of it came from", done.status == 0 and all(line in done.out for line in wanted), done)
        done = run(HTTPD, "--check-config")
        check("of what?", done.status == 2 and "--config FILE" in done.err, done)
        done = run(HTTPD, "--check-config", "--config", index.folder / "none")
        check("a file that is not there", done.status == 1 and "none" in done.err, done)
        done = run(HTTPD, "--check-config", "--index", index.folder)
        check("a directory without one", (done.status, done.err) == (0, ""), done)


def test_output_that_cannot_be_written():
    with Index() as index, open("/dev/full", "wb") as full:
        index.indexer("add", "--quiet", "-")
        for args in (["--help"], ["--version"], ["key", "--help"], ["--index", index.path, "--check-config", "--verbose"],
                     ["--index", index.path, "key", "list", "--json"]):
            done = subprocess.run([HTTPD, *args], stdout=full, stderr=subprocess.PIPE, check=False)
            check(f"{args[-1]} says by its status that nobody read it", done.returncode == 1, done)


def test_the_file_and_the_environment():
    with Index() as index:
        index.add(article(1))
        (index.path / "sarnakh.conf").write_text('service = { log_level = "debug"; threads = 99; };\n', encoding="utf-8")
        done = run(HTTPD, "--index", index.path)
        check("a mistake: it does not start", done.status == 1 and "line 1: service.threads: 99" in done.err, done)
        (index.path / "sarnakh.conf").write_text('service = { log_level = "warn"; threads = 3; };\n', encoding="utf-8")
        with Service(index.path, env=with_variables(threads="2")) as s:
            check("it answers", s.ids("پل") == ["a-1"])
            s.process.send_signal(signal.SIGHUP)
        check("warnings only", log_of(index) == "", log_of(index))
        with Service(index.path, env=with_variables(threads="2", log_level="info")) as s:
            s.ids("پل")
        check("the variable wins", "threads=2" in log_of(index) and " info request " in log_of(index), log_of(index))


def ask_until(stop, s, failures, asked):
    connection = s.connect()
    while not stop.is_set():
        a = s.search("پل", connection)
        asked.append(a.status)
        if a.status != 200 or len(a.json["hits"]) != 2:
            failures.append(str(a))


def test_reloads_while_clients_ask():
    with Index() as index:
        index.add(article(1), article(2))
        own = index.path / "sarnakh.conf"
        with Service(index.path) as s:
            failures, asked, stop = [], [], threading.Event()
            threads = [threading.Thread(target=ask_until, args=(stop, s, failures, asked)) for _ in range(4)]
            for t in threads:
                t.start()

            def reload(text, event):
                own.write_text(text, encoding="utf-8")
                seen = log_of(index).count(event)
                s.process.send_signal(signal.SIGHUP)
                check(event, within(20, lambda: log_of(index).count(event) > seen), log_of(index)[-2000:])
            for n in range(10):
                reload(f'profile = "{("editor", "portal")[n % 2]}"; service = {{ log_level = "debug"; }};\n', " reloaded ")
            reload('service = { threads = 9; listen = "127.0.0.1:1"; };\n', " restart_wanted ")
            check("what a flag says stays; by name", 'restart_wanted options="threads"' in log_of(index), log_of(index)[-500:])
            reload("service = { threads = 0; };\n", " reload_failed ")
            check("with file and line", "sarnakh.conf, line 1: service.threads: 0 is not within" in log_of(index))
            before = len(asked)
            check("and goes on", within(20, lambda: len(asked) > before + 20))
            own.write_text('service = { log_level = "warn"; };\nprofile = "archive";\n', encoding="utf-8")
            s.process.send_signal(signal.SIGHUP)
            check("the level changed", within(20, lambda: quiet(index, s)))
            check("the profile, too", s.search("پل").json["query"]["profile"] == "archive")
            stop.set()
            for t in threads:
                t.join()
            check("no request failed", not failures and len(asked) > 50, (failures[:3], len(asked)))


def quiet(index, s):
    """Does a request leave nothing in the log any more?"""
    before = len(log_of(index))
    s.get("/healthz")
    return len(log_of(index)) == before


if __name__ == "__main__":
    main(globals())
