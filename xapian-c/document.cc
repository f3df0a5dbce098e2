#include "xapian-c/handles.hpp"

#include <cstring>
#include <memory>

using sn::bytes_of;
using sn::guard;

namespace
{

const std::string &kept(sn_xap_doc *doc, sn_str term)
{
    if (term.len > 0)
        doc->term.assign(term.at, term.len);
    else
        doc->term.clear();
    return doc->term;
}

} // namespace

Xapian::Document sn::whole(const sn_xap_doc *doc)
{
    Xapian::Document out(doc->doc); /* a handle: the value is the document's from now on */
    Gathered places(doc->places);
    out.add_value(SN_XAP_PLACES_SLOT, places_value(places));
    return out;
}

sn_status sn_xap_doc_create(sn_xap_doc **out)
{
    return guard(nullptr, "document", [&] {
        *out = new sn_xap_doc();
        return SN_OK;
    });
}

void sn_xap_doc_destroy(sn_xap_doc *doc)
{
    delete doc;
}

sn_status sn_xap_doc_clear(sn_xap_doc *doc, sn_error *err)
{
    return guard(err, "document", [&] {
        doc->doc = Xapian::Document();
        doc->places.clear();
        return SN_OK;
    });
}

sn_status sn_xap_doc_add_posting(sn_xap_doc *doc, sn_str term, uint32_t pos, uint32_t wdf,
                                 sn_error *err)
{
    return guard(err, "posting", [&] {
        sn_status s = sn::check_length(term, "term", err);
        if (s != SN_OK)
            return s;
        doc->doc.add_term(kept(doc, term), wdf);
        doc->places.push_back({pos, sn::hash_of_term(doc->term)});
        return SN_OK;
    });
}

sn_status sn_xap_doc_add_term(sn_xap_doc *doc, sn_str term, uint32_t wdf, sn_error *err)
{
    return guard(err, "term", [&] {
        sn_status s = sn::check_length(term, "term", err);
        if (s == SN_OK)
            doc->doc.add_term(kept(doc, term), wdf);
        return s;
    });
}

sn_status sn_xap_doc_set_value(sn_xap_doc *doc, uint32_t slot, sn_str value, sn_error *err)
{
    return guard(err, "value", [&] {
        if (slot == Xapian::BAD_VALUENO || slot == SN_XAP_PLACES_SLOT)
            return sn_fail(err, SN_EINVAL, "value: slot %u is not one", slot);
        doc->doc.add_value(slot, bytes_of(value));
        return SN_OK;
    });
}

sn_status sn_xap_doc_set_data(sn_xap_doc *doc, sn_str data, sn_error *err)
{
    return guard(err, "document data", [&] {
        doc->doc.set_data(bytes_of(data));
        return SN_OK;
    });
}

/* At most 9 bytes: the strings of both functions fit into the string object, nothing is allocated
 * and nothing can be thrown. */
size_t sn_xap_number_to_value(double number, char out[9])
{
    const std::string value = Xapian::sortable_serialise(number);
    memcpy(out, value.data(), value.size());
    return value.size();
}

double sn_xap_number_of_value(sn_str value)
{
    if (value.len > 9)
        value.len = 9;
    return Xapian::sortable_unserialise(bytes_of(value));
}
