/* Laws of passages for which only a part of a text is analysed, on random articles and questions: their words, marks
 * and places are those that the analysis of the whole text has there; there are passages where the whole text has some;
 * and nearly all are the ones that it would choose, at most a twentieth others. */
#include "tests/unit/query/shelf.h"

#include "query/highlight.h"
#include "query/lookup.h"
#include "query/records.h"
#include "query/spots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARTICLES = 120, REQUESTS = 120 };

/* Words in their writings, some of which are several, or of several; some are asked for. */
static const char *const words[] = {"کتاب",
                                    "کتاب‌ها",
                                    "کتاب ها",
                                    "کتابهایشان",
                                    "رئیس جمهور",
                                    "رئیس‌جمهور",
                                    "رئیسجمهور",
                                    "جمهور",
                                    "رئیس",
                                    "آمریکا",
                                    "ایالات متحده",
                                    "امريكا",
                                    "سیاسی",
                                    "سیاست",
                                    "می‌رود",
                                    "می رود",
                                    "نمی‌خواهند",
                                    "نامهای",
                                    "نام‌های",
                                    "۱۲ مرداد ۱۴۰۳",
                                    "۱۴۰۳/۰۵/۱۲",
                                    "COVID-19",
                                    "کرونا",
                                    "دریا",
                                    "حتماً",
                                    "عَلَیْه",
                                    "باران",
                                    "خبرگزاری",
                                    "سد",
                                    "رودخانه",
                                    "گفت‌وگو",
                                    "گفتگو",
                                    "گفت و گو",
                                    "https://example.org/a",
                                    "U.S.A.",
                                    "۲۰سال",
                                    "#برچسب_دوم",
                                    "👍🏽",
                                    "نیروگاه",
                                    "بی‌نظیر",
                                    "خانه‌ای",
                                    "خانه ای"};
static const char *const fillers[] = {"و",   "در",   "به",   "از",    "که",   "این",  "را",   "با",
                                      "است", "شد",   "بود",  "مردم",  "شهر",  "روز",  "سال",  "کار",
                                      "دو",  "بزرگ", "تازه", "گزارش", "هنوز", "دیگر", "برای", "پس"};
static const char *const signs[] = {". ", "، ", ".",  "! ", "؟ ",  " «",
                                    "» ", " (", ") ", "\n", " - ", ": "};

static const char *one_of(uint64_t *seed, const char *const *list, size_t n)
{
    return list[random_below(seed, (uint32_t)n)];
}

/* n words; one in `rare` is one that is asked for. */
static void random_words(uint64_t *seed, uint32_t n, uint32_t rare, sn_buf *out)
{
    for (; n > 0; n--) {
        bool is_word = random_below(seed, rare) == 0;
        sn_buf_add_str(out, sn_str_of(is_word ? one_of(seed, words, COUNT_OF(words))
                                              : one_of(seed, fillers, COUNT_OF(fillers))));
        sn_buf_add_str(
            out,
            sn_str_of(random_below(seed, 9) == 0 ? one_of(seed, signs, COUNT_OF(signs)) : " "));
    }
}

static void add_field(cJSON *article, const char *name, uint64_t *seed, uint32_t n, uint32_t rare)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
    random_words(seed, n, rare, &text);
    if (text.len > 0)
        cJSON_AddStringToObject(article, name, sn_buf_text(&text));
}

/* Fields before the body are there or not, or have no word. */
static sn_docid put_random(shelf *s, uint64_t *seed, int i)
{
    char id[16];
    cJSON *article = cJSON_CreateObject();
    snprintf(id, sizeof id, "a%d", i);
    cJSON_AddStringToObject(article, "id", id);
    add_field(article, "title", seed, 1 + random_below(seed, 8), 3);
    add_field(article, "kicker", seed, random_below(seed, 3), 3);
    if (random_below(seed, 6) == 0)
        cJSON_AddStringToObject(article, "lead", "…");
    else
        add_field(article, "lead", seed, random_below(seed, 30), 5);
    add_field(article, "body", seed, 1 + random_below(seed, 700), 4 + random_below(seed, 60));
    char *json = cJSON_PrintUnformatted(article);
    sn_docid docid = shelf_put(s, json, 0);
    cJSON_free(json);
    cJSON_Delete(article);
    return docid;
}

static void random_query(uint64_t *seed, char *out, size_t size)
{
    size_t n = (size_t)snprintf(out, size, "q=");
    for (uint32_t k = 1 + random_below(seed, 4); k > 0; k--) {
        const char *quote = random_below(seed, 10) == 0 ? "\"" : "";
        n += (size_t)snprintf(out + n, size - n, "%s%s%s ", quote,
                              one_of(seed, words, COUNT_OF(words)), quote);
    }
}

typedef struct found {
    sn_fragment at[SN_FRAGMENTS_MAX];
    size_t n;
} found;

