#include "query/vocabulary.h"

#include "analysis/lexicon_extend.h"
#include "base/file.h"
#include "base/limits.h"
#include "layout/index_dir.h"
#include "layout/settings.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define SYNONYMS_FILE "synonyms.txt"

/* The user's files, read together; counted, under the lock. */
typedef struct words {
    sn_dictionary dictionary;
    sn_synonyms synonyms;
    char digest[SN_DICTIONARY_DIGEST_SIZE];
    size_t users;
} words;

typedef struct entry {
    sn_vocabulary shown; /* first, so that what is shown is the entry */
    sn_lexicon *lexicon; /* NULL: the built-in one */
    sn_expansions *expansions;
    sn_pins *pins;
    words *words;  /* that it was made of */
    sn_buf frozen; /* of its generation */
    char digest[SN_DICTIONARY_DIGEST_SIZE];
    char settings[SN_DICTIONARY_DIGEST_SIZE];
    size_t users;
    struct entry *next;
} entry;

struct sn_vocabularies {
    char dir[SN_PATH_SIZE]; /* of the user's files, "" for none */
    _Atomic(words *) words; /* read last; changed under the lock */
    pthread_mutex_t lock;   /* of the rest */
    entry *entries;         /* those in use */
};

static void give_back_words(words *w)
{
    if (w == NULL || --w->users > 0)
        return;
    sn_dictionary_done(&w->dictionary);
    sn_synonyms_done(&w->synonyms);
    free(w);
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

static sn_status digest_of(const sn_dictionary *d, char out[SN_DICTIONARY_DIGEST_SIZE])
{
    SN_CLEANUP(sn_buf) sn_buf frozen = SN_BUF(2 * (size_t)SN_LIMIT_DICTIONARY_BYTES);
    sn_status s = sn_dictionary_freeze(d, &frozen);
    if (s == SN_OK)
        sn_dictionary_digest(sn_buf_str(&frozen), out);
    return s;
}

static sn_status read_words(const char *dir, words **out, sn_error *err)
{
    words *w = calloc(1, sizeof *w);
    if (w == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    w->users = 1;
    sn_status s = dir[0] != '\0' ? sn_dictionary_read_dir(dir, &w->dictionary, err) : SN_OK;
    if (s == SN_OK && dir[0] != '\0')
        s = read_synonyms(dir, &w->synonyms, err);
    if (s == SN_OK)
        s = digest_of(&w->dictionary, w->digest);
    if (s != SN_OK) {
        give_back_words(w);
        return s;
    }
    *out = w;
    return SN_OK;
}

static void destroy_entry(entry *e)
{
    if (e == NULL)
        return;
    sn_expansions_destroy(e->expansions);
    sn_pins_destroy(e->pins);
    sn_lexicon_destroy(e->lexicon);
    sn_buf_done(&e->frozen);
    give_back_words(e->words);
    free(e);
}

/* What the generation was built with: of another vocabulary for it, or from its directory. */
static sn_status read_frozen(const sn_vocabularies *v, const char *generation_path, entry *e,
                             sn_error *err)
{
    char path[SN_PATH_SIZE];
    for (const entry *other = v->entries; other != NULL; other = other->next) {
        if (strcmp(other->digest, e->digest) == 0)
            return sn_buf_add_str(&e->frozen, sn_buf_str(&other->frozen));
    }
    sn_status s = sn_path_join(generation_path, SN_GENERATION_WORDS, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &e->frozen, err);
    return s;
}

static sn_status make_lexicon(const sn_vocabularies *v, const char *generation_path, entry *e,
                              sn_error *err)
{
    e->shown.lexicon = sn_lexicon_builtin();
    if (e->digest[0] == '\0')
        return SN_OK;
    sn_status s = read_frozen(v, generation_path, e, err);
    if (s == SN_OK)
        s = sn_lexicon_of_frozen(sn_buf_str(&e->frozen), e->digest, &e->lexicon, err);
    if (s != SN_OK)
        return sn_fail_in(err, s, "%s/%s", generation_path, SN_GENERATION_WORDS);
    e->shown.lexicon = e->lexicon;
    return SN_OK;
}

static sn_status read_setting(const sn_xap_db *db, const char *key, size_t max, sn_buf *out,
                              sn_error *err)
{
    *out = SN_BUF(max);
    return db != NULL ? sn_xap_db_metadata(db, sn_str_of(key), out, err) : SN_OK;
}

/* A rule that this program would not take (another wrote it) ends its set, not all searches. */
static sn_status read_sets(const sn_xap_db *db, sn_synonyms *out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = {0};
    sn_setting_record set;
    sn_status s = read_setting(db, SN_META_SYNONYMS, SN_SETTINGS_BYTES, &value, err);
    sn_str rest = sn_buf_str(&value);
    while (s == SN_OK && (s = sn_setting_record_take(&rest, &set)) == SN_OK) {
        s = sn_synonyms_parse("set", set.value, out, NULL);
        s = s == SN_ENOMEM ? s : SN_OK;
    }
    return s == SN_DONE       ? SN_OK
           : s == SN_ECORRUPT ? sn_fail(err, s, "the synonyms of the index do not read")
                              : s;
}

static sn_status make_expansions(entry *e, sn_analyzer *analyzer, const sn_xap_db *db,
                                 sn_error *err)
{
    SN_CLEANUP(sn_synonyms) sn_synonyms sets = {0};
    sn_status s = read_sets(db, &sets, err);
    if (s == SN_OK)
        s = sn_expansions_create(analyzer, &e->words->synonyms, SYNONYMS_FILE, &sets,
                                 &e->expansions, err);
    e->shown.expansions = e->expansions;
    return s;
}

static sn_status make_pins(entry *e, sn_analyzer *analyzer, const sn_xap_db *db, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf value = {0};
    sn_status s = read_setting(db, SN_META_PINS, SN_SETTINGS_BYTES, &value, err);
    if (s == SN_OK)
        s = sn_pins_create(analyzer, e->shown.stop, sn_buf_str(&value), &e->pins, err);
    e->shown.pins = e->pins;
    return s;
}

/* What needs the analysis. */
static sn_status make_tables(entry *e, const sn_xap_db *db, sn_error *err)
{
    SN_CLEANUP_PTR(sn_analyzer) sn_analyzer *analyzer = NULL;
    sn_status s = sn_analyzer_create(e->shown.lexicon, &analyzer);
    if (s == SN_OK)
        s = make_expansions(e, analyzer, db, err);
    if (s == SN_OK)
        s = make_pins(e, analyzer, db, err);
    return s == SN_ENOMEM ? sn_fail(err, s, "out of memory") : s;
}

/* Under the lock. */
static sn_status make_entry(sn_vocabularies *v, const char *generation_path, const char *digest,
                            const char *settings, const sn_xap_db *db, entry **out, sn_error *err)
{
    entry *e = calloc(1, sizeof *e);
    if (e == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    e->frozen = SN_BUF(2 * (size_t)SN_LIMIT_DICTIONARY_BYTES);
    strncpy(e->digest, digest, sizeof e->digest - 1);
    strncpy(e->settings, settings, sizeof e->settings - 1);
    e->shown.settings = e->settings;
    e->words = atomic_load(&v->words);
    e->words->users++;
    e->shown.stop = &e->words->dictionary;
    sn_status s = make_lexicon(v, generation_path, e, err);
    if (s == SN_OK)
        s = make_tables(e, db, err);
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
    words *w = NULL;
    sn_status s =
        dir != NULL ? sn_path_join(dir, SN_INDEX_WORDS, v->dir, sizeof v->dir, err) : SN_OK;
    if (s == SN_OK)
        s = read_words(v->dir, &w, err);
    atomic_store(&v->words, w);
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
    give_back_words(atomic_load(&v->words));
    pthread_mutex_destroy(&v->lock);
    free(v);
}

sn_status sn_vocabularies_reload(sn_vocabularies *v, sn_error *err)
{
    words *now;
    sn_status s = read_words(v->dir, &now, err);
    if (s != SN_OK)
        return s;
    pthread_mutex_lock(&v->lock);
    give_back_words(atomic_exchange(&v->words, now));
    pthread_mutex_unlock(&v->lock);
    return SN_OK;
}

/* Under the lock. */
static entry *find_entry(const sn_vocabularies *v, const char *digest, const char *settings)
{
    entry *e = v->entries;
    while (e != NULL && (e->words != atomic_load(&v->words) || strcmp(e->digest, digest) != 0 ||
                         strcmp(e->settings, settings) != 0))
        e = e->next;
    return e;
}

sn_status sn_vocabularies_take(sn_vocabularies *v, const char *generation_path, const char *digest,
                               const sn_xap_db *db, const sn_vocabulary **out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf settings = {0};
    sn_status s = read_setting(db, SN_META_SETTINGS, SN_DICTIONARY_DIGEST_SIZE - 1, &settings, err);
    if (s != SN_OK)
        return s;
    pthread_mutex_lock(&v->lock);
    entry *e = find_entry(v, digest, sn_buf_text(&settings));
    if (e == NULL)
        s = make_entry(v, generation_path, digest, sn_buf_text(&settings), db, &e, err);
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
    entry *e = *at;
    if (--e->users == 0) {
        *at = e->next;
        destroy_entry(e);
    }
    pthread_mutex_unlock(&v->lock);
}

bool sn_vocabularies_shape(sn_vocabularies *v, const char *digest)
{
    pthread_mutex_lock(&v->lock);
    bool same = strcmp(atomic_load(&v->words)->digest, digest) == 0;
    pthread_mutex_unlock(&v->lock);
    return same;
}

/* The words it holds cannot be freed and made anew at their address, because it holds them. */
bool sn_vocabulary_is_current(sn_vocabularies *v, const sn_vocabulary *vocabulary)
{
    return ((const entry *)(const void *)vocabulary)->words == atomic_load(&v->words);
}
