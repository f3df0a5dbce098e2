/* places - where words stand in a document, kept in one value of it.
 *
 * The library keeps a list of positions for each word of each document, under a key of its own: more than half of
 * a compact index, and most of the time of a build. All lists of a document in one value are a fifth of that, and
 * phrases are found by reading it for documents that have all the words.
 *
 * A value is: of each place in turn a hash of the word there, of `width` bytes; how places follow one another (one
 * behind the other, where nothing else is said); and how many there are, width and seed. Width and seed are such
 * that no two words of the document have one hash: for a word that the document has, an equal hash is the word. */
#ifndef SN_XAPIAN_C_PLACES_HPP
#define SN_XAPIAN_C_PLACES_HPP

#include "xapian-c/nearness.hpp"
#include "xapian-c/places.h"

#include <xapian.h>

#include <string>
#include <utility>
#include <vector>

namespace sn
{

/* Of a word, and not of a document. */
uint64_t hash_of_term(const std::string &term);

/* What is gathered of a document: (position, hash_of_term). */
typedef std::vector<std::pair<uint32_t, uint64_t>> Gathered;

/* The value; empty if nothing stands anywhere. places is left sorted, each once. */
std::string places_value(Gathered &places);

/* As sn_xap_places_stretches() says, of a value. Throws Xapian::DatabaseCorruptError. */
std::vector<sn_xap_stretch> stretches_of(const std::string &value);

/* Positions of some words in one document after another. */
class PlaceReader
{
  public:
    explicit PlaceReader(const std::vector<std::string> &terms);
    PlaceReader(const PlaceReader &) = delete;
    PlaceReader &operator=(const PlaceReader &) = delete;
    /* Read a value; of words that the document does not have, positions may be wrong. Throws
     * Xapian::DatabaseCorruptError. */
    void read(const std::string &value);
    /* Read the library's own lists: documents of before there were values have these. */
    void read_lists(const Xapian::Database &db, Xapian::docid docid);
    /* Of the i-th word, rising, from 0 on. */
    const std::vector<uint32_t> &of(size_t i) const
    {
        return at_[i];
    }
    /* All the words, as nearness.hpp has it. */
    bool in_order(uint32_t window) const;
    bool near(uint32_t window) const;

  private:
    static constexpr uint64_t NONE = UINT64_MAX;

    void place(const char *runs_at, const char *end, uint64_t count);
    uint64_t settle(uint64_t behind, uint32_t offset);

    const std::vector<std::string> terms_;
    std::vector<uint64_t> hashes_;
    std::vector<std::vector<uint32_t>> at_;
    PlaceLists lists_;         /* of at_ */
    std::vector<size_t> next_; /* of place(): the first of at_[i] without its position */
};

/* Places of some words in documents whose numbers rise, whichever way these keep them. */
class PlaceStream
{
  public:
    PlaceStream(const Xapian::Database &db, const std::vector<std::string> &terms);
    /* For documents that have all the words (of others, places may be wrong). None if there is no such document. */
    const PlaceReader &read(Xapian::docid docid);
    /* The value of the document last read, empty if it has none. */
    std::string value(Xapian::docid docid) const;

  private:
    const Xapian::Database db_;
    PlaceReader reader_;
    Xapian::ValueIterator value_;
};

} // namespace sn
#endif
