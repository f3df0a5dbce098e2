/* The ranking is the formula: of random queries in all modes on a random index, what a search finds,
 * in which order and with which scores, is what looking at every article gives (model.h).
 *
 * SN_SEED=<seed printed by a failure> SN_ITERS=<queries>. The match looks at all that is found (SN_COUNTED_HITS); a second one of each query may prune,
 * and what libxapian loses then is counted: one in a thousand at most. */
#include "tests/property/query/model_rank.h"
#include "tests/unit/query/shelf.h"

#include "archive/number.h"
#include "base/cleanup.h"
#include "query/filters.h"
#include "query/lookup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EPSILON 1e-6 /* that scores may differ by */
#define TIE     1e-9 /* scores nearer than that have no order */
#define NOW     INT64_C(1795000000)

/* Few words, so that queries find something: names and inflected forms, compounds in three writings,
 * words with other names, second readings, run-ons, function words, Latin, numbers. */
static const char *const pool[] = {
    "کتاب",
    "کتاب‌ها",
    "کتابها",
    "کتابی",
    "کتابش",
    "وزیر",
    "وزیران",
    "وزرا",
    "خبر",
    "اخبار",
    "خبرهای",
    "رفت",
    "می‌رود",
    "رفته‌اند",
    "گفت",
    "می‌گوید",
    "گفته",
    "شد",
    "شده",
    "می‌شود",
    "آمریکا",
    "امریکا",
    "ایالات متحده",
    "برجام",
    "JCPOA",
    "ناتو",
    "NATO",
    "کرونا",
    "کووید",
    "سازمان ملل",
    "رئیس‌جمهور",
    "رئیس جمهور",
    "رئیسجمهور",
    "اطلاع‌رسانی",
    "اطلاعرسانی",
    "گفت‌وگو",
    "گفتگو",
    "دانش‌آموز",
    "دانش آموزان",
    "حرفه‌ای",
    "حرفهای",
    "نامه‌ای",
    "نامهای",
    "گیتیآنلاین",
    "درمناطق",
    "سیاست",
    "سیاسی",
    "ایران",
    "ایرانی",
    "تهران",
    "شیراز",
    "مجلس",
    "دولت",
    "دولتی",
    "اقتصاد",
    "اقتصادی",
    "بانک",
    "بانکی",
    "تیم",
    "تیم‌های",
    "فوتبال",
    "بازی",
    "باران",
    "هوا",
    "آب",
    "اب",
    "برق",
    "نفت",
    "قیمت",
    "دلار",
    "بازار",
    "بورس",
    "مهرسار",
    "زرینه",
    "سپیده",
    "نیک‌سرشت",
    "پل",
    "پل‌های",
    "جاده",
    "شهر",
    "شهرها",
    "شهرداری",
    "مدرسه",
    "مدارس",
    "دانشگاه",
    "استاد",
    "بیمار",
    "بیماری",
    "بیمارستان",
    "پزشک",
    "پزشکان",
    "شکست",
    "ساخت",
    "خرید",
    "COVID-19",
    "G7",
    "2026",
    "۱۴۰۵",
    "12",
    "۵۰٪",
    "از",
    "به",
    "در",
    "که",
    "را",
    "و",
    "این",
    "با",
    "برای",
    "است",
    "بود",
    "ها",
    "می",
    "تر",
};
#define POOL (sizeof pool / sizeof *pool)

static const char *const sources[] = {"سپیده‌دم", "بازارنامه", "کرانه", NULL};
static const char *const desks[] = {"سیاست", "ورزش", "شهر", NULL};

static uint64_t chance; /* what the random choices come from */

static size_t below(size_t n)
{
    return random_below(&chance, (uint32_t)n);
}

/* Words are the rarer the further behind they stand. */
static const char *any_word(void)
{
    size_t a = below(POOL), b = below(POOL);
    return pool[a < b ? a : b];
}

static void put_words(sn_buf *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            sn_buf_add_str(out, below(12) == 0 ? SN_STR("، ") : SN_STR(" "));
        sn_buf_add_str(out, sn_str_of(any_word()));
    }
}

