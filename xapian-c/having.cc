#include "xapian-c/sources.hpp"

namespace sn
{

Having::Having(const std::string &term) : term_(term)
{
}

Xapian::doccount Having::get_termfreq_min() const
{
    return db_.get_termfreq(term_);
}

Xapian::doccount Having::get_termfreq_est() const
{
    return db_.get_termfreq(term_);
}

Xapian::doccount Having::get_termfreq_max() const
{
    return db_.get_termfreq(term_);
}

void Having::settle()
{
    if (list_ == Xapian::PostingIterator())
        end();
    else
        stand_at(*list_);
}

void Having::next(double)
{
    if (is_begun_)
        ++list_;
    else
        list_ = db_.postlist_begin(term_);
    is_begun_ = true;
    settle();
}

void Having::skip_to(Xapian::docid docid, double)
{
    if (!is_begun_)
        list_ = db_.postlist_begin(term_);
    is_begun_ = true;
    if (list_ != Xapian::PostingIterator() && *list_ < docid)
        list_.skip_to(docid);
    settle();
}

bool Having::check(Xapian::docid docid, double min_weight)
{
    skip_to(docid, min_weight);
    return true;
}

Xapian::PostingSource *Having::clone() const
{
    return new Having(term_);
}

void Having::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    list_ = Xapian::PostingIterator();
    is_begun_ = false;
}

std::string Having::get_description() const
{
    return "having(" + term_ + ')';
}

} // namespace sn
