#include "base/file.h"
#include "xapian-c/handles.hpp"
#include "xapian-c/memory_reserve.hpp"
#include "xapian-c/reserve.hpp"

#include <algorithm>
#include <memory>
#include <vector>

using sn::bytes_of;
using sn::guard;

/* Changes live in a transaction from the first one to the commit: without it the library commits by
 * itself every 10,000 documents, and again when the handle is closed. Postings are still written
 * out by the 10,000, so a transaction costs no more memory. */
struct writer_part {
    Xapian::WritableDatabase db;
    const std::string path;
    bool in_transaction = false;
    bool has_reserved = false;
    sn::PendingValues pending;

    writer_part(const std::string &where, int flags) : db(where, flags), path(where)
    {
    }

    Xapian::WritableDatabase &changing()
    {
        if (!in_transaction)
            db.begin_transaction();
        in_transaction = true;
        return db;
    }
};

struct sn_xap_writer {
    std::vector<std::unique_ptr<writer_part>> parts; /* the shards */
    bool is_scratch = false;
    sn_status failed = SN_OK; /* or why only close is left */

    writer_part &holder(sn_docid docid)
    {
        return *parts[sn_xap_shard_of(docid, static_cast<uint32_t>(parts.size()))];
    }
};

namespace
{

/* After an error the library may have dropped the batch, and takes the next change as if it had
 * not: the writer refuses to go on. */
template <typename Fn> sn_status change(sn_xap_writer *w, sn_error *err, const char *what, Fn fn)
{
    if (w->failed != SN_OK)
        return sn_fail(err, w->failed, "%s: an earlier change failed, close the writer", what);
    w->failed = sn::keep_memory(what, err);
    if (w->failed != SN_OK)
        return w->failed;
    w->failed = guard(err, what, fn);
    return w->failed;
}

/* A commit that failed has left the transaction but maybe not its changes, and the destructor of
 * the database would try to commit them. */
void drop_changes(writer_part *part)
{
    if (!part->in_transaction)
        part->db.begin_transaction(false);
    part->db.cancel_transaction();
}

sn_status check_number(const sn_xap_writer *w, sn_docid docid, const char *what, sn_error *err)
{
    if (docid == 0)
        return sn_fail(err, SN_EINVAL, "%s: 0 is no document number", what);
    if (w->parts.size() > 1 && docid >= UINT32_MAX / w->parts.size())
        return sn_fail(err, SN_EINVAL, "%s: %zu shards have no room for document number %u", what,
                       w->parts.size(), docid);
    return SN_OK;
}

/* What a shard of several is called stands in it from its first commit on. */
void open_shard(sn_xap_writer *w, const sn::Shard &shard, const std::string &path,
                sn_xap_open_mode mode)
{
    int action = mode == SN_XAP_OPEN ? Xapian::DB_OPEN : Xapian::DB_CREATE;
    if (mode == SN_XAP_SCRATCH)
        action |= Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;
    w->parts.push_back(std::make_unique<writer_part>(path, action | Xapian::DB_BACKEND_GLASS));
    if (shard.of > 1 && mode == SN_XAP_OPEN)
        sn::expect_shard(w->parts.back()->db, shard, path);
    else if (shard.of > 1)
        w->parts.back()->changing().set_metadata(sn::SHARD_KEY, shard.name());
}

sn_status commit_part(const sn_xap_writer *w, writer_part *part, sn_error *err)
{
    if (!part->in_transaction)
        return SN_OK;
    /* Listing the terms writes the postings out, so that the room reserved is left for what
     * must find it. */
    (void)part->db.allterms_begin();
    sn_status s = sn::reserve_space(part->path, part->pending, err);
    if (s != SN_OK)
        return s;
    part->has_reserved = true;
    part->in_transaction = false;
    part->db.commit_transaction();
    part->pending.clear();
    /* The library syncs its files, but not their names, and a commit is a file renamed. */
    return w->is_scratch ? SN_OK : sn_dir_sync(part->path.c_str(), err);
}

} // namespace

