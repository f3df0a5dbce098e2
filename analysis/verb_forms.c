#include "analysis/verb_forms.h"

#include <string.h>

typedef struct maker {
    const sn_verb *verb;
    sn_verb_form_fn *fn;
    void *context;
    sn_status status;
} maker;

/* Endings in UTF-8, as they are written behind a stem. */
static const char *const past_endings[] = {"م", "یم", "ید", "ند", NULL};
static const char *const all_past_endings[] = {"", "م", "ی", "یم", "ید", "ند", NULL};
static const char *const perfect_endings[] = {"ام", "ایم", "اید", "اند", "است", "ست", NULL};
static const char *const present_endings[] = {"م", "ی", "د", "یم", "ید", "ند", NULL};
/* Without می or ب the second person singular lives on in the shortest verbs alone (کنی، شوی، دهی);
 * of a longer stem the form is the second part of a compound noun: اطلاع رسانی, صرفه جویی. */
static const char *const bare_present_endings[] = {"م", "د", "یم", "ید", "ند", NULL};
enum { SHORT_PRESENT = 2 };
/* As they are said, and written where people are quoted: ه for د, ن for ند, ین for ید. Of the past
 * only with می, for کردن is the infinitive. */
static const char *const spoken_endings[] = {"ه", "ن", "ین", NULL};
static const char *const spoken_singular[] = {"ه", NULL};
static const char *const spoken_past_endings[] = {"ن", "ین", NULL};
static const char *const imperative_endings[] = {"", NULL};

static size_t add_text(uint8_t *form, size_t len, const char *text)
{
    sn_letters letters;
    if (!sn_letters_of(sn_str_of(text), &letters))
        return len;
    memcpy(form + len, letters.at, letters.len);
    return len + letters.len;
}

static size_t add_letters(uint8_t *form, size_t len, const uint8_t *letters, size_t n)
{
    memcpy(form + len, letters, n);
    return len + n;
}

/* preverb + prefix + stem + each of endings. */
static void emit(maker *m, const char *prefix, const uint8_t *stem, size_t stem_len,
                 const char *const *endings, int strength)
{
    uint8_t form[4 * SN_WORD_MAX_LETTERS];
    size_t head = add_letters(form, 0, m->verb->preverb.at, m->verb->preverb.len);
    head = add_text(form, head, prefix);
    head = add_letters(form, head, stem, stem_len);
    for (; *endings != NULL && m->status == SN_OK; endings++) {
        size_t len = add_text(form, head, *endings);
        if (len > SN_WORD_MAX_LETTERS)
            m->status = SN_ELIMIT;
        else
            m->status = m->fn(m->context, form, len, strength);
    }
}

/* With ب or ن ("letter") before the stem: a glide before alef, which a short alef may lose
 * (بیاید, بیفتد and the misspelt بیافتد, but بایستد). */
static void emit_prefixed(maker *m, const char *letter, const sn_letters *stem, size_t stem_len,
                          const char *const *endings, int strength)
{
    char glided[8];
    bool alef = stem->at[0] == SN_LETTER_ALEF;
    if (!alef || (stem_len > 1 && !stem->madda && stem->at[1] == SN_LETTER_YE)) {
        emit(m, letter, stem->at, stem_len, endings, strength);
        return;
    }
    size_t n = strlen(letter);
    memcpy(glided, letter, n);
    memcpy(glided + n, "ی", sizeof "ی");
    emit(m, glided, stem->at, stem_len, endings, strength);
    if (!stem->madda)
        emit(m, glided, stem->at + 1, stem_len - 1, endings, strength);
}

static void emit_durative(maker *m, const uint8_t *stem, size_t len, const char *const *endings,
                          int strength)
{
    emit(m, "می", stem, len, endings, strength);
    emit(m, "نمی", stem, len, endings, strength);
}

static void past_forms(maker *m)
{
    static const char *const bare[] = {"", "ی", NULL};
    const sn_letters *past = &m->verb->past;
    emit(m, "", past->at, past->len, bare, 1);
    emit(m, "", past->at, past->len, past_endings, 2);
    emit_prefixed(m, "ن", past, past->len, all_past_endings, 2);
    emit_durative(m, past->at, past->len, all_past_endings, 3);
    emit_durative(m, past->at, past->len, spoken_past_endings, 2);
}

