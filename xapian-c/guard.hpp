/* guard - the one border between C++ exceptions and C statuses.
 *
 * Every function of xapian_c.h is `return guard(err, "what was tried", [&] { ... });`: whatever is
 * thrown inside, by libxapian, by the standard library or by nobody we know, leaves as a status
 * with "what was tried: why not" in *err. */
#ifndef SN_XAPIAN_C_GUARD_HPP
#define SN_XAPIAN_C_GUARD_HPP

#include "xapian-c/xapian_c.h"

namespace sn
{

/* The status of the exception being handled; only for use inside a catch block. */
sn_status status_of_exception(sn_error *err, const char *what) noexcept;

template <typename Fn> sn_status guard(sn_error *err, const char *what, Fn fn) noexcept
{
    try {
        return fn();
    } catch (...) {
        return status_of_exception(err, what);
    }
}

} // namespace sn
#endif
