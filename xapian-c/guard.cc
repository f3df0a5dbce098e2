#include "xapian-c/guard.hpp"

#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>

namespace sn
{
namespace
{

/* libxapian makes the words of errno when asked and may run out of memory over it: this runs inside
 * a catch block, where a second exception would end the process. */
const char *errno_words(const Xapian::Error &e) noexcept
{
    try {
        return e.get_error_string();
    } catch (...) {
        return nullptr;
    }
}

sn_status fail(sn_error *err, sn_status status, const char *what, const Xapian::Error &e) noexcept
{
    const char *words = errno_words(e);
    if (words != nullptr)
        return sn_fail(err, status, "%s: %s (%s)", what, e.get_msg().c_str(), words);
    return sn_fail(err, status, "%s: %s", what, e.get_msg().c_str());
}

/* Error has no way to ask for its errno, only for the words, and these are in the language of the
 * process. They also stand in the message when an error is told inside another one. */
bool names_errno(const Xapian::Error &e, int code) noexcept
{
    const char *words = errno_words(e);
    const char *looked_for = strerror(code);
    return strstr(e.get_msg().c_str(), looked_for) != nullptr ||
           (words != nullptr && strstr(words, looked_for) != nullptr);
}

bool message_has(const Xapian::Error &e, const char *words) noexcept
{
    return strstr(e.get_msg().c_str(), words) != nullptr;
}

/* DatabaseError itself and its children without a status of their own. */
sn_status status_of_database_error(const Xapian::DatabaseError &e) noexcept
{
    if (names_errno(e, ENOSPC) || names_errno(e, EDQUOT) || names_errno(e, EFBIG))
        return SN_ENOSPACE;
    /* A table file that is too short is a plain DatabaseError without an errno. */
    if (message_has(e, "EOF reading block"))
        return SN_ECORRUPT;
    /* Database::check has no DatabaseNotFoundError. */
    if (message_has(e, "Couldn't find Xapian database"))
        return SN_ENOTFOUND;
    return SN_EIO;
}

} // namespace

sn_status status_of_exception(sn_error *err, const char *what) noexcept
{
    try {
        throw;
    } catch (const Xapian::DatabaseModifiedError &e) {
        return fail(err, SN_ESTALE, what, e);
    } catch (const Xapian::DatabaseLockError &e) {
        /* The class also stands for "no lock to be had here": out of files, file system, rights. */
        return fail(err, message_has(e, "already locked") ? SN_ELOCKED : SN_EIO, what, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return fail(err, SN_ECORRUPT, what, e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return fail(err, SN_EFORMAT, what, e);
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return fail(err, SN_ENOTFOUND, what, e);
    } catch (const Xapian::DatabaseCreateError &e) {
        if (message_has(e, "already exists"))
            return fail(err, SN_EINVAL, what, e);
        return fail(err, status_of_database_error(e), what, e);
    } catch (const Xapian::DatabaseError &e) {
        return fail(err, status_of_database_error(e), what, e);
    } catch (const Xapian::DocNotFoundError &e) {
        return fail(err, SN_ENOTFOUND, what, e);
    } catch (const Xapian::InvalidArgumentError &e) {
        return fail(err, SN_EINVAL, what, e);
    } catch (const Xapian::RangeError &e) {
        return fail(err, SN_EINVAL, what, e);
    } catch (const Xapian::QueryParserError &e) {
        return fail(err, SN_EINVAL, what, e);
    } catch (const Xapian::Error &e) {
        return fail(err, SN_EIO, what, e);
    } catch (const std::bad_alloc &) {
        return sn_fail(err, SN_ENOMEM, "%s: out of memory", what);
    } catch (const std::exception &e) {
        return sn_fail(err, SN_EINTERNAL, "%s: %s", what, e.what());
    } catch (...) {
        return sn_fail(err, SN_EINTERNAL, "%s: unknown exception", what);
    }
}

} // namespace sn
