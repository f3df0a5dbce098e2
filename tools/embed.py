#!/usr/bin/env python3
"""Write assembly that links text files into a program as read-only data.

    embed.py OUT.S NAME=FILE ...

gives for each file the symbols NAME (its bytes) and NAME_len (how many, 8 bytes).
"""
import pathlib
import sys

lines = ["    .section .rodata"]
for pair in sys.argv[2:]:
    name, path = pair.split("=", 1)
    lines += [f"    .global {name}, {name}_len", f"    .type {name}, %object", f"{name}:",
              f'    .incbin "{pathlib.Path(path).resolve()}"', f"{name}_end:", "    .byte 0",
              "    .balign 8", f"    .type {name}_len, %object", f"{name}_len:",
              f"    .quad {name}_end - {name}"]
lines.append('    .section .note.GNU-stack, "", %progbits')
pathlib.Path(sys.argv[1]).write_text("\n".join(lines) + "\n")
