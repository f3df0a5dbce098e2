/* bench-copies: what the rules of copies say about articles of files; bench/copies.py calls it.
 *
 *   bench-copies pairs FILE...           every pair that has a key in common, within the window
 *   bench-copies compare PAIRS FILE...   the pairs of a file (two ids a line, tab between)
 *   bench-copies groups FILE...          id and id of the leader, of all that are in a group of several
 *   bench-copies time FILE...            microseconds of processor time an article for each step
 *
 * A pair is printed as: id, id, jaccard, containment, numbers, seconds apart (-1 unknown), found (1: has
 * a key or the text in common), same text, copy, numbers kept, shingles of the smaller and of the larger, same
 * opening: what grouping/similarity.h says of it. */
#include "analysis/fingerprint.h"
#include "base/grow.h"
#include "bench/seconds.h"
#include "grouping/groups.h"
#include "grouping/minhash.h"
#include "grouping/similarity.h"
#include "indexer/readers/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    char *id;
    int64_t sec;
    bool dated;
    sn_fingerprint print; /* in memory of its own */
    uint32_t keys[SN_COPY_KEYS];
    size_t n_keys;
} entry;

typedef struct posting {
    uint64_t key;
    uint32_t at;
} posting;

typedef struct pair {
    uint32_t a, b;
} pair;

typedef struct work {
    entry *entries;
    size_t n, cap;
    pair *pairs;
    size_t n_pairs, pairs_cap;
    double read, make, keys, compare;
} work;

static void *must(void *at)
{
    if (at == NULL) {
        fprintf(stderr, "bench-copies: no memory\n");
        exit(1);
    }
    return at;
}

static void fail(sn_status s, const char *what)
{
    if (s != SN_OK) {
        fprintf(stderr, "bench-copies: %s: %s\n", what, sn_status_name(s));
        exit(1);
    }
}

static void keep(entry *e, const sn_fingerprint *print)
{
    SN_CLEANUP(sn_buf) sn_buf bytes = SN_BUF(SN_FINGERPRINT_BYTES);
    sn_fingerprint_memory memory = {0}; /* kept until the program ends */
    fail(sn_fingerprint_write(print, &bytes), "write");
    fail(sn_fingerprint_read(sn_buf_str(&bytes), &memory, &e->print), "read");
}

static void add_article(work *w, sn_fingerprint_maker *maker, const sn_article *a)
{
    w->entries = must(sn_grow(w->entries, w->n, &w->cap, sizeof *w->entries));
    entry *e = &w->entries[w->n++];
    *e = (entry){.id = must(strdup(a->id)),
                 .sec = a->published_at.sec,
                 .dated = a->published_at.precision != 0};
    sn_fingerprint print;
    double begin = seconds();
    fail(sn_fingerprint_make(maker, sn_str_of(a->title), sn_str_of(a->lead), sn_str_of(a->body),
                             &print),
         a->id);
    double made = seconds();
    e->n_keys = sn_copy_keys(&print, e->keys);
    w->make += made - begin;
    w->keys += seconds() - made;
    keep(e, &print);
}

static void read_file(work *w, sn_fingerprint_maker *maker, const char *path)
{
    sn_error err = {0};
    sn_reader *reader = NULL;
    if (sn_reader_open(path, NULL, &reader, &err) != SN_OK) {
        fprintf(stderr, "bench-copies: %s\n", err.msg);
        exit(1);
    }
    for (;;) {
        sn_article a = {0};
        sn_status s = sn_reader_next(reader, &a, &err);
        if (s == SN_DONE)
            break;
        if (s == SN_OK)
            add_article(w, maker, &a);
        else
            fprintf(stderr, "bench-copies: %s: %s\n", path, err.msg);
        sn_article_done(&a);
    }
    sn_reader_close(reader);
}

static int64_t apart(const entry *a, const entry *b)
{
    return a->dated && b->dated ? llabs(a->sec - b->sec) : SN_APART_UNKNOWN;
}

static bool near_enough(const entry *a, const entry *b)
{
    return a->dated == b->dated && apart(a, b) <= SN_COPY_WINDOW_SEC;
}

static int compare_postings(const void *x, const void *y)
{
    const posting *a = x, *b = y;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key)
                            : (a->at > b->at) - (a->at < b->at);
}

static int compare_pairs(const void *x, const void *y)
{
    const pair *a = x, *b = y;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

static void pair_up(work *w, const posting *run, size_t n, bool always)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (!always && !near_enough(&w->entries[run[i].at], &w->entries[run[j].at]))
                continue;
            w->pairs = must(sn_grow(w->pairs, w->n_pairs, &w->pairs_cap, sizeof *w->pairs));
            w->pairs[w->n_pairs++] = (pair){run[i].at, run[j].at};
        }
    }
}

static void pair_runs(work *w, posting *postings, size_t n, bool always)
{
    qsort(postings, n, sizeof *postings, compare_postings);
    for (size_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && postings[end].key == postings[begin].key; end++)
            ;
        pair_up(w, postings + begin, end - begin, always);
    }
}

