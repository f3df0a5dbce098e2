#!/usr/bin/env python3
"""The service under a service manager: a socket that is passed, what it says of itself, restarts that lose nothing."""
import http.client
import os
import re
import signal
import socket
import threading
import time

from manager import Manager
from sarnakh import TIMEOUT, Index, article, check, main, run
from service import HTTPD, Service, within


def test_it_says_how_it_is():
    with Index() as index, Manager(index, watchdog_us=400_000, listen=False) as m:
        index.add(article(1))
        with m.start() as s:
            said = m.hear("READY=1")
            check("ready, and where", said and f"http://127.0.0.1:{s.port}" in said, m.heard)
            check("signs of life", m.hear("WATCHDOG=1", 5) and m.hear("WATCHDOG=1", 5), m.heard)
            before = time.monotonic_ns() // 1000
            s.process.send_signal(signal.SIGHUP)
            said = m.hear("RELOADING=1")
            at = re.search(r"^MONOTONIC_USEC=(\d+)$", said or "", re.M)
            check("reloading, and since when", at and before <= int(at[1]) <= time.monotonic_ns() // 1000, said)
            said = m.hear("READY=1")
            check("and ready again", said and "Reloaded" in said, said)
            (index.path / "sarnakh.conf").write_text("service = 1;\n", encoding="utf-8")
            s.process.send_signal(signal.SIGHUP)
            said = m.hear("READY=1")
            check("a reload that failed", said and "all is as before" in said, said)
            s.process.send_signal(signal.SIGTERM)
            check("stopping", m.hear("STOPPING=1"), m.heard)


def test_a_socket_that_is_passed():
    with Index() as index, Manager(index) as m:
        index.add(article(1))
        port = m.door.getsockname()[1]
        with m.start() as s:
            check("it listens there, whatever --listen says", s.port == port, s.port)
            check("it answers", s.ids("پل") == ["a-1"])
        with socket.create_connection(("127.0.0.1", port), TIMEOUT) as waiting:
            waiting.sendall(b"GET /v1/search?q=%D9%BE%D9%84 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            with m.start():
                got = waiting.recv(65536)
            check("who came while there was none is answered by the next", got.startswith(b"HTTP/1.1 200 "), got)


def test_sockets_that_do_not_serve():
    with Index() as index, socket.create_server(("127.0.0.1", 0)) as door, socket.socket() as silent:
        def refused(name, word, *fds):
            def given():
                for n, fd in enumerate(fds):
                    os.dup2(fd, 40 + n)
                for n in range(len(fds)):
                    os.dup2(40 + n, 3 + n, inheritable=True)
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(fds)))
            done = run(HTTPD, "--index", index.path, "--create", preexec_fn=given, close_fds=False)
            check(name, done.status == 1 and word in done.err, done)
        refused("two", "one socket is wanted, 2", door.fileno(), door.fileno())
        refused("one that does not listen", "does not listen for TCP", silent.fileno())
        one, other = socket.socketpair()
        refused("one of another kind", "does not listen for TCP", one.fileno())
        one.close()
        other.close()


def ask_until(stop, where, failures, asked):
    """Searches, each on a connection of its own, as clients of many machines ask."""
    request = b"GET /v1/search?q=%D9%BE%D9%84 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    while not stop.is_set():
        got = b""
        try:
            with socket.create_connection(where, TIMEOUT) as s:
                s.sendall(request)
                while piece := s.recv(65536):
                    got += piece
        except OSError as e:
            got += str(e).encode()
        asked.append(1)
        if not got.startswith(b"HTTP/1.1 200 ") or b'"a-1"' not in got:
            failures.append(got[:300])


