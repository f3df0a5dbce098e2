/* whole - terms that all documents have.
 *
 * Where neither the frequency in the document nor positions are wanted, libxapian 1.4.22 reads the list of all documents in
 * place of the list of such a term, but goes on under the term's name: behind the first piece of that list (some
 * hundred documents) it says "Unexpected end of posting list", as of a broken database. It happens in every order but by
 * weight, and in filters that lead: one source for a whole portal, a tag that all articles have. */
#ifndef SN_XAPIAN_C_WHOLE_HPP
#define SN_XAPIAN_C_WHOLE_HPP

#include <xapian.h>

#include <vector>

namespace sn
{

/* What BoolWeight is, all documents weigh nothing; but it asks for frequencies, so that lists are read under their own
 * names. */
class Unweighted : public Xapian::Weight
{
  public:
    Unweighted();
    std::string name() const override;
    Xapian::Weight *clone() const override;
    void init(double factor) override;
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                       Xapian::termcount unique) const override;
    double get_maxpart() const override;
    double get_sumextra(Xapian::termcount length, Xapian::termcount unique) const override;
    double get_maxextra() const override;
};

/* A database, and those that it is made of; none: it is one. Of a match by weight, k1 (otherwise 0) and b. */
struct Holdings {
    const Xapian::Database &all;
    const std::vector<Xapian::Database> &parts;
    double k1, b;
};

/* The same query, with all documents in place of terms that all have, where they only filter or exclude, or count for
 * nothing by a factor of 0: there weights are asked for by nobody. In place of terms that all documents of a part have, and
 * others have not, it has a source that reads their lists; in place of synonyms of terms that weigh, one that weighs them by
 * what all parts have, unless they are scaled. */
Xapian::Query without_whole_terms(const Holdings &db, const Xapian::Query &query);

} // namespace sn
#endif
