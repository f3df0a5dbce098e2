/* Everything outside the tables: presentation forms, full-width and accented Latin, other
 * scripts. Slow and rare. */
#include "analysis/fold_sink.h"
#include "analysis/fold_table.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

/* Latin letters that no decomposition takes apart. */
static const struct {
    uint16_t from;
    char to[3];
} latin_rows[] = {
    {0x00df, "ss"}, {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"},
    {0x0111, "d"},  {0x0127, "h"},  {0x0131, "i"}, {0x0142, "l"}, {0x014b, "n"},
    {0x0153, "oe"}, {0x0167, "t"},  {0x018f, "e"}, {0x0259, "e"}, {0x03c2, "σ"},
};

static bool put_latin(sn_fold_sink *sink, uint32_t cp)
{
    for (size_t i = 0; i < sizeof latin_rows / sizeof *latin_rows; i++) {
        if (latin_rows[i].from != cp)
            continue;
        if (cp == 0x03c2)
            sn_fold_put(sink, 0x03c3);
        else
            for (const char *c = latin_rows[i].to; *c != '\0'; c++)
                sn_fold_put(sink, (unsigned char)*c);
        return true;
    }
    return false;
}

static bool in(uint32_t cp, uint32_t first, uint32_t last)
{
    return cp >= first && cp <= last;
}

/* Accents, keycaps, variation selectors, tags, the byte order mark. */
static bool is_mark_to_drop(uint32_t cp)
{
    return in(cp, 0x0300, 0x036f) || in(cp, 0x1ab0, 0x1aff) || in(cp, 0x1dc0, 0x1dff) ||
           in(cp, 0x20d0, 0x20ff) || in(cp, 0xfe20, 0xfe2f) || in(cp, 0xfe00, 0xfe0f) ||
           in(cp, 0x180b, 0x180f) || in(cp, 0xe0000, 0xe01ef) || cp == 0xfeff;
}

/* Compatibility decomposition is for letters and digits in disguise; of a sign it would make
 * letters that stick to the word beside it (™, 🆔, ½). */
static bool is_disguise(uint32_t cp)
{
    if (in(cp, 0xfb00, 0xffef))
        return true;
    return uc_is_general_category(cp, UC_CATEGORY_L) ||
           uc_is_general_category(cp, UC_CATEGORY_Nd) ||
           uc_is_general_category(cp, UC_CATEGORY_Nl) || uc_digit_value(cp) >= 0;
}

/* Marks of other scripts go onto their letter again (が, 가), so that both writings are one. */
static void put_composed(sn_fold_sink *sink, uint32_t cp)
{
    uint32_t whole = sink->last >= 0x80 && sink->pending == SN_PENDING_NONE && sink->letters == 0
                         ? uc_composition(sink->last, cp)
                         : 0;
    if (whole == 0 || sink->status != SN_OK) {
        sn_fold_put(sink, cp);
        return;
    }
    uint32_t here = sink->source;
    sn_fold_unput(sink);
    sink->source = sink->out->source[sink->out->text.len];
    sn_fold_put(sink, whole);
    sink->source = here;
}

static void put_part(sn_fold_sink *sink, uint32_t cp, int depth);

static void put_parts(sn_fold_sink *sink, uint32_t cp, int depth)
{
    uint32_t parts[32]; /* U+FDFA, the longest, has 18 */
    size_t n = sizeof parts / sizeof *parts;
    uint32_t *got = u32_normalize(is_disguise(cp) ? UNINORM_NFKD : UNINORM_NFD, &cp, 1, parts, &n);
    if (got != parts) { /* cannot be: nothing decomposes to more */
        sn_fold_put(sink, cp);
        return;
    }
    for (size_t i = 0; i < n; i++)
        put_part(sink, parts[i], depth);
}

static void put_part(sn_fold_sink *sink, uint32_t cp, int depth)
{
    if (cp < 0x80 || in(cp, SN_FOLD_TABLE_FIRST, SN_FOLD_TABLE_LAST) ||
        sn_fold_other(cp) != SN_FOLD_WIDE) {
        sn_fold_step(sink, cp);
        return;
    }
    uint32_t lower = uc_tolower(cp);
    if (is_mark_to_drop(cp) || put_latin(sink, lower))
        return;
    if (uc_decimal_value(cp) >= 0)
        sn_fold_put(sink, '0' + (uint32_t)uc_decimal_value(cp));
    else if (uc_is_general_category(cp, UC_CATEGORY_Zs))
        sn_fold_put(sink, ' ');
    else if (lower != cp && depth < 3)
        put_parts(sink, lower, depth + 1);
    else
        put_composed(sink, cp);
}

void sn_fold_wide(sn_fold_sink *sink, uint32_t cp)
{
    if (in(cp, 0x1f000, 0x1fbef)) /* emoji, many in posts */
        sn_fold_put(sink, cp);
    else
        put_parts(sink, cp, 0);
}
