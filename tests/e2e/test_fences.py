#!/usr/bin/env python3
"""What e2e/docs would notice: answers that are not what a document says, blocks of which nobody knows whether they are true."""
import fences
from sarnakh import check, main

TEXTS = [  # what the document says, what was printed, is that the same?
    ("a\nb\n", "a  \n\nb\n", True),
    ("a\n", "a\nb\n", False),
    ("a\nb\n", "a\n", False),
    ("3 articles, … ms\n", "3 articles, 0.7 ms\n", True),
    ("3 articles, … ms\n", "3 articles, 0.7 s\n", False),
    ("…\nb\n", "1\n2\nb\n", True),
    ("a\n…\n", "a\n", True),
    ("a\n…\nc\n", "a\nb\n", False),
    ("1.5 is (not) a[b]\n", "1x5 is (not) a[b]\n", False),
]
VALUES = [
    ('{"a": 1}', '{"a":1}', True),
    ('{"a": 1}', '{"a":1.0}', True),
    ('{"a": 1}', '{"a":true}', False),
    ('{"a": 1}', '{"a":1,"b":2}', False),
    ('{"a": 1, …}', '{"a":1,"b":2}', True),
    ('{"a": 1, …}', '{"b":2}', False),
    ('{"a": …}', '{"a":{"b":[1]}}', True),
    ('{"a": …}', '{"b":1}', False),
    ('{"a": {…}}', '{"a":{"b":1}}', True),
    ('{"a": {…}}', '{"a":1}', False),
    ('[1, 2]', '[1,2,3]', False),
    ('[1, …]', '[1,2,3]', True),
    ('[1, …]', '[2,3]', False),
    ('[…]', '[]', True),
    ('{"t": "پل … باز شد"}', '{"t":"پل تازه باز شد"}', True),
    ('{"t": "پل … باز شد"}', '{"t":"پل تازه بسته شد"}', False),
    ('{"t": "}…{"}', '{"t":"}x{"}', True),
    ('{"n": 1}\n{"n": 2}', '{"n":0}{"n":1}\n{"n":2}', True),
    ('{"n": 1}\n{"n": 2}', '{"n":2}', False),
    ('{"a": null}', '{"a":0}', False),
    ('{"a": 1}', "", False),
]
PAGES = [  # a document, what is wrong with it
    ("```sh\ntrue\n```\n", None),
    ("```\na\n```\n", "a block in «»"),
    ("```shell\na\n```\n", "a block in «shell»"),
    ("```json\n{}\n```\n", "no command before it"),
    ("<!-- not run: why -->\n```json\n{}\n```\n", None),
    ("<!-- not run -->\n```json\n{}\n```\n", "means nothing"),
    ("<!-- notrun: why -->\n\n```sh\na\n```\n", "means nothing"),
    ("```sh\na\n```\n\nprints\n\n```text\nb\n```\n", None),
    ("```sh\na\n```\n\n## Another\n\n```text\nb\n```\n", "no command before it"),
    ("```sh\na\n```\n```text\nb\n```\n```text\nc\n```\n", "no command before it"),
    ("<!-- not run: why -->\n```sh\na\n```\n```text\nb\n```\n", "no command before it"),
    ("Words:\n\n    curl x\n", "an indented block"),
    ("- a list\n  that goes on\n", None),
]


def test_texts():
    for wanted, got, same in TEXTS:
        check(f"{wanted!r} and {got!r}", fences.text_matches(wanted, got) == same)


def test_values():
    for wanted, got, same in VALUES:
        told = fences.json_difference(wanted, got)
        check(f"{wanted} and {got}", (told is None) == same, told)


def test_blocks_that_nobody_runs():
    for page, wrong in PAGES:
        found = fences.problems(page)
        check(repr(page), bool(found) == (wrong is not None) and all(wrong in what for _, what in found), found)


def test_what_is_run():
    page = "<!-- exit status 3 -->\n```console\n$ a b\none\n$ c\n```\n<!-- goes on -->\n```sh\nd\n```\n"
    first, second = fences.blocks(page)
    check("commands and what they print", fences.commands(first) == [("a b", "one"), ("c", "")], fences.commands(first))
    check("how they end", (first.status, second.status, second.note) == (3, 0, "goes on"))
    check("options of the service", fences.service_options("# T\n\n<!-- service --a b -->\n") == ["--a", "b"])


if __name__ == "__main__":
    main(globals())
