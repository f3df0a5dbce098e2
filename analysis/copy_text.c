#include "analysis/copy_text.h"

#include "analysis/letters.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { ALEF_MADDA = 0x0622, ALEF = 0x0627, HALF_SPACE = 0x200c, DECIMAL_SIGN = 0x066b };

void sn_copy_text_done(sn_copy_text *t)
{
    free(t->letters);
    free(t->words);
    free(t->numbers);
    *t = (sn_copy_text){0};
}

static bool grow_to(uint32_t **at, size_t n)
{
    uint32_t *more = realloc(*at, n * sizeof *more);
    if (more == NULL)
        return false;
    *at = more;
    return true;
}

/* There are no more letters than bytes, and no more words or numbers than letters. */
static sn_status make_room(sn_copy_text *t, size_t bytes)
{
    size_t n = bytes + bytes / 2;
    if (bytes <= t->cap)
        return SN_OK;
    if (!grow_to(&t->letters, n) || !grow_to(&t->words, n) || !grow_to(&t->numbers, n))
        return SN_ENOMEM;
    t->cap = n;
    return SN_OK;
}

static bool is_latin(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_address_sign(char c)
{
    return is_latin(c) || is_digit(c) || (c != '\0' && strchr("@._-/:~?=&%#+", c) != NULL);
}

/* A dot with a Latin letter or digit before it and two Latin letters behind it: no decimal number, no U.S. */
static bool has_host_dot(sn_str run)
{
    bool latin = false;
    for (size_t i = 0; i + 2 < run.len; i++) {
        latin = latin || is_latin(run.at[i]);
        if (run.at[i] == '.' && i > 0 && latin && is_latin(run.at[i + 1]) &&
            is_latin(run.at[i + 2]))
            return true;
    }
    return false;
}

/* How long the handle, e-mail or web address is that begins here, 0 for anything else. */
static size_t address_length(sn_str text, size_t at)
{
    sn_str run = {text.at + at, 0};
    while (at + run.len < text.len && is_address_sign(run.at[run.len]))
        run.len++;
    const char *sign = run.len > 0 ? memchr(run.at, '@', run.len) : NULL;
    bool handle =
        sign != NULL && sign + 1 < run.at + run.len && (is_latin(sign[1]) || sign[1] == '_');
    if (handle || has_host_dot(run) || memmem(run.at, run.len, "://", 3) != NULL)
        return run.len;
    return 0;
}

/* FNV-1a over the digits; a separator counts only if a digit follows, and then it says nothing. */
static size_t take_number(sn_copy_text *t, sn_str text, size_t at)
{
    uint32_t hash = 2166136261u;
    for (size_t behind = at; at < text.len; at = behind) {
        uint32_t cp = sn_utf8_next(text, &behind);
        bool digit = cp < 0x80 && is_digit((char)cp);
        bool sign = cp == '.' || cp == ',' || cp == '/' || cp == ':' || cp == DECIMAL_SIGN;
        if (!digit && !(sign && behind < text.len && is_digit(text.at[behind])))
            break;
        if (!digit)
            continue;
        hash = (hash ^ cp) * 16777619u;
        t->letters[t->n_letters++] = cp;
    }
    t->numbers[t->n_numbers++] = hash;
    return at;
}

/* The next code point, or the number or address that begins with it; *inside: a letter was before it. */
static size_t step(sn_copy_text *t, sn_str text, size_t at, bool *inside)
{
    char first = text.at[at];
    if (!*inside && (is_latin(first) || is_digit(first) || first == '@')) {
        size_t length = address_length(text, at);
        if (length > 0)
            return at + length;
    }
    size_t behind = at;
    uint32_t cp = sn_utf8_next(text, &behind);
    if (cp == HALF_SPACE || (*inside && cp == '_'))
        return behind;
    if (!sn_is_word_cp(cp)) {
        *inside = false;
        return behind;
    }
    if (!*inside)
        t->words[t->n_words++] = (uint32_t)t->n_letters;
    *inside = true;
    if (is_digit(first))
        return take_number(t, text, at);
    t->letters[t->n_letters++] = cp == ALEF_MADDA ? ALEF : cp;
    return behind;
}

/* What sets a signature off: a handle; in a body also a line of its own, |, or a dash behind a blank. */
static bool begins_signature(sn_str text, size_t at, bool is_body)
{
    char c = text.at[at], before = at > 0 ? text.at[at - 1] : ' ';
    if (c == '@')
        return !is_latin(before) && !is_digit(before); /* no e-mail */
    return is_body && (c == '\n' || c == '|' || (c == '-' && before == ' '));
}

/* The text without what stands behind its last Arabic letter or digit from such a sign on. */
static sn_str without_signature(sn_str text, bool is_body)
{
    size_t end = text.len, cut = text.len;
    while (end > 0 && (unsigned char)text.at[end - 1] < 0x80 && !is_digit(text.at[end - 1])) {
        end--;
        if (begins_signature(text, end, is_body))
            cut = end;
    }
    return (sn_str){text.at, end == 0 ? text.len : cut};
}

sn_status sn_copy_text_read(sn_copy_text *t, sn_str folded, bool is_body)
{
    sn_str text = without_signature(folded, is_body);
    t->n_letters = t->n_words = t->n_numbers = 0;
    sn_status s = make_room(t, text.len);
    bool inside = false;
    for (size_t at = 0; s == SN_OK && at < text.len;)
        at = step(t, text, at, &inside);
    return s;
}
