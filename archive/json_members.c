#include "archive/json_members.h"

#include "archive/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>

static sn_status pass(sn_json_value_fn *fn, void *ctx, const char *name, const cJSON *value,
                      bool is_listed)
{
    char number[40];
    sn_json_value v = {.name = sn_str_of(name), .is_scalar = true, .is_listed = is_listed};
    if (cJSON_IsNull(value))
        return SN_OK;
    if (cJSON_IsString(value)) {
        v.text = sn_str_of(value->valuestring);
    } else if (cJSON_IsNumber(value)) {
        double d = value->valuedouble;
        bool is_whole = floor(d) == d && fabs(d) < 1e15;
        int n = snprintf(number, sizeof number, is_whole ? "%.0f" : "%.17g", d);
        v.text = (sn_str){number, (size_t)n};
    } else if (cJSON_IsBool(value)) {
        v.text = cJSON_IsTrue(value) ? SN_STR("true") : SN_STR("false");
    } else {
        v.is_scalar = false;
    }
    return fn(ctx, &v);
}

static sn_status pass_member(sn_json_value_fn *fn, void *ctx, const cJSON *member)
{
    const cJSON *value;
    sn_status s = SN_OK;
    if (!cJSON_IsArray(member))
        return pass(fn, ctx, member->string, member, false);
    cJSON_ArrayForEach(value, member)
    {
        s = pass(fn, ctx, member->string, value, true);
        if (s != SN_OK)
            break;
    }
    return s;
}

sn_status sn_json_each_member(sn_str json, sn_json_value_fn *fn, void *ctx, sn_error *err)
{
    cJSON *tree = NULL;
    const cJSON *member;
    sn_status s = sn_json_parse(json, &tree, err);
    if (s != SN_OK)
        return s;
    if (!cJSON_IsObject(tree))
        s = sn_fail(err, SN_EINVAL, "it is no object");
    cJSON_ArrayForEach(member, tree)
    {
        if (s == SN_OK && cJSON_IsObject(tree))
            s = pass_member(fn, ctx, member);
    }
    cJSON_Delete(tree);
    return s;
}
