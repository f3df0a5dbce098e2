#!/usr/bin/env python3
"""packaging/nginx/sarnakh.conf in Debian's nginx, as an unprivileged user with a certificate of its own, in front of the
service: what gets through, what does not, and that both see the same requests."""
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

from sarnakh import SOURCE, Index, check, main
from service import Answer, Service, quote, sockets, within
from test_framing import AMBIGUOUS, CLEAR, HIDDEN, MALFORMED

CONFIG = SOURCE / "packaging" / "nginx" / "sarnakh.conf"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
WORD = "سرنخ‌آزمایی"
NOBODY = 65534

MAIN = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sarnakh.conf;
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def unprivileged():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def changed(text, pairs):
    """Each old text, which must stand there, by the new one."""
    for old, new in pairs:
        if old not in text:
            raise AssertionError(f"{CONFIG} has no {old!r}")
        text = text.replace(old, new)
    return text


class Proxy:
    """nginx with our configuration, its addresses and paths those of the test."""

    def __init__(self, s, **limits):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sarnakh-nginx-"))
        self.port = free_port()
        self.certificate = self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", self.folder / "key.pem",
                        "-out", self.certificate], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        text = changed(CONFIG.read_text(encoding="utf-8"), [
            ("127.0.0.1:7700", f"{s.host}:{s.port}"), ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("search.example", "localhost"), ("/etc/ssl/sarnakh", str(self.folder)), ("/var/log/nginx", str(self.folder)),
            ("/var/lib/nginx", str(self.folder)),
            ("rate=20r/s", limits.get("rate", "rate=10000r/s")), ("burst=40", limits.get("burst", "burst=10000"))])
        (self.folder / "sarnakh.conf").write_text(text, encoding="utf-8")
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder), encoding="utf-8")
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, NOBODY, NOBODY)
        command = [NGINX, "-p", self.folder, "-e", self.folder / "error.log", "-c", self.folder / "nginx.conf"]
        done = subprocess.run([*command, "-t"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                              preexec_fn=unprivileged)
        check("nginx takes the configuration", done.returncode == 0 and "[warn]" not in done.stdout, done.stdout)
        self.process = subprocess.Popen(command, preexec_fn=unprivileged)

    def __enter__(self):
        def answers():
            try:
                self.connect_raw().close()
                return True
            except OSError:
                return False
        if not within(20, answers):
            raise AssertionError((self.folder / "error.log").read_text())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def context(self):
        return ssl.create_default_context(cafile=str(self.certificate))

    def connect_raw(self):
        raw = socket.create_connection(("127.0.0.1", self.port), 20)
        return self.context().wrap_socket(raw, server_hostname="localhost")

    def connect(self):
        return http.client.HTTPSConnection("localhost", self.port, timeout=20, context=self.context())

    def request(self, method, target, body=None, headers=(), connection=None):
        client = connection or self.connect()
        client.request(method, target, body.encode() if isinstance(body, str) else body, dict(headers))
        response = client.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        if connection is None:
            client.close()
        return answer

    def get(self, target, **options):
        return self.request("GET", target, **options)

    def say(self, data):
        """Bytes inside TLS; what comes back until somebody hangs up."""
        with self.connect_raw() as s:
            got = b""
            try:
                s.settimeout(15)
                s.sendall(data)
            except OSError:
                pass  # it has hung up: what it said before is there to be read
            try:
                while piece := s.recv(65536):
                    got += piece
            except OSError:
                pass
            return got

    def passed(self):
        """What nginx handed on and got an answer for: the statuses of the service, in order."""
        log = (self.folder / "sarnakh.log").read_text()
        return [int(status) for status in re.findall(r"upstream=(\d+) ", log)]


def fill(s):
    for n in range(30):
        s.put(f"n-{n}", {"title": f"{WORD} {n}", "body": "متن خبر " * 100, "source": "نمونه"})


def test_readers_get_through():
    with Index() as index, Service(index.path) as s:
        fill(s)
        with Proxy(s) as p:
            a = p.get("/v1/search?q=" + quote(WORD) + "&limit=20")
            check("a search", a.status == 200 and len(a.json["hits"]) == 20, a)
            check("its id is the service's", a.headers["x-request-id"] == a.json["request_id"]
                  and within(5, lambda: "id=" + a.json["request_id"] in (p.folder / "sarnakh.log").read_text()), a)
            check("headers", a.headers["strict-transport-security"] and a.headers["x-content-type-options"] == "nosniff"
                  and "1.22" not in a.headers.get("server", ""), a)
            packed = p.get("/v1/search?q=" + quote(WORD), headers={"Accept-Encoding": "gzip"})
            check("packed by the service", packed.headers.get("content-encoding") == "gzip" and len(packed.json["hits"]) == 10, packed)
            again = p.get("/v1/search?sort=-date&q=" + quote(WORD))
            again = p.get("/v1/search?sort=-date&q=" + quote(WORD), headers={"If-None-Match": again.headers["etag"]})
            check("not sent twice", again.status == 304, again)
            check("posted", p.request("POST", "/v1/search", json.dumps({"q": WORD})).status == 200)
            for target in ("/", "/v1/suggest?q=a", "/v1/articles/n-1", "/v1/articles/n-1/related", "/v1/articles/n-1/duplicates",
                           "/v1/stories", "/v1/openapi.json", "/v1/analyze?text=a", "/v1/search?format=rss&q=a", "/opensearch.xml",
                           "/?q=" + quote(WORD), "/articles/n-1", "/sarnakh-search.js"):
                check(target, p.get(target).status == 200, p.get(target))
            check("an id with a slash", s.put("a/b", {"title": WORD}).status == 201 and p.get("/v1/articles/a%2Fb").status == 200)
            feed = p.get("/v1/search?format=jsonfeed&q=a")
            check("feeds name the address of the proxy", feed.json["feed_url"].startswith("https://localhost/v1/search?"), feed)
            a = p.request("HEAD", "/v1/search?q=a")
            check("HEAD", a.status == 200 and not a.body, a)


def test_assets_are_kept_by_the_proxy():
    with Index() as index, Service(index.path) as s:
        with Proxy(s) as p:
            page = p.get("/").body.decode("utf-8")
            assets = sorted(set(re.findall(r'"(/assets/[^"]+)"', page)))
            check("a page has assets", len(assets) >= 3, assets)
            for headers in ({}, {"Accept-Encoding": "gzip"}):
                got = [p.get(asset, headers=headers) for asset in assets]
                check("all are there", all(a.status == 200 for a in got), got[0])
                again = []

                def without_the_service():  # nginx keeps an answer a moment after the client has it
                    passed = len(p.passed())
                    again[:] = [p.get(asset, headers=headers) for asset in assets]
                    return len(p.passed()) == passed
                check("soon without the service", within(10, without_the_service), p.passed())
                check("the same again", [a.body for a in again] == [a.body for a in got])
                check("packed or not, as was asked", [a.headers.get("content-encoding") for a in again] == [a.headers.get("content-encoding") for a in got])
            a = p.get(assets[-1], headers={"If-None-Match": got[-1].headers["etag"]})
            check("not sent twice", a.status == 304 and not a.body, a)
            check("pages are never kept", [p.get("/").status for _ in range(2)] == [200, 200] and p.passed()[-2:] == [200, 200], p.passed()[-4:])


def test_nobody_writes_through_it():
    with Index() as index, Service(index.path) as s:
        fill(s)
        with Proxy(s) as p:
            for method, target in (("PUT", "/v1/articles/n-1"), ("DELETE", "/v1/articles/n-1"), ("POST", "/v1/articles:bulk"),
                                   ("DELETE", "/v1/takedowns/n-1"), ("PUT", "/v1/pins/a"), ("GET", "/v1/pins"), ("PUT", "/v1/synonyms/a"),
                                   ("POST", "/v1/evaluate"), ("GET", "/v1/status"), ("GET", "/metrics"), ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/desk"), ("GET", "/status"), ("POST", "/assets/pages.css"), ("PUT", "/articles/n-1"),
                                   ("PUT", "/v1/search"), ("GET", "/v1/search/"), ("GET", "/v1/../v1/status"), ("GET", "/v1/%2e%2e/v1/status"),
                                   ("GET", "/V1/status"), ("GET", "//v1/status"), ("PUT", "/v1/articles%3Abulk")):
                a = p.request(method, target, "{}" if method in ("PUT", "POST") else None)
                check(f"{method} {target}", a.status in (403, 404, 405), a)
            check("nothing was written", s.get("/v1/status").json["change_accepted"] == 30)
            # Were it let through, the header that nginx adds would still say that it is nobody of this machine.
            a = s.request("PUT", "/v1/articles/x", {"title": "t"}, headers={"X-Forwarded-For": "203.0.113.1"})
            check("the header forbids it", a.status == 403, a)


def test_limits_of_the_proxy():
    with Index() as index, Service(index.path) as s:
        fill(s)
        with Proxy(s) as p:
            check("a body of 100 KB", p.request("POST", "/v1/search", "x" * 100000).status == 413)
            host = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            for name, data in (("a header", b"GET /v1/suggest?q=a" + host + b"X: " + b"a" * 20000 + b"\r\n\r\n"),
                               ("a target", b"GET /v1/search?q=" + b"a" * 20000 + host + b"\r\n")):
                got = p.say(data)
                check(f"{name} of 20 KB", got == b"" or got[:13] in (b"HTTP/1.1 400 ", b"HTTP/1.1 414 ", b"HTTP/1.1 431 "), got)
            a = p.get("/v1/search?q=" + "a" * 4000)
            check("a query of 4,000 bytes is taken", a.status == 200, a)
            old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            old.load_verify_locations(str(p.certificate))
            old.set_ciphers("ALL:@SECLEVEL=0")
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
            try:
                with old.wrap_socket(socket.create_connection(("127.0.0.1", p.port), 20), server_hostname="localhost"):
                    check("TLS 1.1 is refused", False)
            except (ssl.SSLError, OSError):
                check("TLS 1.1 is refused", True)
        with Proxy(s, rate="rate=5r/s", burst="burst=10") as p:
            client = p.connect()
            got = [p.get("/v1/suggest?q=a", connection=client).status for _ in range(60)]
            check("too many requests", set(got) == {200, 429} and got[:5] == [200] * 5, got)
            check("then again", within(20, lambda: p.get("/v1/suggest?q=a").status == 200))


def test_connections_to_the_service_are_kept():
    with Index() as index, Service(index.path) as s:
        fill(s)
        with Proxy(s) as p:
            client = p.connect()
            before = sockets(s.process)
            most = 0
            for n in range(100):
                check("answered", p.get(f"/v1/suggest?q={n}", connection=client).status == 200)
                most = max(most, sockets(s.process))
            check("a connection for each worker at most", most - before <= 2, (before, most))


def test_both_see_the_same_requests():
    """Whatever a client sends, the service answers those requests that nginx has passed on, and no other."""
    with Index() as index, Service(index.path) as s, Proxy(s) as p:
        requests = [("two ways", *c) for c in AMBIGUOUS] + [("malformed", *c) for c in MALFORMED]
        requests += [("clear", *c[:2]) for c in CLEAR] + [("hidden", *c) for c in HIDDEN]
        behind = b"GET /v1/suggest?q=behind HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        log = pathlib.Path(str(index.path) + ".log")

        def served():
            return [int(status) for status in re.findall(r" info request .* status=(\d+) ", log.read_text())]
        before = len(served())
        for kind, name, data in requests:
            # /healthz is not passed on: a path that is, instead.
            data = data.replace(b"/healthz HTTP", b"/v1/suggest HTTP").replace(b"news.example/healthz", b"news.example/v1/suggest")
            p.say(data + behind)
            # A line of the log is written when its request has ended, a moment after the answer.
            same = within(5, lambda: sorted(p.passed()) == sorted(served()[before:]))
            if not check(f"{kind}: {name}", same, (p.passed()[-5:], served()[-5:])):
                break
        check("many were passed on", len(p.passed()) > 50, len(p.passed()))


def test_slow_clients_stay_with_the_proxy():
    with Index() as index, Service(index.path) as s:
        fill(s)
        with Proxy(s) as p:
            before = sockets(s.process)
            slow = []
            for n in range(40):
                c = p.connect_raw()
                c.sendall(b"POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n" + (b"\r\n{" if n % 2 else b""))
                slow.append(c)
            began = time.monotonic()
            check("others are answered", p.get("/v1/search?q=a").status in (200, 429), None)
            check("at once", time.monotonic() - began < 5)
            check("and the service sees none of them", sockets(s.process) - before <= 2, sockets(s.process))
            for c in slow:
                c.close()


if __name__ == "__main__":
    main(globals())