static void find_candidates(work *w)
{
    posting *postings = must(calloc(w->n * SN_COPY_KEYS + 1, sizeof *postings));
    size_t n = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        for (size_t k = 0; k < w->entries[i].n_keys; k++)
            postings[n++] = (posting){w->entries[i].keys[k], i};
    }
    pair_runs(w, postings, n, false);
    n = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->entries[i].print.text != 0)
            postings[n++] = (posting){w->entries[i].print.text, i};
    }
    pair_runs(w, postings, n, true);
    free(postings);
    size_t kept = 0;
    qsort(w->pairs, w->n_pairs, sizeof *w->pairs, compare_pairs);
    for (size_t i = 0; i < w->n_pairs; i++) {
        if (kept == 0 || compare_pairs(&w->pairs[kept - 1], &w->pairs[i]) != 0)
            w->pairs[kept++] = w->pairs[i];
    }
    w->n_pairs = kept;
}

static bool share_key(const entry *a, const entry *b)
{
    for (size_t i = 0, j = 0; i < a->n_keys && j < b->n_keys;) {
        if (a->keys[i] == b->keys[j])
            return true;
        if (a->keys[i] < b->keys[j])
            i++;
        else
            j++;
    }
    return false;
}

static void print_pair(const entry *a, const entry *b)
{
    sn_similarity s;
    sn_similarity_of(&a->print, &b->print, &s);
    bool found = s.same_text || (near_enough(a, b) && share_key(a, b));
    printf("%s\t%s\t%.4f\t%.4f\t%.3f\t%" PRId64 "\t%d\t%d\t%d\t%.3f\t%zu\t%zu\t%d\n", a->id, b->id,
           s.jaccard, s.containment, s.numbers, apart(a, b), found, s.same_text,
           sn_is_copy(&s, apart(a, b)), s.numbers_kept, s.smaller, s.larger, s.same_opening);
}

static int compare_ids(const void *x, const void *y)
{
    return strcmp(((const entry *)x)->id, ((const entry *)y)->id);
}

static const entry *find(const work *w, char *id)
{
    entry key = {.id = id};
    const entry *e = bsearch(&key, w->entries, w->n, sizeof *w->entries, compare_ids);
    if (e == NULL) {
        fprintf(stderr, "bench-copies: no article %s\n", id);
        exit(1);
    }
    return e;
}

static void compare_pairs_of(work *w, const char *path)
{
    char line[1024];
    FILE *f = fopen(path, "re");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    qsort(w->entries, w->n, sizeof *w->entries, compare_ids);
    while (fgets(line, sizeof line, f) != NULL) {
        char *save = NULL, *a = strtok_r(line, "\t\n", &save), *b = strtok_r(NULL, "\t\n", &save);
        if (a != NULL && b != NULL && *a != '#')
            print_pair(find(w, a), find(w, b));
    }
    fclose(f);
}

static void print_groups(work *w)
{
    sn_group_node *nodes = must(calloc(w->n + 1, sizeof *nodes));
    uint32_t *leaders = must(calloc(w->n + 1, sizeof *leaders)), *sizes = must(calloc(w->n + 1, 4));
    sn_group_pair *pairs = must(calloc(w->n_pairs + 1, sizeof *pairs));
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++) {
        const entry *e = &w->entries[i];
        nodes[i] =
            (sn_group_node){e->dated ? e->sec : SN_GROUP_UNDATED, sn_str_of(e->id), e->print.text};
    }
    double begin = seconds();
    for (size_t i = 0; i < w->n_pairs; i++) {
        const entry *a = &w->entries[w->pairs[i].a], *b = &w->entries[w->pairs[i].b];
        sn_similarity s;
        sn_similarity_of(&a->print, &b->print, &s);
        if (sn_is_copy(&s, apart(a, b)))
            pairs[n++] = (sn_group_pair){w->pairs[i].a, w->pairs[i].b};
    }
    w->compare = seconds() - begin;
    fail(sn_groups_of(nodes, w->n, pairs, n, leaders), "groups");
    for (size_t i = 0; i < w->n; i++)
        sizes[leaders[i]]++;
    for (size_t i = 0; i < w->n; i++) {
        if (sizes[leaders[i]] > 1)
            printf("%s\t%s\n", w->entries[i].id, w->entries[leaders[i]].id);
    }
    free(nodes);
    free(leaders);
    free(sizes);
    free(pairs);
}

int main(int argc, char **argv)
{
    work w = {0};
    const char *command = argc > 2 ? argv[1] : "";
    bool compare = strcmp(command, "compare") == 0;
    sn_fingerprint_maker *maker = NULL;
    fail(sn_fingerprint_maker_create(&maker), "start");
    for (int i = compare ? 3 : 2; i < argc; i++)
        read_file(&w, maker, argv[i]);
    if (compare) {
        compare_pairs_of(&w, argv[2]);
    } else if (strcmp(command, "pairs") == 0) {
        find_candidates(&w);
        for (size_t i = 0; i < w.n_pairs; i++)
            print_pair(&w.entries[w.pairs[i].a], &w.entries[w.pairs[i].b]);
    } else if (strcmp(command, "groups") == 0 || strcmp(command, "time") == 0) {
        find_candidates(&w);
        print_groups(&w);
    } else {
        fprintf(stderr, "usage: bench-copies pairs|groups|time FILE... | compare PAIRS FILE...\n");
        return 2;
    }
    fprintf(stderr,
            "%zu articles, %zu candidate pairs; us an article: fingerprint %.1f, keys %.1f; us a "
            "pair: %.2f\n",
            w.n, w.n_pairs, 1e6 * w.make / (double)(w.n + !w.n),
            1e6 * w.keys / (double)(w.n + !w.n),
            1e6 * w.compare / (double)(w.n_pairs + !w.n_pairs));
    sn_fingerprint_maker_destroy(maker);
    return 0;
}
