/* Past queries from anywhere, and texts to complete: no crash, and laws.
 *   queries are not empty and have no blanks around them, counts are from 1;
 *   a refusal names a line of the text;
 *   the key of a text has its words' beginnings in rising order within it, and is that of its key. */
#include "query/completions.h"
#include "query/past_queries.h"

#include "base/utf8.h"
#include "tests/fuzz/law.h"

static void check_key(sn_str text)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(64 * (text.len + 1));
    uint32_t starts[SN_COMPLETION_STARTS];
    size_t n = 0;
    law(sn_completion_key(text, &key, starts, &n) == SN_OK);
    law(n <= SN_COMPLETION_STARTS && (n == 0) == (key.len == 0));
    for (size_t i = 0; i < n; i++)
        law(starts[i] < key.len && (i == 0 ? starts[i] == 0 : starts[i] > starts[i - 1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_past_queries) sn_past_queries past = {0};
    sn_error err = {0};
    sn_status status = sn_past_queries_parse("queries", text, &past, &err);
    if (status != SN_OK)
        law_of_refusal(text, "queries", status, &err);
    for (size_t i = 0; i < past.n; i++) {
        law(past.at[i].text.len > 0 && past.at[i].count > 0);
        law(sn_str_equal(sn_str_trim(past.at[i].text), past.at[i].text));
        check_key(past.at[i].text);
    }
    if (sn_utf8_is_valid(text, NULL))
        check_key(text);
    return 0;
}
