#!/usr/bin/env python3
"""Articles that are changed in part (RFC 7396), and writes that depend on the version that is there (If-Match)."""
import concurrent.futures
import re
import subprocess

from sarnakh import Index, check, main
from service import HTTPD, Service, problem, quote

WORD = "سرنخ‌آزمایی"
FAR = "2099-01-01T00:00:00Z"
PATCH = {"Content-Type": "application/merge-patch+json"}
WRONG = '"0000000000000000"'
LOST = '"' + "a" * 2000 + '"'


def refused(name, answer, status, code):
    return problem(name, answer, status, code, answer.json.get("parameter"))


def patch(s, id_, body, **headers):
    return s.request("PATCH", "/v1/articles/" + quote(id_), body, headers=PATCH | {k.replace("_", "-"): v for k, v in headers.items()})


def held(s, id_, **options):
    return s.get(f"/v1/articles/{quote(id_)}?hidden=true", **options).json


def tag(s, id_, **headers):
    return s.get("/v1/articles/" + quote(id_), headers=headers).headers["etag"]


def test_members_are_set_and_taken_away():
    with Index() as index, Service(index.path) as s:
        article = {"title": f"{WORD} یک", "lead": "a &lt; b &amp;amp; c", "tags": ["پل", "راه"], "version": 3,
                   "published_at": "2026-11-01T08:00:00Z", "extra": {"n": 12345678901234567890, "k": {"x": 1, "y": 2}}}
        s.put("a/ب", article)
        a = patch(s, "a/ب", {"title": f"{WORD} <b>دو</b>", "tags": None, "extra": {"k": {"x": None, "z": 3}}})
        check("changed, and seen at once", a.status == 200 and a.json["status"] == "updated" and a.json["visible"], a)
        got = s.get("/v1/articles/" + quote("a/ب")).json
        check("as it is now", got["title"] == f"{WORD} دو" and got["tags"] == [] and got["version"] == 3
              and got["extra"] == {"n": 12345678901234567890, "k": {"y": 2, "z": 3}} and got["lead"] == "a < b &amp; c", got)
        check("found by what it says now", s.ids("دو", match="all") == ["a/ب"] and s.ids("یک", correct="off") == [])
        a = patch(s, "a/ب", {})
        check("nothing to change", a.status == 200 and a.json["status"] == "unchanged", a)
        a = patch(s, "a/ب", {"published_at": "2026-10-01", "id": "a/ب"})
        check("its date moves it", a.status == 200 and s.search(WORD, **{"from": "2026-10-01", "to": "2026-10-02"}).json["total"]["value"] == 1, a)
        a = s.request("PATCH", "/v1/articles/" + quote("a/ب"), {"lead": None}, headers={"Content-Type": "application/json; charset=utf-8"})
        check("as plain JSON, too", a.status == 200 and s.get("/v1/articles/" + quote("a/ب")).json["lead"] is None, a)
        check("without a type", s.request("PATCH", "/v1/articles/" + quote("a/ب"), "{}").status == 200)


def test_what_is_refused():
    with Index() as index, Service(index.path) as s:
        s.put("a", {"title": WORD, "version": 3, "published_at": "2026-11-01"})
        before = held(s, "a")
        for body, code in (({"title": None}, "invalid_article"), ({"title": "<br>"}, "invalid_article"), ({"titel": None}, "invalid_article"),
                           ({"id": None}, "invalid_article"), ({"id": "b"}, "id_mismatch"), ([], "invalid_article"),
                           ("null", "invalid_article"), ({"published_at": "1405/13/01"}, "invalid_article"),
                           ({"pubstatus": "maybe"}, "invalid_article"), ("", "invalid_article"), ("{", "invalid_article"),
                           ('{"title":"a","title":"b"}', "invalid_article"), ('{"published":"2026"}', "invalid_article")):
            refused(str(body), patch(s, "a", body), 400, code)
        refused("older", patch(s, "a", {"version": 2}), 409, "conflict")
        refused("too long", patch(s, "a", {"extra": {"a": "x" * 70000}}), 400, "limit_exceeded")
        refused("a body over the limit", patch(s, "a", "x" * (17 << 20)), 413, "body_too_large")
        refused("another kind of patch", s.request("PATCH", "/v1/articles/a", "[]", headers={"Content-Type": "application/json-patch+json"}),
                415, "unsupported_media_type")
        refused("a parameter", s.request("PATCH", "/v1/articles/a?x=1", "{}", headers=PATCH), 400, "unknown_parameter")
        check("nothing was changed", {**held(s, "a"), "request_id": 0} == {**before, "request_id": 0})
        never = patch(s, "never", {"title": "x"})
        s.put("gone", {"title": "x"})
        s.delete("gone")
        s.delete("never-came")
        for id_ in ("gone", "never-came"):
            a = patch(s, id_, {"title": "x"})
            check(f"{id_} is as what never was", words(a, id_) == words(never, "never"), a)
        refused("such an id has none", patch(s, "a b", {"title": "x"}), 404, "not_found")
        options = s.request("OPTIONS", "/v1/articles/a")
        check("OPTIONS says so", "PATCH" in options.headers["allow"], options)


