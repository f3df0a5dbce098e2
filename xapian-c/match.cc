#include "xapian-c/bm25.hpp"
#include "xapian-c/collapse.hpp"
#include "xapian-c/handles.hpp"
#include "xapian-c/memory_reserve.hpp"
#include "xapian-c/sources.hpp"
#include "xapian-c/tally.hpp"
#include "xapian-c/whole.hpp"

#include <algorithm>
#include <memory>
#include <vector>

using sn::guard;
using Xapian::Query;

struct sn_xap_matches {
    std::vector<sn_xap_hit> hits;
    std::vector<std::string> keys; /* what hits[i].collapse_key points to; never grows again */
    sn_xap_totals totals;
};

namespace
{

double k1_of(const sn_xap_match_opts &opts)
{
    return opts.k1 == 0 && opts.b == 0 ? 1.2 : opts.k1;
}

double b_of(const sn_xap_match_opts &opts)
{
    return opts.k1 == 0 && opts.b == 0 ? 0.75 : opts.b;
}

Xapian::BM25Weight bm25(const sn_xap_match_opts &opts)
{
    return Xapian::BM25Weight(k1_of(opts), 0, 0, b_of(opts), sn::BM25_MIN_LENGTH);
}

/* The same for all documents, so that it decides nothing. But where there is a key beside the weight, the matcher drops a
 * document that is none of the best so far at once; by weight alone it puts each into its heap and takes the worst
 * one out again (1.4.22), which takes as long as to find and weigh it. */
class NoKey : public Xapian::KeyMaker
{
  public:
    std::string operator()(const Xapian::Document &) const override
    {
        return std::string();
    }
};

void set_order(Xapian::Enquire &enquire, const sn_xap_match_opts &opts, NoKey *no_key)
{
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    if (opts.order == SN_XAP_BY_WEIGHT) {
        enquire.set_weighting_scheme(bm25(opts));
        enquire.set_sort_by_relevance_then_key(no_key, false);
        return;
    }
    enquire.set_weighting_scheme(sn::Unweighted());
    if (opts.order != SN_XAP_BY_DOCID)
        enquire.set_sort_by_value(opts.sort_slot, opts.order == SN_XAP_BY_VALUE_DOWN);
}

/* A match of so many steps takes some 10 ms, whatever it finds; and so much time is left that it does not matter. */
constexpr double FEW_STEPS = 50000;
constexpr int64_t MUCH_TIME_US = 500000;

bool is_short(const Xapian::Database &db, const sn_xap_query &query)
{
    double longest = query.has_source ? db.get_doccount() : 0;
    const double lists = query.query.get_length() + (query.has_source ? 1 : 0);
    if (!query.is_plain || longest * lists > FEW_STEPS)
        return false;
    for (auto it = query.query.get_terms_begin(); it != query.query.get_terms_end(); ++it) {
        longest = std::max(longest, static_cast<double>(db.get_termfreq(*it)));
        if (longest * lists > FEW_STEPS)
            return false;
    }
    return true;
}

/* As a filter of the whole query and not under AND_MAYBE: there a source at its end is taken out of
 * the tree and the match goes on without it. It adds no weight and changes no estimate. But it is asked for each
 * document that is found, which takes a tenth of an OR: a short match goes without. */
Query with_deadline(const sn_xap_db &db, const sn_xap_query &query, const sn_xap_match_opts &opts,
                    bool *passed)
{
    const double k1 = opts.order == SN_XAP_BY_WEIGHT ? k1_of(opts) : 0;
    const Query whole = sn::without_whole_terms({db.db, db.parts, k1, b_of(opts)}, query.query);
    const int64_t deadline_us = opts.deadline_us;
    if (deadline_us == 0 || whole.empty())
        return whole;
    if (deadline_us - sn::monotonic_us() > MUCH_TIME_US && is_short(db.db, query))
        return whole;
    sn::Deadline deadline(deadline_us, passed);
    return Query(Query::OP_FILTER, whole, Query(&deadline)); /* which keeps a clone */
}

sn_xap_totals totals_of(const Xapian::MSet &mset)
{
    sn_xap_totals t = {};
    t.lower = mset.get_matches_lower_bound();
    t.estimated = mset.get_matches_estimated();
    t.upper = mset.get_matches_upper_bound();
    t.uncollapsed_lower = mset.get_uncollapsed_matches_lower_bound();
    t.uncollapsed_estimated = mset.get_uncollapsed_matches_estimated();
    t.uncollapsed_upper = mset.get_uncollapsed_matches_upper_bound();
    t.max_attained = mset.get_max_attained();
    return t;
}

void take_hits(const sn_xap_db &db, const Xapian::MSet &mset, sn_xap_matches *m)
{
    m->hits.reserve(mset.size());
    m->keys.reserve(mset.size());
    for (Xapian::MSetIterator it = mset.begin(); it != mset.end(); ++it) {
        m->keys.push_back(it.get_collapse_key());
        sn_xap_hit hit = {db.outside(*it), it.get_weight(), it.get_collapse_count(), {nullptr, 0}};
        hit.collapse_key = sn::str_of(m->keys.back());
        m->hits.push_back(hit);
    }
}

void take_foremost(std::vector<sn::Foremost> foremost, sn_xap_matches *m)
{
    m->keys.reserve(foremost.size());
    for (sn::Foremost &hit : foremost) {
        m->keys.push_back(std::move(hit.value));
        m->hits.push_back({hit.docid, hit.weight, hit.others, sn::str_of(m->keys.back())});
    }
}

/* What the matcher skips, because it could not be shown, no spy sees. */
uint32_t least_checked(const sn_xap_db &db, const sn_xap_match_opts &opts)
{
    const uint32_t limit = opts.tally != nullptr ? opts.tally->limit : 0;
    const uint32_t counted = opts.tally != nullptr && limit < UINT32_MAX ? limit + 1 : limit;
    /* The first ones of all shards are known when all were seen. */
    if (opts.tally != nullptr && db.shards() > 1)
        return std::max(opts.check_at_least, db.db.get_doccount());
    return std::max(opts.check_at_least, counted);
}

/* The library calls totals exact only without collapsing; but as long as fewer groups were seen than it had to look at,
 * it saw every match: then `lower` is the number of groups, and what it took off the upper bound is that of copies. */
void settle_totals(const sn_xap_match_opts &opts, sn_xap_matches *m)
{
    sn_xap_totals &t = m->totals;
    if (t.timed_out || t.lower >= opts.check_at_least)
        return;
    uint32_t copies = t.uncollapsed_upper - t.upper;
    if (m->hits.size() == t.lower) { /* all of them are here: the bounds were set equal */
        copies = 0;
        for (const sn_xap_hit &hit : m->hits)
            copies += hit.collapse_count;
    }
    t.estimated = t.upper = t.lower;
    t.uncollapsed_lower = t.uncollapsed_estimated = t.uncollapsed_upper = t.lower + copies;
}

/* One match: the query and its order, and who looks on. */
class Match
{
  public:
    Match(const sn_xap_db &db, const sn_xap_query &query, const sn_xap_match_opts &opts)
        : db_(db), opts_(opts), enquire_(db.db)
    {
        enquire_.set_query(with_deadline(db, query, opts, &passed_));
        set_order(enquire_, opts, &no_key_);
    }

