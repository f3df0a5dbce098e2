#!/usr/bin/env python3
"""A newsroom's own words: what they change, when, and what a mistake in them does."""
import signal
import urllib.parse

from sarnakh import INDEXER, Index, article, check, main, run
from service import HTTPD, Service, within

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


def put(s, name, text, **options):
    return s.request("PUT", f"/v1/dictionaries/{name}", text, **options)


def test_over_http():
    with Index() as index:
        index.add(article(1, title=f"زلف{Z}آباد در راه"), article(2, title="ژژه پیدا شد"), article(3, title="ژیژک"))
        with Service(index.path, "--index-program", str(INDEXER)) as s:
            a = s.get("/v1/dictionaries").json
            check("there are six, and no files", [d["name"] for d in a["dictionaries"]]
                  == ["protected", "stems", "compounds", "stop", "synonyms", "queries"]
                  and {d["bytes"] for d in a["dictionaries"]} == {None} and a["mistake"] is None and a["rebuild_wanted"] is False, a)
            rules = f"ژژه, زلف{Z}آباد\n"
            a = put(s, "synonyms", rules)
            check("put", a.status == 201 and a.json["status"] == "created" and a.json["takes_effect"] == "now"
                  and a.json["rebuild_wanted"] is False, a)
            check("in force at once", sorted(s.ids("ژژه")) == ["a-1", "a-2"])
            check("read", s.get("/v1/dictionaries/synonyms").json["text"] == rules)
            check("on the disk", (index.path / "dictionaries" / "synonyms.txt").read_text(encoding="utf-8") == rules)
            check("again", put(s, "synonyms", rules).json["status"] == "unchanged")
            check("changed", put(s, "synonyms", "# هیچ\n").json["status"] == "updated" and s.ids("ژژه") == ["a-2"])
            a = put(s, "stems", "ژیژک\tژژه\n")
            check("words that shape terms want a rebuild", a.status == 201 and a.json["takes_effect"] == "rebuild"
                  and a.json["rebuild_wanted"] is True, a)
            check("which the status says", s.get("/v1/status").json["rebuild_wanted"] is True)
            check("and the list", s.get("/v1/dictionaries").json["rebuild_wanted"] is True)
            task = s.request("POST", "/v1/admin/reindex").headers["location"]
            check("rebuilt", within(60, lambda: s.get(task).json["state"] == "done"), s.get(task))
            check("wanted no more", s.get("/v1/status").json["rebuild_wanted"] is False)
            check("they meet", sorted(s.ids("ژیژک")) == ["a-2", "a-3"])
            a = s.request("DELETE", "/v1/dictionaries/stems")
            check("removed", a.status == 200 and a.json["status"] == "removed" and a.json["rebuild_wanted"] is True, a)
            check("once", s.request("DELETE", "/v1/dictionaries/stems").code == "unknown_dictionary")
            check("nothing to read", s.get("/v1/dictionaries/stems").code == "unknown_dictionary")
            check("an empty file is one", put(s, "stop", "").status == 201 and s.get("/v1/dictionaries/stop").json["text"] == "")
            check("nothing is left beside", not list(index.path.glob("dictionaries.new*")))
            check("it is logged", "dictionary name=synonyms status=created" in log_of(index))


WRONG = (("protected", "# نام‌ها\nدو واژه\n", "protected.txt, line 2: two words"), ("stems", "ژیژک", "stems.tsv, line 1"),
         ("stems", "ژیژک\tچیز\n", "stems.tsv"), ("compounds", "واژه\n", "compounds.txt, line 1"), ("stop", "x\n", "stop.txt, line 1"),
         ("synonyms", "\nنان\n", "synonyms.txt, line 2"), ("synonyms", "نان, !!!\n", "synonyms.txt, line 1"),
         ("queries", "سیل\n", "queries.txt, line 1"), ("stop", b"\xff", "stop.txt, line 1"), ("stop", b"a\0b", "stop.txt"),
         ("protected", "ب" * 2000, "line 1"), ("protected", "#\n" * (3 << 20), "more than"))


