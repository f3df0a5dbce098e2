#!/bin/sh
# cppcheck over the product code, every finding an error. Suppressions carry their reason here:
#   missingIncludeSystem   system headers are the compilers' business
#   unusedFunction         libraries offer more than the programs use (tests use the rest)
#   constParameterCallback a callback's type fixes its parameters
cd "$1" || exit 2
exec cppcheck --quiet --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    --std=c17 -I . --suppress=missingIncludeSystem --suppress=unusedFunction \
    --suppress=constParameterCallback -j 2 -D_GNU_SOURCE -DSN_VERSION='"x"' \
    base calendar grouping analysis archive intake layout indexer config query http
