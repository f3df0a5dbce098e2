/* A configuration from anywhere, as the service reads it: no crash, and laws.
 *   a refusal names a line of the text;
 *   what is accepted is within the ranges of the table;
 *   written by `show` and read again it means the same. */
#include "http/options/show.h"
#include "http/options/table.h"
#include "tests/fuzz/law.h"

static void check_again(const sn_http_options *first)
{
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *again = NULL;
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    law(sn_http_flags_read(&(sn_http_flags){0}, &again, NULL) == SN_OK);
    sn_buf_add_format(&text, "service = {\n");
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        size_t before = text.len;
        if (row->change == SN_HTTP_CALL)
            continue;
        sn_buf_add_format(&text, "%s = ", row->name);
        size_t bare = text.len;
        law(sn_http_option_write(row, first, &text) == SN_OK);
        if (text.len == bare)
            sn_buf_cut(&text, before);
        else
            sn_buf_add_format(&text, ";\n");
    }
    sn_buf_add_format(&text, "};\n");
    law(sn_http_options_fill(again, "conf", sn_buf_str(&text), NULL) == SN_OK);
    for (size_t i = 0; i < SN_HTTP_OPTIONS; i++)
        law(sn_http_option_equal(&sn_http_option_table[i], first, again));
}

/* libconfig 1.5 loses a text in quotes where it is what is wrong with the syntax. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_error err = {0};
    sn_str text = {(const char *)data, size};
    SN_CLEANUP_PTR(sn_http_options) sn_http_options *o = NULL;
    law(sn_http_flags_read(&(sn_http_flags){0}, &o, NULL) == SN_OK);
    sn_status s = sn_http_options_fill(o, "conf", text, &err);
    if (s != SN_OK)
        law_of_refusal(text, "conf", s, &err);
    else
        check_again(o);
    return 0;
}
