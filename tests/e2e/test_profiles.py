#!/usr/bin/env python3
"""The configuration file and its profiles: on the command line, in the service, on reload."""
import signal

from sarnakh import Index, article, check, main
from service import Service, within

OLD_AND_NEW = (article(1, title="سیل سیل سیل", published_at="2025-01-01"),
               article(2, title="سیل در دشت", published_at="2026-11-21"))
NIGHT = 'profile = "night";\nprofiles = { night = { inherits = "archive"; }; };\n'


def test_profiles_by_name():
    with Index() as index:
        index.add(*OLD_AND_NEW)
        check("portal prefers the new one", index.ids("سیل") == ["a-2", "a-1"])
        check("archive does not", index.ids("سیل", "profile=archive") == ["a-1", "a-2"])
        check("a request says more than its profile",
              index.ids("سیل", "profile=archive", "freshness=high") == ["a-2", "a-1"])
        a = index.search("سیل", "profile=editor")
        check("the answer names it", (a["query"]["profile"], a["query"]["freshness"]) == ("editor", "low"), a)
        done = index.query("search", "--json", "سیل", "profile=night")
        check("an unknown one is refused", done.status == 2 and "portal|editor|archive" in done.err, done)
        scores = [index.search("سیل", f"half_life={h}")["hits"][0]["score"] for h in ("1h", "2d", "2w")]
        check("a longer half-life weighs more", scores == sorted(set(scores)), scores)


def test_the_file():
    with Index() as index:
        index.add(*OLD_AND_NEW)
        named, own = index.folder / "my.conf", index.path / "sarnakh.conf"
        named.write_text(NIGHT, encoding="utf-8")
        done = index.query("--config", named, "search", "--json", "سیل", "now=2026-11-22")
        check("a file that is named", [h["id"] for h in done.json["hits"]] == ["a-1", "a-2"], done)
        own.write_text(NIGHT, encoding="utf-8")
        check("the index's own", index.search("سیل")["query"]["profile"] == "night")
        own.write_text("profiles = {\n  portal = { b = 2; };\n};\n", encoding="utf-8")
        done = index.query("search", "سیل")
        check("a mistake is named and nothing searched", done.status == 1 and not done.out and
              "sarnakh.conf, line 2: profiles.portal.b: 2 is not within 0 to 1" in done.err, done)
        done = index.query("--config", index.folder / "none.conf", "search", "سیل")
        check("a file that is not there", done.status == 1 and "none.conf" in done.err, done)


def test_freshness_auto():
    with Index() as index:
        index.add(*OLD_AND_NEW)
        for query, params, reason, share in (
                ("سیل", (), "steady", 0.35), ("سیل امروز", (), "current_word", 0.8),
                ("تاریخچهٔ سیل", (), "history_word", 0.15), ("سیل ۱۳۹۸", (), "year", 0),
                ("سیل", ("from=1403",), "time_filter", 0)):
            said = index.search(query, "freshness=auto", *params)["query"]
            check(f"{query}: {reason}", (said["freshness"], said["freshness_reason"]) == ("auto", reason) and
                  abs(said["freshness_share"] - share) < 1e-9, said)
        said = index.search("سیل", "sort=-date")["query"]
        check("no freshness in an order of dates", said["freshness_reason"] == "unranked", said)


def test_sources_and_urgencies():
    with Index() as index:
        index.add(*(article(n, title=f"سیل در دشت {n}", published_at="2026-11-21", source=f"منبع {n % 2}",
                            urgency=1 + n % 8) for n in range(8)))
        ids = index.ids("سیل", "max_per_source=2")
        check("two of each source", len(ids) == 4 and len([i for i in ids if int(i[2:]) % 2]) == 2, ids)
        pages = [i for n in range(4) for i in index.ids("سیل", "max_per_source=2", "limit=1", f"offset={n}")]
        check("page by page", pages == ids and not index.ids("سیل", "max_per_source=2", "offset=4"), (pages, ids))
        (index.path / "sarnakh.conf").write_text(
            'profiles = { portal = { source_priors = ( { source = "منبع۱"; prior = 0.2; } );\n'
            '  urgency_priors = ( { urgency = 4; prior = 0.1; } ); }; };\n', encoding="utf-8")
        hits = index.search("سیل", "explain=true")["hits"]
        check("urgent and of the source first", hits[0]["id"] == "a-3" and
              all(int(h["id"][2:]) % 2 for h in hits[:4]), [h["id"] for h in hits])
        names = [p["name"] for p in hits[0]["explain"]["parts"]]
        check("explained", "source" in names and "urgency" in names, names)


def test_reload():
    with Index() as index:
        index.add(*OLD_AND_NEW)
        own = index.path / "sarnakh.conf"

        def log():
            return open(str(index.path) + ".log", encoding="utf-8").read()

        with Service(index.path) as s:
            check("as built in", s.search("سیل").json["query"]["profile"] == "portal")
            a = s.search("سیل", profile="night")
            check("not known yet", (a.status, a.code) == (400, "invalid_parameter"), a)
            own.write_text(NIGHT, encoding="utf-8")
            s.process.send_signal(signal.SIGHUP)
            check("read", within(10, lambda: "reloaded" in log()), log())
            check("in force", s.search("سیل").json["query"]["profile"] == "night")
            own.write_text("profile = night;\n", encoding="utf-8")
            s.process.send_signal(signal.SIGHUP)
            check("a mistake is in the log", within(10, lambda: "sarnakh.conf, line 1" in log()), log())
            check("and what was read before stays", s.ids("سیل") == ["a-1", "a-2"])


if __name__ == "__main__":
    main(globals())
