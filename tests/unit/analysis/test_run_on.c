/* Words whose space was lost: where they are cut, what terms that gives, how often it is right. */
#include "analysis/run_on.h"

#include "analysis/analyzer.h"
#include "analysis/fold.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The parts of a word with spaces between, "" if it is none; as sn_run_on_split() sees them. */
static const char *split(const char *word, char out[512])
{
    char folded[512];
    size_t len = 0, used = 0;
    sn_run_on found;
    assert_int_equal(sn_fold_word(sn_str_of(word), folded, sizeof folded, &len), SN_OK);
    out[0] = '\0';
    if (!sn_run_on_split(sn_lexicon_builtin(), (sn_str){folded, len}, &found))
        return out;
    assert_in_range(found.n, 2, SN_RUN_ON_PARTS);
    for (size_t k = 0; k < found.n; k++)
        used += (size_t)snprintf(out + used, 512 - used, "%s%.*s", k > 0 ? " " : "",
                                 (int)found.parts[k].len, found.parts[k].at);
    return out;
}

static const struct split_case {
    const char *name, *word, *parts;
} splits[] = {
    {"two nouns", "خبرگزاریمهر", "خبرگزاری مهر"},
    {"two nouns, the border joined", "استاندارجدید", "استاندار جدید"},
    {"two nouns, arabic letters", "مشاورفرهنگي", "مشاور فرهنگی"},
    {"a noun and its adjective", "اقتصاددولتی", "اقتصاد دولتی"},
    {"alef madda begins a word", "گیتیآنلاین", "گیتی آنلاین"},
    {"so behind a word of the newsroom", "روزنامهآفتاب", "روزنامه آفتاب"},
    {"a preposition before a noun", "درمناطق", "در مناطق"},
    {"a longer one", "برایمدیران", "برای مدیران"},
    {"a preposition behind a participle", "كنندهدر", "کننده در"},
    {"a particle behind a name", "آمریکارا", "آمریکا را"},
    {"a numeral before what it counts", "هزارنفر", "هزار نفر"},
    {"و before a word", "وشهرستان", "و شهرستان"},
    {"و between numerals", "هشتصدوهفدهمین", "هشتصد و هفدهمین"},
    {"و between words", "تهدیدوتحقیر", "تهدید و تحقیر"},
    {"three words", "نظرکارشناسانشهر", "نظر کارشناسان شهر"},
    {"a noun and its verb", "انتقادکردند", "انتقاد کردند"},
    {"a noun and a verb of the future", "برگزارخواهدشد", "برگزار خواهد شد"},
    {"two verbs with می", "نمیخواهدبرود", "نمیخواهد برود"},
    {"a verb with می behind a noun", "مردممیگویند", "مردم میگویند"},
    {"a compound and a word", "اطلاعرسانیپویا", "اطلاعرسانی پویا"},
    {"a verb's stem as the end of a compound", "رسانيپويا", "رسانی پویا"},
    {"a word with its ending", "امورداخلی", "امور داخلی"},
    {"a plural in the middle", "کارخانههایشهر", "کارخانههای شهر"},
    {"a heh lost before the ending", "نمایندگانمجلس", "نمایندگان مجلس"},
};

static const struct split_case wholes[] = {
    {"a footballer", "راکیتیچ", ""},
    {"another", "ایبراهیموویچ", ""},
    {"a town", "پالرمو", ""},
    {"a town of two words", "مینیاپولیس", ""},
    {"a company", "بواینگ", ""},
    {"a name with alef madda at its head", "آتلانتیس", ""},
    {"an arabic word with its article", "المسیره", ""},
    {"an arabic phrase", "بالصالحین", ""},
    {"a surname with its ending", "اسبقیان", ""},
    {"a word with a letter wrong", "اقزایش", ""},
    {"five letters are too few", "درراه", ""},
    {"no part of one letter but و", "بشهرستان", ""},
    {"an ending is no part", "زرغاباند", ""},
    {"latin letters", "kitabxana", ""},
};

static void check_splits(const struct split_case *cases, size_t n)
{
    char got[512];
    for (size_t i = 0; i < n; i++) {
        print_message("  case: %s\n", cases[i].name);
        assert_string_equal(split(cases[i].word, got), cases[i].parts);
    }
}

static void run_ons_are_cut_into_known_words(void **state)
{
    (void)state;
    check_splits(splits, sizeof splits / sizeof *splits);
}

static void names_and_short_words_stay_whole(void **state)
{
    (void)state;
    check_splits(wholes, sizeof wholes / sizeof *wholes);
}

/* The stems of a text, each with its position, in the order of positions and letters: what a phrase
 * can match. Of a run-on its parts only. */
typedef struct stems {
    char at[16][160];
    size_t n;
    uint32_t n_positions;
    bool has_run_on;
} stems;

static void add_stem(stems *s, uint32_t pos, sn_str stem)
{
    assert_in_range(s->n, 0, 15);
    snprintf(s->at[s->n++], sizeof *s->at, "%02u:%.*s", pos, (int)stem.len, stem.at);
}

