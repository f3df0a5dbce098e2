/* analysis/verb_forms - all written forms of a Persian verb, made from its two stems (build time only).
 *
 *   گشت, گرد, preverb بر -> برگشت برنگشت برمیگردد برگردد برگشتهاند ... (joined, alef for madda)
 *
 * Strength says how surely a form is a verb whatever else it may spell: 3 with می or a perfect
 * ending, 2 with ب or ن or a personal ending of the past, 1 the bare past stem, the participle, the
 * present without prefix, the imperative, and what speech makes of an ending (میکنه, بگیرن). */
#ifndef SN_ANALYSIS_VERB_FORMS_H
#define SN_ANALYSIS_VERB_FORMS_H

#include "analysis/lexicon_letters.h"

typedef struct sn_verb {
    sn_letters past;
    sn_letters present; /* in ای or وی: glides (گوید) */
    sn_letters preverb; /* len 0: none */
    bool spoken; /* present is one of speech alone (گ in میگه): forms with a prefix only */
} sn_verb;

/* Takes one form; letters are valid during the call. Anything but SN_OK ends the work. */
typedef sn_status sn_verb_form_fn(void *context, const uint8_t *form, size_t len, int strength);

/* Give every form of v to fn, some more than once. Returns SN_OK, SN_EINVAL (a stem is empty),
 * SN_ELIMIT (a form too long for the tables), or what fn returned. */
SN_MUST_USE sn_status sn_verb_forms(const sn_verb *v, sn_verb_form_fn *fn, void *context);

#endif
