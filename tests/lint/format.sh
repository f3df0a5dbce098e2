#!/bin/sh
# All C and C++ files are as clang-format writes them.
cd "$1" || exit 2
find base calendar grouping analysis xapian-c archive intake config layout indexer query http bench tests \
    \( -name '*.c' -o -name '*.h' -o -name '*.cc' -o -name '*.hpp' \) -print0 |
    xargs -0 -P 2 -n 60 clang-format --dry-run --Werror
