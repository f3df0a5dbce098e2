/* Laws of corrections: random articles, their words spoilt, some of them taken down.
 *   a corrected query has hits, and they are those of the text it says it was corrected to;
 *   no correction and no suggestion comes of words that only hidden articles have;
 *   the same query is answered the same again. */
#include "tests/unit/query/shelf.h"

#include "query/attempt.h"
#include "query/spelling.h"

#include <stdio.h>
#include <string.h>

#define ARTICLES 30
#define WORDS    6

static const char *const words[] = {
    "دولت",  "ذخیره",  "رضایت", "حافظ",   "مصاحبه",  "ثابت",   "سوال",    "طلا",     "تهران",
    "حمایت", "هوا",    "قانون", "غذا",    "عملیات",  "اعتماد", "باران",   "سلام",    "جمهور",
    "شیراز", "اصفهان", "مشهد",  "کتاب",   "خبر",     "خیابان", "قزوین",   "چراغ",    "ژاله",
    "آبان",  "معلم",   "زلزله", "یزد",    "خواهر",   "پل",     "رودخانه", "فرودگاه", "ورزش",
    "دریا",  "کوه",    "برف",   "زمستان", "تابستان", "کشاورز", "گندم",    "نان",     "مجلس",
    "وزیر",  "شهردار", "مدرسه", "کودک",   "پزشک"};

static uint64_t seed;
static sn_buf titles[ARTICLES];

static size_t below(size_t n)
{
    return random_below(&seed, (uint32_t)n);
}

static void put_articles(shelf *s)
{
    for (int i = 0; i < ARTICLES; i++) {
        SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(1 << 16);
        sn_buf_clear(&titles[i]);
        titles[i].max = 1 << 14;
        for (int k = 0; k < WORDS; k++) {
            sn_buf_add_str(&titles[i], sn_str_of(words[below(COUNT_OF(words))]));
            sn_buf_add_byte(&titles[i], ' ');
        }
        sn_buf_add_format(&json, "{\"id\":\"p%d\",\"title\":\"%s\"}", i, sn_buf_text(&titles[i]));
        shelf_put(s, sn_buf_text(&json), 0);
    }
    shelf_commit(s);
}

/* One letter of two bytes out, or one twice. */
static void spoil(sn_str title, sn_buf *out)
{
    size_t n = title.len / 2, at = 2 * below(n > 0 ? n : 1);
    bool is_letter = at + 2 <= title.len && (unsigned char)title.at[at] >= 0xd8 &&
                     (unsigned char)title.at[at] <= 0xdb;
    sn_buf_add(out, title.at, is_letter ? at : title.len);
    if (!is_letter)
        return;
    if (below(2) == 0) {
        sn_buf_add(out, title.at + at, 2);
        sn_buf_add(out, title.at + at, 2);
    }
    sn_buf_add(out, title.at + at + 2, title.len - at - 2);
}

typedef struct seen {
    char text[4096];
    bool is_applied, has_spelling;
    size_t hits;
} seen;

static sn_status look(sn_attempt *attempt, const sn_lookup *l)
{
    seen *to = attempt->ctx;
    *to = (seen){.hits = l->n_refs};
    if (l->spelling == NULL)
        return SN_OK;
    to->has_spelling = true;
    to->is_applied = l->spelling->is_applied;
    snprintf(to->text, sizeof to->text, "%.*s", (int)l->spelling->text.len, l->spelling->text.at);
    return SN_OK;
}

static seen ask(shelf *s, const char *q)
{
    seen out;
    char setting[8192];
    sn_problem problem = {0};
    SN_CLEANUP(sn_request) sn_request r = {0};
    snprintf(setting, sizeof setting, "q=%s", q);
    const char *settings[] = {setting, NULL};
    shelf_request(&r, settings);
    sn_attempt attempt = sn_attempt_of(s->searcher, &r, 0, &out, &problem);
    assert_int_equal(sn_attempt_do(&attempt, look), SN_OK);
    return out;
}

static void check(shelf *s, const char *q)
{
    char setting[8192], wanted[65536];
    seen first = ask(s, q), again = ask(s, q);
    assert_string_equal(first.text, again.text);
    assert_int_equal(first.is_applied, again.is_applied);
    if (!first.has_spelling)
        return;
    snprintf(setting, sizeof setting, "q=%s", first.text);
    snprintf(wanted, sizeof wanted, "%s", shelf_ids(s, setting, "correct=off", NULL));
    assert_true(wanted[0] != '\0');
    if (!first.is_applied)
        return;
    assert_true(first.hits > 0);
    snprintf(setting, sizeof setting, "q=%s", q);
    assert_string_equal(shelf_ids(s, setting, NULL), wanted);
}

static void corrections_hold_what_they_say(void **state)
{
    size_t rounds = test_iters(60);
    put_articles(*state);
    for (size_t i = 0; i < rounds; i++) {
        SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(1 << 14);
        if (i % 20 == 19) {
            char id[16];
            snprintf(id, sizeof id, "p%zu", below(ARTICLES));
            shelf_hide(*state, id);
        }
        spoil(sn_buf_str(&titles[below(ARTICLES)]), &q);
        check(*state, sn_buf_text(&q));
    }
}

int main(void)
{
    seed = test_seed();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(corrections_hold_what_they_say, shelf_make, shelf_remove),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (int i = 0; i < ARTICLES; i++)
        sn_buf_done(&titles[i]);
    return failed;
}
