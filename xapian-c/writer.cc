#include "base/file.h"
#include "xapian-c/handles.hpp"
#include "xapian-c/memory_reserve.hpp"
#include "xapian-c/reserve.hpp"

#include <memory>

using sn::bytes_of;
using sn::guard;

/* Changes live in a transaction from the first one to the commit: without it the library commits by
 * itself every 10,000 documents, and again when the handle is closed. Postings are still written
 * out by the 10,000, so a transaction costs no more memory. */
struct sn_xap_writer {
    Xapian::WritableDatabase db;
    const std::string path;
    const bool is_scratch;
    bool in_transaction = false;
    bool has_reserved = false;
    sn_status failed = SN_OK; /* or why only close is left */
    sn::PendingValues pending;

    sn_xap_writer(const char *where, int flags)
        : db(where, flags), path(where), is_scratch((flags & Xapian::DB_NO_SYNC) != 0)
    {
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
    w->failed = guard(err, what, [&] {
        if (!w->in_transaction) {
            w->db.begin_transaction();
            w->in_transaction = true;
        }
        return fn();
    });
    return w->failed;
}

/* A commit that failed has left the transaction but maybe not its changes, and the destructor of
 * the database would try to commit them. */
void drop_changes(sn_xap_writer *w)
{
    if (!w->in_transaction)
        w->db.begin_transaction(false);
    w->db.cancel_transaction();
}

} // namespace

sn_status sn_xap_writer_open(const char *path, sn_xap_open_mode mode, sn_xap_writer **out,
                             sn_error *err)
{
    sn_status s = sn::check_path(path, err);
    if (s != SN_OK)
        return s;
    return guard(err, path, [&] {
        int action = mode == SN_XAP_OPEN ? Xapian::DB_OPEN : Xapian::DB_CREATE;
        if (mode == SN_XAP_SCRATCH)
            action |= Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;
        *out = new sn_xap_writer(path, action | Xapian::DB_BACKEND_GLASS);
        return SN_OK;
    });
}

void sn_xap_writer_close(sn_xap_writer *w)
{
    if (w == nullptr)
        return;
    if (w->in_transaction || w->failed != SN_OK) {
        /* Nobody can be told: what could not be dropped is dropped with the handle. */
        (void)guard(nullptr, "close", [&] {
            drop_changes(w);
            return SN_OK;
        });
    }
    if (w->has_reserved)
        sn::release_space(w->path);
    delete w;
}

sn_status sn_xap_writer_replace(sn_xap_writer *w, sn_docid docid, const sn_xap_doc *doc,
                                sn_error *err)
{
    if (docid == 0)
        return sn_fail(err, SN_EINVAL, "replace: 0 is no document number");
    return change(w, err, "replace", [&] {
        const Xapian::Document whole = sn::whole(doc);
        w->pending.note(&whole);
        w->db.replace_document(docid, whole);
        return SN_OK;
    });
}

sn_status sn_xap_writer_delete(sn_xap_writer *w, sn_docid docid, sn_error *err)
{
    if (docid == 0)
        return sn_fail(err, SN_EINVAL, "delete: 0 is no document number");
    return change(w, err, "delete", [&] {
        w->pending.note(nullptr);
        try {
            w->db.delete_document(docid);
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
        w->db.set_metadata(bytes_of(key), bytes_of(value));
        return SN_OK;
    });
}

sn_status sn_xap_writer_get_metadata(const sn_xap_writer *w, sn_str key, sn_buf *out, sn_error *err)
{
    return guard(err, "metadata", [&] {
        sn_status s = sn::check_length(key, "metadata key", err);
        if (s != SN_OK)
            return s;
        return sn::append(out, w->db.get_metadata(bytes_of(key)), "metadata", err);
    });
}

sn_status sn_xap_writer_commit(sn_xap_writer *w, sn_error *err)
{
    if (w->failed == SN_OK && !w->in_transaction)
        return SN_OK;
    return change(w, err, "commit", [&] {
        /* Listing the terms writes the postings out, so that the room reserved is left for what
         * must find it. */
        (void)w->db.allterms_begin();
        sn_status s = sn::reserve_space(w->path, w->pending, err);
        if (s != SN_OK)
            return s;
        w->has_reserved = true;
        w->in_transaction = false;
        w->db.commit_transaction();
        w->pending.clear();
        /* The library syncs its files, but not their names, and a commit is a file renamed. */
        return w->is_scratch ? SN_OK : sn_dir_sync(w->path.c_str(), err);
    });
}

sn_status sn_xap_writer_count(const sn_xap_writer *w, uint32_t *out, sn_error *err)
{
    return guard(err, "document count", [&] {
        *out = w->db.get_doccount();
        return SN_OK;
    });
}
