#include "xapian-c/bm25.hpp"
#include "xapian-c/sources.hpp"

#include <queue>

namespace sn
{

/* The library joins lists two by two, the shortest first, and rounds each time: its number depends on the order. */
Xapian::doccount frequency_of_synonym(const Xapian::Database &db,
                                      const std::vector<std::string> &terms)
{
    std::priority_queue<Xapian::doccount, std::vector<Xapian::doccount>,
                        std::greater<Xapian::doccount>>
        least;
    for (const std::string &term : terms) {
        const Xapian::doccount freq = db.get_termfreq(term);
        if (freq > 0)
            least.push(freq);
    }
    while (least.size() > 1) {
        const double right = least.top();
        least.pop();
        const double left = least.top();
        least.pop();
        const double any = left + right - left * right / db.get_doccount();
        least.push(static_cast<Xapian::doccount>(any + 0.5));
    }
    return least.empty() ? 0 : least.top();
}

Synonym::Synonym(const std::vector<std::string> &terms, const Bm25 &bm25, double most)
    : terms_(terms), bm25_(bm25), most_(most)
{
}

Xapian::doccount Synonym::get_termfreq_min() const
{
    Xapian::doccount most = 0;
    for (const std::string &term : terms_)
        most = std::max(most, db_.get_termfreq(term));
    return most;
}

Xapian::doccount Synonym::get_termfreq_est() const
{
    return frequency_of_synonym(db_, terms_);
}

Xapian::doccount Synonym::get_termfreq_max() const
{
    uint64_t sum = 0;
    for (const std::string &term : terms_)
        sum += db_.get_termfreq(term);
    return static_cast<Xapian::doccount>(std::min<uint64_t>(sum, db_.get_doccount()));
}

/* Never more often than the document is long, as the library has it. */
double Synonym::get_weight() const
{
    Xapian::termcount wdf = 0, length = 0;
    for (const Xapian::PostingIterator &list : lists_) {
        if (list == Xapian::PostingIterator() || *list != get_docid())
            continue;
        wdf += list.get_wdf();
        length = list.get_doclength();
    }
    return bm25_.weight(most_, std::min(wdf, length), length);
}

void Synonym::to(Xapian::docid docid)
{
    Xapian::docid nearest = 0;
    for (Xapian::PostingIterator &list : lists_) {
        if (list != Xapian::PostingIterator() && *list < docid)
            list.skip_to(docid);
        if (list != Xapian::PostingIterator() && (nearest == 0 || *list < nearest))
            nearest = *list;
    }
    if (nearest == 0)
        end();
    else
        stand_at(nearest);
}

void Synonym::next(double)
{
    if (get_docid() == UINT32_MAX)
        end();
    else
        to(get_docid() + 1);
}

void Synonym::skip_to(Xapian::docid docid, double)
{
    if (docid > get_docid())
        to(docid);
}

bool Synonym::check(Xapian::docid docid, double min_weight)
{
    skip_to(docid, min_weight);
    return true;
}

Xapian::PostingSource *Synonym::clone() const
{
    return new Synonym(terms_, bm25_, most_);
}

void Synonym::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    lists_.clear();
    for (const std::string &term : terms_) {
        lists_.push_back(db.postlist_begin(term));
        if (lists_.back() == Xapian::PostingIterator())
            lists_.pop_back();
    }
    set_maxweight(most_);
}

std::string Synonym::get_description() const
{
    std::string out = "synonym(";
    for (const std::string &term : terms_)
        out += term + ' ';
    return out + ')';
}

} // namespace sn
