/* libFuzzer target: words from anywhere, as texts have them, through the stemmer, the lookups of the
 * lexicon and the run-ons, with the laws of tests/property/analysis/stem_laws.h: under the built-in
 * lexicon, and under one with a newsroom's words, which keep the stems that were named for them. */
#include "analysis/fold.h"
#include "analysis/lexicon_extend.h"
#include "analysis/words.h"
#include "base/utf8.h"
#include "tests/fuzz/law.h"
#include "tests/property/analysis/stem_laws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char protected_words[] = "بهاران\nو\nکتابها\n"
                                      "می‌روم\nآستان\nجزء\n"
                                      "ژ\nسنگان‌ها\n";
static const char stems[] = "ژژک\tژژه\nرفتم\tآمد\nکتابی\tدفتر\n"
                            "ها\tآن\nسنگ\tسنگ\n";
static const char compounds[] = "گل نمک\nآب‌نما\nمی خواهم\n"
                                "در آمد\nکم کم\nسنگ پا شویه\n";
static const char *const files[SN_DICTIONARY_KINDS] = {[SN_DICTIONARY_PROTECTED] = protected_words,
                                                       [SN_DICTIONARY_STEM] = stems,
                                                       [SN_DICTIONARY_COMPOUND] = compounds,
                                                       [SN_DICTIONARY_STOP] = "خبرگزاری\nآنکه\n"};

static void must(const char *broken, sn_str word)
{
    if (broken == NULL)
        return;
    fprintf(stderr, "«%.*s»: %s\n", (int)word.len, word.at, broken);
    abort();
}

static sn_lexicon *extended(void)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    sn_lexicon *lexicon = NULL;
    sn_status s = SN_OK;
    for (int k = 0; k < SN_DICTIONARY_KINDS && s == SN_OK; k++)
        s = sn_dictionary_add(&d, (sn_dictionary_kind)k, "words", sn_str_of(files[k]), NULL);
    if (s == SN_OK)
        s = sn_dictionary_settle(&d, NULL);
    if (s == SN_OK)
        s = sn_lexicon_extend(sn_lexicon_builtin(), &d, &lexicon);
    must(s == SN_OK ? NULL : "a dictionary", sn_str_of(sn_status_name(s)));
    for (size_t i = 0; i < d.n; i++) {
        sn_stem_result stem;
        sn_str word = sn_str_of(d.rows[i].word);
        if (d.rows[i].kind != SN_DICTIONARY_STEM)
            continue;
        sn_stem(lexicon, word, false, &stem);
        must(strcmp(stem.text, d.rows[i].value) == 0 ? NULL : "has the stem that was named", word);
    }
    return lexicon;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sn_lexicon *own;
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_folded) sn_folded folded = {0};
    sn_atoms atoms = {0};
    if (own == NULL)
        own = extended();
    if (!sn_utf8_is_valid(text, NULL))
        return 0;
    if (sn_fold(text, &folded) != SN_OK || sn_atoms_scan(sn_buf_str(&folded.text), &atoms) != SN_OK)
        abort();
    for (size_t i = 0; i < atoms.n; i++) {
        sn_str word = sn_atom_str(sn_buf_str(&folded.text), &atoms.at[i]);
        must(broken_word_law(sn_lexicon_builtin(), word), word);
        must(broken_word_law(own, word), word);
    }
    sn_atoms_done(&atoms);
    return 0;
}
