#!/bin/sh
# run.sh TARGET: fuzz for SN_FUZZ_SECONDS. A finding is left in the current directory.
exec "$1" -max_total_time="${SN_FUZZ_SECONDS:-5}" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1
