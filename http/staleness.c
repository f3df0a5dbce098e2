/* How far the index is behind the archive, and when that is too far to answer. */
#include "http/exchange.h"

#include "base/clock.h"
#include "http/problem.h"

/* Told right after a look, never from an old one: what is on its way is not behind. The last change accepted is asked
 * for first, so that a change that comes between the two looks does not count. */
void sn_service_look_behind(sn_service *s)
{
    uint64_t accepted;
    sn_engine_status now;
    if (!sn_service_glance(s, &accepted) || sn_service_look(s, &now, NULL) != SN_OK)
        return;
    int64_t now_us = sn_clock_monotonic_us();
    sn_behind_look(&s->behind, accepted, now.applied, now_us);
    int64_t since_us = sn_behind_since_us(&s->behind);
    atomic_store(&s->behind_since_us, since_us);
    const sn_http_options *o = sn_http_current_take(&s->options);
    int64_t most_us = o->max_behind_seconds * 1000000;
    sn_http_options_give_back(o);
    atomic_store(&s->is_stale, most_us > 0 && since_us < now_us - most_us);
}

int64_t sn_service_behind_sec(sn_service *s)
{
    int64_t now_us = sn_clock_monotonic_us(), since_us = atomic_load(&s->behind_since_us);
    return since_us < now_us ? (now_us - since_us) / 1000000 : 0;
}

void sn_exchange_refuse_stale(sn_exchange *x)
{
    sn_problem problem;
    sn_problem_make(&problem, SN_ESTALE, "stale", "",
                    "searches here lack what was accepted %lld seconds ago, more than is allowed "
                    "(max_behind_seconds, %lld): ask another service, or later",
                    "نمایهٔ این سرویس %lld ثانیه عقب مانده و حد آن %lld ثانیه است؛ از سرویس دیگری "
                    "بپرسید یا کمی بعد دوباره بپرسید",
                    (long long)sn_service_behind_sec(x->service),
                    (long long)x->options->max_behind_seconds);
    sn_exchange_refuse(x, &problem);
}
