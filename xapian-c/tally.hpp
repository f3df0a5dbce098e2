/* tally - what matches, noted while a match runs: a Xapian::MatchSpy of our own.
 *
 * The library's ValueCountMatchSpy counts one slot without a limit, and asks the document for each
 * value. Noted, the documents can be counted in any slots, in turn and in one go (columns.hpp). */
#ifndef SN_XAPIAN_C_TALLY_HPP
#define SN_XAPIAN_C_TALLY_HPP

#include "xapian-c/columns.hpp"
#include "xapian-c/guard.hpp"

#include <xapian.h>

#include <vector>

struct sn_xap_tally {
    uint32_t limit = 0;
    bool is_cut = false;
    std::vector<Xapian::docid> docids; /* rising, as the library numbers them (shards.hpp) */
    std::vector<sn::Counts> counts;    /* by slot */
};

namespace sn
{

/* The matcher calls it for every document that matches, by rising number, before collapsing; of several shards those of
 * one after those of another, as that shard numbers them. */
class TallySpy : public Xapian::MatchSpy
{
  public:
    TallySpy(sn_xap_tally *tally, uint32_t shards); /* the tally begins anew */
    void operator()(const Xapian::Document &doc, double weight) override;
    /* After the match. */
    void finish();

  private:
    sn_xap_tally *const tally_; /* of the caller, who outlives the match */
    const uint32_t shards_;
};

} // namespace sn
#endif
