#include "query/tables.h"

/* Of the assembly that tools/embed.py writes. */
extern const char sn_query_synonyms[], sn_query_derived[];
extern const uint64_t sn_query_synonyms_len, sn_query_derived_len;

sn_str sn_table_synonyms(void)
{
    return (sn_str){sn_query_synonyms, sn_query_synonyms_len};
}

sn_str sn_table_derived(void)
{
    return (sn_str){sn_query_derived, sn_query_derived_len};
}
