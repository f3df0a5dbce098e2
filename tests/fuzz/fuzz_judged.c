/* Topics and judgements from anywhere: no crash, and laws.
 *   a refusal names a line of the text, or a topic;
 *   what is accepted counts up, has a grade for each judgement, and reads back when it is written. */
#include "query/judged.h"

#include "base/limits.h"
#include "tests/fuzz/law.h"

#include <stdio.h>

static void check_topic(const sn_topic *t, sn_buf *out)
{
    size_t relevant = 0;
    law(t->name[0] != '\0' && (t->query == NULL || t->query[0] != '\0'));
    for (size_t i = 0; i < t->n; i++) {
        law(t->at[i].grade >= 0 && t->at[i].grade <= SN_GRADE_MAX);
        law(sn_topic_grade(t, t->at[i].id) == t->at[i].grade);
        relevant += t->at[i].grade > 0;
        sn_buf_add_format(out, "%s 0 %s %d\n", t->name, t->at[i].id, t->at[i].grade);
    }
    law(relevant == t->relevant);
}

static void check_written(const sn_judged *j, sn_str qrels)
{
    SN_CLEANUP(sn_judged) sn_judged again = {0};
    law(sn_judged_read_qrels(&again, qrels, NULL) == SN_OK);
    law(sn_judged_settle(&again, NULL) == SN_OK);
    law(again.n_judgements == j->n_judgements);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_judged) sn_judged topics = {0}, judged = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(16 * size + 4096);
    sn_error err = {0};
    unsigned line = 0;
    if (sn_judged_read_topics(&topics, text, &err) != SN_OK)
        law(sscanf(err.msg, "line %u: ", &line) == 1 && line >= 1);
    for (size_t i = 0; i < topics.n; i++)
        check_topic(&topics.topics[i], &out);
    if (sn_judged_read_qrels(&judged, text, &err) != SN_OK ||
        sn_judged_settle(&judged, &err) != SN_OK)
        return 0;
    sn_buf_clear(&out);
    sn_buf_add_str(&out, SN_STR("# so that no name begins the text\n"));
    for (size_t i = 0; i < judged.n; i++)
        check_topic(&judged.topics[i], &out);
    law(sn_buf_status(&out) == SN_OK);
    if (judged.n_judgements > 0)
        check_written(&judged, sn_buf_str(&out));
    return 0;
}
