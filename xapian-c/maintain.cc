#include "xapian-c/handles.hpp"
#include "xapian-c/tables.hpp"

#include <sys/stat.h>

#include <cstring>
#include <sstream>
#include <vector>

using sn::guard;

namespace
{

/* Damage that the check cannot step over ends it with an exception: one more finding. An error with
 * an errno is none, and neither is a child of DatabaseError with a meaning of its own. */
template <typename Check> size_t count_damage(std::ostream &text, Check check)
{
    try {
        return check();
    } catch (const Xapian::DatabaseCorruptError &e) {
        text << e.get_msg() << '\n';
    } catch (const Xapian::DatabaseError &e) {
        if (strcmp(e.get_type(), "DatabaseError") != 0 || e.get_error_string() != nullptr)
            throw;
        text << e.get_msg() << '\n';
    }
    return 1;
}

/* The library's own check of the termlist table keeps 24 bytes for every number up to the last, used
 * or not: 6.5 GB where numbers are publication minutes. So each document's terms and values are read
 * through, and counted against its length. */
size_t check_documents(const char *path, std::ostream &text)
{
    Xapian::Database db(path, Xapian::DB_BACKEND_GLASS);
    sn::expect_lists(db, path);
    size_t errors = 0;
    for (auto it = db.postlist_begin(std::string()); it != db.postlist_end(std::string()); ++it) {
        uint64_t length = 0;
        for (auto term = db.termlist_begin(*it); term != db.termlist_end(*it); ++term)
            length += term.get_wdf();
        const Xapian::Document doc = db.get_document(*it);
        doc.values_count();
        if (length != db.get_doclength(*it)) {
            text << "document " << *it << ": its terms do not add up to its length\n";
            errors++;
        }
    }
    return errors;
}

size_t check_tables(const char *path, std::ostream &text)
{
    size_t errors = 0;
    for (const char *table : {"postlist", "position", "docdata"}) {
        const std::string file = std::string(path) + '/' + table + ".glass";
        struct stat st;
        if (stat(file.c_str(), &st) == 0)
            errors += count_damage(text, [&] { return Xapian::Database::check(file, 0, &text); });
    }
    return errors + count_damage(text, [&] { return check_documents(path, text); });
}

sn_status join(const char *const *sources, size_t n, const char *destination, sn_error *err)
{
    Xapian::Database db;
    std::vector<Xapian::Database> parts;
    for (size_t i = 0; i < n; i++) {
        parts.emplace_back(sources[i], Xapian::DB_BACKEND_GLASS);
        sn::expect_lists(parts.back(), sources[i]);
        sn::expect_data(parts.back(), sources[i]);
        db.add_database(parts.back());
    }
    try {
        db.compact(destination, Xapian::DBCOMPACT_NO_RENUMBER);
    } catch (const Xapian::InvalidOperationError &e) {
        return sn_fail(err, SN_EINVAL, "%s: %s", destination, e.get_msg().c_str());
    }
    /* It has opened them once more. */
    const Xapian::Database made(destination, Xapian::DB_BACKEND_GLASS);
    for (size_t i = 0; i < n; i++)
        sn::expect_document(made, parts[i], sources[i]);
    return SN_OK;
}

} // namespace

sn_status sn_xap_check(const char *path, sn_buf *findings, size_t *errors, sn_error *err)
{
    return guard(err, path, [&] {
        std::ostringstream text;
        size_t found = check_tables(path, text);
        /* A stream keeps what is thrown at it to itself. */
        if (!text)
            return sn_fail(err, SN_ENOMEM, "%s: no memory for the findings", path);
        sn_status s = sn::append(findings, text.str(), path, err);
        if (s == SN_OK)
            *errors = found;
        return s;
    });
}

sn_status sn_xap_compact(const char *source, const char *destination, sn_error *err)
{
    return sn_xap_join(&source, 1, destination, err);
}

sn_status sn_xap_join(const char *const *sources, size_t n, const char *destination, sn_error *err)
{
    if (n == 0)
        return sn_fail(err, SN_EINVAL, "join: no sources");
    return guard(err, sources[0], [&] {
        struct stat st;
        if (lstat(destination, &st) == 0)
            return sn_fail(err, SN_EINVAL, "compact: %s exists already", destination);
        return join(sources, n, destination, err);
    });
}