static void put_member(sn_buf *out, const char *name, size_t words)
{
    if (words == 0)
        return;
    sn_buf_add_format(out, ", \"%s\": \"", name);
    put_words(out, words);
    sn_buf_add_byte(out, '"');
}

static void put_named(sn_buf *out, const char *name, const char *const *values)
{
    size_t n = 0;
    while (values[n] != NULL)
        n++;
    size_t i = below(n + 1);
    if (i < n)
        sn_buf_add_format(out, ", \"%s\": \"%s\"", name, values[i]);
}

/* A minute of its own for each article, so that each has a number of its own. */
static int64_t moment(size_t i, size_t n)
{
    enum { MINUTES_APART = 700 };
    size_t turn = i * 7919 % n;
    return NOW - (int64_t)(turn * MINUTES_APART + below(MINUTES_APART)) * 60;
}

static void put_article(sn_buf *out, size_t i, size_t n)
{
    sn_buf_add_format(out, "{\"id\": \"a%zu\", \"title\": \"", i);
    put_words(out, 2 + below(7));
    sn_buf_add_byte(out, '"');
    put_member(out, "kicker", below(3) == 0 ? 1 + below(3) : 0);
    put_member(out, "lead", below(2) == 0 ? 3 + below(12) : 0);
    put_member(out, "body", below(60));
    put_member(out, "tags", below(4) == 0 ? 1 : 0);
    put_named(out, "source", sources);
    put_named(out, "category", desks);
    if (below(20) > 0)
        sn_buf_add_format(out, ", \"published_at\": %lld", (long long)moment(i, n));
    sn_buf_add_byte(out, '}');
}

/* Groups like those of news: some copies of the article before, or of any, others of a story that is
 * there already. */
static void choose_groups(model *m, size_t i, bool is_copy)
{
    model_article *a = &m->articles[i];
    a->copies = a->story = i;
    if (is_copy)
        a->copies = m->articles[i - 1].copies;
    else if (i > 0 && below(30) == 0)
        a->copies = m->articles[below(i)].copies;
    if (a->copies != i)
        a->story = m->articles[a->copies].story;
    else if (i > 0 && below(3) == 0)
        a->story = m->articles[below(i)].story;
}

/* As the index names them; the id of an article is known before it is in the model. */
static sn_docid put(shelf *s, const model *m, size_t i, const char *id, const char *json)
{
    const model_article *a = &m->articles[i];
    return shelf_put_in(s, json, 0, a->copies == i ? id : m->articles[a->copies].id,
                        a->story == i ? id : m->articles[a->story].id);
}

/* Shelf and model of the same articles; one in fifteen has the texts of another, some days older. */
static void fill(shelf *s, model *m)
{
    sn_buf json = SN_BUF(1 << 20), copy = SN_BUF(1 << 20);
    for (size_t i = 0; i < m->n_articles; i++) {
        sn_error err = {0};
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_buf_clear(&json);
        put_article(&json, i, m->n_articles);
        assert_ok(sn_article_parse(sn_buf_str(&json), &a, &err), &err);
        bool is_copy = i > 0 && below(15) == 0;
        choose_groups(m, i, is_copy);
        if (is_copy) { /* the texts of the one before */
            free(a.title), free(a.lead), free(a.body);
            SN_CLEANUP(sn_article) sn_article before = {0};
            assert_ok(sn_article_parse(sn_buf_str(&copy), &before, &err), &err);
            a.title = before.title, a.lead = before.lead, a.body = before.body;
            before.title = before.lead = before.body = NULL;
            sn_buf_clear(&json);
            assert_int_equal(sn_article_write(&a, &json), SN_OK);
        }
        sn_buf_clear(&copy);
        sn_buf_add_str(&copy, sn_buf_str(&json));
        model_add(m, i, &a, put(s, m, i, a.id, sn_buf_text(&json)));
    }
    shelf_commit(s);
    model_finish(m);
    sn_buf_done(&json);
    sn_buf_done(&copy);
}

