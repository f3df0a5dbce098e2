#!/bin/sh
# run.sh TARGET [SEEDS]: fuzz for SN_FUZZ_SECONDS, from the files in SEEDS if it is given. A finding is
# left in the current directory. (The exit status is 1: the 77 of libFuzzer means "skipped" to meson.)
seconds=${SN_FUZZ_SECONDS:-5}
new=$(mktemp -d) # what the fuzzer finds goes there, not among the seeds
trap 'rm -rf "$new"' EXIT
"$1" -max_total_time="$seconds" -error_exitcode=1 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 "$new" ${2:+"$2"}
