/* /v1/dictionaries: the newsroom's own words (docs/dictionaries.md), a file each, put whole. */
#include "query/dictionaries.h"

#include "base/json_writer.h"
#include "base/utf8.h"
#include "http/handlers.h"
#include "http/problem.h"

#include <stdio.h>
#include <string.h>

static const char *effect_of(const sn_word_file *file)
{
    return file->shapes ? "rebuild" : "now";
}

static void write_head(sn_json *j, const sn_word_file *file)
{
    sn_json_key(j, "name");
    sn_json_text(j, file->name);
    sn_json_key(j, "file");
    sn_json_text(j, file->file);
    sn_json_key(j, "takes_effect");
    sn_json_text(j, effect_of(file));
}

/* Whether articles in the index still have terms by other words. */
static void write_wanted(sn_json *j, sn_service *s)
{
    sn_engine_status now;
    sn_json_key(j, "rebuild_wanted");
    if (sn_service_look(s, &now, NULL) == SN_OK)
        sn_json_bool(j, sn_rebuild_is_wanted(&now));
    else
        sn_json_null(j);
}

/* NULL: refused, there is no such dictionary. */
static const sn_word_file *file_of(sn_exchange *x)
{
    const sn_word_file *file = sn_word_file_of(sn_buf_str(&x->id));
    if (!sn_exchange_takes_no_params(x))
        return NULL;
    if (file == NULL)
        sn_exchange_refuse_code(x, "unknown_dictionary");
    return file;
}

static sn_status write_row(sn_exchange *x, sn_json *j, const sn_word_file *file, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(file->max);
    sn_status s = sn_word_file_read(x->options->index, file, &text, err);
    bool known = s == SN_OK;
    if (s != SN_OK && s != SN_ENOTFOUND && s != SN_ELIMIT)
        return s;
    sn_json_object(j);
    write_head(j, file);
    sn_json_key(j, "bytes");
    if (known)
        sn_json_int(j, (int64_t)text.len);
    else
        sn_json_null(j);
    sn_json_end(j);
    return SN_OK;
}

void sn_handle_dictionaries(sn_exchange *x)
{
    sn_error err = {0}, mistake = {.msg = ""};
    sn_status s = SN_OK;
    const sn_word_file *file;
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "dictionaries");
    sn_json_array(&j);
    for (size_t i = 0; s == SN_OK && (file = sn_word_file_at(i)) != NULL; i++)
        s = write_row(x, &j, file, &err);
    sn_json_end(&j);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, NULL);
        return;
    }
    s = sn_words_check(x->options->index, &mistake);
    sn_json_key(&j, "mistake");
    sn_json_text(&j,
                 s != SN_OK && sn_utf8_is_valid(sn_str_of(mistake.msg), NULL) ? mistake.msg : NULL);
    write_wanted(&j, x->service);
    sn_exchange_finish_json(x, &j, 200);
}

void sn_handle_dictionary(sn_exchange *x)
{
    sn_error err = {0};
    const sn_word_file *file = file_of(x);
    if (file == NULL)
        return;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(file->max);
    sn_status s = sn_word_file_read(x->options->index, file, &text, &err);
    if (s == SN_OK && !sn_utf8_is_valid(sn_buf_str(&text), NULL))
        s = sn_fail(&err, SN_EUTF8, "%s is not well-formed UTF-8", file->file);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, s == SN_ENOTFOUND ? "unknown_dictionary" : NULL);
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    write_head(&j, file);
    sn_json_key(&j, "text");
    sn_json_text(&j, sn_buf_text(&text));
    sn_exchange_finish_json(x, &j, 200);
}

