#include "xapian-c/sources.hpp"

namespace sn
{

Placed::Placed(const std::vector<std::string> &terms, uint32_t window, bool is_ordered)
    : terms_(terms), window_(window), is_ordered_(is_ordered)
{
}

Xapian::doccount Placed::get_termfreq_min() const
{
    return 0;
}

bool Placed::holds(Xapian::docid docid)
{
    if (docid == asked_)
        return is_held_;
    if (!places_)
        places_ = std::make_unique<PlaceStream>(db_, terms_);
    const PlaceReader &reader = places_->read(docid);
    asked_ = docid;
    is_held_ = is_ordered_ ? reader.in_order(window_) : reader.near(window_);
    return is_held_;
}

/* Only where no other list is shorter; the words themselves mostly are. */
void Placed::settle()
{
    while (!at_end() && !holds(get_docid()))
        EveryDocument::next(0);
}

void Placed::next(double min_weight)
{
    EveryDocument::next(min_weight);
    settle();
}

void Placed::skip_to(Xapian::docid docid, double min_weight)
{
    EveryDocument::skip_to(docid, min_weight);
    settle();
}

bool Placed::check(Xapian::docid docid, double)
{
    stand_at(docid);
    return holds(docid);
}

Xapian::PostingSource *Placed::clone() const
{
    return new Placed(terms_, window_, is_ordered_);
}

void Placed::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    places_.reset();
    is_held_ = false;
    asked_ = 0;
}

std::string Placed::get_description() const
{
    std::string out = is_ordered_ ? "Phrase(" : "Near(";
    for (const std::string &term : terms_)
        out += term + ' ';
    return out + std::to_string(window_) + ')';
}

} // namespace sn
