/* indexer/apply/settings - editors' settings on their way from the archive into a generation. */
#ifndef SN_INDEXER_SETTINGS_H
#define SN_INDEXER_SETTINGS_H

#include "indexer/apply/generation.h"

/* Write the pins and synonym sets that the archive holds now into the generation, without commit,
 * unless it has them already. After a failure only close is allowed. SN_ELIMIT: they are larger than
 * an index carries; those of the archive and of xapian_c.h. */
SN_MUST_USE sn_status sn_settings_carry(sn_generation *g, sn_archive *archive, sn_error *err);

/* Are these rules that a set of synonyms may have, each entry with a word? SN_EINVAL, SN_EUTF8,
 * SN_ELIMIT with "name, line N: ..." if not; SN_ENOMEM. */
SN_MUST_USE sn_status sn_settings_check_synonyms(const char *name, sn_str rules, sn_error *err);

#endif
