#!/usr/bin/env python3
"""Other doors to the same results: feeds of a query, suggestions as browsers want them."""
import html
import json
import subprocess
import urllib.parse
import xml.etree.ElementTree as xml

from sarnakh import INDEXER, Index, check, main
from service import Service, problem, within

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
HOSTILE = 'باران <script>alert(1)</script> ]]> &amp; "x" \u202e \ud7ff \U0001f327 end'


def fill(s):
    s.put("n/۱", {"title": "باران در راه است", "lead": "سه روز باران می‌بارد.", "url": "https://n.example/1?a=1&b=2",
                  "source": "پگاه", "author": ["نیلوفر دریابار", "پویان"], "category": ["هوا"], "tags": ["باران"],
                  "published_at": "2026-09-02T08:00:00Z", "modified_at": "2026-09-03T00:00:00Z", "language": "fa"})
    s.put("n-2", {"title": html.escape(HOSTILE, quote=False), "body": "باران " * 40, "source": 'a"<b>', "tags": ["<&>"], "published_at": "2026-08-01"})
    s.put("n-3", {"title": "باران بی‌تاریخ", "body": "باران"})
    s.put("n-4", {"title": "باران \u0001\u001f بند", "published_at": "2026-07-01T00:00:00Z"})


def ask(s, form, **params):
    return s.get("/v1/search?" + urllib.parse.urlencode({"q": "باران", "format": form, **params}))


def test_rss():
    with Index() as index, Service(index.path) as s:
        fill(s)
        a = ask(s, "rss")
        check("type", a.headers["content-type"] == "application/rss+xml; charset=utf-8", a)
        channel = xml.fromstring(a.body).find("channel")
        check("title", channel.findtext("title") == "سرنخ: باران")
        check("its own address", channel.find(ATOM + "link").get("href") == f"http://{s.host}:{s.port}/v1/search?" +
              urllib.parse.urlencode({"q": "باران", "format": "rss"}), a)
        check("made when the newest changed", channel.findtext("lastBuildDate") == "Thu, 03 Sep 2026 00:00:00 GMT", a)
        items = channel.findall("item")
        check("newest first", [i.findtext("guid") for i in items] == [
            f"urn:sarnakh:article:{i}" for i in ("n%2F%DB%B1", "n-2", "n-4", "n-3")], a)
        first = items[0]
        check("an item", first.findtext("link") == "https://n.example/1?a=1&b=2"
              and first.findtext("pubDate") == "Wed, 02 Sep 2026 08:00:00 GMT"
              and first.findtext("description") == "سه روز باران می‌بارد."
              and [c.text for c in first.findall(DC + "creator")] == ["نیلوفر دریابار", "پویان"]
              and first.findtext(DC + "publisher") == "پگاه"
              and [c.text for c in first.findall("category")] == ["هوا", "باران"], a)
        check("hostile text is text", items[1].findtext("title") == HOSTILE, items[1].findtext("title"))
        check("a passage where there is no lead", "باران" in items[1].findtext("description"))
        check("a day", items[1].findtext("pubDate") == "Sat, 01 Aug 2026 00:00:00 GMT")
        check("no date", items[3].find("pubDate") is None)


def test_links_of_feeds_lead_to_the_web():
    """Readers of feeds make links of what stands there, whatever its scheme."""
    hostile = ["javascript:alert(1)", "javascript://https://x.example/%0aalert(1)", "data:text/html,x", "//x.example", "file:///etc/passwd"]
    with Index() as index, Service(index.path) as s:
        for n, url in enumerate(hostile):
            s.put(f"l-{n}", {"title": f"باران {n}", "url": url, "image_url": url})
        s.put("l-good", {"title": "باران", "url": "https://n.example/1", "image_url": "https://n.example/1.png"})
        rss = xml.fromstring(ask(s, "rss", collapse="none").body)
        check("rss", [i.findtext("link") for i in rss.iter("item") if i.find("link") is not None] == ["https://n.example/1"])
        check("all are in it", len(list(rss.iter("item"))) == len(hostile) + 1)
        atom = xml.fromstring(ask(s, "atom", collapse="none").body)
        links = [e.find(ATOM + "link").get("href") for e in atom.findall(ATOM + "entry") if e.find(ATOM + "link") is not None]
        check("atom", links == ["https://n.example/1"], links)
        feed = ask(s, "jsonfeed", collapse="none").json
        check("jsonfeed", [i["url"] for i in feed["items"] if "url" in i] == ["https://n.example/1"], feed)
        check("pictures", [i["image"] for i in feed["items"] if "image" in i] == ["https://n.example/1.png"], feed)


