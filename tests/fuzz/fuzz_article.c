/* Articles as JSON from anywhere: no crash, and laws.
 *   what sn_json_check lets through cJSON can read, and the compact form says the same;
 *   an article that was read is written in a form that reads back as the same article, and which
 *   written again is the same to the byte. */
#include "archive/article.h"
#include "archive/json.h"
#include "base/limits.h"
#include "tests/fuzz/law.h"

#include <cjson/cJSON.h>
#include <string.h>

static void check_json(sn_str json)
{
    sn_error err = {0};
    cJSON *tree = NULL, *again = NULL;
    sn_status status = sn_json_check(json, &err);
    law(sn_json_parse(json, &tree, NULL) == status);
    if (status != SN_OK) {
        law(tree == NULL && err.status == status && err.msg[0] != '\0');
        return;
    }
    SN_CLEANUP(sn_buf) sn_buf compact = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    law(sn_json_compact(json, &compact) == SN_OK);
    law(sn_json_parse(sn_buf_str(&compact), &again, NULL) == SN_OK);
    law(cJSON_Compare(tree, again, 1));
    cJSON_Delete(tree);
    cJSON_Delete(again);
}

static void check_article(const sn_article *article)
{
    SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_buf) sn_buf twice = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_article) sn_article back = {0};
    law(sn_article_check_id(sn_str_of(article->id), NULL) == SN_OK);
    law(sn_article_write(article, &once) == SN_OK);
    law(sn_article_parse(sn_buf_str(&once), &back, NULL) == SN_OK);
    law(sn_article_write(&back, &twice) == SN_OK);
    law(sn_str_equal(sn_buf_str(&once), sn_buf_str(&twice)));
    law(memcmp(&article->published_at, &back.published_at, sizeof back.published_at) == 0);
    law(article->has_version == back.has_version && article->version == back.version);
    law(article->tags.n == back.tags.n && strcmp(article->title, back.title) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sn_article empty;
    sn_str json = {(const char *)data, size};
    sn_article article = {0};
    sn_error err = {0};
    check_json(json);
    sn_status status = sn_article_parse(json, &article, &err);
    if (status == SN_OK)
        check_article(&article);
    else
        law(memcmp(&article, &empty, sizeof empty) == 0 && err.msg[0] != '\0');
    sn_json_member(json, "id"); /* it may be asked of JSON that nobody checked */
    sn_article_done(&article);
    return 0;
}
