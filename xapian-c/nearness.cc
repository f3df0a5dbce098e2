#include "xapian-c/nearness.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sn
{
namespace
{

typedef std::vector<uint32_t> Places;

/* A place, and which word has it. */
typedef std::vector<std::pair<uint32_t, size_t>> Owners;

/* Has each word a place in first..first + window - 1, be it the same as another's? */
bool have_all(const PlaceLists &lists, uint32_t first, uint32_t window)
{
    for (const Places *list : lists) {
        const auto it = std::lower_bound(list->begin(), list->end(), first);
        if (it == list->end() || *it - first >= window)
            return false;
    }
    return true;
}

/* Give the i-th word a place there that no other has, moving others to places of theirs where that helps; each place
 * is tried once (a matching by augmenting paths: words at one place are few, but a query may say one word often). */
bool settle(const PlaceLists &lists, size_t i, uint32_t first, uint32_t window, Owners &owners,
            Places &tried)
{
    for (auto it = std::lower_bound(lists[i]->begin(), lists[i]->end(), first);
         it != lists[i]->end() && *it - first < window; ++it) {
        if (std::find(tried.begin(), tried.end(), *it) != tried.end())
            continue;
        tried.push_back(*it);
        const auto owner =
            std::find_if(owners.begin(), owners.end(), [&](auto &o) { return o.first == *it; });
        const size_t place = static_cast<size_t>(owner - owners.begin());
        if (owner == owners.end())
            owners.push_back({*it, i});
        else if (settle(lists, owner->second, first, window, owners, tried))
            owners[place].second = i;
        else
            continue;
        return true;
    }
    return false;
}

/* Each word in first..first + window - 1? */
bool all_settle(const PlaceLists &lists, uint32_t first, uint32_t window)
{
    Owners owners;
    if (!have_all(lists, first, window))
        return false;
    for (size_t i = 0; i < lists.size(); i++) {
        Places tried;
        if (!settle(lists, i, first, window, owners, tried))
            return false;
    }
    return true;
}

/* Most words that are asked for are two. */
bool are_near(const Places &left, const Places &right, uint32_t window)
{
    for (uint32_t place : left) {
        const uint32_t from = place < window ? 0 : place - window + 1;
        auto it = std::lower_bound(right.begin(), right.end(), from);
        if (it != right.end() && *it == place)
            ++it; /* its own */
        if (it != right.end() && (*it < place || *it - place < window))
            return true;
    }
    return false;
}

} // namespace

/* From each place of the first word the nearest of the next one, and so on: no other choice ends sooner. */
bool stand_in_order(const PlaceLists &lists, uint32_t window)
{
    for (uint32_t first : *lists[0]) {
        uint32_t last = first;
        for (size_t i = 1; i < lists.size(); i++) {
            const auto it = std::upper_bound(lists[i]->begin(), lists[i]->end(), last);
            if (it == lists[i]->end())
                return false; /* nor behind a later place of the first */
            last = *it;
        }
        if (last - first < window)
            return true;
    }
    return false;
}

/* The first of the places is that of one of the words. */
bool stand_near(const PlaceLists &lists, uint32_t window)
{
    if (lists.size() == 2)
        return are_near(*lists[0], *lists[1], window);
    for (const Places *list : lists) {
        for (uint32_t first : *list) {
            if (all_settle(lists, first, window))
                return true;
        }
    }
    return false;
}

} // namespace sn
