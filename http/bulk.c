/* POST /v1/articles:bulk - a line an article, read while the body comes in: what is kept of it is
 * the line that is not complete yet and the articles of those that are. */
#include "http/handlers.h"

#include "archive/json.h"
#include "base/json_writer.h"
#include "http/problem.h"
#include "intake/intake.h"

#include <string.h>

/* An item that is refused is still named by its id where that can be read. */
static char *id_of_refused(sn_str json)
{
    if (sn_json_check(json, NULL) != SN_OK)
        return NULL;
    sn_str id = json.at[0] == '{' ? sn_json_member(json, "id") : (sn_str){NULL, 0};
    bool is_text = id.len > 2 && id.at[0] == '"' && memchr(id.at, '\\', id.len) == NULL;
    return is_text ? sn_str_dup((sn_str){id.at + 1, id.len - 2}) : NULL;
}

static void add_line(sn_exchange *x, sn_str line)
{
    sn_error err = {0};
    sn_problem problem;
    line = sn_str_trim(line);
    if (line.len == 0)
        return;
    sn_job_item *item = NULL;
    if (x->job.n_items < SN_LIMIT_BULK_LINES)
        item = sn_job_add_item(&x->job);
    if (item == NULL) {
        bool full = x->job.n_items >= SN_LIMIT_BULK_LINES;
        sn_problem_make(&problem, SN_OK, full ? "body_too_large" : "internal_error", "",
                        "more than %d lines, or no memory for them; nothing was stored",
                        "بیش از %d سطر پذیرفته نیست؛ چیزی ذخیره نشد", SN_LIMIT_BULK_LINES);
        sn_exchange_refuse(x, &problem);
        return;
    }
    item->line = (uint32_t)x->line;
    sn_status s =
        line.len <= SN_LIMIT_ARTICLE_BYTES
            ? sn_intake_parse(line, &item->article, &err)
            : sn_fail(&err, SN_ELIMIT, "the line has more than %d bytes", SN_LIMIT_ARTICLE_BYTES);
    if (s == SN_OK) {
        item->id = sn_str_dup(sn_str_of(item->article.id));
        return;
    }
    item->id = id_of_refused(line);
    sn_job_item_refuse(item, s, &err);
}

void sn_take_bulk(sn_exchange *x, sn_str piece)
{
    while (piece.len > 0 && x->answer.http_status == 0) {
        const char *newline = memchr(piece.at, '\n', piece.len);
        size_t len = newline != NULL ? (size_t)(newline - piece.at) : piece.len;
        sn_status s = sn_buf_add(&x->body, piece.at, len);
        if (s != SN_OK)
            sn_exchange_refuse_error(x, s, &(sn_error){.msg = "no memory for a line"}, NULL);
        if (s != SN_OK || newline == NULL)
            return;
        x->line++;
        add_line(x, sn_buf_str(&x->body));
        sn_buf_clear(&x->body);
        piece = (sn_str){piece.at + len + 1, piece.len - len - 1};
    }
}

static bool has_acceptable(const sn_job *job)
{
    for (size_t i = 0; i < job->n_items; i++)
        if (job->items[i].status == SN_OK)
            return true;
    return false;
}

void sn_handle_bulk(sn_exchange *x)
{
    if (!sn_exchange_takes_no_params(x))
        return;
    if (x->body.len > 0) {
        x->line++;
        add_line(x, sn_buf_str(&x->body));
    }
    sn_buf_done(&x->body);
    if (x->answer.http_status != 0)
        return;
    x->job.kind = SN_JOB_PUT;
    x->job.visible = true;
    if (has_acceptable(&x->job))
        sn_exchange_want_job(x);
    else
        sn_resume_bulk(x);
}

static void write_refusal(sn_json *j, const sn_job_item *item)
{
    sn_problem problem;
    sn_error err = {0};
    sn_fail(&err, item->status, "%s", item->reason != NULL ? item->reason : "");
    sn_problem_of_error(&problem, &err, item->status,
                        item->status == SN_EINVAL ? "invalid_article" : NULL);
    sn_json_key(j, "error");
    sn_json_object(j);
    sn_json_key(j, "code");
    sn_json_text(j, problem.code);
    if (problem.parameter[0] != '\0') {
        sn_json_key(j, "parameter");
        sn_json_text(j, problem.parameter);
    }
    sn_json_key(j, "detail");
    sn_json_text(j, problem.detail);
    sn_json_key(j, "detail_fa");
    sn_json_text(j, problem.detail_fa);
    sn_json_end(j);
}

static void write_item(sn_json *j, const sn_job_item *item)
{
    bool stored = item->status == SN_OK;
    unsigned created = item->put.outcome == SN_PUT_CREATED ? 201 : 200;
    sn_json_object(j);
    sn_json_key(j, "line");
    sn_json_int(j, item->line);
    sn_json_key(j, "id");
    sn_json_text(j, item->id);
    sn_json_key(j, "status");
    sn_json_int(j, stored ? created : sn_http_status(item->status));
    if (stored) {
        sn_json_key(j, "result");
        sn_json_text(j, sn_put_outcome_name(item->put.outcome));
        if (item->put.state != SN_ARTICLE_LIVE) {
            sn_json_key(j, "state");
            sn_json_text(j, sn_article_state_name(item->put.state));
        }
    } else {
        write_refusal(j, item);
    }
    sn_json_end(j);
}

static bool write_items(sn_json *j, const sn_job *job)
{
    bool errors = false;
    sn_json_key(j, "items");
    sn_json_array(j);
    for (size_t i = 0; i < job->n_items; i++) {
        write_item(j, &job->items[i]);
        errors = errors || job->items[i].status != SN_OK;
    }
    sn_json_end(j);
    return errors;
}

void sn_resume_bulk(sn_exchange *x)
{
    if (x->job.status != SN_OK) {
        sn_exchange_refuse_error(x, x->job.status, &x->job.err, NULL);
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    bool errors = write_items(&j, &x->job);
    sn_json_key(&j, "errors");
    sn_json_bool(&j, errors);
    sn_json_key(&j, "change");
    sn_json_int(&j, (int64_t)x->job.change);
    sn_json_key(&j, "visible");
    sn_json_bool(&j, x->job.visible);
    sn_exchange_write_took(x, &j);
    sn_exchange_finish_json(x, &j, 200);
}
