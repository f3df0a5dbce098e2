/* layout/membership - to which group of copies and to which story an article belongs, as the index
 * says it.
 *
 *   group of copies   D + 16 hex digits (term), 8 bytes (value SN_SLOT_COPY), "d:" + 16 hex digits (JSON)
 *   story             S + 16 hex digits (term), 8 bytes (value SN_SLOT_STORY), "s:" + 16 hex digits (JSON)
 *
 * A group has the name of the member that stands for it (archive/), an article without copies that of
 * itself: so every article has both, and the first member need not be written again when a second comes.
 * Value and term say the same: hits are collapsed by the value, members are found by the term. */
#ifndef SN_LAYOUT_MEMBERSHIP_H
#define SN_LAYOUT_MEMBERSHIP_H

#include "layout/terms.h"

typedef struct sn_membership {
    uint64_t copies, story; /* names, sn_group_name() */
} sn_membership;

typedef enum sn_group_kind { SN_GROUP_COPIES, SN_GROUP_STORY } sn_group_kind;

/* The name of the group that the article with this id gives its name to: a hash of the id, so that it
 * says nothing of an article that was taken down. */
uint64_t sn_group_name(sn_str id);

#define SN_GROUP_VALUE_SIZE 8
#define SN_GROUP_TEXT_SIZE  (2 + SN_HEX16_SIZE) /* "d:" or "s:", the digits, zero byte */

/* Borrowed from out. */
sn_str sn_group_value(uint64_t name, char out[SN_GROUP_VALUE_SIZE]);
sn_str sn_group_term(sn_group_kind kind, uint64_t name, char out[SN_INDEX_TERM_SIZE]);
/* The name that a value holds; SN_ECORRUPT for other bytes than sn_group_value() writes. */
SN_MUST_USE sn_status sn_group_of_value(sn_str value, uint64_t *name);

/* "d:00…" and back; SN_EINVAL for any other text. */
void sn_group_write(sn_group_kind kind, uint64_t name, char out[SN_GROUP_TEXT_SIZE]);
SN_MUST_USE sn_status sn_group_parse(sn_group_kind kind, sn_str text, uint64_t *name);

#endif