def words(answer, id_):
    body = re.sub(r'"request_id":"[0-9a-f]+"', "", answer.body.decode())
    return answer.status, body.replace(quote(id_), "ID")


def test_writes_depend_on_the_version():
    with Index() as index, Service(index.path) as s:
        first = s.put("a", {"title": f"{WORD} یک"})
        one = tag(s, "a")
        check("a strong tag", re.fullmatch(r'"[0-9a-f]{16}-[0-9a-f]{16}"', one) and one.startswith(first.json["etag"][:-1]), (one, first))
        check("HEAD has it, too", s.request("HEAD", "/v1/articles/a").headers["etag"] == one)
        check("of a part of it another one, of the same version", tag(s, "a") != (part := s.get("/v1/articles/a?fields=id").headers["etag"])
              and part[:17] == one[:17], part)
        a = s.put("a", {"title": f"{WORD} دو"}, headers={"If-Match": one})
        two = tag(s, "a")
        check("changed", a.status == 200 and two != one and two.startswith(a.json["etag"][:-1]), a)
        check("the tag that admins see", held(s, "a")["etag"] == a.json["etag"])
        for name, ask in (("PUT", lambda h: s.put("a", {"title": "x"}, headers=h)), ("PATCH", lambda h: patch(s, "a", {"title": "x"}, **h)),
                          ("DELETE", lambda h: s.delete("a", headers=h))):
            for headers in ({"If-Match": one}, {"If-Match": WRONG}, {"If-Match": "W/" + two}, {"If-Match": "nonsense"}, {"If-Match": LOST},
                            {"If-Match": ""}, {"If-None-Match": "*"}, {"If-None-Match": two}, {"If-None-Match": LOST}):
                a = ask(headers)
                refused(f"{name} {str(headers)[:60]}", a, 412, "precondition_failed")
                check("what is there", a.json["etag"] == held(s, "a")["etag"], a)
        check("nothing was changed", tag(s, "a") == two)
        check("one of several", patch(s, "a", {"title": f"{WORD} سه"}, If_Match=f'{one}, {two}').status == 200)
        check("any", patch(s, "a", {"title": f"{WORD} چهار"}, If_Match="*").status == 200)
        check("not that one", patch(s, "a", {"title": f"{WORD} پنج"}, If_None_Match=one).status == 200)
        check("the same again is the same version", patch(s, "a", {"title": f"{WORD} پنج"}, If_Match=tag(s, "a")).json["status"] == "unchanged")
        packed = tag(s, "a", **{"Accept-Encoding": "gzip"})
        s.put("long", {"title": WORD, "body": "متن " * 2000})
        plain, packed = tag(s, "long"), tag(s, "long", **{"Accept-Encoding": "gzip"})
        check("packed, it is of other bytes", packed == plain[:-1] + '-gzip"', (plain, packed))
        a = s.get("/v1/articles/long", headers={"Accept-Encoding": "gzip", "If-None-Match": packed})
        check("and known again", a.status == 304 and a.headers["etag"] == packed, a)
        check("good for a write", patch(s, "long", {"lead": "x"}, If_Match=packed).status == 200)
        check("new only", s.put("b", {"title": WORD}, headers={"If-None-Match": "*"}).status == 201)
        refused("not twice", s.put("b", {"title": WORD}, headers={"If-None-Match": "*"}), 412, "precondition_failed")
        refused("what is not there is no version", s.put("c", {"title": WORD}, headers={"If-Match": "*"}), 412, "precondition_failed")
        refused("nor for a patch", patch(s, "c", {"title": WORD}, If_Match="*"), 412, "precondition_failed")
        refused("a version that is too old is still one", s.put("v", {"title": "t", "version": 2}, headers={"If-Match": s.put(
            "v", {"title": "t", "version": 3}).json["etag"]}), 409, "conflict")
        check("taken down, as it was seen", s.delete("a", headers={"If-Match": tag(s, "a")}).status == 200 and s.ids(WORD + " پنج", match="all") == [])


