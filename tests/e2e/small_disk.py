"""An index on a small disk of its own: a tmpfs, where a user and mount namespace is permitted."""
import contextlib
import os
import re
import subprocess
import sys

from sarnakh import Index, check, skip


def try_there(file, function, least):
    """Run a function of a test module, by its name, where it may mount. Its checks, `least` or more, count here."""
    probe = subprocess.run(["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m none /mnt"], capture_output=True, check=False)
    if probe.returncode != 0:
        skip("a small disk", "no tmpfs can be mounted here")
        return
    child = subprocess.run(["unshare", "-rm", sys.executable, file, function], capture_output=True, text=True, check=False,
                           timeout=200)
    ended = re.search(r"^(\d+) passed, (\d+) failed$", child.stdout, re.M)
    check("the small disk was tried", ended and int(ended[1]) >= least, child.stdout + child.stderr)
    for line in child.stdout.splitlines():
        if line.startswith("FAIL"):
            check(line[5:], False)


@contextlib.contextmanager
def index_on(megabytes):
    """An index whose directory is such a disk."""
    with Index() as index:
        index.path.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", index.path], check=True)
        yield index
        subprocess.run(["umount", index.path], check=True)


def fill(index, kilobytes):
    """Fill the disk until so much is left: the file to remove again."""
    disk = os.statvfs(index.path)
    ballast = index.path / "ballast"
    ballast.write_bytes(b"x" * (disk.f_bavail * disk.f_frsize - kilobytes * 1024))
    return ballast
