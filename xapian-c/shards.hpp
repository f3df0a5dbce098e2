/* shards - one database made of several, as numbers of documents see it.
 *
 * A document has one number, wherever it is: that of its own database, in which sources and weights work. Joined, the library
 * gives it another, (number - 1) * shards + shard + 1: that rises as the number does, since no two shards have one number.
 * So what is read list by list of all shards goes by inside() and outside(), and what is of one document goes to its shard. */
#ifndef SN_XAPIAN_C_SHARDS_HPP
#define SN_XAPIAN_C_SHARDS_HPP

#include "xapian-c/shards.h"

#include <xapian.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace sn
{

/* Metadata of each shard: "2/4", from 0 on. One database alone has none. */
constexpr const char *SHARD_KEY = "shard";

/* The lowest that a document of this number may have in all of them; UINT32_MAX, which none has, if it is too great. */
inline Xapian::docid first_inside(sn_docid number, uint32_t shards)
{
    const uint64_t first = (std::max(uint64_t{number}, uint64_t{1}) - 1) * shards + 1;
    return static_cast<Xapian::docid>(std::min(first, uint64_t{UINT32_MAX}));
}

/* The one that it has. */
inline Xapian::docid inside(sn_docid number, uint32_t shards)
{
    if (shards == 1)
        return number;
    const uint64_t at = uint64_t{first_inside(number, shards)} + sn_xap_shard_of(number, shards);
    return static_cast<Xapian::docid>(std::min(at, uint64_t{UINT32_MAX}));
}

inline sn_docid outside(Xapian::docid at, uint32_t shards)
{
    return shards == 1 ? at : (at - 1) / shards + 1;
}

/* What a database says that it is. */
struct Shard {
    uint32_t number, of;
    std::string name() const;
};
Shard shard_of(const Xapian::Database &db);
/* Throws Xapian::DatabaseCorruptError if the one at path is another. */
void expect_shard(const Xapian::Database &db, const Shard &shard, const std::string &path);

} // namespace sn
#endif
