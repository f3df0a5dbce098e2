/* base/names - a list of texts that grows: names of files, sources. */
#ifndef SN_BASE_NAMES_H
#define SN_BASE_NAMES_H

#include "base/bytes.h"

typedef struct sn_names {
    char **at;
    size_t n, cap;
} sn_names;

void sn_names_done(sn_names *list);
/* A copy of it behind the others. SN_ENOMEM, and the list is as it was. */
SN_MUST_USE sn_status sn_names_add(sn_names *list, const char *name);

SN_DEFINE_CLEANUP(sn_names, sn_names_done)

#endif
