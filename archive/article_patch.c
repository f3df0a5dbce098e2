#include "archive/article.h"

#include "archive/fields.h"
#include "archive/json.h"

#include <cjson/cJSON.h>

static sn_status check_member(const cJSON *member, sn_error *err)
{
    const sn_field *f = sn_field_find(member->string);
    if (f == NULL)
        return sn_article_refuse_field(sn_str_of(member->string), err);
    if (f->kind == SN_FIELD_ID && cJSON_IsNull(member))
        return sn_fail(err, SN_EINVAL, "id: an article keeps its id");
    return SN_OK;
}

sn_status sn_article_check_patch(sn_str patch, sn_error *err)
{
    cJSON *tree = NULL;
    const cJSON *member;
    sn_status s = sn_json_parse(patch, &tree, err);
    if (s != SN_OK)
        return s;
    if (!cJSON_IsObject(tree))
        s = sn_fail(err, SN_EINVAL, "byte 0: a patch of an article is a JSON object");
    cJSON_ArrayForEach(member, tree)
    {
        if (s == SN_OK)
            s = check_member(member, err);
    }
    cJSON_Delete(tree);
    return s;
}
