/* Keys: tokens, the key file, who may do what. */
#include "base/file.h"
#include "http/access/caller.h"
#include "http/access/key_file.h"
#include "http/access/key_ring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ID    "0123456789abcdef"
#define HASH  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define BEGIN "{\"id\":\"" ID "\",\"hash\":\"" HASH "\",\"role\":"
#define NOW   INT64_C(1795761600)

static void a_token_is_known_by_its_digest(void **state)
{
    (void)state;
    char token[SN_KEY_TOKEN_SIZE], id[SN_KEY_ID_SIZE];
    unsigned char secret[SN_KEY_SECRET_BYTES], hash[SN_KEY_HASH_BYTES];
    sn_key key = {.role = SN_ROLE_SEARCH};
    assert_int_equal(sn_key_make(&key, token), SN_OK);
    assert_int_equal(strlen(token), SN_KEY_TOKEN_SIZE - 1);
    assert_true(sn_token_parse(sn_str_of(token), id, secret));
    assert_string_equal(id, key.id);
    sn_key_hash(id, secret, hash);
    assert_memory_equal(hash, key.hash, sizeof hash);
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    assert_int_equal(sn_key_list_add(&keys, &key, NULL), SN_OK);
    assert_ptr_equal(sn_key_list_verify(&keys, sn_str_of(token), NOW), &keys.at[0]);
    for (size_t i = 0; i < SN_KEY_TOKEN_SIZE - 1; i++) {
        char other[SN_KEY_TOKEN_SIZE];
        memcpy(other, token, sizeof other);
        other[i] = other[i] == 'b' ? 'c' : 'b';
        assert_null(sn_key_list_verify(&keys, sn_str_of(other), NOW));
    }
}

static void what_is_no_token_is_none(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "sarnakh_",
        "sarnakh_0123456789abcdef_",
        "sarnakh_0123456789ABCDEF_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sarnakh-0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sarnakh_0123456789abcdef-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sarnakh_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "sarnakh_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", /* bits over */
        "sarnakh_0123456789abcdef_AAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAA",
        "sarnakh_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    char id[SN_KEY_ID_SIZE];
    unsigned char secret[SN_KEY_SECRET_BYTES];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i]);
        assert_false(sn_token_parse(sn_str_of(cases[i]), id, secret));
    }
}

static void a_key_file_reads_back_as_it_was_written(void **state)
{
    (void)state;
    sn_error err = {0};
    sn_str text = SN_STR(
        "\n" BEGIN "\"search\"}\n  \n"
        "{\"made\":5,\"role\":\"search\",\"id\":\"1123456789abcdef\",\"hash\":\"" HASH
        "\",\"public\":true,\"origins\":[\"https://news.example\",\"http://[::1]:8080\"],"
        "\"rate\":20,\"filter\":{\"filter.tag\":[\"پل\",\"راه\"],\"filter.source\":[\"پگاه\"]},"
        "\"name\":\"صفحهٔ نخست\",\"expires\":6,\"revoked\":7}\r\n");
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    SN_CLEANUP(sn_key_list) sn_key_list again = {0};
    SN_CLEANUP(sn_buf) sn_buf one = SN_BUF(SN_LIMIT_KEYS_BYTES);
    SN_CLEANUP(sn_buf) sn_buf two = SN_BUF(SN_LIMIT_KEYS_BYTES);
    assert_int_equal(sn_key_list_parse(text, &keys, &err), SN_OK);
    assert_int_equal(keys.n, 2);
    assert_string_equal(keys.at[0].name, "");
    const sn_key *k = &keys.at[1];
    assert_true(k->is_public && k->has_filter && k->rate == 20 && k->origins.n == 2);
    assert_true(k->filter.tag.n == 2 && k->filter.source.n == 1 && k->filter.category.n == 0);
    assert_true(k->made_sec == 5 && k->expires_sec == 6 && k->revoked_sec == 7);
    assert_int_equal(sn_key_list_write(&keys, &one), SN_OK);
    assert_int_equal(sn_key_list_parse(sn_buf_str(&one), &again, &err), SN_OK);
    assert_int_equal(sn_key_list_write(&again, &two), SN_OK);
    assert_string_equal(sn_buf_text(&one), sn_buf_text(&two));
}

