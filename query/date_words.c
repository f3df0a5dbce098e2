#include "query/date_words.h"

#include "analysis/fold.h"
#include "base/utf8.h"
#include "calendar/calendar.h"
#include "query/language.h"

#define DATE_WORDS 6 /* the longest: «پنجشنبه ۳۰ مرداد ماه سال ۱۴۰۴» */
#define WORD_BYTES 64

/* Words of the text, which is read from left to right. */
typedef struct words {
    sn_str text;
    int64_t now_sec;
} words;

/* A date as a run of words. */
typedef struct period {
    size_t begin, end;
    int64_t from_sec, to_sec;
} period;

bool sn_is_sentence_mark(uint32_t cp)
{
    switch (cp) {
    case '.':
    case ',':
    case '!':
    case '?':
    case ';':
    case 0x60C: /* ، */
    case 0x61B: /* ؛ */
    case 0x61F: /* ؟ */
        return true;
    default:
        return false;
    }
}

static bool is_blank_at(sn_str text, size_t at)
{
    return sn_is_blank(sn_utf8_next(text, &at));
}

static size_t word_begin(sn_str text, size_t at)
{
    while (at < text.len && is_blank_at(text, at))
        sn_utf8_next(text, &at);
    return at;
}

/* The end of the word, and in *solid that without the marks of the sentence. */
static size_t word_end(sn_str text, size_t at, size_t *solid)
{
    *solid = at;
    while (at < text.len && !is_blank_at(text, at)) {
        uint32_t cp = sn_utf8_next(text, &at);
        if (!sn_is_sentence_mark(cp))
            *solid = at;
    }
    return at;
}

/* The word at `at`, folded into out; empty if it is too long to be one of ours. */
static sn_str folded_word(sn_str text, size_t at, char out[WORD_BYTES])
{
    size_t solid, len = 0;
    word_end(text, at, &solid);
    if (sn_fold_word((sn_str){text.at + at, solid - at}, out, WORD_BYTES, &len) != SN_OK)
        len = 0;
    return (sn_str){out, len};
}

static bool is_word(sn_str text, size_t at, const char *const *list)
{
    char out[WORD_BYTES];
    sn_str word = at < text.len ? folded_word(text, at, out) : (sn_str){0};
    for (; *list != NULL; list++) {
        if (sn_str_equal(word, sn_str_of(*list)))
            return true;
    }
    return false;
}

static size_t next_word(sn_str text, size_t at)
{
    size_t solid;
    return at < text.len ? word_begin(text, word_end(text, at, &solid)) : at;
}

static bool has_digit(sn_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i], before = i > 0 ? (unsigned char)s.at[i - 1] : 0;
        if ((c >= '0' && c <= '9') || (before == 0xD9 && c >= 0xA0 && c <= 0xA9) ||
            (before == 0xDB && c >= 0xB0 && c <= 0xB9))
            return true;
    }
    return false;
}

/* Letters, or slashes or dashes on both sides of a month: digits alone are a count of something. */
static bool is_dated(sn_str s)
{
    size_t marks = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = sn_utf8_next(s, &at);
        bool is_digit = (cp >= '0' && cp <= '9') || (cp >= 0x660 && cp <= 0x669) ||
                        (cp >= 0x6F0 && cp <= 0x6F9);
        if (cp == '/' || cp == '-')
            marks++;
        else if (!is_digit && !sn_is_blank(cp) && !sn_is_sentence_mark(cp))
            return true;
    }
    return marks == 2;
}

static const char *const loose_words[] = {"در", "و", "م", "ش", "ق", "on", "at", "of", "the", NULL};
static const char *const relative_words[] = {"امروز", "دیروز", "پریروز",        "امسال", "پارسال",
                                             "این",   "هفته",  "هفته‌ی", "ماه",   "سال",
                                             "روز",   "today", "yesterday",     NULL};