/* ---- queries -------------------------------------------------------------------------------- */

static void put_phrase(sn_buf *q)
{
    sn_buf_add_byte(q, '"');
    put_words(q, 1 + below(3));
    sn_buf_add_byte(q, '"');
    if (below(4) == 0)
        sn_buf_add_format(q, "~%zu", below(4));
}

static void put_unit(sn_buf *q, unsigned depth)
{
    switch (below(depth > 0 ? 15 : 12)) {
    case 0:
        put_phrase(q);
        break;
    case 1:
        sn_buf_add_str(q, SN_STR("-"));
        sn_buf_add_str(q, sn_str_of(any_word()));
        break;
    case 2:
        sn_buf_add_str(q, SN_STR("+"));
        sn_buf_add_str(q, sn_str_of(any_word()));
        break;
    case 3:
        sn_buf_add_format(q, "%s:%s", below(2) == 0 ? "title" : "عنوان", any_word());
        break;
    case 4:
        sn_buf_add_format(q, "source:%s", sources[below(3)]);
        break;
    case 12:
    case 13:
        sn_buf_add_format(q, "%s %s ", any_word(), below(2) == 0 ? "OR" : "یا");
        sn_buf_add_str(q, sn_str_of(any_word()));
        break;
    case 14:
        sn_buf_add_str(q, below(4) == 0 ? SN_STR("-(") : SN_STR("("));
        for (size_t n = 1 + below(3); n > 0; n--) {
            put_unit(q, depth - 1);
            sn_buf_add_byte(q, ' ');
        }
        sn_buf_add_byte(q, ')');
        break;
    default:
        sn_buf_add_str(q, sn_str_of(any_word()));
    }
}

/* Half of them only words, as most are. */
static void put_query(sn_buf *q)
{
    if (below(2) == 0) {
        put_words(q, 1 + below(6));
        return;
    }
    for (size_t n = 1 + below(4); n > 0; n--) {
        put_unit(q, 2);
        sn_buf_add_byte(q, ' ');
    }
}

#define ANY(...)                                                                                   \
    ((const char *const[]){                                                                        \
        __VA_ARGS__})[below(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))]

static void any_request(sn_request *r, sn_buf *q)
{
    const char *settings[] = {
        sn_buf_text(q),
        ANY("match=auto", "match=auto", "match=all", "match=any"),
        ANY("freshness=off", "freshness=low", "freshness=normal", "freshness=high"),
        ANY("collapse=none", "collapse=none", "collapse=duplicates", "collapse=story"),
        ANY("expand=true", "expand=true", "expand=false"),
        ANY("mode=stem", "mode=stem", "mode=stem", "mode=exact"),
        ANY("sort=relevance", "sort=relevance", "sort=relevance", "sort=-date", "sort=date"),
        ANY("profile=portal", "profile=editor", "profile=archive"),
        ANY("limit=10", "limit=1", "limit=100", "limit=1000"),
        ANY("offset=0", "offset=0", "offset=7", "offset=45", "offset=60"),
        "correct=off",
        "curation=false",
        ANY("half_life=7d", "half_life=12h"),
        ANY("from=1300", "from=1300", "from=2025-03-01", "from=1404/06/01"),
        ANY("limit=", "filter.source=کرانه", "filter.category=شهر"),
        NULL,
    };
    size_t n = sizeof settings / sizeof *settings - 1;
    if (strcmp(settings[n - 1], "limit=") == 0)
        settings[n - 1] = NULL;
    shelf_request(r, settings);
}

/* ---- the two answers ------------------------------------------------------------------------ */

typedef struct ranked {
    const model_article *article;
    double base, score;
    size_t copies;
} ranked;

/* Best first; equal ones by number. */
static int by_base(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->base != b->base)
        return a->base < b->base ? 1 : -1;
    return a->article->docid < b->article->docid ? -1 : 1;
}

static int by_score(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->article->docid < b->article->docid ? -1 : 1;
}

