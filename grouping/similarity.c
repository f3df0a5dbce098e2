#include "grouping/similarity.h"

/* docs/copies.md says where each comes from. */
#define ALIKE_JACCARD      0.5
#define ALIKE_CONTAINMENT  0.8
#define CONTAINED_SHINGLES 6 /* a shorter text than this may stand in any other */
#define ALIKE_NUMBERS      0.5
#define SAME_EDITION_SEC   (12 * 3600)

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

void sn_similarity_of(const sn_fingerprint *a, const sn_fingerprint *b, sn_similarity *out)
{
    overlap s =
        overlap_of(a->shingles, a->n_shingles, b->shingles, b->n_shingles, SN_FINGERPRINT_SHINGLES);
    overlap n =
        overlap_of(a->numbers, a->n_numbers, b->numbers, b->n_numbers, SN_FINGERPRINT_NUMBERS);
    *out = (sn_similarity){
        .same_text = a->text == b->text && a->text != 0,
        .jaccard = share(s.both, s.a + s.b - s.both),
        .containment = share(s.both, s.a < s.b ? s.a : s.b),
        .numbers = n.a + n.b == 0 ? 1.0 : share(n.both, n.a + n.b - n.both),
        .smaller = a->n_shingles < b->n_shingles ? a->n_shingles : b->n_shingles,
    };
    if (out->same_text)
        out->jaccard = out->containment = out->numbers = 1.0;
}

static bool is_alike(const sn_similarity *s)
{
    return s->jaccard >= ALIKE_JACCARD ||
           (s->containment >= ALIKE_CONTAINMENT && s->smaller >= CONTAINED_SHINGLES);
}

bool sn_is_copy(const sn_similarity *s, int64_t apart_sec)
{
    if (s->same_text)
        return true;
    if (apart_sec > SN_COPY_WINDOW_SEC || !is_alike(s))
        return false;
    bool same_edition = apart_sec != SN_APART_UNKNOWN && apart_sec <= SAME_EDITION_SEC;
    return same_edition || s->numbers >= ALIKE_NUMBERS;
}
