#include "query/finglish.h"

#include "base/limits.h"

#include <string.h>

enum {
    ANYWHERE,
    AT_START,
    INSIDE, /* neither first nor last */
    EARLY,  /* inside, and another vowel follows */
    LATE,   /* inside, the last vowel: «salam» is سلام, seldom سالم */
    AT_END
};

/* What Latin letters may stand for, with a cost as of spelling_letters.h: 0 for what is usual.
 * "" is a short vowel, which Persian does not write. Groups come before their letters because both
 * are tried («sh» may be سه). */
static const struct row {
    const char *latin, *persian;
    uint8_t where, cost;
} rows[] = {
    {"aa", "آ", AT_START, 0},  {"aa", "ا", INSIDE, 0},       {"a", "ا", AT_START, 0},
    {"a", "آ", AT_START, 1},   {"a", "ع", AT_START, 3},      {"a", "عا", AT_START, 3},
    {"a", "ا", EARLY, 1},      {"a", "", EARLY, 1},          {"a", "ا", LATE, 0},
    {"a", "", LATE, 3},        {"a", "ع", INSIDE, 5},        {"a", "ا", AT_END, 0},
    {"a", "ه", AT_END, 3},     {"a", "ی", AT_END, 6},        {"a", "اع", AT_END, 6},
    {"aw", "و", INSIDE, 3},    {"ai", "ی", INSIDE, 3},       {"ai", "یی", INSIDE, 0},
    {"ei", "یی", INSIDE, 1},   {"ae", "یی", INSIDE, 1},      {"ai", "ای", INSIDE, 1},
    {"ae", "ای", INSIDE, 2},   {"e", "ا", AT_START, 0},      {"e", "ع", AT_START, 3},
    {"e", "", INSIDE, 0},      {"e", "ی", INSIDE, 5},        {"e", "ه", AT_END, 0},
    {"e", "", AT_END, 3},      {"eh", "ه", AT_END, 0},       {"ei", "ی", INSIDE, 1},
    {"ey", "ی", INSIDE, 0},    {"ey", "ی", AT_END, 0},       {"ee", "ی", INSIDE, 0},
    {"ee", "ی", AT_END, 0},    {"i", "ای", AT_START, 0},     {"i", "ا", AT_START, 4},
    {"i", "ی", INSIDE, 0},     {"i", "", INSIDE, 4},         {"i", "ی", AT_END, 0},
    {"y", "ی", ANYWHERE, 0},   {"o", "ا", AT_START, 1},      {"o", "او", AT_START, 2},
    {"o", "ع", AT_START, 4},   {"o", "", INSIDE, 1},         {"o", "و", INSIDE, 1},
    {"o", "و", AT_END, 0},     {"oo", "و", INSIDE, 0},       {"oo", "و", AT_END, 0},
    {"oo", "او", AT_START, 0}, {"ou", "و", INSIDE, 0},       {"ow", "و", INSIDE, 0},
    {"u", "او", AT_START, 0},  {"u", "ی", AT_START, 3},      {"u", "و", INSIDE, 0},
    {"u", "", INSIDE, 4},      {"u", "و", AT_END, 0},        {"b", "ب", ANYWHERE, 0},
    {"p", "پ", ANYWHERE, 0},   {"t", "ت", ANYWHERE, 0},      {"t", "ط", ANYWHERE, 2},
    {"th", "ث", ANYWHERE, 2},  {"s", "س", ANYWHERE, 0},      {"s", "ص", ANYWHERE, 1},
    {"s", "ث", ANYWHERE, 2},   {"sh", "ش", ANYWHERE, 0},     {"sch", "ش", ANYWHERE, 2},
    {"j", "ج", ANYWHERE, 0},   {"j", "ژ", ANYWHERE, 4},      {"ch", "چ", ANYWHERE, 0},
    {"h", "ه", ANYWHERE, 0},   {"h", "ح", ANYWHERE, 0},      {"kh", "خ", ANYWHERE, 0},
    {"x", "خ", ANYWHERE, 2},   {"x", "کس", ANYWHERE, 1},     {"d", "د", ANYWHERE, 0},
    {"z", "ز", ANYWHERE, 0},   {"z", "ذ", ANYWHERE, 1},      {"z", "ض", ANYWHERE, 1},
    {"z", "ظ", ANYWHERE, 1},   {"r", "ر", ANYWHERE, 0},      {"zh", "ژ", ANYWHERE, 0},
    {"gh", "ق", ANYWHERE, 0},  {"gh", "غ", ANYWHERE, 0},     {"q", "ق", ANYWHERE, 0},
    {"q", "غ", ANYWHERE, 1},   {"f", "ف", ANYWHERE, 0},      {"ph", "ف", ANYWHERE, 1},
    {"k", "ک", ANYWHERE, 0},   {"c", "ک", ANYWHERE, 1},      {"c", "س", ANYWHERE, 3},
    {"g", "گ", ANYWHERE, 0},   {"g", "ج", ANYWHERE, 5},      {"l", "ل", ANYWHERE, 0},
    {"m", "م", ANYWHERE, 0},   {"n", "ن", ANYWHERE, 0},      {"v", "و", ANYWHERE, 0},
    {"w", "و", ANYWHERE, 0},   {"khaa", "خوا", ANYWHERE, 0}, {"kha", "خوا", ANYWHERE, 1},
};

