/* The pages whose content their scripts get from the API: the desk and the operations page. Their frames are the same for everyone, with a
 * key or without, so they need none. */
#include "http/pages.h"

#include "http/handlers.h"
#include "http/pages/desk.h"
#include "http/pages/link.h"
#include "http/pages/status_page.h"
#include "http/problem.h"
#include "query/refuse.h"

#define PARAMS_MOST   2
#define ADDRESS_BYTES ((size_t)65536)

/* What the address of such a page says: its language, and what its script reads. */
typedef struct place {
    const char *names[PARAMS_MOST]; /* of its own parameters; NULL: no more */
    bool has[PARAMS_MOST];
    sn_page_lang lang;
    sn_buf text; /* their values, one after the other */
    sn_link_param at[PARAMS_MOST];
    size_t n;
} place;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    place *p = ctx;
    int i = 0;
    if (sn_str_equal(name, SN_STR("lang")))
        return sn_page_lang_set(&p->lang, value, problem);
    while (i < PARAMS_MOST && !(p->names[i] != NULL && sn_str_equal(name, sn_str_of(p->names[i]))))
        i++;
    if (i == PARAMS_MOST)
        return sn_refuse_unknown(problem, name);
    if (p->has[i])
        return sn_refuse_repeated(problem, p->names[i]);
    p->has[i] = true;
    size_t from = p->text.len;
    if (sn_buf_add_str(&p->text, value) != SN_OK)
        return sn_problem_of_status(problem, sn_buf_status(&p->text));
    p->at[p->n++] =
        (sn_link_param){sn_str_of(p->names[i]), {p->text.at + from, p->text.len - from}};
    return SN_OK;
}

static sn_status read_place(const sn_exchange *x, place *p, sn_problem *problem)
{
    p->text = SN_BUF(x->target.query.len + 1);
    /* Room for all of it at once: p->at points into it. */
    if (sn_buf_reserve(&p->text, x->target.query.len + 1) == NULL)
        return sn_problem_of_status(problem, SN_ENOMEM);
    return sn_params_each(x->target.query, set_param, p, problem);
}

static sn_status write_desk(sn_exchange *x, place *p, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(ADDRESS_BYTES);
    sn_link_params own = {p->at, p->n};
    sn_status s = sn_page_write_other("/desk", &own, p->lang.lang, &other);
    sn_desk_page page = {.lang = p->lang.lang,
                         .site = x->options->title,
                         .other = sn_buf_text(&other),
                         .q = sn_link_value(&own, "q"),
                         .is_empty = p->n == 0};
    if (s == SN_OK)
        s = sn_desk_page_write(&page, &x->answer.body);
    return s == SN_OK ? s : sn_problem_of_status(problem, s);
}

static sn_status write_status(sn_exchange *x, place *p, sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf other = SN_BUF(ADDRESS_BYTES);
    sn_link_params own = {p->at, p->n};
    sn_status s = sn_page_write_other("/status", &own, p->lang.lang, &other);
    sn_status_page page = {
        .lang = p->lang.lang, .site = x->options->title, .other = sn_buf_text(&other)};
    if (s == SN_OK)
        s = sn_status_page_write(&page, &x->answer.body);
    return s == SN_OK ? s : sn_problem_of_status(problem, s);
}

static void answer_page(sn_exchange *x, place *p,
                        sn_status (*write)(sn_exchange *, place *, sn_problem *))
{
    sn_problem problem = {0};
    sn_status s = read_place(x, p, &problem);
    if (s == SN_OK)
        s = write(x, p, &problem);
    sn_buf_done(&p->text);
    if (s != SN_OK) {
        sn_exchange_refuse_query(x, s, &problem);
        return;
    }
    sn_page_answer(x, 200);
}

void sn_handle_desk_page(sn_exchange *x)
{
    place p = {.names = {"id", "q"}};
    answer_page(x, &p, write_desk);
}

void sn_handle_status_page(sn_exchange *x)
{
    place p = {.names = {NULL}};
    answer_page(x, &p, write_status);
}
