#!/usr/bin/env python3
"""A search for pages that Python makes (Django, Flask, …): nothing but the standard library.

usage: search.py QUERY [NAME=VALUE…]    SARNAKH_URL=http://127.0.0.1:7700  SARNAKH_KEY=a secret key, if there are keys
"""
import html
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ.get("SARNAKH_URL", "http://127.0.0.1:7700")
TIMEOUT_SEC = float(os.environ.get("SARNAKH_TIMEOUT", 3))  # a page is better without results than late


class SearchFailed(Exception):
    """code is one of the table in docs/api.md, or "unreachable"; again: whether the same may go well later."""

    def __init__(self, code, detail, again):
        super().__init__(f"{code}: {detail}")
        self.code, self.again = code, again


def search(query, **parameters):
    """The answer of GET /v1/search as a dict. Parameters with a dot: search(q, **{"filter.source": ["a", "b"]})."""
    target = URL + "/v1/search?" + urllib.parse.urlencode({"q": query, **parameters}, doseq=True)
    headers = {"Accept": "application/json"}
    if "SARNAKH_KEY" in os.environ:
        headers["Authorization"] = "Bearer " + os.environ["SARNAKH_KEY"]
    try:
        with urllib.request.urlopen(urllib.request.Request(target, headers=headers), timeout=TIMEOUT_SEC) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        try:
            problem = json.load(refusal)
        except ValueError:  # a proxy's own page
            problem = {}
        raise SearchFailed(problem.get("code", "no_answer"), problem.get("detail_fa", refusal.reason),
                           refusal.code in (429, 502, 503, 504)) from None
    except (OSError, ValueError) as reason:  # no connection, too late, cut short
        raise SearchFailed("unreachable", reason, True) from None


def item(hit):
    """A hit as HTML. Marks in «highlight» are HTML already, and the rest of it is escaped; all other members are plain text."""
    where = hit["url"] if (hit["url"] or "").startswith(("https://", "http://")) else ""
    passage = " ".join(hit["highlight"]["body"])
    return (f'<li><a href="{html.escape(where)}">{hit["highlight"]["title"]}</a> '
            f'<small>{html.escape(hit["source"] or "")} {html.escape(hit["published_at_jalali"] or "")}</small><p>{passage}</p></li>')


def main():
    try:
        answer = search(sys.argv[1], **dict(argument.split("=", 1) for argument in sys.argv[2:]))
    except SearchFailed as reason:
        sys.exit(f"<p>جست‌وجو اکنون ممکن نیست ({html.escape(reason.code)})</p>")
    print(f'<p>{answer["total"]["value"]} خبر</p>')
    print("<ol>" + "".join(map(item, answer["hits"])) + "</ol>")


if __name__ == "__main__":
    main()
