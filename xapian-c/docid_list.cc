#include "xapian-c/shards.hpp"
#include "xapian-c/sources.hpp"

#include <algorithm>
#include <iterator>

namespace sn
{

DocidList::DocidList(const sn_docid *docids, size_t n) : given_(docids, docids + n)
{
}

Xapian::doccount DocidList::get_termfreq_min() const
{
    return 0;
}

Xapian::doccount DocidList::get_termfreq_est() const
{
    return static_cast<Xapian::doccount>(docids_.size());
}

Xapian::doccount DocidList::get_termfreq_max() const
{
    return static_cast<Xapian::doccount>(docids_.size());
}

void DocidList::to(size_t place)
{
    place_ = place;
    if (place_ >= docids_.size())
        end();
    else
        stand_at(docids_[place_]);
}

void DocidList::next(double)
{
    to(is_begun_ ? place_ + 1 : 0);
    is_begun_ = true;
}

void DocidList::skip_to(Xapian::docid docid, double)
{
    is_begun_ = true;
    const auto from = docids_.begin() + static_cast<std::ptrdiff_t>(place_);
    to(static_cast<size_t>(std::lower_bound(from, docids_.end(), docid) - docids_.begin()));
}

bool DocidList::check(Xapian::docid docid, double min_weight)
{
    skip_to(docid, min_weight);
    return true;
}

Xapian::PostingSource *DocidList::clone() const
{
    return new DocidList(given_.data(), given_.size());
}

void DocidList::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    const Shard shard = shard_of(db);
    docids_.clear();
    std::copy_if(given_.begin(), given_.end(), std::back_inserter(docids_), [&](sn_docid docid) {
        return shard.of == 1 || sn_xap_shard_of(docid, shard.of) == shard.number;
    });
    place_ = 0;
    is_begun_ = false;
}

std::string DocidList::get_description() const
{
    return "docids(" + std::to_string(given_.size()) + ")";
}

} // namespace sn
