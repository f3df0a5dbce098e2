#include "http/watch/exposition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TOTAL "_total"

/* In a help text a quote is a quote. */
static void add_escaped(sn_buf *out, const char *text, bool is_label)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            sn_buf_add_str(out, SN_STR("\\n"));
        else if (*text == '\\' || (*text == '"' && is_label))
            sn_buf_add_format(out, "\\%c", *text);
        else
            sn_buf_add_byte(out, (unsigned char)*text);
    }
}

void sn_exposition_family(sn_exposition *e, const char *name, sn_family_kind kind, const char *help)
{
    static const char *const kinds[] = {
        [SN_COUNTER] = "counter", [SN_GAUGE] = "gauge", [SN_HISTOGRAM] = "histogram"};
    size_t len = strlen(name);
    if (e->is_openmetrics && kind == SN_COUNTER)
        len -= strlen(TOTAL);
    e->family = name;
    sn_buf_add_format(e->out, "# HELP %.*s ", (int)len, name);
    add_escaped(e->out, help, e->is_openmetrics);
    sn_buf_add_format(e->out, "\n# TYPE %.*s %s\n", (int)len, name, kinds[kind]);
}

/* Whole numbers as such; others in the shortest form that reads back equal. */
static void add_value(sn_buf *out, double value)
{
    char text[32];
    if (floor(value) == value && fabs(value) < 1e15) {
        sn_buf_add_format(out, "%.0f", value);
        return;
    }
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        double back;
        if (sscanf(text, "%lf", &back) == 1 && back == value)
            break;
    }
    sn_buf_add_format(out, "%s", text);
}

static void add_sample(sn_exposition *e, const char *suffix, const sn_label *labels, size_t n,
                       double value)
{
    sn_buf_add_format(e->out, "%s%s", e->family, suffix);
    for (size_t i = 0; i < n; i++) {
        sn_buf_add_format(e->out, "%c%s=\"", i == 0 ? '{' : ',', labels[i].name);
        add_escaped(e->out, labels[i].value, true);
        sn_buf_add_byte(e->out, '"');
    }
    sn_buf_add_str(e->out, n > 0 ? SN_STR("} ") : SN_STR(" "));
    add_value(e->out, value);
    sn_buf_add_byte(e->out, '\n');
}

void sn_exposition_sample(sn_exposition *e, const sn_label *labels, size_t n, double value)
{
    add_sample(e, "", labels, n, value);
}

void sn_exposition_histogram(sn_exposition *e, const sn_label *labels, size_t n,
                             const sn_distribution *d)
{
    sn_label all[SN_EXPOSITION_LABELS];
    char bound[32];
    uint64_t up_to = 0;
    if (n > 0)
        memcpy(all, labels, n * sizeof *labels);
    all[n] = (sn_label){"le", bound};
    for (size_t i = 0; i < SN_HISTOGRAM_BOUNDS; i++) {
        up_to += d->counts[i];
        snprintf(bound, sizeof bound, "%g", (double)sn_histogram_bound_us(i) / 1e6);
        /* OpenMetrics has bounds as floating point numbers. */
        if (e->is_openmetrics && strchr(bound, '.') == NULL)
            strcat(bound, ".0");
        add_sample(e, "_bucket", all, n + 1, (double)up_to);
    }
    strcpy(bound, "+Inf");
    add_sample(e, "_bucket", all, n + 1, (double)d->n);
    add_sample(e, "_sum", labels, n, (double)d->sum_us / 1e6);
    add_sample(e, "_count", labels, n, (double)d->n);
}

sn_status sn_exposition_end(sn_exposition *e)
{
    if (e->is_openmetrics)
        sn_buf_add_str(e->out, SN_STR("# EOF\n"));
    return sn_buf_status(e->out);
}
