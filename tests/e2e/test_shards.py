#!/usr/bin/env python3
"""An index in several databases answers as the same index in one does, whatever is asked and whatever happens to it."""
import json
import os
import shutil

from kills import copy_of, killed_at_each
from sarnakh import FIXTURES, INDEXER, NEWS, Index, article, check, main
from service import Service, quote, within
from sharded import first_difference

SHARDS = 4
OK, FAILED, USAGE = 0, 1, 2
MODES = (
    {}, {"sort": "-date"}, {"sort": "date", "collapse": "none"}, {"match": "any", "freshness": "off", "limit": 50},
    {"collapse": "story", "facets": "source,category,tag,date:month"}, {"explain": "true", "collapse": "none"},
    {"max_per_source": 1, "limit": 5}, {"mode": "exact", "from": "1404", "filter.category": "سیاسی"},
    {"collapse": "source", "snippet.count": 3, "highlight": "ranges", "limit": 3}, {"match": "all", "half_life": "2w"},
)


def topics():
    found = [line.split("\t")[-1] for line in (FIXTURES / "judged" / "topics.tsv").read_text("utf-8").splitlines() if line]
    return found[::4] + ["", "پل OR سیل", "پل -سیل", "title:پل", "zzzz", "«پل زرینه‌آب»"]


def sharded_copy(index, shards=SHARDS):
    other = copy_of(index)
    report = other.report("rebuild", "--shards", shards)
    check("it is rebuilt in shards", report["exit"] == OK and other.status()["shards"] == shards, report)
    return other


def target(path, **params):
    return path + "?" + "&".join(f"{k}={quote(str(v))}" for k, v in params.items())


def second_of(answer):
    return (answer.json.get("query") or {}).get("now") if answer.status == 200 else None


