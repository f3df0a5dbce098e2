/* Synonym rules from anywhere: no crash, and laws.
 *   entries are not empty, have no blanks around them and lie in rules, none in two;
 *   a rule of two ways has two entries at least;
 *   a refusal names a line of the text;
 *   what is accepted is accepted again with a comment before it, with the same entries. */
#include "analysis/synonyms.h"
#include "tests/fuzz/law.h"

static void check_rules(const sn_synonyms *s)
{
    size_t entries = 0;
    for (size_t i = 0; i < s->n_rules; i++) {
        const sn_synonym_rule *r = &s->rules[i];
        law(r->first == entries && (r->n_right > 0 ? r->n >= 1 : r->n >= 2));
        law(r->n_right == 0 || r->right == r->first + r->n);
        entries += r->n + r->n_right;
    }
    law(entries == s->n_entries);
    for (size_t i = 0; i < s->n_entries; i++)
        law(s->entries[i].len > 0 && sn_str_equal(sn_str_trim(s->entries[i]), s->entries[i]));
}

static void check_again(sn_str text, const sn_synonyms *first)
{
    SN_CLEANUP(sn_synonyms) sn_synonyms again = {0};
    SN_CLEANUP(sn_buf) sn_buf more = SN_BUF(text.len + 16);
    sn_buf_add_str(&more, SN_STR("# x\n"));
    if (sn_str_has_prefix(text, SN_STR("\xef\xbb\xbf")))
        text = (sn_str){text.at + 3, text.len - 3};
    sn_buf_add_str(&more, text);
    if (sn_str_has_prefix(text, SN_STR("\xef\xbb\xbf")))
        return; /* a second mark is part of the first entry only where the text begins with it */
    law(sn_synonyms_parse("rules", sn_buf_str(&more), &again, NULL) == SN_OK);
    law(again.n_entries == first->n_entries && again.n_rules == first->n_rules);
    for (size_t i = 0; i < again.n_entries; i++)
        law(sn_str_equal(again.entries[i], first->entries[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_synonyms) sn_synonyms s = {0};
    sn_error err = {0};
    sn_status status = sn_synonyms_parse("rules", text, &s, &err);
    if (status == SN_OK)
        check_again(text, &s);
    else
        law_of_refusal(text, "rules", status, &err);
    check_rules(&s);
    return 0;
}
