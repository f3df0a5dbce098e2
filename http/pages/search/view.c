#include "http/pages/search/view.h"

#include "http/pages/search/when.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <strings.h>

#define TEXT_BYTES    65536
#define ADDRESS_BYTES 131072

const cJSON *sn_view_member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *sn_view_text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(sn_view_member(object, name));
    return text != NULL && text[0] != '\0' ? text : NULL;
}

int64_t sn_view_int(const cJSON *number)
{
    bool fits = cJSON_IsNumber(number) && number->valuedouble > -1e15 && number->valuedouble < 1e15;
    return fits ? (int64_t)number->valuedouble : 0;
}

int64_t sn_view_int_of(const cJSON *object, const char *name)
{
    return sn_view_int(sn_view_member(object, name));
}

bool sn_view_is_true(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(sn_view_member(object, name));
}

/* ---- texts ---- */

void sn_view_say(const sn_view *v, sn_text_id id)
{
    sn_html_text(v->h, sn_text(v->lang, id));
}

/* What could not be made is missing in the page; then there is to be none. */
static void write_made(const sn_view *v, const sn_buf *made)
{
    if (sn_buf_status(made) == SN_OK)
        sn_html_str(v->h, sn_buf_str(made));
    else
        v->h->out->status = sn_buf_status(made);
}

void sn_view_say_with(const sn_view *v, sn_text_id id, const sn_fill *fills, size_t n)
{
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(TEXT_BYTES);
    sn_text_fill(v->lang, id, fills, n, &line);
    write_made(v, &line);
}

void sn_view_say_number(const sn_view *v, sn_text_id one, sn_text_id many, int64_t number)
{
    SN_CLEANUP(sn_buf) sn_buf digits = SN_BUF(64);
    sn_number_write(v->lang, number, &digits);
    sn_fill fill = {"n", sn_buf_str(&digits)};
    sn_view_say_with(v, number == 1 ? one : many, &fill, 1);
}

void sn_view_number(const sn_view *v, int64_t number)
{
    SN_CLEANUP(sn_buf) sn_buf digits = SN_BUF(64);
    sn_number_write(v->lang, number, &digits);
    write_made(v, &digits);
}

void sn_view_element(const sn_view *v, const char *element, const char *class_names, sn_text_id id)
{
    sn_html_element(v->h, element, class_names, sn_text(v->lang, id));
}

/* ---- addresses ---- */

static void href(const sn_view *v, const sn_buf *address)
{
    if (sn_buf_status(address) == SN_OK)
        sn_html_attr(v->h, "href", sn_buf_str(address));
    else
        v->h->out->status = sn_buf_status(address);
}

void sn_view_href(const sn_view *v, const char *path, const sn_link_change *changes, size_t n)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(ADDRESS_BYTES);
    sn_link_write(path, v->asked, changes, n, &address);
    href(v, &address);
}

void sn_view_href_set(const sn_view *v, const char *name, const char *value)
{
    sn_link_change change = {.without = {sn_str_of(name), {NULL, 0}}};
    if (value != NULL)
        change.with = (sn_link_param){sn_str_of(name), sn_str_of(value)};
    sn_view_href(v, "/", &change, 1);
}

void sn_view_href_article(const sn_view *v, const char *id, const char *fragment)
{
    SN_CLEANUP(sn_buf) sn_buf address = SN_BUF(ADDRESS_BYTES);
    sn_buf_add_str(&address, SN_STR("/articles/"));
    sn_percent_encode(sn_str_of(id), &address);
    if (v->lang == SN_LANG_EN)
        sn_buf_add_str(&address, SN_STR("?lang=en"));
    if (fragment != NULL)
        sn_buf_add_format(&address, "#%s", fragment);
    href(v, &address);
}

bool sn_view_is_web(const char *url)
{
    return url != NULL &&
           (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0);
}

/* ---- an article in a line ---- */

void sn_view_article_link(const sn_view *v, const cJSON *article)
{
    const char *url = sn_view_text_of(article, "url"), *title = sn_view_text_of(article, "title");
    const char *id = sn_view_text_of(article, "id");
    sn_html_begin(v->h, "a");
    if (sn_view_is_web(url))
        sn_html_attr_text(v->h, "href", url);
    else if (id != NULL)
        sn_view_href_article(v, id, NULL);
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_text(v->h, title != NULL ? title : sn_text(v->lang, SN_TEXT_HIT_NO_TITLE));
    sn_html_end(v->h);
}

void sn_view_about(const sn_view *v, const cJSON *article)
{
    const char *source = sn_view_text_of(article, "source");
    if (source != NULL) {
        sn_html_begin_class(v->h, "span", "source");
        sn_html_attr_text(v->h, "dir", "auto");
        sn_html_text(v->h, source);
        sn_html_end(v->h);
        sn_html_text(v->h, " · ");
    }
    sn_when_write(v, article);
}
