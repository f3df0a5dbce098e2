#!/usr/bin/env python3
"""What newsrooms feed: files and directories in many formats, packed or not, end in the same index as
the articles themselves; a dry run says what would be taken and stores nothing."""
import gzip
import html
import itertools
import json
import os
import random
import resource
import subprocess

from sarnakh import INDEXER, NEWS, Index, article, check, lines, main, run

REFUSED = 3
USAGE = 2


def printed(*args, stdin=b""):
    """The articles that a dry run would store, by id, and how it ended."""
    done = run(INDEXER, "add", "--dry-run", "--print", "--quiet", *args, stdin=stdin)
    return {a["id"]: a for a in map(json.loads, done.out.splitlines())}, done


def zstd(data):
    try:
        return subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout
    except FileNotFoundError:
        return None


def test_packed():
    plain = NEWS[0].read_bytes()
    want, done = printed("-", stdin=plain)
    check("the fixtures are read", len(want) > 50 and done.status == 0, done)
    half = plain.index(b"\n", len(plain) // 2) + 1
    packed = {"gzip": gzip.compress(plain), "gzip in two members": gzip.compress(plain[:half]) +
              gzip.compress(plain[half:]), "zstd": zstd(plain)}
    for name, data in packed.items():
        if data is None:
            continue
        got, done = printed("-", stdin=data)
        check(f"{name} is read as what is in it", got == want and done.status == 0, done)
        short, done = printed("-", stdin=data[:len(data) * 2 // 3])
        check(f"{name} cut short: what came before is taken", len(short) < len(want) and
              (short or name == "zstd"), len(short))  # zstd packs 128 KB at a time
        check(f"{name} cut short: and it is said", done.status == REFUSED and "cut short" in done.err, done)


def test_directory():
    with Index() as index:
        feeds = index.folder / "feeds"
        (feeds / "2026").mkdir(parents=True)
        (feeds / "1.jsonl").write_text(lines(article(1), article(2)), encoding="utf-8")
        (feeds / "2026" / "2.jsonl.gz").write_bytes(gzip.compress(lines(article(3)).encode()))
        (feeds / "2026" / "page.txt").write_text("کد خبر: ۴۲\nپل باز شد\n", encoding="utf-8")
        (feeds / "3.jsonl").write_text(lines({"id": "a-1", "title": "پل بسته شد"}) + "{}\n", encoding="utf-8")
        (feeds / ".new.jsonl").write_text(lines(article(9)), encoding="utf-8")
        dry = index.report("add", "--dry-run", feeds)
        check("a dry run counts", (dry["files"], dry["read"], dry["taken"], dry["refused"]) ==
              (4, 6, 5, 1), dry)
        check("and names what it read", [(os.path.basename(i["file"]), i["format"], i["taken"], i["refused"])
                                         for i in dry["inputs"]] ==
              [("1.jsonl", "json", 2, 0), ("2.jsonl.gz", "json", 1, 0), ("page.txt", "page", 1, 0),
               ("3.jsonl", "json", 1, 1)], dry["inputs"])
        check("and refuses like a real one", dry["exit"] == REFUSED and dry["refusals"][0]["line"] == 2, dry)
        check("but makes no index", not index.path.exists())
        report = index.report("add", feeds)
        check("all files of a directory are added", (report["created"], report["updated"]) == (4, 1), report)
        check("the bad line is named", report["exit"] == REFUSED and
              report["refusals"][0]["file"] == str(feeds / "3.jsonl"), report)
        check("they are found", sorted(index.ids("پل")) == ["42", "a-1", "a-2", "a-3"], index.ids("پل"))
        check("files of later names win", index.ids("بسته") == ["a-1"])
        before = index.status()
        index.report("add", "--dry-run", feeds)
        check("a dry run beside an index changes nothing", index.status() == before)


def test_formats_by_name():
    page = "کد خبر: ۴۲\nپل باز شد\n"
    got, done = printed("--format", "page", "-", stdin=page)
    check("a page as a page", list(got) == ["42"] and done.status == 0, done)
    got, done = printed("--format", "json", "-", stdin=page)
    check("a page as JSON lines is refused line by line", not got and done.status == REFUSED and
          done.err.count("invalid: ") == 2, done)
    for args in (["--format", "telex", "-"], ["--format", "", "-"]):
        done = run(INDEXER, "add", "--dry-run", *args)
        check("a format there is none of", done.status == USAGE and "json" in done.err, done)
    done = run(INDEXER, "--index", "/nowhere", "add", "--print", "-")
    check("--print without --dry-run", done.status == USAGE, done)
    done = run(INDEXER, "add", "-")
    check("without --dry-run an index is wanted", done.status == USAGE and "--index" in done.err, done)
    help_ = run(INDEXER, "--help").out
    check("--help names the formats", "formats of add" in help_ and "\n  json " in help_, help_)


BODY = "<p>پل &laquo;تازه&raquo; روی <b>رودخانه</b> باز شد.</p><script>پل</script><p>شهردار از پل گذشت &amp; رفت.</p>"
PLAIN = "پل «تازه» روی رودخانه باز شد.\n\nشهردار از پل گذشت & رفت."
FEEDS = {  # one article in each format
    "one.jsonl": lines({"id": "one", "title": "خبر <i>یک</i>", "body": BODY}),
    "two.xml": f"""<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>
        <guid>two</guid><title>خبر دو</title><content:encoded><![CDATA[{BODY}]]></content:encoded></item></channel></rss>""",
    "three.atom": f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>three</id><title>خبر سه</title>
        <content type="html">{html.escape(BODY)}</content></entry></feed>""",
    "four.csv": 'id,title,body\nfour,خبر چهار,"' + BODY.replace('"', '""') + '"\n',
    "five.ninjs": json.dumps({"uri": "five", "type": "text", "headline": "خبر پنج", "body_html": BODY}),
    "six.html": f"""<!DOCTYPE html><html><head><link rel="canonical" href="six"><title>خبر شش</title></head>
        <body><div itemprop="articleBody">{BODY}</div></body></html>""",
}


def test_one_article_in_each_format():
    """They end as one text, and places in it are places in what is shown."""
    with Index() as index:
        for name, content in FEEDS.items():
            (index.folder / name).write_text(content, encoding="utf-8")
        report = index.report("add", *(index.folder / name for name in FEEDS))
        check("all are taken", (report["created"], report["refused"]) == (len(FEEDS), 0), report)
        hits = index.search("پل", "limit=10", "collapse=none", "highlight=ranges",
                            "fields=id,title,body,highlight")["hits"]
        check("all are found", sorted(h["id"] for h in hits) == sorted(n.split(".")[0] for n in FEEDS), hits)
        for hit in hits:
            check(f"{hit['id']}: its text is without markup", hit["body"] == PLAIN, hit["body"])
            for passage in hit["highlight"]["body"]:
                begin, text = passage["begin"], passage["text"]
                check(f"{hit['id']}: a passage is where it says", PLAIN[begin:begin + len(text)] == text, passage)
                marked = [text[r[0]:r[1]] for r in passage["ranges"]]
                check(f"{hit['id']}: the words found are marked", marked and set(marked) == {"پل"}, passage)
        check("the title too", {h["title"] for h in hits} >= {"خبر یک", "خبر شش"}, hits)
        check("what was dropped is not found", not index.ids("script"))
        again = index.report("add", *(index.folder / name for name in FEEDS))
        check("the same feeds again change nothing", again["unchanged"] == len(FEEDS), again)


LINK = "https://www.peyk.example/news/42/"
TEXT = "<p>شهردار از روی پل تازهٔ رودخانه گذشت و گفت که از فردا صبح برای خودروها باز می‌شود.</p>"
ONE_ARTICLE = {  # under the names that a feed, a sitemap, its page and the page for AMP have for it
    "feed.xml": f"""<rss version="2.0"><channel><item><guid isPermaLink="false">post-42</guid><link>{LINK}?utm_source=rss</link>
        <title>پل باز شد</title><description>شهردار از پل گذشت.</description></item></channel></rss>""",
    "sitemap.xml": f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://peyk.example/news/42</loc>
        <n:news><n:title>پل باز شد</n:title></n:news></url></urlset>""",
    "page.html": f"""<!doctype html><html><head><link rel="canonical" href="{LINK}index.html"><title>پل باز شد</title></head>
        <body><div itemprop="articleBody">{TEXT}</div></body></html>""",
    "amp.html": f"""<!doctype html><html><head><meta property="og:url" content="https://m.peyk.example/amp/news/42?amp=1">
        <title>پل باز شد</title></head><body><div itemprop="articleBody">{TEXT}</div></body></html>""",
}


def orders(names, seed, some):
    """Some orders of the names, drawn anew with a printed seed."""
    drawn = random.Random(seed)
    return drawn.sample(list(itertools.permutations(names)), some)


def test_one_article_by_four_ways():
    seed = int(os.environ.get("SN_SEED", random.randrange(1 << 32)))
    print(f"SN_SEED={seed}")
    for order in orders(ONE_ARTICLE, seed, 6):
        with Index() as index:
            for name, content in ONE_ARTICLE.items():
                (index.folder / name).write_text(content, encoding="utf-8")
            files = [index.folder / name for name in order]
            report = index.report("add", *files)
            check(f"{order}: one article", (report["created"], report["refused"]) == (1, 0) and
                  index.status()["articles"] == 1, report)
            hits = index.search("شهردار", "fields=id,body")["hits"]
            check(f"{order}: with the text of its page", len(hits) == 1 and "خودروها" in hits[0].get("body", ""), hits)
            index.report("update", *files)
            again = index.report("update", "--again")
            check(f"{order}: and so it stays", index.status()["articles"] == 1 and again["created"] == 0, again)
            index.report("delete", hits[0]["id"])
            again = index.report("update", "--again")
            check(f"{order}: taken down, it does not come back under another name",
                  index.status()["articles"] == 0 and again["passed_over"] == 4, again)


def test_ids_of_the_newsroom_stay():
    """What a CMS calls its articles is not overruled, but is known to feeds."""
    with Index() as index:
        index.add({"id": "cms-1", "title": "پل باز شد", "url": LINK, "body": "متن کامل پل"})
        (index.folder / "sitemap.xml").write_text(ONE_ARTICLE["sitemap.xml"], encoding="utf-8")
        (index.folder / "feed.xml").write_text(ONE_ARTICLE["feed.xml"], encoding="utf-8")
        report = index.report("add", index.folder / "sitemap.xml", index.folder / "feed.xml")
        check("a sitemap and a feed bring the article of that address", index.status()["articles"] == 1, report)
        check("whose text stays", index.ids("متن کامل") == ["cms-1"], index.ids("پل"))
        index.add({"id": "cms-2", "title": "پل دوم", "url": LINK})
        check("two ids of a CMS are two articles", sorted(index.ids("پل", "collapse=none")) == ["cms-1", "cms-2"])
        report = index.report("add", "-", stdin=json.dumps([{"url": LINK, "title": "پل سوم", "body": "متن"}]))
        check("what has no id is the article of its address", report["created"] == 0 and report["updated"] == 1, report)


def test_a_list_of_articles():
    articles = [article(n, body="پل " * 50) for n in range(300)]
    want, _ = printed("-", stdin=lines(*articles))
    for indent in (None, 1):
        got, done = printed("-", stdin=json.dumps(articles, ensure_ascii=False, indent=indent))
        check(f"a list of articles, indent {indent}", got == want and done.status == 0, done)
    items = [{"uri": f"n-{n}", "type": "text", "headline": "پل", "body_text": "متن"} for n in range(3)]
    got, done = printed("-", stdin=json.dumps(items))
    check("a list of ninjs", sorted(got) == ["n-0", "n-1", "n-2"], done)
    got, done = printed("-", stdin=json.dumps([article(1), {"id": "x"}, article(2)]))
    check("a bad one in it is named by its number", sorted(got) == ["a-1", "a-2"] and done.status == REFUSED and
          "record 2: title: missing" in done.err, done)
    with Index() as index:
        names = index.folder / "names.txt"
        names.write_text("nr = id\nheadline = title\n", encoding="utf-8")
        got, done = printed("--map", names, "-", stdin=json.dumps([{"nr": "m-1", "headline": "پل"}]))
        check("a list with other names", list(got) == ["m-1"], done)


def test_memory():
    """A feed of any size is read with the memory of one record."""
    body = "پل تازه روی رودخانه باز شد. " * 300
    with Index() as index:
        for name, begin, end, record in (("feed.jsonl.gz", "", "", lines), ("feed.json.gz", "[", "]", lines),
                                         ("answer.json.gz", '{"took":1,"hits":{"hits":[', "]}}", hit)):
            read_large(index.folder / name, begin, end, record, body)


def hit(a):
    """As an answer of Elasticsearch has it, which may be one line."""
    return json.dumps({"_index": "news", "_id": a.pop("id"), "_source": a}, ensure_ascii=False)


def read_large(feed, begin, end, record, body):
    with gzip.open(feed, "wt", encoding="utf-8", compresslevel=1) as out:
        for n in range(12000):
            out.write((begin if n == 0 else "," if begin else "") + record(article(n, body=body)))
        out.write(end)
    child = subprocess.Popen([INDEXER, "add", "--dry-run", "--json", feed], stdout=subprocess.PIPE)
    report = json.loads(child.stdout.read())
    child.stdout.close()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    with open(INDEXER, "rb") as program:
        sanitized = b"__asan_init" in program.read()
    check(f"{feed.name}: 150 MB are read", report["taken"] == 12000 and child.returncode == 0, report)
    check(f"{feed.name}: with 40 MB", usage.ru_maxrss < 40 * 1024 or sanitized, usage.ru_maxrss)


def test_bombs():
    """What unpacks into far too much ends soon, and says so."""
    zeros = gzip.compress(bytes(1 << 24)) * 40
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    got, done = printed("-", stdin=zeros)
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began
    check("a bomb of gzip is refused", not got and done.status == REFUSED and "UNPACK_RATIO" in done.err or
          "limit_exceeded" in done.err, done)
    check("soon", took < 20, took)


if __name__ == "__main__":
    main(globals())
