#!/usr/bin/env python3
"""The checks on real news: everything in, everything found again, nothing lost, well ranked.

usage: check.py BUILD SHARED

BUILD is an optimised build, SHARED holds corpus/, pages/, eval/, gold/, tools/. Prints a line a check and
last 'N passed, N failed'. About eight minutes on two cores.
"""
import datetime
import glob
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

import gold

NDCG_AT_LEAST = 0.75
ZWNJ = "\u200c"
results = {"passed": 0, "failed": 0}


def check(name, good, detail=""):
    results["passed" if good else "failed"] += 1
    print(f"{'ok  ' if good else 'FAIL'} {name}{': ' + str(detail) if detail != '' else ''}", flush=True)
    return good


# ---- dates, independent of the program: the Jalali calendar by the 33-year rule, which is right
# ---- for 1244-1472, and Tehran's offset by the rule of its summer time

MONTHS = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩يك", "01234567890123456789یک")

LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)  # of each 33 years


def jalali_to_date(year, month, day):
    leaps = (year - 1) // 33 * 8 + sum((year - 1) % 33 >= leap for leap in LEAPS)
    days = 365 * (year - 1) + leaps
    days += 31 * (month - 1) if month <= 7 else 6 + 30 * (month - 1)
    return datetime.date(622, 3, 22) + datetime.timedelta(days=days + day - 1)


def calibrate():
    """The rule above counts from an epoch; two known days pin it down."""
    assert jalali_to_date(1400, 6, 5) - jalali_to_date(1381, 10, 11) == \
        datetime.date(2021, 8, 27) - datetime.date(2003, 1, 1)
    return datetime.date(2021, 8, 27) - jalali_to_date(1400, 6, 5)


SHIFT = calibrate()


def day_of(text):
    """The Tehran day that a person reads in a published field."""
    text = text.translate(DIGITS)
    iso = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    if iso:
        return datetime.date(*map(int, iso.groups()))
    numbers = re.match(r"(\d{4})/(\d\d?)/(\d\d?)", text)
    if numbers:
        return jalali_to_date(*map(int, numbers.groups())) + SHIFT
    words = re.search(r"(\d\d?) (\S+) (\d{4})", text)
    return jalali_to_date(int(words[3]), MONTHS.index(words[2]) + 1, int(words[1])) + SHIFT


def tehran_day(published_at):
    """The Tehran day of an answer's RFC 3339 time (a bare date is that day)."""
    if len(published_at) == 10:
        return datetime.date.fromisoformat(published_at)
    moment = datetime.datetime.strptime(published_at, "%Y-%m-%dT%H:%M:%SZ")
    local = moment + datetime.timedelta(hours=3, minutes=30)
    summer = moment.year < 2022 and datetime.date(moment.year, 3, 22) <= local.date() \
        <= datetime.date(moment.year, 9, 21)
    return (local + datetime.timedelta(hours=1 if summer else 0)).date()


# ---- programs

class Programs:
    def __init__(self, build, index):
        self.index, self.query = (os.path.join(build, p) for p in
                                  ("indexer/sarnakh-index", "query/sarnakh-query"))
        self.httpd = os.path.join(build, "http/sarnakh-httpd")
        self.directory = index

    def run(self, program, *args):
        return subprocess.run([program, "--index", self.directory, *args], capture_output=True,
                              text=True, check=False)

    def search(self, query, *params):
        done = self.run(self.query, "search", "--json", query, *params)
        return json.loads(done.stdout) if done.returncode in (0, 1) and done.stdout else {}


class Server:
    """sarnakh-httpd on a free port of the loopback, for as long as the block lasts."""

    def __init__(self, programs):
        self.programs = programs

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.programs.httpd, "--index", self.programs.directory, "--listen", "127.0.0.1:0",
             "--log-level", "warn"],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)\s*$", line.strip())[1])
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.terminate()
        self.status = self.process.wait(timeout=60)

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())


# ---- checks

