/* tables - are all tables of a database open?
 *
 * For the library only the table of postings must be there; one of the others that cannot be opened (no descriptor
 * left, a read error) is taken for one that was never made. Then phrases find nothing, documents have no terms,
 * and a compaction leaves out what it does not see, without a word. So this is looked at on what documents have. */
#ifndef SN_XAPIAN_C_TABLES_HPP
#define SN_XAPIAN_C_TABLES_HPP

#include <xapian.h>

#include <string>

namespace sn
{

/* Throws Xapian::DatabaseOpeningError if the files of db at path have a table of terms or positions that db has not. */
void expect_lists(const Xapian::Database &db, const std::string &path);
/* The same of the table of data. */
void expect_data(const Xapian::Database &db, const std::string &path);

/* The same if made has not all of the first document of source, which went into it. */
void expect_document(const Xapian::Database &made, const Xapian::Database &source,
                     const std::string &path);

} // namespace sn
#endif
