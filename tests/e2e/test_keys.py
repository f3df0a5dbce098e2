#!/usr/bin/env python3
"""Keys: made, revoked and noticed; what each role may do; rates by key and address; pages of other origins."""
import itertools
import json
import os
import signal
import subprocess

from sarnakh import Index, article, check, lines, main
from service import HTTPD, Service, quote, within

WORD = "سرنخ‌آزمایی"
PAGE = "https://page.example"
counter = itertools.count()


def command(index, *args):
    return subprocess.run([str(HTTPD), "--index", str(index.path), "key", *args], capture_output=True, text=True)


def make(index, *args):
    done = command(index, "add", *args)
    check(f"key add {args}", done.returncode == 0, done)
    return done.stdout.strip()


def id_of(token):
    return token.split("_")[1]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def problem(name, answer, status, code):
    check(f"{name}: {status} {code}", answer.status == status and answer.code == code, answer)
    check(f"{name}: both languages", answer.json["detail"] and answer.json["detail_fa"], answer)
    challenge = answer.headers.get("www-authenticate")
    check(f"{name}: a challenge with 401 only", (challenge is not None) == (status == 401), answer)


def new_index():
    """An index that a service may use: keys are added to what is there."""
    index = Index()
    with Service(index.path) as s:
        s.put("a", {"title": WORD, "body": "متن", "source": "پگاه"})
        s.put("gone", {"title": WORD})
        s.delete("gone")
    return index


def test_keys_are_made_listed_and_revoked():
    with new_index() as index:
        token = make(index, "--name", "درگاه", "--rate", "20")
        public = make(index, "--public", "--origins", f"{PAGE}, https://two.example", "--expires", "90d")
        filtered = make(index, "--filter", "filter.source=" + quote("پگاه") + "&filter.tag=a&filter.tag=b")
        path = index.path / "keys"
        check("for its owner alone", path.stat().st_mode & 0o777 == 0o600)
        text = path.read_text(encoding="utf-8")
        check("no secret is kept", not any(t.split("_")[2] in text for t in (token, public, filtered)), text)
        listed = json.loads(command(index, "list", "--json").stdout)["keys"]
        check("all are listed", [k["id"] for k in listed] == [id_of(t) for t in (token, public, filtered)], listed)
        check("as they were made", listed[0]["name"] == "درگاه" and listed[0]["rate"] == 20
              and listed[1]["public"] and listed[1]["origins"] == [PAGE, "https://two.example"] and listed[1]["expires_at"]
              and listed[2]["filter"] == {"filter.source": ["پگاه"], "filter.tag": ["a", "b"]}, listed)
        check("no digest is listed", "hash" not in listed[0])
        check("revoked", command(index, "revoke", id_of(token)).returncode == 0)
        check("and again", command(index, "revoke", id_of(token)).returncode == 0)
        listed = json.loads(command(index, "list", "--json").stdout)["keys"]
        check("it says so", listed[0]["state"] == "revoked" and listed[0]["revoked_at"], listed)
        check("a table", len(command(index, "list").stdout.splitlines()) == 3)
        check("unknown", command(index, "revoke", "0" * 16).returncode == 1)
        for args in (("add", "--role", "root"), ("add", "--public"), ("add", "--role", "admin", "--filter", "filter.tag=a"),
                     ("add", "--filter", "q=a"), ("add", "--filter", ""), ("add", "--expires", "soon"), ("remove",), (),
                     ("add", "--origins", PAGE), ("add", "--public", "--origins", "page.example")):
            done = command(index, *args)
            check(f"refused: {args}", done.returncode == 2 and done.stderr, done)


