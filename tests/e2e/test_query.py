#!/usr/bin/env python3
"""sarnakh-query on the fixtures: writings of a query, filters, orders, pages, explanations,
highlights, and everything that can be asked wrongly."""
import html
import json
import re
import subprocess

from sarnakh import NEWS, NOW, QUERY, ZWNJ, Index, article, check, main, news, run, topics

FOUND, NOTHING, USAGE = 0, 1, 2
ARABIC = str.maketrans("یک۰۱۲۳۴۵۶۷۸۹", "يك٠١٢٣٤٥٦٧٨٩")
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
shared = {}


def fixtures():
    """One index of all fixtures for every test that only reads."""
    if not shared:
        shared["index"] = Index(*NEWS)
    return shared["index"]


# ---- one query, many writings

SPACED = ["آتش{}سوزی بازار", "کتاب{}ها", "پیش{}بینی هوا", "سهام{}داران سیمین", "رئیس{}جمهور",
          "دانش{}آموزان", "خانه{}های سیل{}زده", "می{}گوید", "گفت{}و{}گو", "نمی{}شود",
          "زمین{}لرزه", "بی{}خانمان", "کوه{}نورد گمشده", "حمل{}و{}نقل عمومی", "هیئت{}رئیسه مجلس"]
# Names that no lexicon has: an article that writes them joined or with a half-space is found.
NAMES = {"پل زرینه{}آب": "sepidedam-12480", "جشنواره نیل{}دشت": "farhang-diar-5186",
         "سیل تابان{}رود": "sepidedam-10566", "تعاونی آفتاب{}نشین": "sepidedam-11390"}


def test_spacing():
    index = fixtures()
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
    for query, want, got in zip(persian, *map(fixtures().rankings, (persian, arabic))):
        check(f"«{query}» finds something", want, query)
        check(f"«{query}» in Arabic letters and digits: the same", got == want, (want[:3], got[:3]))


def check_same(queries_of, *params):
    """Lists of queries, of which each finds something, and all of a list the same."""
    flat = fixtures().rankings([q for queries in queries_of for q in queries], *params)
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
    ids = [{i for i, _ in hits} for hits in fixtures().rankings(["آتش سوزی", "اتش سوزی"])]
    check("madda is no matter", ids[0] == ids[1] != set(), ids)


def test_word_families():
    families = (("کتاب", "کتاب‌ها", "کتاب‌های", "کتابهایشان"), ("خبر", "اخبار"), ("شاعر", "شاعران", "شعرا"),
                ("می‌گوید", "گفت", "گفته‌اند", "بگویند"), ("دانشجو", "دانشجویان", "دانشجوها"))
    flat = fixtures().rankings([f for forms in families for f in forms], "match=all", "collapse=none",
                               "limit=1000")
    for forms in families:
        found = [{i for i, _ in hits} for hits in flat[:len(forms)]]
        check(f"one family: {forms}", found[0] and all(f == found[0] for f in found), list(map(len, found)))
        del flat[:len(forms)]
    one, other = fixtures().rankings(["ایر", "ایران"], "match=all")
    check("names stay whole: ایر does not find ایران", not one or one != other)


# ---- the little language

def test_language():
    index = fixtures()
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
    index = fixtures()
    answer = index.search("پل سنجاب زرینه‌آب آسمان‌خراش")
    check("no article has all the words: any of them", answer["hits"] and answer["query"]["relaxed"] is True)
    check("match=all does not relax", index.search("پل سنجاب زرینه‌آب", "match=all")["hits"] == [])
    every, any_ = (index.search("پل زرینه‌آب", f"match={m}", "collapse=none")["total"]["uncollapsed"]
                   for m in ("all", "any"))
    check("any finds more than all", 0 < every < any_, (every, any_))


# ---- filters

def instants():
    """{id: published_at} as the index shows them, None for the undated."""
    sources = {f"filter.source={a['source']}" for a in news().values() if a.get("source")}
    out = {}
    for offset in (0, 100, 200):
        out.update((hit["id"], hit["published_at"]) for hit in fixtures().search(
            "", *sources, "limit=100", f"offset={offset}", "collapse=none", "highlight=false")["hits"])
    return out


def test_date_filters():
    index, dates = fixtures(), instants()
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
    index, articles = fixtures(), news()
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
    return fixtures().search(query, "match=all", "limit=1", "highlight=false", *params)["total"]["uncollapsed"]


def test_facets_are_what_filters_find():
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
    for query in ("وزیر مجلس", "سیل", "کتاب"):
        for params in ((), ("collapse=none",)):
            answer = index.search(query, "limit=100", *params)
            total = answer["total"]
            check(f"{query} {params}: the total is the hits", total["relation"] == "eq" and
                  total["value"] == len(answer["hits"]), total)
            copies = sum((h["duplicates"] or {"count": 0})["count"] for h in answer["hits"])
            check(f"{query} {params}: and the copies", total["uncollapsed"] == len(answer["hits"]) + copies, total)


def test_copies():
    index = fixtures()
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


# ---- scores

def test_explain():
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
    hit = index.search("پل", "limit=1", "highlight.pre=<mark class=\"a b\">")["hits"][0]
    check("an element with a class", '<mark class="a b">پل</mark>' in json.dumps(hit, ensure_ascii=False).replace('\\"', '"'), hit)
    hit = index.search("پل", "limit=1", "highlight.pre=**", "highlight.post=**")["hits"][0]
    check("signs", "**پل**" in json.dumps(hit["highlight"], ensure_ascii=False), hit)
    for pre, post in (("<script>", "</script>"), ("<em onclick=x>", "</em>"), ("<em>", "</b>"), ("**", ""), ("a\nb", "x"),
                      ('"', '"'), ("<img src=x onerror=alert(1)>", "x")):
        done = index.query("search", "--json", "--", "پل", f"highlight.pre={pre}", f"highlight.post={post}")
        check(f"{pre!r} {post!r} is refused", done.status == USAGE and "highlight.p" in done.err, done)


def test_fields():
    index = fixtures()
    hit = index.search("پل", "limit=1", "fields=id,body,score")["hits"][0]
    check("only the fields asked for", list(hit) == ["id", "body", "score"], hit)
    done = index.query("search", "--json", "پل", "fields=id,password")
    check("an unknown field is refused with those allowed", done.status == USAGE and "published_at_jalali" in done.err, done)


# ---- asked wrongly

def test_wrong_parameters():
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
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
    index = fixtures()
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
    try:
        main(globals())
    finally:
        if shared:
            shared["index"].__exit__()
