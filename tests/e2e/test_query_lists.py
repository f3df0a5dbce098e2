#!/usr/bin/env python3
"""sarnakh-query on the fixtures: which articles a search lists: filters, facets, orders, pages, totals, copies."""
import json
import re

from sarnakh import Index, article, check, main, news, shared_index

FOUND, USAGE = 0, 2
ARABIC = str.maketrans("یک۰۱۲۳۴۵۶۷۸۹", "يك٠١٢٣٤٥٦٧٨٩")
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


# ---- filters

def instants():
    """{id: published_at} as the index shows them, None for the undated."""
    sources = {f"filter.source={a['source']}" for a in news().values() if a.get("source")}
    out = {}
    for offset in (0, 100, 200):
        out.update((hit["id"], hit["published_at"]) for hit in shared_index().search(
            "", *sources, "limit=100", f"offset={offset}", "collapse=none", "highlight=false")["hits"])
    return out


def test_date_filters():
    index, dates = shared_index(), instants()
    dated = {i: d for i, d in dates.items() if d}
    check("most articles are dated", len(dated) > 200 and len(dates) - len(dated) >= 10, (len(dates), len(dated)))
    periods = {"1404": ("2025-03-20T20:30:00Z", "2026-03-20T20:29:59Z"),
               "۱۴۰۴/۰۶": ("2025-08-22T20:30:00Z", "2025-09-22T20:29:59Z"),
               "شهریور ۱۴۰۴": ("2025-08-22T20:30:00Z", "2025-09-22T20:29:59Z"),
               "شهريور ١٤٠٤": ("2025-08-22T20:30:00Z", "2025-09-22T20:29:59Z"),
               "2025-09-05": ("2025-09-04T20:30:00Z", "2025-09-05T20:29:59Z")}
    for period, (first, last) in periods.items():
        want = {i for i, d in dated.items() if first <= (d if len(d) > 10 else d + "T08:30:00Z") <= last}
        got = set(index.every_id("", f"from={period}", f"to={period}")) & set(dates)
        check(f"from and to {period}", got == want and want, got ^ want)
    half = "2025-09-05T09:26:00Z"
    older = set(index.ids("وزیر", f"to={half}", "limit=100", "collapse=none", "match=all"))
    newer = set(index.ids("وزیر", "from=2025-09-05T09:26:01Z", "limit=100", "collapse=none", "match=all"))
    both = set(index.ids("وزیر", "limit=100", "collapse=none", "match=all"))
    undated = {i for i in both if not dates.get(i, "x")}
    check("the two halves are the whole without the undated", older | newer == both - undated and
          not older & newer, (older ^ newer) ^ both)
    relative = index.search("", "from=-7d", "collapse=none")
    check("-7d counts from now", relative["hits"] and all(h["published_at"] >= "2026-11-15" for h in relative["hits"]))
    nothing = index.search("پل", "from=1405", "to=1404")
    check("from behind to: nothing, with a warning", not nothing["hits"] and
          [w["code"] for w in nothing["query"]["warnings"]] == ["empty_period"], nothing["query"])


def aslist(value):
    return value if isinstance(value, list) else [value] if value else []


def test_value_filters():
    index, articles = shared_index(), news()
    for source in ("sepidedam", "danesh-ruz"):
        want = {i for i, a in articles.items() if a.get("source") == source}
        got = set(index.every_id("", f"filter.source={source}"))
        check(f"filter.source={source}", got == want, got ^ want)

    def has(a, category):
        value = a.get("category") or []
        folded = [v.translate(str.maketrans("يك", "یک")) for v in (value if isinstance(value, list) else [value])]
        return category in folded

    for category in ("محیط زیست", "سیاست", "کتاب", "انرژی"):
        want = {i for i, a in articles.items() if has(a, category)}
        check(f"{category} is written in both letters", any(
            category.translate(ARABIC) in json.dumps(a.get("category"), ensure_ascii=False)
            for a in articles.values()))
        for form in (category, category.translate(ARABIC), f" {category} "):
            got = set(index.ids("", f"filter.category={form}", "limit=100", "collapse=none"))
            check(f"filter.category={form}", got == want and want, got ^ want)
    two = set(index.ids("", "filter.category=کتاب", "filter[category]=سینما", "limit=100", "collapse=none"))
    check("two values are either", two == {i for i, a in articles.items() if has(a, "کتاب") or has(a, "سینما")})
    one = set(index.ids("", "filter.category=کتاب", "filter.source=sepidedam", "limit=100", "collapse=none"))
    check("two fields are both", one == {i for i, a in articles.items() if has(a, "کتاب") and
                                         a.get("source") == "sepidedam"})
    for name, field in (("author", "author"), ("tag", "tags")):
        values = [v for a in articles.values() for v in aslist(a.get(field))]
        value = max(set(values), key=values.count)
        key = value.translate(ARABIC)
        want = {i for i, a in articles.items() if any(
            v.replace("\u200c", "").translate(ARABIC) == key.replace("\u200c", "") for v in aslist(a.get(field)))}
        for form in (value, key, value.replace("\u200c", " ")):
            got = set(index.every_id("", f"filter.{name}={form}"))
            check(f"filter.{name}={form}", got == want and want, got ^ want)
        narrow = set(index.every_id("", f"filter[{name}]={value}", "filter.source=sepidedam"))
        check(f"filter.{name} and a source are both", narrow == {
            i for i in want if articles[i].get("source") == "sepidedam"}, narrow)
    check("a value nobody has", index.ids("پل", "filter.source=هیچ") == [])


