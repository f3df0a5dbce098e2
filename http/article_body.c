#include "http/article_body.h"

#include "archive/json.h"
#include "base/json_writer.h"
#include "base/limits.h"
#include "intake/intake.h"

#include <string.h>

/* json up to `head`, the id, and the rest from `tail` on. */
static sn_status splice(sn_str json, size_t head, const char *before, sn_str id, size_t tail,
                        sn_buf *out)
{
    sn_buf_add(out, json.at, head);
    sn_buf_add_str(out, sn_str_of(before));
    sn_buf_add_byte(out, '"');
    sn_json_escape(out, id);
    sn_buf_add_byte(out, '"');
    return sn_buf_add(out, json.at + tail, json.len - tail);
}

/* The id goes behind the last member, so that byte offsets in messages stay those of the client. */
static sn_status append_id(sn_str json, sn_str id, sn_buf *out)
{
    size_t last = json.len;
    while (last > 0 && json.at[last - 1] != '}')
        last--;
    bool empty = sn_str_trim((sn_str){json.at, last - 1}).len == 1;
    return splice(json, last - 1, empty ? "\"id\":" : ",\"id\":", id, last - 1, out);
}

/* Checked JSON with the id in it: json itself, or *room. */
static sn_status complete(sn_str *json, sn_str id, sn_buf *room)
{
    sn_str trimmed = sn_str_trim(*json), given = sn_json_member(*json, "id");
    if (trimmed.at[0] != '{' || (given.at != NULL && !sn_str_equal(given, SN_STR("null"))))
        return SN_OK;
    sn_status s;
    if (given.at == NULL) {
        s = append_id(*json, id, room);
    } else {
        size_t at = (size_t)(given.at - json->at);
        s = splice(*json, at, "", id, at + given.len, room);
    }
    *json = sn_buf_str(room);
    return s;
}

sn_status sn_article_parse_as(sn_str json, sn_str id, sn_article *out, bool *mismatch,
                              sn_error *err)
{
    SN_CLEANUP(sn_buf)
    sn_buf room = SN_BUF((size_t)SN_LIMIT_ARTICLE_BYTES + 8 * SN_LIMIT_ID_BYTES);
    sn_article article = {0};
    sn_status s = sn_json_check(json, err);
    if (s == SN_OK)
        s = complete(&json, id, &room);
    if (s == SN_OK)
        s = sn_intake_parse(json, &article, err);
    if (s != SN_OK)
        return s;
    if (!sn_str_equal(sn_str_of(article.id), id)) {
        sn_article_done(&article);
        *mismatch = true;
        return sn_fail(err, SN_EINVAL, "id: the body names another article than the path");
    }
    *out = article;
    return SN_OK;
}
