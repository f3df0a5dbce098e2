#include "layout/index_dir.h"
#include "tests/unit/base/testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_generation(const place *p, const char *number)
{
    sn_error err = {0};
    char name[100];
    snprintf(name, sizeof name, "generations/%s", number);
    assert_ok(sn_dir_make(place_path(p, "generations"), &err), &err);
    assert_ok(sn_dir_make(place_path(p, name), &err), &err);
    snprintf(name, sizeof name, "generations/%s/file", number);
    place_put(p, name, SN_STR("x"));
}

static bool has_generation(const place *p, const char *number)
{
    char name[100];
    snprintf(name, sizeof name, "generations/%s", number);
    return access(place_path(p, name), F_OK) == 0;
}

static void the_path_has_six_digits(void **state)
{
    (void)state;
    char out[64], small[10];
    sn_error err = {0};
    assert_ok(sn_generation_path("d", 7, out, sizeof out, &err), &err);
    assert_string_equal(out, "d/generations/000007");
    assert_ok(sn_generation_path("d", UINT32_MAX, out, sizeof out, &err), &err);
    assert_string_equal(out, "d/generations/4294967295");
    assert_fails(sn_generation_path("d", 7, small, sizeof small, &err), SN_ELIMIT, &err, NULL);
}

static void there_is_no_current_generation_at_first(void **state)
{
    const place *p = *state;
    uint32_t n = 42;
    sn_error err = {0};
    assert_fails(sn_generation_current(p->dir, &n, &err), SN_ENOTFOUND, &err, p->dir);
    assert_fails(sn_generation_current(place_path(p, "none"), &n, &err), SN_ENOTFOUND, &err, NULL);
    assert_int_equal(n, 42);
    assert_ok(sn_generation_last(p->dir, &n, &err), &err);
    assert_int_equal(n, 0);
}

