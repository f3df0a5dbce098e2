#include "analysis/lexicon_extend.h"

#include "analysis/lexicon_blob.h"
#include "analysis/lexicon_keys.h"
#include "analysis/lexicon_letters.h"
#include "analysis/stem.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define BLOB_MAX (64u << 20)

/* The newsroom's word is as likely a base of an ending as a word of some hundred occurrences. */
#define OWN_LOG_FREQ 16u
#define OWN_RECORD   (SN_WORD_NOUN | SN_WORD_NAME | OWN_LOG_FREQ << 7)

typedef struct extension {
    const sn_lexicon *base;
    sn_lexicon_keys words, maps, compounds; /* the user's first: of equal keys the first is kept */
    sn_buf strings;                         /* of the base, then the user's */
} extension;

static void extension_done(extension *e)
{
    sn_lexicon_keys_done(&e->words);
    sn_lexicon_keys_done(&e->maps);
    sn_lexicon_keys_done(&e->compounds);
    sn_buf_done(&e->strings);
}

/* A length byte, the bytes, NUL; *offset is where. */
static sn_status put_string(extension *e, const char *text, uint32_t *offset)
{
    size_t len = strlen(text);
    if (len > SN_TERM_MAX_BYTES + SN_WORD_MAX_LETTERS)
        return SN_EINVAL;
    *offset = (uint32_t)e->strings.len;
    (void)sn_buf_add_byte(&e->strings, (unsigned char)len);
    return sn_buf_add(&e->strings, text, len + 1);
}

/* What the base has of the word, or what a word of the newsroom is by default. */
static uint32_t record_of(const extension *e, const sn_letters *word)
{
    sn_automaton words = sn_lexicon_automaton(e->base, &e->base->words);
    uint32_t rank = sn_automaton_find(&words, word->at, word->len);
    return rank == SN_NO_RANK ? OWN_RECORD : sn_lexicon_record16(e->base, &e->base->words, rank);
}

/* The parts, a blank between two, are the word. */
static bool are_parts_of(const char *parts, const char *word)
{
    size_t blanks = 0;
    for (; *parts != '\0'; parts++) {
        if (*parts != ' ') {
            if (*parts != *word++)
                return false;
        } else if (parts[1] == ' ' || parts[1] == '\0') {
            return false;
        } else {
            blanks++;
        }
    }
    return *word == '\0' && blanks > 0;
}

/* Letters without half-space and madda, as the lexicon is asked for. */
static bool is_bare(sn_str text, sn_letters *out)
{
    return sn_utf8_is_valid(text, NULL) && sn_letters_of(text, out) && out->gaps == 0 &&
           !out->madda;
}

/* Is it a row as readers of dictionaries make them? */
static bool is_sound(const sn_dictionary_row *row, sn_letters *word)
{
    sn_letters stem;
    if (!is_bare(sn_str_of(row->word), word))
        return false;
    if (row->kind == SN_DICTIONARY_COMPOUND)
        return row->value[0] != ' ' && are_parts_of(row->value, row->word);
    return is_bare(sn_str_of(row->value), &stem);
}

/* A word with what it stands for, an offset into the strings. */
static sn_status add_mapped(extension *e, const sn_letters *word, uint32_t offset)
{
    sn_status s = sn_lexicon_keys_add(&e->maps, word->at, word->len, offset);
    return s == SN_OK ? sn_lexicon_keys_add(&e->words, word->at, word->len,
                                            record_of(e, word) | SN_REC_MAP)
                      : s;
}

static sn_status add_row(extension *e, const sn_dictionary_row *row)
{
    sn_letters word;
    uint32_t offset;
    if (row->kind == SN_DICTIONARY_STOP)
        return SN_OK;
    if (!is_sound(row, &word))
        return SN_EINVAL;
    sn_status s = put_string(e, row->value, &offset);
    if (s != SN_OK)
        return s;
    if (row->kind == SN_DICTIONARY_COMPOUND)
        return sn_lexicon_keys_add(&e->compounds, word.at, word.len, offset);
    return add_mapped(e, &word, offset);
}

/* A compound of the newsroom is a word, whatever its letters spell joined: «بر‌و» is not برو. Behind all
 * other rows, for a stem that is said for the same word wins. */
static sn_status add_compound_word(extension *e, const sn_dictionary_row *row)
{
    sn_letters word;
    uint32_t offset;
    if (row->kind != SN_DICTIONARY_COMPOUND || !is_bare(sn_str_of(row->word), &word))
        return SN_OK;
    sn_status s = put_string(e, row->word, &offset);
    return s == SN_OK ? add_mapped(e, &word, offset) : s;
}

/* Walking all keys of a set of the base. */
typedef struct walk {
    const sn_lexicon *lexicon;
    const sn_lexicon_set *set;
    size_t record_bytes;
    sn_lexicon_keys *to;
    uint8_t key[SN_WORD_MAX_LETTERS];
    sn_status status;
} walk;

static uint32_t record_at(const walk *w, uint32_t rank)
{
    return w->record_bytes == 2 ? sn_lexicon_record16(w->lexicon, w->set, rank)
                                : sn_lexicon_record32(w->lexicon, w->set, rank);
}

