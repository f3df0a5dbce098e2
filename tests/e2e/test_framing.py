#!/usr/bin/env python3
"""HTTP as bytes: where a request begins and ends is either clear to everybody, or it is refused and the connection
ends. Each refused request has another one behind it, which must never be answered (docs/security.md)."""
import json
import zlib

from sarnakh import Index, check, main
from service import Service
from wire import answers, in_pieces, say

HOST = b"Host: x\r\n"
BEHIND = b"GET /v1/status?behind HTTP/1.1\r\nHost: x\r\n\r\n"  # as a request it is answered: an unknown parameter
LAST = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST /v1/search HTTP/1.1\r\n" + HOST
GET = b"GET /healthz HTTP/1.1\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def post(headers, body=b"{}"):
    return POST + headers + b"\r\n" + body


def get(headers):
    return GET + HOST + headers + b"\r\n"


# Refused by the service itself: 400 invalid_framing, in both languages, and the connection ends.
AMBIGUOUS = (
    ("a length and chunks", post(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n")),
    ("chunks and a length", post(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"0\r\n\r\n")),
    ("a length of zero and chunks", post(b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n")),
    ("a length and chunks, GET", get(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + b"0\r\n\r\n"),
    ("two lengths that differ", post(b"Content-Length: 2\r\nContent-Length: 40\r\n")),
    ("two lengths that are the same", post(b"Content-Length: 2\r\nContent-Length: 2\r\n")),
    ("two lengths in two cases", post(b"Content-Length: 2\r\ncontent-length: 0\r\n")),
    ("two lengths, GET", get(b"Content-Length: 0\r\nContent-Length: %d\r\n" % len(BEHIND))),
    ("an encoding of nothing", post(b"Transfer-Encoding: identity\r\n")),
    ("an empty encoding", post(b"Transfer-Encoding: \r\n")),
    ("an unknown encoding", post(b"Transfer-Encoding: xchunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("an encoding that is cut", post(b"Transfer-Encoding: chunke\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("gzip and chunks", post(b"Transfer-Encoding: gzip, chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks that are packed", post(b"Transfer-Encoding: chunked, gzip\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks twice in a list", post(b"Transfer-Encoding: chunked, chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks twice", post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks and another encoding", post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n")),
    ("chunks behind a vertical tab", post(b"Transfer-Encoding: \x0bchunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks in quotes", post(b'Transfer-Encoding: "chunked"\r\n', b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks with a parameter", post(b"Transfer-Encoding: chunked;q=1\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("chunks of HTTP/1.0", b"POST /v1/search HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("white space behind the name of the length", post(b"Content-Length : 2\r\n")),
    ("white space behind the name of the encoding", post(b"Transfer-Encoding : chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n")),
    ("white space in a name", get(b"X Y: z\r\n")),
    ("a tab in a name", get(b"X\tY: z\r\n")),
    ("a bracket in a name", get(b"X(Y): z\r\n")),
    ("a name in Persian", get("سرآیند: z\r\n".encode())),
    ("a line without a name", get(b": z\r\n")),
    ("a control character in a value", get(b"X: a\x01\r\n")),
    ("a bare CR in a value", get(b"X: a\rContent-Length: 5\r\n")),
    ("a delete in a value", get(b"X: a\x7f\r\n")),
    ("a zero byte in a value", get(b"X: a\0b\r\n")),
    ("a zero byte in the length", post(b"Content-Length: 2\x001\r\n")),
    ("a zero byte in the encoding", post(b"Transfer-Encoding: chunked\0\r\n", b"0\r\n\r\n")),
    ("a zero byte in the host", GET + b"Host: x\0y\r\n\r\n"),
    ("a zero byte in the path", b"GET /healthz\0/../x HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a zero byte in the query", b"GET /v1/search?q=a\0b HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a zero byte in the method", b"GET\0X /healthz HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a folded header", get(b"X: a\r\n b\r\n")),
    ("a folded header, with a tab", get(b"X: a\r\n\tb\r\n")),
    ("a folded length", post(b"Content-Length:\r\n 2\r\n")),
    ("a folded length, which the library takes for another", post(b"Content-Lengt: 40\r\n h\r\n")),
    ("a folded header that becomes an encoding", post(b"Transfer-Encodin: chunked\r\n g\r\n", b"0\r\n\r\n")),
    ("a folded header and lines that make up for it", get(b"A:b\nC:d\nE:f\nX: a\r\n b\r\n")),
    ("a zero byte and lines that make up for it", get(b"A:b\nX: a\0b\n")),
    ("bare LF everywhere", GET.replace(b"\r", b"") + b"Host: x\n\n"),
    ("bare LF behind one header", get(b"X: y\nZ: a\r\n")),
    ("bare LF behind the request line", b"GET /healthz HTTP/1.1\n" + HOST + b"\r\n"),
    ("bare LF for the blank line", GET + HOST + b"\n"),
    ("bare LF behind the length", post(b"Content-Length: 2\nX: y\r\n")),
    ("two blanks in front of the target", b"GET  /healthz HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("two hosts", GET + b"Host: x\r\nHost: y\r\n\r\n"),
    ("two hosts that are the same", GET + HOST + HOST + b"\r\n"),
    ("a host with a path", GET + b"Host: x/y\r\n\r\n"),
    ("a host with a user", GET + b"Host: a@b\r\n\r\n"),
    ("a host with markup", GET + b"Host: \"><b>\r\n\r\n"),
    ("a host with a blank", GET + b"Host: x y\r\n\r\n"),
    ("two hosts in one", GET + b"Host: x, y\r\n\r\n"),
    ("a host of a thousand letters", GET + b"Host: " + b"a" * 1000 + b"\r\n\r\n"),
)

# Refused by the library before there is a request: 4xx or 5xx in plain words, or nothing; the connection ends.
MALFORMED = (
    ("a length with a sign", post(b"Content-Length: +2\r\n")),
    ("a negative length", post(b"Content-Length: -2\r\n")),
    ("a length in hexadecimal", post(b"Content-Length: 0x2\r\n")),
    ("a length with a fraction", post(b"Content-Length: 2.0\r\n")),
    ("a list of lengths", post(b"Content-Length: 2, 2\r\n")),
    ("a length with a blank in it", post(b"Content-Length: 1 1\r\n")),
    ("an empty length", post(b"Content-Length: \r\n")),
    ("a length that is a word", post(b"Content-Length: two\r\n")),
    ("a length in Persian digits", post("Content-Length: ۲\r\n".encode())),
    ("a length over 64 bits", post(b"Content-Length: 18446744073709551616\r\n")),
    ("a length of 100 digits", post(b"Content-Length: " + b"9" * 100 + b"\r\n")),
    ("a bare CR behind a length", post(b"Content-Length: 2\rX: y\r\n")),
    ("no colon", get(b"XY\r\n")),
    ("a zero byte in a name", get(b"X\0Y: a\r\n")),
    ("a folded line in front of all headers", GET + b" Host: x\r\n\r\n"),
    ("no host", GET + b"\r\n"),
    ("HTTP/0.9", b"GET /healthz\r\n"),
    ("HTTP/0.9 with a blank line", b"GET /healthz\r\n\r\n"),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("HTTP/3", b"GET /healthz HTTP/3.0\r\n" + HOST + b"\r\n"),
    ("HTTP/1.10", b"GET /healthz HTTP/1.10\r\n" + HOST + b"\r\n"),
    ("HTTP/1", b"GET /healthz HTTP/1\r\n" + HOST + b"\r\n"),
    ("HTTP in small letters", b"GET /healthz http/1.1\r\n" + HOST + b"\r\n"),
    ("another protocol", b"GET /healthz XTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a target with a blank", b"GET /healthz x HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("two blanks behind the target", b"GET /healthz  HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("tabs for blanks", b"GET\t/healthz\tHTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a blank in front of the method", b" GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n"),
    ("a method of 50,000 letters", b"A" * 50000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a target of 50,000 letters", b"GET /" + b"a" * 50000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a header of 50,000 letters", get(b"X: " + b"a" * 50000 + b"\r\n")),
    ("a name of 50,000 letters", get(b"X" * 50000 + b": a\r\n")),
    ("3,000 headers", get(b"".join(b"X%d: y\r\n" % n for n in range(3000)))),
    ("a chunk of no size", CHUNKED + b"\r\n{}\r\n0\r\n\r\n"),
    ("a chunk whose size is a word", CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"),
    ("a chunk of a negative size", CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n"),
    ("a chunk whose size has a sign", CHUNKED + b"+2\r\n{}\r\n0\r\n\r\n"),
    ("a chunk whose size begins 0x", CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n"),
    ("a blank in front of a chunk's size", CHUNKED + b" 2\r\n{}\r\n0\r\n\r\n"),
    ("a chunk whose size is over 64 bits", CHUNKED + b"10000000000000002\r\n{}\r\n0\r\n\r\n"),
    ("a chunk longer than it says", CHUNKED + b"1\r\n{}\r\n0\r\n\r\n"),
    ("an extension of 40,000 letters", CHUNKED + b"2;a=" + b"b" * 40000 + b"\r\n{}\r\n0\r\n\r\n"),
)

# Answered, and so is what comes behind it.
CLEAR = (
    ("a plain request", get(b""), 200),
    ("a body", post(b"Content-Length: 2\r\n"), 200),
    ("a length with leading zeros", post(b"Content-Length: 002\r\n"), 200),
    ("a length behind a tab", post(b"Content-Length:\t2\r\n"), 200),
    ("a length without a blank", post(b"Content-Length:2\r\n"), 200),
    ("white space around a value", get(b"X:  \t a \t \r\n"), 200),
    ("empty values", get(b"X:\r\nY: \r\nZ: \t \r\n"), 200),
    ("names of all letters", get(b"!#$%&'*+-.^_`|~09azAZ: a\r\n"), 200),
    ("a value in Persian", get("X: سرنخ\r\n".encode()), 200),
    ("a value of 20,000 letters", get(b"X: " + b"a" * 20000 + b"\r\n"), 200),
    ("cookies", get(b"Cookie: a=b; c; =; \xff\r\nCookie: d=e\r\n"), 200),
    ("an empty host", GET + b"Host: \r\n\r\n", 200),
    ("a host with a port", GET + b"Host: news.example:7700\r\n\r\n", 200),
    ("a host of IPv6", GET + b"Host: [::1]:7700\r\n\r\n", 200),
    ("blank lines in front", b"\r\n\r\n" + get(b""), 200),
    ("chunks", CHUNKED + b"2\r\n{}\r\n0\r\n\r\n", 200),
    ("chunks, in capitals", POST + b"TRANSFER-ENCODING: CHUNKED\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200),
    ("no chunk at all", GET + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200),
    ("a chunk for each byte", CHUNKED + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", 200),
    ("a chunk's size with zeros", CHUNKED + b"0" * 30 + b"2\r\n{}\r\n000\r\n\r\n", 200),
    ("a chunk's extension", CHUNKED + b"2;a=b;c=\"d\"\r\n{}\r\n0;e\r\n\r\n", 200),
    ("trailers", CHUNKED + b"2\r\n{}\r\n0\r\nX: y\r\n\r\n", 200),
    ("trailers that say a length", CHUNKED + b"2\r\n{}\r\n0\r\nContent-Length: 50\r\n\r\n", 200),
    ("trailers that say a host", CHUNKED + b"2\r\n{}\r\n0\r\nHost: y\r\n\r\n", 200),
    ("an absolute target", b"GET http://news.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", 200),
    ("an absolute target without a path", b"GET http://news.example HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("an absolute target of another scheme", b"GET ftp://news.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("a target in raw UTF-8", "GET /v1/search?q=سیل HTTP/1.1\r\n".encode() + HOST + b"\r\n", 200),
    ("a target in raw Latin-1", b"GET /v1/search?q=caf\xe9 HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    ("a control character in a target", b"GET /healthz\x01 HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("a fragment", b"GET /healthz#x HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("a target without a slash", b"GET healthz HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("steps up", b"GET /v1/../healthz HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("steps up, encoded", b"GET /v1/%2e%2e%2fhealthz HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("a file", b"GET /../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("a file of an article's id", b"GET /v1/articles/..%2f..%2farchive.db HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("an asterisk", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("a place to connect to", b"CONNECT news.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ("CONNECT", b"CONNECT /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    ("a method in small letters", b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    ("a method of 5,000 letters", b"A" * 5000 + b" /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    ("HTTP/1.2", b"GET /healthz HTTP/1.2\r\n" + HOST + b"\r\n", 200),
    ("HTTP/1.0, kept", b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200),
    ("an upgrade", get(b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n"), 200),
    ("another expectation", post(b"Content-Length: 2\r\nExpect: something\r\n"), 200),
    ("a body where none is taken", get(b"Content-Length: %d\r\n" % len(BEHIND)) + BEHIND, 413),
    ("a body of a path that is none", b"POST /nothing HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\n{}", 404),
)


def test_what_two_readers_may_understand_in_two_ways():
    with Index() as index, Service(index.path) as s:
        for name, request in AMBIGUOUS:
            got = answers(say(s, request + BEHIND))
            problem = json.loads(got[0][2]) if got else {}
            check(name, len(got) == 1 and got[0][0] == 400 and problem.get("code") == "invalid_framing"
                  and problem["detail"] and problem["detail_fa"] and got[0][1].get("connection") == "close", got)
        check("the service goes on", s.get("/healthz").status == 200)


def test_what_the_library_refuses():
    with Index() as index, Service(index.path) as s:
        for name, request in MALFORMED:
            got = say(s, request + BEHIND)
            check(name, got == b"" or (got[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5") and b"unknown_parameter" not in got), got)
        check("the service goes on", s.get("/healthz").status == 200)


def test_what_is_clear():
    with Index() as index, Service(index.path) as s:
        for name, request, status in CLEAR:
            got = answers(say(s, request + LAST))
            check(name, [a[0] for a in got] == [status, 200], got)
        got = answers(say(s, GET.replace(b"/1.1", b"/1.0") + b"\r\n"))
        check("HTTP/1.0 ends", [a[0] for a in got] == [200] and got[0][1].get("connection") != "keep-alive", got)
        got = answers(say(s, b"TRACE /healthz HTTP/1.1\r\n" + HOST + b"Cookie: secret\r\nConnection: close\r\n\r\n"))
        check("TRACE tells nothing back", got[0][0] == 405 and b"secret" not in got[0][2], got)


def test_requests_in_pieces():
    request = POST + b"X: " + b"a" * 3000 + b"\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
    chunks = POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\nX: y\r\n\r\n"
    with Index() as index, Service(index.path) as s:
        for size in (1, 2, 7, 997):
            for name, data in (("a body", request), ("chunks", chunks), ("many", get(b"") * 40 + LAST)):
                got = answers(say(s, *in_pieces(data, size)))
                check(f"{name} in pieces of {size}", {a[0] for a in got} == {200}
                      and len(got) == (41 if name == "many" else 1), got)
        for name, data in AMBIGUOUS[:3] + AMBIGUOUS[-30:]:
            got = answers(say(s, *in_pieces(data + BEHIND, 3)))
            check(f"{name} in pieces", [a[0] for a in got] == [400], got)


def test_pipelines_are_answered_in_order():
    with Index() as index, Service(index.path) as s:
        paths = [f"/none/{n}" if n % 3 else "/v1/search?q=a" for n in range(150)]
        got = answers(say(s, b"".join(f"GET {p} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for p in paths) + LAST))
        check("all of them", len(got) == len(paths) + 1, len(got))
        for path, (status, _, body) in zip(paths, got):
            check(path, status == 200 if "search" in path else json.loads(body)["instance"] == path, body)
        puts = b"".join(b"PUT /v1/articles/p-%d HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n\r\n" % n + b'{"title":"%d"}' % (n % 10)
                        + b"GET /v1/articles/p-%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(10))
        got = answers(say(s, puts + LAST))
        check("a write is seen by the request behind it", [a[0] for a in got] == [201, 200] * 10 + [200], got)


def test_waiting_for_leave_to_send():
    with Index() as index, Service(index.path) as s:
        expects = b"Expect: 100-continue\r\n"
        got = answers(say(s, post(b"Content-Length: 2\r\n" + expects) + LAST))
        check("go on", [a[0] for a in got] == [100, 200, 200], got)
        got = answers(say(s, post(b"Content-Length: 999999999\r\n" + expects, b"")))
        check("too long: nothing is to be sent", [a[0] for a in got] == [413] and got[0][1]["connection"] == "close", got)
        got = answers(say(s, b"PUT /v1/articles/a HTTP/1.1\r\nHost: x\r\nVia: 1.1 y\r\nContent-Length: 9\r\n" + expects + b"\r\n"))
        check("forbidden: nothing is to be sent", [a[0] for a in got] == [403], got)


# What an answer may carry.
HEADERS = {"date", "content-type", "content-length", "content-encoding", "x-content-type-options", "content-security-policy",
           "referrer-policy", "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
           "cache-control", "etag", "vary", "x-request-id", "allow", "retry-after", "connection", "access-control-allow-origin",
           "access-control-expose-headers", "referrer-policy", "age", "link"}


def test_nothing_of_a_request_becomes_a_header():
    evil = ("%0d%0aX-Evil:%201", "%0aX-Evil:1", "%0d%0a%0d%0a<script>", "%E5%98%8A%E5%98%8DX-Evil:1", "a%00b")
    targets = ["/v1/search?q={}", "/v1/search?format={}", "/v1/search?cursor={}", "/v1/search?{}=1", "/v1/articles/{}",
               "/v1/suggest?q={}", "/v1/suggest?q=a&format={}", "/v1/stories/{}", "/v1/analyze?text={}", "/{}",
               "/v1/search?format=atom&q={}", "/v1/search?format=rss&q={}", "/v1/search?highlight.pre={}"]
    with Index() as index, Service(index.path) as s:
        for target in targets:
            for text in evil:
                a = answers(say(s, b"GET " + target.format(text).encode() + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                check(f"{target} {text}", len(a) == 1 and set(a[0][1]) <= HEADERS, a)
        for header in (b"X-Request-Id: a\x0bX-Evil: 1", b"Origin: http://a", b"Accept-Encoding: a, b;q=x", b"If-None-Match: \"" + b"a" * 5000 + b"\"",
                       b"X-Forwarded-Proto: https\\r\\nX-Evil: 1", b"Accept: ../../etc"):
            a = answers(say(s, get(header + b"\r\n") + LAST))
            check(f"{header[:40]}", set(a[0][1]) <= HEADERS and "x-evil" not in a[0][1], a)


# What libmicrohttpd hides of a body in chunks: it takes them, and a proxy in front of it may not (docs/security.md).
HIDDEN = (
    ("bare LF behind sizes and chunks", CHUNKED + b"2\n{}\n0\n\n"),
    ("bare LF in an extension", CHUNKED + b"2;\n{}\r\n0\r\n\r\n"),
    ("a folded trailer", CHUNKED + b"2\r\n{}\r\n0\r\nX: y\r\n z\r\n\r\n"),
)


def test_what_the_library_hides():
    """Should one of these be refused some day, the better: then it goes to the tables above."""
    with Index() as index, Service(index.path) as s:
        for name, request in HIDDEN:
            got = answers(say(s, request + LAST))
            check(name, [a[0] for a in got] == [200, 200], got)


def test_packed_bodies():
    def packed(data):
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
        return squeeze.compress(data) + squeeze.flush()
    bomb = packed(b" " * (64 << 20))
    with Index() as index, Service(index.path) as s:
        for name, body, status in (("small", packed(b"{}"), 200), ("64 MiB of blanks", bomb, 413), ("cut", packed(b"{}")[:-4], 400),
                                   ("a wrong checksum", packed(b"{}")[:-8] + b"\0" * 8, 400), ("two members", packed(b"{") + packed(b"}"), 200),
                                   ("twice", packed(packed(b"{}")), 400), ("nothing", b"", 400), ("zlib's own form", zlib.compress(b"{}"), 400)):
            request = post(b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(body), body)
            got = answers(say(s, request + LAST))
            check(name, [a[0] for a in got] == [status, 200], got)


if __name__ == "__main__":
    main(globals())