static int newest_first(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->article->sec != b->article->sec)
        return a->article->sec < b->article->sec ? 1 : -1;
    return strcmp(a->article->id, b->article->id);
}

static int oldest_first(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    bool dated = a->article->sec != INT64_MIN, other = b->article->sec != INT64_MIN;
    if (dated != other)
        return dated ? -1 : 1;
    if (a->article->sec != b->article->sec)
        return a->article->sec < b->article->sec ? -1 : 1;
    return strcmp(a->article->id, b->article->id);
}

static bool is_of(const model *m, const model_article *a, sn_term_list list, const sn_values *v)
{
    return v->n == 0 || model_has(a, model_term(m, list, sn_str_of(v->at[0])));
}

/* The filters of the request; its dates win over those of the query. */
static bool passes(const model *m, const sn_request *r, const sn_question *q,
                   const model_article *a)
{
    int64_t from = r->from_sec != INT64_MIN ? r->from_sec : q->from_sec;
    return (from == INT64_MIN || a->sec >= from) && is_of(m, a, SN_LIST_SOURCE, &r->source) &&
           is_of(m, a, SN_LIST_CATEGORY, &r->category);
}

static size_t group_of(const model_article *a, sn_collapse by)
{
    return by == SN_COLLAPSE_STORY ? a->story : a->copies;
}

/* Of a group the first stays, with the count of the others. */
static size_t collapse(ranked *list, size_t n, sn_collapse by)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < kept && group_of(list[k].article, by) != group_of(list[i].article, by))
            k++;
        if (k == kept)
            list[kept++] = list[i];
        else
            list[k].copies++;
    }
    return kept;
}

/* All that is found, in its order. */
static size_t brute_force(const model *m, const sn_request *r, const sn_lookup *l,
                          const model_asked *asked, ranked *out, bool *is_doubtful)
{
    size_t n = 0;
    *is_doubtful = false;
    for (size_t i = 0; i < m->n_articles; i++) {
        const model_article *a = &m->articles[i];
        if (!passes(m, r, &l->question, a))
            continue;
        model_score s = model_score_of(m, asked, a);
        *is_doubtful = *is_doubtful || s.is_doubtful;
        if (s.is_found)
            out[n++] = (ranked){a, s.base, s.base + s.places, 0};
    }
    bool weighs = l->sort == SN_SORT_RELEVANCE;
    qsort(out, n, sizeof *out,
          weighs                      ? by_base
          : l->sort == SN_SORT_NEWEST ? newest_first
                                      : oldest_first);
    if (r->collapse != SN_COLLAPSE_NONE)
        n = collapse(out, n, r->collapse);
    size_t refined = l->plan.profile->refined < n ? l->plan.profile->refined : n;
    for (size_t i = refined; i < n; i++)
        out[i].score = out[i].base;
    if (weighs)
        qsort(out, refined, sizeof *out, by_score);
    return n;
}

static const ranked *find_ranked(const ranked *list, size_t n, sn_docid docid)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].article->docid == docid)
            return &list[i];
    }
    return NULL;
}

/* Are two of the list so near each other, around the border of the refined ones, that either may be
 * beyond it? */
static bool has_doubtful_border(const ranked *list, size_t n, size_t refined)
{
    if (refined >= n)
        return false;
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < n; i++) {
        if (i < refined)
            least = list[i].base < least ? list[i].base : least;
        else
            most = list[i].base > most ? list[i].base : most;
    }
    return least - most < TIE;
}

#define SAME(condition, ...)                                                                       \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error(__VA_ARGS__);                                                              \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

