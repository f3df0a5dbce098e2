#!/usr/bin/env python3
"""The service as its clients see it: routes, writes that are seen at once, and every refusal."""
import re
import socket
import threading

from sarnakh import Index, article, check, lines, main, skip
from service import Service, problem, sockets, quote, within

WORD = "سرنخ‌آزمایی"


def test_pages():
    with Index() as index, Service(index.path) as s:
        for path in ("/healthz", "/readyz"):
            a = s.get(path)
            check(path, a.status == 200 and a.json["status"] == "ok", a)
        a = s.get("/v1/status")
        check("status names what it should", a.status == 200 and {
            "generation", "change_accepted", "change_applied", "articles", "documents", "analysis",
            "built_at", "uptime_s", "version", "pending_writes"} <= set(a.json), a)
        check("headers", a.headers["content-type"] == "application/json; charset=utf-8"
              and a.headers["x-content-type-options"] == "nosniff"
              and a.headers["cache-control"] == "no-store"
              and a.headers["x-request-id"] == a.json["request_id"]
              and len(a.json["request_id"]) == 16, a)
        a = s.get("/")
        page = a.body.decode("utf-8")
        check("the page is Persian", 'dir="rtl"' in page and "سرنخ" in page
              and a.headers["content-type"] == "text/html; charset=utf-8", a)
        check("the page needs nothing from elsewhere", not re.search(r'(src|href)="(https?:)?//', page)
              and "<style" not in page and not re.search(r"<script[^>]*>[^<]", page), page)
        ids = {s.get("/healthz").json["request_id"] for _ in range(100)}
        check("request ids differ", len(ids) == 100)


def test_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError as e:
        return skip("IPv6", e)
    with Index() as index, Service(index.path, listen="[::1]:0") as s:
        check("put over IPv6", s.put("a", {"title": WORD}).status == 201)
        check("search over IPv6", s.ids(WORD) == ["a"])


def test_unknown_paths_and_methods():
    with Index() as index, Service(index.path) as s:
        for path in ("/v2/search", "/v1/search/", "/v1/articles/", "/v1/articles/a/b", "/V1/search",
                     "/v1", "/favicon.ico"):
            problem(f"404 {path}", s.get(path), 404, "unknown_path", instance=path)
        for method, path, allow in (("PUT", "/v1/search", "GET, HEAD, POST"),
                                    ("POST", "/v1/articles/a", "GET, HEAD, PUT, PATCH, DELETE"),
                                    ("GET", "/v1/articles:bulk", "POST"),
                                    ("PATCH", "/v1/takedowns/a", "DELETE"),
                                    ("BREW", "/", "GET, HEAD")):
            a = s.request(method, path)
            problem(f"405 {method} {path}", a, 405, "method_not_allowed")
            check(f"Allow of {path}", a.headers.get("allow") == allow + ", OPTIONS", a)
        a = s.request("OPTIONS", "/v1/status")
        check("OPTIONS", a.status == 204 and a.headers.get("allow") == "GET, HEAD, OPTIONS" and not a.body, a)
        problem("OPTIONS of nothing", s.request("OPTIONS", "/v2"), 404, "unknown_path")
        s.put("a", {"title": WORD})
        for path in ("/v1/articles/a", "/healthz", "/", "/v1/search?q=x", "/nothing"):
            get, head = s.get(path), s.request("HEAD", path)
            same = ("content-type", "x-content-type-options")
            check(f"HEAD {path}", head.status == get.status and not head.body
                  and all(head.headers[h] == get.headers[h] for h in same), head)


