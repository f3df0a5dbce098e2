/* The value of one option: from texts, and back. */
#include "base/utf8.h"
#include "http/access/addresses.h"
#include "http/access/origins.h"
#include "http/options/table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void *member(const sn_http_option *row, const sn_http_options *o)
{
    return (char *)(uintptr_t)o + row->offset;
}

void sn_http_option_clear(const sn_http_option *row, sn_http_options *o)
{
    if (row->type == SN_HTTP_TEXT) {
        char **text = member(row, o);
        free(*text);
        *text = NULL;
    } else if (row->type == SN_HTTP_LIST) {
        sn_names_done(member(row, o));
    }
}

/* Texts go out in headers, pages and logs. Of the file its reader has seen to UTF-8, but nobody of the command line and the
 * environment. Paths of CALL are the system's, whatever their bytes. */
static sn_status check_text(const sn_http_option *row, sn_str text, sn_error *err)
{
    if (row->change == SN_HTTP_CALL)
        return SN_OK;
    if (!sn_utf8_is_valid(text, NULL))
        return sn_fail(err, SN_EUTF8, "not well-formed UTF-8");
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.at[i] < 0x20 || text.at[i] == 0x7f)
            return sn_fail(err, SN_EINVAL, "there is a control character in it");
    }
    return SN_OK;
}

static sn_status set_text(const sn_http_option *row, sn_str text, sn_http_options *o, sn_error *err)
{
    if (text.len > (size_t)row->max)
        return sn_fail(err, SN_ELIMIT, "longer than %" PRId64 " bytes", row->max);
    sn_status checked = check_text(row, text, err);
    if (checked != SN_OK)
        return checked;
    if (text.len > 0 && strcmp(row->unit, "URL") == 0 && !sn_is_public_url(text.at))
        return sn_fail(err, SN_EINVAL,
                       "«%.60s» is not http(s)://HOST[:PORT][/PATH] without a slash at its end",
                       text.at);
    char *copy = text.len > 0 ? sn_str_dup(text) : NULL;
    if (copy == NULL && text.len > 0)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_http_option_clear(row, o);
    memcpy(member(row, o), &copy, sizeof copy);
    return SN_OK;
}

static sn_status set_int(const sn_http_option *row, const char *text, sn_http_options *o,
                         sn_error *err)
{
    int64_t number = 0;
    if (*text != '\0' && sn_int_parse(sn_str_of(text), row->min, row->max, &number) != SN_OK)
        return sn_fail(err, SN_EINVAL, "«%.60s» is not a number from %" PRId64 " to %" PRId64, text,
                       row->min, row->max);
    memcpy(member(row, o), &number, sizeof number);
    return SN_OK;
}

static sn_status set_bool(const sn_http_option *row, const char *text, sn_http_options *o,
                          sn_error *err)
{
    bool yes = strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "false") != 0)
        return sn_fail(err, SN_EINVAL, "«%.60s» is neither true nor false", text);
    memcpy(member(row, o), &yes, sizeof yes);
    return SN_OK;
}

/* The word at the front of "a|b|c", taken off. */
static sn_str next_word(const char **words)
{
    sn_str word = {*words, strcspn(*words, "|")};
    *words += word.len + ((*words)[word.len] == '|');
    return word;
}

static sn_status set_choice(const sn_http_option *row, const char *text, sn_http_options *o,
                            sn_error *err)
{
    const char *words = row->unit;
    for (int i = 0; *words != '\0'; i++) {
        if (sn_str_equal(next_word(&words), sn_str_of(text))) {
            memcpy(member(row, o), &i, sizeof i);
            return SN_OK;
        }
    }
    return sn_fail(err, SN_EINVAL, "«%.60s» is not one of %s", text, row->unit);
}