static void a_switch_is_seen(void **state)
{
    const place *p = *state;
    uint32_t n = 0;
    sn_error err = {0};
    make_generation(p, "000001");
    make_generation(p, "000002");
    assert_ok(sn_generation_switch(p->dir, 1, &err), &err);
    assert_ok(sn_generation_current(p->dir, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_int_equal(access(place_path(p, "current/file"), F_OK), 0); /* a relative link */
    assert_ok(sn_generation_switch(p->dir, 2, &err), &err);
    assert_ok(sn_generation_current(p->dir, &n, &err), &err);
    assert_int_equal(n, 2);
    assert_ok(sn_generation_switch(p->dir, 1, &err), &err);
    assert_ok(sn_generation_current(p->dir, &n, &err), &err);
    assert_int_equal(n, 1);
    assert_int_equal(count_entries(p->dir), 2); /* current and generations */
}

static void a_switch_that_was_killed_is_in_nobodys_way(void **state)
{
    const place *p = *state;
    uint32_t n = 0;
    sn_error err = {0};
    make_generation(p, "000003");
    assert_int_equal(symlink("generations/000009", place_path(p, "current.new")), 0);
    assert_ok(sn_generation_switch(p->dir, 3, &err), &err);
    assert_ok(sn_generation_current(p->dir, &n, &err), &err);
    assert_int_equal(n, 3);
    assert_int_equal(count_entries(p->dir), 2);
}

static void a_link_to_something_else_is_corrupt(void **state)
{
    const place *p = *state;
    static const char *const targets[] = {"nowhere",
                                          "generations/",
                                          "generations/x",
                                          "generations/000000",
                                          "generations/-00001",
                                          "generations/000001/x",
                                          "/generations/000001",
                                          "generations/99999999999"};
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        uint32_t n = 42;
        sn_error err = {0};
        print_message("  case: %s\n", targets[i]);
        assert_int_equal(symlink(targets[i], place_path(p, "current")), 0);
        assert_fails(sn_generation_current(p->dir, &n, &err), SN_ECORRUPT, &err, targets[i]);
        assert_int_equal(n, 42);
        assert_int_equal(unlink(place_path(p, "current")), 0);
    }
}

static void the_last_generation_is_the_greatest_directory(void **state)
{
    const place *p = *state;
    uint32_t n = 0;
    sn_error err = {0};
    make_generation(p, "000009");
    make_generation(p, "000010");
    make_generation(p, "000002");
    make_generation(p, "000099.old");
    make_generation(p, "lost+found");
    make_generation(p, "77"); /* not as this program writes them: somebody's */
    assert_ok(sn_generation_last(p->dir, &n, &err), &err);
    assert_int_equal(n, 10);
}

static const struct prune_case {
    const char *name;
    const char *numbers[6];
    uint32_t current, keep;
    const char *kept;
} prunes[] = {
    {"the oldest go", {"000001", "000002", "000003", "000004"}, 4, 2, "34"},
    {"few enough stay", {"000003", "000004"}, 4, 2, "34"},
    {"the current one alone stays", {"000001", "000002", "000003"}, 3, 1, "3"},
    {"the current one stays even as the oldest",
     {"000001", "000002", "000003", "000004"},
     1,
     2,
     "134"},
    {"the current one stays among older ones",
     {"000001", "000002", "000003", "000004"},
     2,
     1,
     "24"},
    {"gaps do not count", {"000001", "000005", "000009"}, 9, 2, "59"},
    {"keep none is the current one", {"000001", "000002"}, 1, 0, "1"},
    {"there is no directory of the current one", {"000001", "000002", "000003"}, 9, 2, "23"},
};

static void prune_keeps_the_greatest_and_the_current(void **state)
{
    const place *p = *state;
    for (size_t i = 0; i < COUNT_OF(prunes); i++) {
        const struct prune_case *c = &prunes[i];
        char kept[20] = "";
        sn_error err = {0};
        print_message("  case: %s\n", c->name);
        assert_ok(sn_dir_remove(place_path(p, "generations"), &err), &err);
        for (size_t k = 0; c->numbers[k] != NULL; k++)
            make_generation(p, c->numbers[k]);
        assert_ok(sn_generation_switch(p->dir, c->current, &err), &err);
        assert_ok(sn_generation_prune(p->dir, c->keep, &err), &err);
        for (unsigned n = 1; n < 10; n++) {
            char number[8];
            snprintf(number, sizeof number, "00000%u", n);
            if (has_generation(p, number))
                strcat(kept, number + 5);
        }
        assert_string_equal(kept, c->kept);
    }
}

static void prune_leaves_what_is_no_generation(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    make_generation(p, "000001");
    make_generation(p, "000002");
    make_generation(p, "1");
    make_generation(p, "0000003");
    make_generation(p, "old");
    assert_ok(sn_generation_switch(p->dir, 2, &err), &err);
    assert_ok(sn_generation_prune(p->dir, 1, &err), &err);
    assert_false(has_generation(p, "000001"));
    assert_true(has_generation(p, "000002") && has_generation(p, "1"));
    assert_true(has_generation(p, "0000003") && has_generation(p, "old"));
}

static void prune_without_a_current_generation_removes_nothing(void **state)
{
    const place *p = *state;
    sn_error err = {0};
    make_generation(p, "000001");
    make_generation(p, "000002");
    assert_fails(sn_generation_prune(p->dir, 1, &err), SN_ENOTFOUND, &err, NULL);
    assert_true(has_generation(p, "000001") && has_generation(p, "000002"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_has_six_digits),
        PLACED(there_is_no_current_generation_at_first),
        PLACED(a_switch_is_seen),
        PLACED(a_switch_that_was_killed_is_in_nobodys_way),
        PLACED(a_link_to_something_else_is_corrupt),
        PLACED(the_last_generation_is_the_greatest_directory),
        PLACED(prune_keeps_the_greatest_and_the_current),
        PLACED(prune_leaves_what_is_no_generation),
        PLACED(prune_without_a_current_generation_removes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
