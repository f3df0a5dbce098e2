/* Laws of passages, on random texts: a passage without its marks and escapes is a piece of the text;
 * it begins and ends where UAX #29 lets words begin and end, and not beside a half-space or before a
 * combining mark; ranges are the marked words. */
#include "tests/unit/base/testing.h"

#include "analysis/borders.h"
#include "base/utf8.h"
#include "query/highlight.h"

#include <stdlib.h>
#include <string.h>
#include <uniwbrk.h>

static const char *const pieces[] = {"کتاب",
                                     "کتاب‌ها",
                                     "کتاب ها",
                                     "می‌خواهم‌شان",
                                     "ایران",
                                     "رئیس جمهور",
                                     "رئیس‌جمهور",
                                     "حتماً",
                                     "عَلَیْه",
                                     "دریا",
                                     "۱۲٫۵",
                                     "1,234.56",
                                     "۲۰سال",
                                     "x1",
                                     "COVID-19",
                                     "U.S.A.",
                                     "can't",
                                     "e\xCC\x81te\xCC\x81",
                                     "#برچسب_دوم",
                                     "https://example.org/a?b=c&d=e",
                                     "نام@example.org",
                                     "漢字仮名",
                                     "ภาษาไทย",
                                     "👨‍👩‍👧‍👦",
                                     "🇮🇷🇫🇷🇩🇪",
                                     "👍🏽",
                                     "❤️",
                                     "a\u0301\u0302",
                                     "\u200c",
                                     "\u200d",
                                     "\u200f",
                                     "\u064b",
                                     "\ufe0f",
                                     "\u00a0",
                                     "\u2028",
                                     "(",
                                     ")",
                                     "«",
                                     "»",
                                     ".",
                                     "،",
                                     "؟",
                                     "…",
                                     "-",
                                     "/",
                                     "_",
                                     "<b>",
                                     "&amp;",
                                     "\"",
                                     "'",
                                     "\n",
                                     "\t",
                                     "\r\n",
                                     "  ",
                                     "کتابِ",
                                     "کتاب/ایران",
                                     "ـــ"};

static sn_analyzer *analyzer;

static void random_words(uint64_t *seed, sn_buf *out)
{
    uint32_t blanks = random_below(seed, 4); /* some texts have few */
    for (uint32_t n = random_below(seed, 400); n > 0; n--) {
        sn_buf_add_str(out, sn_str_of(pieces[random_below(seed, COUNT_OF(pieces))]));
        if (random_below(seed, 4) < blanks)
            sn_buf_add_byte(out, ' ');
    }
    if (random_below(seed, 8) == 0)
        random_text(seed, 60, out);
}

static uint32_t at(sn_str text, size_t i)
{
    return sn_utf8_next(text, &i);
}

static uint32_t before(sn_str text, size_t i)
{
    do
        i--;
    while (((unsigned char)text.at[i] & 0xC0) == 0x80);
    return at(text, i);
}

/* By the breaks of the whole text. */
static bool is_border(sn_str text, const char *breaks, size_t i)
{
    if (i == 0 || i == text.len)
        return true;
    if (breaks[i] == 0)
        return false;
    int next = uc_wordbreak_property(at(text, i));
    uint32_t last = before(text, i);
    return next != WBP_EXTEND && next != WBP_FORMAT && next != WBP_ZWJ && last != 0x200C &&
           last != 0x200D;
}

static void check_borders(sn_str text, const char *breaks, uint64_t *seed)
{
    size_t i = text.len > 0 ? random_below(seed, (uint32_t)text.len) : 0;
    while (i < text.len && ((unsigned char)text.at[i] & 0xC0) == 0x80)
        i++;
    size_t low = i, high = i;
    while (!is_border(text, breaks, low))
        low--;
    while (!is_border(text, breaks, high))
        high++;
    assert_int_equal(sn_border_before(text, i), low);
    assert_int_equal(sn_border_after(text, i), high);
}

