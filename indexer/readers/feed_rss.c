/* RSS 2.0 (and 0.9x, 1.0), and what WordPress exports, which is RSS with more in it. */
#include "indexer/readers/xml_feeds.h"

#include "archive/address.h"
#include "base/limits.h"
#include "indexer/readers/xml_names.h"

#include <string.h>

/* Text of the first child of that name that has any: Atom's link, which has none, may stand before RSS's. */
static sn_status text_of(const xmlNode *record, const char *name, sn_buf *out)
{
    sn_status s = SN_OK;
    for (const xmlNode *n = sn_xml_child(record, name);
         n != NULL && s == SN_OK && sn_str_trim(sn_buf_str(out)).len == 0; n = sn_xml_next(n, name))
        s = sn_xml_text(n, out);
    return s;
}

static void map_identity(sn_draft *d, const xmlNode *record)
{
    SN_CLEANUP(sn_buf) sn_buf guid = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_buf) sn_buf link = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (text_of(record, "guid", &guid) != SN_OK || text_of(record, "link", &link) != SN_OK) {
        d->values[SN_DRAFT_id].status = SN_ENOMEM;
        return;
    }
    sn_str id = sn_str_trim(sn_buf_str(&guid)), url = sn_str_trim(sn_buf_str(&link));
    sn_draft_set_id(d, id);
    if (url.len > 0)
        sn_draft_set_url(d, url);
    else if (sn_address_begins(id))
        sn_draft_set_url(d, id);
}

/* "mail@example (Name)" is Name. */
static void map_author(sn_draft *d, const xmlNode *author)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    if (author == NULL || sn_xml_text(author, &text) != SN_OK)
        return;
    sn_str name = sn_str_trim(sn_buf_str(&text));
    const char *open = name.len > 0 ? memchr(name.at, '(', name.len) : NULL;
    if (open != NULL && name.at[name.len - 1] == ')' && memchr(name.at, '@', name.len) != NULL)
        name = (sn_str){open + 1, name.len - (size_t)(open + 1 - name.at) - 1};
    sn_draft_set_markup(d, SN_DRAFT_author, name);
}

static void map_people(sn_draft *d, const xmlNode *record)
{
    sn_map_all(d, SN_DRAFT_author, record, "dc:creator");
    if (!sn_draft_has(d, SN_DRAFT_author))
        map_author(d, sn_xml_child(record, "author"));
}

static void map_dates(sn_draft *d, const xmlNode *record)
{
    static const char *const published[] = {"pubDate", "dc:date", "dcterms:issued",
                                            "dcterms:created", "published"};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        sn_map_text(d, SN_DRAFT_published_at, record, published[i]);
    sn_map_text(d, SN_DRAFT_modified_at, record, "dcterms:modified");
    sn_map_text(d, SN_DRAFT_modified_at, record, "updated");
}

sn_status sn_map_rss_item(const sn_xml_stream *x, const xmlNode *record, sn_draft *d, sn_error *err)
{
    (void)err;
    map_identity(d, record);
    map_people(d, record);
    map_dates(d, record);
    sn_map_markup(d, SN_DRAFT_title, record, "title");
    sn_map_markup(d, SN_DRAFT_lead, record, "description");
    sn_map_markup(d, SN_DRAFT_body, record, "content:encoded");
    sn_map_all(d, SN_DRAFT_category, record, "category");
    sn_map_all(d, SN_DRAFT_tags, record, "dc:subject");
    sn_map_media(d, record);
    sn_map_markup(d, SN_DRAFT_source, record, "source");
    sn_map_markup(d, SN_DRAFT_source, record, "dc:publisher");
    sn_draft_set_markup(d, SN_DRAFT_source, sn_xml_stream_context(x, "title"));
    sn_map_text(d, SN_DRAFT_language, record, "dc:language");
    sn_draft_set(d, SN_DRAFT_language, sn_xml_stream_context(x, "language"));
    return SN_OK;
}

/* ---- WordPress */

/* «2026-11-22 10:00:00» in GMT; «0000-00-00 00:00:00» is none. */
static void map_gmt(sn_draft *d, sn_draft_field field, const xmlNode *record, const char *name)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_FIELD_BYTES);
    const xmlNode *node = sn_xml_child(record, name);
    if (node == NULL || sn_xml_text(node, &text) != SN_OK)
        return;
    sn_str date = sn_str_trim(sn_buf_str(&text));
    if (date.len != sizeof "2026-11-22 10:00:00" - 1 || sn_str_has_prefix(date, SN_STR("0000")))
        return;
    SN_CLEANUP(sn_buf) sn_buf utc = SN_BUF(SN_LIMIT_FIELD_BYTES);
    if (sn_buf_add_format(&utc, "%.10sT%.8sZ", date.at, date.at + 11) == SN_OK)
        sn_draft_set(d, field, sn_buf_str(&utc));
}

