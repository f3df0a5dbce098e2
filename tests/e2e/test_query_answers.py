#!/usr/bin/env python3
"""sarnakh-query on the fixtures: what an answer says of its hits: scores explained, freshness, highlights, fields."""
import html
import json
import re

from sarnakh import ZWNJ, Index, article, check, main, news, shared_index, topics

USAGE = 2


# ---- scores

def test_explain():
    index = shared_index()
    kinds = set()
    for query in list(topics().values())[::6] + ['"پل دوم" زرینه‌آب', "COVID-19 واکسن", "رئیس‌جمهور مجلس -سیل"]:
        for level in ("freshness=normal", "freshness=off", "freshness=high"):
            hits = index.search(query, "explain=true", "limit=10", level)["hits"]
            for h in hits:
                parts = h["explain"]["parts"]
                total = sum(p["value"] for p in parts)
                kinds |= {p["name"] for p in parts}
                good = abs(total - h["score"]) <= 1e-6 and abs(h["explain"]["sum"] - h["score"]) <= 1e-6
                if not good or not parts:
                    check(f"parts add up to the score: {query} {level} {h['id']}", False, (total, h["score"], parts))
            scores = [h["score"] for h in hits]
            check(f"{query} {level}: parts add up, scores fall", scores == sorted(scores, reverse=True) and hits)
    check("all kinds of parts were seen", len(kinds) >= 6, kinds)
    off = index.search("سیل", "explain=true", "freshness=off")["hits"]
    check("freshness=off has no such part", not any("fresh" in p["name"] for h in off for p in h["explain"]["parts"]))


def test_freshness():
    with Index() as index:
        index.add(*(article(n, title="گشایش پل", lead=f"متن {n}", published_at=f"20{26 - n}-11-22T10:00:00Z")
                    for n in range(6)), article(9, title="گشایش پل", lead="متن 9"),
                  article(10, title="گشایش پل و پل و پل و پل گشایش", published_at="2012-01-01T00:00:00Z"))
        same = [i for i in index.ids("گشایش پل", "freshness=normal") if i not in ("a-9", "a-10")]
        check("of equal ones the newer is first", same == [f"a-{n}" for n in range(6)], same)
        off = index.search("گشایش پل", "freshness=off")
        scores = {h["id"]: h["score"] for h in off["hits"]}
        check("freshness=off: equal texts score the same", len({scores[f"a-{n}"] for n in range(6)}) == 1, scores)
        check("the answer names it", off["query"]["freshness"] == "off", off["query"])
        low, normal, high = ({h["id"]: h["score"] for h in index.search("گشایش پل", f"freshness={f}")["hits"]}
                             for f in ("low", "normal", "high"))
        check("undated ones get nothing for freshness", abs(high["a-9"] - scores["a-9"]) < 1e-9)
        check("an old exact match loses a bounded part", normal["a-10"] / max(normal.values()) > 0.6, normal)
        then = index.ids("گشایش پل", "freshness=normal", now="2023-01-01")
        check("now can be said", then and index.search("گشایش پل", now="2023-01-01")["query"]["now"]
              == "2022-12-31T20:30:00Z", index.search("گشایش پل", now="2023-01-01")["query"])
        check("from low to high it counts more", scores["a-0"] < low["a-0"] < normal["a-0"] < high["a-0"],
              (scores, low, normal, high))


# ---- highlights

def unmarked(text):
    return html.unescape(re.sub(r"</?em>", "", text))


def check_safe(name, text):
    bare = re.sub(r"</?em>", "", text)
    check(f"{name}: no markup but em", not re.search(r"[<>\"']|&(?!amp;|lt;|gt;|quot;|#39;)", bare), bare)
    check(f"{name}: em is closed and not nested", re.fullmatch(r"([^<]|<em>[^<]*</em>)*", text, re.S), text)


