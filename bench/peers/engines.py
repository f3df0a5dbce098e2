"""What every engine is here: built from the articles of load.py, started, asked over the network, watched."""
import json
import os
import shutil
import subprocess
import time
import urllib.parse

import queries

MINUTES_A_DAY = 24 * 60


def cpu_seconds(pid):
    """Processor time of a process and its threads, those that have ended, too."""
    return time.clock_gettime((~pid << 3) | 2)  # CLOCK_PROCESS_CPUTIME_ID of another process


def private_bytes(pid):
    """Memory that is the process's own: written to, or read by nobody else; a mapped index counts as far as it is read."""
    total = {}
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
        for line in f:
            name, _, rest = line.partition(":")
            if rest.endswith("kB\n"):
                total[name] = int(rest.split()[0]) * 1024
    return total["Private_Dirty"], total["Private_Clean"] + total["Private_Dirty"]


def parts_of(path):
    """{file: bytes on the disk, without holes}"""
    return {name: os.lstat(os.path.join(path, name)).st_blocks * 512 for name in sorted(os.listdir(path))}


def peak_bytes(pid):
    """The most memory that it has had so far (what wait4 says begins with that of who started it); 0: it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as f:
            return next((int(line.split()[1]) * 1024 for line in f if line.startswith("VmHWM:")), 0)
    except FileNotFoundError:
        return 0


class Engine:
    """One engine with its index in `home`. Rows of the tables are engines in a variant: what is fetched, and how."""
    name = ""
    level = ""              # of analysis
    framing = "http"
    variants = ("",)
    prologue = None         # what is sent first on each connection

    def __init__(self, build, articles, work):
        self.build_dir, self.articles, self.home = build, articles, os.path.join(work, self.name)
        self.process, self.port = None, None

    def program(self, *path):
        return os.path.abspath(os.path.join(self.build_dir, *path))

    def source(self, name):
        return os.path.join(self.articles, name)

    # Building: commands one after another, measured together.

    def commands(self):
        raise NotImplementedError

    def parts(self):
        return parts_of(self.home)

    def built(self, count):
        """Figures of the index, built now if it is not there."""
        note = os.path.join(self.home + ".json")
        if os.path.exists(note):
            with open(note, encoding="utf-8") as f:
                return json.load(f)
        shutil.rmtree(self.home, ignore_errors=True)
        os.makedirs(self.home)
        figures = {"articles": count, "seconds": 0.0, "cpu": 0.0, "peak": 0}
        for command in self.commands():
            self.run(command, figures)
        figures["parts"] = self.parts()
        figures["bytes"] = sum(figures["parts"].values())
        with open(note, "w", encoding="utf-8") as f:
            json.dump(figures, f)
        return figures

    def run(self, command, figures):
        os.sync()
        log = open(self.home + ".log", "a", encoding="utf-8")
        since = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.home)
        ended = 0
        while ended == 0:
            figures["peak"] = max(figures["peak"], peak_bytes(process.pid))
            time.sleep(0.02)
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        log.close()
        if process.returncode != 0:
            raise SystemExit(f"{self.name}: {command[0]}: exit status {process.returncode}, see {self.home}.log")
        figures["seconds"] += time.monotonic() - since
        figures["cpu"] += usage.ru_utime + usage.ru_stime

    # Serving.

    def serve_command(self):
        raise NotImplementedError

    def start(self):
        """Started with a pipe as its standard input; prints its port on its first line, after the last colon if it has one."""
        log = open(self.home + ".log", "a", encoding="utf-8")
        self.process = subprocess.Popen(self.serve_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        log.close()
        self.port = int(self.process.stdout.readline().decode().rsplit(":")[-1])

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()

    def cpu(self):
        return cpu_seconds(self.process.pid)

    def memory(self):
        return private_bytes(self.process.pid)

    # Asking.

    def path(self, kind, text, options, variant):
        """Of a query as (kind, text, options); None if the engine cannot answer it."""
        raise NotImplementedError

    def request(self, query, variant):
        path = self.path(*query, variant)
        return None if path is None else f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()

    def total(self, body):
        """Hits that an answer's body tells of; None if it does not say."""
        return json.loads(body).get("total")


def from_minute():
    import load
    return load.END - queries.DAYS * MINUTES_A_DAY


def encoded(**parameters):
    return urllib.parse.urlencode({name.replace("__", "."): value for name, value in parameters.items()})