def test_what_is_gone_answers_like_what_never_was():
    with Index() as index, Service(index.path) as s:
        gone = s.put("gone", {"title": WORD}).json["etag"]
        s.delete("gone")
        embargoed = s.put("later", {"title": WORD, "publish_at": FAR}).json["etag"]
        for value in ("*", WRONG, gone, embargoed):
            for method, body in (("PUT", {"title": "x"}), ("PATCH", {"title": "x"}), ("DELETE", None)):
                def ask(id_): return words(s.request(method, f"/v1/articles/{id_}", body, headers=PATCH | {"If-Match": value}), id_)
                never = ask("never")
                check(f"{method} {value}: 412", never[0] == 412, never)
                check(f"{method} {value}: taken down", ask("gone") == never, ask("gone"))
                if value == WRONG:
                    check(f"{method} {value}: under embargo", ask("later") == never, ask("later"))
        check("still gone", s.get("/v1/articles/gone").status == 404 and s.put("gone", {"title": "x"}).code == "taken_down")
        check("still waiting", held(s, "later")["state"] == "embargoed" and held(s, "later")["etag"] == embargoed)


def key(index, *options):
    done = subprocess.run([HTTPD, "--index", index.path, "key", "add", *options], capture_output=True, text=True, check=True)
    return {"X-Api-Key": done.stdout.strip()}


def test_who_may():
    with Index() as index:
        with Service(index.path) as s:
            s.put("a", {"title": WORD})
        search, ingest, admin = key(index), key(index, "--role", "ingest"), key(index, "--role", "admin")
        filtered = key(index, "--filter", "filter.source=x")
        with Service(index.path) as s:
            for headers, code in (({}, "key_needed"), (search, "role_needed"), (filtered, "role_needed")):
                check(f"not {code}", patch(s, "a", {"title": "x"}, **headers).code == code)
            check("ingest may", patch(s, "a", {"lead": "x"}, **ingest).status == 200)
            later = s.put("later", {"title": WORD, "publish_at": FAR}, headers=ingest).json["etag"]
            never = words(patch(s, "never", {"lead": "x"}, **ingest), "never")
            check("what waits is none to it", words(patch(s, "later", {"lead": "x"}, **ingest), "later") == never)
            a = patch(s, "later", {"lead": "x"}, If_Match=later, **ingest)
            check("unless it knows the version", a.status == 200 and a.json["state"] == "embargoed", a)
            check("any is none", words(patch(s, "later", {"lead": "y"}, If_Match="*", **ingest), "later")
                  == words(patch(s, "never", {"lead": "y"}, If_Match="*", **ingest), "never"))
            check("but it puts no new one there", s.put("later", {"title": "x"}, headers=ingest | {"If-None-Match": "*"}).code == "precondition_failed")
            a = patch(s, "later", {"publish_at": None}, **admin)
            check("an admin sees it, and lets it go", a.status == 200 and "state" not in a.json and "later" in s.ids(WORD, collapse="none"), a)


def test_of_many_at_the_same_time_none_is_lost():
    with Index() as index, Service(index.path) as s, concurrent.futures.ThreadPoolExecutor(8) as pool:
        s.put("a", {"title": WORD, "extra": {}})
        s.put("n", {"title": WORD, "extra": {"n": 0}})
        answers = list(pool.map(lambda n: patch(s, "a", {"extra": {f"k{n}": n}}), range(60)))
        check("all are taken", {a.status for a in answers} == {200}, [str(a) for a in answers if a.status != 200][:1])
        check("and all are there", held(s, "a")["article"]["extra"] == {f"k{n}": n for n in range(60)})

        def add(_):
            tries = 0
            while True:
                tries += 1
                now = s.get("/v1/articles/n")
                a = patch(s, "n", {"extra": {"n": now.json["extra"]["n"] + 1}}, If_Match=now.headers["etag"])
                if a.status != 412:
                    return a.status, tries
        done = list(pool.map(add, range(24)))
        check("each added once", held(s, "n")["article"]["extra"]["n"] == 24 and {d[0] for d in done} == {200}, done)
        made = list(pool.map(lambda n: s.put("new", {"title": f"{WORD} {n}"}, headers={"If-None-Match": "*"}).status, range(16)))
        check("one was the first", sorted(made) == [201] + [412] * 15, made)


if __name__ == "__main__":
    main(globals())