def ask_all(s, headers):
    """The refusal, or None, of a request of each kind."""
    id_ = f"b-{next(counter)}"
    calls = (("search", "GET", "/v1/search?q=" + quote(WORD), None), ("article", "GET", "/v1/articles/a", None),
             ("put", "PUT", f"/v1/articles/{id_}", {"title": "t"}), ("bulk", "POST", "/v1/articles:bulk", lines(article(1))),
             ("delete", "DELETE", f"/v1/articles/{id_}", None), ("lift", "DELETE", f"/v1/takedowns/{id_}", None),
             ("pins", "GET", "/v1/pins", None), ("pin", "PUT", "/v1/pins/x", {"pinned": ["a"]}),
             ("status", "GET", "/v1/status", None), ("health", "GET", "/healthz", None))
    got = {}
    for name, method, target, body in calls:
        a = s.request(method, target, body, headers=headers)
        got[name] = None if a.status < 300 else a.code
    return got


def allowed(got):
    return {name for name, code in got.items() if code is None}


def test_roles():
    anyone, reads, writes = {"status", "health"}, {"search", "article"}, {"put", "bulk", "delete"}
    with new_index() as index, Service(index.path) as s:
        check("without keys the machine may do everything", len(allowed(ask_all(s, {}))) == 10)
        elsewhere = ask_all(s, {"Via": "1.1 proxy"})
        check("others may read", allowed(elsewhere) == anyone | reads and elsewhere["put"] == "forbidden", elsewhere)
        admin = make(index, "--role", "admin")
        check("noticed", within(5, lambda: s.put("c", {"title": "t"}).status == 401))
        tokens = {role: make(index, "--role", role) for role in ("search", "ingest")}
        check("noticed", within(5, lambda: s.get("/v1/pins", headers=bearer(tokens["ingest"])).status == 403))
        none = ask_all(s, {})
        check("without one, reading", allowed(none) == anyone | reads and none["put"] == "key_needed", none)
        search, ingest = (ask_all(s, bearer(tokens[role])) for role in ("search", "ingest"))
        check("search", allowed(search) == anyone | reads and search["put"] == "role_needed", search)
        check("ingest", allowed(ingest) == anyone | reads | writes and ingest["lift"] == "role_needed", ingest)
        check("admin", len(allowed(ask_all(s, {"X-Api-Key": admin}))) == 10)
        counts = [s.get("/v1/status", headers=h).json for h in ({}, bearer(tokens["ingest"]), bearer(admin))]
        check("what is hidden is counted for admins", ["taken_down" in c for c in counts] == [False, False, True], counts)
        check("what is shown for all", all(c["articles"] > 0 for c in counts), counts)
        wrong = admin[:-1] + ("A" if admin[-1] != "A" else "E")
        for name, headers in (("wrong", bearer(wrong)), ("other scheme", {"Authorization": f"Basic {admin}"}), ("cut", bearer(admin[:-1])),
                              ("two", bearer(admin) | {"X-Api-Key": admin}), ("long", bearer("x" * 5000)), ("none", {"X-Api-Key": ""})):
            problem(name, s.get("/v1/search?q=a", headers=headers), 401, "invalid_key")
        problem("a secret key in an address", s.get(f"/v1/search?q=a&key={admin}"), 401, "invalid_key")
        check("revoked", command(index, "revoke", id_of(admin)).returncode == 0)
        check("noticed", within(5, lambda: s.get("/v1/pins", headers=bearer(admin)).status == 401))
        problem("and like unknown", s.get("/v1/pins", headers=bearer(admin)), 401, "invalid_key")


