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
