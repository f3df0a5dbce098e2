/* bench-stories: stories of a corpus, without archive or index, to tune and to score the rules by.
 *
 *   bench-stories [--as-given] FILE.jsonl...   id, tab, id of the story's first member, a line for each
 *                                              dated article
 *
 * Articles are taken in the order of publication, as a feed brings them, or in that of the files.
 * bench/stories.py scores what comes out. */
#include "analysis/story_terms.h"
#include "archive/article.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/grow.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS   (1u << 20)
#define MAX_FOUND (1u << 16)

typedef struct piece {
    char *id;
    int64_t sec, story_begins_sec; /* of the story that it began */
    sn_story_terms terms;
    uint64_t text;            /* stands for its group of copies */
    uint32_t story, found_by; /* pieces */
    uint32_t found_keys;      /* how many have found it */
} piece;

typedef struct entry {
    uint64_t key;
    uint32_t piece, next;
} entry;

static piece *pieces;
static size_t n_pieces, cap_pieces;
static entry *entries;
static size_t n_entries, cap_entries;
static uint32_t heads[BUCKETS];
static uint64_t looked_at;

static void *more(void *at, size_t n, size_t *cap, size_t size)
{
    at = sn_grow(at, n, cap, size);
    if (at == NULL)
        abort();
    return at;
}

/* What reads articles, and the microseconds that their terms took. */
typedef struct reading {
    sn_analyzer *analyzer;
    sn_story_draft draft;
    int64_t spent_us;
} reading;

static void take_article(reading *r, const sn_article *a)
{
    pieces = more(pieces, n_pieces, &cap_pieces, sizeof *pieces);
    piece *p = &pieces[n_pieces++];
    *p = (piece){.id = strdup(a->id), .sec = a->published_at.sec};
    sn_str texts[] = {sn_str_of(a->title), sn_str_of(a->kicker), sn_str_of(a->lead),
                      sn_str_of(a->body)};
    int64_t begin = sn_clock_monotonic_us();
    if (p->id == NULL || sn_story_terms_make(&r->draft, r->analyzer, sn_lexicon_builtin(), texts, 4,
                                             &p->terms) != SN_OK)
        abort();
    for (size_t k = 0; k < p->terms.n; k++)
        p->text = sn_digest_add(p->text, &p->terms.at[k].hash, sizeof p->terms.at[k].hash);
    p->terms.is_day_only = a->published_at.precision == SN_PRECISION_DAY;
    r->spent_us += sn_clock_monotonic_us() - begin;
}

static void read_file(reading *r, const char *name)
{
    char *line = NULL;
    size_t cap = 0;
    FILE *f = fopen(name, "rbe");
    if (f == NULL) {
        perror(name);
        exit(1);
    }
    for (ssize_t len; (len = getline(&line, &cap, f)) > 0;) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        while (len > 0 && line[len - 1] == '\n')
            len--;
        if (sn_article_parse((sn_str){line, (size_t)len}, &a, NULL) == SN_OK &&
            a.published_at.precision != 0)
            take_article(r, &a);
    }
    free(line);
    fclose(f);
}

static double read_files(char **names, int n_names)
{
    reading r = {0};
    if (sn_analyzer_create(sn_lexicon_builtin(), &r.analyzer) != SN_OK)
        abort();
    for (int i = 0; i < n_names; i++)
        read_file(&r, names[i]);
    sn_story_draft_done(&r.draft);
    sn_analyzer_destroy(r.analyzer);
    return (double)r.spent_us;
}

static int by_date(const void *left, const void *right)
{
    const piece *a = left, *b = right;
    if (a->sec != b->sec)
        return a->sec < b->sec ? -1 : 1;
    return strcmp(a->id, b->id);
}

static size_t find(uint32_t i, const uint32_t *keys, size_t n_keys, uint32_t *found)
{
    size_t n = 0;
    for (size_t k = 0; k < n_keys; k++) {
        for (uint32_t e = heads[keys[k] % BUCKETS]; e != 0; e = entries[e].next) {
            piece *p = &pieces[entries[e].piece];
            if (entries[e].key != keys[k] ||
                llabs(pieces[i].sec - p->sec) > SN_STORY_WINDOW_SEC + 86400)
                continue;
            looked_at++;
            if (p->found_by == i + 1) {
                p->found_keys++;
            } else if (n < MAX_FOUND) {
                p->found_by = i + 1;
                p->found_keys = 1;
                found[n++] = entries[e].piece;
            }
        }
    }
    size_t kept = 0;
    for (size_t k = 0; k < n; k++)
        if (pieces[found[k]].found_keys >= (n_keys > 1 ? 2 : 1))
            found[kept++] = found[k];
    return kept;
}

static void place(uint32_t i)
{
    static sn_story_neighbour neighbours[MAX_FOUND];
    static uint32_t found[MAX_FOUND];
    uint32_t keys[SN_STORY_KEYS];
    uint64_t story;
    piece *p = &pieces[i];
    size_t n_keys = sn_story_keys(&p->terms, keys), n = find(i, keys, n_keys, found);
    sn_story_article a = {&p->terms, p->sec};
    for (size_t k = 0; k < n; k++) {
        const piece *q = &pieces[found[k]];
        sn_story_article b = {&q->terms, q->sec};
        neighbours[k] = (sn_story_neighbour){q->story, q->text, sn_story_nearness(&a, &b),
                                             pieces[q->story].story_begins_sec};
    }
    p->story = sn_story_choose(neighbours, n, p->sec, 0, &story) ? (uint32_t)story : i;
    piece *first = &pieces[p->story];
    if (first == p || p->sec < first->story_begins_sec)
        first->story_begins_sec = p->sec;
    for (size_t k = 0; k < n_keys; k++) {
        entries = more(entries, n_entries + 1, &cap_entries, sizeof *entries);
        if (n_entries == 0)
            n_entries = 1;
        entries[n_entries] = (entry){keys[k], i, heads[keys[k] % BUCKETS]};
        heads[keys[k] % BUCKETS] = (uint32_t)n_entries++;
    }
}

int main(int argc, char **argv)
{
    bool as_given = argc > 1 && strcmp(argv[1], "--as-given") == 0;
    double made = read_files(argv + 1 + as_given, argc - 1 - as_given);
    if (!as_given)
        qsort(pieces, n_pieces, sizeof *pieces, by_date);
    int64_t begin = sn_clock_monotonic_us();
    for (uint32_t i = 0; i < n_pieces; i++)
        place(i);
    double placed = (double)(sn_clock_monotonic_us() - begin);
    for (size_t i = 0; i < n_pieces; i++)
        printf("%s\t%s\n", pieces[i].id, pieces[pieces[i].story].id);
    double n = n_pieces > 0 ? (double)n_pieces : 1;
    fprintf(stderr, "%zu articles; terms %.1f us, placing %.1f us, %.1f candidates each\n",
            n_pieces, made / n, placed / n, (double)looked_at / n);
    return 0;
}
