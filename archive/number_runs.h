/* archive/number_runs - runs of document numbers that are all taken, so that the search for a free one
 * steps over a crowd at once. A hint kept in memory: a number freed inside a run is just not found
 * until the archive is opened again. Private to archive/. */
#ifndef SN_ARCHIVE_NUMBER_RUNS_H
#define SN_ARCHIVE_NUMBER_RUNS_H

#include <stddef.h>
#include <stdint.h>

#define SN_NUMBER_RUNS_MAX 64

typedef struct sn_number_run {
    uint32_t first, past; /* first .. past - 1 */
} sn_number_run;

typedef struct sn_number_runs {
    sn_number_run at[SN_NUMBER_RUNS_MAX]; /* by rising first, with gaps between them */
    size_t n;
} sn_number_runs;

/* The first number from `number` on that is in no run. */
uint32_t sn_number_runs_skip(const sn_number_runs *runs, uint32_t number);

/* first .. past - 1 are taken. The shortest run is forgotten when there are too many. */
void sn_number_runs_add(sn_number_runs *runs, uint32_t first, uint32_t past);

#endif
