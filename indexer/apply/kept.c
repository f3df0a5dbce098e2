#include "indexer/apply/kept.h"

#include "layout/index_dir.h"
#include "layout/lock.h"

#include <stdio.h>

static sn_status read_generations(const char *dir, sn_kept *kept, sn_error *err)
{
    uint32_t at;
    sn_status s = sn_generation_last(dir, &at, err);
    while (s == SN_OK && at != 0 && kept->n < SN_KEPT_GENERATIONS) {
        kept->generations[kept->n++] = at;
        s = sn_generation_below(dir, at, &at, err);
    }
    return s;
}

sn_status sn_kept_read(const char *dir, sn_kept *out, sn_error *err)
{
    sn_kept kept = {0};
    SN_CLEANUP(sn_buf) sn_buf holder = SN_BUF(sizeof kept.builder - 1);
    sn_status s = sn_generation_current(dir, &kept.current, err);
    if (s == SN_OK || s == SN_ENOTFOUND)
        s = read_generations(dir, &kept, err);
    if (s == SN_OK)
        s = sn_lock_holder(dir, SN_LOCK_REBUILD, &holder, err);
    if (s != SN_OK)
        return s;
    snprintf(kept.builder, sizeof kept.builder, "%s", sn_buf_text(&holder));
    *out = kept;
    return SN_OK;
}
