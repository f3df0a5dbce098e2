/* The verb part of compile_lexicon_tables: stem pairs into forms, equal forms into one. */
#include "analysis/compile_lexicon_read.h"
#include "analysis/compile_lexicon_tables.h"
#include "analysis/verb_forms.h"

#include <string.h>

typedef struct verb_reader {
    sn_tables *tables;
    uint32_t class_id;
} verb_reader;

/* A class named by preverb + past stem; the same name gives the same class. */
static sn_status class_of(sn_tables *t, const sn_letters *preverb, const sn_letters *name,
                          uint32_t *out)
{
    uint8_t letters[2 * SN_WORD_MAX_LETTERS];
    char text[4 * SN_WORD_MAX_LETTERS + 1];
    if ((size_t)preverb->len + name->len > SN_WORD_MAX_LETTERS)
        return SN_ELIMIT;
    memcpy(letters, preverb->at, preverb->len);
    memcpy(letters + preverb->len, name->at, name->len);
    size_t len = sn_letters_write(letters, (size_t)preverb->len + name->len, text);
    const uint32_t *offsets = (const uint32_t *)(const void *)t->verb_classes.at;
    for (uint32_t i = 0; i < t->n_verb_classes; i++) {
        const char *known = t->strings.at + offsets[i];
        if ((unsigned char)known[0] == len && memcmp(known + 1, text, len) == 0) {
            *out = i;
            return SN_OK;
        }
    }
    uint32_t offset;
    sn_status status = sn_tables_string(t, (sn_str){text, len}, &offset);
    if (status == SN_OK)
        status = sn_buf_add(&t->verb_classes, &offset, sizeof offset);
    *out = t->n_verb_classes++;
    return status == SN_OK && *out > 0x7ff ? SN_ELIMIT : status;
}

static sn_status take_form(void *context, const uint8_t *form, size_t len, int strength)
{
    verb_reader *r = context;
    uint32_t value = r->class_id | (uint32_t)strength << 11;
    return sn_lexicon_keys_add(&r->tables->verbs, form, len, value);
}

/* Causatives have two pasts, رساند and رسانید, of one class. */
static bool second_past(const sn_verb *v, sn_verb *out)
{
    size_t n = v->present.len;
    if (v->past.len != n + 1 || n < 3 || memcmp(v->past.at, v->present.at, n) != 0 ||
        v->present.at[n - 1] != SN_LETTER_NUN)
        return false;
    *out = *v;
    out->past.at[n] = SN_LETTER_YE;
    out->past.at[n + 1] = v->past.at[n];
    out->past.len++;
    return true;
}

static sn_status make_forms(sn_tables *t, const sn_verb *v, const sn_letters *name)
{
    verb_reader r = {t, 0};
    sn_verb second;
    sn_status status = class_of(t, &v->preverb, name, &r.class_id);
    if (status == SN_OK)
        status = sn_verb_forms(v, take_form, &r);
    if (status == SN_OK && second_past(v, &second))
        status = sn_verb_forms(&second, take_form, &r);
    return status;
}

static sn_status read_verb(void *context, const sn_row *row, sn_error *err)
{
    sn_tables *t = context;
    sn_verb v = {0};
    sn_letters name;
    sn_status status = sn_row_letters(row, 0, &v.past, err);
    if (status == SN_OK)
        status = sn_row_letters(row, 1, &v.present, err);
    if (status == SN_OK)
        status = sn_row_letters(row, 2, &name, err);
    sn_str rest = row->field[3];
    if (sn_str_equal(rest, SN_STR("spoken"))) {
        v.spoken = true;
        rest = SN_STR("-");
    }
    if (status == SN_OK)
        status = make_forms(t, &v, &name);
    while (status == SN_OK && rest.len > 0 && rest.at[0] != '-') {
        const char *comma = memchr(rest.at, ',', rest.len);
        size_t len = comma != NULL ? (size_t)(comma - rest.at) : rest.len;
        if (!sn_letters_of((sn_str){rest.at, len}, &v.preverb))
            return sn_fail(err, SN_EINVAL, "%s:%u: bad preverb", row->path, row->line);
        status = make_forms(t, &v, &name);
        rest.at += len + (comma != NULL);
        rest.len -= len + (comma != NULL);
    }
    return status;
}

/* Of readings of one form the strongest wins, then the more frequent verb (the earlier row). */
static void prefer_stronger(sn_lexicon_keys *verbs)
{
    for (size_t i = 0; i < verbs->n; i++) {
        uint32_t strength = verbs->at[i].value >> 11;
        verbs->at[i].order += (3 - strength) << 24;
    }
}

sn_status sn_tables_read_verbs(sn_tables *t, const char *directory, sn_error *err)
{
    sn_status status = sn_rows_read(directory, "verbs.tsv", 5, read_verb, t, err);
    if (status != SN_OK)
        return status;
    prefer_stronger(&t->verbs);
    sn_lexicon_keys_sort(&t->verbs);
    return SN_OK;
}
