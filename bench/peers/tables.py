"""The figures as text: ratios, medians of rounds with the least and the greatest, and what they are of."""
import statistics

PEERS = ("lucene", "sphinx", "groonga")     # the best of them, by class, is what Sarnakh is compared with
OURS = ("sarnakh", "sarnakh-exact", "sarnakh-full")


def row(cells, widths):
    return "".join(str(cell).ljust(width) if i == 0 else str(cell).rjust(width) for i, (cell, width) in enumerate(zip(cells, widths)))


def table(title, head, lines):
    lines = [head] + [[str(cell) for cell in line] for line in lines]
    widths = [max(len(line[i]) for line in lines) + (0 if i == 0 else 2) for i in range(len(head))]
    return "\n".join(["", title, ""] + [row(line, widths).rstrip() for line in lines])


def figure(value):
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def ratio_of_rounds(ours, theirs, name):
    """Median, least and greatest of the ratio of each round: rounds are interleaved, so both met the same neighbours."""
    ratios = [a[name] / b[name] for a, b in zip(ours["rounds"], theirs["rounds"])]
    return statistics.median(ratios), min(ratios), max(ratios)


def spread(ratios):
    return "{:.2f} ({:.2f}-{:.2f})".format(*ratios)


def build_table(result):
    built = result["built"]
    base = built.get("lucene")
    lines = []
    for name, b in built.items():
        index = sum(size for part, size in b["parts"].items() if "apart" not in part)
        base_bytes = base and base["bytes"]
        lines.append([name, figure(b["articles"] / b["seconds"]),
                      figure(base["seconds"] / b["seconds"]) if base else "-", figure(1e6 * b["cpu"] / b["articles"]),
                      figure(b["peak"] / 1e6), figure(index / 1e6), figure(index / base_bytes) if base else "-"])
    text = table("Building: articles a second, processor time, peak of memory, bytes of the index",
                 ["", "articles/s", "of lucene's", "us cpu each", "peak MB", "index MB", "of lucene's"], lines)
    for name, b in built.items():
        parts = sorted(b["parts"].items(), key=lambda part: -part[1])
        text += f"\n  {name}: " + ", ".join(f"{part} {figure(size / 1e6)}" for part, size in parts if size >= 1e5)
    return text


def hits_table(result):
    classes = list(result["hits"])
    names = list(dict.fromkeys(name for found in result["hits"].values() for name in found))
    lines = []
    for name in names:
        means = [result["hits"][c].get(name) for c in classes]
        lines.append([name] + [figure(m["mean"]) if m else "-" for m in means] +
                     [figure(statistics.mean(m["like"] for m in means if m))])
    levels = "\n".join(f"  {name}: {level}" for name, level in result["levels"].items())
    return table("Comparable: mean of hits a query; like: share of totals within 2 % of xapian's\n" + levels, ["", *classes, "like"], lines)


def best_peer(found, name):
    peers = [p for p in PEERS if p in found]
    return min(peers, key=lambda p: found[p][name]) if peers else None


def class_tables(result):
    text = ""
    names = list(dict.fromkeys(n for found in result["classes"].values() for n in found))
    for unit, title in (("p50", "p50, ms, 1 client"), ("p99", "p99, ms, 1 client, all rounds together"),
                        ("cpu_ms", "processor time of the service, ms a query, 1 client")):
        lines = [[c] + [figure(found[n][unit]) if n in found else "-" for n in names] for c, found in result["classes"].items()]
        text += table(title, ["", *names], lines) + "\n"
    lines = []
    for c, found in result["classes"].items():
        best = {unit: best_peer(found, unit) for unit in ("p50", "p99", "cpu_ms")}
        if best["p50"] is None:
            continue
        for ours in (o for o in OURS if o in found):
            lines.append([f"{c} {ours}"] + [f"{spread(ratio_of_rounds(found[best[u]], found[ours], u))} {best[u]}" for u in best])
    return text + table("How many times faster than the best of the others in that class: median of the rounds (least-greatest)",
                        ["", "p50", "p99", "processor time"], lines)


def mixed_table(result):
    lines = []
    for clients, found in result["mixed"].items():
        base = found.get("lucene")
        for name, f in found.items():
            ratio = spread(ratio_of_rounds(f, base, "qps")) if base else "-"
            cpu = spread(ratio_of_rounds(base, f, "cpu_ms")) if base else "-"
            lines.append([clients, name, figure(f["qps"]), ratio, figure(f["cpu_ms"]), cpu, figure(f["p50"]), figure(f["p99"]),
                          f["failed"]])
    return table("All classes of words mixed: queries a second, processor time a query, and how many times lucene's",
                 ["clients", "", "q/s", "times", "cpu ms", "times", "p50", "p99", "failed"], lines)


def typing_table(result):
    lines = [[clients, *(figure(f[key]) for key in ("qps", "cpu_ms", "p50", "p99"))]
             for clients, found in result["typing"].items() for f in found.values()]
    return table("Suggestions", ["clients", "q/s", "cpu ms", "p50", "p99"], lines)


def log_table(result):
    lines = []
    for clients, found in result["log"].items():
        for name, f in found.items():
            lines.append([clients, name, figure(f["qps"]), spread(ratio_of_rounds(f, found["static"], "qps")),
                          figure(f["cpu_ms"]), spread(ratio_of_rounds(found["static"], f, "cpu_ms")),
                          figure(f["p50"]), figure(f["p99"]), figure(f["bytes"])])
    return table("A log in which few are asked often, beside a static response of the same size",
                 ["clients", "", "q/s", "of static", "cpu ms", "static's of it", "p50", "p99", "bytes"], lines)


def memory_table(result):
    lines = [[name, *(figure(m[key] / 1e6) for key in ("idle", "idle_read", "loaded", "loaded_read"))]
             for name, m in result["memory"].items()]
    return table("Memory of the service, MB: written to, and with what it alone has mapped and read",
                 ["", "idle", "and read", "after all", "and read"], lines)


def text_of(result):
    head = (f"{result['articles']} articles, {result['text_bytes'] / 1e6:.0f} MB of text, seed {result['seed']}, "
            f"{result['rounds']} rounds, {result['processors']} processors; others took {result['others']:.0%} of them meanwhile")
    parts = [build_table, hits_table, class_tables, mixed_table, typing_table, log_table, memory_table]
    return "\n".join([head] + [part(result) for part in parts])


def growth(results):
    """p50 of each class at each size, as times that at the smallest."""
    results = sorted(results, key=lambda r: r["articles"])
    first = results[0]["classes"]
    lines = [[f"{c} {name}"] + [figure(r["classes"][c][name]["p50"] / first[c][name]["p50"]) for r in results]
             for c in first for name in (*OURS, "lucene") if all(name in r["classes"].get(c, {}) for r in results)]
    return table("Growth of p50", ["", *(str(r["articles"]) for r in results)], lines)
