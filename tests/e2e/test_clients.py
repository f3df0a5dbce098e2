#!/usr/bin/env python3
"""The clients of docs/examples/clients, in three languages: the same answers, escaped; refusals by their code; keys; a service that is not
there, hangs, or says what is no JSON."""
import concurrent.futures
import html
import os
import shutil
import socket

from feed_server import FeedServer
from sarnakh import SOURCE, Index, check, main, run, skip
from service import HTTPD, Service

FOLDER = SOURCE / "docs" / "examples" / "clients"
LANGUAGES = {"python3": "search.py", "php": "search.php", "node": "search.mjs"}
HOSTILE = '<script>alert(1)</script> & "پل" \'نو\' <b onload=x>'


def ask_all(url, query, *parameters, key=None, timeout=60):
    """{language: Done} of a search by every client whose language is here, all at once."""
    env = {**os.environ, "SARNAKH_URL": url, "SARNAKH_TIMEOUT": str(timeout)}
    env.pop("SARNAKH_KEY", None)
    env.update({"SARNAKH_KEY": key} if key else {})
    here = [language for language in LANGUAGES if shutil.which(language)]
    for language in LANGUAGES.keys() - set(here):
        skip(LANGUAGES[language], f"no {language}")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        done = pool.map(lambda name: run(shutil.which(name), FOLDER / LANGUAGES[name], query, *parameters, env=env), here)
        return dict(zip(here, done))


def test_what_they_show_is_the_same_and_is_escaped():
    with Index() as index, Service(index.path) as s:
        for n, url in enumerate(("https://x.example/?a=1&b='\"", None)):
            s.put(f"a-{n}", {"title": f"پل {n} &lt;script&gt;alert(1)&lt;/script&gt;", "source": HOSTILE, "body": "پل " + HOSTILE,
                             "published_at": "1404/06/14", **({"url": url} if url else {})})
        said = ask_all(f"http://127.0.0.1:{s.port}", "پل <script>", "filter.source=" + HOSTILE, "limit=5")
        for language, done in said.items():
            check(f"{language} finds both", done.status == 0 and "<p>2 خبر</p>" in done.out, done)
            check(f"{language} lets no markup in", "<script" not in done.out and "<b " not in done.out and "<em>پل</em>" in done.out, done)
        texts = {html.unescape("".join(done.out.split())) for done in said.values()}
        check("all show the same", len(texts) == 1, texts)


def test_refusals_and_keys():
    with Index() as index:
        with Service(index.path) as s:
            for language, done in ask_all(f"http://127.0.0.1:{s.port}", "پل", "from=1405/13/01").items():
                check(f"{language} tells a refusal", done.status == 1 and "(invalid_parameter)" in done.err and not done.out, done)
        key = run(HTTPD, "--index", index.path, "key", "add", "--role", "search").out.strip()
        with Service(index.path, "--search-needs-key") as s:
            for language, done in ask_all(f"http://127.0.0.1:{s.port}", "پل").items():
                check(f"{language} without a key", done.status == 1 and "(key_needed)" in done.err, done)
            for language, done in ask_all(f"http://127.0.0.1:{s.port}", "پل", key=key).items():
                check(f"{language} with a key", done.status == 0 and "<p>0 خبر</p>" in done.out, done)


def test_services_that_do_not_answer():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{silent.getsockname()[1]}"
        for language, done in ask_all(closed, "پل").items():
            check(f"{language}: nobody there", done.status == 1 and "(unreachable)" in done.err, done)
        silent.listen(16)  # connections are made, and nothing comes: their time-out is what ends this
        for language, done in ask_all(closed, "پل", timeout=0.5).items():
            check(f"{language}: nothing comes", done.status == 1 and "(unreachable)" in done.err, done)
    pages = {"/v1/search?q=a": lambda request: request.give("<html>502</html>".encode(), 502, Content_Type="text/html")}
    with FeedServer(pages) as proxy:
        for language, done in ask_all(proxy.url, "a").items():
            check(f"{language}: a proxy's own page", done.status == 1 and "ممکن نیست" in done.err and "<html>" not in done.err, done)


if __name__ == "__main__":
    main(globals())
