#!/usr/bin/env python3
"""Backups made while others write, and what is restored from them: elsewhere, over an index, under a running
service, killed at any moment; and takedowns, which no older backup undoes."""
import json
import os
import re
import resource
import shutil
import subprocess

from kills import copy_of, killed_at_each, towards_the_end
from sarnakh import INDEXER, NEWS, Index, article, check, lines, main, run, topics
from service import Service

OK, FAILED, USAGE, REFUSED, PENDING = 0, 1, 2, 3, 75
FULL = re.compile("no room|No space left|File too large")
QUERIES = list(topics().values())[::5]
GONE, WORD = "varzesh-emruz-5281", "کیاوند شاهین"  # an article of the fixtures, and what finds it


def shown(index, id_=GONE, word=WORD):
    return id_ in index.ids(word, "limit=100", "collapse=none")


def backup_of(index, name="backup"):
    report = index.report("backup", index.folder / name)
    check("a backup is made", report["exit"] == OK, report)
    return index.folder / name


def restored(index, backup, *options):
    report = index.report("restore", backup, *options)
    check("a backup is restored", report["exit"] == OK, report)
    check("archive and index agree", index.indexer("check").status == OK)
    check("nothing is left beside", not (index.path / "restore").exists())
    return report


def left_beside(index):
    return sorted(n for n in os.listdir(index.folder) if ".tmp-" in n)


# ---- making one

def test_what_is_in_a_backup():
    with Index(*NEWS) as index:
        (index.path / "dictionaries").mkdir()
        (index.path / "dictionaries" / "protected.txt").write_text("مهرسار\n", encoding="utf-8")
        (index.path / "sarnakh.conf").write_text("", encoding="utf-8")
        (index.path / "keys").write_text("", encoding="utf-8")
        index.ids("پل")  # makes the key of cursors
        index.report("delete", GONE)
        backup = backup_of(index)
        names = sorted(str(p.relative_to(backup)) for p in backup.rglob("*") if p.is_file())
        check("all that cannot be made again", names ==
              ["archive.db", "backup.json", "cursor.key", "dictionaries/protected.txt", "keys", "sarnakh.conf",
               "takedowns.db"], names)
        manifest = json.loads((backup / "backup.json").read_text(encoding="utf-8"))
        status = index.status()
        check("of this moment", (manifest["change"], manifest["articles"]) ==
              (status["change"], status["articles"]), manifest)
        check("sizes", all((backup / f["name"]).stat().st_size == f["bytes"] for f in manifest["files"]))
        check("for its owner only", (backup.stat().st_mode & 0o77) == 0)
        check("nothing is left beside", left_beside(index) == [])
        done = index.indexer("backup", backup)
        check("a place that is taken is refused", done.status == FAILED and "there already" in done.err, done)
        check("and as it was", sorted(os.listdir(backup)) ==
              ["archive.db", "backup.json", "cursor.key", "dictionaries", "keys", "sarnakh.conf", "takedowns.db"])
        (index.folder / "empty").mkdir()
        backup_of(index, "empty")
        for args in ([], ["a", "b"]):
            check(f"backup {args}", index.indexer("backup", *args).status == USAGE)
        done = index.indexer("backup", index.folder / "none" / "backup")
        check("a missing parent", done.status == FAILED and "none" in done.err, done)
        done = run(INDEXER, "--index", index.folder / "none", "backup", index.folder / "b2")
        check("no index", done.status == FAILED and "no index" in done.err, done)
        check("and no backup of it", not (index.folder / "b2").exists() and left_beside(index) == [])
        done = index.indexer("backup", "-q", index.folder / "quiet")
        check("silent when it is to be", (done.status, done.out, done.err) == (OK, "", ""), done)


def test_keys_that_were_revoked_since_stay_revoked():
    with Index(NEWS[0]) as index:
        keys = index.path / "keys"
        keys.write_text("the keys of then", encoding="utf-8")
        backup = backup_of(index)
        with Index() as other:
            restored(other, backup)
            check("where there are none, they come", (other.path / "keys").read_text() == "the keys of then")
            check("for their owner alone", (other.path / "keys").stat().st_mode & 0o777 == 0o600)
        keys.write_text("the keys of now", encoding="utf-8")
        restored(index, backup, "--replace")
        check("those that are there stay", keys.read_text() == "the keys of now")


