/* Defaults, file, environment, command line: each overrides those before. */
#include "base/file.h"
#include "base/limits.h"
#include "config/file.h"
#include "config/reader.h"
#include "http/options/agree.h"
#include "http/options/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note(sn_http_options *o, const sn_http_option *row, sn_http_source source,
                 unsigned line)
{
    size_t i = (size_t)(row - sn_http_option_table);
    o->origins[i].source = source;
    o->origins[i].line = line;
}

void sn_http_options_give_back(const sn_http_options *o)
{
    sn_http_options *mine = (sn_http_options *)(uintptr_t)o;
    if (o == NULL || atomic_fetch_sub(&mine->users, 1) > 1)
        return;
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++)
        sn_http_option_clear(&sn_http_option_table[i], mine);
    free(mine);
}

static sn_status create(sn_http_options **out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = calloc(1, sizeof *o);
    if (o == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    atomic_init(&o->users, 1);
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        sn_status s = sn_http_option_set(row, row->standard, o, err);
        if (s != SN_OK)
            return s;
    }
    *out = o;
    o = NULL;
    return SN_OK;
}

static sn_status take_environment(const sn_http_option *row, sn_http_options *o, sn_error *err)
{
    char name[SN_HTTP_NAME_SIZE];
    sn_http_option_variable(row, name);
    const char *text = getenv(name);
    if (text == NULL || *text == '\0')
        return SN_OK;
    sn_status s = sn_http_option_set(row, text, o, err);
    note(o, row, SN_HTTP_ENVIRONMENT, 0);
    return s == SN_OK ? s : sn_fail_in(err, s, "%s", name);
}

static sn_status take_flag(const sn_http_option *row, const char *text, sn_http_options *o,
                           sn_error *err)
{
    char name[SN_HTTP_NAME_SIZE];
    if (text == NULL)
        return SN_OK;
    sn_http_option_flag(row, name);
    sn_status s = sn_http_option_set(row, text, o, err);
    note(o, row, SN_HTTP_FLAG, 0);
    return s == SN_OK ? s : sn_fail_in(err, s, "--%s", name);
}

static sn_status take_flags(const sn_http_flags *flags, sn_http_options *o, sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < SN_HTTP_OPTIONS && s == SN_OK; i++) {
        s = take_environment(&sn_http_option_table[i], o, err);
        if (s == SN_OK)
            s = take_flag(&sn_http_option_table[i], flags->values[i], o, err);
    }
    return s;
}

static sn_status take_number(const sn_config_reader *r, const sn_config_node *n,
                             const sn_http_option *row, sn_http_options *o)
{
    double value;
    char text[32];
    sn_status s = sn_config_number(r, n, (double)row->min, (double)row->max, true, &value);
    if (s != SN_OK)
        return s;
    snprintf(text, sizeof text, "%.0f", value);
    return sn_http_option_set(row, text, o, r->err);
}

static sn_status take_texts(const sn_config_reader *r, const sn_config_node *n,
                            const sn_http_option *row, sn_http_options *o)
{
    sn_error reason = {0};
    size_t count = 0;
    sn_status s = sn_config_is_list(r, n);
    if (s != SN_OK)
        return s;
    sn_str *texts = calloc(sn_config_count(n) + 1, sizeof *texts);
    if (texts == NULL)
        return sn_fail(r->err, SN_ENOMEM, "out of memory");
    for (; s == SN_OK && count < sn_config_count(n); count++)
        s = sn_config_text(r, sn_config_at(n, count), &texts[count]);
    if (s == SN_OK) {
        s = sn_http_option_set_list(row, texts, count, o, &reason);
        s = s == SN_OK ? s : sn_config_mistake(r, n, s, "%s", reason.msg);
    }
    free(texts);
    return s;
}

static sn_status take_text(const sn_config_reader *r, const sn_config_node *n,
                           const sn_http_option *row, sn_http_options *o)
{
    sn_str text;
    sn_error reason = {0};
    sn_status s = sn_config_text(r, n, &text);
    if (s != SN_OK)
        return s;
    s = sn_http_option_set(row, text.at, o, &reason);
    return s == SN_OK ? s : sn_config_mistake(r, n, s, "%s", reason.msg);
}

