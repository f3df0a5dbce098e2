#include "tests/property/analysis/random_dictionary.h"

#include "base/limits.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"

#include <string.h>

#define FILE_MAX (1u << 20)
#define HALF     "\xe2\x80\x8c"

void join_word(sn_str word, bool keep_madda, char out[SN_TERM_MAX_BYTES + 1])
{
    size_t len = sn_exact_term(word, out);
    for (size_t i = 0; !keep_madda && i + 1 < len; i++) {
        if (memcmp(out + i, "آ", 2) == 0)
            memcpy(out + i, "ا", 2);
    }
}

static sn_dictionary_kind without_protected(sn_dictionary_kind kind)
{
    return kind == SN_DICTIONARY_PROTECTED ? SN_DICTIONARY_STEM : kind;
}

const said *random_dictionary_find(const random_dictionary *r, sn_dictionary_kind kind, sn_str word)
{
    for (size_t i = 0; i < r->n; i++) {
        if (without_protected(r->said[i].kind) == without_protected(kind) &&
            sn_str_equal(sn_str_of(r->said[i].word), word))
            return &r->said[i];
    }
    return NULL;
}

/* Compounds of the lexicon are among them, joined. */
static sn_str any_word(char own[TEXT_MAX])
{
    size_t dice = random_below(6);
    if (dice == 0) {
        join_word(lexicon_compound(), true, own);
        return sn_str_of(own);
    }
    return dice < 3 ? lexicon_word_without_hamza() : random_word(own, 1, 10);
}

/* A blank or half-spaces where a compound is cut; other words have a half-space now and then. */
static void put_word(sn_str word, sn_dictionary_kind kind, sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf plain = SN_BUF(FILE_MAX);
    for (size_t i = 0; i < word.len; i += 2) {
        bool border = word.at[i] == ' ';
        if (border && random_below(2) == 0)
            sn_buf_add_str(&plain, SN_STR("  "));
        else if (border || (i > 0 && kind != SN_DICTIONARY_COMPOUND && random_below(20) == 0))
            sn_buf_add_str(&plain, SN_STR(HALF));
        i += border;
        sn_buf_add(&plain, word.at + i, 2);
    }
    put_disguised(sn_buf_str(&plain), out);
}

static void put_line_end(sn_buf *out)
{
    static const char *const ends[] = {"\n", "\n", "\r\n", "\n\n", "\n# رونوشت\n", "\n  \t\n"};
    sn_buf_add_str(out, sn_str_of(ends[random_below(sizeof ends / sizeof *ends)]));
}

static void put_said(random_dictionary *r, const said *s, sn_str word, sn_str value)
{
    sn_buf *out = &r->files[s->kind];
    if (s->kind == SN_DICTIONARY_COMPOUND)
        word = value;
    put_word(word, s->kind, out);
    if (s->kind == SN_DICTIONARY_STEM) {
        sn_buf_add_byte(out, '\t');
        put_word(value, s->kind, out);
    }
    put_line_end(out);
}

static bool is_taken(const random_dictionary *r, const said *s)
{
    sn_str word = sn_str_of(s->word);
    if (random_dictionary_find(r, s->kind, word) != NULL)
        return true;
    return s->kind != SN_DICTIONARY_STOP &&
           (random_dictionary_find(r, SN_DICTIONARY_STEM, word) != NULL ||
            random_dictionary_find(r, SN_DICTIONARY_COMPOUND, word) != NULL);
}

/* What stands for itself, too; endings and می are no parts. */
static const char *const short_parts[] = {"و", "بر", "در", "بی", "هم", "به"};

/* Two or three parts, a blank between them. */
static void make_compound(said *s, sn_buf *value)
{
    char own[TEXT_MAX];
    for (size_t n = 2 + random_below(2); n > 0; n--) {
        sn_str part = random_below(2) == 0 ? lexicon_word_without_hamza() : random_word(own, 2, 6);
        if (part.len < 4 || part.len > 36)
            part = SN_STR("سنگ");
        if (random_below(5) == 0)
            part = sn_str_of(short_parts[random_below(sizeof short_parts / sizeof *short_parts)]);
        sn_buf_add_str(value, part);
        if (n > 1)
            sn_buf_add_byte(value, ' ');
    }
    size_t len = 0;
    for (size_t i = 0; i < value->len; i++) {
        if (value->at[i] != ' ')
            s->word[len++] = value->at[i];
    }
    s->word[len] = '\0';
}

