/* The disguises that folding takes off, and UTF-8 that is none. */
#include "base/utf8.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"

#define PICK(array) ((array)[random_below(sizeof(array) / sizeof *(array))])
#define HALF        "\xe2\x80\x8c"

static void put(sn_buf *out, const char *text)
{
    sn_buf_add_str(out, sn_str_of(text));
}

static const char *disguise_of(uint32_t cp)
{
    static const char *const yeh[] = {"ی", "ي", "ى", "ﯾ", "ﻲ", "ې"};
    static const char *const kaf[] = {"ک", "ك", "ﮐ", "ﻛ", "ڪ"};
    static const char *const heh[] = {"ه", "ہ", "ھ", "ﻫ", "ة"};
    static const char *const alef[] = {"ا", "ٱ", "ﺎ"};
    static const char *const madda[] = {"آ", "ﺂ", "ا\u0653"};
    static const char *const lam[] = {"ل", "ﻟ", "ڵ"};
    switch (cp) {
    case 0x06cc:
        return PICK(yeh);
    case 0x06a9:
        return PICK(kaf);
    case 0x0647:
        return PICK(heh);
    case 0x0627:
        return PICK(alef);
    case 0x0622:
        return PICK(madda);
    case 0x0644:
        return PICK(lam);
    default:
        return NULL;
    }
}

static void put_half_space(bool in_word, sn_buf *out)
{
    static const char *const halves[] = {HALF,           "\u00ac",       "\x1f",
                                         "\u200c\u200c", "\u200f\u200c", "\u200c\u200d"};
    put(out, in_word ? PICK(halves) : HALF);
}

/* Signs that a reader does not see between letters. */
static void put_ornament(sn_buf *out)
{
    static const char *const ornaments[] = {"ـ",      "ِ",       "ّ",       "ً",       "\u0670",
                                            "\u200f", "\u200d", "\u200b", "\u00ad", "\ufeff"};
    if (random_below(6) == 0)
        put(out, PICK(ornaments));
}

void put_disguised(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        uint32_t cp = sn_utf8_next(text, &i);
        const char *other = disguise_of(cp);
        if (cp == 0x200c)
            put_half_space(from > 0 && i < text.len, out);
        else if (cp >= '0' && cp <= '9') {
            char bytes[4];
            uint32_t zero = random_below(2) == 0 ? 0x0660 : 0x06f0;
            sn_buf_add(out, bytes, sn_utf8_write(zero + cp - '0', bytes));
        } else if (other != NULL) {
            put(out, other);
        } else {
            sn_buf_add(out, text.at + from, i - from);
        }
        if (cp >= 0x0620)
            put_ornament(out);
    }
}

void break_utf8(sn_buf *text)
{
    static const char *const broken[] = {
        "\xff", "\xc0\xaf",     "\xed\xa0\x80", "\xd9",    "\xe2\x80", "\xf4\x90\x80\x80",
        "\x80", "\xf0\x9f\x98", "\xe0\x80\x80", "\xd8\x41"};
    size_t at = random_below(text->len + 1);
    SN_CLEANUP(sn_buf) sn_buf tail = SN_BUF(1u << 20);
    while (at < text->len && ((unsigned char)text->at[at] & 0xc0) == 0x80)
        at++;
    sn_buf_add(&tail, text->at != NULL ? text->at + at : "", text->len - at);
    sn_buf_cut(text, at);
    put(text, PICK(broken));
    sn_buf_add_byte(text, random_below(2) == 0 ? ' ' : 'x'); /* nothing that makes it whole */
    sn_buf_add_str(text, sn_buf_str(&tail));
}
