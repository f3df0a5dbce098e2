/* config/reader - a file of libconfig's syntax as a tree of settings, with mistakes that name
 * file, line and setting. The only place that knows libconfig. */
#ifndef SN_CONFIG_READER_H
#define SN_CONFIG_READER_H

#include "base/bytes.h"

/* A setting: a number, a text, or a group of settings. Borrowed from the reader. */
typedef struct config_setting_t sn_config_node;

typedef struct sn_config_reader {
    const char *file; /* as errors call it */
    struct config_t *parsed;
    const sn_config_node *root;
    sn_error *err;
} sn_config_reader;

/* Read a text, calling it `file` in messages. file and err are borrowed as long as *r lives, text is not. *r is ended
 * with sn_config_reader_done() whatever comes back. SN_OK, SN_EINVAL, SN_EUTF8, SN_ENOMEM. */
SN_MUST_USE sn_status sn_config_reader_init(sn_config_reader *r, const char *file, sn_str text,
                                            sn_error *err);
void sn_config_reader_done(sn_config_reader *r);

/* "" for an element of a list */
const char *sn_config_name(const sn_config_node *n);
unsigned sn_config_line(const sn_config_node *n);                          /* of the file, from 1 */
size_t sn_config_count(const sn_config_node *group);                       /* of a group or list */
const sn_config_node *sn_config_at(const sn_config_node *group, size_t i); /* i < count */
/* NULL: the group has none of that name. */
const sn_config_node *sn_config_member(const sn_config_node *group, const char *name);

/* Values, a text borrowed from the reader; or SN_EINVAL and a mistake as below. */
SN_MUST_USE sn_status sn_config_is_group(const sn_config_reader *r, const sn_config_node *n);
SN_MUST_USE sn_status sn_config_is_list(const sn_config_reader *r, const sn_config_node *n);
SN_MUST_USE sn_status sn_config_number(const sn_config_reader *r, const sn_config_node *n,
                                       double min, double max, bool is_whole, double *out);
SN_MUST_USE sn_status sn_config_truth(const sn_config_reader *r, const sn_config_node *n,
                                      bool *out);
SN_MUST_USE sn_status sn_config_text(const sn_config_reader *r, const sn_config_node *n,
                                     sn_str *out);

/* Fill the reader's err with "FILE, line N: profiles.portal.k1: ..." and return status; and the same, SN_EINVAL, for
 * a setting that does not exist. */
sn_status sn_config_mistake(const sn_config_reader *r, const sn_config_node *n, sn_status status,
                            const char *format, ...) SN_PRINTF(4, 5);
sn_status sn_config_unknown(const sn_config_reader *r, const sn_config_node *n);

SN_DEFINE_CLEANUP(sn_config_reader, sn_config_reader_done)

#endif
