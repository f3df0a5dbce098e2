"""A sarnakh-httpd of one's own on a free port, and a client that says what it got."""
import gzip
import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import time
import urllib.parse

import contract
from sarnakh import BUILD, TIMEOUT, check

HTTPD = BUILD / "http" / "sarnakh-httpd"
READY_SEC = 30


class Answer:
    """status, headers (names in lower case), body (bytes), and the body as JSON."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = {name.lower(): value for name, value in headers}
        if self.headers.get("content-encoding") == "gzip" and body:
            self.packed, self.body = body, gzip.decompress(body)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """Of a problem; pages have it, too."""
        if self.headers.get("content-type", "").startswith("text/html"):
            found = re.findall(rb"<code>([a-z_]+)</code>", self.body)
            return found[-1].decode() if found else None
        return self.json.get("code")

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:1500]!r}"


class Service:
    """The service over an index directory, ended (and its exit status checked) with the block."""

    def __init__(self, index, *options, listen="127.0.0.1:0", log=None, program=HTTPD, **popen):
        self.log = log or str(index) + ".log"
        self.process = subprocess.Popen(
            [str(program), "--index", str(index), *([] if "--read-only" in options else ["--create"]), "--listen", listen, *options],
            stdout=subprocess.PIPE, stderr=open(self.log, "ab"), **popen)
        line = self.first_line()
        found = re.search(r"listens on http://(.*):(\d+)$", line.strip())
        if not found:
            raise AssertionError(f"the service did not start: {line!r} {self.process.wait()}")
        self.host, self.port = found[1].strip("[]"), int(found[2])
        self.exit_status = None
        self.await_ready()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.end()
        if kind is None and self.exit_status not in (0, -signal.SIGKILL):
            raise AssertionError(f"the service ended with {self.exit_status}: {self.last_words()}")

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:]

    def first_line(self):
        """What the service prints once it listens; "" if it ends or hangs before."""
        readable, _, _ = select.select([self.process.stdout], [], [], READY_SEC)
        if not readable:
            self.process.kill()
        return self.process.stdout.readline().decode()

    def await_ready(self):
        if not within(READY_SEC, lambda: self.get("/readyz").status == 200):
            raise AssertionError("the service is not ready")

    def end(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        self.exit_status = self.process.wait(TIMEOUT)
        return self.exit_status

    def connect(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT)

    def request(self, method, target, body=None, headers=(), connection=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False)
        if isinstance(body, str):
            body = body.encode("utf-8")
        client = connection or self.connect()
        client.request(method, target, body, dict(headers))
        response = client.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        if connection is None:
            client.close()
        contract.validate(method, target, answer)
        return answer

    def get(self, target, **options):
        return self.request("GET", target, **options)

    def put(self, id_, article, **options):
        return self.request("PUT", "/v1/articles/" + quote(id_), article, **options)

    def delete(self, id_, **options):
        return self.request("DELETE", "/v1/articles/" + quote(id_), **options)

    def lift(self, id_, **options):
        return self.request("DELETE", "/v1/takedowns/" + quote(id_), **options)

    def bulk(self, text, **options):
        return self.request("POST", "/v1/articles:bulk", text, **options)

    def search(self, q, connection=None, **params):
        query = urllib.parse.urlencode({"q": q, **params}, doseq=True)
        return self.request("GET", "/v1/search?" + query, connection=connection)

    def ids(self, q, connection=None, **params):
        answer = self.search(q, connection, **params)
        if answer.status != 200:
            raise AssertionError(f"search {q!r}: {answer}")
        return [hit["id"] for hit in answer.json["hits"]]

    def raw(self, data, read=True):
        """Send bytes as they are; what comes back until the service hangs up, as bytes."""
        with socket.create_connection((self.host, self.port), TIMEOUT) as s:
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            got = b""
            while read:
                try:
                    piece = s.recv(65536)
                except ConnectionResetError:
                    break
                if not piece:
                    break
                got += piece
            return got


def problem(name, answer, status, code, parameter=None, instance=None):
    """Check a refusal: status, code, parameter, and all that every problem has."""
    good = answer.status == status
    try:
        p = answer.json
    except ValueError:
        return check(name, False, answer)
    good = good and p["code"] == code and p["status"] == status
    good = good and p.get("parameter") == parameter
    good = good and answer.headers["content-type"] == "application/problem+json; charset=utf-8"
    good = good and answer.headers["x-request-id"] == p["request_id"]
    good = good and all(p[key] for key in ("type", "title", "detail", "detail_fa"))
    good = good and any("\u0600" <= c <= "\u06ff" for c in p["detail_fa"])
    good = good and (instance is None or p["instance"] == instance)
    return check(name, good, answer)


def quote(text):
    return urllib.parse.quote(text, safe="")


def sockets(process):
    """How many sockets a process has open."""
    folder = f"/proc/{process.pid}/fd"
    n = 0
    for name in os.listdir(folder):
        try:
            n += os.readlink(f"{folder}/{name}").startswith("socket:")
        except FileNotFoundError:
            pass
    return n


def within(seconds, holds):
    """Does it hold before that many seconds are over?"""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
