#include "xapian-c/memory_reserve.hpp"

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <new>

namespace sn
{
namespace
{

const size_t RESERVE_BYTES = 1 << 20; /* a commit of a large batch merges some hundred values */

std::atomic<void *> reserve;
std::new_handler next_handler; /* whose turn it is when nothing is kept */

/* `operator new` tries again after it. */
void give_reserve()
{
    void *kept = reserve.exchange(nullptr);
    if (kept != nullptr)
        free(kept);
    else if (next_handler != nullptr)
        next_handler();
    else
        throw std::bad_alloc();
}

} // namespace

sn_status keep_memory(const char *what, sn_error *err) noexcept
{
    static std::once_flag is_set;
    if (reserve.load(std::memory_order_relaxed) != nullptr)
        return SN_OK;
    std::call_once(is_set, [] { next_handler = std::set_new_handler(give_reserve); });
    void *kept = malloc(RESERVE_BYTES);
    if (kept == nullptr)
        return sn_fail(err, SN_ENOMEM, "%s: out of memory", what);
    free(reserve.exchange(kept)); /* another thread's, if it was quicker */
    return SN_OK;
}

} // namespace sn