def test_a_write_is_seen_at_once():
    with Index() as index, Service(index.path) as s:
        for n in range(20):
            a = s.put(f"a-{n}", {"title": f"{WORD} {n}", "source": "نمونه"})
            check("put", a.status == 201 and a.json["status"] == "created" and a.json["visible"]
                  and a.json["id"] == f"a-{n}" and a.json["change"] == n + 1, a)
            check("found", f"a-{n}" in s.ids(WORD, limit=100))
        a = s.get("/v1/articles/a-3?fields=title,id")
        check("only the fields asked for", list(a.json) == ["id", "title"], a.json)
        problem("a hit's member is no article's", s.get("/v1/articles/a-3?fields=id,score"), 400, "invalid_parameter", "fields")
        problem("no such parameter", s.get("/v1/articles/a-3?field=id"), 400, "unknown_parameter", "field")
        a = s.get("/v1/articles/a-3")
        check("fetched", a.status == 200 and a.json["title"] == f"{WORD} 3", a)
        a = s.put("a-3", {"title": f"{WORD} 3", "source": "نمونه"})
        check("the same again", a.status == 200 and a.json["status"] == "unchanged", a)
        a = s.put("a-3", {"title": "چیز دیگر"})
        check("another content", a.status == 200 and a.json["status"] == "updated", a)
        check("the old content is gone", "a-3" not in s.ids(WORD, limit=100))
        a = s.request("DELETE", "/v1/articles/a-5?reason=" + quote("به درخواست دادگاه"))
        check("deleted", a.status == 200 and a.json["status"] == "taken_down"
              and a.json["visible"], a)
        check("gone from the search", "a-5" not in s.ids(WORD, limit=100))
        problem("gone by id", s.get("/v1/articles/a-5"), 404, "not_found")
        check("HEAD too", s.request("HEAD", "/v1/articles/a-5").status == 404)
        check("the reason is in the ledger",
              "به درخواست دادگاه" in index.indexer("takedowns").out)
        problem("not taken back by a put", s.put("a-5", {"title": WORD}), 409, "taken_down")
        check("deleted again", s.delete("a-5").status == 200)
        a = s.lift("a-5")
        check("lifted", a.status == 200 and a.json["status"] == "lifted" and a.json["visible"], a)
        check("back", "a-5" in s.ids(WORD, limit=100))
        problem("nothing to lift", s.lift("a-5"), 404, "not_found")
        check("an unknown id is taken down", s.delete("never-seen").status == 200)
        problem("and stays out", s.put("never-seen", {"title": "x"}), 409, "taken_down")


def test_ids_in_paths():
    with Index() as index, Service(index.path) as s:
        for id_ in ("خبر-۱۲", "a/b", "a+b", "a%2Fb", "..", ".", "{id}", "a:b?c#d&e=f", "x" * 200,
                    "https://news.example/1?q=2"):
            a = s.put(id_, {"title": WORD})
            check(f"put {id_[:40]}", a.status == 201 and a.json["id"] == id_, a)
            a = s.get("/v1/articles/" + quote(id_))
            check(f"get {id_[:40]}", a.status == 200 and a.json["id"] == id_, a)
        for path, code in (("%", "invalid_parameter"), ("%00", "invalid_parameter"),
                           ("a%0", "invalid_parameter"), ("%ff", "invalid_parameter"),
                           ("%ED%A0%80", "invalid_parameter"), ("x" * 201, "limit_exceeded")):
            problem(f"id {path[:20]}", s.get("/v1/articles/" + path), 400, code, "id")
        for id_ in ("a b", "a\tb", "a\u00a0b", "a\u200bb\u2028"):
            a = s.put(id_, {"title": WORD})
            check(f"id {id_!r}", a.status in (201, 400), a)
            problem(f"delete {id_!r}", s.delete("a b"), 400, "invalid_parameter", "id")