/* The piece as marked text shows it, without the marks. */
static void shown(sn_str piece, sn_buf *out)
{
    sn_markup none = {"", "", false};
    sn_markup_text(&none, piece, out);
}

static void check_passage(const sn_highlighter *h, const sn_fragment *f, const char *breaks)
{
    SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(1 << 20);
    SN_CLEANUP(sn_buf) sn_buf want = SN_BUF(1 << 20);
    sn_str text = h->text, piece = {text.at + f->begin, f->end - f->begin};
    assert_true(f->begin < f->end && f->end <= text.len);
    assert_true(is_border(text, breaks, f->begin) && is_border(text, breaks, f->end));
    assert_true(f->begin <= h->words[f->first].begin);
    assert_true(h->words[f->last].end <= f->end);
    assert_true(sn_utf8_length(piece) <= h->passage_chars * h->passages + 600);
    shown(piece, &want);
    assert_int_equal(sn_highlight_fragment(h, f, &got), SN_OK);
    assert_true(want.len > 0 && memmem(got.at, got.len, want.at, want.len) != NULL);
    assert_true(got.len <= want.len + 2 * strlen("…"));
    sn_char_range range;
    uint32_t first = sn_highlight_chars_before(h, f->begin, f->first), last = first;
    assert_int_equal(first, sn_utf8_length((sn_str){text.at, f->begin}));
    for (size_t token = f->first; sn_highlight_next(h, &token, f->end, &range);) {
        const sn_marked *t = &h->words[token - 1];
        assert_true(range.begin >= last && range.begin < range.end);
        assert_int_equal(range.begin, sn_utf8_length((sn_str){text.at, t->begin}));
        assert_int_equal(range.end, sn_utf8_length((sn_str){text.at, t->end}));
        last = range.end;
    }
    assert_true(last <= first + sn_utf8_length(piece));
}

static void passages_are_pieces_of_the_text(void **state)
{
    (void)state;
    uint64_t seed = test_seed();
    SN_CLEANUP(sn_question) sn_question q = {0};
    SN_CLEANUP(sn_highlighter)
    sn_highlighter h = {.analyzer = analyzer, .question = &q, .markup = {"", "", false}};
    sn_fragment f[SN_FRAGMENTS_MAX];
    const char *query = "کتاب \"ایران دریا\" رئیس‌جمهور x1 covid-19";
    assert_int_equal(sn_question_read(analyzer, sn_str_of(query), &q, NULL), SN_OK);
    for (unsigned turn = 0; turn < test_iters(1500); turn++) {
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(1 << 20);
        random_words(&seed, &text);
        sn_str all = sn_buf_str(&text);
        char *breaks = calloc(all.len + 1, 1);
        assert_non_null(breaks);
        u8_wordbreaks((const uint8_t *)all.at, all.len, breaks);
        h.passage_chars = 20 + random_below(&seed, 300);
        h.passages = 1 + random_below(&seed, SN_FRAGMENTS_MAX);
        assert_int_equal(sn_highlight_read(&h, all), SN_OK);
        size_t n = sn_highlight_fragments(&h, f);
        assert_true(n <= h.passages && (n > 0) == (h.n_marks > 0));
        if (n == 0)
            n = sn_highlight_beginning(&h, f) ? 1 : 0;
        for (size_t i = 0; i < n; i++)
            check_passage(&h, &f[i], breaks);
        for (size_t i = 1; i < n; i++)
            assert_true(f[i - 1].end <= f[i].begin);
        for (int i = 0; i < 20 && all.len > 0; i++)
            check_borders(all, breaks, &seed);
        free(breaks);
    }
}

static int make_analyzer(void **state)
{
    (void)state;
    return sn_analyzer_create(sn_lexicon_builtin(), &analyzer) == SN_OK ? 0 : -1;
}

static int destroy_analyzer(void **state)
{
    (void)state;
    sn_analyzer_destroy(analyzer);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(passages_are_pieces_of_the_text)};
    return cmocka_run_group_tests_name("query/passage_laws", tests, make_analyzer,
                                       destroy_analyzer);
}
