#include "xapian-c/tally.hpp"

#include "xapian-c/handles.hpp"

#include <algorithm>
#include <memory>

using sn::guard;

sn::TallySpy::TallySpy(sn_xap_tally *tally, uint32_t shards) : tally_(tally), shards_(shards)
{
    tally->is_cut = false;
    tally->docids.clear();
    tally->counts.clear();
}

void sn::TallySpy::operator()(const Xapian::Document &doc, double)
{
    if (shards_ == 1 && tally_->docids.size() == tally_->limit)
        tally_->is_cut = true;
    else
        tally_->docids.push_back(inside(doc.get_docid(), shards_));
}

void sn::TallySpy::finish()
{
    std::vector<Xapian::docid> &docids = tally_->docids;
    if (shards_ == 1)
        return;
    std::sort(docids.begin(), docids.end());
    tally_->is_cut = docids.size() > tally_->limit;
    docids.resize(std::min(docids.size(), size_t{tally_->limit}));
}

sn_status sn_xap_tally_create(uint32_t limit, sn_xap_tally **out, sn_error *err)
{
    return guard(err, "tally", [&] {
        auto t = std::make_unique<sn_xap_tally>();
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
    return static_cast<uint32_t>(t->docids.size());
}

bool sn_xap_tally_is_cut(const sn_xap_tally *t)
{
    return t->is_cut;
}

sn_status sn_xap_tally_count(sn_xap_tally *t, const sn_xap_db *db, const uint32_t *slots, size_t n,
                             sn_error *err)
{
    return guard(err, "tally", [&] {
        t->counts =
            db->columns.count(db->db, t->docids, std::vector<Xapian::valueno>(slots, slots + n));
        return SN_OK;
    });
}

sn_status sn_xap_tally_each(const sn_xap_tally *t, size_t i, sn_xap_value_fn *fn, void *ctx)
{
    if (i >= t->counts.size())
        return SN_OK;
    const sn::Counts &counts = t->counts[i];
    for (uint32_t number = 1; number < counts.documents.size(); number++) {
        if (counts.documents[number] == 0)
            continue;
        sn_status s = fn(ctx, sn::str_of(counts.values->at(number)), counts.documents[number]);
        if (s != SN_OK)
            return s == SN_DONE ? SN_OK : s;
    }
    return SN_OK;
}
