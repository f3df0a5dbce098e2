/* intake/markup_names - what the elements of HTML are to a text. Internal to intake/. */
#ifndef SN_INTAKE_MARKUP_NAMES_H
#define SN_INTAKE_MARKUP_NAMES_H

#include "base/bytes.h"

typedef enum sn_element {
    SN_ELEMENT_NONE, /* no element of HTML */
    SN_ELEMENT_INLINE,
    SN_ELEMENT_SPACE,
    SN_ELEMENT_BREAK, /* br: two are an empty line */
    SN_ELEMENT_LINE,
    SN_ELEMENT_BLOCK,
    SN_ELEMENT_DROPPED /* with what is in it */
} sn_element;

/* Of a name in any case. A name with : or - is an inline element that nobody knows. */
sn_element sn_element_of(sn_str name);

/* Read an entity at the front of text, which begins with &: its length with the semicolon, and the character.
 * 0: it is none. Characters that no text may have are U+FFFD. */
size_t sn_entity_read(sn_str text, uint32_t *cp);

#endif
