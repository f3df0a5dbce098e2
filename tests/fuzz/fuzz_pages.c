/* Laws of pages and of links between them. A link reads back as the parameters it was made of, with its changes, and has no byte
 * that means something in HTML. Whatever JSON comes as the answers of the API, a page is made that is safe (tests/html/scan.h), or a
 * status; whatever the address asks, too. */
#include "base/utf8.h"
#include "http/pages/problem_page.h"
#include "http/pages/search/article.h"
#include "http/pages/search/results.h"
#include "tests/fuzz/law.h"
#include "tests/html/scan.h"

#include <stdio.h>
#include <string.h>

#define PAGE_BYTES ((size_t)8 << 20)
#define PARAMS     64
#define NOW_SEC    1796000000

typedef struct params {
    sn_buf text;
    sn_link_param at[PARAMS];
    size_t n;
} params;

static void add_param(params *p, sn_str name, sn_str value)
{
    if (p->n == PARAMS)
        return;
    size_t from = p->text.len;
    sn_buf_add_str(&p->text, name);
    sn_buf_add_str(&p->text, value);
    p->at[p->n++] =
        (sn_link_param){{p->text.at + from, name.len}, {p->text.at + from + name.len, value.len}};
}

static sn_str piece_up_to(sn_str *rest, char stop)
{
    const char *at = rest->len > 0 ? memchr(rest->at, stop, rest->len) : NULL;
    sn_str piece = {rest->at, at != NULL ? (size_t)(at - rest->at) : rest->len};
    size_t taken = piece.len + (at != NULL);
    *rest = (sn_str){rest->at + taken, rest->len - taken};
    return piece;
}

/* name=value&name=value, nothing decoded. */
static void read_params(sn_str query, params *p)
{
    *p = (params){.text = SN_BUF(query.len + 1)};
    law_that(sn_buf_reserve(&p->text, query.len + 1) != NULL, "memory");
    while (query.len > 0) {
        sn_str piece = piece_up_to(&query, '&');
        sn_str name = piece_up_to(&piece, '=');
        if (name.len > 0)
            add_param(p, name, piece);
    }
}

static unsigned digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'A' + 10);
}

static void decode(sn_str text, sn_buf *out)
{
    sn_buf_clear(out);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '%') {
            sn_buf_add_byte(out, (unsigned char)text.at[i]);
            continue;
        }
        law_that(i + 2 < text.len, "a cut %");
        sn_buf_add_byte(out, (unsigned char)(digit(text.at[i + 1]) * 16 + digit(text.at[i + 2])));
        i += 2;
    }
}

static bool is_place(sn_str name)
{
    return sn_str_equal(name, SN_STR("offset")) || sn_str_equal(name, SN_STR("cursor"));
}

/* The next parameter of a link is this one. */
static void takes(sn_str *link, const sn_link_param *want)
{
    SN_CLEANUP(sn_buf) sn_buf decoded = SN_BUF(PAGE_BYTES);
    sn_str piece = piece_up_to(link, '&');
    decode(piece_up_to(&piece, '='), &decoded);
    law_that(sn_str_equal(sn_buf_str(&decoded), want->name), "another name");
    decode(piece, &decoded);
    law_that(sn_str_equal(sn_buf_str(&decoded), want->value), "another value");
}

/* The first parameter is left out with all that are called so, and comes back at the end. */
static void link_law(const params *p, bool keeps_place)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%=&";
    const sn_link_param *first = &p->at[0];
    sn_link_params all = {p->at, p->n};
    sn_link_change change = {
        .without = {first->name, {NULL, 0}}, .with = *first, .keeps_place = keeps_place};
    law_that(sn_link_write("/desk", &all, &change, 1, &out) == SN_OK, "no link");
    law_that(strncmp(sn_buf_text(&out), "/desk?", 6) == 0, "another path");
    sn_str link = {out.at + 6, out.len - 6};
    law_that(strspn(link.at, plain) == link.len, "a byte that is not plain");
    for (size_t i = 1; i < p->n; i++) {
        if (!sn_str_equal(p->at[i].name, first->name) && (keeps_place || !is_place(p->at[i].name)))
            takes(&link, &p->at[i]);
    }
    takes(&link, first);
    law_that(link.len == 0, "a parameter too many");
}

static void page_law(sn_status s, const sn_buf *page)
{
    law_that(s == SN_OK || s == SN_ECORRUPT || s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT ||
                 s == SN_ENOMEM,
             "another status");
    if (s != SN_OK)
        return;
    const char *wrong = html_is_safe(sn_buf_str(page));
    law_that(wrong == NULL, wrong);
    law_that(sn_utf8_is_valid(sn_buf_str(page), NULL), "no UTF-8");
}

/* An empty line is an answer that was not asked for. */
static sn_str next_answer(sn_str *rest)
{
    sn_str piece = piece_up_to(rest, '\n');
    return piece.len > 0 ? piece : (sn_str){NULL, 0};
}

static void results_law(sn_lang lang, const params *p, sn_str answers)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
    sn_link_params asked = {p->at, p->n};
    sn_results_page page = {
        .lang = lang, .site = "", .asked = &asked, .now_sec = NOW_SEC, .limit = 10};
    sn_error err = {0};
    page.answer = next_answer(&answers);
    page.stories = next_answer(&answers);
    page_law(sn_results_page_write(&page, &out, &err), &out);
}

static void article_law(sn_lang lang, sn_str answers)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES);
    sn_article_page page = {.lang = lang, .site = "", .id = "a\"/<&>", .now_sec = NOW_SEC};
    sn_error err = {0};
    page.article = next_answer(&answers);
    page.copies = next_answer(&answers);
    page.related = next_answer(&answers);
    page.story = next_answer(&answers);
    if (page.article.at != NULL)
        page_law(sn_article_page_write(&page, &out, &err), &out);
}

static void problem_law(sn_lang lang, sn_str query)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(PAGE_BYTES), again = SN_BUF(PAGE_BYTES);
    sn_page frame = {.lang = lang, .here = "", .other = "/"};
    sn_problem problem = {0};
    if (query.len >= sizeof problem.detail) /* whoever writes a sentence cuts between characters */
        return;
    snprintf(problem.detail, sizeof problem.detail, "%.*s", (int)query.len, query.at);
    snprintf(problem.detail_fa, sizeof problem.detail_fa, "%.*s", (int)query.len, query.at);
    sn_buf_add_format(&again, "/?%.*s", (int)query.len, query.at);
    sn_refused refused = {&problem, 503, "0123456789abcdef", sn_buf_text(&again)};
    page_law(sn_problem_page_write(&frame, &refused, &out), &out);
}

/* A byte of choices, a line with a query, a line for each answer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    sn_lang lang = data[0] & 1 ? SN_LANG_EN : SN_LANG_FA;
    sn_str answers = {(const char *)data + 1, size - 1};
    sn_str query = piece_up_to(&answers, '\n');
    if (!sn_utf8_is_valid(query, NULL))
        return 0;
    params p;
    read_params(query, &p);
    problem_law(lang, query);
    if (p.n > 0)
        link_law(&p, (data[0] & 2) != 0);
    if (data[0] & 4)
        article_law(lang, answers);
    else
        results_law(lang, &p, answers);
    sn_buf_done(&p.text);
    return 0;
}
