"""A service of one's own on loopback, over an index: started, what it takes of the processor, ended."""
import os
import re
import subprocess


class Httpd:
    def __init__(self, program, index, *options):
        self.process = subprocess.Popen([program, "--index", index, "--listen", "127.0.0.1:0", "--log-level", "warn", *options],
                                        stdout=subprocess.PIPE)
        found = re.search(r"http://(.*):(\d+)$", self.process.stdout.readline().decode().strip())
        if found is None:
            raise SystemExit(f"{program} does not start")
        self.host, self.port = found[1], int(found[2])

    def cpu_seconds(self):
        """Processor time of all its threads, those that have ended too."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()
