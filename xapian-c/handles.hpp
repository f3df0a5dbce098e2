/* handles - what the opaque handles of xapian_c.h are, and the few helpers all files need. */
#ifndef SN_XAPIAN_C_HANDLES_HPP
#define SN_XAPIAN_C_HANDLES_HPP

#include "xapian-c/columns.hpp"
#include "xapian-c/guard.hpp"
#include "xapian-c/places.hpp"
#include "xapian-c/shards.hpp"

#include <xapian.h>

#include <algorithm>
#include <string>
#include <vector>

struct sn_xap_doc {
    Xapian::Document doc;
    std::string term; /* being added: its room is kept, there are hundreds in each document */
    sn::Gathered places;
};

struct sn_xap_db {
    Xapian::Database db;
    const std::vector<std::string> paths;
    const std::vector<Xapian::Database> parts; /* that db is made of; empty: it is one */
    mutable sn::Columns columns;               /* of the commit that db reads */

    uint32_t shards() const
    {
        return static_cast<uint32_t>(paths.size());
    }
    /* The one with the document, in which it has the same number. */
    const Xapian::Database &holder(sn_docid docid) const
    {
        return parts.empty() ? db : parts[sn_xap_shard_of(docid, shards())];
    }
    Xapian::docid inside(sn_docid docid) const
    {
        return sn::inside(docid, shards());
    }
    /* The first that a document numbered docid or more may have. */
    Xapian::docid at_least(sn_docid docid) const
    {
        return sn::first_inside(docid, shards());
    }
    sn_docid outside(Xapian::docid at) const
    {
        return sn::outside(at, shards());
    }
};

struct sn_xap_query {
    Xapian::Query query;
    bool has_source; /* holds a posting source of ours somewhere below: must not be scaled */
    /* Terms, weights and numbers of documents only: looking at an entry of any list takes 0.1 us or so, and no list is
     * longer than its term has documents, or the database. */
    bool is_plain;
};

namespace sn
{

inline std::string bytes_of(sn_str s)
{
    return s.len > 0 ? std::string(s.at, s.len) : std::string();
}

inline sn_str str_of(const std::string &s)
{
    sn_str out = {s.data(), s.size()};
    return out;
}

/* Append to a buffer of the caller, with its limit as a status. */
inline sn_status append(sn_buf *out, const std::string &bytes, const char *what, sn_error *err)
{
    sn_status s = sn_buf_add(out, bytes.data(), bytes.size());
    return s == SN_OK ? SN_OK : sn_fail(err, s, "%s: no room for %zu bytes", what, bytes.size());
}

/* The library finds an overlong term (or key of metadata) only when it writes, and drops the whole
 * batch for it: refused here instead. It stores a NUL byte as two. */
inline sn_status check_length(sn_str text, const char *what, sn_error *err)
{
    if (text.len == 0)
        return sn_fail(err, SN_EINVAL, "%s: empty", what);
    size_t stored = text.len;
    if (text.len <= SN_XAP_TERM_MAX_BYTES)
        stored += static_cast<size_t>(std::count(text.at, text.at + text.len, '\0'));
    if (stored > SN_XAP_TERM_MAX_BYTES)
        return sn_fail(err, SN_EINVAL, "%s: %zu bytes, at most %d", what, stored,
                       SN_XAP_TERM_MAX_BYTES);
    return SN_OK;
}

/* The document as it is written: with the value of its places. document.cc */
Xapian::Document whole(const sn_xap_doc *doc);

/* An empty path is the library's sign for a database that is no directory. */
inline sn_status check_path(const char *path, sn_error *err)
{
    return path[0] != '\0' ? SN_OK : sn_fail(err, SN_EINVAL, "database: empty path");
}

inline sn_status check_paths(const char *const *paths, size_t n, sn_error *err)
{
    if (n == 0 || n > SN_XAP_SHARDS_MAX)
        return sn_fail(err, SN_EINVAL, "database: %zu shards, 1 to %d", n, SN_XAP_SHARDS_MAX);
    sn_status s = SN_OK;
    for (size_t i = 0; i < n && s == SN_OK; i++)
        s = check_path(paths[i], err);
    return s;
}

} // namespace sn
#endif
