#!/usr/bin/env python3
"""A service that only reads: it answers all that one that writes answers, refuses what writes, leaves no trace in the index
directory, follows who writes there, and says how far behind it is."""
import os
import re
import signal
import time

import contract
import exposition
import sandbox
from sarnakh import INDEXER, Index, article, check, lines, main, run, skip
from service import HTTPD, Service, quote, within
from test_http_life import in_background, join

WORD = "سرنخ‌آزمایی"
HAS_SECONDS = 2
# Of what is not GET: what asks for something with a body, notes a click where it is told to, or reads files again.
NO_WRITES = {("post", path) for path in ("/v1/search", "/v1/search:batch", "/v1/analyze", "/v1/evaluate", "/v1/related",
                                         "/v1/clicks", "/v1/admin/reload")}
IDS = {"/v1/articles/{id}": "c-0", "/v1/articles/{id}/duplicates": "c-0", "/v1/articles/{id}/related": "c-0", "/articles/{id}": "c-0",
       "/v1/pins/{id}": "پل", "/v1/synonyms/{id}": "شهر", "/v1/judgements/{id}": "پل", "/v1/dictionaries/{id}": "stop", "/v1/tasks/{id}": "1",
       "/assets/{id}": "icon.svg"}
ASKED = {"/v1/search": {"q": "پل زرین‌رود", "facets": "source,tag", "limit": 2}, "/v1/suggest": {"q": "پل"}, "/v1/spell": {"q": "زرین‌رودد"},
         "/v1/analyze": {"text": "می‌روم"}, "/v1/stories": {"since": "1390", "min": 1}, "/": {"q": "پل"}}
# What is of the process: there it is enough that all of it comes.
OF_THE_PROCESS = {"/v1/status", "/v1/status/queries", "/metrics", "/status"}


def fill(index):
    """An index of a service that has written all there is, and has ended."""
    text = "پل زرین‌رود بامداد امروز فرو ریخت و راه شهر بسته شد. فرماندار از آغاز کار گروه‌های امداد گفت."
    with Service(index.path, "--index-program", str(INDEXER)) as s:
        for n, source in enumerate(("پگاه", "سپیده‌دم", "بازارنامه")):
            s.put(f"c-{n}", {"title": f"پل زرین‌رود فرو ریخت {WORD}", "body": text, "source": source, "tags": ["پل"],
                             "published_at": f"2026-11-1{n}T08:00:00Z"})
        s.bulk(lines(*(article(n) for n in range(8))))
        s.put("gone", {"title": WORD})
        check("taken down", s.delete("gone").status == 200)
        for path, body in (("pins/" + quote("پل"), {"pinned": ["c-1"]}), ("synonyms/" + quote("شهر"), "شهر، دیار"),
                           ("judgements/" + quote("پل"), {"c-0": 3})):
            check(path, s.request("PUT", "/v1/" + path, body).status == 201)
        check("words", s.request("PUT", "/v1/dictionaries/stop", "بوق\n").status == 201)
        task = s.request("POST", "/v1/admin/reindex").headers["location"]
        check("a task", within(60, lambda: s.get(task).json["state"] == "done"), s.get(task))
        check("shown", within(30, lambda: s.get("/v1/status").json["pending_writes"] == 0))
        check("a cursor, so that there is a key", s.search("پل", limit=1).json["next_cursor"])


def traces(folder):
    """What a directory has in it, to the time of each change; a file made and removed again changes its folder."""
    found = {}
    for base, folders, files in os.walk(folder):
        for name in [".", *folders, *files]:
            st = os.lstat(os.path.join(base, name))
            found[os.path.relpath(os.path.join(base, name), folder)] = (st.st_ino, st.st_size, st.st_mtime_ns, st.st_mode)
    return found


