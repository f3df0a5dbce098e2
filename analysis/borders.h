/* analysis/borders - where a text as it was published may be cut.
 *
 * A border is one of UAX #29 (default word boundaries) that has no half-space or joiner on either
 * side and no combining mark, variation selector or direction mark behind it: «می‌خواهم», «حتماً»,
 * 12.5, flags and families of emoji stay whole. The beginning and the end of a text are borders. */
#ifndef SN_ANALYSIS_BORDERS_H
#define SN_ANALYSIS_BORDERS_H

#include "base/bytes.h"

/* The last border at or before byte `at`, and the first one at or behind it. text: well-formed
 * UTF-8; at: on a character border, at most text.len. In more than SN_BORDER_REACH bytes without one
 * (no language writes that) `at` is given back. */
size_t sn_border_before(sn_str text, size_t at);
size_t sn_border_after(sn_str text, size_t at);
#define SN_BORDER_REACH 2048

#endif
