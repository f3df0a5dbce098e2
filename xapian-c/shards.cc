#include "xapian-c/shards.hpp"

#include <cstdio>

std::string sn::Shard::name() const
{
    return std::to_string(number) + '/' + std::to_string(of);
}

sn::Shard sn::shard_of(const Xapian::Database &db)
{
    Shard shard = {0, 1};
    const std::string name = db.get_metadata(SHARD_KEY);
    if (!name.empty() &&
        (sscanf(name.c_str(), "%u/%u", &shard.number, &shard.of) != 2 || shard.number >= shard.of))
        throw Xapian::DatabaseCorruptError("a database does not know which shard it is");
    return shard;
}

void sn::expect_shard(const Xapian::Database &db, const Shard &shard, const std::string &path)
{
    const Shard is = shard_of(db);
    if (is.number != shard.number || is.of != shard.of)
        throw Xapian::DatabaseCorruptError(path + " is shard " + is.name() + ", not " +
                                           shard.name());
}

/* The last step of MurmurHash3 (fmix32, Austin Appleby, public domain): numbers of one minute, one day, one weekday are spread
 * as evenly as others. */
uint32_t sn_xap_shard_of(sn_docid docid, uint32_t shards)
{
    uint32_t hash = docid;
    hash ^= hash >> 16;
    hash *= 0x85ebca6bu;
    hash ^= hash >> 13;
    hash *= 0xc2b2ae35u;
    hash ^= hash >> 16;
    return static_cast<uint32_t>((uint64_t{hash} * shards) >> 32);
}
