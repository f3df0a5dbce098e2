#include "query/fields.h"

#include "query/refuse.h"

#include <string.h>

/* By bit. */
static const char *const names[] = {
    "id",
    "url",
    "title",
    "kicker",
    "lead",
    "source",
    "category",
    "tags",
    "author",
    "image_url",
    "published_at",
    "published_at_jalali",
    "modified_at",
    "body",
    "language",
    "urgency",
    "version",
    "extra",
    "score",
    "pinned",
    "highlight",
    "duplicates",
    "collapsed",
    "story",
    "story_articles",
};
#define N_NAMES (sizeof names / sizeof *names)

_Static_assert((uint32_t)1 << (N_NAMES - 1) == SN_SHOW_STORY_ARTICLES, "a name for each bit");

static uint32_t bit_of(sn_str name)
{
    for (size_t i = 0; i < N_NAMES; i++) {
        if (sn_str_equal(name, sn_str_of(names[i])))
            return UINT32_C(1) << i;
    }
    return 0;
}

static sn_status refuse(sn_str name, uint32_t allowed, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf list = SN_BUF(1024);
    for (size_t i = 0; i < N_NAMES; i++) {
        if ((allowed & (UINT32_C(1) << i)) != 0)
            sn_buf_add_format(&list, "%s%s", list.len > 0 ? "," : "", names[i]);
    }
    return sn_refuse_value(problem, "fields", name, sn_buf_text(&list));
}

sn_status sn_fields_parse(sn_str list, uint32_t allowed, uint32_t *out, sn_problem *problem)
{
    uint32_t found = 0;
    for (bool more = true; more;) {
        const char *comma = list.len > 0 ? memchr(list.at, ',', list.len) : NULL;
        size_t len = comma != NULL ? (size_t)(comma - list.at) : list.len;
        sn_str name = sn_str_trim((sn_str){list.at, len});
        uint32_t bit = bit_of(name) & allowed;
        if (bit == 0)
            return refuse(name, allowed, problem);
        found |= bit;
        more = comma != NULL;
        list = (sn_str){more ? comma + 1 : NULL, more ? list.len - len - 1 : 0};
    }
    *out |= found;
    return SN_OK;
}
