/* GET /articles/{id}: an article in short, its copies, its story, what is related to it. */
#include "http/pages.h"

#include "archive/json.h"
#include "base/clock.h"
#include "http/handlers.h"
#include "http/pages/search/article.h"
#include "http/problem.h"

#include <stdlib.h>

/* Members of the article that the page shows, and its story. */
#define FIELDS (SN_SHOW_ARTICLE & ~(unsigned)SN_SHOW_EXTRA)

/* The answers that the page is made of, all of one state of the index. */
typedef struct finding {
    sn_exchange *x;
    sn_searcher *searcher;
    sn_page_lang lang;
    int64_t now_sec;
    sn_answer_info info;
    sn_problem *problem;
    sn_buf article, copies, related, story;
} finding;

static sn_status set_param(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    finding *f = ctx;
    if (sn_str_equal(name, SN_STR("lang")))
        return sn_page_lang_set(&f->lang, value, problem);
    return sn_param_refuse(NULL, name, value, problem);
}

static sn_status find_article(finding *f, sn_problem *problem)
{
    sn_error err = {0};
    sn_status s = sn_searcher_article_json(f->searcher, sn_buf_str(&f->x->id), FIELDS, &f->article,
                                           NULL, &err);
    return s == SN_OK ? s : sn_problem_of_error(problem, &err, s, NULL);
}

static sn_status find_copies(finding *f, sn_problem *problem)
{
    sn_duplicates_request request;
    sn_duplicates_request_init(&request);
    sn_status s =
        sn_duplicates_request_set(&request, SN_STR("limit"), SN_STR(SN_ARTICLE_COPIES), problem);
    if (s == SN_OK)
        s = sn_duplicates_json(f->searcher, sn_buf_str(&f->x->id), &request, &f->info, &f->copies,
                               problem);
    return s;
}

static sn_status find_related(finding *f, sn_problem *problem)
{
    SN_CLEANUP(sn_related_request) sn_related_request request = {0};
    sn_status s = sn_related_request_init(&request);
    if (s != SN_OK)
        return sn_problem_of_status(problem, s);
    const struct {
        sn_str name, value;
    } own[] = {{SN_STR("id"), sn_buf_str(&f->x->id)},
               {SN_STR("limit"), SN_STR(SN_ARTICLE_RELATED)}};
    for (size_t i = 0; s == SN_OK && i < sizeof own / sizeof *own; i++)
        s = sn_related_request_set(&request, own[i].name, own[i].value, SN_ASKER_CLIENT, f->now_sec,
                                   problem);
    if (s == SN_OK)
        s = sn_related_json(f->searcher, &request, &f->info, &f->related, problem);
    return s;
}

/* The time line is of all articles: who may see a part of them has none. */
static sn_status find_story(finding *f, sn_problem *problem)
{
    SN_CLEANUP(sn_stories_request) sn_stories_request request = {0};
    sn_str quoted = sn_json_member(sn_buf_str(&f->article), "story");
    if (f->x->caller.filter != NULL || quoted.len < 3 || quoted.at[0] != '"')
        return SN_OK;
    sn_str name = {quoted.at + 1, quoted.len - 2};
    sn_status s = sn_stories_request_init_one(&request, name);
    if (s == SN_OK)
        s = sn_stories_request_set(&request, SN_STR("limit"), SN_STR(SN_ARTICLE_STORY), f->now_sec,
                                   problem);
    if (s == SN_OK)
        s = sn_stories_json(f->searcher, &request, &f->info, &f->story, problem);
    return s == SN_ENOTFOUND || s == SN_EFORMAT || s == SN_EINVAL ? SN_OK : s;
}

/* From the beginning, if it is called once more. */
static sn_status find_all(void *ctx)
{
    finding *f = ctx;
    static sn_status (*const steps[])(finding *, sn_problem *) = {find_article, find_copies,
                                                                  find_related, find_story};
    sn_buf *answers[] = {&f->article, &f->copies, &f->related, &f->story};
    sn_status s = SN_OK;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        sn_buf_clear(answers[i]);
    for (size_t i = 0; s == SN_OK && i < sizeof steps / sizeof *steps; i++)
        s = steps[i](f, f->problem);
    return s;
}

static sn_status find(finding *f, sn_problem *problem)
{
    sn_error err = {0};
    f->searcher = sn_exchange_searcher(f->x);
    f->problem = problem;
    sn_status s = sn_searcher_do_held(f->searcher, find_all, f, &err);
    sn_exchange_give_back(f->x, f->searcher);
    return err.msg[0] == '\0' ? s : sn_problem_of_error(problem, &err, s, NULL);
}

static sn_status write_page(finding *f, sn_problem *problem)
{
    sn_error err = {0};
    char *id = sn_str_dup(sn_buf_str(&f->x->id));
    if (id == NULL)
        return sn_problem_of_status(problem, SN_ENOMEM);
    sn_article_page page = {.lang = f->lang.lang,
                            .site = f->x->options->title,
                            .id = id,
                            .article = sn_buf_str(&f->article),
                            .copies = sn_buf_str(&f->copies),
                            .related = sn_buf_str(&f->related),
                            .story = f->story.len > 0 ? sn_buf_str(&f->story) : (sn_str){NULL, 0},
                            .now_sec = f->now_sec};
    sn_status s = sn_article_page_write(&page, &f->x->answer.body, &err);
    free(id);
    return s == SN_OK ? s : sn_problem_of_error(problem, &err, s, NULL);
}

static void finding_done(finding *f)
{
    sn_buf_done(&f->article);
    sn_buf_done(&f->copies);
    sn_buf_done(&f->related);
    sn_buf_done(&f->story);
}

void sn_handle_article_page(sn_exchange *x)
{
    finding f = {.x = x,
                 .now_sec = sn_clock_now_sec(),
                 .info = {.request_id = x->request_id, .started_us = x->started_us},
                 .article = SN_BUF(SN_ANSWER_BYTES),
                 .copies = SN_BUF(SN_ANSWER_BYTES),
                 .related = SN_BUF(SN_ANSWER_BYTES),
                 .story = SN_BUF(SN_ANSWER_BYTES)};
    sn_problem problem = {0};
    sn_status s = sn_params_each(x->target.query, set_param, &f, &problem);
    if (s == SN_OK)
        s = find(&f, &problem);
    if (s == SN_OK)
        s = write_page(&f, &problem);
    finding_done(&f);
    if (s == SN_OK)
        sn_page_answer(x, 200);
    else if (s == SN_ENOTFOUND)
        sn_exchange_refuse_code(x, "not_found");
    else
        sn_exchange_refuse_query(x, s, &problem);
}