static void mistakes_are_named_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"x", "line 1: "},
        {"[]", "line 1: a key is an object"},
        {BEGIN "\"search\"}\n{}", "line 2: id is missing"},
        {BEGIN "\"search\"}\n" BEGIN "\"admin\"}", "line 2: the id " ID " is there twice"},
        {BEGIN "\"root\"}", "line 1: role: no such value"},
        {BEGIN "\"none\"}", "line 1: role: no such value"},
        {BEGIN "1}", "line 1: role: no such value"},
        {BEGIN "\"search\",\"role\":\"admin\"}", "line 1: "},
        {BEGIN "\"search\",\"colour\":1}", "line 1: «colour» is no member"},
        {BEGIN "\"search\",\"rate\":-1}", "line 1: rate: "},
        {BEGIN "\"search\",\"rate\":1.5}", "line 1: rate: "},
        {BEGIN "\"search\",\"rate\":100001}", "line 1: the rate is at most"},
        {BEGIN "\"search\",\"public\":1}", "line 1: public: "},
        {BEGIN "\"search\",\"public\":true}", "line 1: a public key has origins"},
        {BEGIN "\"search\",\"origins\":[\"https://a.example\"]}", "line 1: a public key has"},
        {BEGIN "\"search\",\"public\":true,\"origins\":[\"*\"]}", "line 1: «*» is no origin"},
        {BEGIN "\"search\",\"public\":true,\"origins\":[\"https://a.example/\"]}", "is no origin"},
        {BEGIN "\"search\",\"public\":true,\"origins\":[\"https://A.example\"]}", "is no origin"},
        {BEGIN "\"ingest\",\"public\":true,\"origins\":[\"https://a.example\"]}", "only a key of"},
        {BEGIN "\"admin\",\"filter\":{\"filter.source\":[\"a\"]}}", "only a key of role search"},
        {BEGIN "\"search\",\"filter\":{}}", "line 1: filter: "},
        {BEGIN "\"search\",\"filter\":{\"filter.source\":[]}}", "line 1: filter: "},
        {BEGIN "\"search\",\"filter\":{\"filter.source\":[\"\"]}}", "the value is empty"},
        {BEGIN "\"search\",\"filter\":{\"from\":[\"1403\"]}}", "a filter is filter.source"},
        {BEGIN "\"search\",\"filter\":{\"q\":[\"a\"]}}", "a filter is filter.source"},
        {"{\"id\":\"0123456789ABCDEF\",\"hash\":\"" HASH "\",\"role\":\"admin\"}", "line 1: id: "},
        {"{\"id\":\"" ID "\",\"hash\":\"00\",\"role\":\"admin\"}", "line 1: hash: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sn_error err = {0};
        sn_key_list keys = {0};
        print_message("  %s\n", cases[i].text);
        assert_int_not_equal(sn_key_list_parse(sn_str_of(cases[i].text), &keys, &err), SN_OK);
        assert_non_null(strstr(err.msg, cases[i].says));
        assert_int_equal(keys.n, 0);
    }
}

/* ---- the file ---- */

static int make_dir(void **state)
{
    char name[] = "/tmp/sarnakh-keys-XXXXXX";
    *state = mkdtemp(name) != NULL ? strdup(name) : NULL;
    return *state != NULL ? 0 : -1;
}

static int remove_dir(void **state)
{
    int failed = sn_dir_remove(*state, NULL) != SN_OK;
    free(*state);
    return failed;
}

static sn_status add_one(void *ctx, sn_key_list *keys, sn_error *err)
{
    sn_key key = {.role = *(sn_role *)ctx};
    char token[SN_KEY_TOKEN_SIZE];
    sn_status s = sn_key_make(&key, token);
    return s == SN_OK ? sn_key_list_add(keys, &key, err) : s;
}

