#!/usr/bin/env python3
"""update: of each source only what changed since; what is remembered is never ahead of what is accepted.
Addresses are those of a server of the test's own."""
import functools
import gzip
import json
import os
import re
import signal
import ssl
import subprocess
import threading

import feed_server as web
from sarnakh import INDEXER, Index, article, check, lines, main, run, skip

FAILED, USAGE, REFUSED = 1, 2, 3


def rss(*items):
    """A feed of (guid, title) pairs."""
    body = "".join(f"<item><guid isPermaLink='false'>{i}</guid><title>{t}</title></item>" for i, t in items)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>پیک</title>{body}</channel></rss>".encode()


def outcomes(report):
    return {os.path.basename(s["source"]): s["outcome"] for s in report["sources"]}


def counts(report):
    return tuple(report[k] for k in ("created", "updated", "unchanged", "passed_over", "refused"))


def old(path, seconds=100):
    """As if written a while ago: a file of the last seconds is looked into."""
    st = os.stat(path)
    os.utime(path, ns=(st.st_atime_ns, st.st_mtime_ns - seconds * 10**9))


def remembered(index):
    return {os.path.basename(s["source"]): s for s in
            map(json.loads, index.indexer("update", "--list", "--json").out.splitlines())}


# ---- files

def test_a_file_is_read_when_it_changed():
    with Index() as index:
        feed = index.folder / "feed.jsonl"
        feed.write_text(lines(article(1), article(2)), encoding="utf-8")
        first = index.report("update", feed)
        check("a new file is read", counts(first) == (2, 0, 0, 0, 0) and outcomes(first) == {"feed.jsonl": "read"}, first)
        check("and its articles are found", sorted(index.ids("پل")) == ["a-1", "a-2"])
        for args in ((feed,), ()):
            again = index.report("update", *args)
            check("unchanged, no record is read", again["read"] == 0 and again["exit"] == 0 and
                  outcomes(again) == {"feed.jsonl": "unchanged"}, again)
        with open(feed, "a", encoding="utf-8") as out:
            out.write(lines(article(3), article(4)))
        grown = index.report("update")
        check("of a file that grew only what is new is read", grown["read"] == 2 and grown["created"] == 2, grown)
        feed.write_text(lines(article(1, title="پل بسته شد"), article(2)), encoding="utf-8")
        other = index.report("update")
        check("another file of that name is read from its beginning", counts(other) == (0, 1, 1, 0, 0), other)
        again = index.report("update", "--again")
        check("--again reads what did not change", counts(again) == (0, 0, 2, 0, 0), again)
        check("archive and index agree", index.indexer("check").status == 0)


def test_a_line_that_is_still_written():
    with Index() as index:
        feed = index.folder / "feed.jsonl"
        text = lines(article(1), article(2))
        feed.write_text(text[:-20], encoding="utf-8")
        first = index.report("update", feed)
        check("half a line is refused", counts(first) == (1, 0, 0, 0, 1) and first["exit"] == REFUSED, first)
        feed.write_text(text, encoding="utf-8")
        second = index.report("update", feed)
        check("and read when it is whole", counts(second) == (1, 0, 0, 0, 0) and second["exit"] == 0, second)
        feed.write_text(text[:-1], encoding="utf-8")
        index.report("update", feed)
        feed.write_text(text + lines(article(3)), encoding="utf-8")
        third = index.report("update", feed)
        check("a last line without an end is read again", third["read"] == 2 and third["created"] == 1, third)


def test_times_and_bytes():
    with Index() as index:
        feed = index.folder / "feed.xml"
        feed.write_bytes(rss(("n-1", "پل باز شد")))
        old(feed)
        index.report("update", feed)
        os.utime(feed)
        touched = index.report("update", feed)
        check("touched, but the same bytes: unchanged", outcomes(touched) == {"feed.xml": "unchanged"} and
              touched["read"] == 0, touched)
        feed.write_bytes(rss(("n-1", "پل باز شد"), ("n-2", "پل بسته شد")))
        more = index.report("update", feed)
        check("a feed with more is read as a whole", counts(more) == (1, 0, 1, 0, 0), more)
        feed.write_bytes(gzip.compress(rss(("n-1", "پل باز شد"), ("n-2", "پل بسته شد"))))
        packed = index.report("update", feed)
        check("packed, it is the same", outcomes(packed) == {"feed.xml": "unchanged"}, packed)


