/* Laws of the line of progress: what is read is written as a line that reads back as the same, and is one line; the time
 * left is known or -1, and never past the work that is left. */
#include "indexer/apply/runs.h"
#include "tests/fuzz/law.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_run_progress p, again, untouched;
    memset(&p, 7, sizeof p);
    memset(&again, 0, sizeof again);
    untouched = p;
    if (!sn_run_progress_parse((sn_str){(const char *)data, size}, &p)) {
        law(memcmp(&p, &untouched, sizeof p) == 0);
        return 0;
    }
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(256);
    sn_run_progress_format(&p, &line);
    law(sn_buf_status(&line) == SN_OK && memchr(line.at, '\n', line.len) == NULL);
    law(sn_run_progress_parse(sn_buf_str(&line), &again));
    law(again.done == p.done && again.total == p.total && again.per_second == p.per_second &&
        strcmp(again.verb, p.verb) == 0);
    int64_t left_sec = sn_run_progress_left_sec(&p);
    law(left_sec >= -1 && (left_sec <= 0 || (uint64_t)left_sec <= p.total - p.done));
    return 0;
}