def test_bad_articles():
    with Index() as index, Service(index.path) as s:
        deep = '{"title":"t","extra":' + '{"a":' * 100 + "1" + "}" * 101
        cases = (
            ("no JSON", "x", "invalid_article", None),
            ("nothing", "", "invalid_article", None),
            ("an array", "[]", "invalid_article", None),
            ("cut", '{"title":"t"', "invalid_article", None),
            ("behind it", '{"title":"t"} {}', "invalid_article", None),
            ("a key twice", '{"title":"t","title":"u"}', "invalid_article", None),
            ("an unknown field", '{"title":"t","colour":"red"}', "invalid_article", "colour"),
            ("no title", '{"body":"t"}', "invalid_article", "title"),
            ("a wrong type", '{"title":5}', "invalid_article", "title"),
            ("a bad date", '{"title":"t","published_at":"۱۴۰۵/۱۳/۰۱"}', "invalid_article",
             "published_at"),
            ("U+0000", '{"title":"a\\u0000b"}', "invalid_article", None),
            ("too deep", deep, "limit_exceeded", None),
            ("a long title", '{"title":"%s"}' % ("x" * 9000), "limit_exceeded", "title"),
            ("another id", '{"id":"b","title":"t"}', "id_mismatch", "id"),
        )
        for name, body, code, parameter in cases:
            a = s.put("a", body)
            problem(name, a, 400, code, a.json.get("parameter"))
            check(f"{name}: field", parameter in (None, a.json.get("parameter")), a)
        problem("not UTF-8", s.put("a", b'{"title":"\xff"}'), 400, "invalid_utf8")
        check("nothing of it was stored", s.get("/v1/status").json["change_accepted"] == 0)
        for body in ('{"title":"t","id":"a"}', '{"title":"t","id":null}', ' {"title":"t"}\n'):
            check(f"taken: {body}", s.put("a", body).status in (200, 201))
        check("a version", s.put("v", {"title": "t", "version": 5}).status == 201)
        problem("an older version", s.put("v", {"title": "u", "version": 4}), 409, "conflict")
        problem("a parameter", s.request("PUT", "/v1/articles/a?x=1", {"title": "t"}), 400,
                "unknown_parameter", "x")
        problem("brotli", s.put("a", b"\x1f\x8b", headers={"Content-Encoding": "br"}), 415,
                "unsupported_media_type")


def test_bulk():
    with Index() as index, Service(index.path) as s:
        s.delete("out")
        s.put("old", {"title": "t", "version": 7})
        text = lines(article(1), article(2)) + "\n  \r\n" + "no json\n" + lines(
            {"id": "out", "title": "x"}, {"id": "old", "title": "u", "version": 6},
            {"id": "no-title"}, article(1), article(1, lead="دیگر"))
        a = s.bulk(text[:-1])
        b = a.json
        check("answered", a.status == 200 and b["errors"] is True and b["visible"] is True
              and b["took_ms"] > 0, a)
        got = [(i["line"], i["id"], i["status"], i.get("result"), i.get("error", {}).get("code"))
               for i in b["items"]]
        check("each line", got == [
            (1, "a-1", 201, "created", None), (2, "a-2", 201, "created", None),
            (5, None, 400, None, "invalid_article"), (6, "out", 409, None, "taken_down"),
            (7, "old", 409, None, "conflict"), (8, "no-title", 400, None, "invalid_article"),
            (9, "a-1", 200, "unchanged", None), (10, "a-1", 200, "updated", None)], got)
        check("errors in two languages", all(
            i["error"]["detail"] and i["error"]["detail_fa"] for i in b["items"] if "error" in i))
        check("found", {"a-1", "a-2"} <= set(s.ids("پل", limit=100)))
        for name, body in (("nothing", ""), ("blank lines", "\n\n\r\n")):
            a = s.bulk(body)
            check(name, a.status == 200 and a.json["items"] == [] and not a.json["errors"], a)
        a = s.bulk("x\n" * 10)
        check("only bad lines", a.status == 200 and len(a.json["items"]) == 10, a)
        a = s.bulk(b'{"id":"u","title":"\xff"}\n')
        check("not UTF-8", a.json["items"][0]["error"]["code"] == "invalid_utf8", a)
        a = s.bulk("".join(lines(article(n)) for n in range(1000, 4000)))
        check("3,000 articles", a.status == 200 and not a.json["errors"] and a.json["visible"], a)
        check("all there", s.get("/v1/status").json["articles"] == 3003)
        before = s.get("/v1/status").json["change_accepted"]
        problem("too many lines", s.bulk(lines(*({"id": f"m{n}", "title": "t"}
                                                 for n in range(10001)))), 413, "body_too_large")
        check("nothing of them", s.get("/v1/status").json["change_accepted"] == before)
        a = s.request("POST", "/v1/articles%3Abulk", lines(article(9)))
        check("%3A", a.status == 200 and a.json["items"][0]["status"] == 201, a)