def test_a_broken_key_file_changes_nothing():
    with new_index() as index:
        admin = make(index, "--role", "admin")
        with Service(index.path) as s:
            path = index.path / "keys"
            whole = path.read_bytes()
            path.write_bytes(whole + b"{}\n")
            s.process.send_signal(signal.SIGHUP)
            log = lambda: open(f"{index.path}.log", encoding="utf-8").read()
            check("said", within(5, lambda: "keys_failed" in log() and "line 2: id is missing" in log()))
            check("as before", s.get("/v1/pins", headers=bearer(admin)).status == 200)
            path.unlink()
            check("said", within(5, lambda: "any more" in log()))
            check("a file that is gone opens nothing", s.put("x", {"title": "t"}).status == 401)
            path.write_bytes(whole)
            os.chmod(path, 0o600)
            make(index)
            check("read", within(5, lambda: "keys_read" in log()))
            os.chmod(path, 0o644)
            check("for its owner alone", within(5, lambda: "mode is 644" in log()))
        done = subprocess.run([str(HTTPD), "--index", str(index.path)], capture_output=True, text=True)
        check("at the start it is an error", done.returncode == 1 and "chmod 600" in done.stderr, done)


def test_searches_may_need_a_key():
    with new_index() as index:
        search = make(index)
        with Service(index.path, "--search-needs-key") as s:
            problem("none", s.get("/v1/search?q=a"), 401, "key_needed")
            check("one", s.get("/v1/search?q=a", headers=bearer(search)).status == 200)
            check("a page says so as a page", "کلید" in s.get("/").body.decode() and s.get("/").status == 401)
            for target in ("/healthz", "/readyz", "/assets/icon.svg", "/v1/openapi.json", "/v1/status"):
                check(f"{target} is for anyone", s.get(target).status == 200)
            check("no counts for anyone", "articles" not in s.get("/v1/status").json)
            kept = s.get("/v1/search?q=a", headers=bearer(search))
            check("for one alone", kept.headers["cache-control"] == "private, no-cache", kept)
    with new_index() as index, Service(index.path, env=os.environ | {"SARNAKH_LOCAL_WRITES": "false"}) as s:
        problem("writes of the machine switched off", s.put("a", {"title": "t"}), 403, "forbidden")


def test_public_keys_stand_in_pages():
    with new_index() as index:
        public = make(index, "--public", "--origins", PAGE)
        with Service(index.path, "--search-needs-key") as s:
            target = "/v1/search?q=" + quote(WORD) + "&key=" + public
            a = s.get(target, headers={"Origin": PAGE, "Sec-Fetch-Site": "cross-site"})
            check("from its page", a.status == 200 and a.json["hits"], a)
            check("which may read it", a.headers["access-control-allow-origin"] == PAGE and "Origin" in a.headers["vary"], a)
            check("and no cookies", "access-control-allow-credentials" not in a.headers, a)
            check("asked for again", s.get(target, headers={"Origin": PAGE, "If-None-Match": a.headers["etag"]}).status == 304)
            b = s.get(target, headers={"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"})
            problem("from another page", b, 403, "origin_not_allowed")
            check("which may not read it", "access-control-allow-origin" not in b.headers, b)
            problem("an image of another page", s.get(target, headers={"Sec-Fetch-Site": "cross-site"}), 403, "origin_not_allowed")
            check("a program", s.get(target).status == 200)
            feed = s.get(target + "&format=jsonfeed").json
            check("a feed keeps its address", "key=" + public in feed["feed_url"], feed["feed_url"])
            problem("nothing but reading", s.get("/v1/pins?key=" + public), 403, "role_needed")
            problem("twice", s.get(target + "&key=" + public), 401, "invalid_key")
            pre = s.request("OPTIONS", "/v1/search", headers={"Origin": PAGE, "Access-Control-Request-Method": "POST"})
            check("asked before", pre.status == 204 and pre.headers["access-control-allow-origin"] == PAGE
                  and "POST" in pre.headers["access-control-allow-methods"]
                  and "Authorization" in pre.headers["access-control-allow-headers"], pre)
            pre = s.request("OPTIONS", "/v1/search", headers={"Origin": "https://x.example", "Access-Control-Request-Method": "GET"})
            check("by others in vain", pre.status == 204 and "access-control-allow-origin" not in pre.headers, pre)


