#!/usr/bin/env python3
"""Every bad input is refused by file and line, with the reason, and the good lines around it are
taken. Small ones stand in fixtures/bad with what is expected of them; large ones are made here."""
import collections
import json
import os
import random
import re
import subprocess
import zlib

from sarnakh import FIXTURES, INDEXER, Index, article, check, lines, main

REFUSED = 3
BAD = FIXTURES / "bad"
FILES_AT_ONCE = 40  # a report lists 64 KB of refusals


def expected():
    """{file name: {line: (code, phrase)}}, and {} for the files of which nothing is refused."""
    out = collections.defaultdict(dict)
    for row in (BAD / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines():
        name, line, code, phrase = row.split("\t")
        out[name].update({int(line): (code, phrase)} if code != "ok" else {})
    return out


def unpack(path):
    """What can be read of a file that may be packed by gzip, and cut short or broken."""
    content = path.read_bytes()
    try:
        return zlib.decompressobj(31).decompress(content) if path.suffix == ".gz" else content
    except zlib.error:
        return b""


def good_ids():
    """The ids of the good records: of the good lines as a strict reader finds them, of other formats by their
    names."""
    ids = set()
    for path in BAD.iterdir():
        if ".jsonl" not in path.suffixes and path.suffix not in (".txt", ".tsv", ".zst"):
            text = unpack(path)
            if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
                text = text.decode("utf-16", errors="ignore").encode()
            ids.update(i.decode() for i in re.findall(rb"good-[a-z0-9-]+", text))
    for path in (*BAD.glob("*.jsonl"), *BAD.glob("*.jsonl.gz")):
        for line in unpack(path).split(b"\n"):
            if b'"good-' in line:
                ids.add(json.loads(line.decode("utf-8-sig"))["id"])
    return ids


def check_refusals(want, refusals):
    got = collections.defaultdict(dict)
    for r in refusals:
        got[os.path.basename(r["file"])][r["line"]] = (r["code"], r["reason"])
    for name, rows in sorted(want.items()):
        for line, (code, phrase) in rows.items():
            found = got[name].get(line, ("taken", ""))
            check(f"{name}:{line}: {code}: {phrase}", found[0] == code and phrase in found[1], found)
        more = {line: r for line, r in got[name].items() if line not in rows}
        check(f"{name}: nothing else is refused", not more, more)


def test_small():
    want, files = expected(), sorted(p for p in BAD.iterdir() if p.name not in
                                     ("EXPECTED.tsv", ".gitattributes"))
    check("every file has its expectation, and none is missing",
          {p.name for p in files} == set(want), {p.name for p in files} ^ set(want))
    rows = sum(map(len, want.values()))
    bad = sum(1 for name in want if want[name])
    check("there are enough cases", rows >= 600 and bad >= 300, (rows, bad))
    with Index() as index:
        refusals, created = [], 0
        for at in range(0, len(files), FILES_AT_ONCE):
            report = index.report("add", *files[at:at + FILES_AT_ONCE])
            some = sum(len(want[p.name]) for p in files[at:at + FILES_AT_ONCE])
            check("some input refused: 3", report["exit"] == REFUSED, report["exit"])
            check("all refusals are counted", report["refused"] == some, (report["refused"], some))
            check("and listed", len(report["refusals"]) == some, len(report["refusals"]))
            check_standard_error(report)
            refusals += report["refusals"]
            created += report["created"]
        check_refusals(want, refusals)
        good = good_ids()
        check("the rest is taken", created == len(good), (created, len(good)))
        plain = {i for i in good if not i.startswith("good-right-odd")}
        check("and found", set(index.every_id("سطر درست", "match=all")) == plain)
        missing = [i for i in sorted(good - plain) if index.indexer("why", i).status != 0]
        check("odd ids too", len(good - plain) >= 6 and not missing, missing)
        check("and nothing but the rest", index.status()["articles"] == len(good), index.status())
        check("archive and index agree", index.indexer("check").status == 0)


def check_standard_error(report):
    named = [line for line in report["err"].split("\n") if re.match(r".*:\d+: [a-z_0-9]+: .", line)]
    check("each refusal is a line on standard error", len(named) == report["refused"],
          (len(named), report["refused"], [l for l in report["err"].split("\n") if l not in named][:5]))
    odd = re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", report["err"])
    check("without control characters of the input", not odd, odd[:9])
    long = max(map(len, report["err"].split("\n")))
    check("and of a bounded length", long < 1000, long)


def test_each_alone():
    """A file that is bad from its first line on, by itself, from a pipe."""
    want = expected()
    for name in ("utf16.jsonl", "right-gzip.jsonl.gz", "list-cut.json", "csv-quotes-unended.csv", "page-nul.txt",
                 "page-without-code.txt", "right-empty.jsonl", "truncated.jsonl"):
        with Index() as index:
            report = index.report("add", "-", stdin=(BAD / name).read_bytes())
            check(f"{name} from a pipe", report["exit"] == (REFUSED if want[name] else 0), report)
            check(f"{name}: named -", all(r["file"] == "-" for r in report["refusals"]), report)
            check(f"{name}: as from the file", {r["line"]: r["code"] for r in report["refusals"]} ==
                  {line: code for line, (code, _) in want[name].items()}, report)


def refused_between(name, bad, code, phrase, index=None):
    """One bad line between two good ones, written to a file piece by piece."""
    with Index() as index:
        feed = index.folder / "feed.jsonl"
        with open(feed, "wb") as out:
            out.write(lines(article(1)).encode())
            for piece in bad:
                out.write(piece)
            out.write(b"\n" + lines(article(2)).encode())
        child = subprocess.Popen([INDEXER, "--index", index.path, "add", "--json", feed],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        out = child.stdout.read()
        child.stdout.close()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        check(f"{name}: refused", child.returncode == REFUSED, child.returncode)
        refusals = json.loads(out)["refusals"]
        check(f"{name}: by line and reason", len(refusals) == 1 and refusals[0]["line"] == 2 and
              refusals[0]["code"] == code and phrase in refusals[0]["reason"], out[:500])
        check(f"{name}: the others are taken", sorted(index.ids("پل")) == ["a-1", "a-2"])
        return usage.ru_maxrss // 1024


def test_large():
    line = [b'{"id":"big","title":"x","body":"'] + ["پل ".encode() * 350000] * 60 + [b'"}']
    size = sum(map(len, line)) >> 20
    check("a line of 100 MB", size >= 100, size)
    rss = refused_between("a line of 100 MB", line, "limit_exceeded", "16777216 bytes")
    check("is not kept in memory", rss < 100 or "sanitize" in build_options(), f"{rss} MB")
    refused_between("100 MB of one bracket", [b"{" + b"[" * (1 << 20)] * 100, "limit_exceeded",
                    "16777216 bytes")
    page = [b'{"id":"big","title":"x","body":"'] + ["پل ".encode() * 350000] * 11 + [b'"}']
    refused_between("an article of 20 MB", page, "limit_exceeded", "16777216 bytes")
    body = [b'{"id":"big","title":"x","body":"'] + ["پل ".encode() * 350000] * 3 + [b'"}']
    refused_between("a body of over 4 MB", body, "limit_exceeded", "body: ")
    refused_between("over 100,000 values", [b'{"id":"big","title":"x","extra":{"a":[1' + b",1" * 100000
                                            + b"]}}"], "limit_exceeded", "over 100000 values")
    refused_between("extra of over 64 KB", [b'{"id":"big","title":"x","extra":{"a":"' + b"x" * 65536
                                            + b'"}}'], "limit_exceeded", "extra: over 65536 bytes")
    refused_between("escapes that grow beyond an article", [
        b'{"id":"big","title":"x","lead":"' + b"&" * 4000000 + b'","body":"' + b"<" * 4000000 + b'"}'],
        "limit_exceeded", "16777216 bytes as JSON")
    refused_between("nested a million deep", [b'{"a":' * 1000000], "limit_exceeded", "nested")
    refused_between("a million keys, one twice", [
        b'{"id":"big","title":"x","extra":{' + b",".join(b'"k%d":0' % (n % 99000) for n in range(99500))
        + b"}}"], "invalid", "a second time")


def build_options():
    """The sanitizers are generous with memory."""
    with open(INDEXER, "rb") as program:
        return "sanitize" if b"__asan_init" in program.read() else ""


def test_large_but_right():
    words = "پل تازه روی رودخانه باز شد. ".encode()
    body = (words * (4194304 // len(words) + 1))[:4194304 - 40].decode("utf-8", "ignore")
    with Index() as index:
        report = index.add(article(1, body=body + " پلاتیپوس"), article(2))
        check("a body just under the limit is taken", report["exit"] == 0, report)
        check("and found by its last word", index.ids("پلاتیپوس") == ["a-1"])
        fragments = index.search("پلاتیپوس")["hits"][0]["highlight"]["body"]
        check("with a passage, not the book", 0 < sum(map(len, fragments)) < 3000)


def test_page_too_large():
    with Index() as index:
        text = "کد خبر: ۴۲\nتیتر\n" + "متن خبر دربارهٔ پل\n" * 600000
        report = index.report("add", "-", stdin=text)
        check("a page of over 16 MB is refused", report["exit"] == REFUSED and
              report["refusals"][0]["code"] == "limit_exceeded", report)


def test_noise():
    """Random bytes, random bytes between good lines, and a good file with bytes changed."""
    noise = random.Random(1404)
    source = lines(*(article(n, lead="پل «تازه»", tags=["پل"]) for n in range(50))).encode()
    with Index() as index:
        for n in range(12):
            data = noise.randbytes(20000) if n % 3 == 0 else bytearray(source)
            if n % 3 == 1:
                for _ in range(60):
                    data[noise.randrange(len(data))] = noise.randrange(256)
            if n % 3 == 2:
                at = noise.randrange(len(data))
                data[at:at] = b"\n" + noise.randbytes(3000) + b"\n"
            report = index.report("add", "-", stdin=bytes(data))
            check(f"noise {n}: an orderly end", report["exit"] in (0, REFUSED), report["exit"])
            check(f"noise {n}: nothing is uncounted", report["read"] == report["created"] +
                  report["updated"] + report["unchanged"] + report["refused"], report)
        check("archive and index agree", index.indexer("check").status == 0)


# ---- odd standard streams and files

def test_odd_files():
    with Index() as index:
        index.add(article(1))
        check("/dev/null is an empty feed", index.report("add", "/dev/null")["read"] == 0)
        done = index.indexer("add", "")
        check("a file without a name", done.status == 1 and "No such file" in done.err, done)
        feed = index.folder / "نام با فاصله\n[31m.jsonl"
        feed.write_bytes(b'{"id":"bad"}\n')
        report = index.report("add", feed)
        check("a file of an odd name is named in the report", report["refusals"][0]["file"] == str(feed))


def test_closed_streams():
    """A program started with streams closed must not write its messages into the index."""
    for closed in ((0,), (1,), (2,), (0, 1, 2)):
        with Index() as index:
            index.add(article(1))
            feed = index.folder / "feed.jsonl"
            feed.write_bytes(lines(article(2)).encode() + b'{"id":"bad"}\n' * 50)

            def close(fds=closed):
                for fd in fds:
                    os.close(fd)

            done = subprocess.run([INDEXER, "--index", index.path, "add", feed], preexec_fn=close,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False)
            check(f"without descriptors {closed}: 3", done.returncode == REFUSED, done.returncode)
            done = index.indexer("check")
            check(f"without descriptors {closed}: the index is sound", done.status == 0, done)
            check(f"without descriptors {closed}: all is there", sorted(index.ids("پل")) == ["a-1", "a-2"])
            index.indexer("delete", "a-2", preexec_fn=lambda: os.close(2))
            check(f"without descriptors {closed}: deleted", index.ids("پل") == ["a-1"])
    with Index() as index:
        index.add(article(1))
        done = index.indexer("add", "-", stdin=None)
        check("standard input closed: it says so", done.status == 1 and "cannot read" in done.err, done)
        check("and the index is sound", index.indexer("check").status == 0)
        check("and holds what it held", index.ids("پل") == ["a-1"])


def test_full_output():
    with Index() as index:
        index.add(article(1))
        index.report("delete", "x")
        for args in (["status", "--json"], ["takedowns"], ["why", "a-1"], ["check"], ["--help"],
                     ["add", "--json", "/dev/null"]):
            where = [] if args == ["--help"] else ["--index", index.path]
            with open("/dev/full", "wb") as full:
                done = subprocess.run([INDEXER, *where, *args], stdout=full, stderr=subprocess.PIPE,
                                      check=False)
            check(f"output that cannot be written is not success: {args[0]}",
                  done.returncode == 1 and b"cannot write" in done.stderr, done)


if __name__ == "__main__":
    main(globals())
