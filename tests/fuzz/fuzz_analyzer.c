/* libFuzzer target: the laws of the whole chain, under the built-in lexicon and under one with a
 * newsroom's words. One analyzer of each lives through all inputs, as in the programs; that this
 * changes no answer, nor what is analysed in between, is one of the laws. */
#include "analysis/lexicon_extend.h"
#include "base/utf8.h"
#include "tests/fuzz/law.h"
#include "tests/property/analysis/token_laws.h"

#define TERMS_MAX (256u << 20)

static sn_analyzer *analyzer_of(const sn_lexicon *lexicon)
{
    sn_analyzer *a = NULL;
    law_that(sn_analyzer_create(lexicon, &a) == SN_OK, "memory");
    return a;
}

/* Compounds with many parts, and what stands for them in few letters. */
static const sn_lexicon *own_lexicon(void)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    sn_lexicon *lexicon = NULL;
    law_that(
        sn_dictionary_add(&d, SN_DICTIONARY_COMPOUND, "compounds",
                          SN_STR("گل نمک\nآب نما\nا ب پ ت ث ج چ ح خ د\nسه شنبه بازار\nکم کم\n"),
                          NULL) == SN_OK &&
            sn_dictionary_add(&d, SN_DICTIONARY_STEM, "stems",
                              SN_STR("ژژک\tابپتثجچحخد\nسنگ\tگلنمک\nکتاب\tدفتر\nرفت\tرفت\n"),
                              NULL) == SN_OK &&
            sn_dictionary_settle(&d, NULL) == SN_OK &&
            sn_lexicon_extend(sn_lexicon_builtin(), &d, &lexicon) == SN_OK,
        "a dictionary is read");
    return lexicon;
}

static void run(sn_analyzer *a, sn_str text, sn_buf *out)
{
    sn_tokens got;
    law_that(sn_analyzer_run(a, text, &got) == SN_OK, "UTF-8 is analysed");
    const char *broken = broken_token_law(text, &got);
    law_that(broken == NULL, broken);
    write_terms(&got, 0, got.n_tokens, true, out);
    law_that(sn_buf_status(out) == SN_OK, "memory");
}

static void check(sn_analyzer *a, sn_str text)
{
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(TERMS_MAX), half = first, again = first;
    size_t at = text.len / 2;
    while (!on_border(text, at))
        at++;
    run(a, text, &first);
    run(a, (sn_str){text.at + at, text.len - at}, &half);
    run(a, text, &again);
    law_that(sn_str_equal(sn_buf_str(&first), sn_buf_str(&again)), "a text has one answer");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sn_analyzer *kept, *own;
    sn_str text = {(const char *)data, size};
    if (kept == NULL) {
        kept = analyzer_of(sn_lexicon_builtin());
        own = analyzer_of(own_lexicon());
    }
    if (!sn_utf8_is_valid(text, NULL)) {
        sn_tokens got;
        law_that(sn_analyzer_run(kept, text, &got) == SN_EUTF8, "what is no UTF-8 is refused");
        return 0;
    }
    check(kept, text);
    check(own, text);
    return 0;
}
