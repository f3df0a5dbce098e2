/* query/keyboard - text typed on the wrong keyboard layout.
 *
 *   hdvhk  <->  ایران       sghl  <->  سلام       زخرهی  <->  covid
 *
 * Two layouts are in use: ISIRI 9147 («Persian (Standard)») and the older one of Windows («Persian»).
 * They differ in پ, ئ and what stands on the shifted keys. */
#ifndef SN_QUERY_KEYBOARD_H
#define SN_QUERY_KEYBOARD_H

#include "base/bytes.h"

typedef enum sn_layout { SN_LAYOUT_ISIRI, SN_LAYOUT_WINDOWS, SN_LAYOUTS } sn_layout;

/* What the keys that wrote `text` (UTF-8) give on a Persian keyboard: shifted ones too (C: ژ, H: آ,
 * shift and b: a half-space). Digits and what no key gives stay. Appends to *out. SN_ENOMEM,
 * SN_ELIMIT (the maximum of *out). */
SN_MUST_USE sn_status sn_keyboard_persian(sn_layout layout, sn_str text, sn_buf *out);

/* The other way: what the keys of Persian text give on a Latin (US) one, in small letters. Statuses as above. */
SN_MUST_USE sn_status sn_keyboard_latin(sn_layout layout, sn_str text, sn_buf *out);

#endif