    void run(sn_xap_matches *m)
    {
        if (opts_.collapse_max == 1 && db_.shards() == 1 && collapse(m))
            return;
        if (opts_.collapse_max > 0)
            enquire_.set_collapse_key(opts_.collapse_slot, opts_.collapse_max);
        const Xapian::MSet mset = look(opts_.first, opts_.max_items, opts_.tally);
        take_hits(db_, mset, m);
        take_totals(mset, m);
        if (opts_.collapse_max == 1)
            settle_totals(opts_, m);
    }

  private:
    /* Most copies lie side by side: so many more hits than are wanted have groups enough. */
    static constexpr uint32_t SPARE = 20;

    /* False: more copies came than that, nothing is taken. */
    bool collapse(sn_xap_matches *m)
    {
        sn_xap_tally own;
        own.limit = opts_.check_at_least;
        sn_xap_tally *tally = opts_.tally != nullptr ? opts_.tally : &own;
        const uint32_t wanted = static_cast<uint32_t>(std::min(
            uint64_t{opts_.first} + opts_.max_items + SPARE, uint64_t{db_.db.get_doccount()} + 1));
        const Xapian::MSet mset = look(0, wanted, tally);
        const sn::Groups groups(db_.db, opts_.collapse_slot, tally->docids);
        bool has_enough = false;
        auto found = sn::foremost(db_.db, mset, groups, opts_, &has_enough);
        if (!has_enough && mset.size() == wanted)
            return false;
        take_foremost(std::move(found), m);
        take_totals(mset, m);
        sn::collapse_totals(groups, static_cast<uint32_t>(tally->docids.size()),
                            !tally->is_cut && !passed_, &m->totals);
        return true;
    }

