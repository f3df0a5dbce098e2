/* JSON-LD of schema.org in a web page. */
#include "indexer/readers/html.h"

#include "archive/json.h"
#include "base/limits.h"
#include "indexer/readers/xml_names.h"

#include <cjson/cJSON.h>
#include <string.h>

static const cJSON *list_of(const cJSON *value)
{
    return cJSON_IsArray(value) ? value : NULL;
}

static bool is_article_type(const cJSON *type)
{
    const char *name = cJSON_GetStringValue(type);
    const cJSON *item;
    cJSON_ArrayForEach(item, list_of(type))
    {
        if (is_article_type(item))
            return true;
    }
    return name != NULL && (strstr(name, "Article") != NULL || strstr(name, "BlogPosting") != NULL);
}

/* NewsArticle, ReportageNewsArticle, LiveBlogPosting, …: itself, in a list, or in a @graph. */
static const cJSON *find_article(const cJSON *tree)
{
    if (cJSON_IsObject(tree) && is_article_type(cJSON_GetObjectItemCaseSensitive(tree, "@type")))
        return tree;
    const cJSON *list =
                    cJSON_IsObject(tree) ? cJSON_GetObjectItemCaseSensitive(tree, "@graph") : tree,
                *item;
    cJSON_ArrayForEach(item, list_of(list))
    {
        if (cJSON_IsObject(item) &&
            is_article_type(cJSON_GetObjectItemCaseSensitive(item, "@type")))
            return item;
    }
    return NULL;
}

static sn_str text_at(const cJSON *object, const char *name)
{
    return sn_str_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
}

/* A text, an object with one under `name`, or a list of such. */
static void map_values(const cJSON *value, const char *name, sn_draft_field field, sn_draft *d)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list_of(value))
    {
        if (!cJSON_IsArray(item))
            map_values(item, name, field, d);
    }
    if (cJSON_IsString(value))
        sn_draft_set_markup(d, field, sn_str_of(value->valuestring));
    else if (cJSON_IsObject(value))
        sn_draft_set_markup(d, field, text_at(value, name));
}

static void map_author(const cJSON *author, sn_draft *d)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, list_of(author))
    {
        if (!cJSON_IsArray(item))
            map_author(item, d);
    }
    bool agency = sn_str_equal(text_at(author, "@type"), SN_STR("Organization"));
    if (!cJSON_IsArray(author))
        map_values(author, "name", agency ? SN_DRAFT_source : SN_DRAFT_author, d);
}

static void map_address(const cJSON *article, sn_draft *d)
{
    static const char *const names[] = {"url", "mainEntityOfPage", "@id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(article, names[i]);
        sn_str text = cJSON_IsObject(value) ? text_at(value, "@id") : text_at(article, names[i]);
        if (sn_str_has_prefix(text, SN_STR("http")))
            sn_draft_set_url(d, text);
    }
}

static void map_article(const cJSON *article, sn_draft *d)
{
    const cJSON *keywords = cJSON_GetObjectItemCaseSensitive(article, "keywords");
    map_address(article, d);
    sn_draft_set_markup(d, SN_DRAFT_title, text_at(article, "headline"));
    sn_draft_set_markup(d, SN_DRAFT_title, text_at(article, "name"));
    sn_draft_set_markup(d, SN_DRAFT_lead, text_at(article, "description"));
    sn_draft_set_markup(d, SN_DRAFT_body, text_at(article, "articleBody"));
    sn_html_set_date(d, SN_DRAFT_published_at, text_at(article, "datePublished"));
    sn_html_set_date(d, SN_DRAFT_modified_at, text_at(article, "dateModified"));
    map_values(cJSON_GetObjectItemCaseSensitive(article, "publisher"), "name", SN_DRAFT_source, d);
    map_author(cJSON_GetObjectItemCaseSensitive(article, "author"), d);
    map_values(cJSON_GetObjectItemCaseSensitive(article, "articleSection"), "name",
               SN_DRAFT_category, d);
    if (cJSON_IsString(keywords))
        sn_draft_set_list(d, SN_DRAFT_tags, sn_str_of(keywords->valuestring));
    else
        map_values(keywords, "name", SN_DRAFT_tags, d);
    map_values(cJSON_GetObjectItemCaseSensitive(article, "image"), "url", SN_DRAFT_image_url, d);
    map_values(cJSON_GetObjectItemCaseSensitive(article, "inLanguage"), "name", SN_DRAFT_language,
               d);
}

/* JSON that is broken is none: what the page shows is still there. */
static sn_status map_script(const xmlNode *script, sn_draft *d, bool *found)
{
    SN_CLEANUP(sn_buf) sn_buf json = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    cJSON *tree = NULL;
    sn_status s = sn_xml_text(script, &json);
    if (s == SN_OK)
        s = sn_json_parse(sn_buf_str(&json), &tree, NULL);
    const cJSON *article = s == SN_OK ? find_article(tree) : NULL;
    if (article != NULL)
        map_article(article, d);
    *found = article != NULL;
    cJSON_Delete(tree);
    return s == SN_ENOMEM ? s : SN_OK;
}

sn_status sn_html_map_json_ld(const xmlNode *root, sn_draft *d)
{
    sn_status s = SN_OK;
    bool found = false;
    for (const xmlNode *n = root; n != NULL && s == SN_OK && !found; n = sn_xml_after(n, root))
        if (sn_xml_is(n, "script") &&
            sn_str_has_prefix(sn_xml_attribute(n, "type"), SN_STR("application/ld+json")))
            s = map_script(n, d, &found);
    return s;
}