def test_directory():
    with Index() as index:
        feeds = index.folder / "feeds"
        (feeds / "2026").mkdir(parents=True)
        (feeds / "1.jsonl").write_text(lines(article(1)), encoding="utf-8")
        (feeds / "2026" / "2.jsonl").write_text(lines(article(2)), encoding="utf-8")
        first = index.report("update", feeds)
        check("all files of a directory", counts(first) == (2, 0, 0, 0, 0), first)
        check("one source is remembered", list(remembered(index)) == ["feeds"], remembered(index))
        (feeds / "3.jsonl").write_text(lines(article(3), article(1, title="پل بسته شد")), encoding="utf-8")
        os.remove(feeds / "1.jsonl")
        second = index.report("update")
        check("only the new file is read", second["read"] == 2 and counts(second)[:2] == (1, 1), second)
        check("articles of a file that went stay", sorted(index.ids("پل")) == ["a-1", "a-2", "a-3"])
        (feeds / "1.jsonl").write_text(lines(article(9)), encoding="utf-8")
        check("a file that comes again is new", index.report("update")["created"] == 1)
        check("forgotten with its directory", index.indexer("update", "--forget", feeds).status == 0 and
              not remembered(index))
        third = index.report("update", feeds)
        check("it is read again", third["read"] == 4 and third["created"] == 0, third)


def test_options_are_remembered():
    with Index() as index:
        table, names = index.folder / "table.csv", index.folder / "names.txt"
        table.write_text("nr,headline\nn-1,پل باز شد\n", encoding="utf-8")
        names.write_text("nr = id\nheadline = title\n", encoding="utf-8")
        first = index.report("update", "--map", names, table)
        check("with a mapping", counts(first) == (1, 0, 0, 0, 0), first)
        table.write_text("nr,headline\nn-2,پل بسته شد\n", encoding="utf-8")
        second = index.report("update")
        check("the mapping is remembered", counts(second) == (1, 0, 0, 0, 0), second)
        names.write_text("nr = id\nheadline = title\n* = extra\n", encoding="utf-8")
        third = index.report("update")
        check("another mapping: the table is read again", third["read"] == 1, third)
        os.remove(names)
        fourth = index.report("update")
        check("without it the source fails, and says so", fourth["exit"] == FAILED and "names.txt" in fourth["err"],
              fourth)


def test_standard_input_and_failures():
    with Index() as index:
        report = index.report("update", "-", stdin=lines(article(1)))
        check("standard input is read", counts(report) == (1, 0, 0, 0, 0), report)
        check("and not remembered", not remembered(index))
        done = index.indexer("update")
        check("nothing to update is said", done.status == FAILED and "no source is remembered" in done.err, done)
        good = index.folder / "good.jsonl"
        good.write_text(lines(article(2)), encoding="utf-8")
        report = index.report("update", index.folder / "none.xml", good)
        check("a source that fails does not stop the others", report["exit"] == REFUSED and report["created"] == 1, report)
        check("it is named, and not remembered", "none.xml: " in report["err"] and "not remembered" in report["err"] and
              list(remembered(index)) == ["good.jsonl"], report)
        os.remove(good)
        report = index.report("update")
        check("a source that went away fails each time", report["exit"] == FAILED and
              outcomes(report) == {"good.jsonl": "failed"}, report)
        check("and its failure is remembered", "No such file" in remembered(index)["good.jsonl"]["error"])
        done = index.indexer("update", "--quiet")
        check("--quiet tells failures", done.status == FAILED and "good.jsonl: cannot open" in done.err, done)
        check("forgotten", index.indexer("update", "--forget", good).status == 0 and not remembered(index))
        check("what is not remembered cannot be forgotten", index.indexer("update", "--forget", good).status == REFUSED)
        for args in (["--list", good], ["--forget"], ["--format", "rss"], ["--dry-run", good], ["--format", "telex", good]):
            check(f"update {args[0]}: usage", index.indexer("update", *args).status == USAGE, args)
        plain = index.indexer("update", "--list")
        check("an empty list", plain.status == 0 and not plain.out, plain)


