#include "grouping/similarity.h"

/* docs/copies.md says what each is for and what it was chosen by. */
enum {
    SHORTEST_SHINGLES = 5, /* a headline; less may stand in any text */
    LATER_SHINGLES = 25,   /* of the longer of two texts that are days apart */
    LONG_SHINGLES = 30,    /* a paragraph: no sponsor's line, no item of a round-up is as long */
    SAME_EVENT_SEC = 12 * 3600
};

/* How many hashes two lists have in common, and each by itself. */
typedef struct overlap {
    size_t both, a, b;
} overlap;

/* Above its last hash a full list says nothing: it holds the lowest of more. */
static uint32_t last_known(const uint32_t *hashes, size_t n, size_t most)
{
    return n < most ? UINT32_MAX : hashes[n - 1];
}

static size_t count_to(const uint32_t *hashes, size_t n, uint32_t bound)
{
    while (n > 0 && hashes[n - 1] > bound)
        n--;
    return n;
}

static overlap overlap_of(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b, size_t most)
{
    uint32_t known_a = last_known(a, n_a, most), known_b = last_known(b, n_b, most);
    uint32_t bound = known_a < known_b ? known_a : known_b;
    overlap o = {0, count_to(a, n_a, bound), count_to(b, n_b, bound)};
    for (size_t i = 0, j = 0; i < o.a && j < o.b;) {
        uint32_t x = a[i], y = b[j];
        o.both += x == y;
        i += x <= y;
        j += y <= x;
    }
    return o;
}

static double share(size_t part, size_t whole)
{
    return whole == 0 ? 0.0 : (double)part / (double)whole;
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool begin_alike(const sn_fingerprint *a, const sn_fingerprint *b)
{
    if (a->title != 0 && a->title == b->title)
        return true;
    for (size_t i = 0; i < 2; i++) {
        if (a->opening[i] != 0 &&
            (a->opening[i] == b->opening[0] || a->opening[i] == b->opening[1]))
            return true;
    }
    return false;
}

void sn_similarity_of(const sn_fingerprint *a, const sn_fingerprint *b, sn_similarity *out)
{
    overlap s =
        overlap_of(a->shingles, a->n_shingles, b->shingles, b->n_shingles, SN_FINGERPRINT_SHINGLES);
    overlap n =
        overlap_of(a->numbers, a->n_numbers, b->numbers, b->n_numbers, SN_FINGERPRINT_NUMBERS);
    size_t same_ending = a->ending == b->ending && a->ending != 0;
    *out = (sn_similarity){
        .same_text = a->text == b->text && a->text != 0,
        .same_opening = begin_alike(a, b),
        .jaccard = share(s.both + same_ending, s.a + s.b - s.both + 2 - same_ending),
        .containment = share(s.both, least_of(s.a, s.b)),
        .numbers = n.a + n.b == 0 ? 1.0 : share(n.both, n.a + n.b - n.both),
        .numbers_kept = least_of(n.a, n.b) == 0 ? 1.0 : share(n.both, least_of(n.a, n.b)),
        .smaller = least_of(a->n_shingles, b->n_shingles),
        .larger = a->n_shingles > b->n_shingles ? a->n_shingles : b->n_shingles,
    };
    if (out->same_text)
        out->jaccard = out->containment = out->numbers = out->numbers_kept = 1.0;
}

/* Much of the shorter text stands in the other; the less there is of it, the more of it must. */
static bool is_alike(const sn_similarity *s)
{
    bool long_enough = s->smaller >= LONG_SHINGLES;
    if (s->same_opening && s->smaller >= SHORTEST_SHINGLES && s->containment >= 0.8)
        return true;
    if (s->same_opening)
        return long_enough && s->containment >= 0.65 && s->jaccard >= 0.35;
    if (long_enough)
        return s->containment >= 0.85 || (s->containment >= 0.75 && s->jaccard >= 0.5);
    return s->containment >= 0.85 && s->jaccard >= 0.5;
}

/* Not alike in all but the numbers, as the prices of two days are. A cut text has fewer of them, and a tail
 * has its own. */
static bool has_same_numbers(const sn_similarity *s)
{
    return s->numbers >= 0.5 || s->numbers_kept >= 0.9;
}

/* Days later the same words may be of another event, unless they are many and hardly any is changed; a cut
 * changes those beside it. */
static bool is_same_days_later(const sn_similarity *s)
{
    bool cut = (double)s->smaller <= 0.85 * (double)s->larger;
    if (s->larger < LATER_SHINGLES)
        return false;
    return s->containment >= 0.9 || (s->containment >= 0.8 && s->same_opening && cut);
}

bool sn_is_copy(const sn_similarity *s, int64_t apart_sec)
{
    if (s->same_text)
        return true;
    if (apart_sec > SN_COPY_WINDOW_SEC || !is_alike(s))
        return false;
    if (apart_sec == SN_APART_UNKNOWN)
        return has_same_numbers(s);
    if (apart_sec <= SAME_EVENT_SEC) /* numbers of a running event change, too */
        return s->jaccard >= 0.8 || s->numbers_kept >= 0.5;
    return has_same_numbers(s) && is_same_days_later(s);
}

/* What is a copy days later is one on the same day, too. */
int64_t sn_copy_reach_sec(const sn_similarity *s)
{
    static const int64_t reaches[] = {INT64_MAX, SN_COPY_WINDOW_SEC, SAME_EVENT_SEC};
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches; i++)
        if (sn_is_copy(s, reaches[i]))
            return reaches[i];
    return SN_APART_UNKNOWN;
}
