#include "archive/groups.h"

#include "archive/store.h"

#define VERSION_KEY "grouping_version"
#define GROUPED_KEY "grouped"
#define TURN_KEY    "grouping_turn"

/* ---- state ---- */

sn_status sn_groups_get_state(sn_archive *a, sn_groups_state *out, sn_error *err)
{
    int64_t version, grouped, turn;
    sn_status s = sn_meta_int(a, VERSION_KEY, &version, err);
    if (s == SN_OK)
        s = sn_meta_int(a, GROUPED_KEY, &grouped, err);
    if (s == SN_OK)
        s = sn_meta_int(a, TURN_KEY, &turn, err);
    if (s == SN_OK)
        *out = (sn_groups_state){version, (uint64_t)grouped, (uint64_t)turn};
    return s;
}

static sn_status next_turn(sn_archive *a, sn_error *err)
{
    int64_t turn;
    sn_status s = sn_meta_int(a, TURN_KEY, &turn, err);
    return s == SN_OK ? sn_sql_run(a, SN_SQL_META_PUT, err, "ti", TURN_KEY, turn + 1) : s;
}

static sn_status reset(sn_archive *a, int64_t version, sn_error *err)
{
    static const sn_sql clear[] = {SN_SQL_MEMBERS_OUTDATE, SN_SQL_TEXTS_CLEAR, SN_SQL_KEYS_CLEAR,
                                   SN_SQL_PAIRS_CLEAR};
    sn_status s = SN_OK;
    for (size_t i = 0; s == SN_OK && i < sizeof clear / sizeof *clear; i++)
        s = sn_sql_run(a, clear[i], err, "");
    if (s == SN_OK)
        s = sn_sql_run(a, SN_SQL_META_PUT, err, "ti", VERSION_KEY, version);
    if (s == SN_OK)
        s = sn_sql_run(a, SN_SQL_META_PUT, err, "ti", GROUPED_KEY, (int64_t)0);
    return s == SN_OK ? next_turn(a, err) : s;
}

sn_status sn_groups_reset(sn_archive *a, int64_t version, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, reset(a, version, err), err) : s;
}

static sn_status note(sn_archive *a, uint64_t grouped, sn_error *err)
{
    int64_t before;
    sn_status s = sn_meta_int(a, GROUPED_KEY, &before, err);
    if (s == SN_OK)
        s = next_turn(a, err);
    if (s != SN_OK || (int64_t)grouped <= before)
        return s;
    return sn_sql_run(a, SN_SQL_META_PUT, err, "ti", GROUPED_KEY, (int64_t)grouped);
}

sn_status sn_groups_note(sn_archive *a, uint64_t grouped, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    return s == SN_OK ? sn_write_end(a, note(a, grouped, err), err) : s;
}

/* ---- members ---- */

/* SQLite's numbers have a sign; a name or hash is the same 64 bits read back. */
static void read_member(const sn_rows *rows, sn_member *out)
{
    *out = (sn_member){.docid = (uint32_t)sn_rows_int(rows, 0),
                       .id = sn_rows_str(rows, 1),
                       .version = (uint64_t)sn_rows_int(rows, 2),
                       .text = (uint64_t)sn_rows_int(rows, 3),
                       .published_sec = sn_rows_int(rows, 4),
                       .copies = (uint64_t)sn_rows_int(rows, 5),
                       .story = (uint64_t)sn_rows_int(rows, 6),
                       .about = sn_rows_bytes(rows, 7),
                       .has_copies = sn_rows_int(rows, 8) != 0,
                       .has_story = sn_rows_int(rows, 9) != 0};
}

sn_status sn_member_get(sn_archive *a, uint32_t docid, sn_member *out, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s = sn_rows_open(a, SN_SQL_MEMBER_GET, &rows, err, "i", (int64_t)docid);
    if (s == SN_OK)
        s = sn_rows_next(&rows, err);
    if (s != SN_OK)
        return s == SN_DONE ? sn_fail(err, SN_ENOTFOUND, "document %u is in no group", docid) : s;
    read_member(&rows, out);
    out->id = out->about = (sn_str){NULL, 0};
    return SN_OK;
}

