#!/usr/bin/env python3
"""Debian packages of this build: what lintian says, and installed, used, upgraded, removed and purged by dpkg in a clean
root. The build is packed as it is, by debian/rules; make deb builds anew, with Debian's own flags."""
import functools
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request

for name in ("e2e", "lint"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / name))
import docs  # noqa: E402
import sandbox  # noqa: E402
from clean_root import CleanRoot, Missing, alternatives_of, field  # noqa: E402
from sarnakh import BUILD, SOURCE, article, check, lines, main, skip  # noqa: E402

INDEX = "/var/lib/sarnakh"
FOLDERS = [INDEX] + [f"{INDEX}-{name}" for name in ("feeds", "reports", "backups")] + ["/var/log/sarnakh"]
ENABLED = ["multi-user.target.wants/sarnakh-httpd.service", "sockets.target.wants/sarnakh-httpd.socket",
           "timers.target.wants/sarnakh-catch-up.timer"]
CONFIGURED = ("/etc/sarnakh/sarnakh.conf", "/etc/sarnakh/sarnakh.env", "/etc/logrotate.d/sarnakh")
TEMPORARY = tempfile.TemporaryDirectory(prefix="sarnakh-deb-")


def why_not():
    """Why packages cannot be made of this build, or None."""
    options = {o["name"]: o["value"] for o in json.loads(subprocess.run(
        ["meson", "introspect", "--buildoptions", BUILD], stdout=subprocess.PIPE, check=True).stdout)}
    if options["prefix"] != "/usr":
        return "this build is not for /usr (tools/configure BUILD --prefix=/usr)"
    if options["b_sanitize"] != "none":
        return "this build has sanitizers"
    return None if shutil.which("dh") else "no debhelper here (tools/bootstrap test)"


