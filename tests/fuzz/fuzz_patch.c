/* Merge patches (RFC 7396): two pieces of JSON, a zero byte between them. Laws:
 *   what comes of them is JSON, and what an implementation on trees makes of them, written down from the RFC;
 *   the patch of {} changes no object, and a patch twice is a patch once;
 *   an article that is patched is an article with its id, which is written and read as the same, with one tag; patched
 *   with {} it is the one that was held, and patched again it is the same. */
#include "archive/json.h"
#include "archive/json_merge.h"
#include "base/limits.h"
#include "http/article_patch.h"
#include "tests/fuzz/law.h"

#include <cjson/cJSON.h>
#include <string.h>

#define ROOM ((size_t)1 << 24)

/* MergePatch of RFC 7396, 2; takes target over. */
static cJSON *merge(cJSON *target, const cJSON *patch)
{
    const cJSON *member;
    if (!cJSON_IsObject(patch)) {
        cJSON_Delete(target);
        return cJSON_Duplicate(patch, 1);
    }
    if (!cJSON_IsObject(target)) {
        cJSON_Delete(target);
        target = cJSON_CreateObject();
    }
    cJSON_ArrayForEach(member, patch)
    {
        cJSON *held = cJSON_DetachItemFromObjectCaseSensitive(target, member->string);
        if (cJSON_IsNull(member))
            cJSON_Delete(held);
        else
            cJSON_AddItemToObject(target, member->string, merge(held, member));
    }
    return target;
}

static void check_tree(sn_str target, sn_str patch, sn_str merged)
{
    cJSON *a = NULL, *b = NULL, *got = NULL;
    law(sn_json_parse(target, &a, NULL) == SN_OK && sn_json_parse(patch, &b, NULL) == SN_OK);
    if (sn_json_parse(merged, &got, NULL) == SN_OK) {
        cJSON *want = merge(a, b);
        a = NULL;
        law(cJSON_Compare(got, want, 1));
        cJSON_Delete(want);
    } else {
        law(sn_json_check(merged, NULL) == SN_ELIMIT); /* more values than one text may have */
    }
    cJSON_Delete(a);
    cJSON_Delete(b);
    cJSON_Delete(got);
}

static void check_merge(sn_str target, sn_str patch)
{
    SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(ROOM), twice = SN_BUF(ROOM);
    SN_CLEANUP(sn_buf) sn_buf empty = SN_BUF(ROOM), plain = SN_BUF(ROOM), same = SN_BUF(ROOM);
    law(sn_json_merge(target, patch, &once) == SN_OK);
    check_tree(target, patch, sn_buf_str(&once));
    law(sn_json_merge(sn_buf_str(&once), patch, &twice) == SN_OK);
    law(sn_str_equal(sn_buf_str(&once), sn_buf_str(&twice)));
    if (sn_str_trim(target).at[0] != '{')
        return;
    law(sn_json_merge(target, SN_STR("{}"), &empty) == SN_OK);
    law(sn_json_compact(target, &plain) == SN_OK);
    law(sn_json_compact(sn_buf_str(&empty), &same) == SN_OK);
    law(sn_str_equal(sn_buf_str(&plain), sn_buf_str(&same)));
}

static bool write(const sn_article *a, sn_buf *out)
{
    law(sn_article_write(a, out) == SN_OK);
    return out->len <= SN_LIMIT_ARTICLE_BYTES;
}

static void check_patched(const sn_article *a, sn_str id, sn_str patch)
{
    SN_CLEANUP(sn_article) sn_article read = {0}, again = {0};
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(ROOM * 4), twice = SN_BUF(ROOM * 4);
    bool mismatch = false;
    law(sn_str_equal(sn_str_of(a->id), id));
    if (!write(a, &json))
        return;
    law(sn_article_parse(sn_buf_str(&json), &read, NULL) == SN_OK);
    law(sn_article_etag(&read) == sn_article_etag(a));
    if (sn_article_patch(sn_buf_str(&json), patch, id, &again, &mismatch, NULL) != SN_OK)
        return; /* a date of two names, once it has one */
    law(write(&again, &twice) && sn_str_equal(sn_buf_str(&json), sn_buf_str(&twice)));
}

static void check_article(sn_str json, sn_str patch)
{
    SN_CLEANUP(sn_article) sn_article held = {0}, patched = {0}, same = {0};
    SN_CLEANUP(sn_buf) sn_buf canonical = SN_BUF(ROOM * 4);
    sn_error err = {0};
    bool mismatch = false;
    if (sn_article_parse(json, &held, NULL) != SN_OK || !write(&held, &canonical))
        return;
    sn_str id = sn_str_of(held.id), text = sn_buf_str(&canonical);
    law(sn_article_patch(text, SN_STR("{}"), id, &same, &mismatch, NULL) == SN_OK);
    law(sn_article_etag(&same) == sn_article_etag(&held));
    if (sn_article_check_patch(patch, &err) != SN_OK) {
        law(err.msg[0] != '\0');
        return;
    }
    sn_status s = sn_article_patch(text, patch, id, &patched, &mismatch, &err);
    law(s == SN_OK || err.msg[0] != '\0');
    law(!mismatch || s == SN_EINVAL);
    if (s == SN_OK)
        check_patched(&patched, id, patch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *zero = size > 0 ? memchr(data, 0, size) : NULL;
    if (zero == NULL)
        return 0;
    sn_str target = {(const char *)data, (size_t)(zero - data)};
    sn_str patch = {(const char *)zero + 1, size - target.len - 1};
    if (sn_json_check(target, NULL) != SN_OK || sn_json_check(patch, NULL) != SN_OK)
        return 0;
    check_merge(target, patch);
    check_article(target, patch);
    return 0;
}
