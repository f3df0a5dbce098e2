/* indexer/readers/mapping - other names for the fields of an article, of a file that a newsroom writes.
 *
 *     # their name = ours
 *     headline = title
 *     content.text = body          of an object inside; lists on the way are gone through
 *     تیتر خبر = title              names of columns may have spaces
 *     desk = extra                 kept in extra under its own name
 *     internal_note = -            left out
 *     * = extra                    and all other names; without this line they are refused by name
 *
 * Our own names mean what they mean, unless a line says otherwise. */
#ifndef SN_READERS_MAPPING_H
#define SN_READERS_MAPPING_H

#include "indexer/readers/draft.h"

typedef struct sn_mapping sn_mapping;

/* Where a name leads besides the fields of an article. */
enum { SN_MAPPING_EXTRA = SN_DRAFT_COUNT_, SN_MAPPING_DROP, SN_MAPPING_UNKNOWN };

/* SN_ENOTFOUND, SN_EIO; SN_EINVAL, SN_EUTF8, SN_ELIMIT: the message names file and line. SN_ENOMEM. */
SN_MUST_USE sn_status sn_mapping_read(const char *path, sn_mapping **out, sn_error *err);
void sn_mapping_destroy(sn_mapping *m); /* NULL is fine */

/* The target of a name: a field (sn_draft_field) or one of the above; who meets SN_MAPPING_UNKNOWN refuses it
 * (sn_article_refuse_field()). m NULL: only our own names. */
int sn_mapping_target(const sn_mapping *m, sn_str name);

/* A text where its name leads, as tables have it (sn_draft_set_column); what is left out or unknown goes nowhere. */
void sn_mapping_put(int target, sn_str name, sn_str text, sn_draft *d);

/* The rules in their order. */
typedef struct sn_mapping_rule {
    sn_str from;
    int target;
} sn_mapping_rule;
const sn_mapping_rule *sn_mapping_rules(const sn_mapping *m, size_t *n);

SN_DEFINE_CLEANUP_PTR(sn_mapping, sn_mapping_destroy)

#endif
