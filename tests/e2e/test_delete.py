#!/usr/bin/env python3
"""Many articles taken down by a filter: counted first, done only if it finds as many as were counted."""
import concurrent.futures
import json
import signal
import subprocess

from sarnakh import Index, check, lines, main
from service import HTTPD, Service, problem, quote, within

WORD = "سرنخ‌آزمایی"
DELETE = "/v1/articles:delete"
FAR = "2099-01-01T00:00:00Z"


def refused(name, a, status, code):
    return problem(name, a, status, code, a.json.get("parameter"))


def delete(s, headers=(), **body):
    return s.request("POST", DELETE, {k.replace("__", "."): v for k, v in body.items()}, headers=headers)


def count(s, **body):
    a = delete(s, dry_run=True, **body)
    return a.json["count"] if a.status == 200 else a


def fill(s, n=12, source="پیک"):
    check("filled", not s.bulk(lines(*({"id": f"{source}-{i}", "title": f"{WORD} {i}", "source": source, "tags": [f"t{i % 3}"],
                                        "url": f"https://n.example/{quote(source)}/{i}", "published_at": f"2026-11-{i % 28 + 1:02d}"}
                                       for i in range(n)))).json["errors"])


def test_counted_then_taken_down():
    with Index() as index, Service(index.path) as s:
        fill(s)
        fill(s, 5, "سپیده")
        a = delete(s, dry_run=True, filter__source="پیک")
        check("counted", a.status == 200 and a.json["dry_run"] and a.json["count"] == 12 and len(a.json["ids"]) == 12, a)
        before = s.get("/v1/status").json["taken_down"]
        check("nothing is changed", len(s.ids(WORD, limit=50, collapse="none")) == 17 and before == 0, before)
        refused("without a count", delete(s, filter__source="پیک"), 400, "invalid_parameter")
        a = delete(s, filter__source="پیک", expect=11)
        refused("another count", a, 409, "count_differs")
        check("says how many", "12" in a.json["detail"] and "12" in a.json["detail_fa"], a)
        check("and nothing is changed", s.get("/v1/status").json["taken_down"] == 0)
        a = delete(s, filter__source="پیک", to="2026-11-04", expect=4, reason="به درخواست ناشر")
        check("done", a.status == 200 and a.json["count"] == 4 and a.json["changed"] == 0 and not a.json["dry_run"]
              and sorted(a.json["ids"]) == [f"پیک-{i}" for i in range(4)], a)
        check("none of them is shown from this answer on", len(s.ids(WORD, limit=50, collapse="none")) == 13)
        check("by id neither", s.get("/v1/articles/" + quote("پیک-0")).status == 404)
        check("nor comes back", s.put("پیک-0", {"title": "t"}).code == "taken_down")
        entries = [e for line in index.indexer("takedowns", "--json").out.splitlines() if "id" in (e := json.loads(line))]
        check("each stands in the ledger", len(entries) == 4 and {e["why"] for e in entries} == {"به درخواست ناشر"}, entries)
        check("again there is nothing to do", count(s, filter__source="پیک", to="2026-11-04") == 0)
        check("which is no mistake", delete(s, filter__source="پیک", to="2026-11-04", expect=0).json["count"] == 0)
        check("lifted one by one", s.lift("پیک-0").status == 200 and len(s.ids(WORD, limit=50, collapse="none")) == 14)


