#include "xapian-c/bm25.hpp"
#include "xapian-c/handles.hpp"
#include "xapian-c/sources.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

namespace sn
{

namespace
{

/* To the first document from docid on. The next ones are nearer than it: to skip is to look for a piece of the list from the
 * root of the table down, and an index that was built in slices has pieces of some ten documents. */
void forward(Xapian::PostingIterator &at, Xapian::docid docid)
{
    constexpr unsigned STEPS = 4;
    const Xapian::PostingIterator end;
    for (unsigned i = 0; i < STEPS && at != end && *at < docid; i++)
        ++at;
    if (at != end && *at < docid)
        at.skip_to(docid);
}

} // namespace

/* A word's list of documents, where it stands now. */
struct Weighed::List {
    Xapian::PostingIterator at;
    Xapian::docid docid; /* 0: at its end */
    double weight;
    double most; /* what a document weighs at most that has but this word and those before it */

    void skip_to(Xapian::docid to)
    {
        if (docid == 0 || docid >= to)
            return;
        forward(at, to);
        docid = at == Xapian::PostingIterator() ? 0 : *at;
    }
};

namespace
{

std::vector<Weighing> least_first(std::vector<Weighing> words)
{
    std::stable_sort(words.begin(), words.end(),
                     [](const Weighing &a, const Weighing &b) { return a.weight < b.weight; });
    return words;
}

/* As a query of it is. */
sn_status check_decay(const sn_xap_decay *decay, sn_error *err)
{
    sn_xap_query *made = nullptr;
    sn_status s = decay != nullptr ? sn_xap_query_decay(decay, &made, err) : SN_OK;
    sn_xap_query_destroy(made);
    return s;
}

} // namespace

Weighed::Weighed(const std::vector<Weighing> &words, double k1, double b, const sn_xap_decay &decay,
                 double average_length)
    : words_(least_first(words)), k1_(k1), b_(b), decay_(decay), average_length_(average_length)
{
}

Xapian::doccount Weighed::get_termfreq_min() const
{
    return 0;
}

/* As if no document had two of the words: what is found first is seldom found again. */
Xapian::doccount Weighed::get_termfreq_est() const
{
    return get_termfreq_max();
}

Xapian::doccount Weighed::get_termfreq_max() const
{
    uint64_t sum = 0;
    for (const Weighing &word : words_)
        sum += word.documents;
    return static_cast<Xapian::doccount>(std::min<uint64_t>(sum, db_.get_doccount()));
}

double Weighed::get_weight() const
{
    return weight_;
}

/* The first document from docid on that one of the words needed has; 0: none. */
Xapian::docid Weighed::nearest(Xapian::docid docid)
{
    Xapian::docid best = 0;
    for (size_t i = first_needed_; i < lists_.size(); i++) {
        lists_[i].skip_to(docid);
        if (lists_[i].docid != 0 && (best == 0 || lists_[i].docid < best))
            best = lists_[i].docid;
    }
    return best;
}

/* Less than least: what it weighs at most, for then its length is not looked up. */
double Weighed::weigh(Xapian::docid docid, double least)
{
    const double base = sn_xap_decay_weight(&decay_, docid);
    double most = base;
    size_t n = 0;
    for (size_t i = 0; i < lists_.size(); i++) {
        lists_[i].skip_to(docid);
        if (lists_[i].docid != docid)
            continue;
        having_[n++] = i;
        most += lists_[i].weight * sn_xap_bm25(k1_, b_, 0, lists_[i].at.get_wdf());
    }
    if (most < least)
        return most;
    double sum = base;
    const double relative = lists_[having_[0]].at.get_doclength() / average_length_;
    for (size_t k = 0; k < n; k++) {
        const List &list = lists_[having_[k]];
        sum += list.weight * sn_xap_bm25(k1_, b_, relative, list.at.get_wdf());
    }
    return sum;
}

/* To the first document from docid on that is not too light. The sums behind min_weight are rounded. */
void Weighed::to(Xapian::docid docid, double min_weight)
{
    const double least = min_weight - 1e-9 * (1 + get_maxweight());
    while (first_needed_ < lists_.size() && lists_[first_needed_].most < least)
        first_needed_++;
    for (Xapian::docid at = nearest(docid); at != 0; at = nearest(at + 1)) {
        weight_ = weigh(at, least);
        if (weight_ >= least) {
            stand_at(at);
            return;
        }
        if (at == UINT32_MAX)
            break;
    }
    end();
}

void Weighed::next(double min_weight)
{
    if (get_docid() == UINT32_MAX)
        end();
    else
        to(get_docid() + 1, min_weight);
}

void Weighed::skip_to(Xapian::docid docid, double min_weight)
{
    if (docid > get_docid())
        to(docid, min_weight);
}

bool Weighed::check(Xapian::docid docid, double min_weight)
{
    skip_to(docid, min_weight);
    return true;
}

Xapian::PostingSource *Weighed::clone() const
{
    return new Weighed(words_, k1_, b_, decay_, average_length_);
}

void Weighed::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    lists_.clear();
    first_needed_ = 0;
    double most = decay_.peak;
    for (const Weighing &word : words_) {
        Xapian::PostingIterator at = db.postlist_begin(word.term);
        if (at == Xapian::PostingIterator())
            continue;
        most += word.weight * (k1_ + 1);
        lists_.push_back({at, *at, word.weight, most});
    }
    having_.resize(lists_.size());
    set_maxweight(most);
}

