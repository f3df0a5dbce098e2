#include "xapian-c/places.hpp"

#include "xapian-c/handles.hpp"

#include <algorithm>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sn
{
namespace
{

constexpr unsigned MIN_WIDTH = 2, MAX_WIDTH = 8, SEEDS = 32;
constexpr size_t TAIL = 6; /* four bytes of count, width, seed */

uint64_t mixed(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33);
}

/* As a document with this width and seed has it. */
uint64_t narrowed(uint64_t hash, unsigned width, unsigned seed)
{
    const uint64_t all = mixed(hash + seed * 0x9e3779b97f4a7c15ULL);
    return width == MAX_WIDTH ? all : all & ((UINT64_C(1) << (8 * width)) - 1);
}

void append_number(std::string &out, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

void append_bytes(std::string &out, uint64_t number, unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        out += static_cast<char>(number >> (8 * i));
}

/* Numbers are written with their lowest byte first. */
uint64_t little_endian(uint64_t number)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return number;
#else
    return __builtin_bswap64(number);
#endif
}

uint64_t bytes_at(const char *at, unsigned width)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < width; i++)
        number |= static_cast<uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
    return number;
}

[[noreturn]] void damaged()
{
    throw Xapian::DatabaseCorruptError("the places of a document are damaged");
}

/* The parts of a value that is not empty. */
struct Form {
    uint64_t count;
    unsigned width, seed;
    const char *runs, *end; /* behind the hashes, before the tail */
};

Form form_of(const std::string &value)
{
    if (value.size() < TAIL)
        damaged();
    const char *const end = value.data() + value.size() - TAIL;
    const uint64_t count = bytes_at(end, 4);
    const unsigned width = static_cast<unsigned char>(end[4]),
                   seed = static_cast<unsigned char>(end[5]);
    if (width < MIN_WIDTH || width > MAX_WIDTH || count > (value.size() - TAIL) / width)
        damaged();
    return {count, width, seed, value.data() + count * width, end};
}

/* What stands behind the hashes: runs of places that follow one another, each with the first step behind it. */
class Runs
{
  public:
    Runs(const char *at, const char *end) : at_(at), end_(end)
    {
    }
    /* The next run: so many places, which have the position of the one before and 1, and so on. False: the last one, as
     * long as there are places. */
    bool next(uint64_t &places, uint32_t &step)
    {
        if (at_ == end_)
            return false;
        places = number();
        step = number();
        return true;
    }

  private:
    uint32_t number()
    {
        if (at_ < end_ && static_cast<unsigned char>(*at_) < 0x80)
            return static_cast<unsigned char>(*at_++);
        uint64_t value = 0;
        for (unsigned shift = 0; at_ < end_ && shift < 35; shift += 7) {
            const auto byte = static_cast<unsigned char>(*at_++);
            value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80 && value <= UINT32_MAX)
                return static_cast<uint32_t>(value);
        }
        damaged();
    }

    const char *at_;
    const char *const end_;
};

constexpr uint64_t AT_ONCE = 32;

/* Which of AT_ONCE pairs of bytes are this one, as bits. */
uint32_t equal_bits(const char *pairs, uint16_t pair)
{
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi16(static_cast<short>(pair));
    const __m128i *const at = reinterpret_cast<const __m128i *>(pairs);
    const __m128i low = _mm_packs_epi16(_mm_cmpeq_epi16(_mm_loadu_si128(at), wanted),
                                        _mm_cmpeq_epi16(_mm_loadu_si128(at + 1), wanted)),
                  high = _mm_packs_epi16(_mm_cmpeq_epi16(_mm_loadu_si128(at + 2), wanted),
                                         _mm_cmpeq_epi16(_mm_loadu_si128(at + 3), wanted));
    if (_mm_movemask_epi8(_mm_or_si128(low, high)) == 0)
        return 0;
    return static_cast<uint32_t>(_mm_movemask_epi8(low)) |
           static_cast<uint32_t>(_mm_movemask_epi8(high)) << 16;
#else
    uint32_t bits = 0;
    for (unsigned k = 0; k < AT_ONCE; k++) {
        uint16_t here;
        memcpy(&here, pairs + k * sizeof here, sizeof here);
        bits |= static_cast<uint32_t>(here == pair) << k;
    }
    return bits;
#endif
}

