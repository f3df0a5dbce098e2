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

/* Is the letter before the last one alef? */
static bool alef_before_last(const sn_fold_sink *sink)
{
    const sn_buf *text = &sink->out->text;
    return sink->letters >= 2 && memcmp(text->at + text->len - 4, "\xd8\xa7", 2) == 0;
}

/* A word ends: اجراء is اجرا, while جزء and شیء would be too short. */
static void end_letters(sn_fold_sink *sink)
{
    while (sink->last == HAMZA && sink->letters > 3 && sink->status == SN_OK) {
        sn_fold_unput(sink);
        sink->letters--;
        const unsigned char *end = (unsigned char *)sink->out->text.at + sink->out->text.len;
        sink->last = memcmp(end - 2, "\xd8\xa1", 2) == 0 ? HAMZA : 0;
    }
    sink->letters = 0;
}

static void settle_before_letter(sn_fold_sink *sink)
{
    sn_fold_pending pending = sink->pending;
    sink->pending = SN_PENDING_NONE;
    if (pending == SN_PENDING_HALF || pending == SN_PENDING_LOUD_HALF) {
        end_letters(sink);
        write_at(sink, 0x200c, sink->pending_source);
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
    if (sink->pending != SN_PENDING_NONE)
        settle_before_letter(sink);
    if (cp == HAMZA && sink->hamza_seat && sink->letters > 0)
        return;
    if (sink->last == HAMZA && alef_before_last(sink)) { /* انشاءالله */
        sn_fold_unput(sink);
        sink->letters--;
    }
    write_at(sink, cp, sink->source);
    sink->letters++;
    sink->hamza_seat = false;
}

void sn_fold_put(sn_fold_sink *sink, uint32_t cp)
{
    if (sink->letters > 0)
        end_letters(sink);
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
    end_letters(sink);
    settle_before_other(sink, 0);
}
