/* indexer/dry_run - what a dry run of add tells instead of storing. */
#ifndef SN_INDEXER_DRY_RUN_H
#define SN_INDEXER_DRY_RUN_H

#include "archive/article.h"
#include "indexer/command.h"

typedef struct sn_dry_run {
    uint64_t files, taken;
    sn_buf inputs; /* JSON objects with commas between, for the report; cut at its max */
} sn_dry_run;

/* With --print the article's canonical JSON form on a line of standard output. SN_ENOMEM, SN_ELIMIT. */
SN_MUST_USE sn_status sn_dry_run_article(const sn_command *c, sn_dry_run *d,
                                         const sn_article *article);
/* One file has been read: its format ("" for an empty one) and counts. */
void sn_dry_run_file(const sn_command *c, sn_dry_run *d, const char *file, const char *format,
                     uint64_t taken, uint64_t refused);
/* The report. Returns the exit status; frees what is in tally and d. */
int sn_dry_run_finish(const sn_command *c, sn_dry_run *d, sn_tally *t, int64_t started_us);

#endif