static void write_file(const char *dir, const char *text, mode_t mode)
{
    char path[SN_PATH_SIZE];
    snprintf(path, sizeof path, "%s/" SN_KEY_FILE, dir);
    assert_int_equal(sn_file_write(path, sn_str_of(text), NULL), SN_OK);
    assert_int_equal(chmod(path, mode), 0);
}

static void a_file_is_its_owners_alone(void **state)
{
    struct stat st;
    char path[SN_PATH_SIZE];
    sn_error err = {0};
    sn_role role = SN_ROLE_ADMIN;
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    assert_int_equal(sn_key_file_read(*state, &keys, NULL, &err), SN_OK);
    assert_int_equal(keys.n, 0);
    assert_int_equal(sn_key_file_change(*state, add_one, &role, &err), SN_OK);
    assert_int_equal(sn_key_file_change(*state, add_one, &role, &err), SN_OK);
    snprintf(path, sizeof path, "%s/" SN_KEY_FILE, (const char *)*state);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(sn_key_file_read(*state, &keys, NULL, &err), SN_OK);
    assert_int_equal(keys.n, 2);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(sn_key_file_read(*state, &keys, NULL, &err), SN_EINVAL);
    assert_non_null(strstr(err.msg, "640"));
}

static sn_status refuse(void *ctx, sn_key_list *keys, sn_error *err)
{
    (void)ctx, (void)keys;
    return sn_fail(err, SN_ENOTFOUND, "no");
}

static void a_change_that_is_refused_changes_nothing(void **state)
{
    sn_key_stamp before, after;
    write_file(*state, BEGIN "\"search\"}\n", 0600);
    assert_int_equal(sn_key_file_look(*state, &before, NULL), SN_OK);
    assert_int_equal(sn_key_file_change(*state, refuse, NULL, NULL), SN_ENOTFOUND);
    assert_int_equal(sn_key_file_look(*state, &after, NULL), SN_OK);
    assert_true(sn_key_stamp_equal(&before, &after));
}

static void a_broken_file_keeps_the_keys_of_before(void **state)
{
    sn_key_ring *ring = NULL;
    sn_error err = {0};
    sn_role role = SN_ROLE_SEARCH;
    write_file(*state, BEGIN "\"search\"}\n", 0600);
    assert_int_equal(sn_key_ring_open(*state, &ring, &err), SN_OK);
    const sn_key_list *first = sn_key_ring_take(ring);
    assert_int_equal(first->n, 1);
    assert_int_equal(sn_key_ring_look(ring, &err), SN_DONE);
    write_file(*state, "broken\n", 0600);
    assert_int_equal(sn_key_ring_look(ring, &err), SN_EINVAL);
    assert_int_equal(sn_key_ring_look(ring, &err), SN_DONE);
    write_file(*state, BEGIN "\"search\"}\n", 0600);
    assert_int_equal(sn_key_file_change(*state, add_one, &role, &err), SN_OK);
    assert_int_equal(sn_key_ring_look(ring, &err), SN_OK);
    const sn_key_list *second = sn_key_ring_take(ring);
    assert_int_equal(second->n, 2);
    assert_int_equal(first->n, 1); /* who took them keeps them */
    sn_key_ring_give_back(ring, first);
    sn_key_ring_give_back(ring, second);
    char path[SN_PATH_SIZE];
    snprintf(path, sizeof path, "%s/" SN_KEY_FILE, (const char *)*state);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(sn_key_ring_look(ring, &err), SN_ENOTFOUND);
    const sn_key_list *third = sn_key_ring_take(ring);
    assert_int_equal(third->n, 2); /* a file that goes away lets nobody in */
    sn_key_ring_give_back(ring, third);
    sn_key_ring_close(ring);
}

/* ---- who may do what ---- */

static char *origins[] = {(char *)"https://portal.example"};
static const sn_names listed = {.at = origins, .n = 1};

typedef struct made {
    sn_key_list keys;
    char tokens[5][SN_KEY_TOKEN_SIZE];
} made;

enum { SEARCH, INGEST, ADMIN, PUBLIC, REVOKED };

