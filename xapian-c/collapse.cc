#include "xapian-c/collapse.hpp"

#include "xapian-c/value_stream.hpp"

#include <algorithm>
#include <cstring>

namespace sn
{

namespace
{

/* In the order of the mset. */
std::vector<std::string> values_of(const Xapian::Database &db, Xapian::valueno slot,
                                   const Xapian::MSet &mset)
{
    std::vector<std::pair<Xapian::docid, size_t>> order;
    for (auto it = mset.begin(); it != mset.end(); ++it)
        order.emplace_back(*it, order.size());
    std::sort(order.begin(), order.end());
    ValueStream stream(db, slot);
    std::vector<std::string> values(order.size());
    for (const auto &[docid, place] : order)
        values[place] = stream.of(docid);
    return values;
}

bool is_number(const std::string &value)
{
    return value.size() == sizeof(uint64_t);
}

uint64_t number_of(const std::string &value)
{
    uint64_t number;
    memcpy(&number, value.data(), sizeof number);
    return number;
}

} // namespace

Groups::Groups(const Xapian::Database &db, Xapian::valueno slot,
               const std::vector<Xapian::docid> &docids)
{
    size_t size = 16;
    while (size < 2 * docids.size())
        size *= 2;
    table_.resize(size);
    ValueStream stream(db, slot);
    for (Xapian::docid docid : docids)
        add(stream.of(docid));
}

/* Where it is, or would be. */
size_t Groups::place_of(uint64_t number) const
{
    const size_t mask = table_.size() - 1;
    size_t at = (number * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
    while (table_[at].documents != 0 && table_[at].number != number)
        at = (at + 1) & mask;
    return at;
}

void Groups::add(const std::string &value)
{
    if (is_number(value)) {
        Entry &entry = table_[place_of(number_of(value))];
        entry.number = number_of(value);
        count_ += entry.documents++ == 0;
    } else {
        count_ += value.empty() || others_[value]++ == 0;
    }
}

uint32_t Groups::of(const std::string &value) const
{
    if (is_number(value))
        return table_[place_of(number_of(value))].documents;
    const auto found = others_.find(value);
    return found != others_.end() ? found->second : 0;
}

std::vector<Foremost> foremost(const Xapian::Database &db, const Xapian::MSet &mset,
                               const Groups &groups, const sn_xap_match_opts &opts,
                               bool *has_enough)
{
    std::vector<Foremost> found;
    std::unordered_map<std::string, uint32_t> seen; /* documents of each value, so far */
    const size_t wanted = size_t{opts.first} + opts.max_items;
    const std::vector<std::string> values = values_of(db, opts.collapse_slot, mset);
    size_t i = 0;
    for (auto it = mset.begin(); it != mset.end() && found.size() < wanted; ++it, i++) {
        if (values[i].empty() || seen[values[i]]++ == 0)
            found.push_back({*it, it.get_weight(), 0, values[i]});
    }
    *has_enough = found.size() == wanted;
    found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(
                                                   std::min(found.size(), size_t{opts.first})));
    for (Foremost &hit : found) {
        if (!hit.value.empty())
            hit.others = std::max(groups.of(hit.value), seen[hit.value]) - 1;
    }
    return found;
}

void collapse_totals(const Groups &groups, uint32_t noted, bool are_all, sn_xap_totals *t)
{
    const uint32_t behind = noted - groups.count();
    if (are_all) {
        t->lower = t->estimated = t->upper = groups.count();
        t->uncollapsed_lower = t->uncollapsed_estimated = t->uncollapsed_upper = noted;
        return;
    }
    t->lower = std::max(groups.count(), std::min(t->lower, UINT32_C(1)));
    if (!t->timed_out) /* else it stays all documents */
        t->upper = std::max(t->upper - std::min(t->upper, behind), t->lower);
    const double share = noted > 0 ? static_cast<double>(groups.count()) / noted : 1;
    const auto likely = static_cast<uint32_t>(t->estimated * share);
    t->estimated = std::clamp(likely, t->lower, t->upper);
}

} // namespace sn