/* The length of a shortcode at the front of text: [caption id="…"], [/caption]; 0: it is none. */
static size_t shortcode(sn_str text)
{
    static const char *const names[] = {"caption", "gallery", "embed",
                                        "audio",   "video",   "playlist"};
    size_t i = text.len > 1 && text.at[1] == '/' ? 2 : 1;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        size_t n = strlen(names[k]);
        if (text.len <= i + n || memcmp(text.at + i, names[k], n) != 0 ||
            strchr(" ]", text.at[i + n]) == NULL)
            continue;
        const char *end = memchr(text.at + i, ']', text.len - i < 4096 ? text.len - i : 4096);
        return end != NULL ? (size_t)(end + 1 - text.at) : 0;
    }
    return 0;
}

/* An empty line is a paragraph in what WordPress keeps, and becomes HTML only when it is shown. */
static sn_status make_paragraphs(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len;) {
        sn_str rest = {text.at + i, text.len - i};
        bool empty_line =
            sn_str_has_prefix(rest, SN_STR("\n\n")) || sn_str_has_prefix(rest, SN_STR("\n\r\n"));
        size_t code = text.at[i] == '[' ? shortcode(rest) : 0;
        if (empty_line)
            sn_buf_add_str(out, SN_STR("<p>"));
        else if (code == 0)
            sn_buf_add_byte(out, (unsigned char)text.at[i]);
        i += empty_line ? 2 : code > 0 ? code : 1;
    }
    return sn_buf_status(out);
}

static void map_content(sn_draft *d, sn_draft_field field, const xmlNode *node)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    SN_CLEANUP(sn_buf) sn_buf html = SN_BUF(2 * SN_LIMIT_ARTICLE_BYTES);
    if (node == NULL)
        return;
    sn_status s = sn_xml_text(node, &text);
    if (s == SN_OK)
        s = make_paragraphs(sn_buf_str(&text), &html);
    if (s == SN_OK)
        sn_draft_set_markup(d, field, sn_buf_str(&html));
    else
        d->values[field].status = s;
}

static void map_terms(sn_draft *d, const xmlNode *record)
{
    for (const xmlNode *n = sn_xml_child(record, "category"); n != NULL;
         n = sn_xml_next(n, "category")) {
        sn_str domain = sn_xml_attribute(n, "domain");
        bool tag = sn_str_equal(domain, SN_STR("post_tag")) || sn_str_equal(domain, SN_STR("tag"));
        if (tag || domain.len == 0 || sn_str_equal(domain, SN_STR("category")))
            sn_map_node(d, tag ? SN_DRAFT_tags : SN_DRAFT_category, n);
    }
}

/* Posts that are published, or will be: pages, pictures, menus, drafts, private posts and those with a
 * password are no articles for everybody. */
sn_status sn_map_wordpress_item(const sn_xml_stream *x, const xmlNode *record, sn_draft *d,
                                sn_error *err)
{
    const xmlNode *type = sn_xml_child(record, "wp:post_type");
    const xmlNode *status = sn_xml_child(record, "wp:status");
    const xmlNode *password = sn_xml_child(record, "wp:post_password");
    bool later = sn_map_is(status, "future");
    if (!sn_map_is(type, "post") || !(later || sn_map_is(status, "publish")) ||
        (password != NULL && !sn_map_is(password, "")))
        return SN_DONE;
    map_terms(d, record);
    map_gmt(d, SN_DRAFT_published_at, record, "wp:post_date_gmt");
    map_gmt(d, SN_DRAFT_modified_at, record, "wp:post_modified_gmt");
    if (later)
        map_gmt(d, SN_DRAFT_publish_at, record, "wp:post_date_gmt");
    map_content(d, SN_DRAFT_body, sn_xml_child(record, "content:encoded"));
    map_content(d, SN_DRAFT_lead, sn_xml_child(record, "excerpt:encoded"));
    map_identity(d, record);
    map_people(d, record);
    map_dates(d, record);
    sn_map_markup(d, SN_DRAFT_title, record, "title");
    sn_map_media(d, record);
    sn_draft_set_markup(d, SN_DRAFT_source, sn_xml_stream_context(x, "title"));
    sn_draft_set(d, SN_DRAFT_language, sn_xml_stream_context(x, "language"));
    (void)err;
    return SN_OK;
}