def test_articles_are_the_same_however_they_come():
    """HTML leaves the texts and addresses take one form, by PUT, in bulk, from files."""
    html = {"title": "پل <b>تازه</b> &laquo;باز&raquo; شد", "kicker": "<i>شهر</i>", "lead": "یک<br>دو",
            "body": "<p>شهردار آمد.</p><script>x</script><p>5 &lt; 7 &amp; رفت.</p>",
            "url": "HTTPS://Peyk.example:443/news/7?utm_source=x#top", "source": "a < b"}
    by_address = {"title": "خبر پل", "url": "https://m.peyk.example/news/8/amp?fbclid=1"}
    with Index() as index, Index() as other, Service(index.path) as s, Service(other.path) as t:
        a = s.put("put", html)
        check("put", a.status == 201, a)
        a = s.bulk(lines({"id": "bulk", **html}, by_address, {"title": "بی نام"}))
        got = [(i["id"], i["status"]) for i in a.json["items"]]
        check("bulk: what has no id is named by its address", got ==
              [("bulk", 201), ("peyk.example/news/8", 201), (None, 400)], got)
        other.add({"id": "put", **html}, {"id": "bulk", **html}, by_address)
        for id_ in ("put", "peyk.example/news/8"):
            here, there = ({k: v for k, v in i.get("/v1/articles/" + id_.replace("/", "%2F")).json.items()
                            if k not in ("request_id", "change", "story", "story_articles")} for i in (s, t))
            check(f"{id_}: one article", here == there, (here, there))
        shown = s.get("/v1/articles/put").json
        check("without markup", (shown["title"], shown["body"]) ==
              ("پل تازه «باز» شد", "شهردار آمد.\n\n5 < 7 & رفت.") and
              shown["url"] == "https://peyk.example/news/7", shown)
        check("nothing of the script is found", not s.ids("script"))
        problem("nothing is left of the title", s.put("n", {"title": "<p></p>"}), 400, "invalid_article", "title")


