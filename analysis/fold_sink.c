#include "analysis/fold_sink.h"

#include "analysis/fold_table.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { HAMZA = 0x0621, ALEF_MADDA = 0x0622, YEH_HAMZA = 0x0626, ALEF = 0x0627, HEH = 0x0647 };

static bool grow(sn_folded *f, size_t cap)
{
    char *text = realloc(f->text.at, cap + 1);
    if (text == NULL)
        return false;
    f->text.at = text;
    uint32_t *source = realloc(f->source, (cap + 1) * sizeof *source);
    if (source == NULL)
        return false;
    f->source = source;
    size_t old_bits = f->ezafe != NULL ? f->cap / 8 + 1 : 0;
    uint8_t *ezafe = realloc(f->ezafe, cap / 8 + 1);
    if (ezafe == NULL)
        return false;
    memset(ezafe + old_bits, 0, cap / 8 + 1 - old_bits);
    f->ezafe = ezafe;
    f->cap = cap;
    f->text.cap = cap;
    return true;
}

sn_status sn_fold_reserve(sn_folded *f, size_t more)
{
    size_t need = f->text.len + more;
    if (f->ezafe != NULL && need <= f->cap)
        return SN_OK;
    size_t cap = f->cap + f->cap / 2;
    if (cap < need)
        cap = need;
    return grow(f, cap) ? SN_OK : SN_ENOMEM;
}

static void write_at(sn_fold_sink *sink, uint32_t cp, uint32_t source)
{
    sn_folded *f = sink->out;
    if (sink->status != SN_OK)
        return;
    char bytes[4];
    size_t n = sn_utf8_write(cp, bytes);
    if (f->text.max != 0 && f->text.len + n > f->text.max) {
        sink->status = SN_ELIMIT;
        return;
    }
    sink->status = sn_fold_reserve(f, n);
    if (sink->status != SN_OK)
        return;
    for (size_t i = 0; i < n; i++) {
        f->text.at[f->text.len + i] = bytes[i];
        f->source[f->text.len + i] = source;
    }
    f->text.len += n;
    sink->last = cp;
}

void sn_fold_unput(sn_fold_sink *sink)
{
    sn_buf *text = &sink->out->text;
    while (text->len > 0 && ((unsigned char)text->at[text->len - 1] & 0xc0) == 0x80)
        text->len--;
    if (text->len > 0)
        text->len--;
}

static bool ends_with(const sn_buf *text, const char *what, size_t len)
{
    return text->len >= len && memcmp(text->at + text->len - len, what, len) == 0;
}

static bool ends_with_hamza(const sn_fold_sink *sink)
{
    return ends_with(&sink->out->text, "\xd8\xa1", 2);
}

/* The letter that ends at *end, moving *end before it and before half-spaces in front of it; 0 if
 * the word does not go further back. */
static uint32_t letter_before(const sn_buf *text, size_t *end)
{
    const unsigned char *at = (const unsigned char *)text->at;
    while (*end >= 3 && memcmp(at + *end - 3, SN_HALF_SPACE, 3) == 0)
        *end -= 3;
    if (*end < 2 || (at[*end - 2] & 0xfc) != 0xd8)
        return 0;
    uint32_t cp = (uint32_t)(at[*end - 2] & 0x1f) << 6 | (at[*end - 1] & 0x3f);
    if (sn_fold_table[cp - SN_FOLD_TABLE_FIRST] < 0x80)
        return 0;
    *end -= 2;
    return cp;
}

/* Does the text end in a hamza behind alef? Persian does not write it: اجراء is اجرا, انشاءالله is
 * انشاالله, but جزء and مقروء stay. The rule looks no further back, so that a word has it alone and
 * as the end of a compound. */
static bool ends_with_mute_hamza(const sn_fold_sink *sink)
{
    if (!ends_with_hamza(sink))
        return false;
    size_t end = sink->out->text.len - 2;
    uint32_t before = letter_before(&sink->out->text, &end);
    return before == ALEF || before == ALEF_MADDA;
}

static void drop_inner_hamza(sn_fold_sink *sink)
{
    if (!ends_with_mute_hamza(sink))
        return;
    sn_fold_unput(sink);
    sink->letters--;
}

static void drop_final_hamza(sn_fold_sink *sink)
{
    while (ends_with_mute_hamza(sink)) {
        sn_fold_unput(sink);
        if (ends_with(&sink->out->text, SN_HALF_SPACE, 3))
            sn_fold_unput(sink);
    }
}

static void end_word(sn_fold_sink *sink)
{
    if (sink->last == HAMZA && sink->status == SN_OK)
        drop_final_hamza(sink);
    sink->letters = 0;
    sink->hamza_seat = false;
}

static void settle_before_letter(sn_fold_sink *sink)
{
    sn_fold_pending pending = sink->pending;
    sink->pending = SN_PENDING_NONE;
    if (pending == SN_PENDING_HALF || pending == SN_PENDING_LOUD_HALF) {
        if (sink->last == HAMZA && sink->status == SN_OK)
            drop_inner_hamza(sink);
        if (sink->letters > 0) /* else there is one already, the letter behind it was dropped */
            write_at(sink, 0x200c, sink->pending_source);
        sink->letters = 0;
    } else if (pending == SN_PENDING_THOUSANDS) {
        write_at(sink, ',', sink->pending_source);
    }
}

