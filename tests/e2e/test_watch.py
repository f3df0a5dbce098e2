#!/usr/bin/env python3
"""What the service tells those who watch over it: metrics, and its log."""
import json
import re
import shutil
import signal
import time

import exposition
from sarnakh import SOURCE, Index, check, main, run, skip
from service import Service, quote, within

WORD = "سرنخ‌آزمایی"
PLAIN = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


class Metrics:
    """The samples of this moment; of a name, those with all these labels added up."""

    def __init__(self, service):
        answer = service.get("/metrics")
        check("metrics", answer.status == 200 and answer.headers["content-type"] == PLAIN, answer)
        self.samples = exposition.parse(answer.body.decode("utf-8"))

    def found(self, name, labels):
        return [value for (n, own), value in self.samples.items() if n == name and set(labels.items()) <= set(own)]

    def has(self, name, **labels):
        return self.found(name, labels) != []

    def __call__(self, name, **labels):
        if not self.has(name, **labels):
            raise AssertionError(f"no {name} {labels}")
        return sum(self.found(name, labels))


def requests(m, route, method="GET", **labels):
    return m("sarnakh_http_requests_total", route=route, method=method, **labels)


def test_the_format():
    """…is read by a parser that forgives nothing (exposition.py), in both forms."""
    for text, why in (("# HELP a b\n# TYPE a gauge\na 1\na 1\n", "twice"), ("# HELP a b\n# TYPE a gauge\nb 1\n", "outside"),
                      ("# HELP a_total b\n# TYPE a_total gauge\na_total 1\n", "counters"), ("a 1\n", "outside"),
                      ('# HELP a b\n# TYPE a gauge\na{b="c",} 1\n', "label"), ('# HELP a b\n# TYPE a gauge\na{b="\\x"} 1\n', "label"),
                      ("# HELP a b\n# TYPE a gauge\na 1", "end"), ("# HELP a b\n# TYPE a gauge\n", "without samples")):
        try:
            exposition.parse(text)
            check(f"the parser is strict: {why}", False)
        except exposition.Malformed as e:
            check(f"the parser is strict: {why}", why in str(e), e)
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "published_at": "2026-11-20T08:00:00Z"})
        s.search(WORD)
        first = Metrics(s)
        a = s.get("/metrics", headers={"Accept": "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"})
        check("OpenMetrics for who asks", a.headers["content-type"] == OPENMETRICS, a.headers)
        other = exposition.parse(a.body.decode("utf-8"), True)
        check("the same names in both", {n for n, _ in other} == {n for n, _ in first.samples},
              {n for n, _ in other} ^ {n for n, _ in first.samples})
        check("HEAD", s.request("HEAD", "/metrics").status == 200)
        check("parameters are refused", s.get("/metrics?a=b").code == "unknown_parameter")


def test_counters_go_up_by_what_was_asked():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD})
        before = Metrics(s)
        for _ in range(3):
            s.search(WORD)
        s.search("چیزی‌که‌نیست‌هرگز", correct="off")
        s.request("POST", "/v1/search", {"q": WORD})
        s.get("/v1/search?sort=x")
        s.get("/v2")
        s.get("/v1/articles/none")
        s.request("HEAD", "/v1/articles/a")
        s.put("b", {"title": WORD})
        s.delete("b")
        after = Metrics(s)

        def grew(name, **labels):
            return after(name, **labels) - (before(name, **labels) if before.has(name, **labels) else 0)

        def asked(route, method="GET", **labels):
            return grew("sarnakh_http_requests_total", route=route, method=method, **labels)

        for what, got, wanted in (
                ("searches", asked("/v1/search", status="2xx"), 4), ("refused ones", asked("/v1/search", status="4xx"), 1),
                ("posted ones", asked("/v1/search", "POST", status="2xx"), 1), ("no route", asked("none", "none", status="4xx"), 1),
                ("an article that is not there", asked("/v1/articles/{id}", status="4xx"), 1),
                ("HEAD counts as GET", asked("/v1/articles/{id}", status="2xx"), 1),
                ("the page itself", asked("/metrics"), 1), ("no faults", grew("sarnakh_http_requests_total", status="5xx"), 0),
                ("searches done", grew("sarnakh_searches_total"), 5),
                ("without hits", grew("sarnakh_searches_without_hits_total"), 1),
                ("a code", grew("sarnakh_http_refusals_total", code="invalid_parameter"), 1),
                ("another", grew("sarnakh_http_refusals_total", code="not_found"), 1),
                ("all codes", grew("sarnakh_http_refusals_total"), 3),
                ("their durations", grew("sarnakh_http_request_duration_seconds_count", route="/v1/search"), 6),
                ("a write until it was shown", grew("sarnakh_write_visible_seconds_count"), 1),
                ("connections", grew("sarnakh_http_connections_opened_total"), 12)):
            check(what, got == wanted, f"{got}, not {wanted}")
        check("bytes out", grew("sarnakh_http_response_body_bytes_total") > 1000)
        check("bytes in", 20 < grew("sarnakh_http_request_body_bytes_total") < 200)