/* "protected.txt, line 3: …"; a mistake in another file is one of the whole, too. */
static void refuse_words(sn_exchange *x, sn_status s, const sn_error *err)
{
    sn_problem problem;
    char name[32] = "";
    unsigned line = 0;
    if (s != SN_EINVAL && s != SN_EUTF8 && s != SN_ELIMIT) {
        sn_exchange_refuse_error(x, s, err, NULL);
        return;
    }
    sn_problem_make(&problem, s, "invalid_dictionary", "", "%s", "%s", err->msg);
    if (sscanf(err->msg, "%31[a-z.], line %u", name, &line) == 2)
        snprintf(problem.detail_fa, sizeof problem.detail_fa, "سطر %u از %s پذیرفته نیست", line,
                 name);
    else
        snprintf(problem.detail_fa, sizeof problem.detail_fa, "%s",
                 sn_refusal_of("invalid_dictionary")->detail_fa);
    sn_exchange_refuse(x, &problem);
}

static void answer_change(sn_exchange *x, const sn_word_file *file, const char *status,
                          unsigned http_status)
{
    sn_log_line(&x->service->opts.log, SN_LOG_INFO, "dictionary",
                "name=%s status=%s bytes=%zu who=%s", file->name, status, x->body.len,
                x->caller.key != NULL ? x->caller.key->id : "-");
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    write_head(&j, file);
    sn_json_key(&j, "status");
    sn_json_text(&j, status);
    write_wanted(&j, x->service);
    sn_exchange_finish_json(x, &j, http_status);
}

static const char *outcome_of(sn_exchange *x, const sn_word_file *file, sn_str text)
{
    SN_CLEANUP(sn_buf) sn_buf before = SN_BUF(file->max);
    sn_status s = sn_word_file_read(x->options->index, file, &before, NULL);
    if (s == SN_ENOTFOUND)
        return "created";
    return s == SN_OK && sn_str_equal(sn_buf_str(&before), text) ? "unchanged" : "updated";
}

void sn_handle_dictionary_put(sn_exchange *x)
{
    sn_error err = {0};
    const sn_word_file *file = file_of(x);
    if (file == NULL)
        return;
    sn_str text = {x->body.len > 0 ? x->body.at : "", x->body.len};
    pthread_mutex_lock(&x->service->reload_lock);
    const char *status = outcome_of(x, file, text);
    sn_status s = sn_word_file_put(x->options->index, file, text, &err);
    if (s == SN_OK)
        s = sn_engine_reload_words(x->service->engine, &err);
    pthread_mutex_unlock(&x->service->reload_lock);
    if (s == SN_OK)
        answer_change(x, file, status, strcmp(status, "created") == 0 ? 201 : 200);
    else
        refuse_words(x, s, &err);
}

void sn_handle_dictionary_delete(sn_exchange *x)
{
    sn_error err = {0};
    const sn_word_file *file = file_of(x);
    if (file == NULL)
        return;
    pthread_mutex_lock(&x->service->reload_lock);
    sn_status s = sn_word_file_put(x->options->index, file, (sn_str){0}, &err);
    if (s == SN_OK)
        s = sn_engine_reload_words(x->service->engine, &err);
    pthread_mutex_unlock(&x->service->reload_lock);
    if (s == SN_OK)
        answer_change(x, file, "removed", 200);
    else if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "unknown_dictionary");
    else
        refuse_words(x, s, &err);
}

void sn_handle_reload(sn_exchange *x)
{
    sn_error err = {0};
    SN_CLEANUP(sn_buf) sn_buf restart = SN_BUF(4096);
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = sn_service_reload(x->service, &restart, &err);
    if (s != SN_OK) {
        sn_problem problem;
        sn_problem_make(&problem, s, "reload_failed", "", "%s", "%s", err.msg);
        snprintf(problem.detail_fa, sizeof problem.detail_fa, "%s",
                 sn_refusal_of("reload_failed")->detail_fa);
        sn_exchange_refuse(x, &problem);
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "reloaded");
    sn_json_bool(&j, true);
    sn_json_key(&j, "restart_wanted");
    sn_json_text(&j, restart.len > 0 ? sn_buf_text(&restart) : NULL);
    write_wanted(&j, x->service);
    sn_exchange_finish_json(x, &j, 200);
}
