/* sources - lists of documents that are computed, not stored: Xapian::PostingSource as of 1.4.
 *
 * The matcher clones a source, calls init() with its database, and then moves it forward only, by
 * next(), skip_to() and check(). Two rules learnt from 1.4.22: the greatest weight is set once in
 * init() and stays (lowering it loses documents), and a source must not be scaled (the factor is
 * applied to the bound, not to the least weight that is passed down). */
#ifndef SN_XAPIAN_C_SOURCES_HPP
#define SN_XAPIAN_C_SOURCES_HPP

#include "xapian-c/bm25.hpp"
#include "xapian-c/guard.hpp"
#include "xapian-c/places.hpp"

#include <xapian.h>

#include <memory>
#include <string>
#include <vector>

namespace sn
{

/* A word and the greatest weight that it nears in a document. */
struct Weighing {
    std::string term;
    double weight;
    Xapian::doccount documents; /* that have it, as the caller says */
};

/* All documents. check() is arithmetic; only next() and skip_to() open the list of documents. */
class EveryDocument : public Xapian::PostingSource
{
  public:
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    Xapian::docid get_docid() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    bool at_end() const override;
    void init(const Xapian::Database &db) override;

  protected:
    /* To the first document numbered docid or more. */
    void walk_to(Xapian::docid docid);
    void end();
    /* To docid itself, which the caller knows to exist. */
    void stand_at(Xapian::docid docid);

    Xapian::Database db_;

  private:
    Xapian::PostingIterator walk_;
    bool walking_ = false;
    bool at_end_ = false;
    Xapian::docid at_ = 0;
};

/* A weight that falls with the document number. Since it never rises again, the first document too
 * light for what the matcher needs ends the list. */
class Decay : public EveryDocument
{
  public:
    explicit Decay(const sn_xap_decay &decay);
    double get_weight() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    void end_if_too_light(double min_weight);

    const sn_xap_decay decay_;
};

/* One weight for all documents. */
class Constant : public EveryDocument
{
  public:
    explicit Constant(double weight);
    double get_weight() const override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    const double weight_;
};

/* Documents that have a term, whose list is read under its own name (whole.hpp). */
class Having : public EveryDocument
{
  public:
    explicit Having(const std::string &term);
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    void settle();

    const std::string term_;
    Xapian::PostingIterator list_;
    bool is_begun_ = false;
};

/* How many documents have any of the terms, as the library estimates it for a synonym in one database. */
Xapian::doccount frequency_of_synonym(const Xapian::Database &db,
                                      const std::vector<std::string> &terms);

/* Terms that count as one, in one of several databases: the library takes the estimate of how many documents have them
 * from the terms that this one has. */
class Synonym : public EveryDocument
{
  public:
    /* most: what it cannot reach, by the frequency in all databases, as bm25 is of all. */
    Synonym(const std::vector<std::string> &terms, const Bm25 &bm25, double most);
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    double get_weight() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    void to(Xapian::docid docid);

    const std::vector<std::string> terms_;
    const Bm25 bm25_;
    const double most_;
    std::vector<Xapian::PostingIterator> lists_; /* of terms that any document has */
};

/* Some documents, given by their numbers, which rise. */
class DocidList : public EveryDocument
{
  public:
    DocidList(const sn_docid *docids, size_t n);
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    void to(size_t place);

    const std::vector<sn_docid> given_;
    std::vector<sn_docid> docids_; /* those of the database */
    size_t place_ = 0;
    bool is_begun_ = false;
};

/* Documents with any of some words, each with what its words weigh together (sn_xap_query_words()). Words that could not lift a
 * document over the least weight by themselves are looked up only in those that have another. */
class Weighed : public EveryDocument
{
  public:
    /* average_length: of all documents, be they of several databases. */
    Weighed(const std::vector<Weighing> &words, double k1, double b, const sn_xap_decay &decay,
            double average_length);
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    double get_weight() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    struct List;
    void to(Xapian::docid docid, double min_weight);
    Xapian::docid nearest(Xapian::docid docid);
    double weigh(Xapian::docid docid, double least);

    const std::vector<Weighing> words_; /* least first */
    const double k1_, b_;
    const sn_xap_decay decay_; /* what each document weighs by its number, too */
    const double average_length_;
    std::vector<List> lists_;    /* of those that any document has, in the same order */
    std::vector<size_t> having_; /* room for the lists that have a document */
    size_t first_needed_ = 0; /* of the lists: documents of those before it alone are too light */
    double weight_ = 0;
};

/* Documents numbered first..last, with a value within bounds outside the inner range. */
class DocidRange : public EveryDocument
{
  public:
    explicit DocidRange(const sn_xap_docid_range &range);
    Xapian::doccount get_termfreq_min() const override;
    Xapian::doccount get_termfreq_est() const override;
    Xapian::doccount get_termfreq_max() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    DocidRange(const DocidRange &other, bool);
    void count();
    bool holds(Xapian::docid docid);
    bool value_fits(Xapian::docid docid);

    Xapian::docid first_, last_, inner_first_, inner_last_;
    Xapian::valueno slot_;
    std::string low_, high_;
    Xapian::ValueIterator value_;
    bool reading_values_ = false;
    Xapian::doccount freq_min_ = 0, freq_est_ = 0, freq_max_ = 0;
};

/* Documents in which some words stand near one another, of those that have them all: as the filter of these words
 * it finds what they are as a phrase. */
class Placed : public EveryDocument
{
  public:
    Placed(const std::vector<std::string> &terms, uint32_t window, bool is_ordered);
    Xapian::doccount get_termfreq_min() const override;
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    void init(const Xapian::Database &db) override;
    std::string get_description() const override;

  private:
    bool holds(Xapian::docid docid);
    void settle();

    const std::vector<std::string> terms_;
    const uint32_t window_;
    const bool is_ordered_;
    std::unique_ptr<PlaceStream> places_; /* from the first document on */
    bool is_held_ = false;
    Xapian::docid asked_ = 0; /* last, and whether it holds: the matcher may ask twice */
};

/* CLOCK_MONOTONIC in microseconds. */
int64_t monotonic_us();

/* All documents until the clock has passed the deadline, then none. As the filter of a whole query
 * it ends the match, whatever the query. */
class Deadline : public EveryDocument
{
  public:
    Deadline(int64_t deadline_us, bool *passed);
    void next(double min_weight) override;
    void skip_to(Xapian::docid docid, double min_weight) override;
    bool check(Xapian::docid docid, double min_weight) override;
    Xapian::PostingSource *clone() const override;
    std::string get_description() const override;

  private:
    bool is_over();

    const int64_t deadline_us_;
    bool *const passed_; /* of the function that runs the match */
    unsigned calls_ = 0;
};

} // namespace sn
#endif
