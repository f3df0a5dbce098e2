/* The text of metrics, byte for byte; durations in buckets. */
#include "http/watch/exposition.h"
#include "http/watch/metrics.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_family_has_help_type_and_samples(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_exposition e = {.out = &out};
    sn_label labels[] = {{"route", "/v1/search"}, {"q", "a\"b\\c\nد"}};
    sn_exposition_family(&e, "x_total", SN_COUNTER, "A \"b\" c\\d\ne.");
    sn_exposition_sample(&e, labels, 2, 3);
    sn_exposition_sample(&e, NULL, 0, 0.1);
    sn_exposition_sample(&e, labels, 1, 1e300);
    sn_exposition_sample(&e, labels, 1, 123456789012.);
    assert_int_equal(sn_exposition_end(&e), SN_OK);
    assert_string_equal(out.at, "# HELP x_total A \"b\" c\\\\d\\ne.\n"
                                "# TYPE x_total counter\n"
                                "x_total{route=\"/v1/search\",q=\"a\\\"b\\\\c\\nد\"} 3\n"
                                "x_total 0.1\n"
                                "x_total{route=\"/v1/search\"} 1e+300\n"
                                "x_total{route=\"/v1/search\"} 123456789012\n");
}

static void openmetrics_names_families_without_total_and_has_an_end(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_exposition e = {.out = &out, .is_openmetrics = true};
    sn_exposition_family(&e, "x_total", SN_COUNTER, "A \"b\".");
    sn_exposition_sample(&e, NULL, 0, 3);
    assert_int_equal(sn_exposition_end(&e), SN_OK);
    assert_string_equal(out.at, "# HELP x A \\\"b\\\".\n# TYPE x counter\nx_total 3\n# EOF\n");
}

static void a_text_that_does_not_fit_fails_at_the_end(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(20);
    sn_exposition e = {.out = &out};
    sn_exposition_family(&e, "x_total", SN_COUNTER, "A long sentence of help.");
    assert_int_equal(sn_exposition_end(&e), SN_ELIMIT);
}

static void buckets_are_cumulative_and_inclusive(void **state)
{
    (void)state;
    sn_histogram h = {0};
    sn_distribution d;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(10000);
    sn_exposition e = {.out = &out, .is_openmetrics = true};
    const int64_t took[] = {-5, 0, 500, 501, 1000, 30000000, 30000001, INT64_C(1) << 40};
    for (size_t i = 0; i < sizeof took / sizeof *took; i++)
        sn_histogram_add(&h, took[i]);
    sn_histogram_read(&h, &d);
    assert_int_equal(d.n, 8);
    assert_int_equal(d.counts[0], 3);
    assert_int_equal(d.counts[1], 2);
    assert_int_equal(d.counts[SN_HISTOGRAM_BOUNDS], 2);
    sn_exposition_family(&e, "x_seconds", SN_HISTOGRAM, "h");
    sn_exposition_histogram(&e, NULL, 0, &d);
    assert_non_null(strstr(out.at, "x_seconds_bucket{le=\"0.0005\"} 3\n"
                                   "x_seconds_bucket{le=\"0.001\"} 5\n"));
    assert_non_null(strstr(out.at, "x_seconds_bucket{le=\"10.0\"} 5\n"
                                   "x_seconds_bucket{le=\"30.0\"} 6\n"
                                   "x_seconds_bucket{le=\"+Inf\"} 8\n"
                                   "x_seconds_sum 1099571.6"));
    assert_non_null(strstr(out.at, "\nx_seconds_count 8\n"));
}

static void quantiles_lie_in_their_bucket(void **state)
{
    (void)state;
    sn_histogram h = {0};
    sn_distribution none, all, later;
    sn_histogram_read(&h, &none);
    assert_true(sn_distribution_quantile_us(&none, 0.5) == 0);
    for (int i = 0; i < 98; i++)
        sn_histogram_add(&h, 800);
    sn_histogram_add(&h, 40000);
    sn_histogram_add(&h, INT64_C(1) << 40);
    sn_histogram_read(&h, &all);
    assert_true(fabs(sn_distribution_quantile_us(&all, 0.49) - 750) < 1e-6);
    assert_true(fabs(sn_distribution_quantile_us(&all, 0.99) - 50000) < 1e-6);
    assert_true(sn_distribution_quantile_us(&all, 1) == 30e6);
    sn_histogram_add(&h, 2000);
    sn_histogram_read(&h, &later);
    sn_distribution d = sn_distribution_between(&all, &later);
    assert_int_equal(d.n, 1);
    assert_int_equal(d.sum_us, 2000);
    assert_int_equal(d.counts[2], 1);
}

enum { THREADS = 4, ROUNDS = 20000 };

static void *count_many(void *metrics)
{
    for (int i = 0; i < ROUNDS; i++) {
        sn_metrics_request(metrics, (size_t)i % 3, 200 + (unsigned)i % 5 * 100, i);
        sn_metrics_count(metrics, SN_COUNT_SEARCHES, 2);
        sn_metrics_refused(metrics, 1);
        sn_metrics_shown(metrics, 5);
    }
    return NULL;
}

static void nothing_is_lost_between_threads(void **state)
{
    (void)state;
    static const sn_metric_route routes[] = {{"GET", "/a"}, {"PUT", "/b"}};
    static const char *const codes[] = {"busy", "forbidden"};
    SN_CLEANUP_PTR(sn_metrics) sn_metrics *m = NULL;
    sn_error err = {0};
    pthread_t threads[THREADS];
    assert_int_equal(sn_metrics_create(routes, 2, codes, 2, &m, &err), SN_OK);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_many, m), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    sn_distribution d[3];
    for (size_t i = 0; i < 3; i++)
        sn_metrics_route(m, i, &d[i]);
    assert_int_equal(d[0].n + d[1].n + d[2].n, THREADS * ROUNDS);
    assert_int_equal(sn_metrics_counted(m, SN_COUNT_SEARCHES), 2 * THREADS * ROUNDS);
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(100000);
    sn_exposition e = {.out = &out};
    sn_metrics_write(m, &e);
    assert_int_equal(sn_exposition_end(&e), SN_OK);
    assert_non_null(strstr(out.at, "sarnakh_http_refusals_total{code=\"forbidden\"} 80000\n"));
    assert_non_null(strstr(out.at, "\nsarnakh_write_visible_seconds_count 80000\n"));
    assert_non_null(strstr(out.at, "{method=\"none\",route=\"none\",status=\"5xx\"} "));
}

static void gauges_that_are_not_known_are_left_out(void **state)
{
    (void)state;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1000);
    sn_exposition e = {.out = &out};
    const sn_gauge gauges[] = {{"a", "A.", SN_GAUGE, NAN}, {"b", "B.", SN_GAUGE, -2.5}};
    sn_gauges_write(gauges, 2, &e);
    assert_string_equal(out.at, "# HELP b B.\n# TYPE b gauge\nb -2.5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_family_has_help_type_and_samples),
        cmocka_unit_test(openmetrics_names_families_without_total_and_has_an_end),
        cmocka_unit_test(a_text_that_does_not_fit_fails_at_the_end),
        cmocka_unit_test(buckets_are_cumulative_and_inclusive),
        cmocka_unit_test(quantiles_lie_in_their_bucket),
        cmocka_unit_test(nothing_is_lost_between_threads),
        cmocka_unit_test(gauges_that_are_not_known_are_left_out),
    };
    return cmocka_run_group_tests_name("http/watch/exposition", tests, NULL, NULL);
}
