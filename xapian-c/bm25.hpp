/* bm25 - what a match weighs a term in a document (xapian_c.h has the formula), for documents that need not be matched
 * to know it. Step by step as libxapian computes it, so that both are the same number. */
#ifndef SN_XAPIAN_C_BM25_HPP
#define SN_XAPIAN_C_BM25_HPP

#include <xapian.h>

#include <algorithm>
#include <cmath>

namespace sn
{

constexpr double BM25_MIN_LENGTH = 0.5; /* of the average */

/* Of what a term cannot reach, the share that it has of a document of that length, by the average. */
inline double bm25_share(double k1, double b, double relative_length, double wdf)
{
    const double length = std::max(relative_length, double{BM25_MIN_LENGTH});
    return wdf > 0 ? wdf / (k1 * (length * b + (1 - b)) + wdf) : 0;
}

class Bm25
{
  public:
    Bm25(const Xapian::Database &db, double k1, double b)
        : count_(db.get_doccount()), average_(db.get_avlength()), k1_(k1), b_(b)
    {
    }

    /* What a term of that many documents cannot reach. */
    double most(Xapian::doccount freq) const
    {
        const double odds = (count_ - freq + 0.5) / (freq + 0.5);
        return std::log(odds < 2 ? odds * 0.5 + 1 : odds) * (k1_ + 1);
    }

    double weight(double most, Xapian::termcount wdf, Xapian::termcount length) const
    {
        const double relative = average_ != 0 ? length * (1 / average_) : 0;
        return most * bm25_share(k1_, b_, relative, wdf);
    }

  private:
    const double count_, average_, k1_, b_;
};

} // namespace sn
#endif
