#include "config/reader.h"

#include "base/text_lines.h"
#include "base/utf8.h"

#include <libconfig.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_NAMES 8 /* deeper settings are none of ours */

static sn_status refuse_at(const sn_config_reader *r, unsigned line, sn_status status,
                           const char *reason)
{
    return sn_fail(r->err, status, "%s, line %u: %s", r->file, line, reason);
}

/* The end of the comment that begins at i, or i if none does there. */
static size_t skip_comment(sn_str text, size_t i)
{
    size_t begin = i;
    sn_str rest = {text.at + i, text.len - i};
    bool is_long = sn_str_has_prefix(rest, SN_STR("/*"));
    if (!is_long && text.at[i] != '#' && !sn_str_has_prefix(rest, SN_STR("//")))
        return i;
    for (i += is_long ? 2 : 1; i < text.len; i++) {
        if (!is_long && text.at[i] == '\n')
            return i;
        if (is_long && text.at[i] == '/' && text.at[i - 1] == '*' && i > begin + 2)
            return i + 1;
    }
    return text.len;
}

/* A text in quotes that does not end: the library (1.5) says no more than "syntax error" of the last
 * line, and loses its memory. */
static sn_status check_quotes(const sn_config_reader *r, sn_str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t begin = i;
        i = skip_comment(text, i);
        if (i > begin)
            continue;
        if (text.at[i++] != '"')
            continue;
        while (i < text.len && text.at[i] != '"')
            i += text.at[i] == '\\' ? 2 : 1;
        if (i++ >= text.len)
            return refuse_at(r, sn_text_line_at(text, begin), SN_EINVAL,
                             "a text that does not end");
    }
    return SN_OK;
}

/* What the library would take otherwise: a NUL for the end, and @include for another file, whose
 * place is that of the process. */
static sn_status check_lines(const sn_config_reader *r, sn_str text)
{
    const char *nul = text.len > 0 ? memchr(text.at, '\0', text.len) : NULL;
    if (nul != NULL)
        return refuse_at(r, sn_text_line_at(text, (size_t)(nul - text.at)), SN_EINVAL,
                         "a NUL byte");
    for (size_t i = 0; i < text.len;) {
        size_t blank = i;
        while (blank < text.len && (text.at[blank] == ' ' || text.at[blank] == '\t'))
            blank++;
        if (sn_str_has_prefix((sn_str){text.at + blank, text.len - blank}, SN_STR("@include")))
            return refuse_at(r, sn_text_line_at(text, i), SN_EINVAL, "there is no @include here");
        const char *end = memchr(text.at + i, '\n', text.len - i);
        i = end != NULL ? (size_t)(end - text.at) + 1 : text.len;
    }
    return SN_OK;
}

static sn_status check_text(const sn_config_reader *r, sn_str text)
{
    size_t valid = 0;
    if (!sn_utf8_is_valid(text, &valid))
        return refuse_at(r, sn_text_line_at(text, valid), SN_EUTF8, "not well-formed UTF-8");
    sn_status s = check_lines(r, text);
    return s == SN_OK ? check_quotes(r, text) : s;
}

sn_status sn_config_reader_init(sn_config_reader *r, const char *file, sn_str text, sn_error *err)
{
    *r = (sn_config_reader){.file = file, .err = err};
    sn_status s = check_text(r, text);
    if (s != SN_OK)
        return s;
    char *copy = sn_str_dup(text);
    r->parsed = copy != NULL ? calloc(1, sizeof *r->parsed) : NULL;
    if (r->parsed == NULL) {
        free(copy);
        return sn_fail(err, SN_ENOMEM, "out of memory");
    }
    config_init(r->parsed);
    int is_read = config_read_string(r->parsed, copy);
    free(copy);
    if (is_read != CONFIG_TRUE)
        return refuse_at(r, (unsigned)config_error_line(r->parsed), SN_EINVAL,
                         config_error_text(r->parsed));
    r->root = config_root_setting(r->parsed);
    return SN_OK;
}

void sn_config_reader_done(sn_config_reader *r)
{
    if (r->parsed != NULL)
        config_destroy(r->parsed);
    free(r->parsed);
    r->parsed = NULL;
}