def test_what_is_now():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "published_at": "2026-11-20T08:00:00Z"})
        s.put("b", {"title": WORD})
        m = Metrics(s)
        status = s.get("/v1/status").json
        for name, wanted in (("sarnakh_ready", 1), ("sarnakh_index_documents", 2), ("sarnakh_index_generation", status["generation"]),
                             ("sarnakh_index_applied_change", status["change_applied"]), ("sarnakh_index_pending_changes", 0),
                             ("sarnakh_archive_accepted_change", status["change_accepted"]), ("sarnakh_writes_waiting", 0),
                             ("sarnakh_write_queue_requests", 0), ("sarnakh_newest_article_timestamp_seconds", 1795161600),
                             ("sarnakh_index_matches_analysis", 1), ("sarnakh_index_matches_dictionary", 1)):
            check(name, m(name) == wanted, f"{m(name)}, not {wanted}")
        check("this request is in flight", m("sarnakh_http_requests_in_flight") >= 1 <= m("sarnakh_http_connections"))
        check("its version", m("sarnakh_build_info", version=status["version"]) == 1)
        now = time.time()
        check("when it began", now - 120 < m("process_start_time_seconds") < now + 2, m("process_start_time_seconds") - now)
        check("when that was last changed", now - 120 < m("sarnakh_index_change_timestamp_seconds") <= now + 1)
        check("what it takes", 1 << 20 < m("process_resident_memory_bytes") < m("process_virtual_memory_bytes")
              and 0 < m("process_cpu_seconds_total") < 120 and 3 < m("process_open_fds") < m("process_max_fds")
              and m("process_threads") > 2)
        kept = s.connect()
        kept.connect()
        check("an open connection", within(10, lambda: Metrics(s)("sarnakh_http_connections") >= 2))
        kept.close()
        check("is gone", within(10, lambda: Metrics(s)("sarnakh_http_connections") == 1))


def test_labels_are_bounded():
    """…whatever clients send: a path of theirs is no label."""
    with Index() as index, Service(index.path) as s:
        before = set(Metrics(s).samples)
        s.get("/v1/articles/" + quote(WORD))
        for n in range(20):
            s.get(f"/nowhere/{n}")
            s.request("PROPFIND" if n % 2 else "DELETE", f"/v1/search/{n}")
        after = set(Metrics(s).samples)
        new = {dict(labels)["route"] for _, labels in after - before}
        check("routes of the table only", new <= {"none", "/v1/articles/{id}", "/metrics"}, new)


def queries_of_the_dashboard():
    """What packaging/sarnakh.dashboard.json asks, each panel looked at on the way."""
    board = json.loads((SOURCE / "packaging" / "sarnakh.dashboard.json").read_text(encoding="utf-8"))
    panels = board["panels"]
    check("each panel has a number and a title of its own", len({p["id"] for p in panels}) == len({p["title"] for p in panels}) == len(panels))
    squares = [(x, y) for p in panels for at in [p["gridPos"]] for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])]
    check("and a place of its own", len(set(squares)) == len(squares) and max(x for x, _ in squares) < 24)
    known = {v["name"] for v in board["templating"]["list"]} | {"__rate_interval"}
    text = json.dumps(board)
    check("variables that there are", set(re.findall(r"\$\{?(\w+)", text)) <= known, re.findall(r"\$\{?(\w+)", text))
    return [t["expr"] for p in panels for t in p["targets"]] + [a["expr"] for a in board["annotations"]["list"]]


def test_alerts_and_panels_are_on_what_there_is():
    """…in packaging/sarnakh.rules.yml and sarnakh.dashboard.json: each name and label of theirs is one of the metrics;
    promtool, where it is installed, reads the rules."""
    text = (SOURCE / "packaging" / "sarnakh.rules.yml").read_text(encoding="utf-8")
    alerts, exprs = re.findall(r"^      - alert: (\w+)$", text, re.M), re.findall(r"^        expr: (.*)$", text, re.M)
    check("each alert asks something", len(alerts) == len(exprs) == len(set(alerts)) > 9, f"{alerts} {exprs}")
    check("and says something", text.count("        annotations: {summary: \"") == len(alerts) == text.count("severity: "))
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "published_at": "2026-11-20T08:00:00Z"})
        s.search(WORD)
        samples = Metrics(s).samples
        for expr in exprs + queries_of_the_dashboard():
            check(f"its brackets meet: {expr}", all(expr.count(a) == expr.count(b) for a, b in ("()", "{}", "[]")))
            for name, selectors in re.findall(r"\b((?:sarnakh|process)_\w+)(\{[^}]*\})?", expr):
                labels = {n: v for n, op, v in re.findall(r'(\w+)(=~?)"([^"]*)"', selectors) if n not in ("job", "instance")}
                for n, wanted in labels.items():
                    for value in wanted.split("|"):
                        check(f"{name}{{{n}={value}}}", any(k == name and (n, value) in own for k, own in samples))
                check(f"{name} in {expr}", any(k == name for k, _ in samples))
    promtool = shutil.which("promtool")
    if promtool is None:
        skip("promtool", "not installed")
        return
    done = run(promtool, "check", "rules", SOURCE / "packaging" / "sarnakh.rules.yml")
    check("promtool reads it", done.status == 0 and f"{len(alerts)} rules found" in done.out, done)


