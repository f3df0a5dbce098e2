#!/bin/sh
# All C and C++ files are as clang-format writes them.
cd "$1" || exit 2
find base calendar analysis xapian-c archive config layout indexer query http tests \
    \( -name '*.c' -o -name '*.h' -o -name '*.cc' -o -name '*.hpp' \) -print0 |
    xargs -0 -P 2 -n 60 clang-format --dry-run --Werror
