/* The words of a story: of the stems that its titles share, those that few other articles have. */
#include "query/stories.h"

#include "query/records.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TITLES    30  /* items whose titles are read, spread over the time line */
#define MAX_WORDS 600 /* different stems of them; what comes later is not counted */

typedef struct word {
    sn_str stem, text; /* text: as the first title wrote it */
    uint32_t titles;   /* that have it */
    size_t last;       /* the last title that was counted, from 1 */
    double weight;
} word;

typedef struct words {
    sn_story *story;
    word at[MAX_WORDS];
    size_t n;
} words;

/* As it is written, without the half-spaces that it may end in. */
static sn_str written(sn_str title, const sn_token *t)
{
    static const char half_space[] = "\xe2\x80\x8c";
    size_t end = t->end;
    while (end - t->begin >= 3 && memcmp(title.at + end - 3, half_space, 3) == 0)
        end -= 3;
    return (sn_str){title.at + t->begin, end - t->begin};
}

/* Does the token say what an article is about? Function words, numbers and verbs do not. */
static bool is_telling(const sn_token *t)
{
    return (t->flags & (SN_TOKEN_STOP | SN_TOKEN_NUMBER)) == 0 && t->rule != SN_RULE_VERB;
}

static sn_status count_word(words *w, const sn_token *t, sn_str title, size_t i)
{
    size_t k = 0;
    while (k < w->n && !sn_str_equal(w->at[k].stem, t->stem))
        k++;
    if (k == MAX_WORDS)
        return SN_OK;
    word *one = &w->at[k];
    if (k == w->n) {
        *one = (word){0};
        sn_status s = sn_pool_copy(&w->story->pool, t->stem, &one->stem);
        if (s == SN_OK)
            s = sn_pool_copy(&w->story->pool, written(title, t), &one->text);
        if (s != SN_OK)
            return s;
        w->n++;
    }
    one->titles += one->last != i;
    one->last = i;
    return SN_OK;
}

static sn_status count_title(const sn_searcher *s, words *w, sn_str title, size_t i, sn_error *err)
{
    sn_tokens tokens;
    if (title.len == 0)
        return SN_OK;
    sn_status status = sn_analyzer_run(s->analyzer, title, &tokens);
    if (status != SN_OK)
        return sn_fail(err, status, "a title cannot be analysed");
    for (size_t t = 0; t < tokens.n_tokens && status == SN_OK; t++) {
        if (is_telling(&tokens.tokens[t]))
            status = count_word(w, &tokens.tokens[t], title, i);
    }
    return status;
}

static sn_status read_titles(const sn_searcher *s, words *w, sn_buf *data, sn_hit *hit,
                             size_t *n_titles, sn_error *err)
{
    const sn_story *story = w->story;
    size_t n = story->n_items < TITLES ? story->n_items : TITLES;
    sn_status status = SN_OK;
    for (size_t i = 0; i < n && status == SN_OK; i++) {
        size_t item = i * story->n_items / n;
        sn_docid docid = story->members[story->items[item].first].docid;
        status = sn_hit_load(s->snapshot.db, docid, data, hit, err);
        if (status == SN_OK)
            status = count_title(s, w, hit->title, i + 1, err);
    }
    *n_titles = n;
    return status;
}

/* How many of the titles have it, by how few of all articles do. */
static sn_status weigh(const sn_searcher *s, words *w, size_t n_titles, sn_error *err)
{
    double articles = s->snapshot.articles;
    sn_status status = SN_OK;
    for (size_t i = 0; i < w->n && status == SN_OK; i++) {
        uint32_t freq = 0;
        status = sn_xap_db_term_freq(s->snapshot.db, w->at[i].stem, &freq, err);
        bool is_shared = w->at[i].titles > 1 || n_titles < 3;
        w->at[i].weight = is_shared ? w->at[i].titles * log((articles + 1) / (freq + 1.0)) : 0;
    }
    return status;
}

static int heaviest_first(const void *a, const void *b)
{
    const word *x = a, *y = b;
    if (x->weight < y->weight || x->weight > y->weight)
        return x->weight > y->weight ? -1 : 1;
    return sn_str_compare(x->stem, y->stem);
}

sn_status sn_story_words(const sn_searcher *s, sn_story *story, sn_buf *data, sn_hit *hit,
                         sn_str out[SN_STORY_WORDS], size_t *n, sn_error *err)
{
    size_t n_titles;
    words *w = calloc(1, sizeof *w);
    if (w == NULL)
        return SN_ENOMEM;
    w->story = story;
    sn_status status = read_titles(s, w, data, hit, &n_titles, err);
    if (status == SN_OK)
        status = weigh(s, w, n_titles, err);
    if (status == SN_OK) {
        qsort(w->at, w->n, sizeof *w->at, heaviest_first);
        for (*n = 0; *n < SN_STORY_WORDS && *n < w->n && w->at[*n].weight > 0; (*n)++)
            out[*n] = w->at[*n].text;
    }
    free(w);
    return status;
}