std::string Weighed::get_description() const
{
    std::string out = "words(";
    for (const Weighing &word : words_)
        out += word.term + ' ';
    return out + "k1 " + std::to_string(k1_) + ')';
}

} // namespace sn

double sn_xap_bm25(double k1, double b, double relative_length, double wdf)
{
    return (k1 + 1) * sn::bm25_share(k1, b, relative_length, wdf);
}

sn_status sn_xap_query_words(const sn_xap_db *db, const sn_xap_word *words, size_t n, double k1,
                             double b, const sn_xap_decay *decay, sn_xap_query **out, sn_error *err)
{
    return sn::guard(err, "query of words", [&] {
        if (!(k1 > 0) || std::isinf(k1) || !(b >= 0 && b <= 1))
            return sn_fail(err, SN_EINVAL, "query of words: k1 %g, b %g", k1, b);
        sn_xap_decay by_number = {};
        by_number.half = by_number.step = 1;
        sn_status s = sn::check_decay(decay, err);
        if (s == SN_OK && decay != nullptr)
            by_number = *decay;
        std::vector<sn::Weighing> weighings;
        for (size_t i = 0; i < n && s == SN_OK; i++) {
            s = sn::check_length(words[i].term, "query of words", err);
            if (!(words[i].weight >= 0) || std::isinf(words[i].weight))
                return sn_fail(err, SN_EINVAL, "query of words: %g is no weight", words[i].weight);
            weighings.push_back({sn::bytes_of(words[i].term), words[i].weight, words[i].documents});
        }
        if (s != SN_OK)
            return s;
        sn::Weighed source(weighings, k1, b, by_number, db->db.get_avlength());
        auto made = std::make_unique<sn_xap_query>();
        made->query = Xapian::Query(&source);
        made->has_source = true;
        *out = made.release();
        return SN_OK;
    });
}

sn_status sn_xap_db_wdfs(const sn_xap_db *db, sn_str term, const sn_docid *docids, size_t n,
                         sn_xap_wdf_fn *fn, void *ctx, sn_error *err)
{
    return sn::guard(err, "frequencies of a term", [&] {
        sn_status s = sn::check_length(term, "frequencies of a term", err);
        if (s != SN_OK)
            return s;
        const Xapian::PostingIterator end;
        Xapian::PostingIterator it = db->db.postlist_begin(sn::bytes_of(term));
        for (size_t i = 0; i < n && it != end; i++) {
            const Xapian::docid at = db->inside(docids[i]);
            sn::forward(it, at);
            if (it != end && *it == at)
                fn(ctx, i, it.get_wdf());
        }
        return SN_OK;
    });
}

sn_status sn_xap_db_lengths(const sn_xap_db *db, const sn_docid *docids, size_t n, uint32_t *out,
                            sn_error *err)
{
    return sn::guard(err, "lengths of documents", [&] {
        std::vector<uint32_t> lengths(n);
        for (size_t i = 0; i < n; i++)
            lengths[i] = db->holder(docids[i]).get_doclength(docids[i]);
        std::copy(lengths.begin(), lengths.end(), out);
        return SN_OK;
    });
}