def test_too_much():
    with Index() as index, Service(index.path) as s:
        got = s.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (1 << 20) + b"\r\n\r\n")
        check("a header of 1 MB", got == b"" or got.startswith(b"HTTP/1.1 4"), got[:100])
        got = s.raw(b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        check("a target of 100 KB", got == b"" or got.startswith(b"HTTP/1.1 4"), got[:100])
        problem("a body of 100 MB", s.bulk(b"x" * (100 << 20)), 413, "body_too_large")
        problem("an article of 17 MB", s.put("a", b"x" * (17 << 20)), 413, "body_too_large")
        problem("a body where none is taken", s.delete("a", body=b"x"), 413, "body_too_large")

        def chunked(path, count, size):
            head = f"PUT {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" \
                   "Transfer-Encoding: chunked\r\n\r\n"
            head = head.encode()
            chunk = b"%x\r\n" % size + b"a" * size + b"\r\n"
            return s.raw(head + chunk * count + b"0\r\n\r\n")
        check("17 MB in chunks", b" 413 " in chunked("/v1/articles/a", 17, 1 << 20)[:40])
        got = s.raw(b"PUT /v1/articles/a HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n")
        check("a length of 1 TB", b" 413 " in got[:40] and b"Connection: close" in got, got[:300])
        got = s.raw(b"PUT /v1/articles/a HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n"
                    b"Expect: 100-continue\r\n\r\n")
        check("asked before it is sent", got.startswith(b"HTTP/1.1 413 "), got[:100])
        check("and it goes on", s.get("/healthz").status == 200)


def test_framing():
    with Index() as index, Service(index.path) as s:
        smuggled = b"GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n"
        both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
        two = b"Content-Length: 0\r\nContent-Length: %d\r\n" % len(smuggled)
        for name, method, headers in (("length and chunks", b"POST", both),
                                      ("two lengths", b"POST", two),
                                      ("two lengths, GET", b"GET", two),
                                      ("length and chunks, DELETE", b"DELETE", both)):
            got = s.raw(method + b" /v1/search HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n"
                        + b"0\r\n\r\n" + smuggled)
            check(name, got.startswith(b"HTTP/1.1 400 ") and got.count(b"HTTP/1.1 ") == 1
                  and b"invalid_framing" in got, got[:600])
        for name, request in (
                ("a negative length", b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: -1"),
                ("a huge length", b"POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                 b"9" * 30), ("no version", b"GET /"), ("no request", b"\x16\x03\x01\x02\x00")):
            got = s.raw(request + b"\r\n\r\n")
            check(name, got == b"" or got.startswith(b"HTTP/1.1 4"), got[:100])
        got = s.raw(b"GET http://example.org/healthz HTTP/1.1\r\nHost: x\r\n"
                    b"Connection: close\r\n\r\n")
        check("an absolute target", got.startswith(b"HTTP/1.1 200 "), got[:100])


def test_requests_cut_short():
    """The service keeps such a connection for its idle time at most, and nothing of it after."""
    request = b"PUT /v1/articles/a HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"
    with Index() as index, Service(index.path, "--idle-seconds", "2") as s:
        until_calm = within(60, lambda: sockets(s.process) == 1)
        for n in range(0, 200):
            s.raw(request[:n], read=False)
        check("others are served", s.put("a", {"title": WORD}).status == 201)
        check("nothing is left", until_calm and within(60, lambda: sockets(s.process) == 1))


def own_address():
    """An address of this machine that is not loopback, or None."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.connect(("192.0.2.1", 9))
            address = s.getsockname()[0]
        except OSError:
            return None
    return None if address.startswith("127.") else address


def test_who_may_write():
    with Index() as index, Service(index.path, listen="0.0.0.0:0") as s:
        s.host = "127.0.0.1"
        check("a local client", s.put("a", {"title": WORD}).status == 201)
        for header, value in (("X-Forwarded-For", "203.0.113.5"), ("Forwarded", "for=203.0.113.5"),
                              ("Via", "1.1 proxy"), ("X-Real-IP", "203.0.113.5"),
                              ("Origin", "http://attacker.example"),
                              ("Sec-Fetch-Site", "cross-site")):
            headers = {header: value}
            problem(f"put, {header}", s.put("b", {"title": "t"}, headers=headers), 403, "forbidden")
            problem(f"delete, {header}", s.delete("a", headers=headers), 403, "forbidden")
            problem(f"lift, {header}", s.lift("a", headers=headers), 403, "forbidden")
            problem(f"bulk, {header}", s.bulk(lines(article(1)), headers=headers), 403, "forbidden")
            check(f"search, {header}", s.get("/v1/search?q=x", headers=headers).status == 200)
        s.host = own_address()
        if s.host is None:
            return
        problem("from elsewhere", s.put("b", {"title": "t"}), 403, "forbidden")
        check("who may search", s.search("x").status == 200)


def test_clients_at_once():
    with Index() as index, Service(index.path) as s:
        failures, stop = [], threading.Event()

        def write(writer):
            connection = s.connect()
            for n in range(25):
                id_ = f"w{writer}-{n}"
                a = s.put(id_, {"title": f"{WORD} {writer} {n}"}, connection=connection)
                if a.status != 201 or not a.json["visible"]:
                    failures.append(str(a))
                elif s.get("/v1/articles/" + id_, connection=connection).status != 200:
                    failures.append(f"{id_} is not there")
                if n % 5 == 4 and s.delete(id_, connection=connection).status != 200:
                    failures.append(f"{id_} is not deleted")

        def read():
            connection, last = s.connect(), 0
            while not stop.is_set():
                total = s.search(WORD, connection, collapse="none").json["total"]["value"]
                if total + 8 * 5 < last:
                    failures.append(f"{total} after {last}")
                last = max(last, total)
        writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
        readers = [threading.Thread(target=read) for _ in range(2)]
        for t in writers + readers:
            t.start()
        for t in writers:
            t.join()
        stop.set()
        for t in readers:
            t.join()
        check("8 writers and 2 readers", not failures, failures[:3])
        a = s.search(WORD, limit=1, collapse="none")
        check("all there", a.json["total"]["value"] == 8 * 20, a)
        check("nothing waits", s.get("/v1/status").json["pending_writes"] == 0)


if __name__ == "__main__":
    main(globals())
