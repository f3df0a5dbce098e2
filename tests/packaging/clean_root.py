"""A root of Debian 12 as it is before anything was installed that Debian does not insist on: made of files of this machine's own
packages (those that are essential, and what is to be installed needs), with a dpkg database that says so. No network."""
import os
import pathlib
import re
import shutil
import stat
import subprocess

DATABASE = pathlib.Path("/var/lib/dpkg")
# What dpkg may leave out where it is told so, too.
LEFT_OUT = re.compile(r"^/usr/share/(doc|man|locale|info|lintian|bash-completion)/.*|^/usr/share/i18n/.*")
LINKS = {"bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "lib64": "usr/lib64"}
FOLDERS = ("etc", "dev", "proc", "tmp", "run", "root", "home", "var/log", "var/tmp", "var/lib/dpkg/info", "var/lib/dpkg/updates",
           "var/lib/dpkg/triggers", "usr/bin", "usr/sbin", "usr/lib", "usr/lib64")
DEVICES = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9)}


class Missing(Exception):
    """A package that is needed is not installed here."""


def read_status():
    """{package: its paragraph of dpkg's status}, of those that are installed."""
    found = {}
    for paragraph in (DATABASE / "status").read_text("utf-8").split("\n\n"):
        name = re.search(r"^Package: (\S+)$", paragraph, re.M)
        if name and re.search(r"^Status: \S+ ok installed$", paragraph, re.M):
            found[name[1]] = paragraph
    return found


def field(paragraph, name):
    found = re.search(rf"^{name}: (.*)$", paragraph, re.M)
    return found[1] if found else ""


def alternatives_of(text):
    """[[name, ...], ...] of a field like Depends, without versions and architectures."""
    return [[re.match(r"[^\s(:]+", word.strip())[0] for word in group.split("|")]
            for group in text.split(",") if group.strip()]


def closure(status, needed):
    """Names of packages: what is essential, and `needed` (groups of alternatives), with all that these need."""
    provided = {name: package for package, paragraph in status.items()
                for group in alternatives_of(field(paragraph, "Provides")) for name in group}
    wanted, groups = set(), [[name] for name, p in status.items() if field(p, "Essential") == "yes"] + needed
    while groups:
        group = groups.pop()
        names = [name if name in status else provided.get(name) for name in group]
        name = next((n for n in names if n), None)
        if name is None:
            raise Missing(" | ".join(group))
        if name not in wanted:
            wanted.add(name)
            groups += alternatives_of(field(status[name], "Depends")) + alternatives_of(field(status[name], "Pre-Depends"))
    return wanted


def files_of(packages, status):
    """Paths that these packages brought, as they are on this machine, folders too."""
    paths = set()
    for name in packages:
        for listing in info_of(name, status[name]):
            if listing.suffix == ".list":
                paths |= set(listing.read_text("utf-8").splitlines())
    return sorted(p for p in paths if p != "/." and not LEFT_OUT.match(p) and os.path.lexists(p)
                  and (not os.path.isdir(p) or os.path.realpath(p) == p))


def info_of(name, paragraph):
    """Its files of dpkg's database."""
    names = {name, f"{name}:{field(paragraph, 'Architecture')}"}
    return [p for p in (DATABASE / "info").iterdir() if p.name.rpartition(".")[0] in names]


class CleanRoot:
    """`path` is its root. packages: names of what is there. Removed with the block."""

    def __init__(self, path, needed):
        self.path = pathlib.Path(path)
        self.path.chmod(0o755)
        status = read_status()
        self.packages = closure(status, needed)
        for folder in FOLDERS:
            (self.path / folder).mkdir(parents=True, exist_ok=True)
        for link, place in LINKS.items():
            (self.path / link).symlink_to(place)
        for folder in ("tmp", "var/tmp"):
            (self.path / folder).chmod(0o1777)
        self.copy(files_of(self.packages, status))
        self.record(status)
        self.finish()

    def copy(self, paths):
        told = "".join(p.lstrip("/") + "\0" for p in paths).encode()
        with subprocess.Popen(["tar", "-C", "/", "-c", "--null", "--no-recursion", "-T", "-"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as pack:
            unpack = subprocess.Popen(["tar", "-C", self.path, "-x", "--keep-directory-symlink"], stdin=pack.stdout)
            pack.stdout.close()
            pack.stdin.write(told)
            pack.stdin.close()
            if unpack.wait() != 0:
                raise AssertionError("the files of the packages could not be copied")

    def record(self, status):
        database = self.path / "var/lib/dpkg"
        (database / "status").write_text("".join(status[n] + "\n\n" for n in sorted(self.packages)), "utf-8")
        (database / "available").touch()
        shutil.copy(DATABASE / "info/format", database / "info")
        for name in self.packages:
            for path in info_of(name, status[name]):
                shutil.copy(path, database / "info")
        # Without these dpkg would take all interests for new ones, and wake everybody.
        for path in (DATABASE / "triggers").iterdir():
            if path.name not in ("Lock", "Unincorp"):
                kept = [line for line in path.read_text("utf-8").splitlines(True)
                        if re.split(r"[:/]", line.split(" ")[-1].strip())[0] in self.packages]
                (database / "triggers" / path.name).write_text("".join(kept), "utf-8")

    def finish(self):
        """What Debian's own packages do when they are first configured."""
        share = self.path / "usr/share"
        for name in ("passwd", "group"):
            shutil.copy(share / f"base-passwd/{name}.master", self.path / "etc" / name)
        shutil.copy(share / "libc-bin/nsswitch.conf", self.path / "etc/nsswitch.conf")
        for name, (major, minor) in DEVICES.items():
            os.mknod(self.path / "dev" / name, 0o666 | stat.S_IFCHR, os.makedev(major, minor))
            (self.path / "dev" / name).chmod(0o666)
        status, said = self.run("dpkg", "--triggers-only", "--pending")  # in a new database all are
        if status != 0:
            raise AssertionError(said)

    def run(self, *words, user=None, **popen):
        """A command in it, ended: (exit status, what it said)."""
        done = subprocess.run(self.command(*words, user=user), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=popen.pop("env", self.environment()), check=False, **popen)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def command(self, *words, user=None):
        """With /proc there, for this command alone."""
        return ["unshare", "--mount", "sh", "-c", 'mount --rbind /proc "$0/proc" && exec chroot "$@"', str(self.path),
                *([f"--userspec={user}:{user}"] if user else []), str(self.path), *map(str, words)]

    def environment(self):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}

    def names(self):
        """All paths in it but dpkg's own and what is temporary."""
        found = set()
        for folder, folders, files in os.walk(self.path):
            place = "/" + os.path.relpath(folder, self.path)
            found |= {os.path.normpath(f"{place}/{name}") for name in folders + files}
        return {p for p in found if not p.startswith(("/var/lib/dpkg/", "/run/", "/tmp/"))}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)