def test_a_backup_of_a_damaged_archive_fails():
    with Index(*NEWS) as index:
        with open(index.path / "archive.db", "r+b") as file:
            for at in range(80 * 4096, 120 * 4096, 8192):
                file.seek(at)
                file.write(b"\xa5" * 512)
        done = index.indexer("backup", index.folder / "backup")
        check("it says so", done.status == FAILED and "archive" in done.err, done)
        check("and there is none", not (index.folder / "backup").exists() and left_beside(index) == [])


def test_a_backup_while_a_service_writes():
    """What was acknowledged before it began is in it, and it is of one moment."""
    with Index(NEWS[0]) as index, Service(index.path) as service:
        done = []
        for n in range(12):
            check("put", service.put(f"w-{n}", article(f"w-{n}", id=f"w-{n}")).status in (200, 201))
            if n % 3 == 0:
                copying = subprocess.Popen([INDEXER, "--index", index.path, "-q", "--overlap", "wait", "backup",
                                            index.folder / f"b{n}"], stderr=subprocess.PIPE)
                done.append((n, copying))
        for n, copying in done:
            err = copying.communicate()[1]
            check(f"backup {n} ends well", copying.returncode == OK, err)
            with Index() as other:
                restored(other, index.folder / f"b{n}")
                held = {m for m in range(12) if other.why(f"w-{m}")["in_index"]}
                check(f"backup {n}: all before it, and none without those before", held ==
                      set(range(len(held))) and len(held) > n, (n, held))


# ---- restoring

def test_restored_elsewhere_it_answers_the_same():
    with Index(*NEWS) as index, Index() as other:
        index.report("settings", "put", "synonyms", "places", "-", stdin="کیاوند, مهرسار\n")
        (index.path / "dictionaries").mkdir()
        (index.path / "dictionaries" / "protected.txt").write_text("مهرسار\n", encoding="utf-8")
        index.report("rebuild")
        want = index.answers(QUERIES, "explain=true")
        report = restored(other, backup_of(index))
        check("of as many articles", report["articles"] == index.status()["articles"], report)
        got = other.answers(QUERIES, "explain=true")
        for query, a, b in zip(QUERIES, want, got):
            check(f"the same answer: {query}", a == b, f"\n{a[:1500]}\n{b[:1500]}")
        check("the newsroom's words are those", other.status()["dictionary_matches"])
        check("life goes on", other.add(article(1))["exit"] == OK and other.why("a-1")["in_index"])
        again = other.folder / "again"
        check("a backup of what was restored", other.report("backup", again)["exit"] == OK)
        with Index() as third:
            restored(third, again)
            check("is one too", third.why("a-1")["in_index"])


def test_over_an_index():
    with Index(NEWS[1]) as index:
        want = index.rankings(QUERIES)
        backup = backup_of(index)
        before = index.status()["change"]
        index.add(*(article(n) for n in range(30)))
        done = index.indexer("restore", backup)
        check("not by accident", done.status == FAILED and "--replace" in done.err, done)
        check("what is there is as it was", index.status()["articles"] > 30 and index.why("a-1")["in_index"])
        restored(index, backup, "--replace")
        check("it is what it was", index.rankings(QUERIES) == want)
        check("what came since is gone", index.why("a-1")["state"] is None, index.why("a-1"))
        status = index.status()
        check("changes are counted on", status["change"] > before + 30 and
              status["applied"] == status["change"], status)
        check("the generation before is not gone back to",
              "another archive" in index.indexer("rollback").err)
        check("and life goes on", index.add(article(1))["exit"] == OK and index.why("a-1")["in_index"])
        check("a rebuild answers the same", index.report("rebuild")["exit"] == OK and
              index.indexer("check").status == OK)


def test_bad_backups_change_nothing():
    with Index(NEWS[1]) as index:
        backup = backup_of(index)
        index.add(article(1))

        def refused(name, where, word):
            done = index.indexer("restore", where, "--replace")
            check(f"{name}: refused", done.status == FAILED and word in done.err, done)
            check(f"{name}: nothing is changed", index.why("a-1")["in_index"] and
                  not (index.path / "restore").exists())

        def changed(name, change, word):
            bad = index.folder / name.replace(" ", "-")
            shutil.copytree(backup, bad)
            change(bad)
            refused(name, bad, word)

        def overwrite(bad):
            with open(bad / "archive.db", "r+b") as file:
                file.seek(5000)
                file.write(b"\xa5")

        def edit(**values):
            def change(bad):
                path = bad / "backup.json"
                path.write_text(json.dumps({**json.loads(path.read_text()), **values}))
            return change

        refused("no backup", index.folder / "none", "no backup")
        refused("another directory", index.path, "no backup")
        changed("a byte of the archive", overwrite, "another digest")
        changed("a missing ledger", lambda bad: (bad / "takedowns.db").unlink(), "missing")
        changed("a cut archive", lambda bad: os.truncate(bad / "archive.db", 4096), "another size")
        changed("no manifest", lambda bad: (bad / "backup.json").unlink(), "no backup")
        changed("a manifest that is none", lambda bad: (bad / "backup.json").write_text("{}"), "format")
        changed("a later format", edit(format=2), "this program knows 1")
        changed("a file outside", edit(files=[{"name": "../x", "bytes": 1, "blake2b": "0" * 64}]),
                "no file of a backup")
        for args in ([], ["a", "b"]):
            check(f"restore {args}", index.indexer("restore", *args).status == USAGE)


