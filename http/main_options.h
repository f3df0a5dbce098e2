/* http/main_options - the command line of sarnakh-httpd. */
#ifndef SN_HTTP_MAIN_OPTIONS_H
#define SN_HTTP_MAIN_OPTIONS_H

#include "http/options/options.h"

#define SN_EXIT_CLEAN  0
#define SN_EXIT_FAILED 1
#define SN_EXIT_USAGE  2

typedef struct sn_arguments {
    sn_http_flags flags;
    bool check_config, verbose, help, version;
} sn_arguments;

/* argv borrowed. SN_EINVAL: the message is for people. */
SN_MUST_USE sn_status sn_arguments_parse(int argc, char **argv, sn_arguments *out, sn_error *err);

/* A sentence on standard error, with what to read; the exit status. */
int sn_say_usage(const char *sentence);
int sn_say_failed(const sn_error *err);

int sn_print_help(void);
/* --check-config: every part of the configuration that has a mistake is named, and with --verbose what is in force
 * is printed. The exit status. */
int sn_check_config(const sn_arguments *arguments);

#endif