class Pair:
    """The service over both, asked the same."""

    def __init__(self, one, several):
        self.one, self.several, self.asked, self.good, self.wrong = one, several, 0, 0, []

    def ask(self, path, other=None):
        a, b = self.in_one_second(path, other or path)
        found = first_difference(a, b)
        self.asked += 1
        self.good += a.status == 200
        if found:
            self.wrong.append(f"{path}: {found}")
        return a, b

    def in_one_second(self, path, other):
        """Both answers, which freshness weighs by the second."""
        for _ in range(10):
            a, b = self.one.get(path), self.several.get(other)
            if second_of(a) == second_of(b):
                break
        return a, b

    def pages(self, asked, n):
        """A page after the other, each by the cursor of its own index."""
        a, b = self.ask(target("/v1/search", **asked))
        for _ in range(n):
            cursors = [x.json.get("next_cursor") for x in (a, b)]
            if None in cursors:
                if cursors != [None, None]:
                    self.wrong.append(f"{asked}: {cursors}")
                return
            a, b = self.ask(*(target("/v1/search", **asked, cursor=c) for c in cursors))

    def of_an_article(self, id_):
        for mode in ("any", "background", "followup", "sameday"):
            self.ask(target("/v1/related", id=id_, mode=mode, limit=20, explain="true"))
        self.ask(f"/v1/articles/{quote(id_)}/duplicates")
        self.ask(f"/v1/articles/{quote(id_)}")

    def of_a_query(self, query):
        for mode in MODES:
            self.pages({"q": query, **mode}, 2)
        word = (query.split() or ["پل"])[0]
        self.ask(target("/v1/search", q=word[:3] + "*", explain="true"))
        self.ask(target("/v1/search", q=word + " " + word[:2] + "*", match="any"))
        self.ask(target("/v1/search", q=f'"{" ".join(query.split()[:2])}"~3'))
        self.ask(target("/v1/suggest", q=query[:len(query) // 2 + 1]))
        if query:
            self.ask(target("/v1/spell", q=query[1:]))


def are_ready(*services):
    """Suggestions and spelling are made behind the start."""
    return within(60, lambda: all(s.get("/v1/spell?q=x").json["ready"] and s.get(target("/v1/suggest", q="پ")).json["change"]
                                  for s in services))


def expect_the_same(name, one, several):
    with Service(one.path, "--cache-bytes", "0") as a, Service(several.path, "--cache-bytes", "0") as b:
        pair = Pair(a, b)
        check(f"{name}: suggestions are made", are_ready(a, b))
        for query in topics():
            pair.of_a_query(query)
        for hit in a.get(target("/v1/search", q="پل OR سیل OR برق OR بازار", limit=8, collapse="none")).json["hits"]:
            pair.of_an_article(hit["id"])
        pair.ask("/v1/stories?since=2020&min=1&limit=50")
        pair.ask(target("/v1/stories", since=2020, min=1, limit=50, collapse="none", **{"filter.category": "سیاسی"}))
        pair.ask(target("/v1/spell", q="اتفاقات زرینه‌آ"))
        check(f"{name}: {pair.asked} questions are answered the same", pair.good > 200 and not pair.wrong,
              "\n".join(pair.wrong[:10]))


# ---- reading

def test_all_is_answered_as_by_one_database():
    with Index(*NEWS) as one, sharded_copy(one) as several:
        expect_the_same("rebuilt", one, several)


def test_what_is_written_afterwards_too():
    """Puts, corrections of texts and of dates (which move an article to another shard), withdrawals, takedowns, lifts."""
    with Index(NEWS[0]) as one, sharded_copy(one) as several:
        for index in (one, several):
            check("more comes", index.indexer("add", "--quiet", NEWS[1]).status == OK)
            index.add(*(article(n, published_at=f"2026-11-{1 + n % 20:02}T08:00:00Z", body="سیل و باران " * n) for n in range(40)))
            index.add(*(article(n, published_at=f"2026-10-{1 + n % 20:02}T09:00:00Z", body="برف و باران " * n, version=2)
                        for n in range(0, 40, 3)))
            for command, ids in (("withdraw", ("a-1", "a-4")), ("delete", ("a-5", "a-6", "a-9")), ("lift", ("a-6",))):
                check(command, index.indexer(command, *ids, "--who", "desk", "--why", "try").status == OK)
        check("as many", one.status()["documents"] == several.status()["documents"], several.status())
        check("it is whole", several.indexer("check", "--deep").status == OK, several.indexer("check", "--deep"))
        expect_the_same("written", one, several)


def test_a_service_writes_and_searches_shards():
    """What is acknowledged is seen by the next search, of every thread, whichever shards it went to."""
    with Index(NEWS[0]) as one, sharded_copy(one) as index, Service(index.path) as s:
        for n in range(40):
            day = f"2026-11-{1 + n % 20:02}"
            put = s.put(f"w-{n}", article(n, published_at=f"{day}T08:00:00Z", title=f"سرنخ‌آزمایی {n}") | {"id": f"w-{n}"})
            found = s.get(target("/v1/search", q="سرنخ‌آزمایی", limit=100, collapse="none")).json["hits"]
            check(f"w-{n} is found at once", put.status == 201 and f"w-{n}" in {hit["id"] for hit in found}, put)
            if n % 4 == 3:
                moved = s.put(f"w-{n - 2}", {"title": f"سرنخ‌آزمایی {n - 2}", "published_at": f"2026-10-{1 + n % 20:02}T08:00:00Z"})
                gone = s.delete(f"w-{n - 1}")
                found = [hit["id"] for hit in s.get(target("/v1/search", q="سرنخ‌آزمایی", limit=100, collapse="none")).json["hits"]]
                check(f"w-{n - 2} has moved, and is there once", moved.status == 200 and found.count(f"w-{n - 2}") == 1, found)
                check(f"w-{n - 1} is gone at once", gone.status == 200 and f"w-{n - 1}" not in found, gone)


# ---- what is done to them

def rankings(index):
    return [[(id_, round(float(score), 4)) for id_, score in ranking] for ranking in index.rankings([q for q in topics() if q])]


def test_vacuum_rebuild_and_rollback_keep_the_shards():
    with Index(*NEWS) as one, sharded_copy(one) as several:
        want = rankings(one)
        for command in (["vacuum"], ["rebuild"], ["rollback"], ["rebuild", "--jobs", "3"]):
            done = several.indexer(*command)
            check(f"{command} ends well", done.status == OK, done)
            check(f"{command}: {SHARDS} shards", several.status()["shards"] == SHARDS, several.status())
            check(f"{command}: the same answers", rankings(several) == want)
            check(f"{command}: it is whole", several.indexer("check").status == OK)
        check("back to one", several.report("rebuild", "--shards", 1)["exit"] == OK and several.status()["shards"] == 1)
        check("the same answers", rankings(several) == want)


def test_an_empty_index_may_be_of_several():
    with Index() as index:
        check("an archive", index.add(article(1))["exit"] == OK)
        index.indexer("withdraw", "a-1")
        check("nothing, in shards", index.report("rebuild", "--shards", 3)["exit"] == OK)
        check("a first build keeps them", index.add(*(article(n) for n in range(2, 9)))["exit"] == OK)
        check("all are found", len(index.every_id("پل")) == 7 and index.status()["shards"] == 3, index.status())


def test_numbers_of_shards_that_cannot_be():
    with Index(NEWS[0]) as index:
        for shards in (0, 5, -1, "x"):
            done = index.indexer("rebuild", "--shards", shards)
            check(f"{shards} shards are refused", done.status == USAGE, done)


def manifest_of(index):
    return (index.path / "current").resolve() / "manifest.json"


def test_a_manifest_that_does_not_fit():
    """Shards that are elsewhere, too few, or in another order are told, and nothing is answered of them."""
    with Index(NEWS[0]) as one, sharded_copy(one) as base:
        manifest = json.loads(manifest_of(base).read_text("utf-8"))
        check("programs of before refuse it", manifest["format"] > 100, manifest)
        for shards in (["db/0", "db/1"], ["db/1", "db/0", "db/2", "db/3"], ["db"], ["db/0", "db/1", "db/2", "10.0.0.1:7000"], []):
            with copy_of(base) as index:
                manifest_of(index).write_text(json.dumps(manifest | {"shards": shards}), encoding="utf-8")
                done = index.query("search", "پل")
                check(f"{shards} is no answer", done.status == FAILED or done.status > USAGE, done)
        with copy_of(base) as index:
            folder = manifest_of(index).parent / "db"
            os.rename(folder / "1", folder / "x")
            shutil.copytree(folder / "2", folder / "1")
            done = index.query("search", "پل")
            check("a shard in another's place is told", "shard 2/4, not 1/4" in done.err, done)


def test_kill_add():
    """Commits of several shards are not one: wherever they are cut, the next run makes them equal."""
    with Index(NEWS[0]) as one, sharded_copy(one) as base:
        one.report("add", NEWS[1])
        want = rankings(one)

        def then(index, when):
            index.report("add", NEWS[1])
            check(f"{when}: the answers of one database", rankings(index) == want)
            check(f"{when}: archive and index agree", index.indexer("check").status == OK)

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "add", NEWS[1]], base, 12, then)


if __name__ == "__main__":
    main(globals())
