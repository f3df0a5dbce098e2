#include "indexer/readers/html.h"

#include "base/limits.h"
#include "calendar/calendar.h"
#include "indexer/readers/decode.h"
#include "indexer/readers/xml_names.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#define HEAD_BYTES 4096

/* ---- encoding */

sn_str sn_encoding_of_html(sn_str head)
{
    sn_str by_xml = sn_encoding_of_xml(head);
    if (!sn_str_equal(by_xml, SN_STR("utf-8")))
        return by_xml;
    size_t n = head.len < HEAD_BYTES ? head.len : HEAD_BYTES;
    for (size_t i = 0; i + 8 < n; i++) {
        if (strncasecmp(head.at + i, "charset=", 8) != 0)
            continue;
        i += 8;
        while (i < n && (head.at[i] == '"' || head.at[i] == '\'' || head.at[i] == ' '))
            i++;
        size_t from = i;
        while (i < n && strchr("\"'; />", head.at[i]) == NULL)
            i++;
        return i > from ? (sn_str){head.at + from, i - from} : SN_STR("utf-8");
    }
    return SN_STR("utf-8");
}

/* ---- elements */

static const xmlNode *find(const xmlNode *root, const char *name)
{
    for (const xmlNode *n = root; n != NULL; n = sn_xml_after(n, root))
        if (sn_xml_is(n, name))
            return n;
    return NULL;
}

static const xmlNode *find_property(const xmlNode *root, const char *property)
{
    for (const xmlNode *n = root; n != NULL; n = sn_xml_after(n, root))
        if (sn_str_equal(sn_xml_attribute(n, "itemprop"), sn_str_of(property)) &&
            n->children != NULL)
            return n;
    return NULL;
}

static void set_inside(sn_draft *d, sn_draft_field field, const xmlNode *node)
{
    SN_CLEANUP(sn_buf) sn_buf html = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (node == NULL || sn_draft_has(d, field))
        return;
    sn_status s = sn_xml_markup(node, &html);
    if (s == SN_OK)
        sn_draft_set_markup(d, field, sn_buf_str(&html));
    else
        d->values[field].status = s;
}

void sn_html_set_date(sn_draft *d, sn_draft_field field, sn_str text)
{
    sn_instant instant;
    if (sn_date_parse(sn_str_trim(text), &instant, NULL) == SN_OK)
        sn_draft_set(d, field, text);
}

/* ---- all of it */

static sn_status map_text(xmlNode *root, sn_draft *d)
{
    SN_CLEANUP(sn_buf) sn_buf html = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    set_inside(d, SN_DRAFT_title, find_property(root, "headline"));
    set_inside(d, SN_DRAFT_title, find(root, "h1"));
    set_inside(d, SN_DRAFT_title, find(root, "title"));
    set_inside(d, SN_DRAFT_body, find_property(root, "articleBody"));
    if (sn_draft_has(d, SN_DRAFT_body))
        return SN_OK;
    sn_status s = sn_html_main_text(root, &html);
    if (s == SN_OK)
        sn_draft_set_markup(d, SN_DRAFT_body, sn_buf_str(&html));
    return s;
}

sn_status sn_html_map(sn_str page, sn_draft *d, sn_error *err)
{
    htmlDocPtr doc = htmlReadMemory(page.at, (int)page.len, NULL, "utf-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET);
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    sn_status s = root != NULL ? SN_OK : sn_fail(err, SN_EINVAL, "a page without any element");
    if (s == SN_OK)
        s = sn_html_map_json_ld(root, d);
    if (s == SN_OK) {
        sn_html_map_meta(root, d);
        s = map_text(root, d);
    }
    xmlFreeDoc(doc);
    return s;
}