static void make_keys(made *m)
{
    static const sn_role roles[] = {SN_ROLE_SEARCH, SN_ROLE_INGEST, SN_ROLE_ADMIN, SN_ROLE_SEARCH,
                                    SN_ROLE_ADMIN};
    *m = (made){0};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        sn_key key = {.role = roles[i], .is_public = i == PUBLIC, .rate = (int64_t)i};
        key.revoked_sec = i == REVOKED ? NOW - 1 : 0;
        if (i == PUBLIC)
            assert_int_equal(sn_names_add(&key.origins, "https://page.example"), SN_OK);
        assert_int_equal(sn_key_make(&key, m->tokens[i]), SN_OK);
        assert_int_equal(sn_key_list_add(&m->keys, &key, NULL), SN_OK);
    }
}

static void a_caller_has_the_role_of_its_key(void **state)
{
    (void)state;
    made m;
    make_keys(&m);
    const struct {
        const char *what, *token, *origin, *refusal;
        bool in_address, twice, from_page, local;
        sn_role role;
    } cases[] = {
        {"no key", NULL, "", NULL, false, false, false, false, SN_ROLE_SEARCH},
        {"no key, here", NULL, "", NULL, false, false, false, true, SN_ROLE_SEARCH},
        {"search", m.tokens[SEARCH], "", NULL, false, false, false, false, SN_ROLE_SEARCH},
        {"ingest", m.tokens[INGEST], "", NULL, false, false, false, false, SN_ROLE_INGEST},
        {"admin", m.tokens[ADMIN], "", NULL, false, false, false, false, SN_ROLE_ADMIN},
        {"revoked", m.tokens[REVOKED], "", "invalid_key", false, false, false, false, SN_ROLE_NONE},
        {"nonsense", "x", "", "invalid_key", false, false, false, true, SN_ROLE_NONE},
        {"nothing", "", "", "invalid_key", false, false, false, false, SN_ROLE_NONE},
        {"two", m.tokens[ADMIN], "", "invalid_key", false, true, false, false, SN_ROLE_NONE},
        {"secret in an address", m.tokens[SEARCH], "", "invalid_key", true, false, false, false,
         SN_ROLE_NONE},
        {"public", m.tokens[PUBLIC], "", NULL, true, false, false, false, SN_ROLE_SEARCH},
        {"public of a page", m.tokens[PUBLIC], "https://page.example", NULL, true, false, true,
         false, SN_ROLE_SEARCH},
        {"public of another page", m.tokens[PUBLIC], "https://other.example", "origin_not_allowed",
         true, false, true, false, SN_ROLE_NONE},
        {"public of a hidden page", m.tokens[PUBLIC], "", "origin_not_allowed", true, false, true,
         false, SN_ROLE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i].what);
        sn_caller caller;
        sn_access_rules rules = {.local_writes = true, .rate = 7, .origins = &listed};
        sn_asking asking = {.token = cases[i].token,
                            .is_in_address = cases[i].in_address,
                            .is_twice = cases[i].twice,
                            .origin = cases[i].origin,
                            .is_from_page = cases[i].from_page,
                            .is_local = cases[i].local,
                            .now_sec = NOW};
        const char *refusal = sn_caller_decide(&asking, &m.keys, &rules, &caller);
        assert_int_equal(refusal == NULL, cases[i].refusal == NULL);
        if (refusal != NULL)
            assert_string_equal(refusal, cases[i].refusal);
        assert_int_equal(caller.role, cases[i].role);
        assert_int_equal(caller.key != NULL, cases[i].token != NULL && refusal == NULL);
        assert_true(caller.bucket_len > 0);
    }
    sn_key_list_done(&m.keys);
}

