#!/usr/bin/env python3
"""Write functions that stand before those of xapian-c/ which have an sn_error, and fail in their turn (failing.h).

usage: failing_index.py HEADER...            C on standard output
       failing_index.py --names HEADER...    their names
"""
import pathlib
import re
import sys

DECLARED = re.compile(r"^SN_MUST_USE sn_status (sn_xap_\w+)\(([^;]*, sn_error \*err)\);", re.M)


def main():
    headers = [pathlib.Path(name) for name in sys.argv[1:] if name != "--names"]
    declared = [row for header in headers for row in DECLARED.findall(header.read_text(encoding="utf-8"))]
    if "--names" in sys.argv:
        print("\n".join(name for name, _ in declared))
        return
    print('#include "tests/unit/base/failing.h"\n' + "".join(f'#include "xapian-c/{header.name}"\n' for header in headers))
    for name, parameters in declared:
        names = ", ".join(re.search(r"(\w+)$", p).group() for p in parameters.split(","))
        print(f"sn_status __real_{name}({parameters});\nsn_status __wrap_{name}({parameters});\n"
              f"sn_status __wrap_{name}({parameters})\n{{\n"
              f"    return failing_now(FAILING_INDEX) ? failing_index(err) : __real_{name}({names});\n}}\n")


if __name__ == "__main__":
    main()
