/* compile_lexicon - tables into the automaton that is linked into the program (build time only).
 *
 *   compile_lexicon TABLES OUT.bin OUT.S    the blob and the assembly that includes it
 *   compile_lexicon --forms TABLES          every verb form with its strength, for tools/lexicon
 *
 * The same tables give the same bytes. Exit status 0, or 1 with a sentence on standard error. */
#include "analysis/compile_lexicon_tables.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

#define BLOB_MAX (64u << 20)

/* The word record for a key of maps: of the word it is a form of. */
static sn_status mapped_record(const sn_tables *t, const sn_lexicon_key *map, uint32_t *out)
{
    const char *text = t->strings.at + (map->value & ~SN_MAP_PLURAL);
    sn_letters stem;
    if (!sn_letters_of((sn_str){text + 1, (unsigned char)*text}, &stem))
        return SN_EINTERNAL;
    const sn_lexicon_key *base = sn_lexicon_keys_find(&t->words, stem.at, stem.len);
    *out = SN_REC_MAP | (base != NULL ? base->value & SN_REC_FACTS : SN_WORD_NOUN);
    return SN_OK;
}

/* The words that maps know are words of the lexicon too, so that endings come off to them. */
static sn_status add_mapped_words(sn_tables *t)
{
    SN_CLEANUP(sn_lexicon_keys) sn_lexicon_keys added = {0};
    for (size_t i = 0; i < t->maps.n; i++) {
        const sn_lexicon_key *map = &t->maps.at[i];
        sn_lexicon_key *known = sn_lexicon_keys_find(&t->words, map->at, map->len);
        uint32_t record;
        sn_status status = SN_OK;
        if (known != NULL) {
            known->value |= SN_REC_MAP;
        } else {
            status = mapped_record(t, map, &record);
            if (status == SN_OK)
                status = sn_lexicon_keys_add(&added, map->at, map->len, record);
        }
        if (status != SN_OK)
            return status;
    }
    for (size_t i = 0; i < added.n; i++) {
        const sn_lexicon_key *key = &added.at[i];
        sn_status status = sn_lexicon_keys_add(&t->words, key->at, key->len, key->value);
        if (status != SN_OK)
            return status;
    }
    sn_lexicon_keys_sort(&t->words);
    return SN_OK;
}

/* Sure forms are verbs; else a form that is a word too is a word and anything else a verb, unless
 * the counts of news say otherwise. */
static void settle_homographs(sn_tables *t)
{
    for (size_t i = 0; i < t->verbs.n; i++) {
        sn_lexicon_key *form = &t->verbs.at[i];
        const sn_lexicon_key *known = sn_lexicon_keys_find(&t->homographs, form->at, form->len);
        bool sure = SN_VERB_STRENGTH(form->value) == 3;
        bool word = known != NULL
                        ? known->value == 0
                        : !sure && sn_lexicon_keys_find(&t->words, form->at, form->len) != NULL;
        if (word)
            form->value |= SN_VERB_IS_WORD;
    }
}

static sn_status build(sn_tables *t, sn_buf *blob)
{
    sn_lexicon head = {.magic = SN_LEXICON_MAGIC, .version = SN_LEXICON_VERSION};
    sn_status status = sn_buf_add(blob, &head, sizeof head);
    const struct {
        const sn_lexicon_keys *keys;
        sn_lexicon_set *set;
        size_t record_bytes;
    } sets[] = {{&t->words, &head.words, 2},
                {&t->verbs, &head.verbs, 2},
                {&t->suffixes, &head.suffixes, 4},
                {&t->maps, &head.maps, 4},
                {&t->compounds, &head.compounds, 4}};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0] && status == SN_OK; i++)
        status = sn_lexicon_keys_write(sets[i].keys, sets[i].record_bytes, blob, sets[i].set);
    head.verb_classes = (uint32_t)blob->len;
    head.n_verb_classes = t->n_verb_classes;
    (void)sn_buf_add_str(blob, sn_buf_str(&t->verb_classes));
    head.strings = (uint32_t)blob->len;
    (void)sn_buf_add_str(blob, sn_buf_str(&t->strings));
    head.size = (uint32_t)blob->len;
    if (status == SN_OK)
        status = sn_buf_status(blob);
    if (status == SN_OK)
        memcpy(blob->at, &head, sizeof head);
    return status;
}

static sn_status write_assembly(const char *path, const char *blob_path, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(65536);
    sn_status status = sn_buf_add_format(&text,
                                         "    .section .rodata\n"
                                         "    .global sn_lexicon_blob\n"
                                         "    .balign 64\n"
                                         "sn_lexicon_blob:\n"
                                         "    .incbin \"%s\"\n"
                                         "    .size sn_lexicon_blob, . - sn_lexicon_blob\n"
                                         "    .type sn_lexicon_blob, %%object\n"
                                         "    .section .note.GNU-stack, \"\", %%progbits\n",
                                         blob_path);
    return status == SN_OK ? sn_file_write(path, sn_buf_str(&text), err) : status;
}

static sn_status compile(const char *directory, const char *blob_path, const char *assembly_path,
                         sn_error *err)
{
    SN_CLEANUP(sn_tables) sn_tables t;
    SN_CLEANUP(sn_buf) sn_buf blob = SN_BUF(BLOB_MAX);
    sn_tables_init(&t);
    sn_status status = sn_tables_read(&t, directory, err);
    if (status == SN_OK)
        status = add_mapped_words(&t);
    if (status != SN_OK)
        return status;
    sn_lexicon_keys_mark_compounds(&t.words, &t.compounds);
    settle_homographs(&t);
    status = build(&t, &blob);
    if (status == SN_OK)
        status = sn_file_write(blob_path, sn_buf_str(&blob), err);
    return status == SN_OK ? write_assembly(assembly_path, blob_path, err) : status;
}

static sn_status print_forms(const char *directory, sn_error *err)
{
    SN_CLEANUP(sn_tables) sn_tables t;
    sn_tables_init(&t);
    sn_status status = sn_tables_read_verbs(&t, directory, err);
    for (size_t i = 0; i < t.verbs.n && status == SN_OK; i++) {
        char text[2 * SN_WORD_MAX_LETTERS + 1];
        (void)sn_letters_write(t.verbs.at[i].at, t.verbs.at[i].len, text);
        if (printf("%s\t%d\n", text, SN_VERB_STRENGTH(t.verbs.at[i].value)) < 0)
            status = sn_fail_errno(err, "standard output");
    }
    return status;
}

int main(int argc, char **argv)
{
    sn_error err = {0};
    sn_status status;
    if (argc == 3 && strcmp(argv[1], "--forms") == 0) {
        status = print_forms(argv[2], &err);
    } else if (argc == 4) {
        status = compile(argv[1], argv[2], argv[3], &err);
    } else {
        (void)fprintf(stderr, "usage: compile_lexicon TABLES OUT.bin OUT.S | --forms TABLES\n");
        return 1;
    }
    if (status != SN_OK) {
        (void)fprintf(stderr, "compile_lexicon: %s\n",
                      err.msg[0] != '\0' ? err.msg : sn_status_name(status));
        return 1;
    }
    return 0;
}