static void without_keys_the_machine_itself_may_do_everything(void **state)
{
    (void)state;
    static const struct {
        const char *what, *refusal;
        bool local, from_page, local_writes, needs_key;
        sn_role role;
    } cases[] = {
        {"here", NULL, true, false, true, false, SN_ROLE_ADMIN},
        {"here, a page", "forbidden", true, true, true, false, SN_ROLE_SEARCH},
        {"from elsewhere", "forbidden", false, false, true, false, SN_ROLE_SEARCH},
        {"here, switched off", "forbidden", true, false, false, false, SN_ROLE_SEARCH},
        {"searches need keys once there are some", "forbidden", false, false, true, true,
         SN_ROLE_SEARCH},
    };
    sn_key_list none = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i].what);
        sn_caller caller;
        sn_access_rules rules = {.local_writes = cases[i].local_writes,
                                 .search_needs_key = cases[i].needs_key,
                                 .rate = 3,
                                 .origins = &listed};
        sn_asking asking = {.origin = "",
                            .is_from_page = cases[i].from_page,
                            .is_local = cases[i].local,
                            .now_sec = NOW};
        assert_null(sn_caller_decide(&asking, &none, &rules, &caller));
        assert_int_equal(caller.role, cases[i].role);
        assert_int_equal(caller.rate, caller.role == SN_ROLE_ADMIN ? 0 : 3);
        const char *refusal = sn_caller_refusal(&caller, SN_ROLE_INGEST);
        assert_int_equal(refusal == NULL, cases[i].refusal == NULL);
        if (refusal != NULL)
            assert_string_equal(refusal, cases[i].refusal);
        assert_null(sn_caller_refusal(&caller, SN_ROLE_SEARCH));
    }
}

static void what_is_missing_is_said(void **state)
{
    (void)state;
    made m;
    make_keys(&m);
    sn_caller caller;
    sn_access_rules rules = {.local_writes = true, .search_needs_key = true, .origins = &listed};
    sn_asking asking = {.origin = "", .is_local = true, .now_sec = NOW};
    assert_null(sn_caller_decide(&asking, &m.keys, &rules, &caller));
    assert_string_equal(sn_caller_refusal(&caller, SN_ROLE_SEARCH), "key_needed");
    assert_null(sn_caller_refusal(&caller, SN_ROLE_NONE));
    asking.token = m.tokens[INGEST];
    assert_null(sn_caller_decide(&asking, &m.keys, &rules, &caller));
    assert_null(sn_caller_refusal(&caller, SN_ROLE_SEARCH));
    assert_null(sn_caller_refusal(&caller, SN_ROLE_INGEST));
    assert_string_equal(sn_caller_refusal(&caller, SN_ROLE_ADMIN), "role_needed");
    sn_key_list_done(&m.keys);
}

static void pages_that_are_listed_may_read_answers(void **state)
{
    (void)state;
    made m;
    make_keys(&m);
    sn_access_rules rules = {.origins = &listed};
    static const struct {
        const char *origin;
        bool may_ask;
    } cases[] = {{"https://portal.example", true},
                 {"https://page.example", true},
                 {"http://portal.example", false},
                 {"https://portal.example.evil", false},
                 {"null", false},
                 {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("  %s\n", cases[i].origin);
        assert_int_equal(sn_origin_may_ask(&m.keys, &rules, cases[i].origin, NOW),
                         cases[i].may_ask);
    }
    sn_key_list_done(&m.keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_known_by_its_digest),
        cmocka_unit_test(what_is_no_token_is_none),
        cmocka_unit_test(a_key_file_reads_back_as_it_was_written),
        cmocka_unit_test(mistakes_are_named_by_line),
        cmocka_unit_test_setup_teardown(a_file_is_its_owners_alone, make_dir, remove_dir),
        cmocka_unit_test_setup_teardown(a_change_that_is_refused_changes_nothing, make_dir,
                                        remove_dir),
        cmocka_unit_test_setup_teardown(a_broken_file_keeps_the_keys_of_before, make_dir,
                                        remove_dir),
        cmocka_unit_test(a_caller_has_the_role_of_its_key),
        cmocka_unit_test(without_keys_the_machine_itself_may_do_everything),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(pages_that_are_listed_may_read_answers),
    };
    return cmocka_run_group_tests_name("http/keys", tests, NULL, NULL);
}