static int compare_stems(const void *a, const void *b)
{
    return strcmp(a, b);
}

static stems stems_of(sn_analyzer *a, const char *text)
{
    stems s = {.n = 0};
    sn_tokens got;
    assert_int_equal(sn_analyzer_run(a, sn_str_of(text), &got), SN_OK);
    s.n_positions = got.n_positions;
    for (size_t e = 0; e < got.n_extras; e++) {
        const sn_extra *x = &got.extras[e];
        s.has_run_on = s.has_run_on || x->kind == SN_EXTRA_RUN_ON;
        if (x->kind == SN_EXTRA_PART || x->kind == SN_EXTRA_RUN_ON)
            add_stem(&s, x->pos, x->stem);
    }
    for (size_t t = 0; t < got.n_tokens && !s.has_run_on; t++)
        add_stem(&s, got.tokens[t].pos, got.tokens[t].stem);
    qsort(s.at, s.n, sizeof *s.at, compare_stems);
    return s;
}

/* Does the run-on have the terms of its spaced writing, at the same positions? */
static bool is_as_spaced(sn_analyzer *a, const stems *run_on, const char *spaced)
{
    stems want = stems_of(a, spaced);
    bool same =
        run_on->has_run_on && run_on->n_positions == want.n_positions && run_on->n == want.n;
    for (size_t i = 0; same && i < want.n; i++)
        same = strcmp(run_on->at[i], want.at[i]) == 0;
    return same;
}

static void a_run_on_has_the_terms_of_its_spaced_writing(void **state)
{
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        print_message("  case: %s\n", splits[i].name);
        stems got = stems_of(*state, splits[i].word);
        assert_true(is_as_spaced(*state, &got, splits[i].parts));
    }
}

static void the_whole_stays_and_takes_the_positions_of_its_parts(void **state)
{
    sn_tokens got;
    assert_int_equal(sn_analyzer_run(*state, SN_STR("اطلاعرسانیپویا نوشت"), &got), SN_OK);
    assert_int_equal(got.n_tokens, 2);
    const sn_token *t = got.tokens;
    assert_true(sn_str_equal(t->stem, SN_STR("اطلاعرسانیپویا")));
    assert_int_equal(t->rule, SN_RULE_UNKNOWN);
    assert_int_equal(t->width, 3);
    assert_int_equal(got.tokens[1].pos, 3);
    static const struct {
        const char *stem;
        uint32_t pos, width;
    } want[] = {{"اطلاعرسانی", 0, 2}, {"اطلاع", 0, 1}, {"رسانی", 1, 1}, {"پویا", 2, 1}};
    assert_int_equal(t->n_extras, sizeof want / sizeof *want);
    for (size_t i = 0; i < t->n_extras; i++) {
        const sn_extra *x = &got.extras[t->first_extra + i];
        assert_int_equal(x->kind, SN_EXTRA_RUN_ON);
        assert_true(sn_str_equal(x->stem, sn_str_of(want[i].stem)));
        assert_int_equal(x->pos, want[i].pos);
        assert_int_equal(x->width, want[i].width);
    }
}