def test_under_a_running_service():
    with Index(NEWS[1]) as index:
        backup = backup_of(index)
        want = index.ids(WORD, "limit=100")
        index.add(*(article(n) for n in range(5)))
        with Service(index.path) as service:
            check("the service has the newer one", len(service.ids("خبر شمارهٔ پل", match="all")) == 5)
            report = index.report("restore", backup, "--replace")
            check("restored", report["exit"] == OK, report)
            check("it serves the restored one from the next request on",
                  service.ids("خبر شمارهٔ پل", match="all") == [] and service.ids(WORD, limit=100) == want)
            check("an id that is gone", service.get("/v1/articles/a-1").status == 404)
            answer = service.put("new", article("new", id="new", title="سنجابک تازه"))
            check("and takes new ones", answer.status == 201 and answer.json["visible"], answer)
            check("which are found", service.ids("سنجابک") == ["new"])
            check("a takedown too", service.delete("new").status == 200 and service.ids("سنجابک") == [])
        check("archive and index agree", index.indexer("check").status == OK)


def test_a_lost_archive():
    with Index(NEWS[1]) as index:
        backup = backup_of(index)
        index.report("delete", GONE)
        want = index.answers(QUERIES)
        (index.path / "archive.db").write_bytes(b"x" * 9000)
        done = index.indexer("restore", backup, "--replace")
        check("a damaged archive is not written over", done.status == FAILED and "move archive.db" in done.err, done)
        for path in index.path.glob("archive.db*"):
            path.unlink()
        check("without it there is no index", index.indexer("status").status == FAILED)
        check("nor is one made by accident", index.indexer("restore", backup).status == FAILED)
        restored(index, backup, "--replace")
        check("what was taken down stays out", index.answers(QUERIES) == want and not shown(index))


def limited(kilobytes):
    """No file larger than that: a write beyond it fails as on a full disk."""
    return dict(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2))


