#!/usr/bin/env python3
"""sarnakh-query on the fixtures: writings of a query, its little language, and everything that can be asked
wrongly."""
import contextlib
import os
import re
import subprocess

from sarnakh import FIXTURES, NEWS, NOW, QUERY, ZWNJ, Index, article, check, main, news, run, shared_index, topics

FOUND, NOTHING, USAGE = 0, 1, 2
ARABIC = str.maketrans("یک۰۱۲۳۴۵۶۷۸۹", "يك٠١٢٣٤٥٦٧٨٩")
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@contextlib.contextmanager
def open_folder(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        yield fd
    finally:
        os.close(fd)


# ---- one query, many writings

SPACED = ["آتش{}سوزی بازار", "کتاب{}ها", "پیش{}بینی هوا", "سهام{}داران سیمین", "رئیس{}جمهور",
          "دانش{}آموزان", "خانه{}های سیل{}زده", "می{}گوید", "گفت{}و{}گو", "نمی{}شود",
          "زمین{}لرزه", "بی{}خانمان", "کوه{}نورد گمشده", "حمل{}و{}نقل عمومی", "هیئت{}رئیسه مجلس"]
# Names that no lexicon has: an article that writes them joined or with a half-space is found.
NAMES = {"پل زرینه{}آب": "sepidedam-12480", "جشنواره نیل{}دشت": "farhang-diar-5186",
         "سیل تابان{}رود": "sepidedam-10566", "تعاونی آفتاب{}نشین": "sepidedam-11390"}


def test_spacing():
    index = shared_index()
    names = [(form.replace("{}", by), id_) for form, id_ in NAMES.items() for by in (ZWNJ, " ", "")]
    for (query, id_), hits in zip(names, index.rankings([q for q, _ in names])):
        check(f"«{query}» finds {id_}", id_ in [i for i, _ in hits[:10]], hits[:10])
    ways = [[form.replace("{}", by) for form in SPACED] for by in (ZWNJ, " ", "")]
    halves, spaced, joined = map(index.rankings, ways)
    for n, want in enumerate(halves):
        check(f"«{ways[0][n]}» finds something", want)
        for query, got in ((ways[1][n], spaced[n]), (ways[2][n], joined[n])):
            check(f"«{query}» finds the same articles", {i for i, _ in got} == {i for i, _ in want},
                  {i for i, _ in got} ^ {i for i, _ in want})
            check(f"«{query}» in the same order", [i for i, _ in got[:10]] == [i for i, _ in want[:10]],
                  (got[:10], want[:10]))


def test_letters():
    persian = [query.translate(str.maketrans("يكى", "یکی")) for query in topics().values()]
    arabic = [query.translate(ARABIC) for query in persian]
    check("the two writings differ", sum(p != a for p, a in zip(persian, arabic)) > 60)
    for query, want, got in zip(persian, *map(shared_index().rankings, (persian, arabic))):
        check(f"«{query}» finds something", want, query)
        check(f"«{query}» in Arabic letters and digits: the same", got == want, (want[:3], got[:3]))


def check_same(queries_of, *params):
    """Lists of queries, of which each finds something, and all of a list the same."""
    flat = shared_index().rankings([q for queries in queries_of for q in queries], *params)
    for queries in queries_of:
        want = flat[0]
        check(f"«{queries[0]}» finds something", want)
        for query, got in zip(queries[1:], flat[1:]):
            check(f"{query!r} finds the same as «{queries[0]}»", got == want, (got[:4], want[:4]))
        del flat[:len(queries)]


def test_digits():
    queries = ("سال ۱۴۰۴", "خط ۳ مترو", "زلزله ۵٫۱ ریشتری", "۲ کشته و ۱۹ زخمی", "۱۴۰۵/۰۴/۰۲")
    check_same([(q, q.translate(ARABIC), q.translate(ASCII)) for q in queries])


def test_marks():
    check_same([("کتابخانهٔ کهن ورنده", "كتابخانۀ كهن ورنده", "كتابخانه كهن ورنده", "کتابخانه\u0654 کهن ورنده",
                 "کـتـابـخانه کهن ورنده", "کِتابخانه کُهَن ورنده", "\u200fکتابخانه\u200e  کهن،ورنده؟",
                 "کتابخانه\u00a0کهن ورنده \r"), ("COVID-19", "covid-19", "Covid-19")])
    ids = [{i for i, _ in hits} for hits in shared_index().rankings(["آتش سوزی", "اتش سوزی"])]
    check("madda is no matter", ids[0] == ids[1] != set(), ids)


def test_word_families():
    families = (("کتاب", "کتاب‌ها", "کتاب‌های", "کتابهایشان"), ("خبر", "اخبار"), ("شاعر", "شاعران", "شعرا"),
                ("می‌گوید", "گفت", "گفته‌اند", "بگویند"), ("دانشجو", "دانشجویان", "دانشجوها"))
    flat = shared_index().rankings([f for forms in families for f in forms], "match=all", "collapse=none",
                               "limit=1000")
    for forms in families:
        found = [{i for i, _ in hits} for hits in flat[:len(forms)]]
        check(f"one family: {forms}", found[0] and all(f == found[0] for f in found), list(map(len, found)))
        del flat[:len(forms)]
    one, other = shared_index().rankings(["ایر", "ایران"], "match=all")
    check("names stay whole: ایر does not find ایران", not one or one != other)


# ---- the little language

def test_language():
    index = shared_index()
    everything = set(index.ids("زلزله", "limit=100"))
    without = set(index.ids("زلزله -سوریندا", "limit=100"))
    check("a minus excludes", without and without < everything, (without, everything))
    check("exactly the articles with the word", everything - without ==
          everything & set(index.ids("زلزله سوریندا", "match=all", "limit=100")))
    phrase = index.ids('"پل دوم زرینه‌آب"', "limit=100")
    texts = [news()[i]["title"] + (news()[i].get("lead") or "") + (news()[i].get("body") or "") for i in phrase]
    check("a phrase is found", len(phrase) >= 4)
    plain = [re.sub(r"[\u200c\s]+", "", t) for t in texts]
    check("with its words next to each other", all("پلدومزرینهآب" in t.translate(str.maketrans("ي", "ی"))
                                                   for t in plain), phrase)
    for left, right in (("«", "»"), ("“", "”")):
        check(f"{left}{right} are quotes too", index.ids(left + "پل دوم زرینه‌آب" + right, "limit=100") == phrase)
    for query in ('"', '""', "«", "»«", '"پل', "پل -", "- پل", "-", "--پل", "+پل", "پل OR سیل", "(پل)", "پل AND",
                  "title:پل", "پل*", "\\", "پل~2", "[* TO *]", "'", "%", "; DROP TABLE articles", "<b>پل</b>"):
        done = index.query("search", "--json", "--", query)
        check(f"no text is an error: {query}", done.status in (FOUND, NOTHING) and done.json["query"]["q"] == query
              and not done.err, done)
    done = index.query("search", "--json", "پل", "زرینه‌آب")
    check("several words of a command line are one query", done.json["query"]["q"] == "پل زرینه‌آب")
    check("stop words alone are a query", index.ids("از ما به شما") is not None)


def test_relaxing():
    index = shared_index()
    answer = index.search("پل سنجاب زرینه‌آب آسمان‌خراش")
    check("no article has all the words: any of them", answer["hits"] and answer["query"]["relaxed"] is True)
    check("match=all does not relax", index.search("پل سنجاب زرینه‌آب", "match=all")["hits"] == [])
    every, any_ = (index.search("پل زرینه‌آب", f"match={m}", "collapse=none")["total"]["uncollapsed"]
                   for m in ("all", "any"))
    check("any finds more than all", 0 < every < any_, (every, any_))


# ---- asked wrongly

def test_wrong_parameters():
    index = shared_index()
    for param in ("limit=0", "limit=-1", "limit=1000000", "limit=x", "limit=", "limit=1e3", "limit=0x10", "limit=1001",
                  "offset=-1", "offset=10001", "offset=x", "sort=title", "sort=", "sort=DATE", "freshness=max",
                  "match=some", "collapse=all", "explain=yes", "highlight=1", "from=soon", "from=1404/13/01", "to=",
                  "now=x", "unknown=1", "filter.unknown=1", "filter=1", "filter[]=1", "filter[source=1", "q.=1",
                  "limit=٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥٥", "limit=99999999999999999999"):
        done = index.query("search", "--json", "پل", param)
        check(f"{param} is refused", done.status == USAGE and not done.out, done)
        check(f"{param} is named", param.split("=")[0] in done.err, done)
    for params in (("limit=1", "limit=2"), ("sort=date", "sort=date")):
        done = index.query("search", "--json", "پل", *params)
        check(f"{params[0]} twice is refused", done.status == USAGE and "twice" in done.err, done)
    check("limit=1000 is for the command line", index.query("search", "پل", "limit=1000").status == FOUND)
    check("too many values of a filter", index.query("search", "پل", *["filter.source=x"] * 65).status == USAGE)
    check("64 are fine", index.query("search", "پل", *["filter.source=x"] * 64).status == NOTHING)
    for args in ([], ["search", "--frobnicate"], ["frobnicate"], ["run"], ["search", "پل", "--index"]):
        done = index.query(*args)
        check(f"usage: {args}", (done.status == USAGE) and done.err, done)
    check("--index is wanted", run(QUERY, "search", "پل").status == USAGE)
    for word in ("--help", "--version", "help"):
        check(word, run(QUERY, word).status == 0 and run(QUERY, word).out)


def test_long_queries():
    index = shared_index()
    for name, words in (("100,000 characters", ["پل " * 20] * 1667), ("one word of 100,000", ["ب" * 25000] * 4),
                        ("4,097 bytes", ["x" * 4097])):
        done = index.query("search", "--json", *words)
        check(f"q of {name} is refused", done.status == USAGE and "4096" in done.err, done)
    done = index.query("search", "--json", "x" * 4096)
    check("one word of 4,096 bytes is a word", done.status == NOTHING and done.json["hits"] == [], done)
    done = index.query("search", "--json", " ".join(f"w{n}" for n in range(65)))
    check("65 words are refused", done.status in (USAGE, NOTHING) and ("64" in done.err or done.out), done)
    done = index.query("search", "--json", " ".join(["پل"] * 60))
    check("60 times the same word", done.status == FOUND, done)
    done = index.query("search", "--json", "پل" + " " * 4000)
    check("4,000 blanks", done.status == FOUND, done)
    long = " ".join(news()["sepidedam-12480"]["title"].split() * 3)
    check("a headline three times over finds it", index.ids(long)[:1] and
          index.ids(long)[0] in ("sepidedam-12480", "avaye-mehrsar-5240"), index.ids(long)[:3])


def test_empty_queries():
    index = shared_index()
    for query in ("", " ", "…!؟،؛«»()[]", "؟", "\u200c\u200f", "-", "<>&\"'"):
        answer = index.search(query)
        check(f"{query!r}: nothing, with a warning", answer["hits"] == [] and answer["total"]["value"] == 0 and
              [w["code"] for w in answer["query"]["warnings"]] == ["no_words"], answer["query"])
        check(f"{query!r}: in both languages", all(w["detail"] and w["detail_fa"] for w in answer["query"]["warnings"]))
    answer = index.search("-پل")
    check("only excluded words", answer["hits"] == [] and
          [w["code"] for w in answer["query"]["warnings"]] == ["only_excluded"], answer["query"])
    answer = index.search("؟", "filter.source=danesh-ruz")
    check("punctuation with a filter lists, newest first", len(answer["hits"]) == 10 and
          answer["query"]["sort"] == "-date", answer["query"])


def test_bad_bytes():
    index = shared_index()
    for query in (b"\xd9", b"\xff\xfe", b"\xed\xa0\x80", "پل".encode() + b"\xc0\xaf"):
        done = subprocess.run([QUERY, "--index", index.path, "search", "--json", query], capture_output=True, check=False)
        check(f"{query!r} is refused", done.returncode == USAGE and b"UTF-8" in done.stderr and not done.stdout, done)
        done.stderr.decode("utf-8")
    for cp in (0x1, 0x7f, 0x85, 0xfffe, 0xfdd0, 0x10ffff, 0xe000, 0x202e, 0x1f600):
        answer = index.search("پل" + chr(cp) + "زرینه‌آب")
        check(f"U+{cp:04X} in a query", "hits" in answer)


def test_no_index_yet():
    with Index() as index:
        index.path.mkdir()
        done = index.query("search", "--json", "پل")
        check("an empty directory is not an index", done.status == NOTHING and "not an index" in done.err, done)
        report = index.report("add", "-")
        check("an index without articles", report["exit"] == 0, report)
        answer = index.search("پل")
        check("finds nothing", answer["hits"] == [] and answer["total"]["value"] == 0, answer)
        check("as text too", index.query("search", "پل").status == NOTHING)


def test_text_output():
    index = shared_index()
    done = index.query("search", "پل زرینه‌آب", "limit=3", f"now={NOW}")
    check("the text has ids, ranks and titles", all(h["id"] in done.out and h["title"][:20] in done.out.replace("\u2069", "")
          for h in index.search("پل زرینه‌آب", "limit=3")["hits"]), done.out)
    check("no colours in a pipe", "\x1b" not in done.out)
    with Index() as other:
        other.add(article(1, title="پل \u001b[31mقرمز\u0007 \u202eوارونه", body="پل \u001b]0;x\u0007"))
        done = other.query("search", "پل")
        check("no escape sequence of an article reaches the terminal", "\x1b" not in done.out and "\x07" not in done.out,
              repr(done.out))


def test_analyze():
    done = run(QUERY, "analyze", "--stems", stdin="کتاب‌ها\nكتابها\nکتاب ها\n")
    stems = [line.split("\t")[1] for line in done.out.splitlines()]
    check("three writings, one stem", stems == ["کتاب"] * 3, done)
    for mode in ("--stems", "--terms", "--explain"):
        done = run(QUERY, "analyze", mode, stdin="می‌گویند COVID-19 ۱۴۰۴/۰۶/۱۴\n\n؟\n")
        check(f"analyze {mode}", done.status == 0 and done.out and not done.err, done)
    done = run(QUERY, "analyze", stdin=b"\xff\n" + "پل\n".encode())
    check("a bad line is named, the next analysed", done.status == 1 and "line 1" in done.err and "پل" in done.out, done)


def test_input_that_cannot_be_read():
    index = shared_index()
    done = index.query("run", FIXTURES)
    check("topics in a directory are no empty run", done.status == NOTHING and str(FIXTURES) in done.err, done)
    for command in (["analyze"], ["--index", index.path, "suggest"], ["--index", index.path, "related", "--batch"]):
        with open_folder(FIXTURES) as folder:
            done = subprocess.run([QUERY, *command], stdin=folder, capture_output=True, check=False)
        check(f"nor is standard input: {command[-1]}", done.returncode == NOTHING and b"cannot be read" in done.stderr, done)
    with open("/dev/full", "wb") as full:
        for word in ("--help", "--version", "help"):
            done = subprocess.run([QUERY, word], stdout=full, stderr=subprocess.PIPE, check=False)
            check(f"{word} that cannot be written", done.returncode == NOTHING and b"cannot write" in done.stderr, done)


def test_damaged_index():
    with Index(NEWS[0]) as index:
        table = index.path / "generations" / "000001" / "db" / "postlist.glass"
        data = bytearray(table.read_bytes())
        for at in range(8192, len(data), 4096):
            data[at:at + 1024] = b"\xa5" * 1024
        table.write_bytes(data)
        for query in ("پل", "سیل", "وزیر"):
            done = index.query("search", "--json", query)
            check("a damaged index: an error, no crash", done.status in (FOUND, NOTHING) and (done.err or done.out), done)
        (index.path / "current").unlink()
        (index.path / "current").symlink_to("generations/../../../etc")
        done = index.query("search", "--json", "پل")
        check("current that names no generation", done.status == NOTHING and done.err, done)
        (index.path / "epoch").write_bytes(b"x")
        done = index.query("search", "--json", "پل")
        check("a cut epoch", done.status == NOTHING and done.err, done)


if __name__ == "__main__":
    main(globals())
