#include "xapian-c/sources.hpp"

#include <algorithm>
#include <cstdio>

namespace sn
{

DocidRange::DocidRange(const sn_xap_docid_range &range)
    : first_(std::max(range.first, sn_docid{1})), last_(range.last),
      inner_first_(range.inner_first), inner_last_(range.inner_last), slot_(range.slot)
{
    if (range.low.len > 0)
        low_.assign(range.low.at, range.low.len);
    if (range.high.len > 0)
        high_.assign(range.high.at, range.high.len);
}

/* The settings of other, not its position: the base class cannot be copied. */
DocidRange::DocidRange(const DocidRange &other, bool)
    : EveryDocument(), first_(other.first_), last_(other.last_), inner_first_(other.inner_first_),
      inner_last_(other.inner_last_), slot_(other.slot_), low_(other.low_), high_(other.high_)
{
}

Xapian::doccount DocidRange::get_termfreq_min() const
{
    return freq_min_;
}

Xapian::doccount DocidRange::get_termfreq_est() const
{
    return freq_est_;
}

Xapian::doccount DocidRange::get_termfreq_max() const
{
    return freq_max_;
}

/* The estimate takes the documents to be spread evenly over the numbers used, from the lowest to
 * the highest one. */
void DocidRange::count()
{
    freq_min_ = freq_est_ = freq_max_ = 0;
    Xapian::PostingIterator it = db_.postlist_begin(std::string());
    if (it == Xapian::PostingIterator())
        return;
    const uint64_t docs = db_.get_doccount();
    const Xapian::docid lowest = *it;
    const Xapian::docid highest = db_.get_lastdocid();
    const Xapian::docid from = std::max(first_, lowest);
    const Xapian::docid to = std::min(last_, highest);
    if (from > to)
        return;
    const uint64_t used = uint64_t{highest} - lowest + 1;
    const uint64_t overlap = uint64_t{to} - from + 1;
    const bool needs_no_value = inner_first_ <= from && to <= inner_last_;
    uint64_t least = docs + overlap > used && needs_no_value ? docs + overlap - used : 0;
    uint64_t most = std::min(docs, overlap);
    uint64_t likely = (docs * overlap + used / 2) / used;
    freq_min_ = static_cast<Xapian::doccount>(least);
    freq_max_ = static_cast<Xapian::doccount>(most);
    freq_est_ = static_cast<Xapian::doccount>(std::clamp(likely, least, most));
}

void DocidRange::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    value_ = Xapian::ValueIterator();
    reading_values_ = false;
    count();
}

bool DocidRange::value_fits(Xapian::docid docid)
{
    if (!reading_values_) {
        value_ = db_.valuestream_begin(slot_);
        reading_values_ = true;
    }
    if (value_ != Xapian::ValueIterator() && value_.get_docid() < docid)
        value_.skip_to(docid);
    if (value_ == Xapian::ValueIterator() || value_.get_docid() != docid)
        return false;
    const std::string value = *value_;
    return low_ <= value && value <= high_;
}

/* docid is within first..last. */
bool DocidRange::holds(Xapian::docid docid)
{
    return (inner_first_ <= docid && docid <= inner_last_) || value_fits(docid);
}

void DocidRange::skip_to(Xapian::docid docid, double)
{
    docid = std::max(docid, first_);
    if (docid <= get_docid())
        return;
    for (;;) {
        if (docid > last_)
            return end();
        walk_to(docid);
        if (at_end() || (get_docid() <= last_ && holds(get_docid())))
            return;
        if (get_docid() >= last_)
            return end();
        docid = get_docid() + 1;
    }
}

void DocidRange::next(double min_weight)
{
    if (get_docid() >= last_)
        end();
    else
        skip_to(get_docid() + 1, min_weight);
}

/* Only before the range the list of documents is needed: the answer must be a document that exists,
 * and with it the others leap to the range instead of walking there. */
bool DocidRange::check(Xapian::docid docid, double min_weight)
{
    if (docid < first_) {
        skip_to(first_, min_weight);
        return true;
    }
    if (docid > last_) {
        end();
        return true;
    }
    stand_at(docid);
    return holds(docid);
}

Xapian::PostingSource *DocidRange::clone() const
{
    return new DocidRange(*this, true);
}

std::string DocidRange::get_description() const
{
    char text[120];
    snprintf(text, sizeof text, "docids(%u..%u, value %u outside %u..%u)", first_, last_, slot_,
             inner_first_, inner_last_);
    return text;
}

} // namespace sn