def log_of(index):
    return (index.folder / (index.path.name + ".log")).read_text(encoding="utf-8")


def lines_of(index, route):
    return [line for line in log_of(index).splitlines() if " request " in line and f" route={route} " in line]


def test_a_line_for_each_request():
    with Index() as index, Service(index.path) as s:
        a = s.search(WORD)
        check("its line", within(10, lambda: lines_of(index, "/v1/search")))
        line = lines_of(index, "/v1/search")[0]
        check("has the id that the client got", f" id={a.json['request_id']} " in line, line)
        check("is of this form", re.match(r"\S+Z info request id=[0-9a-f]{16} method=GET route=/v1/search status=200 us=\d+ "
                                          rf"bytes={len(a.body)} done=1$", line), line)
        check("does not tell who asked what", WORD not in log_of(index) and "127.0.0.1" not in line, line)


def test_the_log_says_more_where_it_is_asked_to():
    with Index() as index, Service(index.path, "--log-queries", "--log-addresses") as s:
        s.search(f'{WORD} "پل" \\ status=500\n')
        check("its line", within(10, lambda: lines_of(index, "/v1/search")))
        line = lines_of(index, "/v1/search")[0]
        check("address and query, quoted", line.endswith(f' done=1 address=127.0.0.1 q="{WORD} \\"پل\\" \\\\ status=500?"'), line)
        s.request("POST", "/v1/search", {"q": "پ" * 1000})
        check("a long one is cut", within(10, lambda: len(lines_of(index, "/v1/search")) == 2))
        check("at a letter", lines_of(index, "/v1/search")[1].endswith('پ"') and "\ufffd" not in log_of(index))
    with Index() as index, Service(index.path, "--access-log=false", "--log-queries") as s:
        s.search(WORD)
        s.end()
        check("no lines of requests", " request " not in log_of(index) and " ended " in log_of(index), log_of(index))


def test_status_tells_how_it_goes():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "published_at": int(time.time())})
        s.put("b", {"title": WORD, "published_at": "2026-11-20T08:00:00Z"})
        check("a look each second", within(20, lambda: s.get("/v1/status").json["last_minute"]["seconds"] > 0))
        for _ in range(4):
            s.search(WORD)
        s.request("POST", "/v1/search", {"q": "چیزی‌که‌نیست‌هرگز", "correct": "off"})
        got = s.get("/v1/status").json
        minute, searches = got["last_minute"], got["searches"]
        check("the last minute", minute["searches"] == 5 and 0 < minute["p50_ms"] <= minute["p90_ms"] <= minute["p99_ms"]
              and minute["searches_per_s"] > 0, minute)
        check("searches", searches["answered"] == 5 and searches["without_hits"] == 1 and searches["timed_out"] == 0
              and searches["cache_hits"] + searches["cache_misses"] == 5, searches)
        check("days", len(got["articles_by_day"]) == 60 and got["articles_by_day"][0]["articles"] == 1
              and len({d["day"] for d in got["articles_by_day"]}) == 60, got["articles_by_day"][:2])
        check("generations", got["generations"] == [1] and got["rebuild"] is None, got)
        index.indexer("rebuild")
        check("after a rebuild", s.get("/v1/status").json["generations"] == [2, 1])
        check("queries are nobody's business", s.get("/v1/status/queries").code == "not_logged")


def test_what_is_asked_for_most():
    with Index() as index:
        file = index.folder / "my.conf"
        file.write_text("service = { log_queries = true; };\n")
        with Service(index.path, "--config", str(file)) as s:
            s.put("a", {"title": WORD})
            for q in (WORD, WORD.replace("\u200c", ""), "پل", "پل!", "پل ", "راه", ""):
                s.search(q, correct="off")
            got = s.get("/v1/status/queries").json
            check("popular", [(q["query"], q["count"], q["error"]) for q in got["popular"]]
                  == [("پل", 3, 0), (WORD.replace("آ", "ا").replace("\u200c", ""), 2, 0), ("راه", 1, 0)], got)
            check("in vain", [(q["query"], q["count"]) for q in got["without_hits"]] == [("پل", 3), ("راه", 1)], got)
            a = s.get("/v1/status/queries", headers={"X-Forwarded-For": "192.0.2.1"})
            check("for the newsroom only", a.code == "forbidden", a)
            file.write_text("service = { log_queries = false; };\n")
            s.process.send_signal(signal.SIGHUP)
            check("switched off", within(20, lambda: s.get("/v1/status/queries").code == "not_logged"))
            file.write_text("service = { log_queries = true; };\n")
            s.process.send_signal(signal.SIGHUP)
            check("and forgotten", within(20, lambda: s.get("/v1/status/queries").json.get("popular") == []))


if __name__ == "__main__":
    main(globals())
