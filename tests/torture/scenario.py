"""The life of an index in 34 commands, and what must be true after each of them.

A step is a command of sarnakh-index. The scenario says which articles are live behind it, with which
title, and which are taken down; answers() is all that is compared between two runs.
"""
import json
import re

import preload  # noqa: F401, it finds the helpers of the end-to-end tests
from sarnakh import FIXTURES, INDEXER, NOW, QUERY, lines, run, topics

OK, FAILED, REFUSED = 0, 1, 3


class Step:
    """statuses: how the command may end, the first time (a list's first) and done again."""

    def __init__(self, name, args, stdin="", statuses=(OK,), again=None, program=INDEXER):
        self.name, self.args, self.stdin, self.program = name, args, stdin, program
        self.statuses, self.again = statuses, again or statuses
        self.live, self.down, self.hidden = {}, set(), {}  # behind it: {id: title}, {id}, {id: title}
        self.moves_takedowns = args[0] in ("delete", "lift", "rebuild", "restore", "rollback", "vacuum")

    def args_for(self, index):
        """{index} stands for its directory: a backup is kept there, so that it is counted what is done to it."""
        return [arg.replace("{index}", str(index)) for arg in self.args]

    def run(self, index):
        return run(self.program, "--index", index, *self.args_for(index), stdin=self.stdin)


