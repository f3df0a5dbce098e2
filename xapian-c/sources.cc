#include "xapian-c/sources.hpp"

#include <cstdio>
#include <ctime>

namespace sn
{

/* ---- every document ---- */

Xapian::doccount EveryDocument::get_termfreq_min() const
{
    return db_.get_doccount();
}

Xapian::doccount EveryDocument::get_termfreq_est() const
{
    return db_.get_doccount();
}

Xapian::doccount EveryDocument::get_termfreq_max() const
{
    return db_.get_doccount();
}

Xapian::docid EveryDocument::get_docid() const
{
    return at_;
}

void EveryDocument::next(double)
{
    if (at_ == UINT32_MAX)
        end();
    else
        walk_to(at_ + 1);
}

void EveryDocument::skip_to(Xapian::docid docid, double)
{
    if (docid > at_)
        walk_to(docid);
}

bool EveryDocument::check(Xapian::docid docid, double)
{
    stand_at(docid);
    return true;
}

bool EveryDocument::at_end() const
{
    return at_end_;
}

void EveryDocument::init(const Xapian::Database &db)
{
    db_ = db;
    walk_ = Xapian::PostingIterator();
    walking_ = false;
    at_end_ = false;
    at_ = 0;
}

void EveryDocument::walk_to(Xapian::docid docid)
{
    if (!walking_) {
        walk_ = db_.postlist_begin(std::string());
        walking_ = true;
    }
    if (walk_ != Xapian::PostingIterator() && *walk_ < docid)
        walk_.skip_to(docid);
    if (walk_ == Xapian::PostingIterator())
        end();
    else
        at_ = *walk_;
}

void EveryDocument::end()
{
    at_end_ = true;
}

void EveryDocument::stand_at(Xapian::docid docid)
{
    at_ = docid;
}

/* ---- decay ---- */

Decay::Decay(const sn_xap_decay &decay) : decay_(decay)
{
}

double Decay::get_weight() const
{
    return sn_xap_decay_weight(&decay_, get_docid());
}

/* The sums behind min_weight are rounded: a document that misses it by less than that stays in. Before
 * the origin heavier ones are still to come. */
void Decay::end_if_too_light(double min_weight)
{
    const double slack = 1e-9 * (1 + decay_.peak);
    if (!at_end() && get_docid() >= decay_.origin && get_weight() + slack < min_weight)
        end();
}

void Decay::next(double min_weight)
{
    EveryDocument::next(min_weight);
    end_if_too_light(min_weight);
}

void Decay::skip_to(Xapian::docid docid, double min_weight)
{
    EveryDocument::skip_to(docid, min_weight);
    end_if_too_light(min_weight);
}

bool Decay::check(Xapian::docid docid, double min_weight)
{
    stand_at(docid);
    end_if_too_light(min_weight);
    return true;
}

Xapian::PostingSource *Decay::clone() const
{
    return new Decay(decay_);
}

void Decay::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    set_maxweight(decay_.peak);
}

std::string Decay::get_description() const
{
    char text[160];
    snprintf(text, sizeof text, "decay(%g*%g/(%g+%s(docid-%u)/%g) to %u)", decay_.peak, decay_.half,
             decay_.half, decay_.to_both_sides ? "abs" : "", decay_.origin, decay_.step,
             decay_.last);
    return text;
}

/* ---- constant ---- */

Constant::Constant(double weight) : weight_(weight)
{
}

double Constant::get_weight() const
{
    return weight_;
}

Xapian::PostingSource *Constant::clone() const
{
    return new Constant(weight_);
}

void Constant::init(const Xapian::Database &db)
{
    EveryDocument::init(db);
    set_maxweight(weight_);
}

std::string Constant::get_description() const
{
    char text[40];
    snprintf(text, sizeof text, "constant(%g)", weight_);
    return text;
}

/* ---- deadline ---- */

int64_t monotonic_us()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t{now.tv_sec} * 1000000 + now.tv_nsec / 1000;
}

Deadline::Deadline(int64_t deadline_us, bool *passed) : deadline_us_(deadline_us), passed_(passed)
{
}

/* Reading the clock costs as much as a cheap candidate: at the first and each 32nd. A phrase
 * candidate may cost 50 us, so this is 2 ms late at worst. */
bool Deadline::is_over()
{
    if (calls_++ % 32 != 0)
        return false;
    if (monotonic_us() < deadline_us_)
        return false;
    *passed_ = true;
    end();
    return true;
}

void Deadline::next(double min_weight)
{
    if (!is_over())
        EveryDocument::next(min_weight);
}

void Deadline::skip_to(Xapian::docid docid, double min_weight)
{
    if (!is_over())
        EveryDocument::skip_to(docid, min_weight);
}

bool Deadline::check(Xapian::docid docid, double)
{
    if (!is_over())
        stand_at(docid);
    return true;
}

Xapian::PostingSource *Deadline::clone() const
{
    return new Deadline(deadline_us_, passed_);
}

std::string Deadline::get_description() const
{
    return "deadline";
}

} // namespace sn

double sn_xap_decay_weight(const sn_xap_decay *decay, sn_docid docid)
{
    if (docid > decay->last)
        return 0;
    double age = 0;
    if (docid > decay->origin)
        age = (docid - decay->origin) / decay->step;
    else if (decay->to_both_sides)
        age = (decay->origin - docid) / decay->step;
    return decay->peak * decay->half / (decay->half + age);
}
