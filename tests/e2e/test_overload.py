#!/usr/bin/env python3
"""Too many searches: those that would not be answered in time are refused at once, and all else is answered."""
import http.client
import re
import threading
import time

from sarnakh import Index, article, check, lines, main
from service import TIMEOUT, Service, quote, within

WORDS = ("پل", "راه", "شهر", "خبر", "امروز", "باران", "فرماندار", "آغاز")


def fill(s, n=2000):
    check("filled", s.bulk(lines(*({**article(k), "title": f"{WORDS[k % 8]} {WORDS[k // 8 % 8]} {k}"} for k in range(n)))).status == 200)


def long_work(s, seconds):
    """Judged queries without end: they hold a thread for searches as long as they last."""
    topics = [{"topic": f"t{n}", "q": f"{WORDS[n % 8]} {WORDS[n // 8 % 8]} {n % 2000}", "judgements": {str(n): 1}} for n in range(500)]
    done = []

    def work():
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            done.append(s.request("POST", "/v1/evaluate", {"topics": topics, "b": {"match": "any"}}).status)
    thread = threading.Thread(target=work)
    thread.start()
    return thread, done


def test_what_is_no_search_is_answered_while_searches_wait():
    with Index() as index, Service(index.path, "--threads", "1", "--probe-listen", "127.0.0.1:0") as s:
        fill(s)
        line = s.process.stdout.readline().decode()
        probe = http.client.HTTPConnection(s.host, int(re.search(r":(\d+)$", line.strip())[1]), timeout=TIMEOUT)
        work, done = long_work(s, 6)
        refused = []

        def search(n):
            a = s.search(f"پل {n}")
            refused.append((a.status, a.code if a.status != 200 else None, a.headers.get("retry-after")))
        searches = [threading.Thread(target=search, args=(n,)) for n in range(8)]
        for thread in searches:
            thread.start()
        answered = 0
        while work.is_alive() and answered < 300:
            for target in ("/healthz", "/readyz", "/v1/status"):
                check("answered", s.get(target).status == 200)
                probe.request("GET", target)
                check("answered on its own address", (r := probe.getresponse()).read() and r.status == 200, target)
            check("who is typing waits for no search", s.get("/v1/suggest?q=" + quote("پل")).status == 200)
            check("written", s.put(f"w-{answered}", {"title": f"نوشته {answered}"}).status == 201)
            answered += 1
        check("all in the while", answered > 2, answered)
        for thread in searches + [work]:
            thread.join()
        shed = [r for r in refused if r[0] != 200]
        check("searches were refused", shed and set(shed) == {(503, "overloaded", "1")}, refused)
        check("the long work was done, or had its time", set(done) <= {200, 503}, done)
        check("then searches are answered", within(10, lambda: s.search("پل").status == 200))


def test_under_load_searches_are_answered_or_refused_soon():
    with Index() as index, Service(index.path, "--threads", "1", "--cache-bytes", "0") as s:
        fill(s)
        times, lock = {200: [], 503: []}, threading.Lock()
        untold = []
        least, until = 40, time.monotonic() + 60

        def client(k):
            connection, n = s.connect(), 0
            while (len(times[200]) < least or not times[503]) and time.monotonic() < until:
                since = time.monotonic()
                # Not validated: a hundred clients that do would wait for each other more than for the service.
                connection.request("GET", "/v1/search?explain=true&limit=100&q=" + quote(f"{WORDS[(k + n) % 8]} {WORDS[n % 8]}"))
                a = connection.getresponse()
                a.read()
                with lock:
                    times[a.status].append(time.monotonic() - since)
                    untold.extend([a.headers] if a.status == 503 and a.headers["retry-after"] != "1" else [])
                n += 1
        clients = [threading.Thread(target=client, args=(k,)) for k in range(100)]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        good = sorted(times[200])
        print(f"{len(good)} answered, {len(times[503])} refused; p99 of the answered {good[int(len(good) * 0.99)]:.3f} s")
        check("some were answered", len(good) >= least, len(good))
        check("who was refused was told when to come back", times[503] and not untold, untold)
        # A second at most of waiting, and what a machine adds that does other things, too.
        check("none waited for long", good[int(len(good) * 0.99)] < 4, good[-5:])


def test_the_address_for_probes_has_nothing_else():
    with Index() as index, Service(index.path, "--probe-listen", "127.0.0.1:0") as s:
        line = s.process.stdout.readline().decode()
        host, port = s.host, s.port
        s.port = int(re.search(r":(\d+)$", line.strip())[1])
        check("health", s.get("/healthz").status == 200)
        check("no search", s.get("/v1/search?q=a").code == "unknown_path")
        check("no writes", s.put("a", {"title": "t"}).code == "unknown_path")
        s.host, s.port = host, port


def test_an_end_under_load_answers_all():
    with Index() as index, Service(index.path, "--threads", "1") as s:
        fill(s)
        wrong, stop = [], threading.Event()

        def client(k):
            n = 0
            while not stop.is_set():
                try:
                    a = s.search(f"{WORDS[k % 8]} {n}")
                    n += 1
                    if a.status not in (200, 503):
                        wrong.append(str(a)[:200])
                except (ConnectionRefusedError, ConnectionResetError, http.client.RemoteDisconnected):
                    break
        clients = [threading.Thread(target=client, args=(k,)) for k in range(12)]
        for thread in clients:
            thread.start()
        check("busy", within(10, lambda: s.get("/v1/status").status == 200))
        status = s.end()
        stop.set()
        for thread in clients:
            thread.join()
        check("ended as told", status == 0 and not wrong, (status, wrong[:3]))


if __name__ == "__main__":
    main(globals())