def test_pages_of_the_configuration_may_read():
    portal = "https://portal.example"
    with new_index() as index, Service(index.path, "--cors-origins", portal + ",http://localhost:8080") as s:
        a = s.get("/v1/search?q=a", headers={"Origin": portal})
        check("may read", a.headers["access-control-allow-origin"] == portal, a)
        a = s.get("/v1/search?q=a&limit=x", headers={"Origin": portal})
        check("what is refused, too", a.status == 400 and a.headers["access-control-allow-origin"] == portal, a)
        a = s.get("/v1/search?q=a", headers={"Origin": "https://portal.example.evil"})
        check("others not", "access-control-allow-origin" not in a.headers and "Origin" in a.headers["vary"], a)
        problem("and never write without a key", s.put("x", {"title": "t"}, headers={"Origin": portal}), 403, "forbidden")
    with new_index() as index, Service(index.path, "--cors-origins", "*") as s:
        a = s.get("/v1/search?q=a", headers={"Origin": portal})
        check("any", a.headers["access-control-allow-origin"] == "*" and "access-control-allow-credentials" not in a.headers, a)
    done = subprocess.run([str(HTTPD), "--index", "x", "--cors-origins", "portal.example"], capture_output=True, text=True)
    check("a mistake is named", done.returncode == 2 and "origin" in done.stderr, done)
    done = subprocess.run([str(HTTPD), "--index", "x", "--trusted-proxies", "10.0.0.0/40"], capture_output=True, text=True)
    check("a mistake is named", done.returncode == 2 and "network" in done.stderr, done)


def asked_until_refused(s, most, **options):
    for n in range(most):
        a = s.get("/v1/search?q=a", **options)
        if a.status == 429:
            return n, a
    return most, a


def test_rates():
    with new_index() as index:
        limited = make(index, "--rate", "2")
        public = make(index, "--public", "--origins", PAGE, "--rate", "1")
        with Service(index.path, "--rate-limit", "1", "--trusted-proxies", "127.0.0.0/8") as s:
            first = s.get("/v1/search?q=a")
            check("what is left is said", first.headers["ratelimit-policy"] == '"caller";q=5;w=5'
                  and first.headers["ratelimit"].startswith('"caller";r=4;t='), first)
            n, a = asked_until_refused(s, 100)
            problem("too many", a, 429, "rate_limited")
            check("when again", 1 <= int(a.headers["retry-after"]) <= 5 and n < 20, (n, a))
            check("health is not counted", all(s.get("/healthz").status == 200 for _ in range(20)))
            for n in range(3):
                other = {"X-Forwarded-For": f"192.0.2.7, 203.0.113.{n}"}
                check("another address", s.get("/v1/search?q=a", headers=other).status == 200)
            v6 = [s.get("/v1/search?q=a", headers={"X-Forwarded-For": f"2001:db8::{n}"}).status for n in range(20)]
            check("a /64 is one", 429 in v6, v6)
            check("a key has its own", s.get("/v1/search?q=a", headers=bearer(limited)).status == 200)
            n, a = asked_until_refused(s, 100, headers=bearer(limited))
            check("of its rate", a.status == 429 and a.headers["ratelimit-policy"] == '"caller";q=10;w=5', a)
            for n in range(2):
                n, a = asked_until_refused(s, 50, headers={"X-Api-Key": public, "X-Forwarded-For": f"203.0.113.{n + 50}"})
                check("each visitor of a page has its own", n >= 5 and a.status == 429, (n, a))
            wrong = [s.get("/v1/search?q=a", headers=bearer("x") | {"X-Forwarded-For": "203.0.113.99"}).status for _ in range(20)]
            check("wrong keys are counted, too", wrong[0] == 401 and 429 in wrong, wrong)
        with Service(index.path, "--rate-limit", "1") as s:
            spoofed = [s.get("/v1/search?q=a", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status for n in range(20)]
            check("who is not trusted is not believed", 429 in spoofed, spoofed)


if __name__ == "__main__":
    main(globals())
