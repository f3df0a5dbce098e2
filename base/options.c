#include "base/options.h"

#include "base/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sn_status sn_int_parse(sn_str text, int64_t min, int64_t max, int64_t *out)
{
    char copy[24];
    if (text.len == 0 || text.len >= sizeof copy)
        return SN_EINVAL;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    if (copy[strspn(copy, "-0123456789")] != '\0' || memchr(text.at, '\0', text.len) != NULL)
        return SN_EINVAL;
    char *end;
    errno = 0;
    long long value = strtoll(copy, &end, 10);
    if (errno != 0 || *end != '\0' || end == copy || value < min || value > max)
        return SN_EINVAL;
    *out = value;
    return SN_OK;
}

#define DURATION_MAX_SEC (3650 * 86400LL)

static const struct duration_unit {
    char letter;
    int64_t sec;
} units[] = {{'w', 7 * 86400}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

sn_status sn_duration_parse(sn_str text, int64_t *sec)
{
    int64_t number;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text.len < 2 || text.at[text.len - 1] != units[i].letter)
            continue;
        sn_str digits = {text.at, text.len - 1};
        if (sn_int_parse(digits, 1, DURATION_MAX_SEC / units[i].sec, &number) != SN_OK)
            return SN_EINVAL;
        *sec = number * units[i].sec;
        return SN_OK;
    }
    return SN_EINVAL;
}

void sn_duration_write(int64_t sec, char out[SN_DURATION_SIZE])
{
    size_t i = 0;
    while (units[i].sec > 1 && (sec == 0 || sec % units[i].sec != 0))
        i++;
    snprintf(out, SN_DURATION_SIZE, "%" PRId64 "%c", sec / units[i].sec, units[i].letter);
}

/* How much of a text a message quotes. */
static int quoted(const char *text)
{
    return (int)sn_utf8_cut(sn_str_of(text), 60).len;
}

static const sn_option *find_option(const sn_option *table, size_t n, const char *arg,
                                    const char **value)
{
    for (size_t i = 0; i < n; i++) {
        const sn_option *o = &table[i];
        if (arg[1] != '-') {
            if (o->letter != 0 && arg[1] == o->letter && arg[2] == '\0')
                return o;
            continue;
        }
        size_t len = strlen(o->name);
        if (strncmp(arg + 2, o->name, len) != 0)
            continue;
        if (arg[2 + len] == '\0')
            return o;
        if (arg[2 + len] == '=') {
            *value = arg + 3 + len;
            return o;
        }
    }
    return NULL;
}

static sn_status set_value(const sn_option *o, const char *value, void *opts, sn_error *err)
{
    char *member = (char *)opts + o->offset;
    if (o->type == SN_OPTION_TEXT || o->type == SN_OPTION_SWITCH) {
        memcpy(member, &value, sizeof value);
        return SN_OK;
    }
    int64_t number;
    if (sn_int_parse(sn_str_of(value), o->min, o->max, &number) != SN_OK)
        return sn_fail(err, SN_EINVAL, "--%s: «%.*s» is not a number from %" PRId64 " to %" PRId64,
                       o->name, quoted(value), value, o->min, o->max);
    memcpy(member, &number, sizeof number);
    return SN_OK;
}

static sn_status take_option(const sn_option *table, size_t n, int argc, char **argv, int *i,
                             void *opts, sn_error *err)
{
    const char *value = NULL;
    const sn_option *o = find_option(table, n, argv[*i], &value);
    if (o == NULL)
        return sn_fail(err, SN_EINVAL, "unknown option %.*s", quoted(argv[*i]), argv[*i]);
    if (o->type == SN_OPTION_FLAG) {
        if (value != NULL)
            return sn_fail(err, SN_EINVAL, "--%s takes no value", o->name);
        bool yes = true;
        memcpy((char *)opts + o->offset, &yes, sizeof yes);
        return SN_OK;
    }
    if (o->type == SN_OPTION_SWITCH)
        return set_value(o, value != NULL ? value : "true", opts, err);
    if (value == NULL) {
        if (*i + 1 >= argc)
            return sn_fail(err, SN_EINVAL, "--%s wants a value (%s)", o->name, o->value_name);
        value = argv[++*i];
    }
    return set_value(o, value, opts, err);
}

sn_status sn_options_parse(const sn_option *table, size_t n, int argc, char **argv, void *opts,
                           int *n_args, sn_error *err)
{
    int kept = 0;
    bool open = true;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (open && strcmp(arg, "--") == 0) {
            open = false;
        } else if (open && arg[0] == '-' && arg[1] != '\0') {
            sn_status s = take_option(table, n, argc, argv, &i, opts, err);
            if (s != SN_OK)
                return s;
        } else {
            argv[++kept] = argv[i];
        }
    }
    *n_args = kept;
    return SN_OK;
}

sn_status sn_options_help(const sn_option *table, size_t n, sn_buf *out)
{
    for (size_t i = 0; i < n; i++) {
        const sn_option *o = &table[i];
        char left[64];
        char letter[8] = "    ";
        if (o->letter != 0)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->value_name ? " " : "",
                 o->value_name ? o->value_name : "");
        sn_buf_add_format(out, "  %-30s %s\n", left, o->help);
    }
    return sn_buf_status(out);
}
