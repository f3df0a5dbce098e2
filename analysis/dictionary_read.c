/* Lines of a newsroom's files to rows. */
#include "analysis/dictionary_internal.h"
#include "analysis/fold.h"
#include "analysis/lexicon_letters.h"
#include "analysis/stem.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text_lines.h"
#include "base/utf8.h"

#include <string.h>

/* A line being read; folded text of a field at most. */
typedef struct line {
    sn_dictionary *to;
    sn_dictionary_kind kind;
    const char *name;
    uint32_t number;
    sn_error *err;
} line;

typedef char field[SN_LIMIT_DICTIONARY_LINE_BYTES * SN_FOLD_GROWTH + 1];

static sn_status fail(const line *l, sn_status status, const char *sentence)
{
    return sn_fail(l->err, status, "%s, line %u: %s", l->name, l->number, sentence);
}

/* Without half-spaces; U+0622 becomes U+0627 unless it is kept. In place; returns the length. */
static size_t join(char *text, bool keep_madda)
{
    size_t len = 0;
    for (size_t i = 0; text[i] != '\0';) {
        if (strncmp(text + i, SN_HALF_SPACE, 3) == 0) {
            i += 3;
            continue;
        }
        bool madda = !keep_madda && strncmp(text + i, "آ", 2) == 0;
        text[len++] = text[i++];
        if (madda) {
            text[len++] = '\xa7';
            i++;
        }
    }
    text[len] = '\0';
    return len;
}

static sn_status fold(const line *l, sn_str text, field out)
{
    size_t len = 0;
    sn_status s = sn_fold_word(text, out, sizeof(field), &len);
    if (s == SN_ELIMIT)
        return fail(l, s, "the line is too long");
    out[s == SN_OK ? len : 0] = '\0';
    return s;
}

/* Letters of the lexicon only, and no more than it takes. */
static sn_status check_word(const line *l, const char *joined)
{
    sn_letters letters;
    size_t len = strlen(joined);
    if (len > 2 * (size_t)SN_WORD_MAX_LETTERS)
        return fail(l, SN_ELIMIT, "the word has more than 60 letters");
    return sn_letters_of((sn_str){joined, len}, &letters)
               ? SN_OK
               : fail(l, SN_EINVAL, "a word is of Persian letters, with half-spaces between");
}

static sn_status read_word(const line *l, sn_str text, field out)
{
    sn_str word = sn_str_trim(text);
    if (word.len == 0)
        return fail(l, SN_EINVAL, "a word is missing");
    sn_status s = fold(l, word, out);
    if (s == SN_OK && strchr(out, ' ') != NULL)
        return fail(l, SN_EINVAL, "two words; a compound belongs in compounds.txt");
    if (s != SN_OK)
        return s;
    join(out, l->kind == SN_DICTIONARY_STOP);
    return check_word(l, out);
}

static sn_status read_stem(const line *l, sn_str text)
{
    field word, stem;
    const char *tab = memchr(text.at, '\t', text.len);
    if (tab == NULL)
        return fail(l, SN_EINVAL, "a tab is wanted between the word and its stem");
    size_t at = (size_t)(tab - text.at);
    sn_str rest = {tab + 1, text.len - at - 1};
    if (memchr(rest.at, '\t', rest.len) != NULL)
        return fail(l, SN_EINVAL, "there is more than one tab");
    sn_status s = read_word(l, (sn_str){text.at, at}, word);
    if (s == SN_OK)
        s = read_word(l, rest, stem);
    return s == SN_OK ? sn_dictionary_put(l->to, SN_DICTIONARY_STEM, word, stem, l->name, l->number)
                      : s;
}

/* One blank for each run of blanks and half-spaces, none at the ends. */
static size_t split_parts(char *text)
{
    size_t len = 0, parts = 1;
    for (size_t i = 0; text[i] != '\0';) {
        bool half = strncmp(text + i, SN_HALF_SPACE, 3) == 0;
        if (half || text[i] == ' ') {
            i += half ? 3 : 1;
            if (len > 0 && text[len - 1] != ' ')
                text[len++] = ' ';
        } else {
            text[len++] = text[i++];
        }
    }
    while (len > 0 && text[len - 1] == ' ')
        len--;
    text[len] = '\0';
    for (size_t i = 0; i < len; i++)
        parts += text[i] == ' ';
    return parts;
}

