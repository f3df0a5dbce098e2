/* nearness - do some words stand together, by the lists of their places? */
#ifndef SN_XAPIAN_C_NEARNESS_HPP
#define SN_XAPIAN_C_NEARNESS_HPP

#include <cstdint>
#include <vector>

namespace sn
{

/* The places of one word each, rising; from one list on. A list may come twice: a word that is said twice. */
typedef std::vector<const std::vector<uint32_t> *> PlaceLists;

/* Has each word a place of its own, in this order or in any, all within window positions? */
bool stand_in_order(const PlaceLists &lists, uint32_t window);
bool stand_near(const PlaceLists &lists, uint32_t window);

} // namespace sn
#endif
