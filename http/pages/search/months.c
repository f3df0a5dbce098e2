/* When the articles found were published, as bars. A bar is a link to its days, months or years; the script makes a range
 * of them that is dragged. */
#include "http/pages/search/facets.h"
#include "http/pages/search/when.h"

#include <cjson/cJSON.h>

#define BARS_MAX     40 /* more are too thin to be hit */
#define HEIGHT_UNITS 100
#define WIDTH_UNITS  10
#define LINE_BYTES   512

/* The finest of the periods that fits; the coarsest, if none does. */
static const cJSON *row_of(const cJSON *facets)
{
    static const char *const finest[] = {"date:day", "date:month", "date:year"};
    const cJSON *row = NULL;
    for (size_t i = 0; i < sizeof finest / sizeof *finest; i++) {
        const cJSON *one = sn_view_member(sn_view_member(facets, finest[i]), "values");
        int n = cJSON_GetArraySize(one);
        if (n > 0)
            row = one;
        if (n > 1 && n <= BARS_MAX)
            return one;
    }
    return row;
}

static int64_t greatest_of(const cJSON *row)
{
    const cJSON *one;
    int64_t greatest = 1;
    cJSON_ArrayForEach(one, row)
    {
        int64_t count = sn_view_int_of(one, "count");
        greatest = count > greatest ? count : greatest;
    }
    return greatest;
}

/* A few articles are to be seen beside many, so that no bar is less than 4 % high. */
static int64_t height_of(int64_t count, int64_t greatest)
{
    if (count <= 0)
        return 0;
    int64_t height = count * HEIGHT_UNITS / greatest;
    return height < HEIGHT_UNITS / 25 ? HEIGHT_UNITS / 25 : height;
}

static void draw(const sn_view *v, int64_t height)
{
    sn_html_begin(v->h, "svg");
    sn_html_attr_text(v->h, "viewBox", "0 0 10 100");
    sn_html_attr_text(v->h, "preserveAspectRatio", "none");
    sn_html_attr_text(v->h, "aria-hidden", "true");
    sn_html_begin(v->h, "rect");
    sn_html_attr_int(v->h, "y", HEIGHT_UNITS - height);
    sn_html_attr_int(v->h, "width", WIDTH_UNITS);
    sn_html_attr_int(v->h, "height", height);
    sn_html_ends(v->h, 2);
}

static void add_label(const sn_view *v, const cJSON *one, sn_buf *out)
{
    const char *value = sn_view_text_of(one, "value"), *label = sn_view_text_of(one, "label");
    if (value != NULL)
        sn_when_span(v->lang, value, label != NULL ? label : value, out);
}

static void bar(const sn_view *v, const cJSON *one, int64_t greatest)
{
    SN_CLEANUP(sn_buf)
    sn_buf label = SN_BUF(LINE_BYTES), digits = SN_BUF(64), said = SN_BUF(LINE_BYTES);
    const char *value = sn_view_text_of(one, "value");
    int64_t count = sn_view_int_of(one, "count");
    sn_str period = sn_str_of(value);
    add_label(v, one, &label);
    sn_number_write(v->lang, count, &digits);
    sn_fill fills[] = {{"span", sn_buf_str(&label)}, {"n", sn_buf_str(&digits)}};
    sn_text_fill(v->lang, count == 1 ? SN_TEXT_FACET_BAR_ONE : SN_TEXT_FACET_BAR, fills, 2, &said);
    sn_html_begin(v->h, "li");
    sn_html_attr(v->h, "data-value", period);
    sn_html_attr_text(v->h, "data-label", sn_buf_text(&said));
    if (count > 0 && value != NULL) {
        sn_link_change only[] = {
            {.without = {SN_STR("from"), {NULL, 0}}, .with = {SN_STR("from"), period}},
            {.without = {SN_STR("to"), {NULL, 0}}, .with = {SN_STR("to"), period}}};
        sn_html_begin(v->h, "a");
        sn_view_href(v, "/", only, 2);
        sn_html_attr_text(v->h, "rel", "nofollow");
        sn_html_attr_text(v->h, "aria-label", sn_buf_text(&said));
        sn_html_attr_text(v->h, "title", sn_buf_text(&said));
        draw(v, height_of(count, greatest));
        sn_html_end(v->h);
    }
    sn_html_end(v->h);
}

/* What the first and the last bar are, below them. */
static void ends(const sn_view *v, const cJSON *row)
{
    int n = cJSON_GetArraySize(row);
    sn_html_begin_class(v->h, "p", "ends");
    sn_html_attr_text(v->h, "aria-hidden", "true");
    for (int i = 0; i < n; i += n - 1) {
        SN_CLEANUP(sn_buf) sn_buf label = SN_BUF(LINE_BYTES);
        add_label(v, cJSON_GetArrayItem(row, i), &label);
        sn_html_element(v->h, "span", NULL, sn_buf_text(&label));
    }
    sn_html_end(v->h);
}

void sn_months_write(const sn_view *v, const cJSON *facets)
{
    const cJSON *row = row_of(facets), *one;
    if (cJSON_GetArraySize(row) < 2)
        return;
    int64_t greatest = greatest_of(row);
    sn_html_begin_class(v->h, "section", "facet months");
    sn_view_element(v, "h3", NULL, SN_TEXT_SEARCH_DATES);
    sn_html_begin_class(v->h, "ol", "bars");
    cJSON_ArrayForEach(one, row)
    {
        bar(v, one, greatest);
    }
    sn_html_end(v->h);
    ends(v, row);
    sn_html_end(v->h);
}
