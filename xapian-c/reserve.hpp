/* reserve - room on the disk for the part of a commit that must not fail.
 *
 * libxapian 1.4.22 merges changed values into the posting table in a destructor (ValueUpdater in
 * glass_values.cc). A write that fails there is thrown out of it, which ends the process: 30 of 44
 * sizes of a full disk did so, with three values a document. So the room is taken before. */
#ifndef SN_XAPIAN_C_RESERVE_HPP
#define SN_XAPIAN_C_RESERVE_HPP

#include "xapian-c/guard.hpp"

#include <xapian.h>

#include <string>

namespace sn
{

/* What the values changed since the last commit can make the table grow by. */
class PendingValues
{
  public:
    /* doc is going to be written; NULL: one is going to be deleted. */
    void note(const Xapian::Document *doc);
    void clear();
    /* At most, for a table that has table_bytes now. */
    uint64_t growth(uint64_t table_bytes) const;

  private:
    uint64_t documents_ = 0;
    uint64_t slots_ = 0; /* most of one document */
    uint64_t bytes_ = 0;
};

/* Take that much room behind the end of the posting table of the database, or SN_ENOSPACE. Its
 * length does not change, and what is not used stays for the next commit. Only under the write
 * lock. */
sn_status reserve_space(const std::string &db_path, const PendingValues &pending, sn_error *err);
/* Give back what is left of it. Failing is harmless. */
void release_space(const std::string &db_path) noexcept;

} // namespace sn
#endif
