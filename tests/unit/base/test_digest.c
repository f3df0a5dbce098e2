#include "base/digest.h"

#include "tests/unit/base/testing.h"

#include <string.h>

/* Values of the authors' own test of FNV-1a: what is stored by it must read back for ever. */
static const struct {
    const char *text;
    uint64_t digest;
} cases[] = {
    {"", 0xcbf29ce484222325u},
    {"a", 0xaf63dc4c8601ec8cu},
    {"foobar", 0x85944171f73967e8u},
};

static void bytes_have_the_digest_of_fnv_1a(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_true(sn_digest_add(SN_DIGEST_BEGIN, cases[i].text, strlen(cases[i].text)) ==
                    cases[i].digest);
}

static void pieces_have_the_digest_of_the_whole(void **state)
{
    (void)state;
    const char text[] = "foobar";
    for (size_t cut = 0; cut <= 6; cut++) {
        uint64_t first = sn_digest_add(SN_DIGEST_BEGIN, text, cut);
        assert_true(sn_digest_add(first, text + cut, 6 - cut) == cases[2].digest);
    }
    assert_true(sn_digest_add(SN_DIGEST_BEGIN, NULL, 0) == SN_DIGEST_BEGIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_have_the_digest_of_fnv_1a),
        cmocka_unit_test(pieces_have_the_digest_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
