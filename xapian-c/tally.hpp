/* tally - counting values while a match runs: a Xapian::MatchSpy of our own.
 *
 * The library's ValueCountMatchSpy counts one slot without a limit, and asks the document for each
 * value; walking beside the match in the slot's own list costs a comparison where there is none. */
#ifndef SN_XAPIAN_C_TALLY_HPP
#define SN_XAPIAN_C_TALLY_HPP

#include "xapian-c/guard.hpp"

#include <xapian.h>

#include <string>
#include <unordered_map>
#include <vector>

struct sn_xap_tally {
    std::vector<uint32_t> slots;
    std::vector<std::unordered_map<std::string, uint32_t>> counts; /* by slot */
    uint32_t limit = 0, documents = 0;
    bool is_cut = false;
};

namespace sn
{

/* The matcher calls it for every document that matches, by rising number, before collapsing. */
class TallySpy : public Xapian::MatchSpy
{
  public:
    TallySpy(const Xapian::Database &db, sn_xap_tally *tally); /* which begins anew */
    void operator()(const Xapian::Document &doc, double weight) override;

  private:
    Xapian::Database db_;
    sn_xap_tally *const tally_;                  /* of the caller, who outlives the match */
    std::vector<Xapian::ValueIterator> streams_; /* by slot, at the last document or behind it */
};

} // namespace sn
#endif