def articles():
    """Dated ones of the first file, each once, as it was first written."""
    out = {}
    for line in (FIXTURES / "news" / "a-politics-society-incidents.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        if article.get("published_at"):
            out.setdefault(article["id"], article)
    return list(out.values())


class Scenario:
    """folder: where files may be kept that are fed to the commands."""

    def __init__(self, folder):
        self.folder, self.steps, self.live, self.down, self.hidden = folder, [], {}, set(), {}
        self.make(articles())

    def step(self, step):
        step.name = f"{len(self.steps) + 1} ({step.name})"
        step.live, step.down, step.hidden = dict(self.live), set(self.down), dict(self.hidden)
        self.steps.append(step)

    def add(self, *new):
        out = [a for a in new if a["id"] in self.down]
        self.live.update((a["id"], a["title"]) for a in new if a["id"] not in self.down)
        self.step(Step("add", ["add", "-"], lines(*new), (REFUSED,) if out else (OK,)))

    def delete(self, *gone, by_lines=False):
        for a in gone:
            self.live.pop(a["id"], None)
            self.down.add(a["id"])
        ids = [a["id"] for a in gone]
        args, stdin = (["-"], "\n".join(ids)) if by_lines else (ids, "")
        self.step(Step("delete", ["delete", *args, "--who", "دبیر", "--why", "شکایت"], stdin))

    def lift(self, *back):
        for a in back:
            self.down.remove(a["id"])
            self.live[a["id"]] = a["title"]
        self.step(Step("lift", ["lift", *(a["id"] for a in back)], again=(OK, REFUSED)))

    def withdraw(self, *gone):
        for a in gone:
            self.live.pop(a["id"])
        self.step(Step("withdraw", ["withdraw", *(a["id"] for a in gone)], again=(OK, REFUSED)))

    def update(self, *new):
        """From a file, of which is remembered that it was read."""
        feed = self.folder / f"feed-{len(self.steps)}.jsonl"
        feed.write_text(lines(*new), encoding="utf-8")
        self.live.update((a["id"], a["title"]) for a in new)
        self.step(Step("update", ["update", str(feed)]))

    def hide(self, *new):
        """Articles of another time: under embargo, or expired. They are taken, and are not there."""
        for a in new:
            self.live.pop(a["id"], None)
            self.hidden[a["id"]] = a["title"]
        self.step(Step("hide", ["add", "-"], lines(*new)))

    def release(self, a):
        del self.hidden[a["id"]]
        self.add(a)

    def backup(self):
        self.kept = dict(self.live)
        self.step(Step("backup", ["backup", "{index}/kept"], again=(OK, FAILED)))

    def restore(self):
        """What was there then, but for what has been taken down since."""
        self.live = {id_: title for id_, title in self.kept.items() if id_ not in self.down}
        self.step(Step("restore", ["restore", "--replace", "{index}/kept"]))

    def command(self, name, *args, stdin="", again=None):
        self.step(Step(name, list(args), stdin, again=again))

    def make(self, a):
        self.add(*a[0:6])
        self.add(*a[6:10])
        self.add(changed(a[1], "۱"), changed(a[4], "۱"), a[10])
        self.delete(a[2])
        self.add(*a[11:15], a[2])
        self.withdraw(a[5])
        self.command("settings", "settings", "put", "pins", "-",
                     stdin=lines({"query": "پل", "pinned": [a[0]["id"]]}))
        self.command("rebuild", "rebuild")
        self.lift(a[2])
        self.add(*a[15:19])
        self.delete(a[7], a[8])
        self.add(changed(a[0], "۲"))
        self.withdraw(a[9], a[10])
        self.lift(a[7])
        self.add(changed(a[5], "۳"))
        self.add(*a[19:24])
        self.command("settings", "settings", "put", "synonyms", "places", "-", stdin="پل، گذرگاه\n")
        self.command("regroup", "rebuild", "--regroup")
        self.delete(a[12])
        self.add({**a[3], "published_at": "2026-01-05T10:00:00Z"})
        self.lift(a[8])
        self.delete(a[13], a[1], by_lines=True)
        self.add(*a[24:30])
        self.command("settings", "settings", "delete", "pins", "پل", again=(OK, REFUSED))
        self.command("rebuild", "rebuild")
        self.hide(embargoed(a[33]), embargoed(a[34]), expired(a[22]))
        self.backup()
        self.add(a[30], changed(a[20], "۴"))
        self.update(a[31], a[32], changed(a[21], "۵"))
        self.command("vacuum", "vacuum")
        self.delete(a[15])
        self.command("rollback", "rollback")
        self.restore()
        self.release(changed(a[34], "۶"))


class SmallScenario(Scenario):
    """Three articles, two of them copies: every command, and every way to ask."""

    def make(self, a):
        copy = {**a[1], "id": "copy-1", "source": "نسخه"}
        self.add(a[0], a[1], copy)
        self.add(changed(a[0], "۱"))
        self.delete(a[0])
        self.command("settings", "settings", "put", "pins", "-", stdin=lines({"query": "پل", "pinned": [a[1]["id"]]}))
        self.withdraw(copy)
        self.command("rebuild", "rebuild")
        self.lift(changed(a[0], "۱"))
        self.command("regroup", "rebuild", "--regroup")
        self.update(changed(a[1], "۲"))
        self.command("vacuum", "vacuum")
        self.command("rollback", "rollback")
        self.hide(embargoed(a[2]))
        self.backup()
        self.delete(a[1])
        self.restore()
        self.lift(changed(a[1], "۲"))
        for args in (["check"], ["status"], ["takedowns"], ["why", a[1]["id"]]):
            self.command(args[0], *args)
        for statuses, *args in (((OK, 1), "search", "--json", "پل", f"now={NOW}"), ((OK, 1), "suggest", "پل"),
                                ((OK, 1), "related", a[1]["id"]), ((1, OK), "stories", "since=1300"),
                                ((1, OK), "duplicates", a[1]["id"])):
            self.step(Step(args[0], args, statuses=statuses, program=QUERY))


def embargoed(article):
    return {**article, "publish_at": "2099-01-01T00:00:00Z"}


def expired(article):
    return {**article, "title": f"{article['title']} (پایان‌یافته)", "expires_at": "2020-01-01T00:00:00Z"}


def changed(article, mark):
    return {**article, "title": f"{article['title']} (ویرایش {mark})"}


def indexer(path, *args, stdin="", **options):
    return run(INDEXER, "--index", path, *args, stdin=stdin, **options)


def query(path, *args, stdin=""):
    """Asked again where the machine was too busy for an answer in time."""
    for _ in range(20):
        done = run(QUERY, "--index", path, *args, stdin=stdin)
        if '"timed_out":true' not in done.out:
            break
    return done


VARIABLE = re.compile(r'"(took_ms|generation|change|next_cursor|cursor)":("[^"]*"|[0-9.]+)')


def overview(path):
    """A search of all dates: ({id: title} of all that is listed, the answer without what differs between runs)."""
    done = query(path, "search", "--json", "--", "", "from=1300", "limit=100", "collapse=none", "fields=id,title,duplicates,story",
                 "facets=source,category,tag,date:month", f"now={NOW}")
    if done.status not in (0, 1) or not done.out:
        raise AssertionError(f"no list: {done}")
    return {hit["id"]: hit["title"] for hit in done.json["hits"]}, VARIABLE.sub("", done.out)


def seen_anywhere(path, ids, titles):
    """Which of the ids any of the ways to an article still leads to."""
    if not ids:
        return set()
    out = set()
    done = query(path, "run", "-", "limit=100", f"now={NOW}",
                 stdin="".join(f"{n}\t{titles[i]}\n" for n, i in enumerate(ids)))
    out |= {line.split(" ")[2] for line in done.out.splitlines()} & set(ids)
    done = query(path, "suggest", stdin="".join(titles[i][:12] + "\n" for i in ids))
    out |= {i for i in ids if f'"id":"{i}"' in done.out}
    done = query(path, "related", "--batch", stdin=lines(*({"id": i} for i in ids)))
    told = done.out.splitlines()
    if len(told) != len(ids):
        raise AssertionError(f"not an answer each: {done}")
    return out | {i for i, line in zip(ids, told) if "not_found" not in line}


def answers(path):
    """What an index answers, without what differs between two runs."""
    out = []
    asked = list(topics().values())
    done = query(path, "run", "-", "limit=30", "collapse=duplicates", f"now={NOW}",
                 stdin="".join(f"{n}\t{q}\n" for n, q in enumerate(asked)))
    out.append(done.out)
    for params in (["پل", "collapse=story", "duplicates.members=3"], ["گذرگاه", "explain=true"]):
        done = query(path, "search", "--json", *params, f"now={NOW}")
        out.append(VARIABLE.sub("", done.out))
    out.append(VARIABLE.sub("", query(path, "stories", "since=1300", f"now={NOW}").out))
    return out