    Xapian::MSet look(uint32_t first, uint32_t max_items, sn_xap_tally *tally)
    {
        std::unique_ptr<sn::TallySpy> spy; /* outlives what it is given to, as the key */
        enquire_.clear_matchspies();
        if (tally != nullptr) {
            spy = std::make_unique<sn::TallySpy>(tally, db_.shards());
            enquire_.add_matchspy(spy.get());
        }
        sn_xap_match_opts opts = opts_;
        opts.tally = tally;
        Xapian::MSet mset = enquire_.get_mset(first, max_items, least_checked(db_, opts));
        if (spy)
            spy->finish();
        enquire_.clear_matchspies();
        return mset;
    }

    /* The library takes an early end for the true one: nothing above is known. */
    void take_totals(const Xapian::MSet &mset, sn_xap_matches *m) const
    {
        m->totals = totals_of(mset);
        m->totals.timed_out = passed_;
        if (passed_)
            m->totals.upper = m->totals.uncollapsed_upper = db_.db.get_doccount();
    }

    const sn_xap_db &db_;
    const sn_xap_match_opts &opts_;
    bool passed_ = false;
    NoKey no_key_;
    Xapian::Enquire enquire_;
};

sn_status check_opts(const sn_xap_match_opts &opts, sn_error *err)
{
    /* k1 = 0 makes 0/0 of a term that a document has with wdf 0. */
    if ((opts.k1 != 0 || opts.b != 0) && !(opts.k1 > 0 && opts.b >= 0 && opts.b <= 1))
        return sn_fail(err, SN_EINVAL, "match: k1 %g, b %g", opts.k1, opts.b);
    return SN_OK;
}

} // namespace

sn_status sn_xap_match(const sn_xap_db *db, const sn_xap_query *query,
                       const sn_xap_match_opts *opts, sn_xap_matches **out, sn_error *err)
{
    return guard(err, "match", [&] {
        sn_status s = check_opts(*opts, err);
        if (s == SN_OK)
            s = sn::keep_memory("match", err);
        if (s != SN_OK)
            return s;
        auto m = std::make_unique<sn_xap_matches>();
        Match(*db, *query, *opts).run(m.get());
        *out = m.release();
        return SN_OK;
    });
}

void sn_xap_matches_destroy(sn_xap_matches *m)
{
    delete m;
}

size_t sn_xap_matches_count(const sn_xap_matches *m)
{
    return m->hits.size();
}

const sn_xap_hit *sn_xap_matches_at(const sn_xap_matches *m, size_t i)
{
    return &m->hits[i];
}

sn_xap_totals sn_xap_matches_totals(const sn_xap_matches *m)
{
    return m->totals;
}