static void drop_blanks(char *text)
{
    size_t len = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] != ' ')
            text[len++] = text[i];
    }
    text[len] = '\0';
}

static sn_status read_compound(const line *l, sn_str text)
{
    field parts, word;
    sn_status s = fold(l, text, parts);
    if (s != SN_OK)
        return s;
    if (split_parts(parts) < 2)
        return fail(l, SN_EINVAL, "a compound has two parts at least, with a half-space between");
    join(parts, false);
    strcpy(word, parts);
    drop_blanks(word);
    s = check_word(l, word);
    return s == SN_OK
               ? sn_dictionary_put(l->to, SN_DICTIONARY_COMPOUND, word, parts, l->name, l->number)
               : s;
}

static sn_status read_row(const line *l, sn_str text)
{
    field word;
    if (l->kind == SN_DICTIONARY_STEM)
        return read_stem(l, text);
    if (l->kind == SN_DICTIONARY_COMPOUND)
        return read_compound(l, text);
    sn_status s = read_word(l, text, word);
    if (s != SN_OK)
        return s;
    bool is_stop = l->kind == SN_DICTIONARY_STOP;
    return sn_dictionary_put(l->to, is_stop ? SN_DICTIONARY_STOP : SN_DICTIONARY_STEM, word,
                             is_stop ? "" : word, l->name, l->number);
}

static sn_status read_line(const line *l, sn_str text)
{
    sn_str bare = sn_str_trim(text);
    if (bare.len == 0 || bare.at[0] == '#')
        return SN_OK;
    if (text.len > SN_LIMIT_DICTIONARY_LINE_BYTES)
        return fail(l, SN_ELIMIT, "the line is longer than the limit DICTIONARY_LINE_BYTES");
    if (l->to->n >= SN_LIMIT_DICTIONARY_ROWS)
        return fail(l, SN_ELIMIT, "there are more words than the limit DICTIONARY_ROWS");
    return read_row(l, text);
}

sn_status sn_dictionary_add(sn_dictionary *d, sn_dictionary_kind kind, const char *name,
                            sn_str text, sn_error *err)
{
    line l = {.to = d, .kind = kind, .name = name, .err = err};
    sn_str at;
    size_t bad;
    if (!sn_utf8_is_valid(text, &bad)) {
        l.number = sn_text_line_at(text, bad);
        return fail(&l, SN_EUTF8, "not well-formed UTF-8");
    }
    sn_status s = SN_OK;
    sn_text_lines lines = sn_text_lines_of(text);
    while (s == SN_OK && sn_text_lines_next(&lines, &at)) {
        l.number = lines.number;
        s = read_line(&l, at);
    }
    return s;
}

const char *sn_dictionary_file(sn_dictionary_kind kind)
{
    static const char *const files[] = {[SN_DICTIONARY_PROTECTED] = "protected.txt",
                                        [SN_DICTIONARY_STEM] = "stems.tsv",
                                        [SN_DICTIONARY_COMPOUND] = "compounds.txt",
                                        [SN_DICTIONARY_STOP] = "stop.txt"};
    return files[kind];
}

static sn_status read_file(const char *dir, sn_dictionary_kind kind, sn_dictionary *d,
                           sn_error *err)
{
    char path[SN_PATH_SIZE];
    const char *name = sn_dictionary_file(kind);
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_DICTIONARY_BYTES);
    sn_status s = sn_path_join(dir, name, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &text, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    return s == SN_OK ? sn_dictionary_add(d, kind, name, sn_buf_str(&text), err) : s;
}

sn_status sn_dictionary_read_dir(const char *dir, sn_dictionary *d, sn_error *err)
{
    sn_status s = SN_OK;
    for (int kind = 0; kind < SN_DICTIONARY_KINDS && s == SN_OK; kind++)
        s = read_file(dir, (sn_dictionary_kind)kind, d, err);
    return s == SN_OK ? sn_dictionary_settle(d, err) : s;
}