static void settle_before_other(sn_fold_sink *sink, uint32_t next)
{
    sn_fold_pending pending = sink->pending;
    sink->pending = SN_PENDING_NONE;
    if (pending == SN_PENDING_LOUD_HALF)
        write_at(sink, ' ', sink->pending_source);
    else if (pending == SN_PENDING_DASH)
        write_at(sink, '-', sink->pending_source);
    else if (pending == SN_PENDING_THOUSANDS && !(next >= '0' && next <= '9'))
        write_at(sink, ',', sink->pending_source);
}

static void put_letter(sn_fold_sink *sink, uint32_t cp)
{
    if (cp == HAMZA && sink->hamza_seat)
        return;
    if (sink->pending != SN_PENDING_NONE)
        settle_before_letter(sink);
    if (sink->last == HAMZA && sink->letters > 0 && sink->status == SN_OK)
        drop_inner_hamza(sink);
    write_at(sink, cp, sink->source);
    sink->letters++;
    sink->hamza_seat = false;
}

void sn_fold_put(sn_fold_sink *sink, uint32_t cp)
{
    if (sink->letters > 0)
        end_word(sink);
    if (sink->pending != SN_PENDING_NONE)
        settle_before_other(sink, cp);
    write_at(sink, cp, sink->source);
}

static void wait_for_next(sn_fold_sink *sink, sn_fold_pending pending)
{
    sink->pending = pending;
    sink->pending_source = sink->source;
}

static void step_half_space(sn_fold_sink *sink, bool loud)
{
    if (sink->letters == 0) {
        if (loud)
            sn_fold_put(sink, ' ');
    } else if (sink->pending == SN_PENDING_NONE) {
        wait_for_next(sink, loud ? SN_PENDING_LOUD_HALF : SN_PENDING_HALF);
    } else if (loud) {
        sink->pending = SN_PENDING_LOUD_HALF;
    }
}

static void mark_ezafe(sn_folded *f)
{
    size_t i = f->text.len - 2;
    f->ezafe[i / 8] = (uint8_t)(f->ezafe[i / 8] | 1u << i % 8);
    i++;
    f->ezafe[i / 8] = (uint8_t)(f->ezafe[i / 8] | 1u << i % 8);
}

/* The two marks that say something of the letter under them. */
static void step_mark(sn_fold_sink *sink, uint32_t mark)
{
    if (sink->status != SN_OK || sink->letters == 0 || sink->pending != SN_PENDING_NONE)
        return;
    if (mark == SN_FOLD_HAMZA_MARK && sink->last == HEH) {
        mark_ezafe(sink->out);
    } else if (mark == SN_FOLD_MADDA_MARK && sink->last == ALEF) {
        sink->out->text.at[sink->out->text.len - 1] = '\xa2';
        sink->last = ALEF_MADDA;
    }
}

static bool after_digit(const sn_fold_sink *sink)
{
    return sink->pending == SN_PENDING_NONE && sink->last >= '0' && sink->last <= '9';
}

static void step_special(sn_fold_sink *sink, uint32_t what)
{
    switch (what) {
    case SN_FOLD_HAMZA_MARK:
    case SN_FOLD_MADDA_MARK:
        step_mark(sink, what);
        break;
    case SN_FOLD_EZAFE_HEH:
        put_letter(sink, HEH);
        step_mark(sink, SN_FOLD_HAMZA_MARK);
        break;
    case SN_FOLD_TATWEEL:
        if (sink->letters == 0 && sink->pending != SN_PENDING_DASH) {
            settle_before_other(sink, '-');
            wait_for_next(sink, SN_PENDING_DASH);
        }
        break;
    case SN_FOLD_DECIMAL:
        sn_fold_put(sink, after_digit(sink) ? '.' : ',');
        break;
    case SN_FOLD_THOUSANDS:
        if (after_digit(sink))
            wait_for_next(sink, SN_PENDING_THOUSANDS);
        else
            sn_fold_put(sink, ',');
        break;
    default: /* SN_FOLD_DROP */
        break;
    }
}

static void step_arabic(sn_fold_sink *sink, uint32_t cp)
{
    uint32_t to = sn_fold_table[cp - SN_FOLD_TABLE_FIRST];
    if (to >= 0x80) {
        put_letter(sink, to);
        sink->hamza_seat = cp == YEH_HAMZA;
    } else if (to >= 0x20) {
        sn_fold_put(sink, to);
    } else if (to == SN_FOLD_STAYS) {
        sn_fold_put(sink, cp);
    } else {
        step_special(sink, to);
    }
}

void sn_fold_step(sn_fold_sink *sink, uint32_t cp)
{
    if (cp < 0x80) {
        if (cp == 0x1f)
            step_half_space(sink, true);
        else
            sn_fold_put(sink, cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp);
    } else if (cp >= SN_FOLD_TABLE_FIRST && cp <= SN_FOLD_TABLE_LAST) {
        step_arabic(sink, cp);
    } else {
        uint32_t to = sn_fold_other(cp);
        if (to == SN_FOLD_WIDE)
            sn_fold_wide(sink, cp);
        else if (to == SN_FOLD_HALF_SPACE || to == SN_FOLD_MAYBE_HALF)
            step_half_space(sink, to == SN_FOLD_MAYBE_HALF);
        else if (to != SN_FOLD_DROP)
            sn_fold_put(sink, to);
    }
}

void sn_fold_finish(sn_fold_sink *sink)
{
    end_word(sink);
    settle_before_other(sink, 0);
}
