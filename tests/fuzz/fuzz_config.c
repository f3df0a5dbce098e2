/* A configuration from anywhere: no crash, and laws.
 *   a refusal names a line of the text;
 *   what is accepted has the built-in profiles, names that are found again, numbers in their ranges;
 *   it is accepted again with a comment before it, and means the same. */
#include "query/config.h"
#include "tests/fuzz/law.h"

#include <string.h>

static void check_profile(const sn_config *c, const sn_profile *p)
{
    law(sn_config_profile(c, p->name) == p);
    law(p->k1 > 0 && p->b >= 0 && p->b <= 1 && p->exact >= 0 && p->synonym <= 1);
    law(p->near_pairs <= SN_LIMIT_QUERY_TERMS && p->refined <= SN_LIMIT_RUN_HITS);
    law(p->prefer < SN_FRESHNESS_OF_PROFILE);
    for (size_t i = 0; i < SN_FRESHNESS_LEVELS; i++)
        law(p->freshness[i].share >= 0 && p->freshness[i].half_days > 0);
}

static void check_again(sn_str text, const sn_config *first)
{
    SN_CLEANUP_PTR(sn_config) sn_config *again = NULL;
    SN_CLEANUP(sn_buf) sn_buf more = SN_BUF(text.len + 16);
    sn_buf_add_str(&more, SN_STR("# x\n"));
    sn_buf_add_str(&more, text);
    law(sn_config_parse("conf", sn_buf_str(&more), &again, NULL) == SN_OK);
    law(again->n_profiles == first->n_profiles && again->standard == first->standard);
    for (size_t i = 0; i < again->n_profiles; i++)
        law(strcmp(again->profiles[i].name, first->profiles[i].name) == 0 &&
            again->profiles[i].k1 == first->profiles[i].k1);
}

/* libconfig 1.5 loses a text in quotes where it is what is wrong with the syntax. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    SN_CLEANUP_PTR(sn_config) sn_config *c = NULL;
    sn_error err = {0};
    sn_status status = sn_config_parse("conf", text, &c, &err);
    if (status != SN_OK) {
        law_of_refusal(text, "conf", status, &err);
        return 0;
    }
    law(c->n_profiles >= SN_PROFILES_BUILTIN && c->standard < c->n_profiles);
    for (size_t i = 0; i < c->n_profiles; i++)
        check_profile(c, &c->profiles[i]);
    check_again(text, c);
    return 0;
}
