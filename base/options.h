/* base/options - command-line options from one table, for --help and for parsing.
 *
 *     static const sn_option table[] = {
 *         {"index", 'i', SN_OPTION_TEXT, offsetof(opts, index), "DIR", "the index directory", 0, 0},
 *         {"json", 0, SN_OPTION_FLAG, offsetof(opts, json), NULL, "one JSON line", 0, 0},
 *     };
 *
 * Long options take their value as --name VALUE or --name=VALUE; "--" ends them; what is no option
 * is left in its order. */
#ifndef SN_BASE_OPTIONS_H
#define SN_BASE_OPTIONS_H

#include "base/bytes.h"

typedef enum sn_option_type {
    SN_OPTION_FLAG,  /* bool */
    SN_OPTION_INT,   /* int64_t within [min, max] */
    SN_OPTION_TEXT,  /* const char *, borrowed from argv */
    SN_OPTION_SWITCH /* const char *: "true" for --name, VALUE for --name=VALUE */
} sn_option_type;

typedef struct sn_option {
    const char *name; /* without -- */
    char letter;      /* short form, 0 for none */
    sn_option_type type;
    size_t offset; /* of the member in the struct that is filled */
    const char *value_name;
    const char *help;
    int64_t min, max; /* for SN_OPTION_INT */
} sn_option;

/* Fill *opts (a struct described by table, defaults already in it) from argv[1..]. The arguments
 * that are no options are moved to argv[1..*n_args]. Options may stand before and behind them.
 * Returns SN_OK or SN_EINVAL (unknown option, value missing or out of range: the message names it). */
SN_MUST_USE sn_status sn_options_parse(const sn_option *table, size_t n, int argc, char **argv,
                                       void *opts, int *n_args, sn_error *err);

/* The table as --help prints it, appended. Returns the status of *out. */
sn_status sn_options_help(const sn_option *table, size_t n, sn_buf *out);

/* A whole decimal number within [min, max]; SN_EINVAL for anything else. */
SN_MUST_USE sn_status sn_int_parse(sn_str text, int64_t min, int64_t max, int64_t *out);

/* A whole number of seconds, minutes, hours, days or weeks, "90s", "15m", "26h", "2d", "1w", in
 * seconds: from 1 to ten years. SN_EINVAL for anything else, a number alone too. */
SN_MUST_USE sn_status sn_duration_parse(sn_str text, int64_t *sec);
/* The same in the largest unit that says it whole: "26h". */
#define SN_DURATION_SIZE 24
void sn_duration_write(int64_t sec, char out[SN_DURATION_SIZE]);

#endif
