#include "xapian-c/tally.hpp"

#include "xapian-c/handles.hpp"

#include <memory>

using sn::guard;

sn::TallySpy::TallySpy(const Xapian::Database &db, sn_xap_tally *tally) : db_(db), tally_(tally)
{
    tally->documents = 0;
    tally->is_cut = false;
    for (size_t i = 0; i < tally->slots.size(); i++) {
        tally->counts[i].clear();
        streams_.push_back(db_.valuestream_begin(tally->slots[i]));
    }
}

void sn::TallySpy::operator()(const Xapian::Document &doc, double)
{
    sn_xap_tally &t = *tally_;
    if (t.documents == t.limit) {
        t.is_cut = true;
        return;
    }
    t.documents++;
    const Xapian::docid docid = doc.get_docid();
    const Xapian::ValueIterator end;
    for (size_t i = 0; i < streams_.size(); i++) {
        Xapian::ValueIterator &stream = streams_[i];
        if (stream != end && stream.get_docid() < docid)
            stream.skip_to(docid);
        if (stream != end && stream.get_docid() == docid)
            t.counts[i][*stream]++;
    }
}

sn_status sn_xap_tally_create(const uint32_t *slots, size_t n, uint32_t limit, sn_xap_tally **out,
                              sn_error *err)
{
    return guard(err, "tally", [&] {
        auto t = std::make_unique<sn_xap_tally>();
        t->slots.assign(slots, slots + n);
        t->counts.resize(n);
        t->limit = limit;
        *out = t.release();
        return SN_OK;
    });
}

void sn_xap_tally_destroy(sn_xap_tally *t)
{
    delete t;
}

uint32_t sn_xap_tally_documents(const sn_xap_tally *t)
{
    return t->documents;
}

bool sn_xap_tally_is_cut(const sn_xap_tally *t)
{
    return t->is_cut;
}

sn_status sn_xap_tally_each(const sn_xap_tally *t, size_t i, sn_xap_value_fn *fn, void *ctx)
{
    for (const auto &count : t->counts[i]) {
        sn_status s = fn(ctx, sn::str_of(count.first), count.second);
        if (s != SN_OK)
            return s == SN_DONE ? SN_OK : s;
    }
    return SN_OK;
}
