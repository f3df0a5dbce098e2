/* Who sends a request, and whether it may be asked: keys, roles, rates, pages of other origins. */
#include "http/exchange.h"

#include "base/clock.h"
#include "http/access/origins.h"

#include <string.h>

/* key= is for pages only, and no parameter of any route: it is taken out of the query. False: out of
 * memory. */
static bool take_key_parameter(sn_exchange *x, sn_asking *asking, char token[SN_TOKEN_MAX])
{
    sn_str value, name = SN_STR("key");
    size_t n = sn_query_values(x->target.query, name, &value);
    if (n == 0)
        return true;
    if (sn_query_without(x->target.query, name, &x->query) != SN_OK)
        return false;
    x->target.query = sn_buf_str(&x->query);
    token[0] = '\0';
    if (value.len < SN_TOKEN_MAX) {
        memcpy(token, value.at, value.len);
        token[value.len] = '\0';
    }
    asking->is_in_address = true;
    asking->is_twice = asking->is_twice || n > 1 || asking->token != NULL;
    asking->token = token;
    return true;
}

/* A page may read a refusal, too, or it could not tell its reader why. */
static void set_cors(sn_exchange *x, const sn_names *origins)
{
    bool is_any = sn_origins_are_any(origins);
    x->answer.varies_by_origin =
        (origins->n > 0 && !is_any) || (x->caller.key != NULL && x->caller.key->is_public);
    if (x->caller.may_be_read)
        x->answer.allow_origin = is_any && x->caller.key == NULL ? "*" : x->headers.origin;
}

static void answer_preflight(sn_exchange *x, const sn_access_rules *rules, int64_t now_sec)
{
    sn_answer *a = &x->answer;
    if (strcmp(x->method, "OPTIONS") != 0 || !x->headers.has_method)
        return;
    a->varies_by_origin = true;
    if (!sn_origin_may_ask(x->keys, rules, x->headers.origin, now_sec))
        return;
    a->is_preflight = true;
    a->allow_origin = x->headers.origin;
}

/* Takes a token of the caller's bucket. Whoever sends wrong keys is counted by address. */
static void take_rate(sn_exchange *x)
{
    sn_caller *c = &x->caller;
    if (c->rate == 0)
        return;
    x->rated = sn_rates_caller(x->service->rates, c->bucket, c->bucket_len);
    if (sn_rates_take(x->service->rates, x->rated, c->rate, sn_clock_monotonic_us(),
                      &x->answer.rate))
        return;
    sn_exchange_refuse_code(x, "rate_limited");
    x->answer.retry_after_sec = (unsigned)x->answer.rate.retry_after_sec;
}

static const char *decide(sn_exchange *x, const sn_access_rules *rules, const sn_asking *asking)
{
    const char *code = sn_caller_decide(asking, x->keys, rules, &x->caller);
    set_cors(x, rules->origins);
    x->answer.is_private = x->caller.key != NULL;
    return code;
}

void sn_exchange_admit(sn_exchange *x, bool local)
{
    const sn_headers *h = &x->headers;
    const sn_http_options *o = x->options;
    sn_access_rules rules = {.search_needs_key = o->search_needs_key,
                             .local_writes = o->local_writes,
                             .rate = o->rate_limit,
                             .origins = &o->cors_origins};
    char token[SN_TOKEN_MAX];
    sn_asking asking = {
        .token = h->tokens > 0 ? h->token : NULL,
        .is_twice = h->tokens > 1,
        .origin = h->origin,
        .is_from_page = h->from_page,
        .is_local = local && !h->forwarded,
        .address =
            sn_client_address_forwarded(&x->peer, sn_str_of(h->forwarded_for), &o->trusted_proxies),
        .now_sec = sn_clock_now_sec(),
    };
    x->keys = sn_key_ring_take(x->service->keys);
    if (x->answer.http_status != 0) {
        answer_preflight(x, &rules, asking.now_sec);
        return;
    }
    if (!take_key_parameter(x, &asking, token)) {
        sn_exchange_refuse_code(x, "internal_error");
        return;
    }
    const char *code = decide(x, &rules, &asking);
    if (x->route->needs != SN_ROLE_NONE || code != NULL)
        take_rate(x);
    if (code == NULL && !x->is_probe) /* who may reach the address of probes may ask there */
        code = sn_caller_refusal(&x->caller, x->route->needs);
    if (code == NULL && x->caller.filter != NULL && x->route->of_all)
        code = "not_for_filter";
    if (x->answer.http_status == 0 && code != NULL)
        sn_exchange_refuse_code(x, code);
}

/* What waits in the queue of searches has theirs; there are as many as can run at once. */
static sn_searchers *searchers_of(const sn_exchange *x)
{
    return x->route->searches ? x->service->searchers : x->service->aside;
}

sn_searcher *sn_exchange_searcher(sn_exchange *x)
{
    sn_searcher *searcher = sn_searchers_borrow(searchers_of(x));
    sn_searcher_set_scope(searcher, x->caller.filter);
    return searcher;
}

void sn_exchange_give_back(sn_exchange *x, sn_searcher *searcher)
{
    sn_searcher_set_scope(searcher, NULL);
    sn_searchers_give_back(searchers_of(x), searcher);
}

void sn_exchange_settle(sn_exchange *x)
{
    if (x->answer.rate.quota > 0)
        sn_rates_charge(x->service->rates, x->rated, x->caller.rate, x->work_us,
                        sn_clock_monotonic_us());
}