/* Every letter in turn: as deep as the longest word. */
static void visit(walk *w, sn_walk at, size_t len)
{
    sn_automaton set = sn_lexicon_automaton(w->lexicon, w->set);
    if (at.state != SN_WALK_ROOT && at.final && w->status == SN_OK)
        w->status = sn_lexicon_keys_add(w->to, w->key, len, record_at(w, at.rank));
    if (len == sizeof w->key || at.state == 0)
        return;
    for (uint8_t letter = 1; letter < SN_LETTERS && w->status == SN_OK; letter++) {
        sn_walk next = at;
        if (!sn_walk_step(&set, &next, letter))
            continue;
        w->key[len] = letter;
        visit(w, next, len + 1);
    }
}

static sn_status add_base(const sn_lexicon *base, const sn_lexicon_set *set, size_t record_bytes,
                          sn_lexicon_keys *to)
{
    walk w = {.lexicon = base, .set = set, .record_bytes = record_bytes, .to = to};
    visit(&w, sn_walk_begin(), 0);
    if (w.status == SN_OK)
        sn_lexicon_keys_sort(to);
    return w.status;
}

/* A set as it is, at its new place. Edges come first, records behind them. */
static sn_status copy_set(const sn_lexicon *base, const sn_lexicon_set *set, size_t record_bytes,
                          sn_buf *blob, sn_lexicon_set *out)
{
    static const char zeros[8];
    *out = *set;
    (void)sn_buf_add(blob, zeros, -blob->len % 8);
    out->edges = (uint32_t)blob->len;
    (void)sn_buf_add(blob, (const char *)base + set->edges, set->n_edges * sizeof(uint64_t));
    out->records = (uint32_t)blob->len;
    return sn_buf_add(blob, (const char *)base + set->records, set->n_keys * record_bytes);
}

static sn_status write_sets(extension *e, sn_lexicon *head, sn_buf *blob)
{
    const sn_lexicon *base = e->base;
    sn_status s = sn_buf_add(blob, head, sizeof *head);
    if (s == SN_OK)
        s = sn_lexicon_keys_write(&e->words, 2, blob, &head->words);
    if (s == SN_OK)
        s = copy_set(base, &base->verbs, 2, blob, &head->verbs);
    if (s == SN_OK)
        s = copy_set(base, &base->suffixes, 4, blob, &head->suffixes);
    if (s == SN_OK)
        s = sn_lexicon_keys_write(&e->maps, 4, blob, &head->maps);
    if (s == SN_OK)
        s = sn_lexicon_keys_write(&e->compounds, 4, blob, &head->compounds);
    return s;
}

static sn_status write_blob(extension *e, sn_buf *blob)
{
    sn_lexicon head = {.magic = SN_LEXICON_MAGIC,
                       .version = SN_LEXICON_VERSION,
                       .n_verb_classes = e->base->n_verb_classes};
    sn_status s = write_sets(e, &head, blob);
    if (s != SN_OK)
        return s;
    head.verb_classes = (uint32_t)blob->len;
    (void)sn_buf_add(blob, (const char *)e->base + e->base->verb_classes,
                     e->base->n_verb_classes * sizeof(uint32_t));
    head.strings = (uint32_t)blob->len;
    (void)sn_buf_add_str(blob, sn_buf_str(&e->strings));
    head.size = (uint32_t)blob->len;
    s = sn_buf_status(blob);
    if (s == SN_OK)
        memcpy(blob->at, &head, sizeof head);
    return s;
}

static sn_status merge(extension *e, const sn_dictionary *d)
{
    const sn_lexicon *base = e->base;
    sn_status s =
        sn_buf_add(&e->strings, (const char *)base + base->strings, base->size - base->strings);
    for (size_t i = 0; i < d->n && s == SN_OK; i++)
        s = add_row(e, &d->rows[i]);
    for (size_t i = 0; i < d->n && s == SN_OK; i++)
        s = add_compound_word(e, &d->rows[i]);
    if (s == SN_OK)
        s = add_base(base, &base->words, 2, &e->words);
    if (s == SN_OK)
        s = add_base(base, &base->maps, 4, &e->maps);
    if (s == SN_OK)
        s = add_base(base, &base->compounds, 4, &e->compounds);
    if (s == SN_OK)
        sn_lexicon_keys_mark_compounds(&e->words, &e->compounds);
    return s;
}

sn_status sn_lexicon_extend(const sn_lexicon *base, const sn_dictionary *d, sn_lexicon **out)
{
    extension e = {.base = base, .strings = SN_BUF(BLOB_MAX)};
    SN_CLEANUP(sn_buf) sn_buf blob = SN_BUF(BLOB_MAX);
    sn_status s = merge(&e, d);
    if (s == SN_OK)
        s = write_blob(&e, &blob);
    extension_done(&e);
    if (s != SN_OK)
        return s;
    *out = (sn_lexicon *)(void *)blob.at; /* malloc's memory is aligned for any type */
    blob = SN_BUF(0);
    return SN_OK;
}

sn_status sn_lexicon_of_frozen(sn_str frozen, const char *digest, sn_lexicon **out, sn_error *err)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    char found[SN_DICTIONARY_DIGEST_SIZE];
    sn_dictionary_digest(frozen, found);
    if (strcmp(found, digest) != 0)
        return sn_fail(err, SN_ECORRUPT, "these are not the words that the index was built with");
    sn_status s = sn_dictionary_thaw(frozen, &d, err);
    if (s == SN_OK)
        s = sn_lexicon_extend(sn_lexicon_builtin(), &d, out);
    if (s == SN_EINVAL || s == SN_ELIMIT)
        return sn_fail(err, SN_ECORRUPT, "the frozen words do not fit the lexicon");
    return s;
}

void sn_lexicon_destroy(sn_lexicon *lexicon)
{
    free(lexicon);
}
