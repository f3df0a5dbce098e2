"""Asking: a set of queries to one engine by bench-ask, and what it took of the engine's processor."""
import http.client
import os
import socket
import statistics
import struct
import subprocess
import tempfile

WARM_ROUNDS = 3     # a virtual machine compiles what it has run often


def write_requests(requests, path):
    with open(path, "wb") as out:
        for request in requests:
            out.write(struct.pack("<I", len(request)) + request)


class Asker:
    """Sends lists of requests through bench-ask; keeps their files in a directory of its own."""

    def __init__(self, program):
        self.program, self.folder, self.files = program, tempfile.TemporaryDirectory(), {}

    def close(self):
        self.folder.cleanup()

    def path(self, *name):
        return os.path.join(self.folder.name, "-".join(map(str, name)))

    def prepare(self, engine, variant, cls, asked):
        """Whether the engine can answer queries of this class."""
        requests = [engine.request(query, variant) for query in asked]
        if None in requests:
            return False
        write_requests(requests, self.path(engine.name, id(engine), variant, cls))
        return True

    def ask(self, engine, variant, cls, clients):
        """{latencies of what was answered (ms), seconds, cpu (s), failed, bytes}"""
        command = [self.program, str(engine.port), engine.framing, str(clients), self.path(engine.name, id(engine), variant, cls)]
        if engine.prologue is not None:
            prologue = self.path("prologue", engine.name)
            with open(prologue, "wb") as out:
                out.write(struct.pack("<I", 4) + engine.prologue)
            command.append(prologue)
        before = engine.cpu()
        printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
        spent = engine.cpu() - before
        rows = [line.split() for line in printed[1:]]
        answered = [(float(us) / 1000, int(b)) for us, status, b in rows if status == "200"]
        if not answered:
            raise SystemExit(f"{engine.name}: none of {len(rows)} requests was answered")
        # Who is refused asks the next at once: counted as answers, a moment without any would look like the fastest of all.
        return {"ms": [ms for ms, _ in answered], "seconds": float(printed[0]), "cpu": spent,
                "failed": len(rows) - len(answered), "bytes": statistics.mean(size for _, size in answered)}


def body_of(engine, request):
    """The body of one answer."""
    if engine.framing == "http":
        client = http.client.HTTPConnection("127.0.0.1", engine.port)
        client.request("GET", request.split(b" ")[1].decode())
        answer = client.getresponse()
        body = answer.read()
        client.close()
        if answer.status != 200:
            raise SystemExit(f"{engine.name}: {answer.status} to {request.decode(errors='replace')}: {body[:300]}")
        return body
    with socket.create_connection(("127.0.0.1", engine.port)) as s, s.makefile("rb") as answers:
        s.sendall(engine.prologue)
        answers.read(4)
        s.sendall(request)
        _, _, length = struct.unpack(">HHL", answers.read(8))
        return answers.read(length)


def totals(engine, variant, asked):
    """What each query finds, or None where the engine cannot be asked."""
    requests = [engine.request(query, variant) for query in asked]
    return None if None in requests else [engine.total(body_of(engine, request)) for request in requests]


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def summary(runs):
    """Of the same queries asked in several rounds: medians of the rounds, and each round for the ratios."""
    rounds = [{"p50": quantile(run["ms"], 0.5), "p99": quantile(run["ms"], 0.99), "qps": len(run["ms"]) / run["seconds"],
               "cpu_ms": 1000 * run["cpu"] / len(run["ms"])} for run in runs]
    found = {name: statistics.median(r[name] for r in rounds) for name in rounds[0]}
    # Of a hundred queries the second slowest is no p99: all rounds together.
    found["p99"] = quantile([ms for run in runs for ms in run["ms"]], 0.99)
    return found | {"rounds": rounds, "failed": sum(run["failed"] for run in runs), "bytes": runs[-1]["bytes"]}
