/* A document as the index has it against what it should be, so that a check says what differs and where. */
#include "xapian-c/handles.hpp"

#include <cstring>
#include <sstream>

using sn::guard;

namespace
{

/* What is not printed as it stands is said in hexadecimal: findings are read on terminals. */
std::string shown(const std::string &bytes)
{
    static const char digits[] = "0123456789abcdef";
    std::string out;
    for (unsigned char c : bytes) {
        if (out.size() > 80)
            return out + "...";
        if (c >= 0x20 && c != 0x7f)
            out += static_cast<char>(c);
        else
            (out += "\\x") += {digits[c >> 4], digits[c & 15]};
    }
    return out;
}

class comparison
{
  public:
    comparison(const Xapian::Database &db, sn_docid docid, const Xapian::Document &want,
               Xapian::valueno but)
        : db(db), docid(docid), want(want), but(but), have(db.get_document(docid)),
          kept(have.get_value(SN_XAP_PLACES_SLOT)), wanted(want.get_value(SN_XAP_PLACES_SLOT))
    {
    }

    void run()
    {
        compare_terms();
        compare_values();
        if (have.get_data() != want.get_data())
            note("its record differs");
    }

    size_t errors = 0;
    std::ostringstream text;

  private:
    static constexpr size_t MAX_NOTED = 5; /* of one document: one is as good as all */

    void note(const std::string &what)
    {
        if (++errors <= MAX_NOTED)
            text << "document " << docid << ": " << what << '\n';
        else if (errors == MAX_NOTED + 1)
            text << "document " << docid << ": and more\n";
    }

    /* Both lists rise. */
    void compare_terms()
    {
        auto a = db.termlist_begin(docid), a_end = db.termlist_end(docid);
        auto b = want.termlist_begin(), b_end = want.termlist_end();
        while (a != a_end || b != b_end) {
            if (b == b_end || (a != a_end && *a < *b)) {
                note("term «" + shown(*a) + "» should not be there");
                ++a;
            } else if (a == a_end || *b < *a) {
                note("term «" + shown(*b) + "» is missing");
                ++b;
            } else {
                compare_term(a, b);
                ++a;
                ++b;
            }
        }
    }

    void compare_term(const Xapian::TermIterator &a, const Xapian::TermIterator &b)
    {
        const std::string term = *b;
        if (a.get_wdf() != b.get_wdf())
            note("term «" + shown(term) + "» stands there " + std::to_string(a.get_wdf()) +
                 " times, not " + std::to_string(b.get_wdf()));
        if (kept != wanted && !has_same_places(term))
            note("term «" + shown(term) + "» stands at other places");
    }

    /* Where both documents have the term. */
    bool has_same_places(const std::string &term) const
    {
        sn::PlaceReader a({term}), b({term});
        a.read(kept);
        b.read(wanted);
        return a.of(0) == b.of(0);
    }

    /* Places are compared by term. */
    bool is_apart(Xapian::valueno slot) const
    {
        return slot == SN_XAP_PLACES_SLOT || slot == but;
    }

    void compare_values()
    {
        auto a = have.values_begin(), a_end = have.values_end();
        auto b = want.values_begin(), b_end = want.values_end();
        while (a != a_end || b != b_end) {
            if (a != a_end && is_apart(a.get_valueno())) {
                ++a;
            } else if (b != b_end && is_apart(b.get_valueno())) {
                ++b;
            } else if (b == b_end || (a != a_end && a.get_valueno() < b.get_valueno())) {
                note("value " + std::to_string(a.get_valueno()) + " should not be there");
                ++a;
            } else if (a == a_end || b.get_valueno() < a.get_valueno()) {
                note("value " + std::to_string(b.get_valueno()) + " is missing");
                ++b;
            } else {
                if (*a != *b)
                    note("value " + std::to_string(b.get_valueno()) + " differs");
                ++a;
                ++b;
            }
        }
    }

    const Xapian::Database &db;
    sn_docid docid;
    const Xapian::Document &want;
    const Xapian::valueno but;
    Xapian::Document have;
    const std::string kept, wanted; /* values of places */
};

} // namespace

sn_status sn_xap_db_compare(const sn_xap_db *db, sn_docid docid, const sn_xap_doc *doc,
                            uint32_t but, sn_buf *findings, size_t *errors, sn_error *err)
{
    return guard(err, "comparison of a document", [&] {
        const Xapian::Document whole = sn::whole(doc);
        comparison c(db->holder(docid), docid, whole, but);
        c.run();
        if (!c.text) /* a stream keeps what is thrown at it to itself */
            return sn_fail(err, SN_ENOMEM, "no memory for the findings");
        sn_status s = sn::append(findings, c.text.str(), "findings", err);
        if (s == SN_OK)
            *errors = c.errors;
        return s;
    });
}
