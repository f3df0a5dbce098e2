/* query/tables - the texts of query/tables/ as they are linked into the program. */
#ifndef SN_QUERY_TABLES_H
#define SN_QUERY_TABLES_H

#include "base/bytes.h"

sn_str sn_table_synonyms(void); /* tables/synonyms.txt */
sn_str sn_table_derived(void);  /* tables/derived.tsv */

#endif
