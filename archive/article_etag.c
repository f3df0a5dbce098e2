/* By what a version of an article is known: a digest of its fields, as they stand in its canonical form. */
#include "archive/article.h"

#include "archive/fields.h"
#include "base/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* With the zero byte behind it, so that no two texts run into one. */
static uint64_t add_text(uint64_t digest, const char *text)
{
    return sn_digest_add(digest, text, strlen(text) + 1);
}

static uint64_t add_number(uint64_t digest, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    return add_text(digest, text);
}

static uint64_t add_list(uint64_t digest, const char *name, const sn_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        digest = add_text(add_text(digest, name), list->at[i]);
    return digest;
}

static uint64_t add_date(uint64_t digest, const char *name, const sn_instant *date)
{
    if (date->precision == 0)
        return digest;
    return add_number(add_number(add_text(digest, name), date->sec), (int64_t)date->precision);
}

static uint64_t add_field(uint64_t digest, const sn_field *f, const sn_article *a)
{
    const void *at = sn_field_of(f, a);
    switch (f->kind) {
    case SN_FIELD_ID:
    case SN_FIELD_TEXT:
    case SN_FIELD_EXTRA:
        return *(char *const *)at == NULL ? digest
                                          : add_text(add_text(digest, f->name), *(char *const *)at);
    case SN_FIELD_LIST:
        return add_list(digest, f->name, at);
    case SN_FIELD_DATE:
        return add_date(digest, f->name, at);
    case SN_FIELD_VERSION:
        return a->has_version ? add_number(add_text(digest, f->name), a->version) : digest;
    case SN_FIELD_URGENCY:
        return a->urgency != 0 ? add_number(add_text(digest, f->name), a->urgency) : digest;
    }
    return digest;
}

uint64_t sn_article_etag(const sn_article *a)
{
    size_t n;
    const sn_field *fields = sn_fields(&n);
    uint64_t digest = SN_DIGEST_BEGIN;
    for (size_t i = 0; i < n; i++)
        digest = add_field(digest, &fields[i], a);
    return digest != 0 ? digest : 1;
}
