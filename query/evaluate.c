#include "query/evaluate.h"

#include "base/clock.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

void sn_evaluation_done(sn_evaluation *e)
{
    free(e->topics);
    *e = (sn_evaluation){0};
}

sn_status sn_evaluate_request(sn_request *r)
{
    sn_status s = sn_request_init(r);
    if (s != SN_OK)
        return s;
    r->freshness = SN_FRESHNESS_OFF;
    r->curation = false;
    r->collapse = SN_COLLAPSE_NONE;
    r->match = SN_MATCH_ANY;
    r->correct = SN_CORRECT_OFF;
    r->limit = SN_LIMIT_RUN_HITS;
    return SN_OK;
}

static int falling(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;
    return (left < right) - (left > right);
}

static sn_status score(const sn_topic *topic, const sn_ranking *ranking, sn_scores *out)
{
    int *grades = calloc(ranking->n + topic->n + 1, sizeof *grades);
    if (grades == NULL)
        return SN_ENOMEM;
    int *judged = grades + ranking->n;
    for (size_t i = 0; i < ranking->n; i++)
        grades[i] = sn_topic_grade(topic, ranking->at[i].id);
    for (size_t i = 0; i < topic->n; i++)
        judged[i] = topic->at[i].grade;
    qsort(judged, topic->n, sizeof *judged, falling);
    *out = sn_scores_of(grades, ranking->n, judged, topic->n);
    free(grades);
    return SN_OK;
}

static sn_status refuse_topic(const sn_topic *topic, sn_status s, const sn_problem *of,
                              sn_problem *problem)
{
    char name[SN_QUOTE_SIZE];
    sn_quote(sn_str_of(topic->name), name);
    sn_status status = sn_problem_make(problem, s, of->code, of->parameter, "topic «%s»: %s%.0s",
                                       "موضوع «%s»: %.0s%s", name, of->detail, of->detail_fa);
    return status;
}

/* Half a ranking would be measured as a whole one. */
static sn_status refuse_time(const sn_topic *topic, sn_problem *problem)
{
    char name[SN_QUOTE_SIZE];
    return sn_problem_make(problem, SN_ETIMEOUT, "timed_out", "",
                           "topic «%s»: no whole answer in time",
                           "موضوع «%s»: پاسخ کامل به‌موقع نرسید",
                           sn_quote(sn_str_of(topic->name), name));
}

static sn_status ask(sn_searcher *s, sn_request *request, const sn_topic *topic,
                     int64_t deadline_us, sn_scores *out, sn_problem *problem)
{
    sn_problem own = {0};
    SN_CLEANUP(sn_ranking) sn_ranking ranking = {0};
    if (deadline_us != 0 && sn_clock_monotonic_us() > deadline_us)
        return refuse_time(topic, problem);
    request->seen = 0;
    sn_status status =
        sn_request_set(request, SN_STR("q"), sn_str_of(topic->query), SN_ASKER_OPERATOR, 0, &own);
    if (status == SN_OK)
        status = sn_search_ranking(s, request, &ranking, &own);
    if (status != SN_OK)
        return refuse_topic(topic, status, &own, problem);
    return ranking.timed_out ? refuse_time(topic, problem) : score(topic, &ranking, out);
}

/* The scores of one measure, of the topics that count. */
static size_t column(const sn_judged *judged, const sn_evaluation *e, sn_metric metric, double *out)
{
    size_t n = 0;
    for (size_t i = 0; i < judged->n; i++) {
        if (judged->topics[i].relevant > 0)
            out[n++] = e->topics[i].at[metric];
    }
    return n;
}

static sn_status summarise(const sn_judged *judged, uint64_t seed, sn_evaluation *e)
{
    double *values = calloc(judged->n + SN_RESAMPLES, sizeof *values);
    if (values == NULL)
        return SN_ENOMEM;
    for (int m = 0; m < SN_METRICS; m++) {
        e->n = column(judged, e, (sn_metric)m, values);
        e->of[m] = sn_bootstrap(values, e->n, seed, values + judged->n);
    }
    free(values);
    return SN_OK;
}

sn_status sn_evaluate(sn_searcher *s, sn_request *request, const sn_judged *judged, uint64_t seed,
                      int64_t deadline_us, sn_evaluation *out, sn_problem *problem)
{
    SN_CLEANUP(sn_evaluation) sn_evaluation e = {0};
    sn_status status = SN_OK;
    e.topics = calloc(judged->n + 1, sizeof *e.topics);
    if (e.topics == NULL)
        return sn_refuse_error(problem, &(sn_error){0}, SN_ENOMEM);
    for (size_t i = 0; i < judged->n && status == SN_OK; i++) {
        const sn_topic *topic = &judged->topics[i];
        if (topic->query != NULL && topic->relevant > 0)
            status = ask(s, request, topic, deadline_us, &e.topics[i], problem);
    }
    if (status == SN_OK)
        status = summarise(judged, seed, &e);
    if (status == SN_ENOMEM)
        return sn_refuse_error(problem, &(sn_error){0}, SN_ENOMEM);
    if (status != SN_OK)
        return status;
    *out = e;
    e = (sn_evaluation){0};
    return SN_OK;
}

sn_status sn_evaluations_compare(const sn_judged *judged, const sn_evaluation *a,
                                 const sn_evaluation *b, uint64_t seed, sn_comparison *out)
{
    double *left = calloc(2 * judged->n + 1, sizeof *left);
    if (left == NULL)
        return SN_ENOMEM;
    double *right = left + judged->n;
    *out = (sn_comparison){0};
    for (int m = 0; m < SN_METRICS; m++) {
        size_t n = column(judged, a, (sn_metric)m, left);
        column(judged, b, (sn_metric)m, right);
        for (size_t i = 0; i < n; i++) {
            out->better[m] += right[i] > left[i];
            out->worse[m] += right[i] < left[i];
        }
        out->p[m] = sn_randomisation_test(left, right, n, seed);
    }
    free(left);
    return SN_OK;
}
