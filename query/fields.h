/* query/fields - which members of a hit or an article an answer shows (fields=). */
#ifndef SN_QUERY_FIELDS_H
#define SN_QUERY_FIELDS_H

#include "base/bytes.h"
#include "base/problem.h"

/* One bit a member, in the order they are written. */
typedef enum sn_shown {
    SN_SHOW_ID = 1 << 0,
    SN_SHOW_URL = 1 << 1,
    SN_SHOW_TITLE = 1 << 2,
    SN_SHOW_KICKER = 1 << 3,
    SN_SHOW_LEAD = 1 << 4,
    SN_SHOW_SOURCE = 1 << 5,
    SN_SHOW_CATEGORY = 1 << 6,
    SN_SHOW_TAGS = 1 << 7,
    SN_SHOW_AUTHOR = 1 << 8,
    SN_SHOW_IMAGE_URL = 1 << 9,
    SN_SHOW_PUBLISHED_AT = 1 << 10,
    SN_SHOW_PUBLISHED_AT_JALALI = 1 << 11,
    SN_SHOW_MODIFIED_AT = 1 << 12,
    SN_SHOW_BODY = 1 << 13,
    SN_SHOW_LANGUAGE = 1 << 14,
    SN_SHOW_URGENCY = 1 << 15,
    SN_SHOW_VERSION = 1 << 16,
    SN_SHOW_EXTRA = 1 << 17,
    SN_SHOW_SCORE = 1 << 18,
    SN_SHOW_PINNED = 1 << 19,
    SN_SHOW_HIGHLIGHT = 1 << 20,
    SN_SHOW_DUPLICATES = 1 << 21,
    SN_SHOW_COLLAPSED = 1 << 22,
    SN_SHOW_STORY = 1 << 23,
    SN_SHOW_STORY_ARTICLES = 1 << 24
} sn_shown;

/* Members of an article; what a hit has when nothing was chosen (and SN_SHOW_COLLAPSED where one stands
 * for others by something else than its text); all that a hit may have; what is shown of an article of
 * its group. */
#define SN_SHOW_GROUPS (SN_SHOW_STORY | SN_SHOW_STORY_ARTICLES)
#define SN_SHOW_MEMBER                                                                             \
    (SN_SHOW_ID | SN_SHOW_URL | SN_SHOW_TITLE | SN_SHOW_SOURCE | SN_SHOW_PUBLISHED_AT |            \
     SN_SHOW_PUBLISHED_AT_JALALI)
#define SN_SHOW_ARTICLE ((SN_SHOW_SCORE - 1u) | SN_SHOW_GROUPS)
#define SN_SHOW_HIT                                                                                \
    ((SN_SHOW_BODY - 1u) | SN_SHOW_SCORE | SN_SHOW_PINNED | SN_SHOW_HIGHLIGHT |                    \
     SN_SHOW_DUPLICATES | SN_SHOW_GROUPS)
#define SN_SHOW_ANY (SN_SHOW_ARTICLE | SN_SHOW_HIT | SN_SHOW_COLLAPSED)

/* "id,title,url": add the members named to *out, of those allowed. Blanks around names are fine.
 * SN_EINVAL with *problem (code "invalid_parameter", which names those allowed) otherwise; an empty
 * list is refused too. */
SN_MUST_USE sn_status sn_fields_parse(sn_str list, uint32_t allowed, uint32_t *out,
                                      sn_problem *problem);

#endif