# ---- facets

FIELDS = {"source": "filter.source", "category": "filter.category", "author": "filter.author", "tag": "filter.tag"}


def uncollapsed(query, *params):
    return shared_index().search(query, "match=all", "limit=1", "highlight=false", *params)["total"]["uncollapsed"]


def test_facets_are_what_filters_find():
    index = shared_index()
    everything = ["source", "category", "author", "tag", "date:day", "date:month", "date:year"]
    for query, narrow in (("وزیر", ()), ("کتاب", ("filter.category=کتاب",)), ("", ("from=1404",))):
        answer = index.search(query, "match=all", "facets=" + ",".join(everything), "facet.limit=1000", *narrow)
        facets, found = answer["facets"], answer["total"]["uncollapsed"]
        check(f"«{query}»: all facets, in order", list(facets) == everything, list(facets))
        check(f"«{query}»: exact", not any(f["approximate"] for f in facets.values()), facets)
        for name, parameter in FIELDS.items():
            others = [p for p in narrow if not p.startswith(parameter)]
            values = facets[name]["values"]
            check(f"«{query}» {name}: by count", values == sorted(values, key=lambda v: -v["count"]), values)
            for v in values[:4] + values[-2:]:
                got = uncollapsed(query, f"{parameter}={v['value']}", *others)
                check(f"«{query}» {name} «{v['value']}»: the filter finds them", got == v["count"], (got, v))
        for unit in everything[4:]:
            periods = facets[unit]["values"]
            total = sum(p["count"] for p in periods) + facets[unit]["earlier"] + facets[unit]["undated"]
            check(f"«{query}» {unit}: all articles are in it", total == found, (total, found))
            for p in [p for p in periods if p["count"]][:2] + periods[-1:]:
                for ends in ((p["value"], p["value"]), (p["from"], p["to"])):
                    got = uncollapsed(query, f"from={ends[0]}", f"to={ends[1]}",
                                      *(n for n in narrow if not n.startswith("from")))
                    check(f"«{query}» {unit} {ends}: the dates find them", got == p["count"], (got, p))


def test_facets_as_asked_for():
    index = shared_index()
    by_value = index.search("", "from=1380", "facets=category", "facet.sort=value", "facet.limit=1000")
    values = [v["value"] for v in by_value["facets"]["category"]["values"]]
    few = index.search("", "from=1380", "facets=category", "facet.sort=value", "facet.limit=3")["facets"]["category"]
    check("the first of the order", [v["value"] for v in few["values"]] == values[:3], few)
    check("and the number of others", few["other"]["values"] == len(values) - 3, few["other"])
    alphabet = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
    firsts = [alphabet.index(v[0].translate(str.maketrans("يك", "یک"))) for v in values
              if v[0].translate(str.maketrans("يك", "یک")) in alphabet]
    check("as in a dictionary", firsts == sorted(firsts) and len(set(firsts)) > 5, values)
    jalali, gregorian = (index.search("وزیر", "facets=date:year", f"calendar={c}")["facets"]["date:year"]
                         for c in ("jalali", "gregorian"))
    check("two calendars", jalali["values"][-1]["value"] in ("1404", "1405") and
          gregorian["values"][-1]["value"] in ("2025", "2026"), (jalali, gregorian))
    check("their names", jalali["values"][-1]["label"].translate(ASCII) == jalali["values"][-1]["value"])
    done = index.query("search", "وزیر", "facets=source,date:month", "match=all")
    lines_ = done.out.splitlines()
    check("for people", done.status == FOUND and "source" in lines_ and "date:month" in lines_ and
          any(line.endswith("  sepidedam") for line in lines_), done.out[-500:])
    done = index.query("search", "وزیر", "facets=source,colour")
    check("an unknown facet is refused with those allowed", done.status == USAGE and "date:month" in done.err, done)


# ---- orders and pages