def changed(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def only_reads(index, *options, **popen):
    return Service(index.path, "--read-only", *options, **popen)


def reads(s):
    """{path of the description: a target that is there}"""
    ids = {**IDS, "/v1/stories/{id}": s.get("/v1/articles/c-0").json["story"]}
    out = {}
    for path, methods in contract.DOCUMENT["paths"].items():
        if "get" in methods:
            asked = "&".join(f"{k}={quote(str(v))}" for k, v in ASKED.get(path, {}).items())
            out[path] = path.replace("{id}", quote(ids[path]) if "{id}" in path else "") + (f"?{asked}" if asked else "")
    return out


def writes():
    """(method, target) of every operation that is not known to write nothing: what is added later is held to it."""
    for path, methods in contract.DOCUMENT["paths"].items():
        for method in set(methods) - {"get"}:
            if (method, path) not in NO_WRITES:
                yield method.upper(), path.replace("{id}", "c-0")


def masked(a):
    text = a.body.decode("utf-8", "replace")
    text = re.sub(r"127\.0\.0\.1:[0-9]+", "", text)
    return re.sub(r'"(took_ms|request_id|next_cursor|now)": ?("[^"]*"|[-0-9.e+]+|null)', r'"\1":0', text)


def test_every_read_answers_as_ever():
    with Index() as index:
        fill(index)
        with Service(index.path, "--log-queries") as usual, only_reads(index, "--log-queries") as s:
            for path, target in reads(usual).items():
                a, w = s.get(target), usual.get(target)
                check(f"{target} answers", a.status == w.status == 200, (a, w))
                if path not in OF_THE_PROCESS:  # what completes and corrects is made in the background
                    check(f"{target} says the same", within(20, lambda: masked(s.get(target)) == masked(usual.get(target))), (a, w))
            a, w = s.get("/v1/status").json, usual.get("/v1/status").json
            check("all of the status", a.keys() == w.keys() and a["read_only"] and not w["read_only"], a)
            check("nothing is behind", a["behind"]["changes"] == a["behind"]["seconds"] == 0 and not a["behind"]["is_stale"]
                  and a["behind"]["committed_at"], a)
            check("metrics", exposition.parse(s.get("/metrics").body.decode())[("sarnakh_read_only", ())] == 1)
            for path, body in (("search", {"q": "پل"}), ("search:batch", {"searches": [{"q": "پل"}]}), ("analyze", {"text": "می‌روم"}),
                               ("evaluate", {"b": {"match": "all"}}), ("related", {"id": "c-0"}), ("admin/reload", None)):
                a = s.request("POST", "/v1/" + path, body)
                check(f"POST {path}", a.status == 200, a)
            check("a click has no log", s.request("POST", "/v1/clicks", {"query": "پل", "id": "c-0", "position": 1}).code == "not_logged")


def test_every_write_is_refused():
    with Index() as index:
        fill(index)
        with only_reads(index) as s:
            all_writes = list(writes())
            check("there are some", len(all_writes) > 15, all_writes)
            for method, target in all_writes:
                for headers in ({}, {"X-Forwarded-For": "192.0.2.1"}, {"X-Api-Key": "none"}):
                    a = s.request(method, target, None if method == "DELETE" else "{}", headers=headers)
                    check(f"{method} {target} {headers}", a.status == 403 and a.code == "read_only" and a.json["detail_fa"], a)
                head = f"{method} {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
                check(f"{method} {target} before its body", s.raw(head.encode()).startswith(b"HTTP/1.1 403"))
            check("methods that are none", s.request("PUT", "/v1/search").code == "method_not_allowed")
            check("what is allowed is told", s.request("OPTIONS", "/v1/articles/c-0").status == 204)
            check("nothing came of it", s.get("/v1/articles/c-0").status == 200 and s.get("/v1/tasks").json["tasks"][0]["id"] == 1)


def ask_all(s):
    """Everything, reads and writes, twice; and what a signal has it read again."""
    targets = reads(s)
    for _ in range(2):
        for target in targets.values():
            check(target, s.get(target).status == 200)
        for method, target in writes():
            check(f"{method} {target}", s.request(method, target).code == "read_only")
    first = s.search("پل", limit=1, collapse="none")
    check("a page", s.search("پل", limit=1, collapse="none", cursor=first.json["next_cursor"]).status == 200)
    s.process.send_signal(signal.SIGHUP)
    check("reload", s.request("POST", "/v1/admin/reload").status == 200)
    check("notes a click", s.request("POST", "/v1/clicks", {"query": "پل", "id": "c-0", "position": 1}).status == 200)


def test_no_trace_is_left():
    with Index() as index:
        fill(index)
        for missing in ("", "cursor.key", "hidden.lock"):
            if missing:
                (index.path / missing).unlink(missing_ok=True)
            logs = [f"--{name}={index.folder / name}" for name in ("click-log", "slow-query-log", "zero-hit-log")]
            before = traces(index.path)
            with only_reads(index, *logs, "--log-queries", "--slow-query-ms=1") as s:
                ask_all(s)
                check("nothing while it runs", not changed(before, traces(index.path)), changed(before, traces(index.path)))
                check("it ends", s.end() == 0)
            check(f"as before, without {missing!r}", not changed(before, traces(index.path)), changed(before, traces(index.path)))


def freeze(folder):
    """For a child: the folder can only be read from now on."""
    sandbox.call(sandbox.LIBC.unshare(sandbox.CLONE_NEWNS), "unshare")
    sandbox.mount(None, "/", sandbox.MS_REC | sandbox.MS_PRIVATE)
    sandbox.mount(folder, folder, sandbox.MS_BIND)
    sandbox.mount(None, folder, sandbox.MS_REMOUNT | sandbox.MS_BIND | sandbox.MS_RDONLY)


def without_rights(folder):
    for base, folders, files in os.walk(folder):
        os.chmod(base, 0o555)
        for name in files:
            os.chmod(os.path.join(base, name), 0o444 if name != "keys" else 0o400)


def test_where_nothing_can_be_written():
    with Index() as index:
        fill(index)
        folder, options = str(index.path), {}
        if os.geteuid() != 0:
            without_rights(folder)
        elif sandbox.may_enter():
            options["preexec_fn"] = lambda: freeze(folder)
        else:
            skip("a directory that cannot be written to", "root may write everywhere, and no mounts of our own")
            return
        with only_reads(index, "--log-queries", "--click-log", str(index.folder / "clicks"), **options) as s:
            ask_all(s)
            if options:
                with Service(index.path) as w:
                    w.put("elsewhere", {"title": "جای‌دیگر"})
                    check("who may write is followed", within(30, lambda: s.ids("جای‌دیگر") == ["elsewhere"])
                          and s.get("/v1/articles/elsewhere?hidden=true").status == 200)
        if not options:
            for base, _, _ in os.walk(folder):
                os.chmod(base, 0o755)


def test_it_follows_who_writes():
    with Index() as index:
        fill(index)
        with only_reads(index) as s:
            check("before", s.ids("نوآمده") == [])
            with Service(index.path) as w:  # comes later
                for n in range(30):
                    w.put(f"w-{n}", {"title": f"نوآمده {n}"})
                check("puts are seen", within(30, lambda: len(s.ids("نوآمده", limit=100, collapse="none")) == 30))
                check("and known to be", within(30, lambda: s.get("/v1/status").json["articles"] == w.get("/v1/status").json["articles"]),
                      (s.get("/v1/status"), w.get("/v1/status")))
                check("taken down", w.delete("w-1").status == 200)
                check("hidden at once", s.get("/v1/articles/w-1").status == 404 and "w-1" not in s.ids("نوآمده", limit=100, collapse="none"))
                check("pins come", w.request("PUT", "/v1/pins/" + quote("نوآمده"), {"pinned": ["w-7"]}).status == 201
                      and s.ids("نوآمده")[0] == "w-7" and s.get("/v1/pins/" + quote("نوآمده")).status == 200)
                w.put("later", {"title": "نوآمده", "publish_at": "2099-01-01T00:00:00Z"})
                check("an embargo holds", s.get("/v1/articles/later").status == 404)
                until = time.time() + HAS_SECONDS
                w.put("short", {"title": "نوآمده", "expires_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(until))})
                check("it ends by a signal that asks nobody", w.end(signal.SIGKILL) == -signal.SIGKILL)
            check("expires with nobody to write it", within(30, lambda: s.get("/v1/articles/short").status == 404)
                  and time.time() >= int(until))
            check("what a killed one has stored", s.get("/v1/articles/w-29?hidden=true").status == 200)
            before = s.get("/v1/status").json
            check("the index is as long as it is", before["behind"]["changes"] == 0, before)
            done = index.add(article(50), article(51))
            check("no lock is held: a batch need not wait", done["exit"] == 0, done)
            check("its articles", {"a-50", "a-51"} <= set(s.ids("پل", limit=100, collapse="none")))
        with only_reads(index) as s:
            check("a new one over all that", s.get("/v1/articles/a-51?hidden=true").status == 200 and s.get("/v1/articles/w-1").status == 404)


def test_generations_switch_below_it():
    with Index() as index:
        fill(index)
        failures, stop = [], []
        with only_reads(index) as s:
            def read():
                connection = s.connect()
                while not stop:
                    a = s.search(WORD, connection, collapse="none")
                    if a.status != 200 or len(a.json["hits"]) != 3:
                        failures.append(str(a))
                    a = s.get("/v1/pins", connection=connection)
                    # A command that begins to write while the archive is read at rest: it is to be asked again.
                    if a.status != 200 and a.code != "stale":
                        failures.append(str(a))
            threads = in_background(read)
            first = s.get("/v1/status").json["generation"]
            for _ in range(3):
                done = index.indexer("rebuild", "--json")
                check("rebuild", done.status == 0, done)
            check("the new one answers", within(30, lambda: s.get("/v1/status").json["generation"] == first + 3), s.get("/v1/status"))
            stop.append(True)
            join(threads)
            check("searches go on", not failures, failures[:3])
            check("generations", s.get("/v1/generations").json["generations"][0]["state"] == "in_use")


def test_too_far_behind():
    with Index() as index:
        fill(index)
        with only_reads(index, "--max-behind-seconds", "1") as s, only_reads(index) as patient, Service(index.path) as w:
            check("it applies", within(10, lambda: index.status()["writer"]))
            with index.hold_lock("writer.wanted"):
                check("it lets go", within(10, lambda: not index.status()["writer"]))
                held = index.hold_lock()
                held.__enter__()
            threads = in_background(lambda: w.put("late", {"title": "دیرآمده"}))
            check("not ready", within(60, lambda: s.get("/readyz").code == "stale"), s.get("/readyz"))
            for target in ("/v1/search?q=a", "/v1/articles/c-0", "/v1/suggest?q=a", "/?q=a"):
                a = s.get(target)
                check(f"{target} is refused", a.status == 503 and a.code == "stale"
                      and (not target.startswith("/v1") or a.headers.get("retry-after")), a)
            check("it lives", s.get("/healthz").status == 200 and s.get("/status").status == 200 and s.get("/desk").status == 200)
            behind = s.get("/v1/status").json["behind"]
            check("and says so", behind["is_stale"] and behind["changes"] == 1 and behind["seconds"] >= 1 and behind["max_seconds"] == 1, behind)
            metrics = exposition.parse(s.get("/metrics").body.decode())
            check("in figures", metrics[("sarnakh_ready", ())] == 0 and metrics[("sarnakh_index_behind_seconds", ())] >= 1, metrics)
            check("who was not told to is patient", within(30, lambda: patient.get("/v1/status").json["behind"]["seconds"] >= 1)
                  and patient.get("/readyz").status == 200 and patient.search("a").status == 200)
            check("what is taken down goes all the same", w.delete("c-2").status == 200 and patient.get("/v1/articles/c-2").status == 404)
            held.__exit__()
            check("the index comes along", within(60, lambda: s.get("/readyz").status == 200), s.get("/readyz"))
            join(threads)
            check("it answers again", s.search("دیرآمده").json["hits"][0]["id"] == "late")
            check("and is not behind", s.get("/v1/status").json["behind"]["seconds"] == 0)


def test_how_it_is_told():
    with Index() as index:
        log = str(index.path / "clicks")

        def started(*options, **popen):
            return run(HTTPD, "--index", index.path, "--listen", "127.0.0.1:0", *options, **popen)

        done = started("--read-only")
        check("there must be an index", done.status == 1 and not index.path.exists(), done)
        fill(index)
        done = started("--read-only", "--create")
        check("it makes none", done.status != 0 and "create: not with read_only" in done.err, done)
        done = started("--read-only", "--click-log", log)
        check("no log in it", done.status != 0 and "click_log: " in done.err and not os.path.exists(log), done)
        done = run(HTTPD, "--check-config", "--index", index.path, "--verbose", env={**os.environ, "SARNAKH_READ_ONLY": "true"})
        check("a variable", done.status == 0 and "read_only = true; # SARNAKH_READ_ONLY\n" in done.out, done)
        (index.path / "sarnakh.conf").write_text("service = { read_only = true; };\n", encoding="utf-8")
        done = run(HTTPD, "--check-config", "--index", index.path)
        check("no line of the file, which other services have, too", done.status == 1 and "service.read_only: there is no" in done.err, done)
        (index.path / "sarnakh.conf").write_text("service = { max_behind_seconds = 9; };\n", encoding="utf-8")
        with only_reads(index) as s:
            check("how far behind is one", s.get("/v1/status").json["behind"]["max_seconds"] == 9)
            (index.path / "sarnakh.conf").write_text("service = { max_behind_seconds = 8; };\n", encoding="utf-8")
            check("and is read again", s.request("POST", "/v1/admin/reload").status == 200
                  and s.get("/v1/status").json["behind"]["max_seconds"] == 8)


if __name__ == "__main__":
    main(globals())
