/* archive/fields - the fields of an article in the order of its canonical form: one table for
 * reading and writing. Private to archive/. */
#ifndef SN_ARCHIVE_FIELDS_H
#define SN_ARCHIVE_FIELDS_H

#include "archive/article.h"

typedef enum sn_field_kind {
    SN_FIELD_ID,
    SN_FIELD_TEXT,
    SN_FIELD_LIST,
    SN_FIELD_DATE,
    SN_FIELD_VERSION,
    SN_FIELD_URGENCY,
    SN_FIELD_EXTRA
} sn_field_kind;

typedef struct sn_field {
    const char *name;
    sn_field_kind kind;
    size_t offset;    /* in sn_article */
    size_t max_bytes; /* SN_FIELD_TEXT */
} sn_field;

const sn_field *sn_fields(size_t *n);

/* The field of a name, or of a name that is accepted for it; NULL if none. */
const sn_field *sn_field_find(const char *name);

static inline void *sn_field_of(const sn_field *f, const sn_article *a)
{
    return (char *)(uintptr_t)a + f->offset;
}

/* text without white space of Unicode at both ends. */
sn_str sn_text_trim(sn_str text);
/* Nothing in it that a reader would see. */
bool sn_text_is_blank(sn_str text);

#endif
