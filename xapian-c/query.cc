#include "xapian-c/handles.hpp"
#include "xapian-c/sources.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using sn::bytes_of;
using sn::guard;
using Xapian::Query;

void sn_xap_query_destroy(sn_xap_query *q)
{
    delete q;
}

namespace
{

sn_status give(sn_xap_query **out, const Query &query, bool has_source, bool is_plain)
{
    *out = new sn_xap_query{query, has_source, is_plain};
    return SN_OK;
}

/* The query keeps a clone of its own, counted and freed with the last query that holds it: a source
 * made with new would leak if the query ran out of memory. */
template <typename Source> sn_status give_source(sn_xap_query **out, Source &&source, bool is_plain)
{
    return give(out, Query(&source), true, is_plain);
}

Query::op library_op(sn_xap_op op)
{
    switch (op) {
    case SN_XAP_AND:
        return Query::OP_AND;
    case SN_XAP_OR:
        return Query::OP_OR;
    case SN_XAP_AND_NOT:
        return Query::OP_AND_NOT;
    case SN_XAP_AND_MAYBE:
        return Query::OP_AND_MAYBE;
    case SN_XAP_FILTER:
        return Query::OP_FILTER;
    case SN_XAP_SYNONYM:
        return Query::OP_SYNONYM;
    case SN_XAP_MAX:
        return Query::OP_MAX;
    case SN_XAP_NEAR:
    case SN_XAP_PHRASE:
        return Query::OP_AND; /* placed() */
    }
    return Query::OP_INVALID;
}

/* Terms joined by AND, of those documents in which they stand so. The source has no weight and ignores the least
 * one that is passed down, so such a query may be scaled. */
Query placed(const Query &joined, const std::vector<Query> &terms, bool is_ordered, uint32_t window)
{
    std::vector<std::string> names;
    for (const Query &term : terms)
        names.push_back(*term.get_terms_begin());
    sn::Placed source(names, std::max(window, static_cast<uint32_t>(names.size())), is_ordered);
    return Query(Query::OP_FILTER, joined, Query(&source));
}

} // namespace

sn_status sn_xap_query_term(sn_str term, uint32_t wqf, sn_xap_query **out, sn_error *err)
{
    return guard(err, "query term", [&] {
        sn_status s = sn::check_length(term, "query term", err);
        return s == SN_OK ? give(out, Query(bytes_of(term), wqf), false, wqf > 0) : s;
    });
}

sn_status sn_xap_query_join(sn_xap_op op, sn_xap_query *const *parts, size_t n, uint32_t window,
                            sn_xap_query **out, sn_error *err)
{
    return guard(err, "query", [&] {
        const Query::op joint = library_op(op);
        const bool positional = op == SN_XAP_NEAR || op == SN_XAP_PHRASE;
        std::vector<Query> queries;
        queries.reserve(n);
        bool has_source = false, is_plain = n < 2 || !positional;
        for (size_t i = 0; i < n; i++) {
            if (positional && parts[i]->query.get_type() != Query::LEAF_TERM)
                return sn_fail(err, SN_EINVAL, "query: near and phrase take terms only");
            queries.push_back(parts[i]->query);
            has_source = has_source || parts[i]->has_source;
            is_plain = is_plain && parts[i]->is_plain;
        }
        if (n == 1)
            return give(out, queries[0], has_source, is_plain);
        const Query joined(joint, queries.begin(), queries.end());
        return give(out,
                    positional && n > 0 ? placed(joined, queries, op == SN_XAP_PHRASE, window)
                                        : joined,
                    has_source, is_plain);
    });
}

sn_status sn_xap_query_scale(const sn_xap_query *q, double factor, sn_xap_query **out,
                             sn_error *err)
{
    return guard(err, "scaled query", [&] {
        if (!(factor >= 0) || std::isinf(factor))
            return sn_fail(err, SN_EINVAL, "scaled query: %g is no factor", factor);
        if (q->has_source)
            return sn_fail(err, SN_EINVAL, "scaled query: a decay or range inside would lose hits");
        return give(out, Query(factor, q->query), false, q->is_plain);
    });
}

/* Not Query::MatchAll: all threads would count references to that one object, without a lock. */
sn_status sn_xap_query_all(sn_xap_query **out, sn_error *err)
{
    return guard(err, "query", [&] { return give(out, Query(std::string()), false, false); });
}

sn_status sn_xap_query_nothing(sn_xap_query **out, sn_error *err)
{
    return guard(err, "query", [&] { return give(out, Query(), false, true); });
}

sn_status sn_xap_query_value_range(uint32_t slot, sn_str low, sn_str high, sn_xap_query **out,
                                   sn_error *err)
{
    return guard(err, "value range", [&] {
        if (high.len == 0)
            return give(out, Query(Query::OP_VALUE_GE, slot, bytes_of(low)), false, false);
        return give(out, Query(Query::OP_VALUE_RANGE, slot, bytes_of(low), bytes_of(high)), false,
                    false);
    });
}

sn_status sn_xap_query_prefix(sn_str prefix, uint32_t limit, sn_xap_query **out, sn_error *err)
{
    return guard(err, "query prefix", [&] {
        sn_status s = sn::check_length(prefix, "query prefix", err);
        if (s != SN_OK)
            return s;
        /* The library takes 0 for "no limit". */
        if (limit == 0)
            return sn_fail(err, SN_EINVAL, "query prefix: limit 0");
        return give(out,
                    Query(Query::OP_WILDCARD, bytes_of(prefix), limit,
                          Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_SYNONYM),
                    false, false);
    });
}

sn_status sn_xap_query_docid_range(const sn_xap_docid_range *range, sn_xap_query **out,
                                   sn_error *err)
{
    return guard(err, "docid range",
                 [&] { return give_source(out, sn::DocidRange(*range), false); });
}

sn_status sn_xap_query_docids(const sn_docid *docids, size_t n, sn_xap_query **out, sn_error *err)
{
    return guard(err, "docids", [&] {
        for (size_t i = 0; i < n; i++) {
            if (docids[i] == 0 || (i > 0 && docids[i] <= docids[i - 1]))
                return sn_fail(err, SN_EINVAL, "docids: they do not rise");
        }
        return give_source(out, sn::DocidList(docids, n), true);
    });
}

sn_status sn_xap_query_decay(const sn_xap_decay *decay, sn_xap_query **out, sn_error *err)
{
    return guard(err, "decay", [&] {
        bool fine = decay->peak >= 0 && decay->half > 0 && decay->step > 0;
        if (!fine || std::isinf(decay->peak) || std::isinf(decay->half) || std::isinf(decay->step))
            return sn_fail(err, SN_EINVAL, "decay: peak %g, half %g, step %g", decay->peak,
                           decay->half, decay->step);
        return give_source(out, sn::Decay(*decay), true);
    });
}

sn_status sn_xap_query_constant(double weight, const sn_xap_query *q, sn_xap_query **out,
                                sn_error *err)
{
    return guard(err, "constant", [&] {
        if (!(weight >= 0) || std::isinf(weight))
            return sn_fail(err, SN_EINVAL, "constant: %g is no weight", weight);
        sn::Constant constant(weight);
        return give(out, Query(Query::OP_FILTER, Query(&constant), q->query), true, q->is_plain);
    });
}

sn_status sn_xap_query_describe(const sn_xap_query *q, sn_buf *out, sn_error *err)
{
    return guard(err, "query", [&] {
        return sn::append(out, q->query.get_description(), "query description", err);
    });
}