/* The same of most documents, whose hashes have two bytes; they are compared as they stand. */
void find_equal_pairs(const char *hashes, uint64_t count, uint64_t wanted,
                      std::vector<uint32_t> &found)
{
    const uint64_t bytes = little_endian(wanted);
    uint16_t pair;
    memcpy(&pair, &bytes, sizeof pair);
    char last[AT_ONCE * sizeof pair] = {};
    const uint64_t whole = count - count % AT_ONCE;
    for (uint64_t i = 0; i < count; i += AT_ONCE) {
        const char *at = hashes + i * sizeof pair;
        if (i == whole)
            at = static_cast<const char *>(memcpy(last, at, (count - i) * sizeof pair));
        uint32_t bits = equal_bits(at, pair);
        if (i == whole)
            bits &= (UINT32_C(1) << (count - i)) - 1;
        for (; bits != 0; bits &= bits - 1)
            found.push_back(static_cast<uint32_t>(i) + static_cast<uint32_t>(__builtin_ctz(bits)));
    }
}

/* Which of `count` hashes of `width` bytes are `wanted`. Eight bytes are read of each: the tail is behind the last. */
void find_equal(const char *hashes, uint64_t count, unsigned width, uint64_t wanted,
                std::vector<uint32_t> &found)
{
    static_assert(TAIL + MIN_WIDTH >= sizeof wanted, "no byte behind the value is read");
    if (width == sizeof(uint16_t)) {
        find_equal_pairs(hashes, count, wanted, found);
        return;
    }
    const uint64_t mask = width == MAX_WIDTH ? UINT64_MAX : (UINT64_C(1) << (8 * width)) - 1;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t here;
        memcpy(&here, hashes + i * width, sizeof here);
        if ((little_endian(here) & mask) == wanted)
            found.push_back(static_cast<uint32_t>(i));
    }
}

bool all_differ(const std::vector<uint64_t> &words, unsigned width, unsigned seed,
                std::vector<uint64_t> &room)
{
    room.clear();
    for (uint64_t word : words)
        room.push_back(narrowed(word, width, seed));
    std::sort(room.begin(), room.end());
    return std::adjacent_find(room.begin(), room.end()) == room.end();
}

/* The least width, and a seed, by which no two words are one. Of n words n * n / 2^(8 * width + 1) pairs are
 * to be expected by each: where that is far above, none is tried. */
std::pair<unsigned, unsigned> width_and_seed(const Gathered &places)
{
    std::vector<uint64_t> words, room;
    for (const auto &place : places)
        words.push_back(place.second);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    const double pairs = static_cast<double>(words.size()) * static_cast<double>(words.size()) / 2;
    for (unsigned width = MIN_WIDTH; width < MAX_WIDTH; width++) {
        if (pairs / static_cast<double>(UINT64_C(1) << (8 * width)) > 4)
            continue;
        for (unsigned seed = 0; seed < SEEDS; seed++) {
            if (all_differ(words, width, seed, room))
                return {width, seed};
        }
    }
    return {MAX_WIDTH, 0};
}

} // namespace

uint64_t hash_of_term(const std::string &term)
{
    uint64_t hash = 0xcbf29ce484222325ULL;
    for (unsigned char byte : term)
        hash = (hash ^ byte) * 0x100000001b3ULL;
    return mixed(hash);
}

std::string places_value(Gathered &places)
{
    std::string out, steps;
    if (places.empty())
        return out;
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const auto [width, seed] = width_and_seed(places);
    uint32_t before = UINT32_MAX, run = 0;
    for (const auto &[position, hash] : places) {
        append_bytes(out, narrowed(hash, width, seed), width);
        const uint32_t step = position - before;
        before = position;
        if (step == 1) {
            run++;
        } else {
            append_number(steps, run);
            append_number(steps, step);
            run = 0;
        }
    }
    out += steps;
    append_bytes(out, places.size(), 4);
    out += static_cast<char>(width);
    out += static_cast<char>(seed);
    return out;
}

