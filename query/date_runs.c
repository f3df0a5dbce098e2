#include "query/date_runs.h"

#include "query/date_keys.h"
#include "query/records.h"

#include <stdlib.h>
#include <string.h>

typedef struct named_ref {
    sn_ref ref;
    char id[SN_LIMIT_ID_BYTES + 1];
} named_ref;

bool sn_date_is_same(const sn_ref *a, const sn_ref *b)
{
    return a->key == b->key && !sn_date_is_undated(a);
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

static bool is_before(const sn_ref *ref, const sn_cursor *after, bool newest_first)
{
    if (sn_date_is_undated(ref)) /* in the order of numbers, behind all others */
        return ref->key == after->key && ref->docid <= after->last[0];
    return newest_first ? ref->key > after->key : ref->key < after->key;
}

/* Of refs[0..n), all of the cursor's second and in the order of ids, those up to its id. */
static sn_status count_passed(const sn_xap_db *db, const sn_ref *refs, size_t n,
                              const sn_cursor *after, size_t *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(SN_RECORD_BYTES);
    sn_hit *hit = malloc(sizeof *hit);
    sn_status s = hit == NULL ? SN_ENOMEM : SN_OK;
    size_t low = 0, high = n;
    while (low < high && s == SN_OK) {
        size_t middle = low + (high - low) / 2;
        s = sn_hit_load(db, refs[middle].docid, &data, hit, err);
        if (s == SN_OK && sn_str_compare(hit->id, sn_str_of(after->id)) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    free(hit);
    *out = low;
    return s;
}

sn_status sn_date_find_after(const sn_xap_db *db, sn_ref *refs, size_t n, const sn_cursor *after,
                             bool newest_first, size_t *out, sn_error *err)
{
    size_t begin = 0, passed = 0;
    while (begin < n && is_before(&refs[begin], after, newest_first))
        begin++;
    size_t end = begin;
    while (end < n && refs[end].key == after->key && !sn_date_is_undated(&refs[end]))
        end++;
    sn_status s = sn_date_sort_runs(db, refs, n, begin, end, err);
    if (s == SN_OK && end > begin)
        s = count_passed(db, refs + begin, end - begin, after, &passed, err);
    *out = begin + passed;
    return s;
}
