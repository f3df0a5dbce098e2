#include "xapian-c/handles.hpp"
#include "xapian-c/tables.hpp"
#include "xapian-c/value_stream.hpp"

#include <memory>

using sn::append;
using sn::bytes_of;
using sn::guard;

sn_status sn_xap_db_open(const char *path, sn_xap_db **out, sn_error *err)
{
    return sn_xap_db_open_shards(&path, 1, out, err);
}

namespace
{

/* Named, the backend is not guessed: a text file would be read as a list of databases. */
Xapian::Database opened(const std::string &path)
{
    return Xapian::Database(path, Xapian::DB_BACKEND_GLASS);
}

void expect_all_lists(const sn_xap_db &db)
{
    for (size_t i = 0; i < db.paths.size(); i++)
        sn::expect_lists(db.parts.empty() ? db.db : db.parts[i], db.paths[i]);
}

sn_xap_db *open_one(const std::string &path)
{
    return new sn_xap_db{opened(path), {path}, {}, {}};
}

sn_xap_db *open_parts(const std::vector<std::string> &paths)
{
    std::vector<Xapian::Database> parts;
    Xapian::Database db;
    for (uint32_t i = 0; i < paths.size(); i++) {
        parts.push_back(opened(paths[i]));
        sn::expect_shard(parts.back(), {i, static_cast<uint32_t>(paths.size())}, paths[i]);
        db.add_database(parts.back());
    }
    return new sn_xap_db{db, paths, parts, {}};
}

} // namespace

sn_status sn_xap_db_open_shards(const char *const *paths, size_t n, sn_xap_db **out, sn_error *err)
{
    sn_status s = sn::check_paths(paths, n, err);
    if (s != SN_OK)
        return s;
    return guard(err, paths[0], [&] {
        const std::vector<std::string> all(paths, paths + n);
        std::unique_ptr<sn_xap_db> db(n == 1 ? open_one(all[0]) : open_parts(all));
        expect_all_lists(*db);
        *out = db.release();
        return SN_OK;
    });
}

void sn_xap_db_close(sn_xap_db *db)
{
    delete db;
}

sn_status sn_xap_db_reopen(sn_xap_db *db, bool *changed, sn_error *err)
{
    return guard(err, "reopen", [&] {
        bool moved = db->db.reopen();
        if (moved)
            db->columns.clear();
        expect_all_lists(*db);
        if (changed != nullptr)
            *changed = moved;
        return SN_OK;
    });
}

sn_status sn_xap_db_count(const sn_xap_db *db, uint32_t *out, sn_error *err)
{
    return guard(err, "document count", [&] {
        *out = db->db.get_doccount();
        return SN_OK;
    });
}

sn_status sn_xap_db_last_docid(const sn_xap_db *db, sn_docid *out, sn_error *err)
{
    return guard(err, "last document number", [&] {
        *out = db->outside(db->db.get_lastdocid());
        return SN_OK;
    });
}

sn_status sn_xap_db_average_length(const sn_xap_db *db, double *out, sn_error *err)
{
    return guard(err, "average length", [&] {
        *out = db->db.get_avlength();
        return SN_OK;
    });
}

sn_status sn_xap_db_term_freq(const sn_xap_db *db, sn_str term, uint32_t *out, sn_error *err)
{
    return guard(err, "term frequency", [&] {
        *out = db->db.get_termfreq(bytes_of(term));
        return SN_OK;
    });
}

sn_status sn_xap_db_metadata(const sn_xap_db *db, sn_str key, sn_buf *out, sn_error *err)
{
    return guard(err, "metadata", [&] {
        sn_status s = sn::check_length(key, "metadata key", err);
        if (s != SN_OK)
            return s;
        return append(out, db->db.get_metadata(bytes_of(key)), "metadata", err);
    });
}

namespace
{

/* What get() reads of a document. If there is one is asked only where it has nothing: that is another way down the tree
 * of postings, and takes longer than reading a value. */
template <typename Get> std::string part_of(const sn_xap_db *db, sn_docid docid, Get get)
{
    const Xapian::Database &holder = db->holder(docid);
    std::string part = get(holder.get_document(docid, Xapian::DOC_ASSUME_VALID));
    return part.empty() ? get(holder.get_document(docid)) : part;
}

} // namespace

sn_status sn_xap_db_data(const sn_xap_db *db, sn_docid docid, sn_buf *out, sn_error *err)
{
    return guard(err, "document data", [&] {
        const std::string data =
            part_of(db, docid, [](const Xapian::Document &doc) { return doc.get_data(); });
        return append(out, data, "document data", err);
    });
}

