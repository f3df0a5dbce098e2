#include "query/vocabulary.h"

#include "base/file.h"
#include "base/limits.h"
#include "layout/index_dir.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define SYNONYMS_FILE "synonyms.txt"

typedef struct entry {
    sn_vocabulary shown; /* first, so that what is shown is the entry */
    sn_expansions *expansions;
    uint64_t reading; /* of the user's files that it was made of */
    char digest[17];
    size_t users;
    struct entry *next;
} entry;

/* The user's files, read together. */
typedef struct words {
    sn_synonyms synonyms;
} words;

struct sn_vocabularies {
    char dir[SN_PATH_SIZE];       /* of the user's files, "" for none */
    atomic_uint_fast64_t reading; /* how often they were read */
    pthread_mutex_t lock;         /* of the rest */
    words words;
    entry *entries; /* those in use */
};

static void words_done(words *w)
{
    sn_synonyms_done(&w->synonyms);
    *w = (words){0};
}

/* A file that is not there has no rules. */
static sn_status read_synonyms(const char *dir, sn_synonyms *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_DICTIONARY_BYTES);
    sn_status s = sn_path_join(dir, SYNONYMS_FILE, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &text, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    return s == SN_OK ? sn_synonyms_parse(SYNONYMS_FILE, sn_buf_str(&text), out, err) : s;
}

static sn_status read_words(const char *dir, words *out, sn_error *err)
{
    return dir[0] != '\0' ? read_synonyms(dir, &out->synonyms, err) : SN_OK;
}

static void destroy_entry(entry *e)
{
    if (e == NULL)
        return;
    sn_expansions_destroy(e->expansions);
    free(e);
}

static sn_status make_expansions(const sn_vocabularies *v, entry *e, sn_error *err)
{
    SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *analyzer = NULL;
    sn_status s = sn_analyzer_create(e->shown.lexicon, &analyzer);
    if (s == SN_OK)
        s = sn_expansions_create(analyzer, &v->words.synonyms, SYNONYMS_FILE, &e->expansions, err);
    e->shown.expansions = e->expansions;
    return s == SN_ENOMEM ? sn_fail(err, s, "out of memory") : s;
}

/* Under the lock. */
static sn_status make_entry(sn_vocabularies *v, const char *generation_path, const char *digest,
                            entry **out, sn_error *err)
{
    entry *e = calloc(1, sizeof *e);
    if (e == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    (void)generation_path;
    strncpy(e->digest, digest, sizeof e->digest - 1);
    e->reading = atomic_load(&v->reading);
    e->shown.lexicon = sn_lexicon_builtin();
    sn_status s = make_expansions(v, e, err);
    if (s != SN_OK) {
        destroy_entry(e);
        return s;
    }
    e->next = v->entries;
    v->entries = e;
    *out = e;
    return SN_OK;
}

sn_status sn_vocabularies_open(const char *dir, sn_vocabularies **out, sn_error *err)
{
    sn_vocabularies *v = calloc(1, sizeof *v);
    if (v == NULL || pthread_mutex_init(&v->lock, NULL) != 0) {
        free(v);
        return sn_fail(err, SN_ENOMEM, "out of memory");
    }
    sn_status s =
        dir != NULL ? sn_path_join(dir, SN_INDEX_WORDS, v->dir, sizeof v->dir, err) : SN_OK;
    if (s == SN_OK)
        s = read_words(v->dir, &v->words, err);
    if (s != SN_OK) {
        sn_vocabularies_close(v);
        return s;
    }
    *out = v;
    return SN_OK;
}

void sn_vocabularies_close(sn_vocabularies *v)
{
    if (v == NULL)
        return;
    words_done(&v->words);
    pthread_mutex_destroy(&v->lock);
    free(v);
}

sn_status sn_vocabularies_reload(sn_vocabularies *v, sn_error *err)
{
    words now = {0};
    sn_status s = read_words(v->dir, &now, err);
    if (s != SN_OK) {
        words_done(&now);
        return s;
    }
    pthread_mutex_lock(&v->lock);
    words before = v->words;
    v->words = now;
    atomic_fetch_add(&v->reading, 1);
    pthread_mutex_unlock(&v->lock);
    words_done(&before);
    return SN_OK;
}

/* Under the lock. */
static entry *find_entry(const sn_vocabularies *v, const char *digest)
{
    entry *e = v->entries;
    while (e != NULL && (e->reading != atomic_load(&v->reading) || strcmp(e->digest, digest) != 0))
        e = e->next;
    return e;
}

sn_status sn_vocabularies_take(sn_vocabularies *v, const char *generation_path, const char *digest,
                               const sn_vocabulary **out, sn_error *err)
{
    pthread_mutex_lock(&v->lock);
    entry *e = find_entry(v, digest);
    sn_status s = e == NULL ? make_entry(v, generation_path, digest, &e, err) : SN_OK;
    if (s == SN_OK) {
        e->users++;
        *out = &e->shown;
    }
    pthread_mutex_unlock(&v->lock);
    return s;
}

void sn_vocabulary_give_back(sn_vocabularies *v, const sn_vocabulary *vocabulary)
{
    if (vocabulary == NULL)
        return;
    pthread_mutex_lock(&v->lock);
    entry **at = &v->entries;
    while (&(*at)->shown != vocabulary)
        at = &(*at)->next;
    entry *e = *at, *unused = NULL;
    if (--e->users == 0) {
        *at = e->next;
        unused = e;
    }
    pthread_mutex_unlock(&v->lock);
    destroy_entry(unused);
}

bool sn_vocabularies_shape(sn_vocabularies *v, const char *digest)
{
    (void)v;
    return digest[0] == '\0';
}

bool sn_vocabulary_is_current(sn_vocabularies *v, const sn_vocabulary *vocabulary)
{
    return ((const entry *)(const void *)vocabulary)->reading == atomic_load(&v->reading);
}