/* The same hits in the same order with the same scores; ties in the date orders are by id. */
static bool is_same(const sn_request *r, const sn_lookup *l, const ranked *list, size_t n)
{
    bool weighs = l->sort == SN_SORT_RELEVANCE;
    size_t first = (size_t)r->offset < n ? (size_t)r->offset : n;
    size_t want = n - first < (size_t)r->limit ? n - first : (size_t)r->limit;
    SAME(l->n_refs == want, "%zu hits instead of %zu\n", l->n_refs, want);
    for (size_t i = 0; i < want; i++) {
        const ranked *right = &list[first + i];
        const ranked *got = find_ranked(list, n, l->refs[i].docid);
        SAME(got != NULL, "hit %zu is not found\n", i);
        if (!weighs) {
            SAME(got == right, "hit %zu is %s instead of %s\n", i, got->article->id,
                 right->article->id);
            continue;
        }
        SAME(fabs(got->score - l->refs[i].score) < EPSILON, "%s has %.9f instead of %.9f\n",
             got->article->id, l->refs[i].score, got->score);
        SAME(got == right || fabs(got->score - right->score) < TIE,
             "hit %zu is %s (%.12f) instead of %s (%.12f)\n", i, got->article->id, got->score,
             right->article->id, right->score);
    }
    SAME(l->totals.lower == n && l->totals.upper == n, "total %u..%u instead of %zu\n",
         l->totals.lower, l->totals.upper, n);
    return true;
}

/* ---- the test ------------------------------------------------------------------------------- */

typedef struct bench {
    shelf *shelf;
    model model;
    ranked *list;
    size_t asked, doubtful; /* queries; of them with two words in one place (model_score) */
    size_t pruned, lost;    /* matched with pruning; and missing a hit then */
} bench;

static model_asked asked_of(const sn_lookup *l, const sn_request *r)
{
    sn_plan_mode mode = r->match == SN_MATCH_ANY ? SN_PLAN_ANY
                        : l->relaxed             ? SN_PLAN_RELAXED
                                                 : SN_PLAN_ALL;
    return (model_asked){.question = &l->question,
                         .profile = l->plan.profile,
                         .mode = mode,
                         .step = l->plan.step,
                         .share = l->plan.freshness.share,
                         .half_days = l->plan.freshness.half_days,
                         .origin = sn_number_of_minute(sn_minute_of_second(NOW))};
}

static size_t count_found(const model *m, const sn_request *r, const sn_lookup *l,
                          const model_asked *asked)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_articles; i++)
        n += passes(m, r, &l->question, &m->articles[i]) &&
             model_score_of(m, asked, &m->articles[i]).is_found;
    return n;
}

/* With all words too few are found: exactly then some may be missing, if that finds more; and no more
 * of them than it takes. */
static bool is_rightly_relaxed(const model *m, const sn_request *r, const sn_lookup *l)
{
    const sn_profile *p = l->plan.profile;
    model_asked asked = asked_of(l, r);
    asked.mode = SN_PLAN_ALL;
    size_t all = count_found(m, r, l, &asked);
    SAME(!l->relaxed || all < p->relax_below, "relaxed, though %zu have all words\n", all);
    if (!l->relaxed || l->plan.step.misses < 1)
        return true;
    asked.mode = SN_PLAN_RELAXED;
    size_t found = count_found(m, r, l, &asked);
    SAME(asked.step.is_any || found >= p->relax_to, "relaxed no further than to %zu\n", found);
    if (l->plan.step.misses < 2)
        return true;
    asked.step.misses--;
    asked.step.is_any = false;
    size_t before = count_found(m, r, l, &asked);
    SAME(before < p->relax_to, "the step before finds %zu already\n", before);
    return true;
}

/* The best ten with pruning, where the library may look at few: by the same query, so what differs is
 * the library's (docs/ranking.md). */
