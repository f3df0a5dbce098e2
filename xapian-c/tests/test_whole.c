#include "xapian-c/tests/helpers.h"

/* Documents 10, 13, 16, … all have "all" and "every"; each seventh has "some", in three writings of a prefix. So many that
 * each list is of several pieces. */
#define DOCS  3000
#define FIRST 10
#define STEP  3

static sn_xap_db *crowd(place *p)
{
    sn_xap_writer *w = create_db(p);
    for (uint32_t i = 0; i < DOCS; i++)
        put_words(p, w, FIRST + i * STEP, i % 7 == 0 ? "all every some" : "all every few");
    return finish(p, w);
}

static sn_xap_query *everything(place *p)
{
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_all(&q, &p->err));
    return q;
}

static sn_xap_query *prefix(place *p)
{
    sn_xap_query *q = NULL;
    must(p, sn_xap_query_prefix(SN_STR("al"), 10, &q, &p->err));
    return q;
}

static sn_xap_query *all(place *p)
{
    return term(p, "all");
}

static sn_xap_query *joined(place *p, sn_xap_op op, const char *a, const char *b)
{
    return join2(p, op, term(p, a), term(p, b));
}

static sn_xap_query *either(place *p)
{
    return joined(p, SN_XAP_OR, "all", "some");
}

static sn_xap_query *synonym(place *p)
{
    return joined(p, SN_XAP_SYNONYM, "all", "some");
}

static sn_xap_query *both(place *p)
{
    return joined(p, SN_XAP_AND, "all", "every");
}

static sn_xap_query *filtered(place *p)
{
    return joined(p, SN_XAP_FILTER, "every", "all");
}

static sn_xap_query *only_a_filter(place *p)
{
    return join2(p, SN_XAP_FILTER, everything(p), term(p, "all"));
}

static sn_xap_query *filter_of_two(place *p)
{
    return join2(p, SN_XAP_FILTER, term(p, "every"), joined(p, SN_XAP_OR, "all", "some"));
}

static sn_xap_query *without_weight(place *p)
{
    sn_xap_query *word = term(p, "all"), *q = NULL;
    must(p, sn_xap_query_scale(word, 0, &q, &p->err));
    sn_xap_query_destroy(word);
    return q;
}

static sn_xap_query *both_without_weight(place *p)
{
    sn_xap_query *two = joined(p, SN_XAP_AND, "all", "every"), *q = NULL;
    must(p, sn_xap_query_scale(two, 0, &q, &p->err));
    sn_xap_query_destroy(two);
    return q;
}

static sn_xap_query *excluded(place *p)
{
    return joined(p, SN_XAP_AND_NOT, "every", "some");
}

static sn_xap_query *all_excluded(place *p)
{
    return joined(p, SN_XAP_AND_NOT, "every", "all");
}

static void terms_that_all_documents_have_are_found_in_every_order(void **state)
{
    static const struct {
        const char *what;
        sn_xap_query *(*make)(place *p);
        size_t want;
    } table[] = {
        {"a word", all, DOCS},
        {"a prefix", prefix, DOCS},
        {"a or b", either, DOCS},
        {"synonyms", synonym, DOCS},
        {"a and b", both, DOCS},
        {"b, filtered by a", filtered, DOCS},
        {"everything, filtered by a", only_a_filter, DOCS},
        {"b, filtered by a or c", filter_of_two, DOCS},
        {"a, without its weight", without_weight, DOCS},
        {"a and b, without their weight", both_without_weight, DOCS},
        {"b without c", excluded, DOCS - (DOCS + 6) / 7},
        {"b without a", all_excluded, 0},
    };
    place *p = *state;
    static sn_docid found[DOCS];
    sn_xap_db *db = crowd(p);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        for (int order = SN_XAP_BY_WEIGHT; order <= SN_XAP_BY_VALUE_DOWN; order++) {
            sn_xap_match_opts opts = {.max_items = DOCS, .order = (sn_xap_order)order};
            print_message("  %s, order %d\n", table[i].what, order);
            assert_int_equal(run(p, db, table[i].make(p), &opts, found, DOCS), table[i].want);
        }
    }
    sn_xap_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(terms_that_all_documents_have_are_found_in_every_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
