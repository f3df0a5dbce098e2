#include "analysis/compile_lexicon_tables.h"

#include "analysis/compile_lexicon_read.h"

#include <string.h>

#define STRINGS_MAX (16u << 20)

void sn_tables_init(sn_tables *t)
{
    *t = (sn_tables){.strings = SN_BUF(STRINGS_MAX), .verb_classes = SN_BUF(STRINGS_MAX)};
}

void sn_tables_done(sn_tables *t)
{
    sn_lexicon_keys *keys[] = {&t->words,    &t->maps,       &t->compounds,
                               &t->suffixes, &t->homographs, &t->verbs};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        sn_lexicon_keys_done(keys[i]);
    sn_buf_done(&t->strings);
    sn_buf_done(&t->verb_classes);
}

sn_status sn_tables_string(sn_tables *t, sn_str text, uint32_t *offset)
{
    if (text.len > 255)
        return SN_ELIMIT;
    *offset = (uint32_t)t->strings.len;
    (void)sn_buf_add_byte(&t->strings, (unsigned char)text.len);
    (void)sn_buf_add_str(&t->strings, text);
    return sn_buf_add_byte(&t->strings, 0);
}

/* The bits that the letters of `field` stand for: letter i of `letters` is bit i. */
static sn_status bits_of(const sn_row *row, size_t field, const char *letters, unsigned *out,
                         sn_error *err)
{
    *out = 0;
    for (size_t i = 0; i < row->field[field].len; i++) {
        const char *at = strchr(letters, row->field[field].at[i]);
        if (at == NULL || *at == '\0')
            return sn_fail(err, SN_EINVAL, "%s:%u: field %zu: only letters of %s", row->path,
                           row->line, field + 1, letters);
        *out |= 1u << (at - letters);
    }
    return SN_OK;
}

static sn_status read_word(void *context, const sn_row *row, sn_error *err)
{
    sn_tables *t = context;
    sn_letters word;
    unsigned bits;
    uint32_t log_freq;
    sn_status status = sn_row_letters(row, 0, &word, err);
    if (status == SN_OK)
        status = bits_of(row, 1, "navposkm", &bits, err); /* k: participle */
    if (status == SN_OK)
        status = sn_row_number(row, 2, 63, &log_freq, err);
    if (status != SN_OK)
        return status;
    uint32_t record = (bits & 127u) | log_freq << 7 | ((bits & 128u) != 0 ? SN_REC_MADDA : 0u);
    return sn_lexicon_keys_add(&t->words, word.at, word.len, record);
}

static sn_status read_map(sn_tables *t, const sn_row *row, uint32_t flag, sn_error *err)
{
    sn_letters word, stem;
    uint32_t offset;
    sn_status status = sn_row_letters(row, 0, &word, err);
    if (status == SN_OK)
        status = sn_row_letters(row, 1, &stem, err);
    if (status == SN_OK)
        status = sn_tables_string(t, row->field[1], &offset);
    return status == SN_OK ? sn_lexicon_keys_add(&t->maps, word.at, word.len, offset | flag)
                           : status;
}

static sn_status read_exception(void *context, const sn_row *row, sn_error *err)
{
    return read_map(context, row, 0, err);
}

static sn_status read_plural(void *context, const sn_row *row, sn_error *err)
{
    return read_map(context, row, SN_MAP_PLURAL, err);
}

/* Half-spaces become spaces in what sn_lexicon_find_compound() gives. */
static sn_status read_compound(void *context, const sn_row *row, sn_error *err)
{
    sn_tables *t = context;
    sn_letters word;
    char parts[256];
    size_t len = 0;
    sn_status status = sn_row_letters(row, 0, &word, err);
    if (status != SN_OK)
        return status;
    for (size_t i = 0; i < row->field[0].len && len < sizeof parts; i++) {
        bool half_space =
            i + 2 < row->field[0].len && memcmp(row->field[0].at + i, "\u200c", 3) == 0;
        parts[len++] = half_space ? ' ' : row->field[0].at[i];
        i += half_space ? 2 : 0;
    }
    uint32_t offset;
    status = sn_tables_string(t, (sn_str){parts, len}, &offset);
    return status == SN_OK ? sn_lexicon_keys_add(&t->compounds, word.at, word.len, offset) : status;
}

static sn_status suffix_group(const sn_row *row, uint32_t *out, sn_error *err)
{
    static const char *const groups[] = {"ha", "an",     "at",     "in",
                                         "ye", "clitic", "copula", "compare"};
    for (uint32_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (sn_str_equal(row->field[1], sn_str_of(groups[i]))) {
            *out = i;
            return SN_OK;
        }
    }
    return sn_fail(err, SN_EINVAL, "%s:%u: unknown group", row->path, row->line);
}

static uint32_t suffix_restores(sn_str field)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < field.len; i++)
        bits |= field.at[i] == '-' ? SN_SUFFIX_KEEP : 0;
    if (memmem(field.at, field.len, "ه", strlen("ه")) != NULL)
        bits |= SN_SUFFIX_ADD_HE;
    if (memmem(field.at, field.len, "ت", strlen("ت")) != NULL)
        bits |= SN_SUFFIX_ADD_TE;
    return bits;
}

static sn_status read_suffix(void *context, const sn_row *row, sn_error *err)
{
    sn_tables *t = context;
    sn_letters ending;
    uint32_t group = 0;
    uint32_t cost = 0;
    unsigned after, apart;
    sn_status status = sn_row_letters(row, 0, &ending, err);
    if (status == SN_OK)
        status = suffix_group(row, &group, err);
    if (status == SN_OK)
        status = bits_of(row, 2, "cvhy-", &after, err);
    if (status == SN_OK)
        status = sn_row_number(row, 4, 63, &cost, err);
    if (status == SN_OK)
        status = bits_of(row, 5, "hs-", &apart, err);
    if (status != SN_OK)
        return status;
    uint32_t record = group | (after & 15u) << 4 | suffix_restores(row->field[3]) | cost << 11;
    record |= (apart & 3u) != 0 ? SN_SUFFIX_HALF_SPACE : 0u;
    record |= (apart & 2u) != 0 ? SN_SUFFIX_SPACE : 0u;
    return sn_lexicon_keys_add(&t->suffixes, ending.at, ending.len, record);
}

static sn_status read_homograph(void *context, const sn_row *row, sn_error *err)
{
    sn_tables *t = context;
    sn_letters word;
    sn_status status = sn_row_letters(row, 0, &word, err);
    bool verb = sn_str_equal(row->field[1], SN_STR("verb"));
    return status == SN_OK ? sn_lexicon_keys_add(&t->homographs, word.at, word.len, verb) : status;
}

sn_status sn_tables_read(sn_tables *t, const char *directory, sn_error *err)
{
    static const struct {
        const char *name;
        size_t n_fields;
        sn_row_fn *fn;
    } tables[] = {{"words.tsv", 4, read_word},
                  {"exceptions.tsv", 4, read_exception},
                  {"broken_plurals.tsv", 3, read_plural},
                  {"compounds.tsv", 2, read_compound},
                  {"suffixes.tsv", 7, read_suffix},
                  {"homographs.tsv", 4, read_homograph}};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        sn_status status =
            sn_rows_read(directory, tables[i].name, tables[i].n_fields, tables[i].fn, t, err);
        if (status != SN_OK)
            return status;
    }
    sn_lexicon_keys *keys[] = {&t->words, &t->maps, &t->compounds, &t->suffixes, &t->homographs};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        sn_lexicon_keys_sort(keys[i]);
    return sn_tables_read_verbs(t, directory, err);
}