static sn_status take_setting(const sn_config_reader *r, const sn_config_node *n,
                              const sn_http_option *row, sn_http_options *o)
{
    bool yes;
    sn_status s;
    note(o, row, SN_HTTP_FILE, sn_config_line(n));
    switch (row->type) {
    case SN_HTTP_INT:
        return take_number(r, n, row, o);
    case SN_HTTP_LIST:
        return take_texts(r, n, row, o);
    case SN_HTTP_BOOL:
        s = sn_config_truth(r, n, &yes);
        return s == SN_OK ? sn_http_option_set(row, yes ? "true" : "false", o, r->err) : s;
    default:
        return take_text(r, n, row, o);
    }
}

static const sn_http_option *row_of(const char *name)
{
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        if (row->change != SN_HTTP_CALL && strcmp(row->name, name) == 0)
            return row;
    }
    return NULL;
}

/* Is it one setting that is wrong, so that the others can be looked at? */
static bool is_mistake(sn_status s)
{
    return s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT;
}

/* Of several mistakes r->err is the first; others, if it is not NULL, are looked for and added to it. */
static sn_status take_service(const sn_config_reader *r, const sn_config_node *group,
                              sn_http_options *o, sn_buf *others)
{
    sn_error reason = {0};
    sn_config_reader again = *r;
    sn_status first = sn_config_is_group(r, group);
    if (first != SN_OK)
        return first;
    for (size_t i = 0; i < sn_config_count(group); i++) {
        if (first != SN_OK && (others == NULL || !is_mistake(first)))
            break;
        const sn_config_node *n = sn_config_at(group, i);
        const sn_http_option *row = row_of(sn_config_name(n));
        again.err = first == SN_OK ? r->err : &reason;
        sn_status s = row != NULL ? take_setting(&again, n, row, o) : sn_config_unknown(&again, n);
        if (s != SN_OK && first != SN_OK)
            sn_buf_add_format(others, "%s\n", reason.msg);
        first = first == SN_OK ? s : first;
    }
    return first;
}

static sn_status fill(sn_http_options *o, const char *file, sn_str text, sn_buf *others,
                      sn_error *err)
{
    SN_CLEANUP(sn_config_reader) sn_config_reader r;
    sn_status s = sn_config_reader_init(&r, file, text, err);
    const sn_config_node *group = s == SN_OK ? sn_config_member(r.root, "service") : NULL;
    return group != NULL ? take_service(&r, group, o, others) : s;
}

sn_status sn_http_options_fill(sn_http_options *o, const char *file, sn_str text, sn_error *err)
{
    return fill(o, file, text, NULL, err);
}

/* called: what environment and command line say, where the file is too. */
static sn_status take_file(sn_http_options *o, const sn_http_options *called, sn_buf *others,
                           sn_error *err)
{
    char file[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CONFIG_BYTES);
    if (called->config == NULL && called->index == NULL)
        return SN_OK;
    sn_status s = sn_config_path(called->index, called->config, file, sizeof file, err);
    if (s == SN_OK)
        s = sn_config_read(file, called->config == NULL, &text, err);
    return s == SN_OK ? fill(o, file, sn_buf_str(&text), others, err) : s;
}

static sn_status read_all(const sn_http_flags *flags, const sn_http_options *called,
                          sn_http_options **out, sn_buf *others, sn_error *err)
{
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = NULL;
    sn_status s = create(&o, err);
    if (s == SN_OK && called != NULL)
        s = take_file(o, called, others, err);
    if (s == SN_OK)
        s = take_flags(flags, o, err);
    if (s == SN_OK)
        s = sn_http_options_agree(o, err);
    if (s != SN_OK)
        return s;
    *out = o;
    o = NULL;
    return SN_OK;
}

sn_status sn_http_flags_read(const sn_http_flags *flags, sn_http_options **out, sn_error *err)
{
    return read_all(flags, NULL, out, NULL, err);
}

sn_status sn_http_options_check(const sn_http_flags *flags, sn_http_options **out, sn_buf *others,
                                sn_error *err)
{
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *called = NULL;
    sn_status s = read_all(flags, NULL, &called, NULL, err);
    return s == SN_OK ? read_all(flags, called, out, others, err) : s;
}

sn_status sn_http_options_read(const sn_http_flags *flags, sn_http_options **out, sn_error *err)
{
    return sn_http_options_check(flags, out, NULL, err);
}