/* a, b, c */
static sn_status set_items(const sn_http_option *row, const char *text, sn_http_options *o,
                           sn_error *err)
{
    size_t n = 0;
    sn_str *items = calloc((size_t)row->max + 1, sizeof *items);
    if (items == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    while (*text != '\0' && n <= (size_t)row->max) {
        sn_str item = {text, strcspn(text, ",")};
        text += item.len + (text[item.len] == ',');
        items[n++] = sn_str_trim(item);
    }
    sn_status s = sn_http_option_set_list(row, items, n, o, err);
    free(items);
    return s;
}

static sn_status set_address(const sn_http_option *row, const char *text, sn_http_options *o,
                             sn_error *err)
{
    sn_address address = {0};
    sn_status s = *text != '\0' ? sn_address_parse(text, &address, err) : SN_OK;
    if (s == SN_OK)
        memcpy(member(row, o), &address, sizeof address);
    return s;
}

/* What the items of some lists are is known here, so that a wrong one is found where it stands. */
static bool is_item(const sn_http_option *row, sn_str text, size_t n)
{
    if (row->unit == NULL)
        return true;
    if (strcmp(row->unit, "NETWORKS") == 0)
        return sn_network_is_valid(text);
    if (strcmp(row->unit, "ORIGINS") == 0)
        return (n == 1 && sn_str_equal(text, SN_STR("*"))) || sn_origin_is_valid(text);
    return true;
}

static sn_status refuse_item(const sn_http_option *row, sn_str text, sn_error *err)
{
    const char *wanted = strcmp(row->unit, "NETWORKS") == 0 ? "address or network, as 10.0.0.0/8"
                                                            : "origin, as https://news.example";
    return sn_fail(err, SN_EINVAL, "«%.*s» is no %s", (int)sn_utf8_cut(text, 60).len, text.at,
                   wanted);
}

/* out has room for n. */
static sn_status copy_texts(const sn_http_option *row, const sn_str *texts, size_t n, sn_names *out,
                            sn_error *err)
{
    for (size_t i = 0; i < n; i++) {
        sn_status s = check_text(row, texts[i], err);
        if (s != SN_OK)
            return s;
        if (texts[i].len == 0)
            return sn_fail(err, SN_EINVAL, "an item is empty");
        if (!is_item(row, texts[i], n))
            return refuse_item(row, texts[i], err);
        out->at[i] = sn_str_dup(texts[i]);
        if (out->at[i] == NULL)
            return sn_fail(err, SN_ENOMEM, "out of memory");
        out->n++;
    }
    return SN_OK;
}

sn_status sn_http_option_set_list(const sn_http_option *row, const sn_str *texts, size_t n,
                                  sn_http_options *o, sn_error *err)
{
    if (n > (size_t)row->max)
        return sn_fail(err, SN_ELIMIT, "more than %" PRId64 " items", row->max);
    sn_names list = {.at = calloc(n + 1, sizeof *list.at), .cap = n + 1};
    if (list.at == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    sn_status s = copy_texts(row, texts, n, &list, err);
    if (s != SN_OK) {
        sn_names_done(&list);
        return s;
    }
    sn_http_option_clear(row, o);
    memcpy(member(row, o), &list, sizeof list);
    return SN_OK;
}

sn_status sn_http_option_set(const sn_http_option *row, const char *text, sn_http_options *o,
                             sn_error *err)
{
    switch (row->type) {
    case SN_HTTP_TEXT:
        return set_text(row, sn_str_of(text), o, err);
    case SN_HTTP_INT:
        return set_int(row, text, o, err);
    case SN_HTTP_BOOL:
        return set_bool(row, text, o, err);
    case SN_HTTP_CHOICE:
        return set_choice(row, text, o, err);
    case SN_HTTP_LIST:
        return set_items(row, text, o, err);
    case SN_HTTP_ADDRESS:
        return set_address(row, text, o, err);
    }
    return sn_fail(err, SN_EINTERNAL, "no such type");
}

/* In quotes, as the file has texts. */
static void write_text(const char *text, sn_buf *out)
{
    sn_buf_add_byte(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            sn_buf_add_byte(out, '\\');
        if ((unsigned char)*text < 0x20)
            sn_buf_add_format(out, "\\x%02x", (unsigned char)*text);
        else
            sn_buf_add_byte(out, (unsigned char)*text);
    }
    sn_buf_add_byte(out, '"');
}

static void write_choice(const sn_http_option *row, int which, sn_buf *out)
{
    const char *words = row->unit;
    sn_str word = next_word(&words);
    while (which-- > 0)
        word = next_word(&words);
    sn_buf_add_format(out, "\"%.*s\"", (int)word.len, word.at);
}

static void write_list(const sn_names *list, sn_buf *out)
{
    for (size_t i = 0; i < list->n; i++) {
        sn_buf_add_format(out, i == 0 ? "( " : ", ");
        write_text(list->at[i], out);
    }
    if (list->n > 0)
        sn_buf_add_format(out, " )");
}

static void write_address(const sn_address *address, sn_buf *out)
{
    char text[SN_ADDRESS_SIZE];
    if (address->len == 0)
        return;
    sn_address_write(address, text);
    write_text(text, out);
}

sn_status sn_http_option_write(const sn_http_option *row, const sn_http_options *o, sn_buf *out)
{
    const void *value = member(row, o);
    if (row->type == SN_HTTP_TEXT && *(char *const *)value != NULL)
        write_text(*(char *const *)value, out);
    else if (row->type == SN_HTTP_INT && (*(const int64_t *)value != 0 || row->min <= 0))
        sn_buf_add_format(out, "%" PRId64, *(const int64_t *)value);
    else if (row->type == SN_HTTP_BOOL)
        sn_buf_add_format(out, *(const bool *)value ? "true" : "false");
    else if (row->type == SN_HTTP_CHOICE)
        write_choice(row, *(const int *)value, out);
    else if (row->type == SN_HTTP_LIST)
        write_list(value, out);
    else if (row->type == SN_HTTP_ADDRESS)
        write_address(value, out);
    return sn_buf_status(out);
}

bool sn_http_option_equal(const sn_http_option *row, const sn_http_options *a,
                          const sn_http_options *b)
{
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(1 << 20);
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(1 << 20);
    return sn_http_option_write(row, a, &one) == SN_OK &&
           sn_http_option_write(row, b, &other) == SN_OK &&
           sn_str_equal(sn_buf_str(&one), sn_buf_str(&other));
}

static sn_status copy_list(const sn_http_option *row, const sn_names *from, sn_http_options *to,
                           sn_error *err)
{
    sn_str *texts = calloc(from->n + 1, sizeof *texts);
    if (texts == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    for (size_t i = 0; i < from->n; i++)
        texts[i] = sn_str_of(from->at[i]);
    sn_status s = sn_http_option_set_list(row, texts, from->n, to, err);
    free(texts);
    return s;
}

sn_status sn_http_option_copy(const sn_http_option *row, const sn_http_options *from,
                              sn_http_options *to, sn_error *err)
{
    sn_status s = SN_OK;
    const void *value = member(row, from);
    static const size_t sizes[] = {[SN_HTTP_INT] = sizeof(int64_t),
                                   [SN_HTTP_BOOL] = sizeof(bool),
                                   [SN_HTTP_CHOICE] = sizeof(int),
                                   [SN_HTTP_ADDRESS] = sizeof(sn_address)};
    if (row->type == SN_HTTP_TEXT)
        s = set_text(row, sn_str_of(*(char *const *)value), to, err);
    else if (row->type == SN_HTTP_LIST)
        s = copy_list(row, value, to, err);
    else
        memcpy(member(row, to), value, sizes[row->type]);
    if (s == SN_OK)
        to->origins[row - sn_http_option_table] = from->origins[row - sn_http_option_table];
    return s;
}
