/* model_rank - a question asked of the model: which articles it finds, and what the formula of
 * docs/ranking.md gives each of them. */
#ifndef SN_TESTS_PROPERTY_QUERY_MODEL_RANK_H
#define SN_TESTS_PROPERTY_QUERY_MODEL_RANK_H

#include "query/plan.h"
#include "tests/property/query/model.h"

/* What is asked, as the product understood it; the rest is the model's. */
typedef struct model_asked {
    const sn_question *question;
    const sn_profile *profile;
    sn_plan_mode mode;
    sn_step step;            /* of SN_PLAN_RELAXED */
    double share, half_days; /* of freshness; share 0: none */
    uint32_t origin;         /* the document number of now */
} model_asked;

/* is_doubtful: near each other stand words that may share a place (گفت in گفت‌وگو). There libxapian
 * moves on whichever comes second, and may lose what moving the other would have found
 * (nearpostlist.cc, 1.4.22 and later): either answer is right. */
typedef struct model_score {
    bool is_found, is_doubtful;
    double base, places; /* places: what nearness and the title phrase add */
} model_score;

model_score model_score_of(const model *m, const model_asked *asked, const model_article *a);

/* The sum of what the words can score at most. */
double model_attainable(const model *m, const model_asked *asked);

#endif
