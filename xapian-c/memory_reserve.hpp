/* memory_reserve - why there is memory for what may not fail.
 *
 * libxapian 1.4.22 allocates where it cannot do without: the last of a commit merges values in a
 * destructor, which may not throw (the process ends), and a phrase that gets no memory while it is
 * made frees its lists twice. So memory is kept beside before either begins, and `operator new` is
 * given it when there is no other. Who cannot keep any fails before anything has begun. */
#ifndef SN_XAPIAN_C_MEMORY_RESERVE_HPP
#define SN_XAPIAN_C_MEMORY_RESERVE_HPP

#include "xapian-c/xapian_c.h"

namespace sn
{

/* Of the process: like the handler that `operator new` calls. SN_OK or SN_ENOMEM. */
sn_status keep_memory(const char *what, sn_error *err) noexcept;

} // namespace sn
#endif