static void known_and_divided_words_are_no_run_ons(void **state)
{
    static const char *const words[] = {
        "دانشگاهها",          "نمیخواهند",   "رییسجمهور", "گیتی\u200cآنلاین", "#گیتی_آنلاین",
        "گیتیآنلاین\u200cها", "گیتی آنلاین", "راکیتیچ",   "مینمایانند",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(stems_of(*state, words[i]).has_run_on);
}

/* Short words are kept in the cache, long ones in the memory of the run. */
static void a_run_on_is_the_same_whatever_was_read_before(void **state)
{
    static const char *const words[][2] = {
        {"گیتیآنلاین", "گیتی آنلاین"},
        {"نظرکارشناسانشهرداریمنطقه", "نظر کارشناسان شهرداری منطقه"},
    };
    for (size_t i = 0; i < 4; i++) {
        stems got = stems_of(*state, words[i % 2][0]);
        assert_true(is_as_spaced(*state, &got, words[i % 2][1]));
    }
}

/* «مجموعهای» may be مجموع or مجموعه, which is a guess; within the guess that «درمجموعهای…» is a run-on
 * it would be one part more than there are places. */
static void a_part_of_two_readings_has_the_likelier_one(void **state)
{
    sn_tokens got;
    assert_int_equal(sn_analyzer_run(*state, SN_STR("درمجموعهایمانای"), &got), SN_OK);
    assert_int_equal(got.n_tokens, 1);
    assert_int_equal(got.tokens[0].width, 3);
    assert_int_equal(got.tokens[0].n_extras, 3);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Of pieces of words, so that many are run-ons. */
static size_t random_word(uint32_t *seed, char *out)
{
    static const char *const pieces[] = {"در",  "کار", "ان", "و",   "ی",  "شهر", "می",  "آب", "ها",
                                         "گفت", "ن",   "ه",  "راه", "بر", "ست",  "ملی", "ر",  "ا"};
    size_t len = 0, n = 1 + next_random(seed) % 16;
    for (size_t i = 0; i < n; i++) {
        const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
        memcpy(out + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

static void check_parts(sn_str word, const sn_run_on *found, const sn_run_on *again)
{
    size_t at = 0;
    assert_in_range(found->n, 2, SN_RUN_ON_PARTS);
    assert_int_equal(found->n, again->n);
    assert_in_range(sn_utf8_length(word), SN_RUN_ON_MIN_LETTERS, SN_RUN_ON_MAX_LETTERS);
    for (size_t k = 0; k < found->n; k++) {
        sn_str part = found->parts[k];
        assert_ptr_equal(part.at, word.at + at);
        assert_true(sn_str_equal(part, again->parts[k]));
        assert_true(part.len > 2 || sn_str_equal(part, SN_STR("و")));
        at += part.len;
    }
    assert_int_equal(at, word.len);
}

static void parts_make_the_word(void **state)
{
    (void)state;
    uint32_t seed = 1405;
    size_t n_split = 0;
    char bytes[256], copy[256];
    for (int i = 0; i < 20000; i++) {
        sn_str word = {bytes, random_word(&seed, bytes)};
        sn_run_on found, again;
        memcpy(copy, bytes, word.len);
        bool is_run_on = sn_run_on_split(sn_lexicon_builtin(), word, &found);
        assert_int_equal(sn_run_on_split(sn_lexicon_builtin(), (sn_str){copy, word.len}, &again),
                         is_run_on);
        if (is_run_on) {
            check_parts(word, &found, &again);
            n_split++;
        }
    }
    assert_in_range(n_split, 500, 19500);
}

static void words_of_any_length_are_read(void **state)
{
    char word[2 * 64];
    for (size_t n = 1; n <= 64; n++) {
        sn_run_on found;
        sn_tokens got;
        memcpy(word + 2 * (n - 1), n % 2 == 0 ? "د" : "ر", 2);
        bool is_run_on = sn_run_on_split(sn_lexicon_builtin(), (sn_str){word, 2 * n}, &found);
        assert_true(!is_run_on || n <= SN_RUN_ON_MAX_LETTERS);
        assert_int_equal(sn_analyzer_run(*state, (sn_str){word, 2 * n}, &got), SN_OK);
    }
}

/* How well the labelled words of tests/gold-runons are cut. */
typedef struct score {
    int made, right, needed, found;
} score;

static void score_row(sn_analyzer *a, char *row, score *out)
{
    char *parts = strchr(row, '\t');
    *parts++ = '\0';
    *strchr(parts, '\t') = '\0';
    bool optional = *parts == '?';
    parts += optional;
    bool divided = strchr(parts, ' ') != NULL;
    stems got = stems_of(a, row);
    bool right = divided && is_as_spaced(a, &got, parts);
    out->made += got.has_run_on;
    out->right += right;
    out->needed += divided && !optional;
    out->found += right && !optional;
}

static void check_score(const char *name, const score *s, double precision, double recall)
{
    double p = (double)s->right / s->made, r = (double)s->found / s->needed;
    print_message("  %s: precision %.3f (%d of %d), recall %.3f (%d of %d)\n", name, p, s->right,
                  s->made, r, s->found, s->needed);
    assert_true(p >= precision);
    assert_true(r >= recall);
}

static void labelled_words_are_cut_as_measured(void **state)
{
    char path[512], row[512];
    snprintf(path, sizeof path, "%s/tests/gold-runons/run-ons.tsv", getenv("SARNAKH_SOURCE"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    score scores[2] = {0}, *s = scores;
    while (fgets(row, sizeof row, file) != NULL) {
        if (strncmp(row, "# held out", 10) == 0)
            s = &scores[1];
        else if (row[0] != '#')
            score_row(*state, row, s);
    }
    fclose(file);
    check_score("chosen on", &scores[0], 0.82, 0.70);
    check_score("held out", &scores[1], 0.93, 0.80);
}

static int create(void **state)
{
    sn_analyzer *a = NULL;
    if (sn_analyzer_create(sn_lexicon_builtin(), &a) != SN_OK)
        return -1;
    *state = a;
    return 0;
}

static int destroy(void **state)
{
    sn_analyzer_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_ons_are_cut_into_known_words),
        cmocka_unit_test(names_and_short_words_stay_whole),
        cmocka_unit_test(a_run_on_has_the_terms_of_its_spaced_writing),
        cmocka_unit_test(the_whole_stays_and_takes_the_positions_of_its_parts),
        cmocka_unit_test(known_and_divided_words_are_no_run_ons),
        cmocka_unit_test(a_run_on_is_the_same_whatever_was_read_before),
        cmocka_unit_test(a_part_of_two_readings_has_the_likelier_one),
        cmocka_unit_test(parts_make_the_word),
        cmocka_unit_test(words_of_any_length_are_read),
        cmocka_unit_test(labelled_words_are_cut_as_measured),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