/* Worth being looked at by the calendar: has a digit soon, or says one of the words above. */
static bool may_begin(sn_str text, size_t at)
{
    size_t end = at, solid;
    for (int i = 0; i < 4 && end < text.len; i++)
        end = word_end(text, word_begin(text, end), &solid);
    return !is_word(text, at, loose_words) &&
           (has_digit((sn_str){text.at + at, end - at}) || is_word(text, at, relative_words));
}

/* The longest date that begins with the word at `at`. years: digits alone may be one. */
static bool period_at(const words *w, size_t at, bool years, period *out)
{
    bool found = false;
    size_t end = at, solid = at;
    if (at >= w->text.len || !may_begin(w->text, at))
        return false;
    for (int i = 0; i < DATE_WORDS && end < w->text.len; i++) {
        size_t begin = word_begin(w->text, end);
        period p = {.begin = at};
        end = word_end(w->text, begin, &solid);
        p.end = solid;
        sn_str date = {w->text.at + at, solid - at};
        bool is_year = years && i == 0 && sn_str_trim(date).len <= 8;
        if (solid > begin && (is_year || is_dated(date)) && !is_word(w->text, begin, loose_words) &&
            sn_period_parse(date, w->now_sec, &p.from_sec, &p.to_sec, NULL) == SN_OK) {
            *out = p;
            found = true;
        }
    }
    return found;
}

static const char *const from_words[] = {"از", NULL};
static const char *const to_words[] = {"تا", NULL};
static const char *const after_words[] = {"بعد", "پس", NULL};
static const char *const before_words[] = {"قبل", "پیش", NULL};

/* «بعد از D», «پیش از D». */
static bool side_at(const words *w, size_t at, period *out)
{
    bool is_after = is_word(w->text, at, after_words);
    size_t of = next_word(w->text, at);
    period p;
    if ((!is_after && !is_word(w->text, at, before_words)) || !is_word(w->text, of, from_words) ||
        !period_at(w, next_word(w->text, of), false, &p))
        return false;
    *out = is_after ? (period){at, p.end, p.to_sec + 1, INT64_MAX}
                    : (period){at, p.end, INT64_MIN, p.from_sec - 1};
    return true;
}

/* «از D تا D», «از D», «تا D». */
static bool span_at(const words *w, size_t at, period *out)
{
    period from, to;
    if (side_at(w, at, out))
        return true;
    if (is_word(w->text, at, to_words) && period_at(w, next_word(w->text, at), false, &to)) {
        *out = (period){at, to.end, INT64_MIN, to.to_sec};
        return true;
    }
    if (!is_word(w->text, at, from_words) || !period_at(w, next_word(w->text, at), true, &from))
        return false;
    size_t till = word_begin(w->text, from.end);
    if (is_word(w->text, till, to_words) && period_at(w, next_word(w->text, till), true, &to)) {
        *out = (period){at, to.end, from.from_sec, to.to_sec};
        return true;
    }
    sn_str date = {w->text.at + from.begin, from.end - from.begin};
    *out = (period){at, from.end, from.from_sec, INT64_MAX};
    return is_dated(date);
}

static bool date_at(const words *w, size_t at, period *out)
{
    return span_at(w, at, out) || period_at(w, at, false, out);
}

/* Relative dates are those that another now makes others. */
static bool is_relative(const words *w, size_t at, const period *p)
{
    period then;
    words other = {w->text, w->now_sec - (int64_t)1000 * 86400};
    return !date_at(&other, at, &then) || then.from_sec != p->from_sec || then.to_sec != p->to_sec;
}

bool sn_date_words_find(sn_str text, size_t *at, int64_t now_sec, sn_asked_date *out)
{
    words w = {text, now_sec};
    for (size_t i = word_begin(text, *at); i < text.len; i = next_word(text, i)) {
        period p;
        if (!date_at(&w, i, &p))
            continue;
        bool relative = is_relative(&w, i, &p);
        *out = (sn_asked_date){.text = {text.at + p.begin, p.end - p.begin},
                               .from_sec = p.from_sec,
                               .to_sec = p.to_sec,
                               .is_relative = relative,
                               .is_soft = !relative};
        *at = p.end;
        return true;
    }
    return false;
}
