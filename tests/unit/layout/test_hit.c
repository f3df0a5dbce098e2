#include "layout/hit.h"
#include "tests/unit/base/testing.h"

#include <string.h>

#define RECORD_BYTES 1000000

static void assert_lists_equal(const sn_hit_list *a, const sn_hit_list *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++)
        assert_true(sn_str_equal(a->at[i], b->at[i]));
}

/* What was read, and what was written: the body is apart. */
static void assert_hits_equal(const sn_hit *a, const sn_hit *b)
{
    const sn_str *const texts[][2] = {{&a->id, &b->id},
                                      {&a->url, &b->url},
                                      {&a->title, &b->title},
                                      {&a->kicker, &b->kicker},
                                      {&a->lead, &b->lead},
                                      {&a->source, &b->source},
                                      {&a->image_url, &b->image_url},
                                      {&a->language, &b->language},
                                      {&a->extra_json, &b->extra_json}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(sn_str_equal(*texts[i][0], *texts[i][1]));
    assert_lists_equal(&a->author, &b->author);
    assert_lists_equal(&a->category, &b->category);
    assert_lists_equal(&a->tags, &b->tags);
    assert_true(a->published_sec == b->published_sec && a->modified_sec == b->modified_sec);
    assert_int_equal(a->published_precision, b->published_precision);
    assert_int_equal(a->modified_precision, b->modified_precision);
    assert_int_equal(a->urgency, b->urgency);
    assert_int_equal(a->has_version, b->has_version);
    assert_true(a->version == b->version && a->etag == b->etag);
    assert_true(a->body_bytes == (b->body.len > 0 ? b->body.len : b->body_bytes));
    assert_int_equal(a->body.len, 0);
}

static void assert_comes_back(const sn_hit *hit)
{
    static sn_hit read;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    assert_int_equal(sn_hit_write(hit, &record), SN_OK);
    memset(&read, 0xaa, sizeof read);
    assert_int_equal(sn_hit_read(sn_buf_str(&record), &read), SN_OK);
    assert_hits_equal(&read, hit);
}

static void a_full_record_comes_back(void **state)
{
    (void)state;
    sn_str authors[] = {SN_STR("مینا راد"), SN_STR("آرش کیا")}, tags[] = {SN_STR("پل")};
    sn_hit hit = {.id = SN_STR("n-1"),
                  .url = SN_STR("https://example.ir/1"),
                  .title = SN_STR("پل مهرسار باز شد"),
                  .kicker = SN_STR("راه"),
                  .lead = SN_STR("پس از دو سال"),
                  .body = SN_STR("بند نخست\n\nبند دوم"),
                  .source = SN_STR("پیک مهرسار"),
                  .image_url = SN_STR("https://example.ir/1.jpg"),
                  .language = SN_STR("fa"),
                  .extra_json = SN_STR("{\"a\":1}"),
                  .author = {authors, 2},
                  .tags = {tags, 1},
                  .published_sec = 1630057260,
                  .published_precision = 2,
                  .modified_sec = -2208988800,
                  .modified_precision = 3,
                  .urgency = 8,
                  .version = 1,
                  .has_version = true,
                  .etag = UINT64_MAX - 1};
    assert_comes_back(&hit);
}

static void the_least_record_comes_back(void **state)
{
    (void)state;
    assert_comes_back(&(sn_hit){.id = SN_STR("1")});
    assert_comes_back(&(sn_hit){.id = SN_STR("1"), .has_version = true, .version = 0});
    assert_comes_back(&(sn_hit){.id = SN_STR("1"), .has_version = true, .version = INT64_MAX});
    assert_comes_back(&(sn_hit){.id = SN_STR("1"), .etag = (uint64_t)1 << 63});
    assert_comes_back(&(sn_hit){.id = SN_STR("1"), .published_sec = 0, .published_precision = 1});
}

static void the_longest_list_comes_back(void **state)
{
    (void)state;
    sn_str tags[SN_HIT_LIST_MAX];
    for (size_t i = 0; i < SN_HIT_LIST_MAX; i++)
        tags[i] = SN_STR("t");
    sn_hit_list full = {tags, SN_HIT_LIST_MAX};
    assert_comes_back(&(sn_hit){.id = SN_STR("1"), .author = full, .category = full, .tags = full});
}

/* The form on disk: records of old indexes must stay readable. */
static void the_bytes_of_a_record(void **state)
{
    (void)state;
    static const char want[] = "\x01"                     /* format */
                               "\x01\x02n1"               /* id */
                               "\x03\x04\xd9\xbe\xd9\x84" /* title */
                               "\x0e\x02\x8c\x01"         /* published: second 17, precision 2 */
                               "\x0b\x01"
                               "a" /* authors */
                               "\x0b\x01"
                               "b"
                               "\x10\x01\x06"     /* urgency 3 */
                               "\x11\x02\x80\x01" /* version 64 */
                               "\x13\x01\x02";    /* bytes of the body */
    sn_str authors[] = {SN_STR("a"), SN_STR("b")};
    sn_hit hit = {.id = SN_STR("n1"),
                  .title = SN_STR("پل"),
                  .body = SN_STR("x"),
                  .author = {authors, 2},
                  .published_sec = 17,
                  .published_precision = 2,
                  .urgency = 3,
                  .version = 64,
                  .has_version = true};
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    assert_int_equal(sn_hit_write(&hit, &record), SN_OK);
    assert_int_equal(record.len, sizeof want - 1);
    assert_memory_equal(record.at, want, record.len);
}

#define RECORD(bytes)                                                                              \
    {                                                                                              \
        bytes, sizeof(bytes) - 1                                                                   \
    }

static void records_that_are_none(void **state)
{
    (void)state;
    static const struct bad_case {
        const char *name;
        sn_str record;
        sn_status want;
    } cases[] = {
        {"no bytes", {NULL, 0}, SN_ECORRUPT},
        {"another format", RECORD("\x02\x01\x01x"), SN_EFORMAT},
        {"format zero", RECORD("\0\x01\x01x"), SN_EFORMAT},
        {"no id", RECORD("\x01\x03\x01x"), SN_ECORRUPT},
        {"nothing behind the format", RECORD("\x01"), SN_ECORRUPT},
        {"an empty id", RECORD("\x01\x01\0"), SN_ECORRUPT},
        {"a field number without length", RECORD("\x01\x01\x01x\x03"), SN_ECORRUPT},
        {"a field that is cut short", RECORD("\x01\x01\x01x\x03\x05tit"), SN_ECORRUPT},
        {"a length past all memory",
         RECORD("\x01\x01\x01x\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), SN_ECORRUPT},
        {"a field number over 64 bits",
         RECORD("\x01\x01\x01x\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\0"), SN_ECORRUPT},
        {"a date without bytes", RECORD("\x01\x01\x01x\x0e\0"), SN_ECORRUPT},
        {"a date with bytes behind it", RECORD("\x01\x01\x01x\x0e\x02\x0a\x0a"), SN_ECORRUPT},
        {"a date that is cut short", RECORD("\x01\x01\x01x\x0e\x01\x8a"), SN_ECORRUPT},
        {"an urgency below", RECORD("\x01\x01\x01x\x10\x01\x01"), SN_ECORRUPT},
        {"an urgency above", RECORD("\x01\x01\x01x\x10\x01\x14"), SN_ECORRUPT},
        {"a body of no bytes", RECORD("\x01\x01\x01x\x13\x01\x00"), SN_ECORRUPT},
        {"a body of fewer bytes", RECORD("\x01\x01\x01x\x13\x01\x01"), SN_ECORRUPT},
        {"a body longer than any", RECORD("\x01\x01\x01x\x13\x04\x82\x80\x80\x04"), SN_ECORRUPT},
        {"a version without bytes", RECORD("\x01\x01\x01x\x11\0"), SN_ECORRUPT},
    };
    static sn_hit hit;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_int_equal(sn_hit_read(cases[i].record, &hit), cases[i].want);
    }
}

static void fields_of_a_later_program_are_skipped(void **state)
{
    (void)state;
    static sn_hit hit;
    sn_str record = RECORD("\x01\x01\x01x\x14\x03new\xff\x7f\x02zz\0\x01z\x06\x01y");
    assert_int_equal(sn_hit_read(record, &hit), SN_OK);
    assert_str(hit.id, "x");
    assert_str(hit.body, "y");
}

static void a_record_of_before_has_its_body(void **state)
{
    (void)state;
    static sn_hit hit;
    sn_str record = RECORD("\x01\x01\x01x\x06\x02yz");
    assert_int_equal(sn_hit_read(record, &hit), SN_OK);
    assert_str(hit.body, "yz");
    assert_int_equal(hit.body_bytes, 0);
}

static void a_list_too_long_is_corrupt(void **state)
{
    (void)state;
    static sn_hit hit;
    static const unsigned char lists[] = {0x0b, 0x0c, 0x0d};
    for (size_t list = 0; list < COUNT_OF(lists); list++) {
        SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
        sn_buf_add(&record, "\x01\x01\x01x", 4);
        for (size_t i = 0; i <= SN_HIT_LIST_MAX; i++) {
            assert_int_equal(sn_hit_read(sn_buf_str(&record), &hit), SN_OK);
            sn_buf_add_byte(&record, lists[list]);
            sn_buf_add(&record, "\x01t", 2);
        }
        assert_int_equal(sn_hit_read(sn_buf_str(&record), &hit), SN_ECORRUPT);
    }
}

static void a_record_over_the_buffers_maximum_is_refused(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(10);
    sn_hit hit = {.id = SN_STR("1"), .title = SN_STR("longer than that")};
    assert_int_equal(sn_hit_write(&hit, &record), SN_ELIMIT);
}

/* ---- properties ------------------------------------------------------------------------------- */

/* The random texts of one hit; slices of one buffer that never moves. */
typedef struct random_hit {
    sn_buf memory;
    sn_hit hit;
} random_hit;

static sn_str some_text(uint64_t *random, sn_buf *memory, size_t least)
{
    size_t begin = memory->len;
    random_text(random, least + random_below(random, 30), memory);
    assert_int_equal(sn_buf_status(memory), SN_OK);
    return (sn_str){memory->at + begin, memory->len - begin};
}

static sn_hit_list some_list(uint64_t *random, random_hit *h, size_t slot)
{
    sn_hit_list list = {h->hit.list_memory + slot * SN_HIT_LIST_MAX, random_below(random, 5)};
    for (size_t i = 0; i < list.n; i++)
        list.at[i] = some_text(random, &h->memory, 1);
    return list;
}

static void make_random_hit(uint64_t *random, random_hit *h)
{
    sn_hit *hit = &h->hit;
    sn_str *texts[] = {&hit->url,    &hit->title,     &hit->kicker,   &hit->lead,      &hit->body,
                       &hit->source, &hit->image_url, &hit->language, &hit->extra_json};
    memset(hit, 0, sizeof *hit);
    sn_buf_clear(&h->memory);
    assert_non_null(sn_buf_reserve(&h->memory, h->memory.max)); /* so that it never moves */
    hit->id = some_text(random, &h->memory, 1);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (random_below(random, 2) == 0)
            *texts[i] = some_text(random, &h->memory, 0);
    hit->author = some_list(random, h, 0);
    hit->category = some_list(random, h, 1);
    hit->tags = some_list(random, h, 2);
    hit->published_precision = (int)random_below(random, 4);
    hit->modified_precision = (int)random_below(random, 4);
    if (hit->published_precision > 0)
        hit->published_sec = (int64_t)random_number(random) >> (3 + random_below(random, 60));
    if (hit->modified_precision > 0)
        hit->modified_sec = (int64_t)random_number(random) >> (3 + random_below(random, 60));
    hit->urgency = (int)random_below(random, 9);
    hit->has_version = random_below(random, 2) == 0;
    if (hit->has_version)
        hit->version = (int64_t)(random_number(random) >> (1 + random_below(random, 63)));
    hit->etag = random_below(random, 2) == 0 ? random_number(random) : 0;
}

static void random_records_come_back(void **state)
{
    (void)state;
    static random_hit h = {.memory.max = 100000};
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(500); turn++) {
        make_random_hit(&random, &h);
        assert_comes_back(&h.hit);
    }
    sn_buf_done(&h.memory);
}

/* Whatever reads back at all is written and read again as the same. */
static void assert_stable(sn_str record)
{
    static sn_hit hit;
    SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(RECORD_BYTES), twice = SN_BUF(RECORD_BYTES);
    /* A heap copy, so that the sanitizer sees a read past the end. */
    SN_CLEANUP(sn_buf) sn_buf copy = SN_BUF(RECORD_BYTES);
    sn_buf_add_str(&copy, record);
    sn_status s = sn_hit_read((sn_str){copy.at, record.len}, &hit);
    if (s != SN_OK) {
        assert_true(s == SN_ECORRUPT || s == SN_EFORMAT);
        return;
    }
    assert_int_equal(sn_hit_write(&hit, &once), SN_OK);
    assert_int_equal(sn_hit_read(sn_buf_str(&once), &hit), SN_OK);
    assert_int_equal(sn_hit_write(&hit, &twice), SN_OK);
    assert_true(sn_str_equal(sn_buf_str(&once), sn_buf_str(&twice)));
}

static void a_record_cut_anywhere_is_no_trap(void **state)
{
    (void)state;
    static random_hit h = {.memory.max = 100000};
    uint64_t random = test_seed();
    SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
    make_random_hit(&random, &h);
    assert_int_equal(sn_hit_write(&h.hit, &record), SN_OK);
    for (size_t len = 0; len < record.len; len++)
        assert_stable((sn_str){record.at, len});
    sn_buf_done(&h.memory);
}

static void random_damage_is_no_trap(void **state)
{
    (void)state;
    static random_hit h = {.memory.max = 100000};
    uint64_t random = test_seed();
    for (unsigned turn = 0; turn < test_iters(5000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf record = SN_BUF(RECORD_BYTES);
        make_random_hit(&random, &h);
        assert_int_equal(sn_hit_write(&h.hit, &record), SN_OK);
        for (unsigned i = 0; i <= random_below(&random, 4); i++)
            record.at[random_below(&random, (uint32_t)record.len)] = (char)random_number(&random);
        assert_stable((sn_str){record.at, record.len - random_below(&random, 3)});
    }
    sn_buf_done(&h.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_record_comes_back),
        cmocka_unit_test(the_least_record_comes_back),
        cmocka_unit_test(the_longest_list_comes_back),
        cmocka_unit_test(the_bytes_of_a_record),
        cmocka_unit_test(records_that_are_none),
        cmocka_unit_test(fields_of_a_later_program_are_skipped),
        cmocka_unit_test(a_record_of_before_has_its_body),
        cmocka_unit_test(a_list_too_long_is_corrupt),
        cmocka_unit_test(a_record_over_the_buffers_maximum_is_refused),
        cmocka_unit_test(random_records_come_back),
        cmocka_unit_test(a_record_cut_anywhere_is_no_trap),
        cmocka_unit_test(random_damage_is_no_trap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
