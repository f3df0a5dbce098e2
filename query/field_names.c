#include "query/field_names.h"

#include "analysis/fold.h"

#include <string.h>

#define NAME_BYTES 32

/* Folded. Lead, body and kicker are no fields: the index keeps no list of their own for them. */
static const struct {
    const char *name;
    sn_query_field field;
} names[] = {
    {"title", SN_IN_TITLE},    {"عنوان", SN_IN_TITLE},  {"تیتر", SN_IN_TITLE},
    {"source", SN_IN_SOURCE},  {"منبع", SN_IN_SOURCE},  {"category", SN_IN_CATEGORY},
    {"دسته", SN_IN_CATEGORY},  {"بخش", SN_IN_CATEGORY}, {"author", SN_IN_AUTHOR},
    {"نویسنده", SN_IN_AUTHOR}, {"tag", SN_IN_TAG},      {"برچسب", SN_IN_TAG},
    {"date", SN_IN_DATE},      {"تاریخ", SN_IN_DATE},
};

const char *sn_query_field_name(sn_query_field field)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].field == field)
            return names[i].name;
    }
    return "";
}

bool sn_query_field_take(sn_str s, sn_query_field *field, size_t *end)
{
    char folded[NAME_BYTES];
    size_t len = 0;
    size_t most = s.len < NAME_BYTES ? s.len : NAME_BYTES;
    const char *colon = most > 0 ? memchr(s.at, ':', most) : NULL;
    if (colon == NULL || colon == s.at || memchr(s.at, ' ', (size_t)(colon - s.at)) != NULL)
        return false;
    sn_str name = {s.at, (size_t)(colon - s.at)};
    if (sn_fold_word(name, folded, sizeof folded, &len) != SN_OK)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!sn_str_equal((sn_str){folded, len}, sn_str_of(names[i].name)))
            continue;
        *field = names[i].field;
        *end = name.len + 1;
        return true;
    }
    return false;
}
