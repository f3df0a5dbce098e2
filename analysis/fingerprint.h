/* analysis/fingerprint - title, lead and body of an article as a fingerprint to find its copies by.
 *
 * Of the folded letters (copy_text.h); nothing is stemmed and no lexicon is asked, so a newsroom's own
 * words change no fingerprint. The kicker is left out: it is the newspaper's, not the piece's. A title
 * that the text begins with, and a lead that the body begins with, count once. */
#ifndef SN_ANALYSIS_FINGERPRINT_H
#define SN_ANALYSIS_FINGERPRINT_H

#include "grouping/fingerprint.h"

/* Working memory for one thread. */
typedef struct sn_fingerprint_maker sn_fingerprint_maker;

/* SN_ENOMEM. */
SN_MUST_USE sn_status sn_fingerprint_maker_create(sn_fingerprint_maker **out);
void sn_fingerprint_maker_destroy(sn_fingerprint_maker *m); /* NULL is fine */

/* Well-formed UTF-8; each may be empty. *out is borrowed from m until its next call.
 * SN_ENOMEM, SN_ELIMIT (a text over SN_ANALYSIS_MAX_BYTES). */
SN_MUST_USE sn_status sn_fingerprint_make(sn_fingerprint_maker *m, sn_str title, sn_str lead,
                                          sn_str body, sn_fingerprint *out);

SN_DEFINE_CLEANUP_PTR(sn_fingerprint_maker, sn_fingerprint_maker_destroy)

#endif