def test_date_order():
    index = shared_index()
    for query in ("وزیر", "سیل", "کتاب", "قیمت سکه"):
        newest = index.search(query, "sort=-date", "limit=100", "collapse=none")["hits"]
        oldest = index.search(query, "sort=date", "limit=100", "collapse=none")["hits"]
        check(f"{query}: the same articles both ways", sorted(h["id"] for h in newest) ==
              sorted(h["id"] for h in oldest) != [])
        for name, hits, sign in (("newest", newest, -1), ("oldest", oldest, 1)):
            dates = [h["published_at"] for h in hits]
            there = [d for d in dates if d]
            check(f"{query}, {name} first: the undated are last", dates[:len(there)] == there, dates)
            days = [d[:10] for d in there]
            check(f"{query}, {name} first: by day", days == sorted(days, reverse=sign < 0), days)
            full = [d for d in there if len(d) > 10]
            check(f"{query}, {name} first: by second", full == sorted(full, reverse=sign < 0), full)
            check(f"{query}, {name} first: no score", all(h["score"] is None for h in hits))
    undated = {i for i, a in news().items() if a.get("source") == "sepidedam" and
               not (a.get("published_at") or a.get("published"))}
    for sort in ("-date", "date"):
        last = index.every_id("", "filter.source=sepidedam", f"sort={sort}")[-len(undated):]
        check(f"sort={sort}: the undated ones come last", set(last) == undated, last)


def test_order_within_a_minute():
    with Index() as index:
        index.add(*(article(n, published_at=f"2026-01-01T10:00:{second:02}Z")
                    for n, second in enumerate((5, 50, 20, 5, 59, 0, 30, 30, 41, 12, 7, 8))),
                  article(90, published_at="2026-01-01T10:01:00Z"), article(91, published_at="2026-01-01T09:59:59Z"),
                  article(92))
        hits = index.search("پل", "sort=-date", "collapse=none", "limit=50")["hits"]
        keys = [(h["published_at"] or "", h["id"]) for h in hits]
        check("by second within a full minute", [k[0] for k in keys] == sorted((k[0] for k in keys), reverse=True), keys)
        check("ties by id", [k[1] for k in keys if k[0].endswith(":30Z")] == ["a-6", "a-7"], keys)
        pages = [index.ids("پل", "sort=-date", "collapse=none", "limit=1", f"offset={n}") for n in range(15)]
        check("one at a time they are the same", sum(pages, []) == [k[1] for k in keys], pages)


def test_pages():
    index = shared_index()
    for params in ((), ("sort=-date",), ("sort=date",), ("collapse=none",), ("freshness=off",), ("match=any",)):
        for query, size, depth in (("وزیر مجلس", 7, 28), ("کتاب برای بچه‌های روستا", 1, 6)):
            whole = index.ids(query, f"limit={depth}", "highlight=false", *params)
            paged = []
            for offset in range(0, depth, size):
                paged += index.ids(query, f"limit={size}", f"offset={offset}", "highlight=false", *params)
            check(f"{query} {params} by pages of {size}", paged == whole, (paged, whole))
    answer = index.search("کتاب", "limit=5", "offset=9999")
    check("behind the end: nothing, and the total still", answer["hits"] == [] and answer["total"]["value"] > 5,
          answer["total"])


def test_totals():
    index = shared_index()
    for query in ("وزیر مجلس", "سیل", "کتاب"):
        for params in ((), ("collapse=none",)):
            answer = index.search(query, "limit=100", *params)
            total = answer["total"]
            check(f"{query} {params}: the total is the hits", total["relation"] == "eq" and
                  total["value"] == len(answer["hits"]), total)
            copies = sum((h["duplicates"] or {"count": 0})["count"] for h in answer["hits"])
            check(f"{query} {params}: and the copies", total["uncollapsed"] == len(answer["hits"]) + copies, total)


def test_copies():
    index = shared_index()
    query = "مجلس ممنوعیت تلفن همراه در مدارس را تصویب کرد"
    pair = {"peyk-nildasht-77561", "sepidedam-11034"}
    check("two agencies have the same text", pair <= set(index.ids(query, "collapse=none", "limit=5")))
    hits = index.search(query, "duplicates.members=5")["hits"]
    shown = [h for h in hits if h["id"] in pair]
    check("one of them is shown", len(shown) == 1, [h["id"] for h in hits])
    copies = shown[0]["duplicates"]
    check("and says that there is a copy", copies["count"] == 1 and re.fullmatch("d:[0-9a-f]{16}", copies["group"]),
          copies)
    check("which is listed on request", {m["id"] for m in copies["members"]} == pair - {shown[0]["id"]}, copies)
    check("the first of them stands for both", copies["representative"]["id"] == "sepidedam-11034", copies)
    check("every hit has a story", all(re.fullmatch("s:[0-9a-f]{16}", h["story"]) and h["story_articles"] >= 1
                                       for h in hits), [h["story"] for h in hits])
    threads = index.search(query, "collapse=story", "limit=100")["hits"]
    check("one hit a story", len({h["story"] for h in threads}) == len(threads), [h["story"] for h in threads])


if __name__ == "__main__":
    main(globals())
