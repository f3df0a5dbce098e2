#!/usr/bin/env python3
"""Every page that people look at, as bytes: what it tells browsers to forbid, and that it holds to that itself. Pages are those that
http/openapi.json describes, so a new one is tested here by itself. How they look and work: tests/browser."""
import html.parser
import re
import urllib.parse

import contract
from sarnakh import NEWS, Index, check, main
from service import Service, quote

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)> پل"
# A directive a row, so that a missing one is named; that there are no others is checked, too.
POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' https:", "connect-src 'self'",
          "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"}
OF_ALL = {"x-content-type-options": "nosniff", "referrer-policy": "strict-origin-when-cross-origin"}
OF_PAGES = {**OF_ALL, "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin"}
FORBIDDEN = ("camera", "geolocation", "microphone", "payment", "usb")
NEVER = {"base", "iframe", "object", "embed", "frame", "applet", "style", "math", "marquee"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "srcset", "data", "ping", "xlink:href"}


class Page(html.parser.HTMLParser):
    """What of a page is not as it must be; lists its assets, and its text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open, self.ids, self.assets, self.text, self.lang, self.labels = [], [], set(), set(), "", None, set()
        self.langs, self.own_text = [None], ""  # of the elements that are open; the text in the page's language
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"not ended: {self.open}")
        if not text.startswith("<!DOCTYPE html>\n"):
            self.wrong.append("no doctype")

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice: {names}")
        attrs = dict(attrs)
        if tag in NEVER or any(name.startswith("on") or name in ("style", "srcdoc", "http-equiv") for name in attrs):
            self.wrong.append(f"<{tag} {attrs}>")
        for name in ADDRESSES & attrs.keys():
            self.address(tag, name, attrs[name])
        if "id" in attrs:
            if attrs["id"] in self.ids:
                self.wrong.append(f"id {attrs['id']} twice")
            self.ids.add(attrs["id"])
        if tag == "html":
            self.lang = attrs.get("lang"), attrs.get("dir")
        if tag not in VOID:
            self.open.append(tag)
            self.langs.append(attrs.get("lang", self.langs[-1]))

    def address(self, tag, name, value):
        ours = re.match(r"(/(?![/\\])|[#?])", value)
        if tag in ("script", "link") and name in ("src", "href") and not ours:
            self.wrong.append(f"<{tag} {name}={value!r}> is not ours")
        if not ours and not re.match(r"https?://", value):
            self.wrong.append(f"<{tag} {name}={value!r}>")
        if value.startswith("/assets/"):
            self.assets.add(value)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")
        else:
            self.langs.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.wrong.append(f"script in the page: {data[:80]!r}")
        self.text += data
        if self.lang and self.langs[-1] == self.lang[0]:
            self.own_text += data

    def handle_comment(self, data):
        self.wrong.append(f"comment {data!r}")


def pages():
    """Paths of the description that answer with HTML."""
    return [path for path, of in contract.DOCUMENT["paths"].items()
            if "text/html" in of.get("get", {}).get("responses", {}).get("200", {}).get("content", {})]


def targets(path, ids):
    """A page in all its states: as it is, in English, asked for things, refused."""
    if "{" in path:
        for id_ in (*ids, "is-not-there", HOSTILE):
            yield re.sub(r"\{[a-z]+\}", quote(id_), path)
        path = re.sub(r"\{[a-z]+\}", quote(ids[0]), path)
    for query in ("", "lang=en", "lang=xx", "lang=fa&lang=en", f"{quote(HOSTILE)}={quote(HOSTILE)}", "q=%ff", "q=%00"):
        yield path + ("?" + query if query else "")
    if path == "/":
        for q in ("پل زرین‌رود", "دولط", "هیچ‌کجا‌نیست", HOSTILE, "عنوان:(", "a" * 5000):
            for rest in ("", "&lang=en", "&sort=-date&limit=3", "&offset=10", "&from=1404&to=1405", "&filter.source=" + quote(HOSTILE)):
                yield f"/?q={quote(q)}{rest}"


def check_headers(target, a):
    policy = a.headers.get("content-security-policy", "")
    check(f"{target}: the policy", set(policy.split("; ")) == POLICY, policy)
    for name, value in OF_PAGES.items():
        check(f"{target}: {name}", a.headers.get(name) == value, a.headers)
    for feature in FORBIDDEN:
        check(f"{target}: no {feature}", f"{feature}=()" in a.headers.get("permissions-policy", ""), a.headers)
    check(f"{target}: its type", a.headers["content-type"] == "text/html; charset=utf-8", a.headers)


def check_page(s, target, lang=None):
    a = s.get(target)
    shown = target[:100]
    check_headers(shown, a)
    page = Page(a.body.decode("utf-8"))
    check(f"{shown}: nothing inline, all ended", not page.wrong, page.wrong[:10])
    check(f"{shown}: its language", page.lang == ({"en": ("en", "ltr")}.get(lang, ("fa", "rtl")) if lang else page.lang), page.lang)
    check(f"{shown}: no empty holes", not re.search(r"\{[a-z_]+\}", page.text.replace(HOSTILE, "")), page.text[:400])
    return a, page


def test_every_page_in_every_state():
    statuses, assets = {}, set()
    with Index(*NEWS) as index, Service(index.path) as s:
        s.put("صفحه/1", {"title": HOSTILE, "lead": HOSTILE, "body": HOSTILE, "source": HOSTILE, "tags": [HOSTILE], "author": [HOSTILE],
                         "category": [HOSTILE], "url": "https://n.example/?a=\"'&b", "published_at": "1405/06/01"})
        ids = ["صفحه/1", s.ids("پل زرین‌رود")[0]]
        for path in pages():
            for target in targets(path, ids):
                a, page = check_page(s, target)
                statuses.setdefault(path, set()).add(a.status)
                assets |= page.assets
        check("first and refused", all({200, 400} <= of for of in statuses.values()), statuses)
        check("the search page is among them", "/" in statuses, statuses)
        for asset in sorted(assets):
            a = s.get(asset)
            check(f"{asset} is there", a.status == 200 and a.headers["cross-origin-resource-policy"] == "cross-origin", a.headers)
        print(f"{len(statuses)} pages, {len(assets)} assets")


def test_languages():
    with Index(*NEWS) as index, Service(index.path) as s:
        for path in (p for p in pages() if "{" not in p):
            _, fa = check_page(s, path, "fa")
            _, en = check_page(s, path + "?lang=en", "en")
            check(f"{path}: other words", fa.text != en.text)
            persian = set(re.findall(r"[آ-ی]{3,}", en.own_text))
            check(f"{path}: English has no Persian in it", not persian, persian)
        for refused in ("/?q=x&nonsense=1", "/?limit=x&q=x"):
            _, fa = check_page(s, refused, "fa")
            _, en = check_page(s, refused + "&lang=en", "en")
            check("refused in the language asked for", fa.text != en.text)


def test_what_is_typed_is_a_value():
    """Whatever is asked stands in the field as it was typed."""
    class Field(html.parser.HTMLParser):
        value = None

        def handle_starttag(self, tag, attrs):
            if tag == "input" and dict(attrs).get("name") == "q":
                self.value = dict(attrs).get("value")

    with Index(*NEWS) as index, Service(index.path) as s:
        for q in (HOSTILE, "&lt;b&gt;", "&amp;amp;", "\u202eپل\u202c", "a\u2028b", "]]>", "{{7*7}}", "\U0001f4a9", "`${x}`", "پل‌ها", "\\u003cb\\u003e"):
            field = Field()
            field.feed(s.get("/?q=" + quote(q)).body.decode("utf-8"))
            check(f"{q!r} is what was typed", field.value == q, field.value)


def test_answers_that_are_no_pages():
    with Index(*NEWS) as index, Service(index.path) as s:
        for target in ("/v1/search?q=x", "/v1/suggest?q=x", "/v1/search?q=x&format=rss", "/opensearch.xml", "/healthz", "/nowhere", "/v1/search?x=y"):
            a = s.get(target)
            for name, value in OF_ALL.items():
                check(f"{target}: {name}", a.headers.get(name) == value, a.headers)
            check(f"{target}: a policy without scripts of others", set(a.headers["content-security-policy"].split("; ")) == POLICY, a.headers)
            check(f"{target}: not for pages of others, but by CORS", a.headers["cross-origin-resource-policy"] == "same-origin", a.headers)
        for name in ("/sarnakh-search.js", "/sarnakh-client.js", "/sarnakh-client.d.ts", "/assets/icon.svg"):
            a = s.get(name, headers={"Origin": "https://anyone.example"})
            check(f"{name}: any page may load it", a.headers["access-control-allow-origin"] == "*"
                  and a.headers["cross-origin-resource-policy"] == "cross-origin" and "Origin" not in a.headers.get("vary", ""), a.headers)
            check("and may keep it", s.get(name, headers={"If-None-Match": a.headers["etag"]}).status == 304)
        a = s.get("/assets/" + urllib.parse.quote("../pages.css", safe=""))
        check("no path out of the assets", a.status == 404, a)


if __name__ == "__main__":
    main(globals())
