/* collapse - of the documents that have one value, only the first one shown.
 *
 * The library does so by itself, with a map of strings in which each document that matches has an entry: half the time of
 * a page, where every article has a value. Here the match is made without; what it noted (tally.hpp) is counted by value
 * behind it, and the first of each value is taken out of the list. */
#ifndef SN_XAPIAN_C_COLLAPSE_HPP
#define SN_XAPIAN_C_COLLAPSE_HPP

#include "xapian-c/xapian_c.h"

#include <xapian.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace sn
{

/* How many of some documents have each value of a slot. Values of eight bytes, as groups have them, are numbers in a table
 * without pointers. */
class Groups
{
  public:
    /* docids rise. */
    Groups(const Xapian::Database &db, Xapian::valueno slot,
           const std::vector<Xapian::docid> &docids);
    /* Values, and documents without one. */
    uint32_t count() const
    {
        return count_;
    }
    /* That have this value. */
    uint32_t of(const std::string &value) const;

  private:
    struct Entry {
        uint64_t number;
        uint32_t documents; /* 0: free */
    };

    size_t place_of(uint64_t number) const;
    void add(const std::string &value);

    std::vector<Entry> table_; /* a power of two, at most half of it taken */
    std::unordered_map<std::string, uint32_t> others_;
    uint32_t count_ = 0;
};

/* A hit, and the value by which others stand behind it. */
struct Foremost {
    Xapian::docid docid;
    double weight;
    uint32_t others; /* at least */
    std::string value;
};

/* The first of each value in an mset that begins with the best, `first` of them left out, max_items at most. Documents
 * without a value are all taken. *has_enough: so many were found, and none behind them matters. */
std::vector<Foremost> foremost(const Xapian::Database &db, const Xapian::MSet &mset,
                               const Groups &groups, const sn_xap_match_opts &opts,
                               bool *has_enough);

/* Of a match without collapsing, of which so many documents were noted and counted: exact, if these are all that matched. */
void collapse_totals(const Groups &groups, uint32_t noted, bool are_all, sn_xap_totals *t);

} // namespace sn
#endif