def corpus_lines(shared):
    for name in sorted(glob.glob(os.path.join(shared, "corpus", "*.jsonl"))):
        with open(name, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def check_all_in(p, shared, n):
    files = sorted(glob.glob(os.path.join(shared, "corpus", "*.jsonl")))
    began = time.monotonic()
    done = p.run(p.index, "--json", "add", *files)
    took = time.monotonic() - began
    report = json.loads(done.stdout or "{}")
    check("every line of the corpus is taken", done.returncode == 0 and report.get("created") == n,
          f"{report.get('created')} of {n}, {n / took:.0f} a second; {done.stderr[-300:].strip()}")
    status = json.loads(p.run(p.index, "status", "--json").stdout or "{}")
    check("status counts them", status.get("articles") == n and status.get("documents") == n, status)


def check_found_by_id(p, shared, n):
    found = same = dated = kept = right_day = 0
    with Server(p) as server:
        for article in corpus_lines(shared):
            path = "/v1/articles/" + urllib.parse.quote(article["id"], safe="")
            status, answer = server.get(path)
            found += status == 200 and answer.get("id") == article["id"]
            same += answer.get("title") == article["title"].strip()
            if article.get("published"):
                dated += 1
                kept += bool(answer.get("published_at"))
                if answer.get("published_at"):
                    right_day += tehran_day(answer["published_at"]) == day_of(article["published"])
    check("every article is found again by its id", found == n, f"{found} of {n}")
    check("with its title", same == n, f"{same} of {n}")
    check("no date is lost", kept == dated, f"{kept} of {dated}")
    check("every date is the day a person reads", right_day == dated, f"{right_day} of {dated}")
    check("the service ends cleanly", server.status == 0, server.status)


def queries_of(shared):
    for name in ("hamshahri-dev.topics.tsv", "neuclir22-fa.titles.tsv", "hc4-fa.titles.tsv"):
        with open(os.path.join(shared, "eval", name), encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("#"):
                    yield line.rstrip("\n").split("\t")[1]


def wait_for_word_lists(server):
    """Corrections come from word lists that a thread makes after the start, before the completions."""
    until = time.monotonic() + 120
    while not server.get("/v1/suggest?q=" + urllib.parse.quote("ا"))[1].get("suggestions"):
        if time.monotonic() > until:
            raise TimeoutError("no suggestions after two minutes")


def whole_answer(server, path):
    """An answer that the machine had time for: one cut short says nothing of the index."""
    for _ in range(10):
        answer = server.get(path)[1]
        if not answer.get("timed_out"):
            break
    return answer


def answers(p, shared):
    """What searches answer, without what differs between two runs of the same."""
    with Server(p) as server:
        wait_for_word_lists(server)
        out = []
        for query in queries_of(shared):
            for more in ("", "&sort=-date", "&freshness=off&collapse=none&limit=50"):
                now = "" if "freshness=off" in more else "&freshness=off"
                path = "/v1/search?explain=true&q=" + urllib.parse.quote(query) + more + now
                answer = whole_answer(server, path)
                for key in ("took_ms", "request_id", "generation", "change"):
                    answer.pop(key, None)
                answer.get("query", {}).pop("now", None)
                # A cursor freezes now, so it differs, too: only that there is one is compared.
                answer["next_cursor"] = answer.get("next_cursor") is not None
                out.append(json.dumps(answer, sort_keys=True, ensure_ascii=False))
    return out


def members_that_differ(a, b):
    a, b = json.loads(a), json.loads(b)
    return sorted(key for key in a.keys() | b.keys() if a.get(key) != b.get(key))


def check_rebuild(p, shared):
    before = answers(p, shared)
    began = time.monotonic()
    done = p.run(p.index, "--json", "rebuild")
    took = time.monotonic() - began
    check("rebuild ends well", done.returncode == 0, f"{took:.0f} s {done.stderr[-300:].strip()}")
    after = answers(p, shared)
    equal = sum(a == b for a, b in zip(before, after))
    check("the same answers after rebuild", equal == len(before) > 500, f"{equal} of {len(before)}"
          + "".join(f"; {members_that_differ(a, b)}" for a, b in zip(before, after) if a != b)[:600])
    done = p.run(p.index, "check")
    check("archive and index agree", done.returncode == 0, done.stdout[-200:].strip())


def check_page(p, shared):
    page = os.path.join(shared, "pages", "giti-online-41736.txt")
    done = p.run(p.index, "--json", "add", page)
    check("the news page is taken", done.returncode == 0, done.stderr[-300:].strip())
    with Server(p) as server:
        status, article = server.get("/v1/articles/41736")
    check("its id is 41736", status == 200)
    check("it was published at 2021-08-27T09:41:00Z",
          article.get("published_at") == "2021-08-27T09:41:00Z", article.get("published_at"))
    check("its author is named", article.get("author") == ["سید محمد موسوی"], article.get("author"))
    text = "\n".join(article.get(k) or "" for k in ("title", "lead", "body"))
    noise = ["09191910422", "ایمیل", "نظرات بینندگان", "صحت یا رد", "کد خبر", "خبرنگار :", "نویسنده:"]
    left = [word for word in noise if word in text]
    check("no ticker, comment form or disclaimer is left", not left, left)
    check("title, lead and body are there",
          "اطلاع رساني استان" in article.get("title", "") and
          (article.get("lead") or "").startswith("براساس نتايج") and
          "وحيد خسروي" in (article.get("body") or ""), article.get("title"))
    check_page_found(p)


def first_ids(p, query, *params):
    return [hit["id"] for hit in p.search(query, *params).get("hits", [])]


def check_page_found(p):
    persian = "روابط عمومی استانداری کرمانشاه رتبه برتر"
    arabic = persian.replace("ی", "ي").replace("ک", "ك")
    forms = {"Persian letters": persian, "Arabic letters": arabic,
             "with ZWNJ": persian.replace("روابط عمومی", "روابط" + ZWNJ + "عمومی"),
             "Arabic letters with ZWNJ": arabic.replace("روابط عمومي", "روابط" + ZWNJ + "عمومي"),
             "without spaces inside the term": persian.replace("روابط عمومی", "روابطعمومی")}
    for name, query in forms.items():
        ids = first_ids(p, query)
        check(f"the page is the first hit in {name}", ids[:1] == ["41736"], ids[:3])
    for query in ("اطلاع" + ZWNJ + "رسانی پویا", "اطلاع رسانی پویا", "اطلاعرساني پويا"):
        ids = first_ids(p, query)
        check(f"«{query}» has the page among the first ten", "41736" in ids[:10], ids[:10])


def check_quality(p, shared):
    topics = os.path.join(shared, "eval", "hamshahri-dev.topics.tsv")
    qrels = os.path.join(shared, "eval", "hamshahri-dev.qrels")
    run = p.run(p.query, "run", topics)
    lines = run.stdout.splitlines()
    scores = subprocess.run([sys.executable, os.path.join(shared, "tools", "trec_eval.py"), qrels],
                            input=run.stdout, capture_output=True, text=True, check=False)
    print(scores.stdout.strip(), scores.stderr.strip())
    found = re.search(r"ndcg10=([\d.]+)", scores.stdout)
    ndcg = float(found[1]) if found else 0.0
    check("a run has up to 1000 hits a topic", 0 < len(lines) <= 25 * 1000, len(lines))
    check(f"nDCG@10 on the dev topics is at least {NDCG_AT_LEAST}", ndcg >= NDCG_AT_LEAST, ndcg)


def main():
    build, shared = (os.path.abspath(a) for a in sys.argv[1:3])
    directory = tempfile.mkdtemp(prefix="sarnakh-corpus-")
    try:
        p = Programs(build, os.path.join(directory, "index"))
        n = sum(1 for _ in corpus_lines(shared))
        check("the corpus has 62,716 lines", n == 62716, n)
        source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        gold.check_gold(check, p.query, shared, source)
        check_all_in(p, shared, n)
        check_quality(p, shared)
        check_found_by_id(p, shared, n)
        check_rebuild(p, shared)
        check_page(p, shared)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"{results['passed']} passed, {results['failed']} failed")
    sys.exit(1 if results["failed"] or not results["passed"] else 0)


if __name__ == "__main__":
    main()
