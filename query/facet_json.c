#include "calendar/calendar.h"
#include "query/answer.h"

static void write_second(sn_json *j, const char *key, int64_t sec)
{
    char text[SN_RFC3339_SIZE];
    sn_date_write_rfc3339(sec, text);
    sn_json_key(j, key);
    sn_json_text(j, text);
}

static void write_value(sn_json *j, const sn_facet_value *v, bool is_date)
{
    sn_json_object(j);
    sn_json_key(j, "value");
    sn_json_str(j, v->value);
    if (is_date) {
        sn_json_key(j, "label");
        sn_json_str(j, v->label);
        write_second(j, "from", v->first_sec);
        write_second(j, "to", v->last_sec);
    }
    sn_json_key(j, "count");
    sn_json_int(j, v->count);
    sn_json_end(j);
}

static void write_others(sn_json *j, const sn_facet_counts *f)
{
    sn_json_key(j, "other");
    sn_json_object(j);
    sn_json_key(j, "values");
    sn_json_int(j, (int64_t)f->n_others);
    sn_json_key(j, "count");
    sn_json_int(j, (int64_t)f->others);
    sn_json_end(j);
    sn_json_key(j, "missing");
    sn_json_int(j, f->missing);
}

static void write_dates_aside(sn_json *j, const sn_facet_counts *f)
{
    sn_json_key(j, "earlier");
    sn_json_int(j, (int64_t)f->others);
    sn_json_key(j, "undated");
    sn_json_int(j, f->missing);
}

static void write_facet(sn_json *j, const sn_facet_counts *f, const sn_request *request)
{
    bool is_date = sn_facet_is_date(f->facet);
    sn_json_key(j, sn_facet_name(f->facet));
    sn_json_object(j);
    if (is_date) {
        sn_json_key(j, "calendar");
        sn_json_text(j, request->calendar == SN_DATE_JALALI ? "jalali" : "gregorian");
    }
    sn_json_key(j, "values");
    sn_json_array(j);
    for (size_t i = 0; i < f->n; i++)
        write_value(j, &f->values[i], is_date);
    sn_json_end(j);
    if (is_date)
        write_dates_aside(j, f);
    else
        write_others(j, f);
    sn_json_key(j, "approximate");
    sn_json_bool(j, f->is_approximate);
    sn_json_end(j);
}

void sn_answer_facets(sn_answer_writer *a)
{
    sn_json *j = &a->json;
    if (a->request->n_facets == 0)
        return;
    sn_json_key(j, "facets");
    if (a->lookup == NULL || a->lookup->facets.n == 0) {
        sn_json_null(j);
        return;
    }
    sn_json_object(j);
    for (size_t i = 0; i < a->lookup->facets.n; i++)
        write_facet(j, &a->lookup->facets.of[i], a->request);
    sn_json_end(j);
}
