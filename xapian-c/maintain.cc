#include "xapian-c/handles.hpp"

#include <sys/stat.h>

#include <cstring>
#include <sstream>

using sn::guard;

namespace
{

/* Damage that the check cannot step over ends it with an exception: one more finding. An error with
 * an errno is none, and neither is a child of DatabaseError with a meaning of its own. */
size_t check_tables(const char *path, std::ostream &text)
{
    try {
        return Xapian::Database::check(path, 0, &text);
    } catch (const Xapian::DatabaseCorruptError &e) {
        text << e.get_msg() << '\n';
    } catch (const Xapian::DatabaseError &e) {
        if (strcmp(e.get_type(), "DatabaseError") != 0 || e.get_error_string() != nullptr)
            throw;
        text << e.get_msg() << '\n';
    }
    return 1;
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
    return guard(err, source, [&] {
        struct stat st;
        if (lstat(destination, &st) == 0)
            return sn_fail(err, SN_EINVAL, "compact: %s exists already", destination);
        Xapian::Database db(source, Xapian::DB_BACKEND_GLASS);
        db.compact(destination, Xapian::DBCOMPACT_NO_RENUMBER);
        return SN_OK;
    });
}
