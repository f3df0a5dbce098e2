/* Nearly all of a Persian text: letters, digits and ASCII that need no look at their neighbours.
 * The same answer as sn_fold_step() one by one, which tests/property/analysis checks. */
#include "analysis/fold_sink.h"
#include "analysis/fold_table.h"

enum { HAMZA = 0x0621, YEH_HAMZA = 0x0626 };

/* What is written, and what must be known of it afterwards. */
typedef struct run {
    char *text;
    uint32_t *source;
    size_t len;
    uint32_t letters, last, last_original;
} run;

static inline uint32_t arabic_at(const unsigned char *in)
{
    return (uint32_t)(in[0] & 0x1f) << 6 | (in[1] & 0x3f);
}

static inline void put_one(run *r, uint32_t cp, size_t at)
{
    r->text[r->len] = (char)cp;
    r->source[r->len++] = (uint32_t)at;
    r->letters = 0;
    r->last = cp;
}

static inline void put_two(run *r, uint32_t cp, size_t at)
{
    r->text[r->len] = (char)(0xc0 | cp >> 6);
    r->text[r->len + 1] = (char)(0x80 | (cp & 0x3f));
    r->source[r->len] = r->source[r->len + 1] = (uint32_t)at;
    r->len += 2;
    r->letters++;
    r->last = cp;
}

static void put_half_space(run *r, size_t at)
{
    static const char half[3] = "\xe2\x80\x8c";
    for (size_t i = 0; i < 3; i++) {
        r->text[r->len] = half[i];
        r->source[r->len++] = (uint32_t)at;
    }
    r->letters = 0;
    r->last = 0x200c;
}

/* A half-space with a letter before and behind it. */
static bool is_inner_half_space(const unsigned char *in, size_t left, const run *r)
{
    if (left < 5 || r->letters == 0 || in[1] != 0x80 || in[2] != 0x8c || (in[3] & 0xfc) != 0xd8)
        return false;
    uint32_t next = sn_fold_table[arabic_at(in + 3) - SN_FOLD_TABLE_FIRST];
    return next >= 0x80 && next != HAMZA;
}

static size_t fold_run(run *r, const unsigned char *in, size_t at, size_t len)
{
    while (at < len) {
        unsigned char c = in[at];
        if (c < 0x80) {
            if (c == 0x1f)
                break;
            put_one(r, c >= 'A' && c <= 'Z' ? c + 0x20u : c, at++);
        } else if ((c & 0xfc) == 0xd8) { /* U+0600 to U+06FF */
            uint32_t cp = arabic_at(in + at), to = sn_fold_table[cp - SN_FOLD_TABLE_FIRST];
            if (to < 0x20 || to == HAMZA)
                break;
            if (to >= 0x80)
                put_two(r, to, at);
            else
                put_one(r, to, at);
            r->last_original = cp;
            at += 2;
        } else if (c == 0xe2 && is_inner_half_space(in + at, len - at, r)) {
            put_half_space(r, at);
            at += 3;
        } else {
            break;
        }
    }
    return at;
}

size_t sn_fold_plain(sn_fold_sink *sink, sn_str original, size_t at)
{
    sn_folded *f = sink->out;
    size_t left = original.len - at;
    if (sink->pending != SN_PENDING_NONE || sink->last == HAMZA ||
        (f->text.max != 0 && left > f->text.max - f->text.len))
        return at;
    sink->status = sn_fold_reserve(f, left);
    if (sink->status != SN_OK)
        return at;
    run r = {f->text.at, f->source, f->text.len, sink->letters, sink->last, 0};
    size_t end = fold_run(&r, (const unsigned char *)original.at, at, original.len);
    if (end > at) {
        f->text.len = r.len;
        sink->letters = r.letters;
        sink->last = r.last;
        sink->hamza_seat = r.letters > 0 && r.last_original == YEH_HAMZA;
    }
    return end;
}