/* What was read of a passage is what the whole text has there. */
static void check_words(const sn_highlighter *h, const sn_highlighter *whole, const sn_fragment *f)
{
    size_t k = 0;
    while (k < whole->n_words && whole->words[k].begin < h->words[f->first].begin)
        k++;
    for (size_t i = f->first; i <= f->last; i++, k++) {
        assert_true(k < whole->n_words);
        assert_int_equal(h->words[i].begin, whole->words[k].begin);
        assert_int_equal(h->words[i].end, whole->words[k].end);
        assert_int_equal(h->words[i].chars, whole->words[k].chars);
        assert_int_equal(h->words[i].mark, whole->words[k].mark);
    }
}

static bool has(const found *f, const sn_fragment *one)
{
    bool is = false;
    for (size_t i = 0; i < f->n; i++)
        is = is || (f->at[i].begin == one->begin && f->at[i].end == one->end);
    return is;
}

typedef struct count {
    size_t passages, others, known, read, words;
} count;

/* Where nothing is marked. */
static void check_opening(sn_highlighter *h, const sn_highlighter *whole, sn_str text)
{
    sn_fragment part, all;
    bool is_any = false;
    assert_int_equal(sn_highlight_opening(h, text, &is_any, &part), SN_OK);
    assert_true(is_any == sn_highlight_beginning(whole, &all));
    if (!is_any)
        return;
    assert_int_equal(part.begin, all.begin);
    assert_int_equal(part.end, all.end);
    check_words(h, whole, &part);
}

static void check_hit(shelf *s, sn_page_spots *page, sn_highlighter *h, sn_highlighter *whole,
                      sn_docid docid, count *c)
{
    static sn_hit hit;
    SN_CLEANUP(sn_buf) sn_buf data = SN_BUF(1 << 20);
    SN_CLEANUP(sn_buf) sn_buf body = SN_BUF(1 << 20);
    sn_error err = {0};
    sn_spots spots;
    bool is_known;
    found part = {.n = 0}, all = {.n = 0};
    assert_int_equal(sn_hit_load(s->searcher->snapshot.db, docid, &data, &hit, &err), SN_OK);
    assert_int_equal(sn_hit_load_body(s->searcher, docid, &body, &hit, &err), SN_OK);
    assert_int_equal(sn_page_spots_of(page, docid, &hit, &is_known, &spots), SN_OK);
    assert_int_equal(sn_highlight_passages(h, hit.body, is_known ? &spots : NULL, part.at, &part.n),
                     SN_OK);
    assert_int_equal(sn_highlight_read(whole, hit.body), SN_OK);
    all.n = sn_highlight_fragments(whole, all.at);
    assert_true((part.n > 0) == (all.n > 0));
    for (size_t i = 0; i < part.n; i++) {
        check_words(h, whole, &part.at[i]);
        c->passages++;
        c->others += !has(&all, &part.at[i]);
    }
    if (all.n == 0)
        check_opening(h, whole, hit.body);
    c->known += is_known;
    c->read += h->n_words;
    c->words += whole->n_words;
}

static void ask(shelf *s, uint64_t *seed, const sn_docid *docids, count *c)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP(sn_page_spots) sn_page_spots page = {0};
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = NULL;
    char query[400];
    sn_ref refs[ARTICLES] = {0};
    sn_error err = {0};
    random_query(seed, query, sizeof query);
    shelf_request(&r, (const char *const[]){query, NULL});
    assert_int_equal(sn_lookup_plan(s->searcher, &r, 1795000000, &l, NULL, &err), SN_OK);
    for (int i = 0; i < ARTICLES; i++)
        refs[i].docid = docids[i];
    assert_int_equal(
        sn_page_spots_read(&page, s->searcher->snapshot.db, &l->question, refs, ARTICLES, &err),
        SN_OK);
    uint32_t chars = 40 + random_below(seed, 300);
    size_t passages = 1 + random_below(seed, SN_FRAGMENTS_MAX);
    SN_CLEANUP(sn_highlighter)
    sn_highlighter h = {.analyzer = s->searcher->analyzer,
                        .question = &l->question,
                        .passage_chars = chars,
                        .passages = passages};
    SN_CLEANUP(sn_highlighter) sn_highlighter whole = h;
    for (int i = 0; i < ARTICLES; i++)
        check_hit(s, &page, &h, &whole, docids[i], c);
}

static void passages_of_a_part_are_those_of_the_whole(void **state)
{
    uint64_t seed = test_seed();
    sn_docid docids[ARTICLES];
    sn_error err = {0};
    count c = {0};
    for (int i = 0; i < ARTICLES; i++)
        docids[i] = put_random(*state, &seed, i);
    shelf_commit(*state);
    shelf *s = *state;
    assert_int_equal(sn_searcher_refresh(s->searcher, false, &err), SN_OK);
    for (unsigned i = 0; i < test_iters(REQUESTS); i++)
        ask(s, &seed, docids, &c);
    printf("%zu of %zu passages are others; %zu of %zu words were read\n", c.others, c.passages,
           c.read, c.words);
    assert_true(c.known > 0 && c.others * 20 <= c.passages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SHELVED(passages_of_a_part_are_those_of_the_whole)};
    return cmocka_run_group_tests_name("query/passage_places", tests, NULL, NULL);
}
