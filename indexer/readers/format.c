#include "indexer/readers/format.h"

#include "base/utf8.h"
#include "indexer/readers/csv.h"
#include "indexer/readers/decode.h"
#include "indexer/readers/hits.h"
#include "indexer/readers/items.h"
#include "indexer/readers/xml_names.h"

#include <string.h>
#include <strings.h>

static bool is_json(sn_str head)
{
    return head.at[0] == '{' || sn_items_begin(head);
}

/* The root element without its prefix. */
static bool has_root(sn_str head, const char *name)
{
    sn_str root = sn_xml_root_in(head);
    const char *colon = root.len > 0 ? memchr(root.at, ':', root.len) : NULL;
    if (colon != NULL)
        root = (sn_str){colon + 1, root.len - (size_t)(colon + 1 - root.at)};
    return sn_str_equal(root, sn_str_of(name));
}

static bool is_wordpress(sn_str head)
{
    static const char export[] = "http://wordpress.org/export/";
    return has_root(head, "rss") && memmem(head.at, head.len, export, sizeof export - 1) != NULL;
}

/* XML of any other root too: its reader says what it is not. */
static bool is_rss(sn_str head)
{
    bool xml = sn_str_has_prefix(head, SN_STR("<?xml")) && sn_xml_root_in(head).len > 0;
    return has_root(head, "rss") || has_root(head, "RDF") || (xml && !has_root(head, "html"));
}

static bool is_atom(sn_str head)
{
    return has_root(head, "feed") || has_root(head, "entry");
}

static bool is_newsml(sn_str head)
{
    return has_root(head, "newsMessage") || has_root(head, "newsItem");
}

/* Pages begin with a doctype, or with one of these elements, in letters of any case. */
static bool is_html(sn_str head)
{
    static const char *const roots[] = {"html", "head", "body"};
    sn_str root = sn_xml_root_in(head);
    bool is = head.len >= 14 && strncasecmp(head.at, "<!doctype html", 14) == 0;
    for (size_t i = 0; i < sizeof roots / sizeof *roots && !is; i++)
        is = root.len == strlen(roots[i]) && strncasecmp(root.at, roots[i], root.len) == 0;
    return is;
}

static bool is_sitemap(sn_str head)
{
    return has_root(head, "urlset") || has_root(head, "sitemapindex");
}

static bool is_sphinx(sn_str head)
{
    return has_root(head, "docset");
}

static bool is_anything(sn_str head)
{
    return head.len > 0;
}

static bool has_key(sn_str head, const char *key)
{
    return memmem(head.at, head.len, key, strlen(key)) != NULL;
}

/* Articles of ours have an id, and none of the names that ninjs has. */
static bool is_ninjs(sn_str head)
{
    static const char *const keys[] = {"\"versioncreated\"", "\"headlines\"",       "\"headline\"",
                                       "\"bodies\"",         "\"body_text\"",       "\"body_html\"",
                                       "\"body_xhtml\"",     "\"description_text\""};
    bool any = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && !any; i++)
        any = has_key(head, keys[i]);
    return is_json(head) && any && has_key(head, "\"uri\"");
}

static bool is_csv(sn_str head)
{
    char separator;
    return sn_csv_matches(head, &separator);
}

#define FEED (SN_READER_WEAK_IDS | SN_READER_EXTRACTS)

static const sn_format formats[] = {
    {"elastic", "Elasticsearch, OpenSearch: hits a line, answers of searches, bulk requests", true,
     sn_hits_begin, sn_elastic_open, sn_elastic_next, sn_elastic_close, NULL, 0},
    {"ninjs", "ninjs 1.x and 2.x: an object a line, a list, a file", false, is_ninjs, sn_ninjs_open,
     sn_json_feed_next, sn_json_feed_close, NULL, 0},
    {"json", "articles as JSON: one a line, or a list of them", true, is_json, sn_json_open,
     sn_json_feed_next, sn_json_feed_close, sn_json_lines, 0},
    {"csv", "a table with the names of fields in its first line", true, is_csv, sn_csv_open,
     sn_csv_format_next, sn_csv_close, NULL, 0},
    {"wxr", "what WordPress exports (WXR)", false, is_wordpress, sn_wordpress_open,
     sn_xml_format_next, sn_xml_format_close, NULL, SN_READER_WEAK_IDS},
    {"atom", "Atom", false, is_atom, sn_atom_open, sn_xml_format_next, sn_xml_format_close, NULL,
     FEED},
    {"sitemap", "a news sitemap", false, is_sitemap, sn_sitemap_open, sn_xml_format_next,
     sn_xml_format_close, NULL, FEED | SN_READER_ONLY_TITLES},
    {"newsml", "NewsML-G2", false, is_newsml, sn_newsml_open, sn_xml_format_next,
     sn_xml_format_close, NULL, 0},
    {"xmlpipe2", "what Sphinx and Manticore read (xmlpipe2)", true, is_sphinx, sn_sphinx_open,
     sn_xml_format_next, sn_xml_format_close, NULL, 0},
    {"html", "a web page: JSON-LD, Open Graph, its main text", false, is_html, sn_html_open,
     sn_html_next, sn_html_close, NULL, SN_READER_WEAK_IDS},
    {"rss", "RSS 2.0, 0.9x, 1.0", false, is_rss, sn_rss_open, sn_xml_format_next,
     sn_xml_format_close, NULL, FEED},
    {"omega", "what Omega's scriptindex reads: lines name=value", true, sn_omega_begin,
     sn_omega_open, sn_omega_next, sn_omega_close, NULL, 0},
    {"page", "a news page saved as text", false, is_anything, sn_page_open, sn_page_next,
     sn_page_close, NULL, 0},
};

const sn_format *sn_formats(size_t *n)
{
    *n = sizeof formats / sizeof *formats;
    return formats;
}

const sn_format *sn_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static const sn_format *format_of_text(sn_str head)
{
    head = sn_str_trim(sn_utf8_without_mark(head));
    for (size_t i = 0; head.len > 0 && i < sizeof formats / sizeof *formats; i++)
        if (formats[i].matches(head))
            return &formats[i];
    return NULL;
}

const sn_format *sn_format_of(sn_str head)
{
    sn_str encoding = sn_encoding_of_xml(head);
    if (!sn_str_has_prefix(encoding, SN_STR("utf-16")))
        return format_of_text(head);
    /* Of what has two bytes a character only XML is read. */
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2 * SN_INPUT_HEAD_BYTES);
    SN_CLEANUP_PTR(sn_decoder) sn_decoder *decoder = NULL;
    if (sn_decoder_create(encoding, &decoder, NULL) == SN_OK &&
        sn_decoder_feed(decoder, head, false, &text) == SN_OK &&
        sn_xml_root_in(sn_buf_str(&text)).len > 0)
        return format_of_text(sn_buf_str(&text));
    return format_of_text(head);
}

const sn_format *sn_format_of_mapped(sn_str head)
{
    const sn_format *by_content = sn_format_of(head);
    if (by_content == NULL || by_content->maps)
        return by_content;
    head = sn_str_trim(sn_utf8_without_mark(head));
    return sn_format_named(sn_str_has_prefix(head, SN_STR("{")) ? "json" : "csv");
}

bool sn_reading_is_refusal(sn_status s)
{
    return s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT;
}

sn_status sn_reading_name_record(sn_status s, uint64_t number, sn_error *err)
{
    return sn_reading_is_refusal(s) ? sn_fail_in(err, s, "record %llu", (unsigned long long)number)
                                    : s;
}
