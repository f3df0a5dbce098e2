#include "archive/article.h"

#include "archive/fields.h"
#include "archive/json.h"
#include "base/json_writer.h"

#include <cjson/cJSON.h>

static sn_status check_member(const cJSON *member, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf quoted = SN_BUF(60);
    const sn_field *f = sn_field_find(member->string);
    if (f == NULL) {
        sn_json_escape(&quoted, sn_str_of(member->string));
        return sn_fail(err, SN_EINVAL, "unknown field \"%s\"%s", sn_buf_text(&quoted),
                       sn_buf_status(&quoted) == SN_OK ? "" : "...");
    }
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
