#include "query/judged.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/options.h"
#include "base/text_lines.h"
#include "base/utf8.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

void sn_judged_done(sn_judged *j)
{
    for (size_t i = 0; i < j->n; i++) {
        sn_topic *t = &j->topics[i];
        for (size_t k = 0; k < t->n; k++)
            free(t->at[k].id);
        free(t->at);
        free(t->name);
        free(t->query);
    }
    free(j->topics);
    *j = (sn_judged){0};
}

static bool is_named(const sn_topic *t, sn_str name)
{
    return sn_str_equal(sn_str_of(t->name), name);
}

/* From the last one on, since lines of one topic stand together. */
static sn_topic *find_topic(sn_judged *j, sn_str name)
{
    for (size_t i = j->n; i-- > 0;) {
        if (is_named(&j->topics[i], name))
            return &j->topics[i];
    }
    return NULL;
}

static sn_status add_topic(sn_judged *j, sn_str name, sn_topic **out, sn_error *err)
{
    if (j->n >= SN_LIMIT_EVALUATE_TOPICS)
        return sn_fail(err, SN_ELIMIT, "more than %d topics", SN_LIMIT_EVALUATE_TOPICS);
    sn_topic *topics = sn_grow(j->topics, j->n, &j->cap, sizeof *topics);
    char *copy = topics != NULL ? sn_str_dup(name) : NULL;
    if (topics != NULL)
        j->topics = topics;
    if (copy == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    j->topics[j->n] = (sn_topic){.name = copy};
    *out = &j->topics[j->n++];
    return SN_OK;
}

static sn_status topic_of(sn_judged *j, sn_str name, sn_topic **out, sn_error *err)
{
    sn_topic *t = find_topic(j, name);
    if (t == NULL)
        return add_topic(j, name, out, err);
    *out = t;
    return SN_OK;
}

sn_status sn_judged_ask(sn_judged *j, sn_str name, sn_str query, sn_error *err)
{
    sn_topic *t = NULL;
    if (name.len == 0 || name.len > SN_LIMIT_ID_BYTES)
        return sn_fail(err, SN_EINVAL, "the name of a topic has 1 to %d bytes", SN_LIMIT_ID_BYTES);
    if (query.len == 0)
        return sn_fail(err, SN_EINVAL, "topic «%.*s» has no query", (int)name.len, name.at);
    sn_status s = topic_of(j, name, &t, err);
    if (s != SN_OK)
        return s;
    if (t->query != NULL)
        return sn_fail(err, SN_EINVAL, "topic «%s» is asked twice", t->name);
    t->query = sn_str_dup(query);
    return t->query != NULL ? SN_OK : sn_fail(err, SN_ENOMEM, "out of memory");
}

static sn_status add_judgement(sn_topic *t, sn_str id, int grade, sn_error *err)
{
    sn_judgement *at = sn_grow(t->at, t->n, &t->cap, sizeof *at);
    char *copy = at != NULL ? sn_str_dup(id) : NULL;
    if (at != NULL)
        t->at = at;
    if (copy == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    t->at[t->n++] = (sn_judgement){copy, grade};
    t->relevant += grade > 0;
    return SN_OK;
}

sn_status sn_judged_grade(sn_judged *j, sn_str name, sn_str id, int64_t grade, sn_error *err)
{
    sn_topic *t = NULL;
    if (name.len == 0 || name.len > SN_LIMIT_ID_BYTES || id.len == 0 || id.len > SN_LIMIT_ID_BYTES)
        return sn_fail(err, SN_EINVAL, "names of topics and ids have 1 to %d bytes",
                       SN_LIMIT_ID_BYTES);
    if (grade > SN_GRADE_MAX)
        return sn_fail(err, SN_EINVAL, "a grade is at most %d", SN_GRADE_MAX);
    if (j->n_judgements >= SN_LIMIT_EVALUATE_JUDGEMENTS)
        return sn_fail(err, SN_ELIMIT, "more than %d judgements", SN_LIMIT_EVALUATE_JUDGEMENTS);
    sn_status s = topic_of(j, name, &t, err);
    if (s == SN_OK)
        s = add_judgement(t, id, grade > 0 ? (int)grade : 0, err);
    j->n_judgements += s == SN_OK;
    return s;
}

/* The first piece of the line that is not blank, taken off it; empty at its end. */
static sn_str take_word(sn_str *line)
{
    *line = sn_str_trim(*line);
    size_t len = 0;
    while (len < line->len && strchr(" \t", line->at[len]) == NULL)
        len++;
    sn_str word = {line->at, len};
    *line = (sn_str){line->at + len, line->len - len};
    return word;
}

static sn_status read_judgement(sn_judged *j, sn_str line, sn_error *err)
{
    int64_t grade;
    sn_str topic = take_word(&line);
    take_word(&line); /* the iteration, which nobody uses */
    sn_str id = take_word(&line);
    sn_str number = take_word(&line);
    if (sn_int_parse(number, INT_MIN, INT_MAX, &grade) != SN_OK || take_word(&line).len > 0)
        return sn_fail(err, SN_EINVAL, "topic, 0, id, grade is wanted");
    return sn_judged_grade(j, topic, id, grade, err);
}

static sn_status read_topic(sn_judged *j, sn_str line, sn_error *err)
{
    const char *tab = memchr(line.at, '\t', line.len);
    if (tab == NULL)
        return sn_fail(err, SN_EINVAL, "topic, tab, query is wanted");
    sn_str name = {line.at, (size_t)(tab - line.at)};
    sn_str query = {tab + 1, line.len - name.len - 1};
    return sn_judged_ask(j, sn_str_trim(name), sn_str_trim(query), err);
}

typedef sn_status line_fn(sn_judged *j, sn_str line, sn_error *err);

static sn_status read_lines(sn_judged *j, sn_str text, line_fn *read, sn_error *err)
{
    sn_text_lines lines = sn_text_lines_of(text);
    sn_str line;
    while (sn_text_lines_next(&lines, &line)) {
        line = sn_str_trim(line);
        if (line.len == 0 || line.at[0] == '#')
            continue;
        sn_status s = SN_OK;
        if (!sn_utf8_is_valid(line, NULL))
            s = sn_fail(err, SN_EUTF8, "ill-formed UTF-8");
        else if (memchr(line.at, '\0', line.len) != NULL)
            s = sn_fail(err, SN_EINVAL, "a zero byte");
        if (s == SN_OK)
            s = read(j, line, err);
        if (s != SN_OK)
            return err != NULL ? sn_fail_in(err, s, "line %u", lines.number) : s;
    }
    return SN_OK;
}

sn_status sn_judged_read_topics(sn_judged *j, sn_str text, sn_error *err)
{
    return read_lines(j, text, read_topic, err);
}

sn_status sn_judged_read_qrels(sn_judged *j, sn_str text, sn_error *err)
{
    return read_lines(j, text, read_judgement, err);
}

static int by_id(const void *a, const void *b)
{
    const sn_judgement *left = a, *right = b;
    return strcmp(left->id, right->id);
}

sn_status sn_judged_settle(sn_judged *j, sn_error *err)
{
    for (size_t i = 0; i < j->n; i++) {
        sn_topic *t = &j->topics[i];
        if (t->n > 1)
            qsort(t->at, t->n, sizeof *t->at, by_id);
        for (size_t k = 1; k < t->n; k++) {
            if (strcmp(t->at[k - 1].id, t->at[k].id) == 0)
                return sn_fail(err, SN_EINVAL, "topic «%s»: «%s» is judged twice", t->name,
                               t->at[k].id);
        }
    }
    return SN_OK;
}

int sn_topic_grade(const sn_topic *topic, const char *id)
{
    sn_judgement key = {.id = (char *)id}; /* read only */
    const sn_judgement *found =
        topic->n > 0 ? bsearch(&key, topic->at, topic->n, sizeof key, by_id) : NULL;
    return found != NULL ? found->grade : 0;
}
