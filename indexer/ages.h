/* indexer/ages - is the newest article, or the last good run of a batch, too old? */
#ifndef SN_INDEXER_AGES_H
#define SN_INDEXER_AGES_H

#include "archive/batches.h"
#include "base/bytes.h"

/* Runs named by no kind are those that bring articles. */
#define SN_AGES_KINDS 8

typedef struct sn_age_limits {
    int64_t article_sec; /* 0: no limit */
    struct {
        char kind[SN_BATCH_KIND_SIZE]; /* "": any run that brings articles */
        int64_t sec;
    } runs[SN_AGES_KINDS];
    size_t n_runs;
} sn_age_limits;

/* article_age: a duration ("6h") or NULL. run_age: durations with commas between, each of a kind
 * ("update=2h,rebuild=26h") or of any run that brings articles ("2h"), or NULL.
 * SN_EINVAL, and the message names the option. */
SN_MUST_USE sn_status sn_ages_parse(const char *article_age, const char *run_age,
                                    sn_age_limits *out, sn_error *err);

/* A sentence on a limit that is passed at now_sec. */
typedef void sn_age_fn(void *ctx, const char *sentence);
/* Call fn for each limit that is passed. Statuses of the archive. */
SN_MUST_USE sn_status sn_ages_check(sn_archive *a, const sn_age_limits *limits, int64_t now_sec,
                                    sn_age_fn *fn, void *ctx, sn_error *err);

/* "3 h 20 min", the two largest units. */
#define SN_AGE_SIZE 40
void sn_age_write(int64_t sec, char out[SN_AGE_SIZE]);

#endif