def test_mistakes_over_http():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": "ژیژک و نان"})
        check("protected", put(s, "protected", "ژیژک\n").status == 201)
        before = sorted((p.name, p.read_bytes()) for p in (index.path / "dictionaries").iterdir())
        for name, text, where in WRONG:
            a = put(s, name, text)
            check(f"{name} {text[:20]!r}", a.status == 400 and a.code == "invalid_dictionary" and where in a.json["detail"], a)
            check("in Persian, too", a.json["detail_fa"] and a.json["detail_fa"] != a.json["detail"], a)
            check("nothing is changed", before == sorted((p.name, p.read_bytes()) for p in (index.path / "dictionaries").iterdir())
                  and s.ids("نان") == ["a"])
        check("nothing is left", not list(index.path.glob("dictionaries.new*")))
        for name in ("keys", "..%2fkeys", "protected.txt", "%2e%2e", "Protected", "stop%00"):
            for method in ("GET", "PUT", "DELETE"):
                check(f"{method} {name}", s.request(method, f"/v1/dictionaries/{name}", "x" if method == "PUT" else None).status in (400, 404))
        check("no parameters", s.get("/v1/dictionaries?a=b").code == "unknown_parameter")
        write(index, "synonyms.txt", "نان\n")
        a = s.get("/v1/dictionaries").json
        check("a mistake that came by hand is told", a["mistake"].startswith("synonyms.txt, line 1"), a)
        check("it is in the way of others", put(s, "stop", "نان\n").json["detail"].startswith("synonyms.txt, line 1"))
        check("searches have the words of before", s.ids("نان") == ["a"])
        a = s.request("POST", "/v1/admin/reload")
        check("a reload says so", a.status == 409 and a.code == "reload_failed" and "synonyms.txt, line 1" in a.json["detail"], a)
        check("mended", put(s, "synonyms", "نان, ژیژک\n").status == 200 and s.get("/v1/dictionaries").json["mistake"] is None)
        (index.path / "dictionaries" / "stop.txt").write_bytes(b"\xff")
        check("what is no text is not shown", s.get("/v1/dictionaries/stop").code == "invalid_utf8")
        with index.hold_lock("dictionaries.lock"):
            check("one at a time", put(s, "stop", "").code == "locked")


def test_rights():
    with Index() as index, Service(index.path) as s:
        check("not through a proxy", put(s, "stop", "", headers={"X-Real-IP": "192.0.2.1"}).code == "forbidden")
        check("not from a page", put(s, "stop", "", headers={"Origin": "https://a.example"}).code == "forbidden")
        check("nor read", s.get("/v1/dictionaries", headers={"X-Real-IP": "192.0.2.1"}).code == "forbidden")


def test_reload_over_http():
    with Index() as index, Service(index.path) as s:
        a = s.request("POST", "/v1/admin/reload")
        check("reloaded", a.status == 200 and a.json["reloaded"] and a.json["restart_wanted"] is None, a)
        conf = index.path / "sarnakh.conf"
        conf.write_text('service = { threads = 3; access_log = false; };\n', encoding="utf-8")
        a = s.request("POST", "/v1/admin/reload")
        check("what wants a new start is named", a.json["restart_wanted"] == "threads", a)
        conf.write_text('service = { threads = 3;\n  colour = 1; };\n', encoding="utf-8")
        a = s.request("POST", "/v1/admin/reload")
        check("a mistake is told by its line", a.code == "reload_failed" and "sarnakh.conf" in a.json["detail"]
              and "2" in a.json["detail"], a)


def test_check_config():
    """…reads them, too."""
    with Index() as index:
        index.add(article(1))
        checked = lambda: run(HTTPD, "--index", index.path, "--check-config")
        check("nothing is wrong", checked().status == 0)
        for name, text, where in WRONG[:8]:
            write(index, "protected.txt", "ژیژک\n")
            write(index, {"stems": "stems.tsv"}.get(name, name + ".txt"), text)
            done = checked()
            check(f"{name} is named", done.status == 1 and where in done.err, done)
            for path in (index.path / "dictionaries").iterdir():
                path.unlink()
        check("mended", checked().status == 0)


if __name__ == "__main__":
    main(globals())