def test_atom_and_its_pages():
    with Index() as index, Service(index.path) as s:
        fill(s)
        target, ids = "/v1/search?" + urllib.parse.urlencode({"q": "باران", "format": "atom", "limit": 3}), []
        for _ in range(2):
            a = s.get(target)
            feed = xml.fromstring(a.body)
            for needed in ("id", "title", "updated"):
                check(f"feed has {needed}", feed.findtext(ATOM + needed), a)
            for entry in feed.findall(ATOM + "entry"):
                ids.append(entry.findtext(ATOM + "id"))
                check("entry has all it must", all(entry.findtext(ATOM + n) for n in ("id", "title", "updated")), a)
            following = feed.find(f"{ATOM}link[@rel='next']")
            if following is None:
                break
            target = following.get("href").split("/", 3)[3].join(("/", ""))
        check("all, each once", len(ids) == 4 == len(set(ids)), ids)
        check("that was the end", following is None)


def test_json_feed():
    with Index() as index, Service(index.path) as s:
        fill(s)
        a = ask(s, "jsonfeed", sort="date", limit=2)
        feed = a.json
        check("the sort asked for", [i["id"][-3:] for i in feed["items"]] == ["n-4", "n-2"], a)
        check("next page", s.get("/" + feed["next_url"].split("/", 3)[3]).json["items"][0]["id"].endswith("%DB%B1"), a)
        check("posted", s.request("POST", "/v1/search", {"q": "باران", "format": "jsonfeed"}).json["items"], a)
        empty = ask(s, "jsonfeed", q="هیچ‌کدام").json
        check("nothing found", empty["items"] == [] and "next_url" not in empty, empty)


def test_what_a_feed_says_is_read_again():
    """Our readers take our feeds: the same titles and addresses come out."""
    with Index() as index, Service(index.path) as s:
        fill(s)
        for form in ("rss", "atom"):
            done = subprocess.run([str(INDEXER), "add", "--dry-run", "--print", "--quiet", "-"], input=ask(s, form).body,
                                  stdout=subprocess.PIPE, check=False)
            got = [json.loads(line) for line in done.stdout.decode().splitlines()]
            check(f"{form}: all", done.returncode == 0 and len(got) == 4, done)
            check(f"{form}: the first", got and got[0]["title"] == "باران در راه است"
                  and got[0]["url"].startswith("https://n.example/1"), got[:1])


def test_feeds_that_are_refused():
    with Index() as index, Service(index.path) as s:
        problem("another form", ask(s, "pdf"), 400, "invalid_parameter", "format")
        problem("twice", s.get("/v1/search?format=rss&format=atom"), 400, "repeated_parameter", "format")
        problem("its members are its own", ask(s, "rss", fields="id"), 400, "invalid_parameter", "fields")
        problem("its marks, too", ask(s, "rss", highlight="true"), 400, "invalid_parameter", "highlight")
        problem("what a search refuses", ask(s, "rss", limit=0), 400, "invalid_parameter", "limit")


def test_the_address_of_a_feed_is_the_client_s_word_if_it_is_one():
    with Index() as index, Service(index.path) as s:
        for host, proto, base in (("news.example", "https", "https://news.example"), ("[::1]:80", "http", "http://[::1]:80"),
                                  ("", "https", "https://localhost"), ("", "ftp", "http://localhost")):
            a = s.get("/v1/search?format=jsonfeed", headers={"Host": host, "X-Forwarded-Proto": proto})
            check(f"host {host}", a.json["feed_url"].startswith(base + "/v1/search?"), a)
        for host in ("a/b", 'x"><y', "a@b"):
            a = s.get("/v1/search?format=jsonfeed", headers={"Host": host})
            problem(f"host {host}", a, 400, "invalid_framing")


def test_suggestions_for_browsers():
    with Index() as index, Service(index.path) as s:
        fill(s)
        plain = "/v1/suggest?" + urllib.parse.urlencode({"q": "بار"})
        check("completions are made", within(60, lambda: len(s.get(plain).json["suggestions"]) > 2))
        a = s.get(plain + "&format=opensearch")
        check("the same texts", a.json == ["بار", [x["text"] for x in s.get(plain).json["suggestions"]]], a)
        check("type", a.headers["content-type"] == "application/x-suggestions+json; charset=utf-8", a)
        problem("another form", s.get("/v1/suggest?q=x&format=xml"), 400, "invalid_parameter", "format")


def batch(s, *searches):
    return s.request("POST", "/v1/search:batch", {"searches": list(searches)})


def lasting(answer):
    return {name: value for name, value in answer.items() if name not in ("took_ms", "request_id", "next_cursor")}


