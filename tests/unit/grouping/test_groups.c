#include "grouping/groups.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <stdlib.h>

#define NODE(name, sec, hash)                                                                      \
    {                                                                                              \
        (sec), SN_STR(name), (hash)                                                                \
    }

static void assert_leaders(const sn_group_node *nodes, size_t n, const sn_group_pair *pairs,
                           size_t n_pairs, const char *want)
{
    uint32_t leaders[16];
    char got[17] = "";
    assert_true(n <= 16);
    assert_int_equal(sn_groups_of(nodes, n, pairs, n_pairs, leaders), SN_OK);
    for (size_t i = 0; i < n; i++)
        got[i] = (char)('a' + (int)leaders[i]);
    assert_string_equal(got, want);
}

static void the_earliest_stands_for_a_group(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("late", 30, 1), NODE("early", 10, 2), NODE("alone", 5, 3)};
    const sn_group_pair pairs[] = {{0, 1}};
    assert_leaders(nodes, 3, pairs, 1, "bbc");
}

static void of_two_at_the_same_time_the_lower_id_does(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("b", 10, 1), NODE("a", 10, 2)};
    const sn_group_node undated[] = {NODE("a", SN_GROUP_UNDATED, 1), NODE("b", 10, 2)};
    const sn_group_pair pairs[] = {{1, 0}, {0, 1}};
    assert_leaders(nodes, 2, pairs, 2, "bb");
    assert_leaders(undated, 2, pairs, 2, "bb");
}

static void equal_texts_need_no_pair(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("a", 10, 7), NODE("b", 900, 7), NODE("c", 20, 0),
                                   NODE("d", 30, 0)};
    assert_leaders(nodes, 4, NULL, 0, "aacd");
}

/* The first report is short; the whole text has it, and another cut of the whole has nothing of it. */
static void two_cuts_of_one_text_are_in_its_group(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("short", 10, 1), NODE("whole", 20, 2), NODE("cut", 30, 3)};
    const sn_group_pair pairs[] = {{0, 1}, {1, 2}};
    assert_leaders(nodes, 3, pairs, 2, "aaa");
}

static void a_chain_of_daily_items_is_no_group(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("1", 10, 1), NODE("2", 20, 2), NODE("3", 30, 3),
                                   NODE("4", 40, 4), NODE("5", 50, 5), NODE("6", 60, 6)};
    const sn_group_pair pairs[] = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
    assert_leaders(nodes, 6, pairs, 5, "aaaddd");
}

static void one_link_to_a_large_group_does_not_join_it(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("1", 10, 1), NODE("2", 20, 2), NODE("3", 30, 3),
                                   NODE("4", 40, 4), NODE("5", 50, 5)};
    const sn_group_pair pairs[] = {{0, 1}, {0, 2}, {0, 3}, {3, 4}};
    assert_leaders(nodes, 5, pairs, 4, "aaaae");
}

static void a_pair_with_one_of_equal_texts_is_one_with_all(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("a", 10, 7), NODE("b", 500, 7), NODE("c", 600, 2)};
    const sn_group_pair pairs[] = {{1, 2}, {2, 1}};
    assert_leaders(nodes, 3, pairs, 2, "aaa");
}

static void a_pair_of_no_node_is_refused(void **state)
{
    (void)state;
    const sn_group_node nodes[] = {NODE("a", 10, 1)};
    const sn_group_pair pairs[] = {{0, 1}};
    uint32_t leaders[1] = {9};
    assert_int_equal(sn_groups_of(nodes, 1, pairs, 1, leaders), SN_EINVAL);
    assert_int_equal(sn_groups_of(nodes, 0, pairs, 1, leaders), SN_EINVAL);
    assert_int_equal(sn_groups_of(nodes, 0, NULL, 0, leaders), SN_OK);
    assert_int_equal(leaders[0], 9);
}

/* A law: random articles and pairs, given in two orders, make the same groups. */
enum { MOST = 40 };

typedef struct crowd {
    sn_group_node nodes[MOST];
    char ids[MOST][16];
    sn_group_pair pairs[4 * MOST];
    uint32_t n, n_pairs;
} crowd;

static void draw_crowd(uint64_t *random, crowd *c)
{
    c->n = 1 + random_below(random, MOST);
    c->n_pairs = random_below(random, 1 + c->n * (1 + random_below(random, 4)));
    for (uint32_t i = 0; i < c->n; i++) {
        snprintf(c->ids[i], sizeof c->ids[i], "%u", i);
        c->nodes[i] = (sn_group_node){random_below(random, 20), sn_str_of(c->ids[i]),
                                      random_below(random, 2 * c->n)};
    }
    for (uint32_t i = 0; i < c->n_pairs; i++)
        c->pairs[i] = (sn_group_pair){random_below(random, c->n), random_below(random, c->n)};
}

static void shuffle(uint64_t *random, uint32_t *places, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        places[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = random_below(random, i), kept = places[i - 1];
        places[i - 1] = places[j];
        places[j] = kept;
    }
}

/* places: where each node of c goes. */
static void rearrange(uint64_t *random, const crowd *c, const uint32_t *places, crowd *out)
{
    uint32_t turns[4 * MOST];
    *out = *c;
    shuffle(random, turns, c->n_pairs);
    for (uint32_t i = 0; i < c->n; i++)
        out->nodes[places[i]] = c->nodes[i];
    for (uint32_t i = 0; i < c->n_pairs; i++)
        out->pairs[turns[i]] = (sn_group_pair){places[c->pairs[i].b], places[c->pairs[i].a]};
}

static void check_laws(const crowd *c, const uint32_t *leaders)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const sn_group_node *node = &c->nodes[i], *leader = &c->nodes[leaders[i]];
        assert_int_equal(leaders[leaders[i]], leaders[i]);
        assert_true(leader->published_sec <= node->published_sec);
        for (uint32_t j = 0; j < c->n; j++) {
            if (node->text != 0 && node->text == c->nodes[j].text)
                assert_int_equal(leaders[i], leaders[j]);
        }
    }
}

static void groups_do_not_depend_on_the_order_of_arrival(void **state)
{
    (void)state;
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(2000); turn++) {
        crowd c, again;
        uint32_t places[MOST], leaders[MOST], leaders_again[MOST];
        draw_crowd(&random, &c);
        shuffle(&random, places, c.n);
        rearrange(&random, &c, places, &again);
        assert_int_equal(sn_groups_of(c.nodes, c.n, c.pairs, c.n_pairs, leaders), SN_OK);
        assert_int_equal(sn_groups_of(again.nodes, c.n, again.pairs, c.n_pairs, leaders_again),
                         SN_OK);
        check_laws(&c, leaders);
        for (uint32_t i = 0; i < c.n; i++)
            assert_int_equal(leaders_again[places[i]], places[leaders[i]]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_earliest_stands_for_a_group),
        cmocka_unit_test(of_two_at_the_same_time_the_lower_id_does),
        cmocka_unit_test(equal_texts_need_no_pair),
        cmocka_unit_test(two_cuts_of_one_text_are_in_its_group),
        cmocka_unit_test(a_chain_of_daily_items_is_no_group),
        cmocka_unit_test(one_link_to_a_large_group_does_not_join_it),
        cmocka_unit_test(a_pair_with_one_of_equal_texts_is_one_with_all),
        cmocka_unit_test(a_pair_of_no_node_is_refused),
        cmocka_unit_test(groups_do_not_depend_on_the_order_of_arrival),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
