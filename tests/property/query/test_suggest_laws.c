/* Laws of suggestions: random articles, beginnings of their words typed in random writings, some of
 * them taken down.
 *   every suggestion has the typed text, folded, where one of its words begins;
 *   a title is that of an article which is not hidden, a tag that of one;
 *   there are never more than asked for, none twice;
 *   a title that may be shown is found by its whole beginning. */
#include "tests/unit/query/shelf.h"

#include "analysis/fold.h"
#include "query/suggest.h"

#include <stdio.h>
#include <string.h>

#define ARTICLES 40

static const char *const words[] = {"دولت",
                                    "ذخیره",
                                    "رضایت",
                                    "حافظ",
                                    "کتاب‌ها",
                                    "ثابت",
                                    "رئیس‌جمهور",
                                    "طلا",
                                    "آبان",
                                    "حمایت",
                                    "هوا",
                                    "قانون",
                                    "غذا",
                                    "۱۴۰۵",
                                    "می‌رود",
                                    "باران",
                                    "گفت‌وگو",
                                    "شیراز",
                                    "مشهد",
                                    "كتاب",
                                    "خبر",
                                    "يزد",
                                    "covid",
                                    "پل",
                                    "رودخانه",
                                    "برف",
                                    "نان",
                                    "مجلس"};
static const char *const gaps[] = {" ", " ", " ", "، ", "\u200c", ": "};

static uint64_t seed;
static char titles[ARTICLES][512];
static char tags[ARTICLES][128];
static bool hidden[ARTICLES];

static size_t below(size_t n)
{
    return random_below(&seed, (uint32_t)n);
}

static const char *some(const char *const *of, size_t n)
{
    return of[below(n)];
}

static void put_articles(shelf *s)
{
    for (int i = 0; i < ARTICLES; i++) {
        char json[2048];
        size_t len = 0, n = 2 + below(5);
        for (size_t k = 0; k < n; k++)
            len += (size_t)snprintf(titles[i] + len, sizeof titles[i] - len, "%s%s",
                                    k > 0 ? some(gaps, COUNT_OF(gaps)) : "",
                                    some(words, COUNT_OF(words)));
        snprintf(tags[i], sizeof tags[i], "%s %s", some(words, COUNT_OF(words)),
                 some(words, COUNT_OF(words)));
        snprintf(json, sizeof json, "{\"id\":\"p%d\",\"title\":\"%s\",\"tags\":[\"%s\"]}", i,
                 titles[i], tags[i]);
        shelf_put(s, json, 0);
        hidden[i] = false;
    }
    shelf_commit(s);
}

/* As another keyboard has it. */
static void disguise(const char *text, sn_buf *out)
{
    sn_str s = sn_str_of(text);
    for (size_t i = 0; i < s.len; i++) {
        bool is_half = s.len - i >= 3 && memcmp(s.at + i, "\u200c", 3) == 0;
        if (is_half && below(2) == 0) {
            sn_buf_add(out, " ", below(2));
            i += 2;
        } else if (s.len - i >= 2 && memcmp(s.at + i, "ک", 2) == 0 && below(2) == 0) {
            sn_buf_add(out, "ك", 2);
            i++;
        } else {
            sn_buf_add_byte(out, (unsigned char)s.at[i]);
        }
    }
}

static bool begins_a_word(sn_str text, sn_str typed)
{
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(1 << 16), prefix = SN_BUF(1 << 16);
    uint32_t starts[SN_COMPLETION_STARTS];
    size_t n = 0;
    assert_int_equal(sn_completion_key(text, &key, starts, &n), SN_OK);
    assert_int_equal(sn_completion_key(typed, &prefix, NULL, NULL), SN_OK);
    for (size_t i = 0; i < n; i++) {
        sn_str rest = {key.at + starts[i], key.len - starts[i]};
        if (sn_str_has_prefix(rest, sn_buf_str(&prefix)))
            return true;
    }
    return false;
}

static bool same_name(sn_str a, const char *b)
{
    SN_CLEANUP(sn_buf) sn_buf left = SN_BUF(1 << 16), right = SN_BUF(1 << 16);
    assert_int_equal(sn_fold_name(a, &left), SN_OK);
    assert_int_equal(sn_fold_name(sn_str_of(b), &right), SN_OK);
    return sn_str_equal(sn_buf_str(&left), sn_buf_str(&right));
}

/* Does an article that may be shown have it? */
static bool is_shown(const sn_suggested *one)
{
    for (int i = 0; i < ARTICLES; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        if (hidden[i] || (one->type == SN_COMPLETES_TITLE && !sn_str_equal(one->id, sn_str_of(id))))
            continue;
        if (same_name(one->text, one->type == SN_COMPLETES_TITLE ? titles[i] : tags[i]))
            return true;
    }
    return false;
}

static void check(shelf *s, sn_str typed, size_t limit, const char *title)
{
    sn_error err = {0};
    sn_suggest_request r;
    SN_CLEANUP(sn_suggestions) sn_suggestions all = {0};
    sn_problem problem = {0};
    bool is_found = false;
    sn_suggest_request_init(&r);
    r.limit = limit;
    assert_int_equal(sn_suggest_request_set(&r, SN_STR("q"), typed, &problem), SN_OK);
    assert_ok(sn_searcher_refresh(s->searcher, false, &err), &err);
    assert_ok(sn_suggest(s->searcher, &r, &all, &err), &err);
    assert_true(all.is_ready && all.n <= limit);
    sn_str meant = all.layout.len > 0 ? all.layout : typed;
    for (size_t i = 0; i < all.n; i++) {
        assert_true(begins_a_word(all.at[i].text, meant));
        assert_true(is_shown(&all.at[i]));
        assert_true(all.at[i].begin <= all.at[i].end);
        for (size_t k = 0; k < i; k++)
            assert_false(all.at[k].type == all.at[i].type &&
                         sn_str_equal(all.at[k].text, all.at[i].text));
        is_found = is_found || (title != NULL && same_name(all.at[i].text, title));
    }
    assert_true(title == NULL || is_found);
}

/* Of equal titles one article stands for all, until the next build also if it is taken down. */
static bool has_hidden_twin(size_t i)
{
    for (size_t k = 0; k < ARTICLES; k++) {
        if (hidden[k] && same_name(sn_str_of(titles[k]), titles[i]))
            return true;
    }
    return false;
}

static void turn(shelf *s)
{
    SN_CLEANUP(sn_buf) sn_buf typed = SN_BUF(1 << 12);
    size_t i = below(ARTICLES);
    if (below(10) == 0) {
        char id[16];
        snprintf(id, sizeof id, "p%zu", i);
        if (!hidden[i])
            shelf_hide(s, id);
        hidden[i] = true;
    }
    bool is_whole = below(4) == 0;
    disguise(titles[i], &typed);
    sn_str text = sn_buf_str(&typed);
    if (!is_whole) {
        size_t cut = below(text.len) + 1;
        while (cut < text.len && ((unsigned char)text.at[cut] & 0xc0) == 0x80)
            cut++;
        text.len = cut;
    }
    check(s, text, is_whole ? 20 : 1 + below(20),
          is_whole && !has_hidden_twin(i) ? titles[i] : NULL);
}

static void suggestions_hold_what_they_say(void **state)
{
    unsigned rounds = test_iters(400);
    put_articles(*state);
    for (unsigned i = 0; i < rounds; i++)
        turn(*state);
}

int main(void)
{
    seed = test_seed();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(suggestions_hold_what_they_say, shelf_make, shelf_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
