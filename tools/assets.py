#!/usr/bin/env python3
"""Link the files that pages ask for into the program, with what is said of them prepared once.

    assets.py OUT.S OUT.c FILE ...

For each file of pages/dist: its bytes, the same packed by gzip where that is smaller, its type and a digest, as
rows of sn_assets (http/pages/assets.h).
"""
import gzip
import hashlib
import pathlib
import sys

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
         ".svg": "image/svg+xml", ".ts": "text/plain; charset=utf-8", ".txt": "text/plain; charset=utf-8"}


def main(assembly, table, *files):
    lines, rows = ["    .section .rodata"], []
    folder = pathlib.Path(assembly).resolve().parent / "assets.packed"
    folder.mkdir(exist_ok=True)
    for i, path in enumerate(map(pathlib.Path, files)):
        data = path.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        if len(packed) > 0.95 * len(data):
            packed = b""
        blob = folder / (path.name + ".gz")
        blob.write_bytes(packed)
        for name, file in ((f"sn_asset_{i}", path.resolve()), (f"sn_asset_{i}_packed", blob)):
            lines += [f"    .global {name}", f"    .type {name}, %object", f"{name}:",
                      f'    .incbin "{file}"', "    .byte 0"]
        digest = hashlib.sha256(data).hexdigest()[:16]
        rows.append(f'    {{"{path.name}", "{TYPES[path.suffix]}", "{digest}", sn_asset_{i}, {len(data)}, '
                    f"sn_asset_{i}_packed, {len(packed)}}},")
    lines.append('    .section .note.GNU-stack, "", %progbits')
    pathlib.Path(assembly).write_text("\n".join(lines) + "\n")
    symbols = "".join(f"extern const char sn_asset_{i}[], sn_asset_{i}_packed[];\n" for i in range(len(files)))
    pathlib.Path(table).write_text('#include "http/pages/assets.h"\n\n' + symbols +
                                   "\nconst sn_asset sn_assets[] = {\n" + "\n".join(rows) + "\n};\n" +
                                   f"const size_t sn_assets_n = {len(rows)};\n")


main(*sys.argv[1:])
