/* JSON bodies of every route that takes one: the first byte chooses the route, the rest is the body.
 *
 * Laws: what is no JSON to the strict check is taken by no route; a refusal has a code and words in both
 * languages, or a message; what is taken keeps to its limits; an article that is put has the id of the
 * path, and written as JSON it is read as the same article; packed bodies unpack to what was packed, and
 * what is no gzip ends without more than a piece at a time. */
#include "archive/article.h"
#include "archive/json.h"
#include "archive/pin.h"
#include "archive/settings.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "http/article_body.h"
#include "http/coding.h"
#include "http/delete_body.h"
#include "http/evaluate_body.h"
#include "http/search_body.h"
#include "query/related_request.h"
#include "tests/fuzz/law.h"

#include <string.h>

#define NOW 1795000000

static void check_problem(sn_status s, const sn_problem *p)
{
    if (s == SN_OK)
        return;
    law(p->code[0] != '\0' && p->detail[0] != '\0' && p->detail_fa[0] != '\0');
    law(sn_utf8_is_valid(sn_str_of(p->detail), NULL));
    law(sn_utf8_is_valid(sn_str_of(p->detail_fa), NULL));
    law(sn_utf8_is_valid(sn_str_of(p->parameter), NULL));
}

static sn_status set_search(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    return sn_request_set(ctx, name, value, SN_ASKER_CLIENT, NOW, problem);
}

static sn_status read_search(sn_str body)
{
    SN_CLEANUP(sn_request) sn_request r = {0};
    sn_problem problem = {0};
    law(sn_request_init(&r) == SN_OK);
    sn_status s = sn_search_body_each(body, set_search, &r, &problem);
    check_problem(s, &problem);
    law(r.limit >= 1 && r.limit <= SN_LIMIT_PAGE_HITS);
    law(r.offset >= 0 && r.offset <= SN_LIMIT_DEPTH_HITS);
    law(strlen(r.q) <= SN_LIMIT_QUERY_BYTES && sn_utf8_is_valid(sn_str_of(r.q), NULL));
    return s;
}

static sn_status read_evaluate(sn_str body)
{
    SN_CLEANUP(sn_evaluate_body) sn_evaluate_body b = {0};
    sn_problem problem = {0};
    sn_status s = sn_evaluate_body_read(body, NOW, &b, &problem);
    check_problem(s, &problem);
    law(s != SN_OK || b.seed >= 0);
    return s;
}

static sn_status read_related(sn_str body)
{
    SN_CLEANUP(sn_related_request) sn_related_request r = {0};
    sn_problem problem = {0};
    law(sn_related_request_init(&r) == SN_OK);
    sn_status s = sn_related_request_read(&r, body, SN_ASKER_CLIENT, NOW, &problem);
    check_problem(s, &problem);
    return s;
}

/* What is taken down is named, and somebody has counted it. */
static sn_status read_delete(sn_str body)
{
    SN_CLEANUP(sn_delete_body) sn_delete_body b = {0};
    sn_problem problem = {0};
    sn_status s = sn_delete_body_read((sn_str){NULL, 0}, body, NOW, &b, &problem);
    check_problem(s, &problem);
    law(s != SN_OK || b.dry_run || b.has_expect);
    law(s != SN_OK || sn_choice_check(&b.choice, &problem) == SN_OK);
    law(b.choice.ids.n <= SN_LIMIT_CHOSEN_ARTICLES && b.choice.urls.n <= SN_LIMIT_CHOSEN_ARTICLES);
    return s;
}

static sn_status read_pin(sn_str body)
{
    SN_CLEANUP(sn_pin) sn_pin pin = {0};
    sn_error err = {0};
    sn_status s = sn_pin_parse(body, SN_STR("سیل"), &pin, &err);
    law(s == SN_OK ? strcmp(pin.query, "سیل") == 0 : err.msg[0] != '\0');
    return s;
}

static sn_status read_judgement(sn_str body)
{
    SN_CLEANUP(sn_judgement_line) sn_judgement_line line = {0};
    sn_error err = {0};
    sn_status s = sn_judgement_line_parse(body, &line, &err);
    law(s == SN_OK || err.msg[0] != '\0');
    return s;
}

/* As a body that is put, and as it is written in the archive. */
static sn_status read_article(sn_str body)
{
    SN_CLEANUP(sn_article) sn_article article = {0}, again = {0};
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF((size_t)64 << 20);
    SN_CLEANUP(sn_buf) sn_buf second = SN_BUF((size_t)64 << 20);
    sn_error err = {0};
    bool mismatch = false;
    sn_status s = sn_article_parse_as(body, SN_STR("a/ب"), &article, &mismatch, &err);
    law(!mismatch || s == SN_EINVAL);
    law(s == SN_OK || (err.msg[0] != '\0' && sn_utf8_is_valid(sn_str_of(err.msg), NULL)));
    if (s != SN_OK)
        return s;
    law(strcmp(article.id, "a/ب") == 0);
    law(sn_article_write(&article, &first) == SN_OK);
    if (first.len > SN_LIMIT_ARTICLE_BYTES)
        return s;
    law(sn_article_parse(sn_buf_str(&first), &again, &err) == SN_OK);
    law(sn_article_write(&again, &second) == SN_OK);
    law(sn_str_equal(sn_buf_str(&first), sn_buf_str(&second)));
    return s;
}

/* ---- packed bodies --------------------------------------------------------------------------- */

static bool keep(void *ctx, sn_str piece)
{
    law(piece.len > 0 && piece.len <= 65536);
    return sn_buf_add_str(ctx, piece) == SN_OK;
}

static void check_packed(sn_str body)
{
    SN_CLEANUP(sn_buf) sn_buf packed = SN_BUF((size_t)1 << 24);
    SN_CLEANUP(sn_buf) sn_buf back = SN_BUF((size_t)1 << 24);
    SN_CLEANUP(sn_buf) sn_buf any = SN_BUF((size_t)1 << 20);
    sn_gunzip *whole = NULL, *broken = NULL;
    law(sn_gzip(body, &packed) == SN_OK);
    law(sn_gunzip_create(&whole) == SN_OK && sn_gunzip_create(&broken) == SN_OK);
    for (size_t i = 0; i < packed.len; i += 7)
        law(sn_gunzip_take(whole, (sn_str){packed.at + i, packed.len - i < 7 ? packed.len - i : 7},
                           keep, &back) == SN_OK);
    law(sn_gunzip_is_whole(whole) && sn_str_equal(sn_buf_str(&back), body));
    sn_status s = sn_gunzip_take(broken, body, keep, &any);
    law(s == SN_OK || s == SN_ECORRUPT);
    sn_gunzip_destroy(whole);
    sn_gunzip_destroy(broken);
}

typedef sn_status reader(sn_str body);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static reader *const readers[] = {read_search,    read_evaluate, read_related, read_pin,
                                      read_judgement, read_article,  read_delete};
    enum { N_READERS = sizeof readers / sizeof *readers };
    if (size == 0)
        return 0;
    sn_str body = {(const char *)data + 1, size - 1};
    size_t which = data[0] % (N_READERS + 1);
    if (which == N_READERS) {
        check_packed(body);
        return 0;
    }
    sn_status s = readers[which](body);
    law(s != SN_OK || sn_json_check(body, NULL) == SN_OK);
    return 0;
}
