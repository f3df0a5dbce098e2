/* Evaluations as JSON: for the service, and for scripts around the command. */
#include "query/evaluate.h"

static void write_scores(const sn_scores *scores, sn_json *j)
{
    sn_json_object(j);
    for (int m = 0; m < SN_METRICS; m++) {
        sn_json_key(j, sn_metric_name((sn_metric)m));
        sn_json_double(j, scores->at[m]);
    }
    sn_json_end(j);
}

static void write_topic(const sn_topic *topic, const sn_scores *a, const sn_scores *b, sn_json *j)
{
    sn_json_object(j);
    sn_json_key(j, "topic");
    sn_json_text(j, topic->name);
    sn_json_key(j, "asked");
    sn_json_bool(j, topic->query != NULL);
    sn_json_key(j, "relevant");
    sn_json_int(j, (int64_t)topic->relevant);
    sn_json_key(j, "a");
    write_scores(a, j);
    if (b != NULL) {
        sn_json_key(j, "b");
        write_scores(b, j);
    }
    sn_json_end(j);
}

static void write_means(const char *key, const sn_evaluation *e, sn_json *j)
{
    sn_json_key(j, key);
    sn_json_object(j);
    sn_json_key(j, "topics");
    sn_json_int(j, (int64_t)e->n);
    for (int m = 0; m < SN_METRICS; m++) {
        sn_json_key(j, sn_metric_name((sn_metric)m));
        sn_json_object(j);
        sn_json_key(j, "mean");
        sn_json_double(j, e->of[m].mean);
        sn_json_key(j, "low");
        sn_json_double(j, e->of[m].low);
        sn_json_key(j, "high");
        sn_json_double(j, e->of[m].high);
        sn_json_end(j);
    }
    sn_json_end(j);
}

static void write_comparison(const sn_evaluation *a, const sn_evaluation *b,
                             const sn_comparison *comparison, sn_json *j)
{
    sn_json_key(j, "comparison");
    sn_json_object(j);
    for (int m = 0; m < SN_METRICS; m++) {
        sn_json_key(j, sn_metric_name((sn_metric)m));
        sn_json_object(j);
        sn_json_key(j, "difference");
        sn_json_double(j, b->of[m].mean - a->of[m].mean);
        sn_json_key(j, "p");
        sn_json_double(j, comparison->p[m]);
        sn_json_key(j, "better");
        sn_json_int(j, (int64_t)comparison->better[m]);
        sn_json_key(j, "worse");
        sn_json_int(j, (int64_t)comparison->worse[m]);
        sn_json_end(j);
    }
    sn_json_end(j);
}

void sn_evaluation_json(const sn_judged *judged, const sn_evaluation *a, const sn_evaluation *b,
                        const sn_comparison *comparison, sn_json *j)
{
    write_means("a", a, j);
    if (b != NULL) {
        write_means("b", b, j);
        write_comparison(a, b, comparison, j);
    }
    sn_json_key(j, "topics");
    sn_json_array(j);
    for (size_t i = 0; i < judged->n; i++) {
        if (judged->topics[i].relevant > 0)
            write_topic(&judged->topics[i], &a->topics[i], b != NULL ? &b->topics[i] : NULL, j);
    }
    sn_json_end(j);
}