sn_status sn_member_put(sn_archive *a, const sn_member *m, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_MEMBER_PUT, err, "isiiiiibii", (int64_t)m->docid, m->id,
                   (int64_t)m->version, (int64_t)m->text, m->published_sec, (int64_t)m->copies,
                   (int64_t)m->story, m->about, (int64_t)m->has_copies, (int64_t)m->has_story);
    return sn_write_end(a, s, err);
}

sn_status sn_member_remove(sn_archive *a, uint32_t docid, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    return sn_write_end(a, sn_sql_run(a, SN_SQL_MEMBER_REMOVE, err, "i", (int64_t)docid), err);
}

sn_status sn_member_set_copies(sn_archive *a, uint32_t docid, uint64_t copies, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_MEMBER_COPIES, err, "ii", (int64_t)docid, (int64_t)copies);
    return sn_write_end(a, s, err);
}

sn_status sn_member_set_story(sn_archive *a, uint32_t docid, uint64_t story, bool has_story,
                              sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    s = sn_sql_run(a, SN_SQL_MEMBER_STORY, err, "iii", (int64_t)docid, (int64_t)story,
                   (int64_t)has_story);
    return sn_write_end(a, s, err);
}

sn_status sn_member_touch(sn_archive *a, uint32_t docid, sn_error *err)
{
    sn_status s = sn_write_begin(a, err);
    if (s != SN_OK)
        return s;
    return sn_write_end(a, sn_sql_run(a, SN_SQL_MEMBER_TOUCH, err, "i", (int64_t)docid), err);
}

static sn_status give_members(sn_rows *rows, sn_member_fn *fn, void *ctx, sn_error *err)
{
    sn_member m;
    sn_status s;
    while ((s = sn_rows_next(rows, err)) == SN_OK) {
        read_member(rows, &m);
        s = fn(ctx, &m);
        if (s != SN_OK)
            return s;
    }
    return s == SN_DONE ? SN_OK : s;
}

static sn_status each_of(sn_archive *a, sn_sql which, uint64_t of, uint32_t max, sn_member_fn *fn,
                         void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    int64_t limit = max > 0 ? (int64_t)max : -1;
    sn_status s = sn_rows_open(a, which, &rows, err, "ii", (int64_t)of, limit);
    return s == SN_OK ? give_members(&rows, fn, ctx, err) : s;
}

sn_status sn_members_of_text(sn_archive *a, uint64_t text, uint32_t max, sn_member_fn *fn,
                             void *ctx, sn_error *err)
{
    return each_of(a, SN_SQL_MEMBERS_OF_TEXT, text, max, fn, ctx, err);
}

sn_status sn_members_of_copies(sn_archive *a, uint64_t copies, uint32_t max, sn_member_fn *fn,
                               void *ctx, sn_error *err)
{
    return each_of(a, SN_SQL_MEMBERS_OF_COPIES, copies, max, fn, ctx, err);
}

sn_status sn_members_of_story(sn_archive *a, uint64_t story, uint32_t max, sn_member_fn *fn,
                              void *ctx, sn_error *err)
{
    return each_of(a, SN_SQL_MEMBERS_OF_STORY, story, max, fn, ctx, err);
}

sn_status sn_members_from(sn_archive *a, uint32_t first_docid, uint32_t max, sn_member_fn *fn,
                          void *ctx, sn_error *err)
{
    SN_CLEANUP(sn_rows) sn_rows rows = {0};
    sn_status s =
        sn_rows_open(a, SN_SQL_MEMBERS_FROM, &rows, err, "ii", (int64_t)first_docid, (int64_t)max);
    return s == SN_OK ? give_members(&rows, fn, ctx, err) : s;
}