def test_older_versions_are_passed_over():
    with Index() as index:
        index.add(article(1, version=3), article(2))
        index.report("delete", "a-2")
        feed = index.folder / "feed.jsonl"
        feed.write_text(lines(article(1, version=2, title="کهنه"), article(2), article(3)), encoding="utf-8")
        report = index.report("update", feed)
        check("older and taken down: passed over, in peace", counts(report) == (1, 0, 0, 2, 0) and report["exit"] == 0,
              report)
        check("they do not come back", sorted(index.ids("پل")) == ["a-1", "a-3"])


# ---- interruption

def test_killed_and_run_again():
    """SIGKILL while a large file is read: nothing is passed over, and what was committed is not read again."""
    with Index() as index:
        feed = index.folder / "feed.jsonl"
        feed.write_text(lines(*(article(n) for n in range(4000))), encoding="utf-8")
        child = subprocess.Popen([INDEXER, "--index", index.path, "update", feed], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        while child.poll() is None:
            done = index.indexer("status", "--json") if index.path.exists() else None
            if done is not None and done.status == 0 and done.json["change"] >= 1000:
                child.send_signal(signal.SIGKILL)
                break
        child.wait()
        before = index.status()["change"]
        check("it was interrupted", 1000 <= before, before)
        report = index.report("update")
        check("it goes on behind the last commit", report["read"] == 4000 - before, (before, report["read"]))
        check("and all are there", index.status()["articles"] == 4000, index.status())
        check("in the index too", index.indexer("check").status == 0)


# ---- addresses

def test_conditions():
    body = [rss(("n-1", "پل باز شد"))]
    pages = {"/etag.xml": web.feed(lambda: body[0], etag='"one"'),
             "/time.xml": web.feed(lambda: body[0], modified="Fri, 20 Nov 2026 10:00:00 GMT"),
             "/plain.xml": web.feed(lambda: body[0])}
    with Index() as index, web.FeedServer(pages) as server:
        urls = [server.url + path for path in pages]
        first = index.report("update", *urls)
        check("feeds are read", outcomes(first) == dict.fromkeys(("etag.xml", "time.xml", "plain.xml"), "read") and
              counts(first) == (1, 0, 2, 0, 0), first)
        check("by a program that says its name", all(h["User-Agent"].startswith("sarnakh-index/")
                                                     for _, h in server.asked), server.asked)
        second = index.report("update")
        check("unchanged: by 304, and by their bytes", set(outcomes(second).values()) == {"unchanged"} and
              second["read"] == 0, second)
        asked = {path: headers for path, headers in server.asked[3:]}
        check("what the server said is said again", asked["/etag.xml"].get("If-None-Match") == '"one"' and
              asked["/time.xml"].get("If-Modified-Since") == "Fri, 20 Nov 2026 10:00:00 GMT", asked)
        index.report("update", "--again")
        check("--again asks without conditions", not any("If-None-Match" in h for _, h in server.asked[6:]))
        body[0] = rss(("n-1", "پل باز شد"), ("n-2", "پل بسته شد"))
        pages["/etag.xml"] = web.feed(lambda: body[0], etag='"two"')
        third = index.report("update", server.url + "/etag.xml")
        check("changed, it is read", counts(third) == (1, 0, 1, 0, 0), third)


def test_failing_servers():
    stop = threading.Event()
    good = rss(("n-1", "پل باز شد"))
    answers = {
        "none": (None, "the server answered 404"), "gone": (lambda r: r.give(b"", 410), "answered 410"),
        "broken": (lambda r: r.give(b"x" * 1000, 500), "answered 500"),
        "busy": (lambda r: r.give(b"", 429, Retry_After="1800"), "come back after 1800 s"),
        "empty-answer": (lambda r: r.give(b"", 204), "answered 204"),
        "part": (lambda r: r.give(good, 206), "answered 206"),
        "unasked-304": (lambda r: r.give(b"", 304), "answered 304"),
        "cut": (web.cut_off(good[:60], len(good)), "cut off"), "cut-chunk": (web.cut_chunk(good[:60]), ""),
        "circle": (web.redirect("/circle"), "FETCH_REDIRECTS"),
        "to-file": (web.redirect("file:///etc/passwd"), "redirect away from http"),
        "to-ftp": (web.redirect("ftp://127.0.0.1/feed.xml"), "redirect away from http"),
        "large": (lambda r: r.give(b"", Content_Length=str(1 << 40)), "FETCH_BYTES"),
        "other-packing": (lambda r: r.give(good, Content_Encoding="br"), "packed in a way"),
        "drip": (functools.partial(web.drip, stop=stop), "timed out"),
        "silent": (functools.partial(web.silent, stop=stop), "timed out"),
    }
    pages = {f"/{name}": page for name, (page, _) in answers.items()}
    with Index() as index, web.FeedServer(pages) as server:
        index.add(article(1))
        for name, (_, words) in answers.items():
            report = index.report("update", "--timeout", "1", f"{server.url}/{name}")
            check(f"{name}: a failed source", report["exit"] == FAILED and words in report["err"] and
                  outcomes(report) == {name: "failed"}, report)
            check(f"{name}: nothing is taken of it", report["read"] == 0 and index.status()["articles"] == 1)
        report = index.report("update", "http://127.0.0.1:1/feed.xml")
        check("nobody there: a failed source", report["exit"] == FAILED and "connect" in report["err"].lower(), report)
        done = index.indexer("add", f"{server.url}/cut")
        check("add ends there", done.status == FAILED and "cut off" in done.err, done)
        check("and none is remembered", not remembered(index))
        stop.set()


def test_a_cut_off_answer_of_a_known_source():
    body = lines(*(article(n) for n in range(50))).encode()
    pages = {"/feed": web.feed(lines(article(0)).encode())}
    with Index() as index, web.FeedServer(pages) as server:
        index.report("update", server.url + "/feed")
        pages["/feed"] = web.cut_off(body[:len(body) // 2], len(body))
        report = index.report("update")
        check("a cut-off answer is no short one", report["exit"] == FAILED and report["read"] == 0, report)
        check("the failure is remembered", "cut off" in remembered(index)["feed"]["error"], remembered(index))
        pages["/feed"] = web.feed(body)
        report = index.report("update")
        check("and the next one is read behind what is known", counts(report) == (49, 0, 0, 0, 0), report)
        check("the failure is over", remembered(index)["feed"]["error"] is None)


def test_a_feed_that_becomes_a_page():
    with Index() as index, web.FeedServer({"/feed": web.feed(rss(("n-1", "پل باز شد")))}) as server:
        index.report("update", server.url + "/feed")
        server.pages["/feed"] = web_page("در دست تعمیر", "فردا بیایید", "https://peyk.example/sorry")
        for _ in range(2):
            report = index.report("update")
            check("is a failed source", report["exit"] == FAILED and "was read as rss, and is html now" in report["err"] and
                  index.status()["articles"] == 1, report)
        server.pages["/feed"] = web.feed(rss(("n-1", "پل باز شد"), ("n-2", "پل")))
        check("until it is one again", counts(index.report("update")) == (1, 0, 1, 0, 0))
        server.pages["/feed"] = web_page("پل", "شهردار آمد", "https://peyk.example/7")
        report = index.report("update", "--format", "html", server.url + "/feed")
        check("or is said to be a page", counts(report) == (1, 0, 0, 0, 0), report)


def test_retry_after():
    pages = {"/feed": web.feed(rss(("n-1", "پل")))}
    with Index() as index, web.FeedServer(pages) as server:
        index.report("update", server.url + "/feed")
        pages["/feed"] = lambda r: r.give(b"", 503, Retry_After="3600")
        index.report("update")
        asked = len(server.asked)
        report = index.report("update")
        check("a server that wants to be left alone is", len(server.asked) == asked and report["exit"] == FAILED and
              "left alone" in report["err"], report)


def test_redirects_and_secrets():
    seen = []

    def note(request):
        seen.append((request.path, request.headers.get("Authorization"), request.headers.get("Cookie")))
        request.give(lines(article(len(seen))).encode(), Set_Cookie="a=b")

    with Index() as index, web.FeedServer({}) as server, web.FeedServer({"/other": note}) as other:
        server.pages.update({"/near": web.redirect("/here", 301), "/here": note,
                             "/far": web.redirect(other.url + "/other", 307)})
        secret = server.url.replace("http://", "http://negar:raaz@")
        report = index.report("update", secret + "/near", secret + "/far")
        check("redirects are followed", report["created"] == 2, report)
        check("the password goes to its host only", seen[0][1] is not None and seen[1][1] is None, seen)
        check("no cookies", not any(cookie for _, _, cookie in seen), seen)
        shown = report["err"] + json.dumps(report) + index.indexer("update", "--list").out
        check("and it is not shown", "raaz" not in shown and "negar" not in shown, shown)
        server.pages.clear()
        failed = index.report("update")
        check("nor in a failure", "raaz" not in failed["err"] + json.dumps(failed), failed)


def test_environment():
    """Neither proxies of the environment nor ~/.netrc decide where bytes go."""
    with Index() as index, web.FeedServer({"/feed": web.feed(lines(article(1)).encode())}) as server, \
            web.FeedServer({}) as proxy:
        (index.folder / ".netrc").write_text("machine 127.0.0.1 login negar password raaz\n", encoding="utf-8")
        env = {**os.environ, "http_proxy": proxy.url, "ALL_PROXY": proxy.url, "HOME": str(index.folder)}
        done = run(INDEXER, "--index", index.path, "update", server.url + "/feed", env=env)
        check("fetched directly", done.status == 0 and not proxy.asked, done)
        check("without a name", "Authorization" not in server.asked[0][1], server.asked)
        done = index.indexer("update", "--again", "--proxy", proxy.url, server.url + "/feed")
        check("a proxy that is asked for", proxy.asked and done.status == FAILED, done)


def test_certificates():
    """A certificate that the system does not know is no certificate."""
    with Index() as index, web.FeedServer({"/feed": web.feed(lines(article(1)).encode())}) as server:
        key, cert = index.folder / "key.pem", index.folder / "cert.pem"
        try:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                            "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                            "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            skip("certificates", "no openssl")
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
        report = index.report("update", server.url.replace("http://", "https://") + "/feed")
        check("it is refused, and nothing is asked", report["exit"] == FAILED and "certificate" in report["err"] and
              not server.asked, report)


def test_packed_answers():
    text = lines(article(1), article(2)).encode()
    bomb = gzip.compress(bytes(1 << 24)) * 40
    pages = {"/packed": web.packed(text), "/file.gz": web.feed(gzip.compress(text)),
             "/bomb": lambda r: r.give(bomb, Content_Encoding="gzip"),
             "/torn": lambda r: r.give(gzip.compress(text)[:-9], Content_Encoding="gzip")}
    with Index() as index, web.FeedServer(pages) as server:
        first = index.report("update", server.url + "/packed", server.url + "/file.gz")
        check("packed on the way, or as it lies", counts(first) == (2, 0, 2, 0, 0), first)
        check("gzip was offered", all(h["Accept-Encoding"] == "gzip" for _, h in server.asked), server.asked)
        for name in ("bomb", "torn"):
            report = index.report("update", f"{server.url}/{name}")
            check(f"{name}: refused", report["refused"] >= 1 and report["exit"] == REFUSED, report)


def test_growing_address():
    body = [lines(*(article(n) for n in range(30))).encode()]
    with Index() as index, web.FeedServer({"/all.jsonl": web.feed(lambda: body[0])}) as server:
        index.report("update", server.url + "/all.jsonl")
        body[0] += lines(article(30)).encode()
        report = index.report("update")
        check("of a dump that grew only its end is taken", report["read"] == 1 and report["created"] == 1, report)


# ---- the pages of a sitemap

def sitemap(*entries):
    """Of (address, lastmod or None, title)."""
    body = "".join(f"<url><loc>{loc}</loc>{f'<lastmod>{mod}</lastmod>' if mod else ''}<n:news><n:title>{title}</n:title>"
                   f"<n:publication_date>2026-11-20T10:00:00Z</n:publication_date></n:news></url>"
                   for loc, mod, title in entries)
    return ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
            f"xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{body}</urlset>").encode()


def web_page(title, text, canonical=None):
    link = f"<link rel='canonical' href='{canonical}'>" if canonical else ""
    return web.feed(f"<!doctype html><html><head><title>{title}</title>{link}</head><body>"
                    f"<div itemprop='articleBody'><p>{text}</p></div></body></html>".encode())


def test_pages_of_a_sitemap():
    with Index() as index, web.FeedServer({}) as server, web.FeedServer({}) as other:
        entries = [(f"{server.url}/news/{n}", None, f"پل {n}") for n in (1, 2, 3)] + \
            [(f"{other.url}/news/9", None, "پل دیگران")]
        server.pages.update({
            "/map.xml": lambda r: r.give(sitemap(*entries)), "/news/1": web_page("پل یک", "شهردار آمد"),
            "/news/2": web_page("پل دو", "سیل رفت", "https://peyk.example/other"), "/news/3": web_page("پل سه", "")})
        plain = index.report("update", server.url + "/map.xml")
        check("without --pages only titles", plain["created"] == 4 and len(server.asked) == 1, plain)
        report = index.report("update", "--pages", server.url + "/map.xml")
        check("the pages are fetched", report["updated"] >= 2 and report["exit"] == 0, report)
        check("not those of another site", not other.asked)
        host = re.sub("^http://", "", server.url)
        check("they have their texts", index.ids("شهردار") == [f"{host}/news/1"], index.ids("شهردار"))
        check("a page names no other article", index.ids("سیل") == [f"{host}/news/2"] and
              index.status()["articles"] == 4, index.ids("سیل"))
        hit = index.search("شهردار", "fields=id,published_at")["hits"][0]
        check("what the page lacks the sitemap has", hit["published_at"] is not None, hit)
        asked = len(server.asked)
        again = index.report("update")
        check("once each, also one without a text", len(server.asked) == asked + 1 and
              outcomes(again) == {"map.xml": "unchanged"}, (again, server.asked[asked:]))
        entries[0] = (entries[0][0], "2026-11-21T10:00:00Z", "پل ۱")
        server.pages["/news/1"] = web_page("پل یک", "فرماندار آمد")
        newer = index.report("update")
        check("again if the sitemap says it is newer", index.ids("فرماندار") == [f"{host}/news/1"] and
              not index.ids("شهردار"), newer)
        check("its own list has one source", list(remembered(index)) == ["map.xml"], remembered(index))
        check("archive and index agree", index.indexer("check").status == 0)


def test_pages_that_fail():
    with Index() as index, web.FeedServer({}) as server:
        entries = [(f"{server.url}/news/{n}", None, f"پل {n}") for n in range(9)]
        page = web_page("پل", "شهردار آمد")
        server.pages.update({"/map.xml": web.feed(sitemap(*entries), etag='"m"'), "/news/0": page,
                             "/news/1": lambda r: r.give(b"", 500)})
        first = index.report("update", "--pages", server.url + "/map.xml")
        check("a page that is not there is told, the others are read", first["exit"] == REFUSED and
              first["refused"] == 8 and index.ids("شهردار") != [], first)
        server.pages["/news/1"] = page
        asked = len(server.asked)
        second = index.report("update")
        check("what failed for the moment is tried again, and only that",
              [path for path, _ in server.asked[asked:]] == ["/map.xml", "/news/1"] and second["exit"] == 0,
              (second, server.asked[asked:]))
        third = index.report("update")
        check("and then the sitemap is done", outcomes(third) == {"map.xml": "unchanged"} and
              "If-None-Match" in server.asked[-1][1], third)
        for n in range(10, 30):
            entries.append((f"{server.url}/news/{n}", None, f"پل {n}"))
            server.pages[f"/news/{n}"] = lambda r: r.give(b"", 500)
        server.pages["/map.xml"] = web.feed(sitemap(*entries))
        asked = len(server.asked)
        index.report("update")
        check("a server that fails again and again is left alone", len(server.asked) == asked + 6, server.asked[asked:])
        server.pages["/news/10"] = lambda r: r.give(b"", 429, Retry_After="600")
        asked = len(server.asked)
        index.report("update")
        late = index.report("update")
        check("and one that asks for it, too", len(server.asked) == asked + 2 and "left alone" in late["err"], late)


def test_add_takes_addresses():
    page = """<!doctype html><html><head><title>پل باز شد</title></head><body><p>شهردار از روی پل تازهٔ شهر گذشت و رفت،
        و مردم از کنار رودخانه او را دیدند. پل تازه از فردا صبح برای خودروها باز می‌شود.</p></body></html>""".encode()
    with Index() as index, web.FeedServer({"/news/7": web.feed(page)}) as server:
        report = index.report("add", server.url + "/news/7")
        check("a page is named by where it is", report["created"] == 1 and
              index.ids("شهردار") == [re.sub("^http://", "", server.url) + "/news/7"], index.ids("شهردار"))
        dry = run(INDEXER, "add", "--dry-run", "--print", server.url + "/news/7")
        check("a dry run fetches, and stores nothing", dry.status == 0 and "شهردار" in dry.out, dry)


if __name__ == "__main__":
    main(globals())
