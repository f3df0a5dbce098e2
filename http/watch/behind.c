#include "http/watch/behind.h"

#include <string.h>

static void forget_applied(sn_behind *b, uint64_t applied)
{
    size_t gone = 0;
    while (gone < b->n && b->marks[gone].change <= applied)
        gone++;
    b->n -= gone;
    memmove(b->marks, b->marks + gone, b->n * sizeof *b->marks);
}

/* Of each two the earlier time with the later change. */
static void make_room(sn_behind *b)
{
    for (size_t i = 0; i < b->n / 2; i++) {
        b->marks[i].at_us = b->marks[2 * i].at_us;
        b->marks[i].change = b->marks[2 * i + 1].change;
    }
    b->n /= 2;
    b->apart_us = (b->marks[b->n - 1].at_us - b->marks[0].at_us) / (int64_t)b->n;
}

static void add(sn_behind *b, uint64_t change, int64_t now_us)
{
    if (b->n == 0)
        b->apart_us = 0;
    if (b->n > 0 && now_us - b->marks[b->n - 1].at_us < b->apart_us) {
        b->marks[b->n - 1].change = change;
        return;
    }
    if (b->n == SN_BEHIND_MARKS)
        make_room(b);
    b->marks[b->n].change = change;
    b->marks[b->n].at_us = now_us;
    b->n++;
}

void sn_behind_look(sn_behind *b, uint64_t accepted, uint64_t applied, int64_t now_us)
{
    if (b->n > 0 && accepted < b->marks[b->n - 1].change) /* another archive is in its place */
        b->n = 0;
    forget_applied(b, applied);
    if (accepted > (b->n > 0 ? b->marks[b->n - 1].change : applied))
        add(b, accepted, now_us);
}

int64_t sn_behind_since_us(const sn_behind *b)
{
    return b->n > 0 ? b->marks[0].at_us : INT64_MAX;
}