std::vector<sn_xap_stretch> stretches_of(const std::string &value)
{
    std::vector<sn_xap_stretch> stretches;
    if (value.empty())
        return stretches;
    const Form form = form_of(value);
    Runs runs(form.runs, form.end);
    uint64_t behind = 0, length = 0;
    uint32_t offset = 0, step = 0;
    bool is_last = false;
    for (uint64_t stepped = 0; !is_last; stepped = 1) { /* as PlaceReader::place() */
        const uint32_t first = static_cast<uint32_t>(behind) + offset;
        const uint64_t from = behind;
        is_last = !runs.next(length, step);
        behind = is_last ? form.count : behind + stepped + length;
        if (behind < from || behind > form.count)
            damaged();
        const uint32_t last = static_cast<uint32_t>(behind) + offset - 1;
        if (behind > from &&
            (stretches.empty() || first - stretches.back().last >= SN_XAP_STRETCH_STEP))
            stretches.push_back({first, last});
        else if (behind > from)
            stretches.back().last = last;
        offset += step - 1;
    }
    return stretches;
}

PlaceReader::PlaceReader(const std::vector<std::string> &terms)
    : terms_(terms), at_(terms.size()), next_(terms.size())
{
    for (const std::string &term : terms_)
        hashes_.push_back(hash_of_term(term));
    for (const auto &list : at_)
        lists_.push_back(&list);
}

void PlaceReader::read(const std::string &value)
{
    for (auto &list : at_)
        list.clear();
    if (value.empty())
        return;
    const Form form = form_of(value);
    for (size_t k = 0; k < hashes_.size(); k++)
        find_equal(value.data(), form.count, form.width,
                   narrowed(hashes_[k], form.width, form.seed), at_[k]);
    place(form.runs, form.end, form.count);
}

/* Add offset to those of the places found that are below `behind` and have no position yet. Returns the least one that is
 * left, NONE if none is. */
uint64_t PlaceReader::settle(uint64_t behind, uint32_t offset)
{
    uint64_t least = NONE;
    for (size_t k = 0; k < at_.size(); k++) {
        std::vector<uint32_t> &list = at_[k];
        size_t &next = next_[k];
        for (; next < list.size() && list[next] < behind; next++)
            list[next] += offset;
        if (next < list.size() && list[next] < least)
            least = list[next];
    }
    return least;
}

/* Where the places that were found by their number are. */
void PlaceReader::place(const char *runs_at, const char *end, uint64_t count)
{
    Runs runs(runs_at, end);
    std::fill(next_.begin(), next_.end(), 0);
    uint64_t behind = 0, length = 0; /* places that have their position: those before */
    uint32_t offset = 0, step = 0;   /* a place and its position differ by offset */
    uint64_t least = settle(0, 0);
    for (uint64_t stepped = 0; least != NONE;
         stepped = 1) { /* to the first of each run a step led */
        behind = runs.next(length, step) ? behind + stepped + length : count;
        if (behind > count)
            damaged();
        if (least < behind)
            least = settle(behind, offset);
        offset += step - 1;
    }
}

/* These were stored from 1 on; in indexes of format 1 and 2 from 0 on. */
void PlaceReader::read_lists(const Xapian::Database &db, Xapian::docid docid)
{
    for (size_t i = 0; i < terms_.size(); i++) {
        at_[i].clear();
        const Xapian::PositionIterator end = db.positionlist_end(docid, terms_[i]);
        for (auto it = db.positionlist_begin(docid, terms_[i]); it != end; ++it)
            at_[i].push_back(std::max(*it, Xapian::termpos{1}) - 1);
    }
}

bool PlaceReader::in_order(uint32_t window) const
{
    return stand_in_order(lists_, window);
}

bool PlaceReader::near(uint32_t window) const
{
    return stand_near(lists_, window);
}

PlaceStream::PlaceStream(const Xapian::Database &db, const std::vector<std::string> &terms)
    : db_(db), reader_(terms), value_(db.valuestream_begin(SN_XAP_PLACES_SLOT))
{
}

const PlaceReader &PlaceStream::read(Xapian::docid docid)
{
    const Xapian::ValueIterator end;
    if (value_ != end && value_.get_docid() < docid)
        value_.skip_to(docid);
    if (value_ != end && value_.get_docid() == docid)
        reader_.read(*value_);
    else
        reader_.read_lists(db_, docid);
    return reader_;
}

std::string PlaceStream::value(Xapian::docid docid) const
{
    const bool is_there = value_ != Xapian::ValueIterator() && value_.get_docid() == docid;
    return is_there ? *value_ : std::string();
}

} // namespace sn
