#include "http/options/show.h"

#include "http/options/table.h"

#include <string.h>
#include <unistd.h>

/* Where sn_options_help() puts the help, and how wide it may be. */
#define HELP_INDENT  33
#define HELP_COLUMNS 62

/* NULL: takes none. */
static const char *value_name(const sn_http_option *row)
{
    switch (row->type) {
    case SN_HTTP_BOOL:
        return NULL;
    case SN_HTTP_INT:
        return "N";
    case SN_HTTP_CHOICE:
        return "WORD";
    default:
        return row->unit;
    }
}

/* Append a help text in lines; those after the first are set in. */
static void wrap(const char *text, sn_buf *out)
{
    for (size_t column = 0; *text != '\0';) {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > HELP_COLUMNS) {
            sn_buf_add_format(out, "\n%*s", HELP_INDENT, "");
            column = 0;
        }
        sn_buf_add_format(out, column > 0 ? " %.*s" : "%.*s", (int)word, text);
        column += word + (column > 0);
        text += word + strspn(text + word, " ");
    }
}

static void describe(const sn_http_option *row, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2048);
    sn_buf_add_format(&text, "%s", row->help);
    if (row->type == SN_HTTP_CHOICE)
        sn_buf_add_format(&text, "; %s", row->unit);
    if (row->standard[0] != '\0' && strcmp(row->standard, "false") != 0)
        sn_buf_add_format(&text, " (%s)", row->standard);
    wrap(sn_buf_text(&text), out);
}

sn_status sn_http_options_help(sn_buf *out)
{
    sn_option rows[SN_HTTP_OPTIONS];
    char names[SN_HTTP_OPTIONS][SN_HTTP_NAME_SIZE];
    sn_http_option_flags(names, rows);
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        SN_CLEANUP(sn_buf) sn_buf help = SN_BUF(4096);
        describe(&sn_http_option_table[i], &help);
        rows[i].help = sn_buf_text(&help);
        rows[i].value_name = value_name(&sn_http_option_table[i]);
        sn_options_help(&rows[i], 1, out);
    }
    return sn_buf_status(out);
}

static void show_origin(const sn_http_option *row, const sn_http_options *o, sn_buf *out)
{
    char name[SN_HTTP_NAME_SIZE];
    size_t i = (size_t)(row - sn_http_option_table);
    switch (o->origins[i].source) {
    case SN_HTTP_DEFAULT:
        sn_buf_add_format(out, "default");
        break;
    case SN_HTTP_FILE:
        sn_buf_add_format(out, "line %u", o->origins[i].line);
        break;
    case SN_HTTP_ENVIRONMENT:
        sn_http_option_variable(row, name);
        sn_buf_add_format(out, "%s", name);
        break;
    case SN_HTTP_FLAG:
        sn_http_option_flag(row, name);
        sn_buf_add_format(out, "--%s", name);
        break;
    }
}

static bool is_variable(sn_str name)
{
    char known[SN_HTTP_NAME_SIZE];
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        sn_http_option_variable(&sn_http_option_table[i], known);
        if (sn_str_equal(name, sn_str_of(known)))
            return true;
    }
    return false;
}

/* Variables that look like ours: one that is spelled wrongly does nothing, and others of this name may be meant for
 * other programs. */
static void show_strangers(sn_buf *out)
{
    for (char **at = environ; *at != NULL; at++) {
        sn_str name = {*at, strcspn(*at, "=")};
        if (sn_str_has_prefix(name, SN_STR("SARNAKH_")) && !is_variable(name))
            sn_buf_add_format(out, "# %.*s is no option\n", (int)name.len, name.at);
    }
}

sn_status sn_http_options_show(const sn_http_options *o, sn_buf *out)
{
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(1 << 16);
        if (sn_http_option_write(row, o, &value) != SN_OK)
            return sn_buf_status(&value);
        if (value.len > 0)
            sn_buf_add_format(out, "%s = %s; # ", row->name, sn_buf_text(&value));
        else
            sn_buf_add_format(out, "# %s is not set: ", row->name);
        show_origin(row, o, out);
        sn_buf_add_byte(out, '\n');
    }
    show_strangers(out);
    return sn_buf_status(out);
}
