"""Every answer of the service against its description, http/openapi.json.

validate() is called for each request of the tests' client (service.py); calls is what it has seen, as
(method, path of the description, status, code of a problem or None).
"""
import collections
import functools
import json
import re
import sys
import threading

from sarnakh import SOURCE, check

try:
    import jsonschema
except ImportError:  # another Python than Debian's is found first
    sys.path.append("/usr/lib/python3/dist-packages")
    import jsonschema

DOCUMENT = json.loads((SOURCE / "http" / "openapi.json").read_text(encoding="utf-8"))
OF_THE_LIBRARY = (414, 431)  # answered before there is a request (docs/api.md)
calls = collections.Counter()
lock = threading.Lock()  # tests ask in many threads


@functools.cache
def patterns():
    """(regular expression, path of the description); paths without {id} first."""
    paths = sorted(DOCUMENT["paths"], key=lambda path: "{" in path)
    return [(re.compile(re.sub(r"\\\{[a-z]+\\\}", "[^/]+", re.escape(path)) + "$"), path) for path in paths]


def path_of(target):
    plain = target.split("?", 1)[0].replace("%3A", ":")
    return next((path for pattern, path in patterns() if pattern.match(plain)), None)


@functools.cache
def validator(pointer):
    schema = {"$ref": "#" + pointer}
    resolver = jsonschema.RefResolver("", DOCUMENT)
    return jsonschema.Draft202012Validator(schema, resolver=resolver)


def escaped(part):
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def response_of(path, method, status):
    """Where a response is described: its pointer, and the media types it has."""
    if path is None or method not in DOCUMENT["paths"][path]:
        found = {"$ref": "#/components/responses/Problem"} if 400 <= status < 500 else None
        pointer = None
    else:
        responses = DOCUMENT["paths"][path][method]["responses"]
        key = str(status) if str(status) in responses else f"{status // 100}XX"
        found = responses.get(key)
        pointer = f"/paths/{escaped(path)}/{method}/responses/{key}"
    if found is not None and "$ref" in found:
        pointer = found["$ref"][1:]
        found = DOCUMENT["components"]["responses"][pointer.rsplit("/", 1)[1]]
    return pointer, found


def mistake(method, target, answer):
    """What of an answer is not as it is described; None if all of it is."""
    if answer.status in OF_THE_LIBRARY:
        return None
    path, method = path_of(target), method.lower()
    if method == "options" and path is not None:
        return None if answer.status == 204 and not answer.body else "OPTIONS is 204, without a body"
    described = "get" if method == "head" else method
    pointer, found = response_of(path, described, answer.status)
    if found is None:
        return f"status {answer.status} is not described"
    if method == "head" or answer.status == 304:
        return "a body" if answer.body else None
    media = answer.headers.get("content-type", "").split(";")[0]
    if media not in found.get("content", {}):
        return f"{media or 'no type'} is not described for {answer.status}"
    if not media.endswith("json"):
        return None
    errors = validator(f"{pointer}/content/{escaped(media)}/schema").iter_errors(answer.json)
    return next((f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in errors), None)


def validate(method, target, answer):
    wrong = mistake(method, target, answer)
    code = answer.code if answer.headers.get("content-type", "").startswith("application/problem") and answer.body else None
    with lock:
        calls[method.lower(), path_of(target), answer.status, code] += 1
    if wrong is not None:
        check(f"{method} {target[:80]} is as described", False, f"{wrong}: {str(answer)[:600]}")
