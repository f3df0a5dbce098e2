#include "xapian-c/whole.hpp"

#include "xapian-c/sources.hpp"

#include <string>
#include <vector>

using Xapian::Query;

namespace sn
{

Unweighted::Unweighted()
{
    need_stat(WDF);
}

std::string Unweighted::name() const
{
    return "sn::Unweighted";
}

Xapian::Weight *Unweighted::clone() const
{
    return new Unweighted;
}

void Unweighted::init(double)
{
}

double Unweighted::get_sumpart(Xapian::termcount, Xapian::termcount, Xapian::termcount) const
{
    return 0;
}

double Unweighted::get_maxpart() const
{
    return 0;
}

double Unweighted::get_sumextra(Xapian::termcount, Xapian::termcount) const
{
    return 0;
}

double Unweighted::get_maxextra() const
{
    return 0;
}

namespace
{

Query rewritten(const Holdings &db, const Query &query, bool only_filters);

/* Does the part of this place only filter, in a query of this kind? */
bool is_filter_part(Query::op op, size_t place)
{
    return place > 0 && (op == Query::OP_FILTER || op == Query::OP_AND_NOT);
}

/* One word of many, each with a factor of its own, is not asked for its factor: it takes longer than to match it, and
 * nobody asks for any of some words of which one counts for nothing. */
bool is_word_of_many(Query::op op, const Query &part)
{
    return op == Query::OP_OR && part.get_type() == Query::OP_SCALE_WEIGHT &&
           part.get_subquery(0).get_type() == Query::LEAF_TERM;
}

bool is_whole(const Xapian::Database &db, const std::string &term)
{
    return db.get_termfreq(term) == db.get_doccount();
}

Query filter_of(const Holdings &db, const std::string &term, const Query &query)
{
    if (is_whole(db.all, term))
        return Query(std::string());
    for (const Xapian::Database &part : db.parts) {
        if (part.get_doccount() > 0 && is_whole(part, term)) {
            Having source(term);
            return Query(&source); /* which keeps a clone */
        }
    }
    return query;
}

Query rewritten_parts(const Holdings &db, const Query &query, bool only_filters)
{
    const Query::op op = query.get_type();
    std::vector<Query> parts;
    parts.reserve(query.get_num_subqueries());
    for (size_t i = 0; i < query.get_num_subqueries(); i++) {
        const Query part = query.get_subquery(i);
        const bool filters = only_filters || is_filter_part(op, i);
        parts.push_back(!filters && is_word_of_many(op, part) ? part
                                                              : rewritten(db, part, filters));
    }
    return Query(op, parts.begin(), parts.end());
}

/* A factor cannot be read but there. */
bool is_scaled_to_nothing(const Query &query)
{
    return query.get_description().rfind("Query(0 * ", 0) == 0;
}

Query rewritten_scaled(const Holdings &db, const Query &query, bool only_filters)
{
    if (only_filters)
        return rewritten(db, query.get_subquery(0), true);
    return is_scaled_to_nothing(query) ? Query(0.0, rewritten(db, query.get_subquery(0), true))
                                       : query;
}

Query weighed_synonym(const Holdings &db, const Query &query)
{
    std::vector<std::string> terms;
    for (size_t i = 0; i < query.get_num_subqueries(); i++) {
        const Query part = query.get_subquery(i);
        if (part.get_type() != Query::LEAF_TERM)
            return rewritten_parts(db, query, false);
        terms.push_back(*part.get_terms_begin());
    }
    const Bm25 bm25(db.all, db.k1, db.b);
    Synonym source(terms, bm25, bm25.most(frequency_of_synonym(db.all, terms)));
    return Query(&source);
}

Query rewritten(const Holdings &db, const Query &query, bool only_filters)
{
    switch (query.get_type()) {
    case Query::LEAF_TERM: {
        if (!only_filters)
            return query;
        const std::string term = *query.get_terms_begin();
        return term.empty() ? query : filter_of(db, term, query);
    }
    case Query::OP_AND:
    case Query::OP_OR:
    case Query::OP_FILTER:
    case Query::OP_AND_NOT:
    case Query::OP_AND_MAYBE:
    case Query::OP_MAX:
        return rewritten_parts(db, query, only_filters);
    case Query::OP_SYNONYM:
        return only_filters || db.parts.empty() || db.k1 == 0
                   ? rewritten_parts(db, query, only_filters)
                   : weighed_synonym(db, query);
    case Query::OP_SCALE_WEIGHT:
        return rewritten_scaled(db, query, only_filters);
    default: /* sources, ranges, prefixes */
        return query;
    }
}

} // namespace

Query without_whole_terms(const Holdings &db, const Query &query)
{
    return query.empty() ? query : rewritten(db, query, false);
}

} // namespace sn
