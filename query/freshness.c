#include "query/freshness.h"

#include <math.h>

static void take_level(sn_freshness_choice *c, const sn_profile *profile, sn_freshness level,
                       const char *reason)
{
    c->share = profile->freshness[level].share;
    c->half_days = profile->freshness[level].half_days;
    c->reason = reason;
}

/* A query that the news of the day is about wants it more than others do. */
static sn_status take_burst(sn_freshness_choice *c, const sn_freshness_input *in)
{
    const sn_profile *p = in->profile;
    sn_status s = sn_burst_base_count(in->db, in->now_sec, in->base, in->tree->err);
    if (s == SN_OK)
        s = sn_burst_of(in->db, in->base, in->tree, in->words, &c->burst);
    if (s != SN_OK)
        return s;
    double factor = log2(c->burst) / p->auto_octaves;
    bool is_burst = factor > p->auto_least;
    take_level(c, p, SN_FRESHNESS_NORMAL, is_burst ? "burst" : "steady");
    c->share *= is_burst ? fmin(factor, p->auto_most) : p->auto_least;
    return SN_OK;
}

static sn_status choose_auto(sn_freshness_choice *c, const sn_freshness_input *in)
{
    if (in->request->sort != SN_SORT_RELEVANCE || in->words == NULL)
        return SN_OK; /* nothing is weighed */
    const char *reason = "time_filter";
    sn_freshness level = SN_FRESHNESS_OFF;
    if (in->request->from_sec == INT64_MIN && in->request->to_sec == INT64_MAX &&
        in->question->n_dates == 0)
        level = sn_freshness_of_words(in->question, in->now_sec, &reason);
    if (level == SN_FRESHNESS_AUTO)
        return take_burst(c, in);
    take_level(c, in->profile, level, reason);
    return SN_OK;
}

sn_status sn_freshness_choose(const sn_freshness_input *in, sn_freshness_choice *out)
{
    bool is_said = in->request->freshness != SN_FRESHNESS_OF_PROFILE;
    sn_freshness_choice c = {.asked = is_said ? in->request->freshness : in->profile->prefer,
                             .half_days = 1,
                             .reason = "unranked"};
    sn_status s = SN_OK;
    if (c.asked == SN_FRESHNESS_AUTO)
        s = choose_auto(&c, in);
    else
        take_level(&c, in->profile, c.asked, is_said ? "request" : "profile");
    if (s != SN_OK)
        return s;
    if (in->request->half_days > 0)
        c.half_days = in->request->half_days;
    if (c.asked == SN_FRESHNESS_AUTO && in->request->after != NULL) {
        c.share = in->request->after->share; /* today's news move on, a list does not */
        c.half_days = in->request->after->half_days;
    }
    *out = c;
    return SN_OK;
}