def test_what_can_be_chosen_by():
    with Index() as index, Service(index.path) as s:
        fill(s)
        s.put("other", {"title": "باران تند", "url": "https://www.n.example/other/#top"})
        s.put("later", {"title": WORD, "source": "پیک", "publish_at": FAR})
        for body, n in (({"q": WORD}, 12), ({"q": WORD + " باران"}, 0), ({"q": "بارن"}, 0), ({"filter__tag": ["t0", "t1"]}, 8),
                        ({"ids": ["پیک-1", "other", "later", "never"]}, 2), ({"ids": "پیک-1"}, 1), ({"ids": []} | {"q": WORD}, 12),
                        ({"urls": ["http://n.example/other"]}, 1), ({"ids": ["other"], "filter__source": "پیک"}, 0),
                        ({"from": "2026-11-03", "to": "2026-11-05"}, 3), ({"ids": ["پیک-1"] * 900}, 1)):
            check(f"{str(body)[:60]}", count(s, **body) == n, count(s, **body))
        a = s.request("POST", DELETE + "?dry_run=true&filter.source=" + quote("پیک"))
        check("parameters in the address", a.status == 200 and a.json["count"] == 12, a)
        for body, code in (({}, "invalid_parameter"), ({"q": " "}, "invalid_parameter"), ({"q": "!!!", "filter.source": "پیک"}, "invalid_parameter"),
                           ({"q": "x", "sort": "date"}, "unknown_parameter"), ({"ids": [1]}, "invalid_parameter"), ({"ids": {}}, "invalid_parameter"),
                           ({"ids": ["x"] * 1001}, "limit_exceeded"), ({"q": WORD, "expect": -1}, "invalid_parameter"), ([], "invalid_json"),
                           ("{", "invalid_json"), ({"q": WORD, "dry_run": "yes"}, "invalid_parameter"), ({"q": WORD, "reason": "x" * 5000}, "limit_exceeded")):
            refused(str(body)[:60], s.request("POST", DELETE, body), 400, code)
        refused("twice", s.request("POST", DELETE + "?q=a", {"q": "b"}), 400, "repeated_parameter")
        check("what waits was not touched", s.get("/v1/articles/later?hidden=true").json["state"] == "embargoed")


def test_no_more_than_the_limit():
    with Index() as index, Service(index.path) as s:
        s.bulk(lines(*({"id": f"n-{i}", "title": f"{WORD} {i}", "source": "a" if i < 600 else "b"} for i in range(1100)),
                     *({"id": f"x-{i}", "title": f"باران {i}"} for i in range(9))))
        a = delete(s, dry_run=True, q=WORD)
        check("counted, and some are shown", a.json["count"] == 1100 and len(a.json["ids"]) == 20, a.json["count"])
        refused("over the limit", delete(s, q=WORD, expect=1000), 400, "limit_exceeded")
        check("a part of them", delete(s, q=WORD, filter__source="a", expect=600).json["count"] == 600)
        check("the rest", count(s, q=WORD) == 500 and delete(s, q=WORD, expect=500).json["count"] == 500 and s.ids(WORD) == [])
        check("the index forgets them", within(60, lambda: s.get("/v1/status").json["documents"] == 9))


def key(index, *options):
    done = subprocess.run([HTTPD, "--index", index.path, "key", "add", *options], capture_output=True, text=True, check=True)
    return {"X-Api-Key": done.stdout.strip()}


def test_who_may():
    with Index() as index:
        with Service(index.path) as s:
            fill(s, 3)
        search, ingest, admin = key(index), key(index, "--role", "ingest"), key(index, "--role", "admin")
        with Service(index.path) as s:
            for headers, code in (({}, "key_needed"), (search, "role_needed"), (ingest, "role_needed")):
                check(f"not {code}", delete(s, headers, dry_run=True, q=WORD).code == code)
            check("an admin", delete(s, admin, q=WORD, expect=3).json["count"] == 3)
        with Service(index.path) as s:
            check("it holds", s.get("/v1/search?q=" + quote(WORD), headers=admin).json["hits"] == [])


def test_ended_in_the_middle_it_is_ended_by_asking_again():
    with Index() as index:
        with Service(index.path) as s, concurrent.futures.ThreadPoolExecutor(1) as pool:
            s.bulk(lines(*({"id": f"n-{i}", "title": f"{WORD} {i}"} for i in range(800)), {"id": "x", "title": "باران"}))
            answer = pool.submit(lambda: delete(s, q=WORD, expect=800))
            check("begun", within(60, lambda: len(s.ids(WORD, limit=1)) == 0 or count(s, q=WORD) < 800))
            s.end(signal.SIGKILL)
            check("no answer, or a whole one", answer.exception(60) is not None or answer.result().json["count"] == 800)
        with Service(index.path) as s:
            left = count(s, q=WORD)
            check("some are down", left < 800, left)
            done = delete(s, q=WORD, expect=left)
            check("the rest follows", done.json["count"] == left and done.json["changed"] == 0 and s.ids(WORD) == [], done)
        check("archive and ledger agree", index.indexer("check").status == 0)


if __name__ == "__main__":
    main(globals())