sn_status sn_xap_writer_open(const char *path, sn_xap_open_mode mode, sn_xap_writer **out,
                             sn_error *err)
{
    return sn_xap_writer_open_shards(&path, 1, mode, out, err);
}

sn_status sn_xap_writer_open_shards(const char *const *paths, size_t n, sn_xap_open_mode mode,
                                    sn_xap_writer **out, sn_error *err)
{
    sn_status s = sn::check_paths(paths, n, err);
    if (s != SN_OK)
        return s;
    return guard(err, paths[0], [&] {
        auto w = std::make_unique<sn_xap_writer>();
        w->is_scratch = mode == SN_XAP_SCRATCH;
        for (uint32_t i = 0; i < n; i++)
            open_shard(w.get(), {i, static_cast<uint32_t>(n)}, paths[i], mode);
        *out = w.release();
        return SN_OK;
    });
}

void sn_xap_writer_close(sn_xap_writer *w)
{
    if (w == nullptr)
        return;
    for (const auto &part : w->parts) {
        if (part->in_transaction || w->failed != SN_OK) {
            /* Nobody can be told: what could not be dropped is dropped with the handle. */
            (void)guard(nullptr, "close", [&] {
                drop_changes(part.get());
                return SN_OK;
            });
        }
        if (part->has_reserved)
            sn::release_space(part->path);
    }
    delete w;
}

sn_status sn_xap_writer_replace(sn_xap_writer *w, sn_docid docid, const sn_xap_doc *doc,
                                sn_error *err)
{
    sn_status s = check_number(w, docid, "replace", err);
    if (s != SN_OK)
        return s;
    return change(w, err, "replace", [&] {
        writer_part &part = w->holder(docid);
        const Xapian::Document whole = sn::whole(doc);
        part.pending.note(&whole);
        part.changing().replace_document(docid, whole);
        return SN_OK;
    });
}

sn_status sn_xap_writer_delete(sn_xap_writer *w, sn_docid docid, sn_error *err)
{
    sn_status s = check_number(w, docid, "delete", err);
    if (s != SN_OK)
        return s;
    return change(w, err, "delete", [&] {
        writer_part &part = w->holder(docid);
        part.pending.note(nullptr);
        try {
            part.changing().delete_document(docid);
        } catch (const Xapian::DocNotFoundError &) {
            /* Deleting twice is how a replay looks. */
        }
        return SN_OK;
    });
}

sn_status sn_xap_writer_set_metadata(sn_xap_writer *w, sn_str key, sn_str value, sn_error *err)
{
    sn_status s = sn::check_length(key, "metadata key", err);
    if (s != SN_OK)
        return s;
    return change(w, err, "metadata", [&] {
        w->parts[0]->changing().set_metadata(bytes_of(key), bytes_of(value));
        return SN_OK;
    });
}

sn_status sn_xap_writer_get_metadata(const sn_xap_writer *w, sn_str key, sn_buf *out, sn_error *err)
{
    return guard(err, "metadata", [&] {
        sn_status s = sn::check_length(key, "metadata key", err);
        if (s != SN_OK)
            return s;
        return sn::append(out, w->parts[0]->db.get_metadata(bytes_of(key)), "metadata", err);
    });
}

/* The first one last: its metadata says what all hold, and must not say more. */
sn_status sn_xap_writer_commit(sn_xap_writer *w, sn_error *err)
{
    const auto is_changed = [](const auto &part) { return part->in_transaction; };
    if (w->failed == SN_OK && std::none_of(w->parts.begin(), w->parts.end(), is_changed))
        return SN_OK;
    return change(w, err, "commit", [&] {
        sn_status s = SN_OK;
        for (auto part = w->parts.rbegin(); part != w->parts.rend() && s == SN_OK; ++part)
            s = commit_part(w, part->get(), err);
        return s;
    });
}

sn_status sn_xap_writer_count(const sn_xap_writer *w, uint32_t *out, sn_error *err)
{
    return guard(err, "document count", [&] {
        uint32_t n = 0;
        for (const auto &part : w->parts)
            n += part->db.get_doccount();
        *out = n;
        return SN_OK;
    });
}
