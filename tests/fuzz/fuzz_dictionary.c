/* A newsroom's files from anywhere: no crash, and laws.
 *   a refusal names a line of the text;
 *   what is accepted and settled freezes to a text that thaws to the same text;
 *   frozen bytes from anywhere thaw, or are corrupt, never anything else;
 *   a lexicon can be made of what was accepted, and gives protected words and stems as they are. */
#include "analysis/lexicon_extend.h"
#include "analysis/stem.h"
#include "tests/fuzz/law.h"

#include <string.h>

#define FROZEN_MAX (64u << 20)

static void check_frozen(const sn_dictionary *d)
{
    SN_CLEANUP(sn_dictionary) sn_dictionary again = {0};
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(FROZEN_MAX), second = SN_BUF(FROZEN_MAX);
    law(sn_dictionary_freeze(d, &first) == SN_OK);
    law(sn_dictionary_thaw(sn_buf_str(&first), &again, NULL) == SN_OK);
    law(sn_dictionary_freeze(&again, &second) == SN_OK);
    law(sn_str_equal(sn_buf_str(&first), sn_buf_str(&second)));
}

/* Making a lexicon takes its time: for small dictionaries, and not for each. */
static void check_lexicon(const sn_dictionary *d)
{
    static unsigned turn;
    SN_CLEANUP_PTR(sn_lexicon) sn_lexicon *lexicon = NULL;
    if (d->n == 0 || d->n > 8 || turn++ % 64 != 0)
        return;
    law(sn_lexicon_extend(sn_lexicon_builtin(), d, &lexicon) == SN_OK);
    for (size_t i = 0; i < d->n; i++) {
        sn_stem_result stem;
        if (d->rows[i].kind != SN_DICTIONARY_STEM)
            continue;
        sn_stem(lexicon, sn_str_of(d->rows[i].word), false, &stem);
        law(strcmp(stem.text, d->rows[i].value) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    sn_str text = {(const char *)data + 1, size - 1};
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0}, thawed = {0};
    sn_error err = {0};
    sn_status status = sn_dictionary_add(&d, (sn_dictionary_kind)(data[0] % SN_DICTIONARY_KINDS),
                                         "words", text, &err);
    if (status != SN_OK)
        law_of_refusal(text, "words", status, &err);
    else
        status = sn_dictionary_settle(&d, &err);
    law(status == SN_OK || err.msg[0] != '\0');
    if (status == SN_OK) {
        check_frozen(&d);
        check_lexicon(&d);
    }
    status = sn_dictionary_thaw(text, &thawed, &err);
    law(status == SN_OK || status == SN_ECORRUPT);
    return 0;
}
