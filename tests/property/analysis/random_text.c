#include "tests/property/analysis/random_text.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
    uint64_t seed, state;
    unsigned long iters;
} run;

static uint64_t next_random(void) /* splitmix64 */
{
    uint64_t z = run.state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

size_t random_below(size_t n)
{
    return (size_t)(next_random() % n);
}

/* Pieces that the rules look for, and what lies between them. */
static const char *const pieces[] = {
    "می",
    "نمی",
    "رود",
    "گردد",
    "بر",
    "کتاب",
    "ها",
    "های",
    "هایی",
    "تر",
    "ترین",
    "ام",
    "ای",
    "اند",
    "گفته",
    "خانه",
    "خانۀ",
    "رئیس",
    "جمهور",
    "اجراء",
    "آب",
    "ق",
    "م",
    "\u200c",
    "\u200c",
    "\u00ac",
    "\x1f",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "،",
    ".",
    "-",
    "/",
    ":",
    "_",
    "#",
    "@",
    "'",
    ",",
    "%",
    "٪",
    "٫",
    "٬",
    "ـ",
    "ِ",
    "ٔ",
    "\u0653",
    "\u200f",
    "\u200d",
    "1403",
    "۱۲",
    "5",
    "٣",
    "007",
    "COVID",
    "g",
    "U",
    "www.",
    "http://",
    "isna.ir",
    "com",
    "é",
    "e\u0301",
    "ﻻ",
    "\ufdfa",
    "½",
    "漢字",
    "ไทย",
    "カナ",
    "ｶﾞ",
    "한",
    "\u1112\u1161",
    "नमस्ते",
    "שלום",
    "Ω",
    "🇮🇷",
    "1\ufe0f\u20e3",
    "🔹",
    "ء",
    "ئ",
};

static const char letters[] = "ابپتجچدرزسشعفقکگلمنوهیآ"; /* two bytes each */

sn_str random_text(char out[TEXT_MAX])
{
    size_t len = 0, n = random_below(24);
    for (size_t i = 0; i < n; i++) {
        char cp[4];
        const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
        size_t piece_len = strlen(piece);
        if (random_below(12) == 0) { /* any code point at all */
            uint32_t c = (uint32_t)random_below(random_below(2) == 0 ? 0x3000 : 0x110000);
            piece_len = sn_utf8_write(c >= 0xd800 && c <= 0xdfff ? 'x' : c, cp);
            piece = cp;
        }
        if (len + piece_len > TEXT_MAX)
            break;
        memcpy(out + len, piece, piece_len);
        len += piece_len;
    }
    return (sn_str){out, len};
}

sn_str random_word(char out[TEXT_MAX], size_t min, size_t more)
{
    size_t n = min + random_below(more);
    for (size_t i = 0; i < n; i++)
        memcpy(out + 2 * i, letters + 2 * random_below(sizeof letters / 2), 2);
    return (sn_str){out, 2 * n};
}

void random_begin(void)
{
    const char *seed = getenv("SN_SEED"), *iters = getenv("SN_ITERS");
    run.seed = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    run.state = run.seed;
    run.iters = iters != NULL ? strtoul(iters, NULL, 10) : 3000;
    printf("SN_SEED=%llu SN_ITERS=%lu\n", (unsigned long long)run.seed, run.iters);
    fflush(stdout);
}

unsigned long random_rounds(void)
{
    return run.iters;
}

void fail_if_at(bool broken, sn_str text, const char *how, const char *file, int line)
{
    if (!broken)
        return;
    print_error("«%.*s» %s\n  bytes:", text.len < 1000 ? (int)text.len : 1000, text.at, how);
    for (size_t i = 0; i < text.len && i < 200; i++)
        print_error(" %02x", (unsigned char)text.at[i]);
    print_error("\n");
    _fail(file, line);
}