static void participle_forms(maker *m)
{
    static const char *const bare[] = {"", "ای", NULL};
    static const char *const durative[] = {"", "ام", "ای", "ایم", "اید", "اند", "است", "ست", NULL};
    sn_letters participle = m->verb->past;
    participle.at[participle.len++] = SN_LETTER_HE;
    emit(m, "", participle.at, participle.len, bare, 1);
    emit(m, "", participle.at, participle.len, perfect_endings, 3);
    emit_prefixed(m, "ن", &participle, participle.len, bare, 1);
    emit_prefixed(m, "ن", &participle, participle.len, perfect_endings, 3);
    emit_durative(m, participle.at, participle.len, durative, 3);
}

/* The imperative has the stem without its glide: بگو, بیا, بنما. */
static size_t imperative_len(const sn_letters *present)
{
    size_t len = present->len;
    bool glides = len > 1 && present->at[len - 1] == SN_LETTER_YE &&
                  (present->at[len - 2] == SN_LETTER_ALEF || present->at[len - 2] == SN_LETTER_VAV);
    return glides ? len - 1 : len;
}

static void present_forms(maker *m)
{
    const sn_letters *present = &m->verb->present;
    bool preverb = m->verb->preverb.len > 0;
    emit(m, "", present->at, present->len,
         present->len <= SHORT_PRESENT ? present_endings : bare_present_endings, preverb ? 2 : 1);
    emit_prefixed(m, "ب", present, present->len, present_endings, 2);
    emit_prefixed(m, "ن", present, present->len, present_endings, 2);
    emit_durative(m, present->at, present->len, present_endings, 3);
    emit_durative(m, present->at, present->len, spoken_endings, 2);
    emit_prefixed(m, "ب", present, present->len, spoken_endings, 1);
    emit_prefixed(m, "ن", present, present->len, spoken_endings, 1);
    size_t imperative = imperative_len(present);
    emit_prefixed(m, "ب", present, imperative, imperative_endings, 1);
    emit_prefixed(m, "ن", present, imperative, imperative_endings, 1);
    emit(m, "م", present->at, imperative, imperative_endings, 1);
    if (!preverb)
        return;
    emit(m, "", present->at, imperative, imperative_endings, 1);
    emit(m, "", present->at, present->len, spoken_singular, 1);
}

/* Stems of speech are short (گ of گوی, ش of شو): without a prefix they would be any word. */
static void spoken_forms(maker *m)
{
    static const char *const behind_consonant[] = {"م", "ی", "ه", "یم", "ین", "ن", NULL};
    static const char *const behind_alef[] = {"م", "ی", "د", "یم", "ین", "ن", NULL};
    enum { IMPERATIVE_FROM = 2 };
    const sn_letters *stem = &m->verb->present;
    bool alef = stem->at[stem->len - 1] == SN_LETTER_ALEF;
    const char *const *endings = alef ? behind_alef : behind_consonant;
    emit_durative(m, stem->at, stem->len, endings, 2);
    emit_prefixed(m, "ب", stem, stem->len, endings, 1);
    emit_prefixed(m, "ن", stem, stem->len, endings, 1);
    if (stem->len < IMPERATIVE_FROM)
        return;
    emit_prefixed(m, "ب", stem, stem->len, imperative_endings, 1);
    emit_prefixed(m, "ن", stem, stem->len, imperative_endings, 1);
}

sn_status sn_verb_forms(const sn_verb *v, sn_verb_form_fn *fn, void *context)
{
    maker m = {v, fn, context, SN_OK};
    if (v->past.len == 0 || v->present.len == 0)
        return SN_EINVAL;
    if (v->past.len + v->present.len + v->preverb.len > SN_WORD_MAX_LETTERS / 2)
        return SN_ELIMIT;
    if (v->spoken) {
        spoken_forms(&m);
        return m.status;
    }
    past_forms(&m);
    participle_forms(&m);
    present_forms(&m);
    return m.status;
}