def test_a_batch_is_its_searches():
    with Index() as index, Service(index.path) as s:
        fill(s)
        searches = ({"q": "باران", "limit": 2}, {"q": "باران", "sort": "-date", "facets": "source", "explain": True},
                    {"filter.source": ["پگاه"]}, {"q": "چیزی که نیست"}, {})
        a = batch(s, *searches)
        check("done", a.status == 200, a)
        check("one answer each", [e["status"] for e in a.json["answers"]] == [200] * len(searches), a)
        for search, entry in zip(searches, a.json["answers"]):
            alone = s.request("POST", "/v1/search", search).json
            for got in (alone, entry["answer"]):
                got["query"].pop("now")
            if not search.get("explain") and search.get("sort") is None and search.get("q"):
                check("found", [h["id"] for h in entry["answer"]["hits"]] == [h["id"] for h in alone["hits"]], search)
            else:
                check(f"as alone {search}", lasting(entry["answer"]) == lasting(alone), search)
        check("of one state", len({(e["answer"]["generation"], e["answer"]["change"]) for e in a.json["answers"]}) == 1)


def test_a_search_of_a_batch_is_refused_by_itself():
    with Index() as index, Service(index.path) as s:
        fill(s)
        a = batch(s, {"q": "باران"}, {"colour": 1}, {"q": "x" * 5000}, {"q": "باران", "format": "rss"}, "no object", {"q": "باران"})
        codes = [e["problem"]["code"] if "problem" in e else None for e in a.json["answers"]]
        check("codes", codes == [None, "unknown_parameter", "limit_exceeded", "unknown_parameter", "invalid_json", None], a)
        check("statuses", [e["status"] for e in a.json["answers"]] == [200, 400, 400, 400, 400, 200], a)


def test_batches_that_are_refused():
    with Index() as index, Service(index.path) as s:
        for body, code in (("", "invalid_json"), ("[]", "invalid_json"), ("{}", "invalid_json"), ({"searches": []}, "invalid_json"),
                           ({"searches": {"q": "a"}}, "invalid_json"), ({"searches": [{}], "x": 1}, "unknown_parameter"),
                           ({"searches": [{}] * 21}, "limit_exceeded"), ("{" * 5000, "invalid_json")):
            a = s.request("POST", "/v1/search:batch", body)
            check(f"{str(body)[:40]}", a.status == 400 and a.code == code, a)
        check("no parameters", s.request("POST", "/v1/search:batch?q=a", {"searches": [{}]}).code == "unknown_parameter")
        check("too long", s.request("POST", "/v1/search:batch", {"searches": [{"q": "x" * 300000}]}).status == 413)


def test_what_is_taken_down_is_in_no_batch():
    with Index() as index, Service(index.path) as s:
        fill(s)
        check("taken down", s.delete("n-3").status == 200)
        for entry in batch(s, {"q": "باران"}, {}).json["answers"]:
            check("not shown", "n-3" not in [hit["id"] for hit in entry["answer"]["hits"]], entry)


OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_browsers_learn_to_search_here():
    with Index() as index, Service(index.path) as s:
        fill(s)
        a = s.get("/opensearch.xml")
        check("type", a.headers["content-type"] == "application/opensearchdescription+xml; charset=utf-8", a)
        top = xml.fromstring(a.body)
        check("name", 0 < len(top.findtext(OPENSEARCH + "ShortName")) <= 16, a)
        check("description", 0 < len(top.findtext(OPENSEARCH + "Description")) <= 1024, a)
        check("language", top.findtext(OPENSEARCH + "Language") == "fa" and top.findtext(OPENSEARCH + "InputEncoding") == "UTF-8", a)
        base = f"http://{s.host}:{s.port}/"
        for url in top.findall(OPENSEARCH + "Url"):
            template, kind = url.get("template"), url.get("type")
            check("here", template.startswith(base), template)
            got = s.get("/" + template[len(base):].replace("{searchTerms}", urllib.parse.quote("باران")))
            check(f"{kind} is what comes", got.status == 200 and got.headers["content-type"].split(";")[0] == kind, got)
        check("kept", s.get("/opensearch.xml", headers={"If-None-Match": a.headers["etag"]}).status == 304)
        check("no parameters", s.get("/opensearch.xml?q=a").code == "unknown_parameter")
        other = s.get("/opensearch.xml", headers={"Host": "khabar.example", "X-Forwarded-Proto": "https"})
        check("the client's word", b'"https://khabar.example/v1/search?q={searchTerms}&amp;format=rss"' in other.body, other)
        evil = s.get("/opensearch.xml", headers={"Host": 'x"><script>'})
        check("a host that is none", evil.status == 400 and b"<script" not in evil.body, evil)


def test_a_public_address_stands_in_what_is_handed_out():
    with Index() as index, Service(index.path, "--public-url", "https://khabar.example/jostoju", "--title", "پگاه <نو>") as s:
        fill(s)
        a = s.get("/opensearch.xml")
        top = xml.fromstring(a.body)
        check("its title", top.findtext(OPENSEARCH + "ShortName") == "پگاه <نو>", a)
        check("its address", all(u.get("template").startswith("https://khabar.example/jostoju/") for u in top.findall(OPENSEARCH + "Url")), a)
        check("in feeds", b"https://khabar.example/jostoju/v1/search?" in ask(s, "atom").body)


if __name__ == "__main__":
    main(globals())
