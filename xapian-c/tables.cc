#include "xapian-c/tables.hpp"

#include "xapian-c/xapian_c.h"

#include <sys/stat.h>

namespace sn
{
namespace
{

[[noreturn]] void fail(const std::string &path, const char *table)
{
    throw Xapian::DatabaseOpeningError(path + ": the " + table + " table was not opened");
}

bool has_file(const std::string &path, const char *table)
{
    struct stat st;
    return lstat((path + '/' + table + ".glass").c_str(), &st) == 0 && st.st_size > 0;
}

/* 0: there is none. */
Xapian::docid first_document(const Xapian::Database &db)
{
    const Xapian::PostingIterator first = db.postlist_begin(std::string());
    return first == db.postlist_end(std::string()) ? 0 : *first;
}

bool has_terms(const Xapian::Database &db, Xapian::docid docid)
{
    try {
        return db.termlist_begin(docid) != db.termlist_end(docid);
    } catch (const Xapian::DocNotFoundError &) {
        return false; /* the list is not there; the document is */
    } catch (const Xapian::FeatureUnavailableError &) {
        return false;
    }
}

/* The first term of the document that stands somewhere in it; empty: none does. */
std::string term_with_a_place(const Xapian::Database &db, Xapian::docid docid)
{
    for (auto term = db.termlist_begin(docid); term != db.termlist_end(docid); ++term)
        if (term.positionlist_count() > 0)
            return *term;
    return std::string();
}

bool has_places(const Xapian::Database &db, Xapian::docid docid, const std::string &term)
{
    return db.positionlist_begin(docid, term) != db.positionlist_end(docid, term);
}

/* Does any document? The first one, mostly; all are looked at only if none does. */
template <typename Has> bool any_document(const Xapian::Database &db, Has has)
{
    const std::string all;
    for (auto it = db.postlist_begin(all); it != db.postlist_end(all); ++it)
        if (has(*it))
            return true;
    return false;
}

} // namespace

void expect_lists(const Xapian::Database &db, const std::string &path)
{
    const Xapian::docid docid = first_document(db);
    if (docid == 0)
        return;
    if (has_file(path, "termlist") && db.get_doclength(docid) > 0 && !has_terms(db, docid))
        fail(path, "termlist");
    /* Documents that have their places as a value need no such table; those of before do. */
    if (has_file(path, "position") && !any_document(db, [&](Xapian::docid each) {
            return !db.get_document(each).get_value(SN_XAP_PLACES_SLOT).empty() ||
                   !term_with_a_place(db, each).empty();
        }))
        fail(path, "position");
}

void expect_data(const Xapian::Database &db, const std::string &path)
{
    if (first_document(db) != 0 && has_file(path, "docdata") &&
        !any_document(
            db, [&](Xapian::docid each) { return !db.get_document(each).get_data().empty(); }))
        fail(path, "docdata");
}

void expect_document(const Xapian::Database &made, const Xapian::Database &source,
                     const std::string &path)
{
    const Xapian::docid docid = first_document(source);
    if (docid == 0)
        return;
    if (has_terms(source, docid) != has_terms(made, docid))
        fail(path, "termlist");
    const std::string term = term_with_a_place(source, docid);
    if (!term.empty() && !has_places(made, docid, term))
        fail(path, "position");
    if (source.get_document(docid).get_data() != made.get_document(docid).get_data())
        fail(path, "docdata");
}

} // namespace sn