def test_highlights_are_safe():
    nasty = '<script>alert("پل")</script> & پل\'s <img src=x onerror=alert(1)> &amp; &lt;em&gt;پل</em>'
    escaped = html.escape(nasty)  # readers take tags out of texts; so this is what a text that shows tags is
    with Index() as index:
        index.add({"id": "x", "title": escaped, "lead": escaped, "body": (escaped + "\n") * 30})
        for query in ("پل", "script alert", "em img", '<b onmouseover="x">پل', "amp lt"):
            for hit in index.search(query)["hits"]:
                h = hit["highlight"]
                for name, text in [("title", h["title"]), ("lead", h["lead"])] + [("body", b) for b in h["body"]]:
                    check_safe(f"{query} {name}", text)
                check(f"{query}: unmarked, the title is the title", unmarked(h["title"]) == nasty, h["title"])
        hit = index.search("پل")["hits"][0]
        check("the words are marked", "<em>پل</em>" in hit["highlight"]["title"], hit["highlight"]["title"])
        check("the title itself is plain data", hit["title"] == nasty)
        check("highlight=false has none", "highlight" not in index.search("پل", "highlight=false")["hits"][0])


def test_highlights_are_right():
    index = shared_index()
    for query in list(topics().values())[::4]:
        for hit in index.search(query, "limit=10")["hits"]:
            h, a = hit["highlight"], news()[hit["id"]]
            check(f"{query} {hit['id']}: the title is the title", unmarked(h["title"]) == a["title"].strip(), h["title"])
            flat = re.sub(r"\s+", " ", (a.get("body") or "") + " " + (a.get("lead") or ""))
            for passage in h["body"]:
                check_safe(f"{query} {hit['id']}", passage)
                text = re.sub(r"\s+", " ", unmarked(passage)).strip("… ")
                check(f"{query} {hit['id']}: a passage is of the text", text in flat, (text, flat))
    marks = re.findall("<em>(.*?)</em>", json.dumps(index.search("کتاب‌ها", "limit=50"), ensure_ascii=False))
    check("other forms of the word are marked", len(set(marks)) > 2 and any(ZWNJ in m for m in marks), set(marks))


def cut(text, ranges):
    return [text[b:e] for b, e in ranges]


def test_ranges():
    index = shared_index()
    for query in list(topics().values())[::6]:
        tagged = index.search(query, "limit=10", "fields=id,title,lead,highlight")["hits"]
        ranged = index.search(query, "limit=10", "highlight=ranges", "fields=id,title,lead,body,highlight")["hits"]
        for t, r in zip(tagged, ranged):
            for name in ("title", "lead"):
                want = [html.unescape(m) for m in re.findall("<em>(.*?)</em>", t["highlight"][name] or "", re.S)]
                check(f"{query} {t['id']} {name}: ranges are the marks",
                      cut(r[name] or "", r["highlight"][name] or []) == want, (r["highlight"], want))
            for passage, marked in zip(r["highlight"]["body"], t["highlight"]["body"]):
                whole, begin = r[passage["field"]], passage["begin"]
                check(f"{query} {t['id']}: a passage is where it says",
                      whole[begin:begin + len(passage["text"])] == passage["text"], passage)
                want = [html.unescape(m) for m in re.findall("<em>(.*?)</em>", marked, re.S)]
                check(f"{query} {t['id']}: its ranges are the marks",
                      [re.sub(r"\s", " ", c) for c in cut(passage["text"], passage["ranges"])] == want, passage)


def test_marks_of_the_caller():
    index = shared_index()
    hit = index.search("پل", "limit=1", "highlight.pre=<mark class=\"a b\">")["hits"][0]
    check("an element with a class", '<mark class="a b">پل</mark>' in json.dumps(hit, ensure_ascii=False).replace('\\"', '"'), hit)
    hit = index.search("پل", "limit=1", "highlight.pre=**", "highlight.post=**")["hits"][0]
    check("signs", "**پل**" in json.dumps(hit["highlight"], ensure_ascii=False), hit)
    for pre, post in (("<script>", "</script>"), ("<em onclick=x>", "</em>"), ("<em>", "</b>"), ("**", ""), ("a\nb", "x"),
                      ('"', '"'), ("<img src=x onerror=alert(1)>", "x")):
        done = index.query("search", "--json", "--", "پل", f"highlight.pre={pre}", f"highlight.post={post}")
        check(f"{pre!r} {post!r} is refused", done.status == USAGE and "highlight.p" in done.err, done)


def test_fields():
    index = shared_index()
    hit = index.search("پل", "limit=1", "fields=id,body,score")["hits"][0]
    check("only the fields asked for", list(hit) == ["id", "body", "score"], hit)
    done = index.query("search", "--json", "پل", "fields=id,password")
    check("an unknown field is refused with those allowed", done.status == USAGE and "published_at_jalali" in done.err, done)


if __name__ == "__main__":
    main(globals())
