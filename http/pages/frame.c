#include "http/pages/frame.h"

#include "http/pages/assets.h"

#include <string.h>

#define ADDRESS_BYTES 256

const char *sn_page_site(const sn_page *p)
{
    return p->site != NULL && p->site[0] != '\0' ? p->site : sn_text(p->lang, SN_TEXT_SITE_NAME);
}

sn_status sn_page_write_other(const char *path, const sn_link_params *asked, sn_lang lang,
                              sn_buf *out)
{
    sn_str name = SN_STR("lang");
    sn_link_change change = {.without = {name, {NULL, 0}}, .keeps_place = true};
    if (lang == SN_LANG_FA)
        change.with = (sn_link_param){name, SN_STR("en")};
    return sn_link_write(path, asked, &change, 1, out);
}

static void asset_attr(sn_html *h, const char *attribute, const char *asset)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(ADDRESS_BYTES);
    if (sn_asset_address(asset, &address) == SN_OK)
        sn_html_attr(h, attribute, sn_buf_str(&address));
}

static void link_to(sn_html *h, const char *rel, const char *type, const char *href)
{
    sn_html_begin(h, "link");
    sn_html_attr_text(h, "rel", rel);
    sn_html_attr_text(h, "type", type);
    sn_html_attr_text(h, "href", href);
    sn_html_end(h);
}

static void style_sheet(sn_html *h, const char *asset)
{
    sn_html_begin(h, "link");
    sn_html_attr_text(h, "rel", "stylesheet");
    asset_attr(h, "href", asset);
    sn_html_end(h);
}

static void meta(sn_html *h, const char *name, const char *content)
{
    sn_html_begin(h, "meta");
    sn_html_attr_text(h, "name", name);
    sn_html_attr_text(h, "content", content);
    sn_html_end(h);
}

static void head_title(sn_html *h, const sn_page *p)
{
    sn_html_begin(h, "title");
    if (p->title != NULL) {
        sn_html_text(h, p->title);
        sn_html_text(h, " - ");
    }
    sn_html_text(h, sn_page_site(p));
    sn_html_end(h);
}

/* Asked for before the sheet that names it, under the address that stands there. */
static void font(sn_html *h)
{
    sn_html_begin(h, "link");
    sn_html_attr_text(h, "rel", "preload");
    sn_html_attr_text(h, "as", "font");
    sn_html_attr_text(h, "type", "font/woff2");
    sn_html_attr_text(h, "href", "/assets/Vazirmatn.woff2");
    sn_html_attr_text(h, "crossorigin", ""); /* fonts are always asked for so */
    sn_html_end(h);
}

static void head(sn_html *h, const sn_page *p)
{
    sn_html_begin(h, "head");
    sn_html_begin(h, "meta");
    sn_html_attr_text(h, "charset", "utf-8");
    sn_html_end(h);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "color-scheme", "light dark");
    if (p->is_plain)
        meta(h, "robots", "noindex");
    else
        meta(h, "description", sn_text(p->lang, SN_TEXT_SITE_DESCRIPTION));
    head_title(h, p);
    font(h);
    style_sheet(h, "pages.css");
    if (p->sheet != NULL)
        style_sheet(h, p->sheet);
    link_to(h, "icon", "image/svg+xml", "/assets/icon.svg");
    sn_html_begin(h, "link");
    sn_html_attr_text(h, "rel", "search");
    sn_html_attr_text(h, "type", "application/opensearchdescription+xml");
    sn_html_attr_text(h, "title", sn_page_site(p));
    sn_html_attr_text(h, "href", "/opensearch.xml");
    sn_html_end(h);
    if (p->feed != NULL)
        link_to(h, "alternate", "application/rss+xml", p->feed);
    if (p->script != NULL) {
        sn_html_begin(h, "script");
        sn_html_attr_text(h, "type", "module");
        asset_attr(h, "src", p->script);
        sn_html_end(h);
    }
    sn_html_end(h);
}

static void nav_link(sn_html *h, const sn_page *p, const char *path, sn_text_id text)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(ADDRESS_BYTES);
    sn_buf_add_format(&address, "%s%s", path, p->lang == SN_LANG_EN ? "?lang=en" : "");
    sn_html_begin(h, "a");
    sn_html_attr(h, "href", sn_buf_str(&address));
    if (strcmp(p->here, path) == 0)
        sn_html_attr_text(h, "aria-current", "page");
    sn_html_text(h, sn_text(p->lang, text));
    sn_html_end(h);
}

static void banner(sn_html *h, const sn_page *p)
{
    sn_html_begin_class(h, "a", "skip");
    sn_html_attr_text(h, "href", "#main");
    sn_html_text(h, sn_text(p->lang, SN_TEXT_PAGE_SKIP));
    sn_html_end(h);
    sn_html_begin_class(h, "header", "banner");
    sn_html_begin_class(h, "a", "brand");
    sn_html_attr_text(h, "href", p->lang == SN_LANG_EN ? "/?lang=en" : "/");
    sn_html_text(h, sn_page_site(p));
    sn_html_end(h);
    sn_html_begin(h, "nav");
    sn_html_attr_text(h, "aria-label", sn_page_site(p));
    nav_link(h, p, "/", SN_TEXT_PAGE_SEARCH);
    nav_link(h, p, "/desk", SN_TEXT_PAGE_DESK);
    nav_link(h, p, "/status", SN_TEXT_PAGE_STATUS);
    sn_html_begin(h, "a");
    sn_html_attr_text(h, "href", p->other);
    sn_html_attr_text(h, "lang", p->lang == SN_LANG_FA ? "en" : "fa");
    sn_html_text(h, sn_text(p->lang, SN_TEXT_PAGE_LANGUAGE));
    sn_html_ends(h, 3);
}

void sn_page_begin(sn_html *h, const sn_page *p)
{
    sn_html_doctype(h);
    sn_html_begin(h, "html");
    sn_html_attr_text(h, "lang", sn_lang_name(p->lang));
    sn_html_attr_text(h, "dir", sn_lang_direction(p->lang));
    head(h, p);
    sn_html_begin(h, "body");
    banner(h, p);
    sn_html_begin(h, "main");
    sn_html_attr_text(h, "id", "main");
}

void sn_page_end(sn_html *h, const sn_page *p)
{
    sn_html_end(h); /* main */
    sn_html_begin(h, "footer");
    sn_html_begin(h, "a");
    sn_html_attr_text(h, "href", "/v1/openapi.json");
    sn_html_text(h, sn_text(p->lang, SN_TEXT_PAGE_API));
    sn_html_ends(h, 4);
}

void sn_page_needs_script(sn_html *h, sn_lang lang)
{
    sn_html_begin(h, "noscript");
    sn_html_element(h, "p", "notice", sn_text(lang, SN_TEXT_PAGE_NEEDS_SCRIPT));
    sn_html_end(h);
}