sn_status sn_xap_db_value(const sn_xap_db *db, sn_docid docid, uint32_t slot, sn_buf *out,
                          sn_error *err)
{
    return guard(err, "value", [&] {
        const std::string value =
            part_of(db, docid, [&](const Xapian::Document &doc) { return doc.get_value(slot); });
        return append(out, value, "value", err);
    });
}

sn_status sn_xap_db_count_between(const sn_xap_db *db, sn_docid first, sn_docid last, uint32_t *out,
                                  sn_error *err)
{
    return guard(err, "count of documents", [&] {
        uint32_t n = 0;
        const std::string all;
        const Xapian::PostingIterator end = db->db.postlist_end(all);
        Xapian::PostingIterator it = db->db.postlist_begin(all);
        if (it != end)
            it.skip_to(db->at_least(first));
        for (; it != end && db->outside(*it) <= last; ++it)
            n++;
        *out = n;
        return SN_OK;
    });
}

sn_status sn_xap_db_values(const sn_xap_db *db, uint32_t slot, const sn_docid *docids, size_t n,
                           sn_xap_doc_value_fn *fn, void *ctx, sn_error *err)
{
    return guard(err, "values", [&] {
        sn::ValueStream stream(db->db, slot);
        for (size_t i = 0; i < n; i++) {
            const std::string value = stream.of(db->inside(docids[i]));
            fn(ctx, i, sn::str_of(value));
        }
        return SN_OK;
    });
}

sn_status sn_xap_db_positions(const sn_xap_db *db, sn_docid docid, sn_str term, uint32_t from,
                              uint32_t *out, size_t room, size_t *n, sn_error *err)
{
    return guard(err, "positions", [&] {
        sn_xap_places *places = nullptr;
        sn_status s = sn_xap_places_open(db, &term, 1, &places, err);
        if (s != SN_OK)
            return s;
        s = sn_xap_places_read(places, docid, err);
        size_t count = 0, found = 0;
        const uint32_t *at = nullptr;
        if (s == SN_OK)
            s = sn_xap_places_of(places, 0, &at, &count, err);
        for (size_t i = 0; i < count && found < room; i++)
            if (at[i] >= from)
                out[found++] = at[i];
        sn_xap_places_close(places);
        if (s == SN_OK)
            *n = found;
        return s;
    });
}

sn_status sn_xap_db_first_with_term(const sn_xap_db *db, sn_str term, sn_docid *out, sn_error *err)
{
    return guard(err, "first document of a term", [&] {
        const std::string name = bytes_of(term);
        Xapian::PostingIterator it = db->db.postlist_begin(name);
        if (it == db->db.postlist_end(name))
            return sn_fail(err, SN_ENOTFOUND, "no document has the term");
        *out = db->outside(*it);
        return SN_OK;
    });
}

namespace
{

/* Call fn for all of [it, end); SN_DONE ends the walk well. */
template <typename It, typename Fn> sn_status walk(It it, It end, Fn fn)
{
    for (; it != end; ++it) {
        sn_status s = fn(it);
        if (s != SN_OK)
            return s == SN_DONE ? SN_OK : s;
    }
    return SN_OK;
}

} // namespace

sn_status sn_xap_db_each_term(const sn_xap_db *db, sn_str prefix, sn_xap_term_fn *fn, void *ctx,
                              sn_error *err)
{
    return guard(err, "walk over terms", [&] {
        const std::string start = bytes_of(prefix);
        return walk(db->db.allterms_begin(start), db->db.allterms_end(start),
                    [&](const Xapian::TermIterator &it) {
                        const std::string term = *it;
                        return fn(ctx, sn::str_of(term), it.get_termfreq());
                    });
    });
}

sn_status sn_xap_db_each_docid(const sn_xap_db *db, sn_str term, sn_xap_docid_fn *fn, void *ctx,
                               sn_error *err)
{
    return guard(err, "walk over documents", [&] {
        const std::string name = bytes_of(term);
        return walk(db->db.postlist_begin(name), db->db.postlist_end(name),
                    [&](const Xapian::PostingIterator &it) { return fn(ctx, db->outside(*it)); });
    });
}

sn_status sn_xap_db_each_doc_term(const sn_xap_db *db, sn_docid docid, sn_xap_term_fn *fn,
                                  void *ctx, sn_error *err)
{
    return guard(err, "walk over the terms of a document", [&] {
        const Xapian::Database &holder = db->holder(docid);
        return walk(holder.termlist_begin(docid), holder.termlist_end(docid),
                    [&](const Xapian::TermIterator &it) {
                        const std::string term = *it;
                        return fn(ctx, sn::str_of(term), it.get_wdf());
                    });
    });
}