static void prune(bench *b, sn_lookup *l, const model_asked *asked, const char *q)
{
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *all = NULL;
    SN_CLEANUP_PTR(sn_xap_matches) sn_xap_matches *few = NULL;
    sn_xap_query *query;
    sn_error err = {0};
    const sn_xap_db *db = b->shelf->searcher->snapshot.db;
    sn_xap_match_opts opts = {.max_items = 10, .k1 = asked->profile->k1, .b = asked->profile->b};
    assert_ok(sn_plan_query(&l->plan, &l->question, asked->mode, true, &query), &err);
    assert_ok(sn_xap_match(db, query, &opts, &few, &err), &err);
    opts.check_at_least = UINT32_MAX;
    assert_ok(sn_xap_match(db, query, &opts, &all, &err), &err);
    b->pruned++;
    assert_int_equal(sn_xap_matches_count(few), sn_xap_matches_count(all));
    for (size_t i = 0; i < sn_xap_matches_count(all); i++) {
        const sn_xap_hit *x = sn_xap_matches_at(all, i), *y = sn_xap_matches_at(few, i);
        if (x->docid == y->docid || fabs(x->weight - y->weight) < TIE)
            continue;
        print_message("pruned, %s loses number %u at place %zu\n", q, x->docid, i + 1);
        b->lost++;
        return;
    }
}

/* Prefixes are counted as one term, whose frequency the library estimates: no formula of ours. */
static bool is_modelled(const sn_question *q)
{
    for (size_t i = 0; i < q->n_units; i++) {
        if (q->units[i].kind == SN_UNIT_PREFIX)
            return false;
    }
    return q->n_dates == 0;
}

static void ask(bench *b)
{
    SN_CLEANUP(sn_buf) sn_buf q = SN_BUF(65536);
    SN_CLEANUP(sn_request) sn_request r = {0};
    SN_CLEANUP_PTR(sn_lookup) sn_lookup *l = NULL;
    sn_problem problem = {0};
    sn_error err = {0};
    sn_buf_add_str(&q, SN_STR("q="));
    put_query(&q);
    any_request(&r, &q);
    if (sn_lookup_run(b->shelf->searcher, &r, NOW, 0, &l, &problem, &err) != SN_OK)
        fail_msg("%s: %s %s", sn_buf_text(&q), problem.detail, err.msg);
    if (!is_modelled(&l->question) || (!l->has_content && !sn_lookup_is_narrowed(l, &r)))
        return;
    model_asked asked = asked_of(l, &r);
    bool is_doubtful;
    size_t n = brute_force(&b->model, &r, l, &asked, b->list, &is_doubtful);
    size_t refined = l->plan.profile->refined;
    b->asked++;
    b->doubtful += is_doubtful;
    is_doubtful =
        is_doubtful || (l->sort == SN_SORT_RELEVANCE && has_doubtful_border(b->list, n, refined));
    if (!is_doubtful && !(is_same(&r, l, b->list, n) && is_rightly_relaxed(&b->model, &r, l)))
        fail_msg(
            "%s match %d freshness %d collapse %d expand %d mode %d sort %d profile %s offset %d "
            "limit %d%s",
            sn_buf_text(&q), (int)r.match, (int)r.freshness, (int)r.collapse, r.expand, (int)r.mode,
            (int)r.sort, asked.profile->name, (int)r.offset, (int)r.limit,
            l->relaxed ? " relaxed" : "");
    if (l->sort == SN_SORT_RELEVANCE)
        prune(b, l, &asked, sn_buf_text(&q));
}

static void searches_are_the_formula(void **state)
{
    bench b = {.shelf = *state};
    unsigned rounds = test_iters(400);
    chance = test_seed();
    model_init(&b.model, 2000);
    fill(b.shelf, &b.model);
    sn_error err = {0};
    assert_ok(sn_searcher_refresh(b.shelf->searcher, false, &err), &err);
    b.list = calloc(b.model.n_articles, sizeof *b.list);
    assert_non_null(b.list);
    for (unsigned i = 0; i < rounds; i++)
        ask(&b);
    print_message(
        "%zu queries on %zu articles, %zu with two words in one place; %zu pruned, %zu of "
        "them lost a hit\n",
        b.asked, b.model.n_articles, b.doubtful, b.pruned, b.lost);
    assert_true(b.doubtful * 20 <= b.asked);
    assert_true(b.lost * 1000 <= b.pruned || b.lost == 1);
    free(b.list);
    model_done(&b.model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SHELVED(searches_are_the_formula)};
    return cmocka_run_group_tests_name("query/brute_force", tests, NULL, NULL);
}
