/* query/judged - topics and what was judged of them, from TREC's two files or one by one.
 *
 *   topics   topic, tab, query a line                 blank lines and those with # are passed over
 *   qrels    topic 0 id grade a line, blanks between  grade 0 (not relevant) to SN_GRADE_MAX; below 0,
 *                                                     as TREC has it for spam, counts as 0 */
#ifndef SN_QUERY_JUDGED_H
#define SN_QUERY_JUDGED_H

#include "base/bytes.h"
#include "query/metrics.h"

typedef struct sn_judgement {
    char *id;
    int grade;
} sn_judgement;

typedef struct sn_topic {
    char *name;
    char *query; /* NULL: judged but not asked, which scores 0 */
    sn_judgement *at;
    size_t n, cap;
    size_t relevant; /* with a grade above 0; 0: the topic counts in no mean */
} sn_topic;

typedef struct sn_judged {
    sn_topic *topics; /* in the order they were named */
    size_t n, cap, n_judgements;
} sn_judged;

void sn_judged_done(sn_judged *j);

/* One topic, its query copied. SN_EINVAL (asked before; its query or name empty), SN_ELIMIT (over
 * SN_LIMIT_EVALUATE_TOPICS), SN_ENOMEM. */
SN_MUST_USE sn_status sn_judged_ask(sn_judged *j, sn_str name, sn_str query, sn_error *err);
/* One judgement; the topic need not be asked. SN_EINVAL (grade over SN_GRADE_MAX, id empty or over
 * SN_LIMIT_ID_BYTES), SN_ELIMIT (over SN_LIMIT_EVALUATE_JUDGEMENTS), SN_ENOMEM. */
SN_MUST_USE sn_status sn_judged_grade(sn_judged *j, sn_str name, sn_str id, int64_t grade,
                                      sn_error *err);

/* A whole file; messages begin with "line N: ". Statuses as above, SN_EUTF8. */
SN_MUST_USE sn_status sn_judged_read_topics(sn_judged *j, sn_str text, sn_error *err);
SN_MUST_USE sn_status sn_judged_read_qrels(sn_judged *j, sn_str text, sn_error *err);

/* Before topics are scored: judgements in the order of their ids. SN_EINVAL: one id twice. */
SN_MUST_USE sn_status sn_judged_settle(sn_judged *j, sn_error *err);

/* The grade of an article; 0 without a judgement. The topic is settled. */
int sn_topic_grade(const sn_topic *topic, const char *id);

SN_DEFINE_CLEANUP(sn_judged, sn_judged_done)

#endif
