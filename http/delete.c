/* POST /v1/articles:delete: articles that a filter finds are taken down, as many as a dry run said. */
#include "http/handlers.h"

#include "base/clock.h"
#include "base/json_writer.h"
#include "http/delete_body.h"
#include "http/problem.h"

/* So many ids are shown before anything is done. */
#define SHOWN 20

static void write_ids(sn_json *j, const sn_chosen *chosen, size_t most)
{
    sn_json_key(j, "ids");
    sn_json_array(j);
    for (size_t i = 0; i < chosen->n && i < most; i++)
        if (chosen->at[i].id != NULL)
            sn_json_text(j, chosen->at[i].id);
    sn_json_end(j);
}

static void answer(sn_exchange *x, bool dry_run, uint32_t count, uint64_t change, size_t most)
{
    const sn_chosen *chosen = &x->job.chosen;
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "dry_run");
    sn_json_bool(&j, dry_run);
    sn_json_key(&j, "count");
    sn_json_int(&j, count);
    if (!dry_run) {
        sn_json_key(&j, "changed");
        sn_json_int(&j, (int64_t)x->job.n_passed_over);
    }
    write_ids(&j, chosen, most);
    sn_json_key(&j, "change");
    sn_json_int(&j, (int64_t)change);
    sn_exchange_write_took(x, &j);
    sn_exchange_finish_json(x, &j, 200);
}

static sn_status choose(sn_exchange *x, const sn_delete_body *body, sn_problem *problem)
{
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_searcher_choose(searcher, &body->choice, SN_LIMIT_CHOSEN_ARTICLES,
                                     &x->job.chosen, problem);
    sn_exchange_give_back(x, searcher);
    return s;
}

static sn_status check_count(const sn_chosen *chosen, const sn_delete_body *body,
                             sn_problem *problem)
{
    if (chosen->total > SN_LIMIT_CHOSEN_ARTICLES)
        return sn_problem_make(
            problem, SN_ELIMIT, "limit_exceeded", "expect",
            "%u articles are found; at most %d are taken down at once",
            "%u خبر پیدا شد و بیش از %d خبر یک‌جا حذف نمی‌شود",
            chosen->total, SN_LIMIT_CHOSEN_ARTICLES);
    if ((int64_t)chosen->total == body->expect)
        return SN_OK;
    return sn_problem_make(problem, SN_ECONFLICT, "count_differs", "expect",
                           "%u articles are found and %lld were expected; none was taken down",
                           "%u خبر پیدا شد، نه %lld تا؛ چیزی حذف نشد", chosen->total,
                           (long long)body->expect);
}

static void begin(sn_exchange *x, sn_delete_body *body)
{
    x->reason = body->reason;
    body->reason = NULL;
    x->job.kind = SN_JOB_TAKE_DOWN_ALL;
    x->job.why = x->reason;
    x->wants_job = true;
}

void sn_handle_delete(sn_exchange *x)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_delete_body) sn_delete_body body = {0};
    sn_status s = sn_delete_body_read(x->target.query, sn_buf_str(&x->body), sn_clock_now_sec(),
                                      &body, &problem);
    if (s == SN_OK)
        s = choose(x, &body, &problem);
    if (s == SN_OK && !body.dry_run)
        s = check_count(&x->job.chosen, &body, &problem);
    const sn_chosen *chosen = &x->job.chosen;
    if (s != SN_OK)
        sn_exchange_refuse_query(x, s, &problem);
    else if (body.dry_run || chosen->n == 0)
        answer(x, body.dry_run, chosen->total, chosen->change, SHOWN);
    else
        begin(x, &body);
}

/* Those that are down stay so; asked again, the filter finds the rest. */
void sn_resume_delete(sn_exchange *x)
{
    const sn_job *job = &x->job;
    if (job->status == SN_ELIMIT) /* the hidden set is full until the index has caught up */
        sn_exchange_refuse_code(x, "busy");
    else if (job->status != SN_OK)
        sn_exchange_refuse_error(x, job->status, &job->err, NULL);
    else
        answer(x, false, (uint32_t)(job->chosen.n - job->n_passed_over), job->change,
               job->chosen.n);
}
