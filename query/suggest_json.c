#include "base/clock.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "query/answer.h"
#include "query/refuse.h"
#include "query/suggest.h"

#include <math.h>

static void write_range(sn_json *j, uint32_t begin, uint32_t end)
{
    if (begin >= end)
        return;
    sn_json_array(j);
    sn_json_int(j, begin);
    sn_json_int(j, end);
    sn_json_end(j);
}

static void write_item(sn_json *j, const sn_suggested *one)
{
    bool is_title = one->type == SN_COMPLETES_TITLE;
    sn_json_object(j);
    sn_json_key(j, "text");
    sn_json_str(j, one->text);
    sn_json_key(j, "type");
    sn_json_text(j, sn_completion_type_name(one->type));
    sn_json_key(j, is_title ? "id" : "count");
    if (is_title)
        sn_json_str(j, one->id);
    else
        sn_json_int(j, one->count);
    sn_json_key(j, "completed");
    sn_json_array(j);
    write_range(j, 0, one->begin);
    write_range(j, one->end, (uint32_t)sn_utf8_length(one->text));
    sn_json_end(j);
    sn_json_end(j);
}

static sn_status write_answer(const sn_searcher *s, const sn_suggest_request *request,
                              const sn_suggestions *all, const sn_answer_info *info,
                              int64_t started_us, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_json_key(&j, "q");
    sn_json_str(&j, request->q);
    sn_json_key(&j, "layout");
    if (all->layout.len > 0)
        sn_json_str(&j, all->layout);
    else
        sn_json_null(&j);
    sn_json_key(&j, "suggestions");
    sn_json_array(&j);
    for (size_t i = 0; i < all->n; i++)
        write_item(&j, &all->at[i]);
    sn_json_end(&j);
    sn_json_key(&j, "ready");
    sn_json_bool(&j, all->is_ready || s->snapshot.db == NULL);
    sn_json_key(&j, "change");
    sn_json_int(&j, (int64_t)all->change);
    sn_json_key(&j, "took_ms");
    sn_json_double(&j, round((double)(sn_clock_monotonic_us() - started_us) / 10) / 100);
    sn_answer_request(&j, info);
    sn_json_end(&j);
    return sn_json_finish(&j);
}

/* A takedown may have come while texts were looked up: look again, and drop what it hides. Tags and
 * names are counts by then; a title is an article. */
static sn_status drop_hidden(sn_searcher *s, sn_suggestions *all, sn_error *err)
{
    sn_status status = sn_searcher_look_again(s, err);
    size_t kept = 0;
    for (size_t i = 0; i < all->n && status == SN_OK; i++) {
        if (all->at[i].id.len == 0 || !sn_snapshot_hides(&s->snapshot, all->at[i].id))
            all->at[kept++] = all->at[i];
    }
    all->n = status == SN_OK ? kept : all->n;
    return status;
}

static sn_status try_once(sn_searcher *s, const sn_suggest_request *request, bool force,
                          const sn_answer_info *info, int64_t started_us, sn_buf *out,
                          sn_error *err)
{
    SN_CLEANUP(sn_suggestions) sn_suggestions all = {0};
    sn_status status = sn_searcher_refresh(s, force, err);
    if (status == SN_OK && s->snapshot.db != NULL)
        status = sn_suggest(s, request, &all, err);
    if (status == SN_OK)
        status = drop_hidden(s, &all, err);
    return status == SN_OK ? write_answer(s, request, &all, info, started_us, out) : status;
}

sn_status sn_suggest_json(sn_searcher *s, const sn_suggest_request *request,
                          const sn_answer_info *info, sn_buf *out, sn_problem *problem)
{
    sn_error err = {0};
    size_t before = out->len;
    int64_t started_us =
        info != NULL && info->started_us != 0 ? info->started_us : sn_clock_monotonic_us();
    sn_status status = SN_ESTALE;
    for (int i = 0; i < SN_SNAPSHOT_TRIES && sn_searcher_is_stale(s, status); i++) {
        err = (sn_error){0};
        status = try_once(s, request, i > 0, info, started_us, out, &err);
    }
    if (status == SN_OK)
        return SN_OK;
    sn_buf_cut(out, before);
    return sn_refuse_error(problem, &err, status);
}