@functools.cache
def packages():
    """{name: file} of the packages, made once."""
    folder = pathlib.Path(TEMPORARY.name)
    tree = folder / "tree"
    tree.mkdir()
    names = subprocess.run([SOURCE / "tools/tree"], stdout=subprocess.PIPE, check=True).stdout
    subprocess.run(f"tar -C {shlex.quote(str(SOURCE))} -c --null --no-recursion -T - | tar -C {shlex.quote(str(tree))} -x",
                   shell=True, input=names, check=True)
    env = {**os.environ, "SARNAKH_BUILD": str(BUILD.resolve()), "DEB_RULES_REQUIRES_ROOT": "no",
           "DEB_BUILD_OPTIONS": "noautodbgsym nocheck"}
    done = subprocess.run(["debian/rules", "binary"], cwd=tree, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    check("debian/rules binary", done.returncode == 0, done.stdout[-3000:])
    return {path.name.split("_")[0]: path for path in folder.glob("*.deb")}


def control(path):
    return subprocess.run(["dpkg-deb", "-f", path], stdout=subprocess.PIPE, text=True, check=True).stdout


def clean_root():
    """A root that has what the packages need and none of them; None, said, where there can be none."""
    if not sandbox.may_enter():
        skip("a clean root", "not root here, or no mounts of our own")
        return None
    needed = [group for path in packages().values() for group in alternatives_of(field(control(path), "Depends"))
              if not set(group) & set(packages())]
    try:
        return CleanRoot(tempfile.mkdtemp(prefix="root-", dir=TEMPORARY.name), needed)
    except (Missing, PermissionError) as why:
        skip("a clean root", f"cannot be made here: {why}")
        return None


# ---- what is in them

def test_packages():
    names = {"sarnakh", "sarnakh-doc", "libxapian-c0", "libxapian-c-dev"}
    check("four packages", set(packages()) == names, packages())
    if shutil.which("lintian"):
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", *packages().values()],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        check("lintian has nothing to say", (done.returncode, done.stdout) == (0, ""), done.stdout)
    else:
        skip("lintian", "not here (tools/bootstrap test)")
    needs = field(control(packages()["sarnakh"]), "Depends")
    check("its libraries are found", "libxapian30" in needs and "libmicrohttpd12" in needs, needs)
    check("its own library is inside", "libxapian-c0" not in needs, needs)


# ---- in a clean root

def test_life():
    if (root := clean_root()) is None:
        return
    with root:
        before = root.names()
        install(root)
        check_installed(root)
        check_used(root)
        check_library(root)
        upgrade(root)
        remove(root, before)


def install(root):
    files = []
    for path in packages().values():
        shutil.copy(path, root.path / "tmp")
        files.append(f"/tmp/{path.name}")
    status, said = root.run("dpkg", "-i", *files)
    check("dpkg -i", status == 0 and not re.search("error|warning|problem", said), said)


def check_installed(root):
    check("all is as it was packed", root.run("dpkg", "--verify", "sarnakh", "libxapian-c0") == (0, ""))
    status, said = root.run("dpkg", "--audit")
    check("dpkg has nothing to mend", (status, said) == (0, ""), said)
    found = re.search(r"^sarnakh:[^:]*:(\d+):(\d+):[^:]*:([^:]*):(\S+)$", (root.path / "etc/passwd").read_text(), re.M)
    if not check("the user sarnakh, who cannot log in", found and found[3] == INDEX and found[4].endswith("nologin"), found):
        return
    for folder in FOLDERS:
        about = (root.path / folder[1:]).stat()
        check(f"{folder} is its own", (about.st_uid, about.st_gid, about.st_mode & 0o7777) == (int(found[1]), int(found[2]), 0o750))
    wants = {str(p.relative_to(root.path / "etc/systemd/system")) for p in (root.path / "etc/systemd/system").rglob("sarnakh-*")}
    check("the service, its socket and one timer are enabled", wants == set(ENABLED), wants)
    bill = json.loads((root.path / "usr/share/doc/sarnakh/sarnakh.cdx.json").read_text("utf-8"))
    exact = [c for c in bill["components"] if c.get("purl", "").startswith("pkg:deb/debian/") and c["version"]]
    check("the bill of materials has exact versions", len(exact) > 10)
    for page in ("man1/sarnakh-index.1", "man1/sarnakh-query.1", "man8/sarnakh-httpd.8", "man8/sarnakh-backup.8", "man5/sarnakh.conf.5"):
        check(page, (root.path / f"usr/share/man/{page}.gz").exists())
    check_documentation(root.path)


def check_documentation(root):
    """Pages of both packages lead to each other, units to pages; what leads here from Sphinx runs where it lies."""
    doc = root / "usr/share/doc/sarnakh"
    pages = sorted(doc.rglob("*.md"))
    wrong = [found for page in pages for found in docs.broken_links(page, page.read_text("utf-8"))]
    check("links of the documentation", len(pages) > 40 and not wrong, wrong)
    units = [path.read_text("utf-8") for path in (root / "lib/systemd/system").glob("sarnakh-*")]
    named = {name for text in units for name in re.findall(r"file:(\S+)", text)}
    check("the pages that units name", named and all((root / name[1:]).is_file() for name in named), named)
    based = re.search(r"^Files: (\S+)", next((root / "usr/share/doc-base").glob("sarnakh-doc*")).read_text("utf-8"), re.M)[1]
    check("and doc-base", list(root.glob(based[1:])), based)
    tool, out = doc / "examples/migration/from-sphinx", root / "tmp/from-sphinx"
    done = subprocess.run([tool, doc / "examples/migration/sphinx/sphinx.conf", out, "--index", "printed"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    check("from-sphinx runs", done.returncode == 0 and (out / "news.map").is_file(), done.stdout)


def unit_command(root, unit):
    """(words of ExecStart, environment) as systemd makes them of the installed unit and its EnvironmentFile."""
    text = (root.path / "lib/systemd/system" / unit).read_text("utf-8").replace("\\\n", " ")
    told = (root.path / "etc/sarnakh/sarnakh.env").read_text("utf-8")
    names = dict(pair.split("=", 1) for line in re.findall(r"^Environment=(.*)$", text, re.M) for pair in shlex.split(line))
    names |= dict(re.findall(r"^(\w+)=(.*)$", told, re.M))
    words = []
    for word in re.search(r"^ExecStart=(.*)$", text, re.M)[1].split():
        split = re.fullmatch(r"\$(\w+)", word)
        words += names[split[1]].split() if split else [re.sub(r"\$\{(\w+)\}", lambda m: names[m[1]], word)]
    return words, {**root.environment(), **names}


def check_used(root):
    """What the units start, as the user of the package."""
    (root.path / "var/lib/sarnakh-feeds/news.jsonl").write_text(lines(article(1), article(2)), encoding="utf-8")
    words, env = unit_command(root, "sarnakh-httpd.service")
    status, said = root.run(*words[:3], "--check-config", "--verbose", user="sarnakh", env=env)
    check("the configuration of the package is right", status == 0, said)
    httpd = subprocess.Popen(root.command(*words, "--listen", "127.0.0.1:0", user="sarnakh"), env=env,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    first = httpd.stdout.readline()
    address = re.search(r"listens on (http://127\.0\.0\.1:\d+)$", first.strip())
    check("sarnakh-httpd.service: listens", address, first)
    for unit in ("update", "catch-up", "rebuild", "backup"):
        status, said = in_unit(root, f"sarnakh-{unit}.service")
        check(f"sarnakh-{unit}.service: ends well, says nothing", (status, said) == (0, ""), said)
    if address:
        with urllib.request.urlopen(address[1] + "/v1/search?q=%D9%BE%D9%84", timeout=30) as answer:
            check("a search finds what was fed", json.load(answer)["hits"], "")
    httpd.send_signal(signal.SIGTERM)
    check("and ends", httpd.wait(60) == 0)
    httpd.stdout.close()
    status, said = root.run("sarnakh-query", "--index", INDEX, "--config", CONFIGURED[0], "search", "پل", user="sarnakh")
    check("sarnakh-query finds it", status == 0 and "a-1" in said, said)


def in_unit(root, unit):
    words, env = unit_command(root, unit)
    return root.run(*words, user="sarnakh", env=env)


def check_library(root):
    """The example of xapian-c/README.md, made with what libxapian-c-dev installed, run by what libxapian-c0 did."""
    example = re.search(r"```c\n(.*?)```", (SOURCE / "xapian-c/README.md").read_text("utf-8"), re.S)[1]
    source = root.path / "tmp/example.c"
    source.write_text(example, encoding="utf-8")
    config = next(root.path.glob("usr/lib/*/pkgconfig/libxapian-c.pc")).parent
    env = {**os.environ, "PKG_CONFIG_LIBDIR": str(config), "PKG_CONFIG_SYSROOT_DIR": str(root.path)}
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libxapian-c"], env=env, stdout=subprocess.PIPE, text=True,
                           check=True).stdout.split()
    done = subprocess.run(["gcc", "-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", source, *flags, "-o",
                           root.path / "tmp/example"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    check("the example of the library compiles", done.returncode == 0, done.stdout)
    (root.path / "tmp/index").symlink_to(f"{INDEX}/current/db")
    status, said = root.run("sh", "-c", "cd /tmp && ./example")
    check("and opens an index", (status, said) == (0, ""), said)
    (root.path / "tmp/index").unlink()
    status, said = root.run("sh", "-c", "cd /tmp && ./example")
    check("or says why not", status == 1 and "index" in said, said)


def upgrade(root):
    """The same version again: what was changed in /etc stays, and so do articles."""
    changed = root.path / CONFIGURED[0][1:]
    changed.write_text('service = { title = "پیک"; };\n', encoding="utf-8")
    install(root)
    check("what was changed in /etc stays", "پیک" in changed.read_text("utf-8"))
    status, said = root.run("sarnakh-query", "--index", INDEX, "search", "پل", user="sarnakh")
    check("articles are still there", status == 0 and "a-1" in said, said)


def remove(root, before):
    status, said = root.run("dpkg", "-r", *packages())
    check("dpkg -r", status == 0 and "error" not in said, said)
    check("no program is left", not list((root.path / "usr/bin").glob("sarnakh*")))
    check("what it is told is left", all((root.path / path[1:]).exists() for path in CONFIGURED))
    (root.path / "var/log/sarnakh/zero.jsonl").touch()
    status, said = root.run("dpkg", "-P", *packages())
    check("dpkg -P", status == 0 and "error" not in said, said)
    left = root.names() - before
    kept = [p for p in left if p.startswith((INDEX + "/", INDEX + "-feeds/", INDEX + "-backups/"))]
    check("articles and backups are kept", f"{INDEX}/archive.db" in left and any("-backups/" in p for p in kept))
    accounts = {f"/etc/{name}{tail}" for name in ("passwd", "group", "shadow", "gshadow") for tail in ("", "-", ".lock")} | {"/etc/.pwd.lock"}
    more = left - set(kept) - {INDEX, INDEX + "-feeds", INDEX + "-backups"} - accounts
    check("nothing else", not more, sorted(more))


if __name__ == "__main__":
    reason = why_not()
    if reason:
        skip("packages", reason)
        sys.exit(77)
    main(globals())
