#!/usr/bin/env python3
"""A newsroom's own words: what they change, when, and what a mistake in them does."""
import signal
import urllib.parse

from sarnakh import Index, article, check, main
from service import Service, within

Z = "\u200c"


def write(index, name, text):
    folder = index.path / "dictionaries"
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(text, encoding="utf-8")


def stem(index, word):
    done = index.query("analyze", "--stems", word)
    return done.out.strip().split("\t")[1]


def test_words_shape_the_next_generation():
    with Index() as index:
        index.add(article(1, title="ژیژک در راه"), article(2, title="ژژه پیدا شد"))
        check("not yet", index.ids("ژیژک") == ["a-1"])
        write(index, "stems.tsv", "ژیژک\tژژه\n")
        check("the index still has its own words", index.ids("ژیژک") == ["a-1"])
        status = index.status()
        check("and says so", status["dictionary_matches"] is False, status)
        check("added articles are like the others",
              index.add(article(3, title="ژیژک‌ها رسیدند"))["exit"] == 0
              and sorted(index.ids("ژیژک")) == ["a-1", "a-3"])
        check("rebuild", index.indexer("rebuild").status == 0)
        check("they meet", sorted(index.ids("ژیژک")) == ["a-1", "a-2", "a-3"])
        check("in both ways", sorted(index.ids("ژژه")) == ["a-1", "a-2", "a-3"])
        check("analyze knows them", stem(index, f"ژیژک{Z}ها") == "ژژه", stem(index, f"ژیژک{Z}ها"))
        status = index.status()
        check("nothing waits", status["dictionary_matches"] is True, status)
        (index.path / "dictionaries" / "stems.tsv").unlink()
        check("without the file they stay until the rebuild",
              sorted(index.ids("ژژه")) == ["a-1", "a-2", "a-3"])
        index.indexer("rebuild")
        check("then they are gone", index.ids("ژژه") == ["a-2"])


def test_a_mistake_changes_nothing():
    with Index() as index:
        index.add(article(1, title="ژیژک در راه"))
        write(index, "protected.txt", "# نام‌ها\nدو واژه\n")
        where = "protected.txt, line 2: two words"
        done = index.indexer("rebuild")
        check("rebuild names file and line", done.status == 1 and where in done.err, done)
        done = index.query("search", "ژیژک")
        check("so does a search", done.status == 1 and where in done.err, done)
        write(index, "protected.txt", "ژیژک\n")
        check("mended", index.indexer("rebuild").status == 0 and index.ids("ژیژک") == ["a-1"])
        write(index, "protected.txt", "کتاب\n")
        frozen = next(index.path.glob("generations/*/dictionary.tsv"))
        frozen.write_text("stem\tژیژک\tچیز\n", encoding="utf-8")
        done = index.query("search", "ژیژک")
        check("frozen words that were touched are named",
              done.status == 1 and "dictionary.tsv" in done.err, done)


def analyze(service, **params):
    return service.get("/v1/analyze?" + urllib.parse.urlencode(params))


def log_of(index):
    return open(str(index.path) + ".log", encoding="utf-8").read()


def test_a_signal_reads_them_again():
    with Index() as index:
        index.add(article(1, title="زلف‌آباد در راه"), article(2, title="ژژه پیدا شد"))
        with Service(index.path) as s:
            check("no synonym yet", s.ids("ژژه") == ["a-2"])
            write(index, "synonyms.txt", f"ژژه, زلف{Z}آباد\n")
            s.process.send_signal(signal.SIGHUP)
            check("read", within(10, lambda: "reloaded" in log_of(index)), log_of(index))
            check("found by its other name", sorted(s.ids("ژژه")) == ["a-1", "a-2"])
            check("not when it is not wanted", s.ids("ژژه", expand="false") == ["a-2"])
            hit = next(h for h in s.search("ژژه", explain="true").json["hits"]
                       if h["id"] == "a-1")
            check("explained", [p["name"] for p in hit["explain"]["parts"]][:1] == ["synonym"], hit)
            check("marked", "<em>زلف" in hit["highlight"]["title"], hit["highlight"])
            write(index, "synonyms.txt", "ژژه\n")
            s.process.send_signal(signal.SIGHUP)
            check("a mistake is in the log",
                  within(10, lambda: "synonyms.txt, line 1" in log_of(index)), log_of(index))
            check("and the words before stay", sorted(s.ids("ژژه")) == ["a-1", "a-2"])
            write(index, "synonyms.txt", "")
            write(index, "protected.txt", "ژژه\n")
            s.process.send_signal(signal.SIGHUP)
            check("words that shape terms wait for a rebuild",
                  within(10, lambda: "rebuild_due=true" in log_of(index)), log_of(index))
            check("said in the status, too", s.get("/v1/status").json["dictionary_matches"] is False)
            check("rebuilt", index.indexer("rebuild").status == 0)
            check("taken up", within(10, lambda: s.get("/v1/status").json["dictionary_matches"]))
            check("still found", s.ids("ژژه") == ["a-2"])


def test_stop_words_carry_no_weight():
    with Index() as index:
        index.add(article(1, title="ژژه زلفاباد"), article(2, title="زلفاباد"))
        check("wanted", index.ids("ژژه زلفاباد", "match=all") == ["a-1"])
        write(index, "stop.txt", "ژژه\n")
        check("not wanted any more",
              sorted(index.ids("ژژه زلفاباد", "match=all")) == ["a-1", "a-2"])
        check("alone it is the query", index.ids("ژژه") == ["a-1"])


def test_analyze_shows_the_stages():
    with Index() as index, Service(index.path) as s:
        index.add(article(1))
        a = analyze(s, text="كتابهای ایالات متحده").json
        check("characters", a["characters"][0]["code"] == "U+0643"
              and a["characters"][0]["becomes"] == "ک", a)
        check("tokens", [t["stem"] for t in a["tokens"]][0] == "کتاب"
              and a["tokens"][0]["rule"] == "plural_ha", a)
        check("words", a["words"][1]["alternatives"][0]["kind"] == "synonym", a)
        check("ids and no dictionary", a["request_id"] and a["dictionary"] is None, a)
        b = s.request("POST", "/v1/analyze", {"text": "كتابهای ایالات متحده"}).json
        check("the same by POST", {**a, "request_id": 0} == {**b, "request_id": 0}, b)
        check("nothing in it", analyze(s, text="").json["tokens"] == [])
        for params, code in (({}, "invalid_parameter"), ({"text": "x", "q": "y"}, "unknown_parameter"),
                             ({"text": ["x", "y"]}, "repeated_parameter"),
                             ({"text": "ب" * 8193}, "limit_exceeded")):
            answer = s.request("POST", "/v1/analyze", params)
            check(f"{code}", answer.status == 400 and answer.code == code, answer)
        done = index.query("--json", "analyze", "كتابهای ایالات متحده")
        check("the command line has the same", done.json["tokens"] == a["tokens"], done)


if __name__ == "__main__":
    main(globals())
