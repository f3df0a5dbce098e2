/* columns - the values of a slot, document by document, in memory.
 *
 * To count values of what was found, the library reads the pieces of the slot's list that these documents are in, and takes them
 * apart value by value: a third of a search with three facets. Read once, a slot of few different values is two bytes
 * a document, good until the next commit. It is read when as much of its list was read without. */
#ifndef SN_XAPIAN_C_COLUMNS_HPP
#define SN_XAPIAN_C_COLUMNS_HPP

#include <xapian.h>

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace sn
{

/* Values, each once, numbered from 1 on in the order in which they came. 0: no value. */
class Values
{
  public:
    Values();
    uint32_t number_of(const std::string &value); /* adds it, if it is new */
    const std::string &at(uint32_t number) const;
    uint32_t count() const; /* numbers given, with that of none */
    size_t bytes() const;

  private:
    std::unordered_map<std::string, uint32_t> numbers_;
    std::vector<const std::string *> at_; /* into it */
    size_t bytes_ = 0;
};

/* How many documents have each value; by its number. */
struct Counts {
    std::shared_ptr<const Values> values;
    std::vector<uint32_t> documents;
};

/* Those of one database, as it is now. */
class Columns
{
  public:
    /* The database has moved to another commit. */
    void clear();
    /* Count the values of some documents, whose numbers rise, in one slot after another. */
    std::vector<Counts> count(const Xapian::Database &db, const std::vector<Xapian::docid> &docids,
                              const std::vector<Xapian::valueno> &slots);

  private:
    struct Column {
        std::shared_ptr<const Values> values; /* null: not read */
        std::vector<uint16_t> numbers;        /* of each of documents_ */
        uint64_t passed = 0;                  /* values read without it, about */
        bool is_wide = false;                 /* too many different ones */
    };

    void read_documents(const Xapian::Database &db);
    void read(const Xapian::Database &db, Xapian::valueno slot, Column *column) const;
    bool is_ready(const Xapian::Database &db, Xapian::valueno slot, size_t n, Column *column);

    std::vector<Xapian::docid> documents_; /* all, rising; empty: not read */
    std::map<Xapian::valueno, Column> columns_;
};

} // namespace sn
#endif
