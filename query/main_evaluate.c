/* sarnakh-query evaluate: judged queries asked, scored and compared. */
#include "base/file.h"
#include "base/limits.h"
#include "query/evaluate.h"
#include "query/main.h"

#include <stdio.h>
#include <string.h>

/* One way of asking: A, or B with what stands behind `vs` set as well. */
typedef struct side {
    sn_engine *engine;
    sn_searcher *searcher;
    sn_request request;
    sn_evaluation result;
} side;

static void side_done(side *s)
{
    sn_evaluation_done(&s->result);
    sn_request_done(&s->request);
    sn_searcher_destroy(s->searcher);
    sn_engine_close(s->engine);
}

static int fail(const sn_error *err)
{
    fprintf(stderr, "sarnakh-query: %s\n", err->msg);
    return SN_EXIT_FAILED;
}

typedef sn_status read_fn(sn_judged *j, sn_str text, sn_error *err);

static int read_file(const char *path, read_fn *read, sn_judged *judged)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_EVALUATE_FILE_BYTES);
    sn_error err = {0};
    sn_status s = sn_file_read(path, &text, &err);
    if (s == SN_OK) {
        s = read(judged, sn_buf_str(&text), &err);
        if (s != SN_OK)
            s = sn_fail_in(&err, s, "%s", path);
    }
    return s == SN_OK ? SN_EXIT_OK : fail(&err);
}

static int read_judged(const sn_command *c, sn_judged *judged)
{
    sn_error err = {0};
    int exit_status = read_file(c->args[0], sn_judged_read_topics, judged);
    if (exit_status == SN_EXIT_OK)
        exit_status = read_file(c->args[1], sn_judged_read_qrels, judged);
    if (exit_status == SN_EXIT_OK && sn_judged_settle(judged, &err) != SN_OK)
        return fail(&err);
    return exit_status;
}

/* The settings of A, then those of B where it is B that is made. */
static int set_side(const sn_command *c, int n_a, bool is_b, side *s)
{
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(1 << 16);
    sn_command a = *c, b = *c;
    a.n_args = n_a;
    if (sn_evaluate_request(&s->request) != SN_OK)
        return SN_EXIT_FAILED;
    int exit_status = sn_command_request(&a, 2, &s->request, &words);
    s->request.seen = 0;
    if (exit_status == SN_EXIT_OK && is_b)
        exit_status = sn_command_request(&b, n_a + 1, &s->request, &words);
    if (exit_status == SN_EXIT_OK && words.len > 0) {
        fprintf(stderr, "sarnakh-query: evaluate: «%s» is no NAME=VALUE\n", sn_buf_text(&words));
        return SN_EXIT_USAGE;
    }
    return exit_status == SN_EXIT_OK ? sn_command_open(is_b ? &b : &a, &s->engine, &s->searcher)
                                     : exit_status;
}

static int evaluate(const sn_command *c, int n_a, bool is_b, const sn_judged *judged, side *s)
{
    sn_problem problem = {0};
    int exit_status = set_side(c, n_a, is_b, s);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    if (sn_evaluate(s->searcher, &s->request, judged, (uint64_t)c->seed, 0, &s->result, &problem) !=
        SN_OK)
        return sn_command_refused(&problem);
    return SN_EXIT_OK;
}

static void print_topics(const sn_judged *judged, const side *sides, size_t n_sides)
{
    printf("%-20s %8s", "topic", "relevant");
    for (size_t s = 0; s < n_sides; s++)
        for (int m = 0; m < SN_METRICS; m++)
            printf(" %9s%s", sn_metric_name((sn_metric)m), n_sides > 1 ? s == 0 ? " A" : " B" : "");
    putchar('\n');
    for (size_t i = 0; i < judged->n; i++) {
        const sn_topic *t = &judged->topics[i];
        if (t->relevant == 0)
            continue;
        printf("%-20s %8zu", t->name, t->relevant);
        for (size_t s = 0; s < n_sides; s++)
            for (int m = 0; m < SN_METRICS; m++)
                printf(" %9.4f%s", sides[s].result.topics[i].at[m], n_sides > 1 ? "  " : "");
        printf("%s\n", t->query == NULL ? "  not asked" : "");
    }
}

static void print_means(const sn_evaluation *e, const char *name)
{
    for (int m = 0; m < SN_METRICS; m++)
        printf("%s%-10s %.4f  [%.4f, %.4f]\n", name, sn_metric_name((sn_metric)m), e->of[m].mean,
               e->of[m].low, e->of[m].high);
}

static void print_table(const sn_command *c, const sn_judged *judged, const side *sides,
                        size_t n_sides, const sn_comparison *comparison)
{
    print_topics(judged, sides, n_sides);
    printf("\n%zu topics; in brackets 95 %% of %d bootstrap samples, seed %lld\n",
           sides[0].result.n, SN_RESAMPLES, (long long)c->seed);
    print_means(&sides[0].result, n_sides > 1 ? "A  " : "");
    if (n_sides < 2)
        return;
    print_means(&sides[1].result, "B  ");
    printf("\nB - A; p of a paired randomisation test, %d rounds, same seed\n", SN_RESAMPLES);
    for (int m = 0; m < SN_METRICS; m++)
        printf("   %-10s %+.4f  p = %.4f  better %zu, worse %zu\n", sn_metric_name((sn_metric)m),
               sides[1].result.of[m].mean - sides[0].result.of[m].mean, comparison->p[m],
               comparison->better[m], comparison->worse[m]);
}

static int print_json(const sn_command *c, const sn_judged *judged, const side *sides,
                      size_t n_sides, const sn_comparison *comparison)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(SN_LIMIT_EVALUATE_FILE_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_evaluation_json(judged, &sides[0].result, n_sides > 1 ? &sides[1].result : NULL, comparison,
                       &j);
    sn_json_key(&j, "seed");
    sn_json_int(&j, c->seed);
    sn_json_end(&j);
    if (sn_json_finish(&j) != SN_OK)
        return SN_EXIT_FAILED;
    puts(sn_buf_text(&out));
    return SN_EXIT_OK;
}

static int print(const sn_command *c, const sn_judged *judged, const side *sides, size_t n_sides)
{
    sn_comparison comparison;
    if (n_sides > 1 && sn_evaluations_compare(judged, &sides[0].result, &sides[1].result,
                                              (uint64_t)c->seed, &comparison) != SN_OK)
        return SN_EXIT_FAILED;
    if (c->json)
        return print_json(c, judged, sides, n_sides, &comparison);
    print_table(c, judged, sides, n_sides, &comparison);
    return SN_EXIT_OK;
}

int sn_command_evaluate(const sn_command *c)
{
    SN_CLEANUP(sn_judged) sn_judged judged = {0};
    side sides[2] = {0};
    int n_a = 2;
    if (c->n_args < 2) {
        fprintf(stderr, "sarnakh-query: evaluate: TOPICS and QRELS are wanted\n");
        return SN_EXIT_USAGE;
    }
    while (n_a < c->n_args && strcmp(c->args[n_a], "vs") != 0)
        n_a++;
    size_t n_sides = n_a < c->n_args ? 2 : 1;
    int exit_status = read_judged(c, &judged);
    for (size_t i = 0; i < n_sides && exit_status == SN_EXIT_OK; i++)
        exit_status = evaluate(c, n_a, i == 1, &judged, &sides[i]);
    if (exit_status == SN_EXIT_OK)
        exit_status = print(c, &judged, sides, n_sides);
    side_done(&sides[0]);
    side_done(&sides[1]);
    return exit_status;
}