def put_until(stop, where, failures, asked):
    n = 0
    while not stop.is_set():
        n += 1
        body = b'{"title": "%d"}' % n
        got = b""
        try:
            with socket.create_connection(where, TIMEOUT) as s:
                s.sendall(b"PUT /v1/articles/p-%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                          % (n, len(body)) + body)
                while piece := s.recv(65536):
                    got += piece
        except OSError as e:
            got += str(e).encode()
        asked.append(1)
        if not re.match(rb"HTTP/1.1 20[012] ", got):
            failures.append(got[:300])


def in_background(*functions):
    threads = [threading.Thread(target=f) for f in functions]
    for t in threads:
        t.start()
    return threads


def test_restarts_lose_nothing():
    """SIGTERM, SIGHUP and switches of the generation, while clients ask and write: no failed request."""
    with Index() as index, Manager(index) as m:
        index.add(article(1), article(2))
        where = m.door.getsockname()[:2]
        failures, asked, wrote, stop = [], [], [], threading.Event()
        threads = []
        for turn in range(4):
            with m.start() as s:
                if turn == 0:
                    threads = in_background(*(lambda: ask_until(stop, where, failures, asked) for _ in range(4)),
                                            lambda: put_until(stop, where, failures, wrote))
                before, written = len(asked), len(wrote)
                check("they ask and write", within(30, lambda: len(asked) > before + 30 and len(wrote) > written + 3),
                      (len(asked), len(wrote)))
                s.process.send_signal(signal.SIGHUP)
                done = index.indexer("rebuild")
                check("a switch", done.status == 0, done)
                s.process.send_signal(signal.SIGHUP)
        with m.start():
            before = len(asked)
            check("the last one answers those who waited", within(30, lambda: len(asked) > before + 10))
            stop.set()
            for t in threads:
                t.join()
        check(f"no request of {len(asked)} and {len(wrote)} failed", not failures, failures[:3])


def ask_until_told(s, n, failures, asked):
    """On one connection, until an answer says that it is the last."""
    connection = s.connect()
    last = False
    while not last:
        turn = len(asked)
        try:
            if turn % 5 == 0:
                answer = s.put(f"k-{n}-{turn}", {"title": f"{turn}"}, connection=connection)
            else:
                answer = s.search("پل", connection)
        except (OSError, http.client.HTTPException) as e:
            failures.append(repr(e))
            return
        asked.append(answer.status)
        last = answer.headers.get("connection") == "close"
        if answer.status not in (200, 201):
            failures.append(str(answer))


def test_open_connections_are_told():
    """SIGTERM: each request on a connection that was there before is answered, writes too, until an answer says that it
    is the last one."""
    for _ in range(3):
        with Index() as index, Service(index.path) as s:
            s.put("a-1", {"title": "پل"})
            failures, asked = [], []
            threads = in_background(*(lambda n=n: ask_until_told(s, n, failures, asked) for n in range(8)))
            check("they ask", within(30, lambda: len(asked) > 100), len(asked))
            check("exit status", s.end() == 0)
            for t in threads:
                t.join()
            check(f"no request of {len(asked)} failed", not failures, failures[:3])


def test_who_waits_when_it_ends_is_answered():
    """Without a manager: connections that nobody has taken yet are answered before the socket is closed."""
    with Index() as index, Service(index.path, "--threads", "1") as s:
        s.put("a-1", {"title": "پل"})
        s.process.send_signal(signal.SIGSTOP)
        clients = [socket.create_connection((s.host, s.port), TIMEOUT) for _ in range(100)]
        for n, c in enumerate(clients):  # more searches than may wait for one thread would be refused
            target = b"/v1/search?q=%D9%BE%D9%84" if n % 4 == 0 else b"/healthz"
            c.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        s.process.send_signal(signal.SIGTERM)
        s.process.send_signal(signal.SIGCONT)
        answers = []
        for c in clients:
            got = b""
            try:
                while piece := c.recv(65536):
                    got += piece
            except OSError as e:
                got = str(e).encode()
            answers.append(got)
            c.close()
        bad = [a[:200] for a in answers if not a.startswith(b"HTTP/1.1 200 ")]
        check("all of them", not bad, (len(bad), bad[:2]))
        check("exit status", s.process.wait(TIMEOUT) == 0)
        s.exit_status = 0


if __name__ == "__main__":
    main(globals())
