/* http/options/options - what the service is told, from one table (options.def):
 *
 *   default  <  the configuration file  <  the environment  <  the command line
 *
 * The result is immutable and counted: who answers a request takes the options in force at its beginning
 * (current.h) and keeps them to its end, whatever SIGHUP brings meanwhile. */
#ifndef SN_HTTP_OPTIONS_OPTIONS_H
#define SN_HTTP_OPTIONS_OPTIONS_H

#include "base/address.h"
#include "base/names.h"

#include <stdatomic.h>

/* What the types of the table are as members. */
#define SN_HTTP_MEMBER_TEXT(name)    const char *name; /* NULL: not set */
#define SN_HTTP_MEMBER_INT(name)     int64_t name;     /* 0: not set, where 0 is out of its range */
#define SN_HTTP_MEMBER_BOOL(name)    bool name;
#define SN_HTTP_MEMBER_CHOICE(name)  int name;        /* which of the words of its unit, from 0 */
#define SN_HTTP_MEMBER_LIST(name)    sn_names name;   /* n 0: not set */
#define SN_HTTP_MEMBER_ADDRESS(name) sn_address name; /* len 0: not set */

/* SN_HTTP_OPTION_threads and so on: the rows, in their order. */
typedef enum sn_http_option_id {
#define SN_HTTP_OPTION(type, name, ...) SN_HTTP_OPTION_##name,
#include "http/options/options.def"
#undef SN_HTTP_OPTION
    SN_HTTP_OPTIONS
} sn_http_option_id;

typedef enum sn_http_source {
    SN_HTTP_DEFAULT,
    SN_HTTP_FILE,
    SN_HTTP_ENVIRONMENT,
    SN_HTTP_FLAG
} sn_http_source;

typedef struct sn_http_options {
#define SN_HTTP_OPTION(type, name, ...) SN_HTTP_MEMBER_##type(name)
#include "http/options/options.def"
#undef SN_HTTP_OPTION
    struct {
        sn_http_source source;
        unsigned line; /* of the file */
    } origins[SN_HTTP_OPTIONS];
    atomic_size_t users;
} sn_http_options;

/* What stands on the command line: the values by row, NULL where there is none. Borrowed. */
typedef struct sn_http_flags {
    const char *values[SN_HTTP_OPTIONS];
} sn_http_flags;

/* Read the command line and the environment alone. SN_EINVAL, SN_ELIMIT: the message names flag or variable; SN_ENOMEM.
 * On SN_OK *out has one user, the caller. */
SN_MUST_USE sn_status sn_http_flags_read(const sn_http_flags *flags, sn_http_options **out,
                                         sn_error *err);

/* Read all of it. The file is that of `config`, which must be there (SN_ENOTFOUND), or `index`/sarnakh.conf,
 * which need not; with neither there is none. A variable that is empty is not set. A line of the file that is
 * overridden is looked at all the same. SN_EINVAL, SN_EUTF8, SN_ELIMIT: the message names file, line and
 * setting; or as above. SN_EIO, SN_ENOMEM. *out as above. */
SN_MUST_USE sn_status sn_http_options_read(const sn_http_flags *flags, sn_http_options **out,
                                           sn_error *err);

/* The same, but after a mistake in one setting of the file the others are looked at, too: *err is the first, further
 * ones are appended to *others, a line each. */
SN_MUST_USE sn_status sn_http_options_check(const sn_http_flags *flags, sn_http_options **out,
                                            sn_buf *others, sn_error *err);

/* A user less; the last one's ends them. NULL is fine. */
void sn_http_options_give_back(const sn_http_options *o);

SN_DEFINE_CLEANUP_PTR(sn_http_options, sn_http_options_give_back)

#endif