const char *sn_config_name(const sn_config_node *n)
{
    return config_setting_name(n) != NULL ? config_setting_name(n) : "";
}

unsigned sn_config_line(const sn_config_node *n)
{
    return (unsigned)config_setting_source_line(n);
}

size_t sn_config_count(const sn_config_node *group)
{
    return (size_t)config_setting_length(group);
}

const sn_config_node *sn_config_at(const sn_config_node *group, size_t i)
{
    return config_setting_get_elem(group, (unsigned)i);
}

const sn_config_node *sn_config_member(const sn_config_node *group, const char *name)
{
    return config_setting_get_member(group, name);
}

/* profiles.portal.k1 */
static void write_path(const sn_config_node *n, sn_buf *out)
{
    const sn_config_node *names[PATH_NAMES];
    size_t depth = 0;
    for (; n != NULL && !config_setting_is_root(n) && depth < PATH_NAMES; n = n->parent)
        names[depth++] = n;
    while (depth-- > 0) {
        const char *name = sn_config_name(names[depth]);
        if (name[0] != '\0')
            sn_buf_add_format(out, "%s%.40s", out->len > 0 ? "." : "", name);
        else
            sn_buf_add_format(out, "[%d]", config_setting_index(names[depth]));
    }
}

sn_status sn_config_mistake(const sn_config_reader *r, const sn_config_node *n, sn_status status,
                            const char *format, ...)
{
    char reason[200];
    va_list args;
    SN_CLEANUP(sn_buf) sn_buf path = SN_BUF(1024);
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    write_path(n, &path);
    return sn_fail(r->err, status, "%s, line %u: %s: %s", r->file, config_setting_source_line(n),
                   sn_buf_text(&path), reason);
}

sn_status sn_config_unknown(const sn_config_reader *r, const sn_config_node *n)
{
    return sn_config_mistake(r, n, SN_EINVAL, "there is no setting of this name here");
}

sn_status sn_config_is_group(const sn_config_reader *r, const sn_config_node *n)
{
    return config_setting_is_group(n) ? SN_OK
                                      : sn_config_mistake(r, n, SN_EINVAL, "{ ... } is wanted");
}

sn_status sn_config_is_list(const sn_config_reader *r, const sn_config_node *n)
{
    return config_setting_is_list(n) ? SN_OK
                                     : sn_config_mistake(r, n, SN_EINVAL, "( ... ) is wanted");
}

static double number_of(const sn_config_node *n)
{
    switch (config_setting_type(n)) {
    case CONFIG_TYPE_INT:
        return config_setting_get_int(n);
    case CONFIG_TYPE_INT64:
        return (double)config_setting_get_int64(n);
    case CONFIG_TYPE_FLOAT:
        return config_setting_get_float(n);
    default:
        return NAN;
    }
}

sn_status sn_config_number(const sn_config_reader *r, const sn_config_node *n, double min,
                           double max, bool is_whole, double *out)
{
    double value = number_of(n);
    if (isnan(value) || (is_whole && value != floor(value)))
        return sn_config_mistake(r, n, SN_EINVAL, "a %snumber is wanted", is_whole ? "whole " : "");
    if (!(value >= min && value <= max))
        return sn_config_mistake(r, n, SN_EINVAL, "%g is not within %g to %g", value, min, max);
    *out = value;
    return SN_OK;
}

sn_status sn_config_truth(const sn_config_reader *r, const sn_config_node *n, bool *out)
{
    if (config_setting_type(n) != CONFIG_TYPE_BOOL)
        return sn_config_mistake(r, n, SN_EINVAL, "true or false is wanted");
    *out = config_setting_get_bool(n) != 0;
    return SN_OK;
}

sn_status sn_config_text(const sn_config_reader *r, const sn_config_node *n, sn_str *out)
{
    const char *text = config_setting_get_string(n);
    if (text == NULL)
        return sn_config_mistake(r, n, SN_EINVAL, "a text in quotes is wanted");
    *out = sn_str_of(text);
    return SN_OK;
}
