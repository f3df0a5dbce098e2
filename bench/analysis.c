/* bench-analysis: how fast the chain from text to terms is, and where its time goes.
 *
 *   bench-analysis TEXTS [ROUNDS]     TEXTS: one text a line (texts.py)
 *
 * Prints megabytes of text a second of processor time, of the best round, for growing parts of the
 * chain; tokens and terms a second; and how often memory was asked for after the first round, which
 * must be never (exit status 1 otherwise). */
#include "analysis/analyzer.h"
#include "analysis/fold.h"
#include "analysis/words.h"
#include "base/utf8.h"
#include "bench/seconds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Counted by the wrappers below (-Wl,--wrap). */
static size_t allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *at, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *at, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    allocations++;
    return __real_calloc(n, size);
}

void *__wrap_realloc(void *at, size_t size)
{
    allocations++;
    return __real_realloc(at, size);
}

typedef struct work {
    char *bytes;
    size_t len;
    sn_analyzer *analyzer;
    sn_folded folded;
    sn_atoms atoms;
    size_t tokens, terms;
} work;

typedef sn_status part_fn(work *w, sn_str text);

static sn_status check_only(work *w, sn_str text)
{
    (void)w;
    return sn_utf8_is_valid(text, NULL) ? SN_OK : SN_EUTF8;
}

static sn_status fold_only(work *w, sn_str text)
{
    sn_status s = check_only(w, text);
    return s == SN_OK ? sn_fold(text, &w->folded) : s;
}

static sn_status fold_and_cut(work *w, sn_str text)
{
    sn_status s = fold_only(w, text);
    return s == SN_OK ? sn_atoms_scan(sn_buf_str(&w->folded.text), &w->atoms) : s;
}

static sn_status whole_chain(work *w, sn_str text)
{
    sn_tokens tokens;
    sn_status s = sn_analyzer_run(w->analyzer, text, &tokens);
    if (s == SN_OK) {
        w->tokens += tokens.n_tokens;
        w->terms += tokens.n_tokens + tokens.n_extras;
    }
    return s;
}

static sn_status run_lines(work *w, part_fn *part)
{
    sn_status s = SN_OK;
    for (size_t at = 0; at < w->len && s == SN_OK;) {
        const char *end = memchr(w->bytes + at, '\n', w->len - at);
        size_t len = end != NULL ? (size_t)(end - w->bytes) - at : w->len - at;
        s = part(w, (sn_str){w->bytes + at, len});
        at += len + 1;
    }
    return s;
}

static double best_of(work *w, part_fn *part, int rounds)
{
    double best = 1e9;
    for (int i = 0; i < rounds; i++) {
        double begin = seconds();
        w->tokens = w->terms = 0;
        if (run_lines(w, part) != SN_OK) {
            fprintf(stderr, "bench-analysis: a text cannot be analysed\n");
            exit(1);
        }
        double took = seconds() - begin;
        best = took < best ? took : best;
    }
    return best;
}

static void read_texts(work *w, const char *path)
{
    FILE *f = fopen(path, "rbe");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    long size = ftell(f);
    rewind(f);
    w->len = size > 0 ? (size_t)size : 0;
    w->bytes = malloc(w->len + 1);
    if (w->bytes == NULL || fread(w->bytes, 1, w->len, f) != w->len) {
        perror(path);
        exit(1);
    }
    fclose(f);
}

int main(int argc, char **argv)
{
    work w = {.folded.text = SN_BUF(SN_ANALYSIS_MAX_BYTES)};
    static const struct {
        const char *name;
        part_fn *run;
    } parts[] = {{"check UTF-8", check_only},
                 {"and fold", fold_only},
                 {"and cut into atoms", fold_and_cut},
                 {"whole chain", whole_chain}};
    if (argc < 2) {
        fprintf(stderr, "usage: bench-analysis TEXTS [ROUNDS]\n");
        return 2;
    }
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    read_texts(&w, argv[1]);
    if (sn_analyzer_create(sn_lexicon_builtin(), &w.analyzer) != SN_OK)
        return 1;
    double megabytes = (double)w.len / 1e6, before = 0;
    best_of(&w, whole_chain, 1);
    best_of(&w, fold_and_cut, 1);
    allocations = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        double took = best_of(&w, parts[i].run, rounds);
        printf("%-20s %7.1f MB/s  %5.2f ms/MB, %5.2f of them its own\n", parts[i].name,
               megabytes / took, 1e3 * took / megabytes, 1e3 * (took - before) / megabytes);
        before = took;
    }
    printf("%.1f MB, %zu tokens, %zu terms; %.2f million tokens/s; %zu allocations\n", megabytes,
           w.tokens, w.terms, (double)w.tokens / before / 1e6, allocations);
    return allocations > 0;
}