#define DOUBLED 1 /* «mohammad»: one letter in Persian */
#define WORST   14

typedef struct walk {
    const sn_word_list *list;
    sn_str latin;
    size_t steps;
    double worth;
    sn_near best;
    bool is_found;
} walk;

static bool has_vowel(sn_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("aeiou", s.at[i]) != NULL)
            return true;
    }
    return false;
}

static bool stands(const struct row *r, const walk *w, size_t at, size_t len)
{
    bool is_first = at == 0, is_last = at + len == w->latin.len;
    if (w->latin.len - at < len || memcmp(w->latin.at + at, r->latin, len) != 0)
        return false;
    switch (r->where) {
    case AT_START:
        return is_first;
    case AT_END:
        return is_last && !is_first;
    case INSIDE:
        return !is_first && !is_last;
    case EARLY:
    case LATE:
        return !is_first && !is_last &&
               has_vowel((sn_str){w->latin.at + at + len, w->latin.len - at - len}) ==
                   (r->where == EARLY);
    default:
        return true;
    }
}

static void take_word(walk *w, size_t first, size_t depth, unsigned cost)
{
    const sn_word_list *l = w->list;
    if (l->begin[first + 1] - l->begin[first] != depth) /* the shortest comes first */
        return;
    double worth = sn_near_worth(cost, l->freq[first]);
    if (w->is_found && worth <= w->worth)
        return;
    w->worth = worth;
    w->best = (sn_near){(uint32_t)first, l->freq[first], cost};
    w->is_found = true;
}

/* Down the letters of `persian`; false: no word goes on so. */
static bool descend(const walk *w, const char *persian, size_t *first, size_t *last, size_t *depth)
{
    sn_spelled letters;
    if (persian[0] == '\0')
        return true;
    if (!sn_spelled_of(sn_str_of(persian), &letters))
        return false;
    for (size_t i = 0; i < letters.len; i++) {
        if (!sn_word_list_narrow(w->list, first, last, *depth, letters.at[i]))
            return false;
        (*depth)++;
    }
    return true;
}

static void walk_from(walk *w, size_t at, size_t first, size_t last, size_t depth, unsigned cost)
{
    if (at == w->latin.len) {
        take_word(w, first, depth, cost);
        return;
    }
    if (at > 0 && w->latin.at[at] == w->latin.at[at - 1] &&
        strchr("aeiou", w->latin.at[at]) == NULL)
        walk_from(w, at + 1, first, last, depth, cost + DOUBLED);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && w->steps < SN_LIMIT_FINGLISH_STEPS; i++) {
        const struct row *r = &rows[i];
        size_t len = strlen(r->latin), from = first, to = last, deep = depth;
        if (!stands(r, w, at, len) || cost + r->cost > WORST)
            continue;
        w->steps++;
        if (descend(w, r->persian, &from, &to, &deep))
            walk_from(w, at + len, from, to, deep, cost + r->cost);
    }
}

bool sn_finglish_find(const sn_word_list *l, sn_str latin, sn_near *out)
{
    walk w = {.list = l, .latin = latin};
    if (latin.len < 2 || latin.len > SN_SPELLING_LETTERS || l->n == 0)
        return false;
    for (size_t i = 0; i < latin.len; i++) {
        if (latin.at[i] < 'a' || latin.at[i] > 'z')
            return false;
    }
    walk_from(&w, 0, 0, l->n, 0, 0);
    if (w.is_found)
        *out = w.best;
    return w.is_found;
}
