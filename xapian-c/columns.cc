#include "xapian-c/columns.hpp"

#include "xapian-c/value_stream.hpp"

#include <algorithm>
#include <limits>

namespace
{

/* Values of a slot's list that are passed over for one that is wanted, at most: about a piece of it. */
constexpr uint64_t PASSED_FOR_ONE = 64;

/* Different values that a column may have, and their bytes: more are hardly looked at again. */
constexpr uint32_t VALUES_MAX = std::numeric_limits<uint16_t>::max();
constexpr size_t BYTES_MAX = size_t{1} << 20;

/* Where documents are among all, both rising. */
std::vector<size_t> places_of(const std::vector<Xapian::docid> &all,
                              const std::vector<Xapian::docid> &docids)
{
    std::vector<size_t> places;
    places.reserve(docids.size());
    size_t from = 0;
    for (const Xapian::docid docid : docids) {
        size_t to = from;
        for (size_t step = 1; to < all.size() && all[to] < docid; step *= 2) {
            from = to + 1;
            to += step;
        }
        const auto begin = all.begin();
        const auto end = begin + static_cast<std::ptrdiff_t>(std::min(to, all.size()));
        from = static_cast<size_t>(
            std::lower_bound(begin + static_cast<std::ptrdiff_t>(from), end, docid) - begin);
        if (from < all.size() && all[from] == docid)
            places.push_back(from);
    }
    return places;
}

/* Beside the list of the slot. */
sn::Counts count_by_list(const Xapian::Database &db, const std::vector<Xapian::docid> &docids,
                         Xapian::valueno slot)
{
    auto values = std::make_shared<sn::Values>();
    std::vector<uint32_t> documents(1);
    sn::ValueStream stream(db, slot);
    for (Xapian::docid docid : docids) {
        const std::string value = stream.of(docid);
        if (value.empty())
            continue;
        const uint32_t number = values->number_of(value);
        documents.resize(values->count());
        documents[number]++;
    }
    return {values, std::move(documents)};
}

} // namespace

/* ---- values ---- */

sn::Values::Values() : at_(1, nullptr)
{
}

uint32_t sn::Values::number_of(const std::string &value)
{
    const auto known = numbers_.find(value);
    if (known != numbers_.end())
        return known->second;
    const auto added = numbers_.emplace(value, count()).first;
    at_.push_back(&added->first);
    bytes_ += value.size();
    return added->second;
}

const std::string &sn::Values::at(uint32_t number) const
{
    return *at_[number];
}

uint32_t sn::Values::count() const
{
    return static_cast<uint32_t>(at_.size());
}

size_t sn::Values::bytes() const
{
    return bytes_;
}

/* ---- columns ---- */

void sn::Columns::clear()
{
    documents_ = {};
    columns_.clear();
}

void sn::Columns::read_documents(const Xapian::Database &db)
{
    if (!documents_.empty())
        return;
    std::vector<Xapian::docid> documents;
    documents.reserve(db.get_doccount());
    const std::string all;
    const Xapian::PostingIterator end = db.postlist_end(all);
    for (Xapian::PostingIterator it = db.postlist_begin(all); it != end; ++it)
        documents.push_back(*it);
    documents_ = std::move(documents);
}

void sn::Columns::read(const Xapian::Database &db, Xapian::valueno slot, Column *column) const
{
    auto values = std::make_shared<Values>();
    std::vector<uint16_t> numbers(documents_.size());
    const Xapian::ValueIterator end = db.valuestream_end(slot);
    Xapian::ValueIterator it = db.valuestream_begin(slot);
    for (size_t i = 0; it != end; ++it) {
        while (i < documents_.size() && documents_[i] < it.get_docid())
            i++;
        if (i == documents_.size())
            break;
        numbers[i] = static_cast<uint16_t>(values->number_of(*it));
        column->is_wide = values->count() > VALUES_MAX || values->bytes() > BYTES_MAX;
        if (column->is_wide)
            return;
    }
    column->values = std::move(values);
    column->numbers = std::move(numbers);
}

/* Is there a column, or is it worth its reading by now? */
bool sn::Columns::is_ready(const Xapian::Database &db, Xapian::valueno slot, size_t n,
                           Column *column)
{
    if (column->values == nullptr && !column->is_wide && column->passed >= db.get_doccount()) {
        read_documents(db);
        read(db, slot, column);
    }
    column->passed += std::min(n * PASSED_FOR_ONE, uint64_t{db.get_doccount()});
    return column->values != nullptr;
}

std::vector<sn::Counts> sn::Columns::count(const Xapian::Database &db,
                                           const std::vector<Xapian::docid> &docids,
                                           const std::vector<Xapian::valueno> &slots)
{
    std::vector<Counts> all;
    std::vector<size_t> places;
    all.reserve(slots.size());
    for (const Xapian::valueno slot : slots) {
        Column &column = columns_[slot];
        if (!is_ready(db, slot, docids.size(), &column)) {
            all.push_back(count_by_list(db, docids, slot));
            continue;
        }
        if (places.empty())
            places = places_of(documents_, docids);
        std::vector<uint32_t> documents(column.values->count());
        for (const size_t place : places)
            documents[column.numbers[place]]++;
        all.push_back({column.values, std::move(documents)});
    }
    return all;
}
