#include "query/date_runs.h"

#include "query/answer.h"

#include <stdlib.h>
#include <string.h>

typedef struct named_ref {
    sn_ref ref;
    char id[SN_LIMIT_ID_BYTES + 1];
} named_ref;

bool sn_date_is_same(const sn_ref *a, const sn_ref *b)
{
    return a->key == b->key && a->key != INT64_MIN && a->key != INT64_MAX;
}

static int by_id(const void *a, const void *b)
{
    const named_ref *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static sn_status read_names(const sn_xap_db *db, const sn_ref *refs, size_t n, named_ref *out,
                            sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    sn_hit *hit = malloc(sizeof *hit);
    sn_status s = hit == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        out[i].ref = refs[i];
        s = sn_hit_load(db, refs[i].docid, &data, hit, err);
        if (s == SN_OK && hit->id.len <= SN_LIMIT_ID_BYTES)
            memcpy(out[i].id, hit->id.at, hit->id.len);
    }
    free(hit);
    return s;
}

static sn_status sort_run(const sn_xap_db *db, sn_ref *refs, size_t n, sn_error *err)
{
    named_ref *named = calloc(n, sizeof *named);
    sn_status s = named == NULL ? SN_ENOMEM : read_names(db, refs, n, named, err);
    if (s == SN_OK) {
        qsort(named, n, sizeof *named, by_id);
        for (size_t i = 0; i < n; i++)
            refs[i] = named[i].ref;
    }
    free(named);
    return s;
}

sn_status sn_date_sort_runs(const sn_xap_db *db, sn_ref *refs, size_t n, size_t begin, size_t end,
                            sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK;) {
        size_t next = i + 1;
        while (next < n && sn_date_is_same(&refs[next], &refs[i]))
            next++;
        if (next - i > 1 && i < end && next > begin)
            s = sort_run(db, refs + i, next - i, err);
        i = next;
    }
    return s;
}
