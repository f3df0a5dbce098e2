/* http/options/table - the rows of options.def, and the value of one in its forms. */
#ifndef SN_HTTP_OPTIONS_TABLE_H
#define SN_HTTP_OPTIONS_TABLE_H

#include "base/options.h"
#include "http/options/options.h"

typedef enum sn_http_type {
    SN_HTTP_TEXT,
    SN_HTTP_INT,
    SN_HTTP_BOOL,
    SN_HTTP_CHOICE,
    SN_HTTP_LIST,
    SN_HTTP_ADDRESS
} sn_http_type;

typedef enum sn_http_change {
    SN_HTTP_CALL,  /* flag and environment only */
    SN_HTTP_START, /* at the next start */
    SN_HTTP_RELOAD
} sn_http_change;

typedef struct sn_http_option {
    sn_http_type type;
    const char *name; /* as in the file */
    char letter;
    const char *standard; /* the default */
    int64_t min, max;
    const char *unit;
    sn_http_change change;
    const char *help;
    size_t offset; /* in sn_http_options */
} sn_http_option;

extern const sn_http_option sn_http_option_table[SN_HTTP_OPTIONS];

#define SN_HTTP_NAME_SIZE 64
/* rate-limit, SARNAKH_RATE_LIMIT */
void sn_http_option_flag(const sn_http_option *row, char out[SN_HTTP_NAME_SIZE]);
void sn_http_option_variable(const sn_http_option *row, char out[SN_HTTP_NAME_SIZE]);

/* The options of the command line as base/options reads them into an sn_http_flags; names is where their names are. */
void sn_http_option_flags(char names[SN_HTTP_OPTIONS][SN_HTTP_NAME_SIZE],
                          sn_option out[SN_HTTP_OPTIONS]);

/* Set what the text of a configuration file says; file is what errors call it. What is not of `service` is
 * passed over. SN_EINVAL, SN_EUTF8, SN_ELIMIT: the message names file, line and setting; SN_ENOMEM. */
SN_MUST_USE sn_status sn_http_options_fill(sn_http_options *o, const char *file, sn_str text,
                                           sn_error *err);

/* Set the member of a row from a text, instead of what it was; "": not set. SN_EINVAL, SN_ELIMIT (the message is the reason
 * alone), SN_ENOMEM. */
SN_MUST_USE sn_status sn_http_option_set(const sn_http_option *row, const char *text,
                                         sn_http_options *o, sn_error *err);
/* The same for a list of texts. */
SN_MUST_USE sn_status sn_http_option_set_list(const sn_http_option *row, const sn_str *texts,
                                              size_t n, sn_http_options *o, sn_error *err);
void sn_http_option_clear(const sn_http_option *row, sn_http_options *o);

/* Append the value as the file would say it; nothing if it is not set. The status of *out. */
sn_status sn_http_option_write(const sn_http_option *row, const sn_http_options *o, sn_buf *out);

/* Do they say the same of a row? */
bool sn_http_option_equal(const sn_http_option *row, const sn_http_options *a,
                          const sn_http_options *b);
/* Set the member of a row as another has it, with where it came from. SN_ENOMEM. */
SN_MUST_USE sn_status sn_http_option_copy(const sn_http_option *row, const sn_http_options *from,
                                          sn_http_options *to, sn_error *err);

#endif
