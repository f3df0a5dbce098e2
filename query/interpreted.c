/* How the query was understood: its tree, how far it was relaxed, its dates. */
#include "calendar/calendar.h"
#include "query/answer.h"
#include "query/language.h"

static sn_query_field field_of(sn_term_list list)
{
    switch (list) {
    case SN_LIST_TITLE:
        return SN_IN_TITLE;
    case SN_LIST_SOURCE:
        return SN_IN_SOURCE;
    case SN_LIST_CATEGORY:
        return SN_IN_CATEGORY;
    case SN_LIST_AUTHOR:
        return SN_IN_AUTHOR;
    case SN_LIST_TAG:
        return SN_IN_TAG;
    default:
        return SN_IN_ANY;
    }
}

static void add_text(sn_buf *out, const char *text)
{
    sn_buf_add_str(out, sn_str_of(text));
}

static void add_unit(const sn_question *q, const sn_unit *unit, sn_buf *out)
{
    bool is_quoted = unit->kind == SN_UNIT_PHRASE || unit->kind == SN_UNIT_FIELD;
    sn_query_field field = field_of(unit->list);
    if (field != SN_IN_ANY)
        sn_buf_add_format(out, "%s:", sn_query_field_name(field));
    if (is_quoted)
        add_text(out, "\"");
    sn_buf_add_str(out, unit->key);
    for (size_t i = 0; i < unit->n; i++) {
        const sn_asked_word *w = &q->words[unit->first + i];
        if (i > 0)
            add_text(out, " ");
        sn_buf_add_str(out, q->is_exact && w->exact.len > 0 ? w->exact : w->stem);
    }
    if (is_quoted)
        add_text(out, "\"");
    if (unit->slop > 0)
        sn_buf_add_format(out, "~%u", (unsigned)unit->slop);
    if (unit->kind == SN_UNIT_PREFIX)
        add_text(out, "*");
}

/* Groups are bracketed but for the root; two levels of calls at most for one of parentheses. */
static void add_node(const sn_question *q, size_t at, sn_buf *out)
{
    const sn_node *node = &q->nodes[at];
    if (node->is_excluded || node->is_needed)
        add_text(out, node->is_excluded ? "-" : "+");
    if (node->kind == SN_NODE_UNIT) {
        add_unit(q, &q->units[node->unit], out);
        return;
    }
    if (at != 0)
        add_text(out, "(");
    for (size_t i = node->first; i != 0; i = q->nodes[i].next) {
        if (i != node->first)
            add_text(out, node->kind == SN_NODE_ANY ? " OR " : " ");
        add_node(q, i, out);
    }
    if (at != 0)
        add_text(out, ")");
}

void sn_question_describe(const sn_question *q, sn_buf *out)
{
    if (q->n_nodes > 0)
        add_node(q, 0, out);
}

/* Words that no article has. */
static void write_unknown(sn_json *j, const sn_lookup *l)
{
    sn_json_key(j, "unknown");
    sn_json_array(j);
    for (size_t i = 0; i < l->question.n_words; i++) {
        const sn_asked_word *w = &l->question.words[i];
        if (w->is_scored && l->plan.reach[i] <= 0)
            sn_json_str(j, w->stem);
    }
    sn_json_end(j);
}

/* How many of the words that may be missing an article must have. */
static void write_needed(sn_json *j, const sn_lookup *l)
{
    const sn_step *step = l != NULL && l->relaxed ? &l->plan.step : NULL;
    sn_json_key(j, "needed");
    if (step == NULL) {
        sn_json_null(j);
        return;
    }
    sn_json_object(j);
    sn_json_key(j, "of");
    sn_json_int(j, (int64_t)step->n_optional);
    sn_json_key(j, "may_miss");
    if (step->is_any)
        sn_json_null(j);
    else
        sn_json_int(j, (int64_t)(step->n_unknown + step->misses));
    write_unknown(j, l);
    sn_json_end(j);
}

static void write_day(sn_json *j, const char *key, int64_t sec)
{
    char text[SN_RFC3339_SIZE];
    sn_json_key(j, key);
    if (sec == INT64_MIN || sec == INT64_MAX) {
        sn_json_null(j);
        return;
    }
    sn_date_write_rfc3339(sec, text);
    sn_json_text(j, text);
}

static void write_dates(sn_json *j, const sn_question *q)
{
    sn_json_key(j, "dates");
    sn_json_array(j);
    for (size_t i = 0; q != NULL && i < q->n_dates; i++) {
        sn_json_object(j);
        sn_json_key(j, "text");
        sn_json_str(j, q->dates[i].text);
        write_day(j, "from", q->dates[i].from_sec);
        write_day(j, "to", q->dates[i].to_sec);
        sn_json_key(j, "as");
        sn_json_text(j, q->dates[i].is_soft ? "period_or_words" : "filter");
        sn_json_end(j);
    }
    sn_json_end(j);
}

void sn_answer_interpreted(sn_answer_writer *a)
{
    sn_json *j = &a->json;
    const sn_lookup *l = a->lookup;
    sn_buf_clear(&a->text);
    if (l != NULL)
        sn_question_describe(&l->question, &a->text);
    sn_json_key(j, "interpreted");
    sn_json_str(j, sn_buf_str(&a->text));
    sn_json_key(j, "relaxed");
    sn_json_bool(j, l != NULL && l->relaxed);
    write_needed(j, l);
    write_dates(j, l != NULL ? &l->question : NULL);
}