def test_a_full_disk_leaves_what_was_there():
    with Index(NEWS[1]) as index:
        size = (index.path / "archive.db").stat().st_size // 1024
        for kilobytes in (8, size // 2, size - 8):
            done = index.indexer("backup", index.folder / "b", **limited(kilobytes))
            check(f"a backup with {kilobytes} KB: fails and says why", done.status == FAILED and
                  FULL.search(done.err), done)
            check("and there is none", not (index.folder / "b").exists() and left_beside(index) == [])
        backup = backup_of(index)
        index.add(article(1))
        want = index.rankings(QUERIES)
        for kilobytes in (8, size // 2, size + 8, size * 2):
            done = index.indexer("restore", backup, "--replace", **limited(kilobytes))
            if done.status == OK and kilobytes > size:
                continue
            check(f"a restore with {kilobytes} KB: fails and says why", done.status == FAILED and
                  FULL.search(done.err), done)
            check("what was there is there", index.rankings(QUERIES) == want and
                  index.indexer("check").status == OK)
            check("and nothing beside", not (index.path / "restore").exists())
        restored(index, backup, "--replace")


# ---- takedowns

def check_out(index, when):
    check(f"{when}: not found", not shown(index))
    why = index.why(GONE)
    check(f"{when}: in force", (why["state"], why["in_index"]) == ("taken_down", False), why)
    done = index.indexer("takedowns", "--json")
    rows = [json.loads(line) for line in done.out.splitlines()][:-1]
    check(f"{when}: in the ledger, with who and why", [(r["id"], r["who"], r["why"], r["in_force"])
                                                       for r in rows] ==
          [(GONE, "دفتر حقوقی", "شکایت", True)], rows)
    report = index.report("add", NEWS[1])
    check(f"{when}: an old feed does not bring it back", any(
        r["id"] == GONE and r["code"] == "taken_down" for r in report["refusals"]) and not shown(index), report)


def take_down(index):
    index.report("delete", GONE, "--who", "دفتر حقوقی", "--why", "شکایت")


def test_a_backup_older_than_the_takedown_does_not_bring_it_back():
    with Index(NEWS[1]) as index:
        backup = backup_of(index)
        take_down(index)
        restored(index, backup, "--replace")
        check_out(index, "after an older backup")
        index.report("lift", GONE)
        check("lifted it is back", shown(index))


def test_a_takedown_is_in_the_backup():
    with Index(NEWS[1]) as index, Index(NEWS[1]) as other:
        take_down(index)
        restored(other, backup_of(index), "--replace")
        check_out(other, "restored elsewhere")


def test_a_takedown_lifted_since_the_backup_is_lifted():
    with Index(NEWS[1]) as index:
        take_down(index)
        backup = backup_of(index)
        index.report("lift", GONE, "--who", "سردبیر")
        restored(index, backup, "--replace")
        check("it is back", shown(index), index.why(GONE))
        check("and was lifted once", "سردبیر" in index.indexer("takedowns").out)


def test_takedowns_while_a_backup_is_restored():
    """Accepted until the last moment, by a service, they hold."""
    with Index(*NEWS) as index:
        backup = backup_of(index)
        ids = [json.loads(line)["id"] for line in NEWS[0].read_text(encoding="utf-8").splitlines()][:30]
        with Service(index.path) as service:
            restoring = subprocess.Popen([INDEXER, "--index", index.path, "-q", "restore", backup,
                                          "--replace"], stderr=subprocess.PIPE)
            answered = [service.delete(id_) for id_ in ids]
            err = restoring.communicate()[1]
            check("restored", restoring.returncode == OK, err)
            check("all were answered", all(a.status in (200, 202) for a in answered),
                  [a.status for a in answered])
            check("none is shown", all(service.get("/v1/articles/" + i).status == 404 for i in ids))
        index.report("add", "-")
        check("each is in force", all(index.why(i)["state"] == "taken_down" and not index.why(i)["in_index"]
                                      for i in ids))
        check("archive and index agree", index.indexer("check").status == OK)


# ---- killed

def test_a_killed_restore_leaves_the_old_or_the_new():
    with Index(NEWS[1]) as base:
        backup = backup_of(base)
        new = base.rankings(QUERIES)
        base.add(*(article(n, title=f"سنجاب {n} در مسابقهٔ فوتبال") for n in range(10)))
        take_down(base)
        with copy_of(base) as whole:
            restored(whole, backup, "--replace")
            new = whole.rankings(QUERIES)
        old = base.rankings(QUERIES)
        check("they differ", old != new)
        seen = {"old": 0, "new": 0}

        def then(index, when):
            got = index.rankings(QUERIES)
            check(f"{when}: it answers as before or as the backup", got in (old, new))
            report = index.report("add", "-")
            check(f"{when}: the next run ends well", report["exit"] == OK, report)
            got = index.rankings(QUERIES)
            held = index.why("a-1")["state"] == "live"
            check(f"{when}: all of it old, or all new", got == (old if held else new), held)
            seen["old" if held else "new"] += 1
            check(f"{when}: archive and index agree", index.indexer("check").status == OK)
            check(f"{when}: the takedown holds", not shown(index))
            restored(index, backup, "--replace")
            check(f"{when}: restored again", index.rankings(QUERIES) == new and not shown(index))

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "restore", backup, "--replace"], base, 16, then,
                       towards_the_end)
        print("     killed restores:", seen)


def test_a_killed_backup_never_looks_whole():
    with Index(NEWS[1]) as base:
        def then(index, when):
            check(f"{when}: there is none", not (index.folder / "b").exists() or
                  index.indexer("backup", index.folder / "c").status == OK)
            shutil.rmtree(index.folder / "b", ignore_errors=True)
            check(f"{when}: again", index.report("backup", index.folder / "b")["exit"] == OK)
            check(f"{when}: nothing is left beside", left_beside(index) == [], left_beside(index))
            with Index() as other:
                restored(other, index.folder / "b")

        killed_at_each(lambda i: [INDEXER, "--index", i.path, "backup", i.folder / "b"], base, 8, then,
                       towards_the_end)


if __name__ == "__main__":
    main(globals())