static void add_said(random_dictionary *r)
{
    char own[TEXT_MAX], own_stem[TEXT_MAX];
    SN_CLEANUP(sn_buf) sn_buf parts = SN_BUF(1000);
    said s = {.kind = (sn_dictionary_kind)random_below(SN_DICTIONARY_KINDS)};
    sn_str word = any_word(own), value = {"", 0};
    if (s.kind == SN_DICTIONARY_COMPOUND) {
        make_compound(&s, &parts);
        value = sn_buf_str(&parts);
        join_word(sn_str_of(s.word), false, s.word);
        memcpy(s.value, value.at, value.len);
        for (size_t i = 0; i + 1 < value.len; i++) {
            if (memcmp(s.value + i, "آ", 2) == 0)
                memcpy(s.value + i, "ا", 2);
        }
    } else {
        join_word(word, s.kind == SN_DICTIONARY_STOP, s.word);
        value = s.kind == SN_DICTIONARY_STEM ? any_word(own_stem) : word;
        if (s.kind != SN_DICTIONARY_STOP)
            join_word(value, false, s.value);
    }
    if (is_taken(r, &s))
        return;
    put_said(r, &s, word, value);
    r->said[r->n++] = s;
}

void random_dictionary_make(random_dictionary *r)
{
    r->n = 0;
    for (size_t k = 0; k < SN_DICTIONARY_KINDS; k++) {
        r->files[k] = SN_BUF(FILE_MAX);
        if (random_below(3) == 0)
            sn_buf_add_str(&r->files[k], SN_STR("\xef\xbb\xbf"));
        if (random_below(3) == 0)
            sn_buf_add_str(&r->files[k], SN_STR("# واژه‌های ما\n"));
    }
    for (size_t n = random_below(SAID_MAX); n > 0; n--)
        add_said(r);
}

void random_dictionary_done(random_dictionary *r)
{
    for (size_t k = 0; k < SN_DICTIONARY_KINDS; k++)
        sn_buf_done(&r->files[k]);
}

typedef struct bad_line {
    const char *text;
    sn_status status;
} bad_line;

static const bad_line bad_words[] = {
    {"دو واژه", SN_EINVAL}, {"NATO", SN_EINVAL}, {"رها۱", SN_EINVAL},    {"رها!", SN_EINVAL},
    {"گل\tنمک", SN_EINVAL}, {"گل/", SN_EINVAL},  {"گل\xd9", SN_EUTF8},   {"\xed\xa0\x80", SN_EUTF8},
    {"漢", SN_EINVAL},      {"🔹", SN_EINVAL},    {"\xc0\xaf", SN_EUTF8}, {"ـ", SN_EINVAL},
};
static const bad_line bad_stems[] = {
    {"ژژک", SN_EINVAL},      {"ژژک ژژه", SN_EINVAL},     {"ژژک\tژژه\tژژ", SN_EINVAL},
    {"\tژژه", SN_EINVAL},    {"ژژک\t", SN_EINVAL},       {"ژژک\tx", SN_EINVAL},
    {"x\tژژک", SN_EINVAL},   {"ژژ ک\tژژه", SN_EINVAL},   {"ژژک\tژ ژه", SN_EINVAL},
    {"ژژک\t\xff", SN_EUTF8}, {"ژژک\t\u200c", SN_EINVAL}, {"ژژک\tـ", SN_EINVAL},
};
static const bad_line bad_compounds[] = {
    {"گلنمک", SN_EINVAL},    {"گل نمک!", SN_EINVAL},          {"گل‌2", SN_EINVAL},
    {"گل\u200c", SN_EINVAL}, {"گل‌نمک\xd8", SN_EUTF8}, {"گل x", SN_EINVAL},
};

void put_bad_line(sn_dictionary_kind kind, sn_buf *out, sn_status *status)
{
    const bad_line *lines = bad_words;
    size_t n = sizeof bad_words / sizeof *bad_words, dice = random_below(10);
    if (kind == SN_DICTIONARY_STEM) {
        lines = bad_stems;
        n = sizeof bad_stems / sizeof *bad_stems;
    } else if (kind == SN_DICTIONARY_COMPOUND) {
        lines = bad_compounds;
        n = sizeof bad_compounds / sizeof *bad_compounds;
    }
    const bad_line *line = &lines[random_below(n)];
    *status = dice < 2 ? SN_ELIMIT : line->status;
    if (dice >= 2) {
        sn_buf_add_str(out, sn_str_of(line->text));
        return;
    }
    if (kind == SN_DICTIONARY_STEM)
        sn_buf_add_str(out, SN_STR("ژژک\t"));
    if (kind == SN_DICTIONARY_COMPOUND)
        sn_buf_add_str(out, SN_STR("گل "));
    size_t letters = dice == 0 ? 61 : SN_LIMIT_DICTIONARY_LINE_BYTES / 2 + 1;
    while (letters-- > 0)
        sn_buf_add_str(out, SN_STR("ب"));
}
