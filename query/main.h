/* query/main - what the commands of sarnakh-query share. */
#ifndef SN_QUERY_MAIN_H
#define SN_QUERY_MAIN_H

#include "query/lookup.h"
#include "query/search.h"

#include <stdio.h>

enum {
    SN_EXIT_OK = 0,     /* found */
    SN_EXIT_FAILED = 1, /* nothing found, or it could not be done (said on standard error) */
    SN_EXIT_USAGE = 2   /* the command line is wrong */
};

typedef struct sn_command {
    const char *index;          /* --index */
    const char *config;         /* --config */
    bool json;                  /* --json */
    bool stems, terms, explain; /* analyze: --stems, --terms, --explain */
    const char *url, *text;     /* related: --url, --text */
    bool batch;                 /* related: --batch */
    int64_t seed;               /* evaluate: --seed */
    bool help, version;
    char **args; /* behind the command's name */
    int n_args;
} sn_command;

typedef int sn_command_fn(const sn_command *c);

int sn_command_search(const sn_command *c);
int sn_command_analyze(const sn_command *c);
int sn_command_related(const sn_command *c);
int sn_command_suggest(const sn_command *c);
int sn_command_stories(const sn_command *c);
int sn_command_duplicates(const sn_command *c);
int sn_command_spell(const sn_command *c);
int sn_command_run(const sn_command *c);
int sn_command_evaluate(const sn_command *c);

/* Engine and searcher of --index, the constants of the ranking set as the arguments constant.NAME=VALUE
 * say; or a sentence on standard error and an exit status. */
int sn_command_open(const sn_command *c, sn_engine **engine, sn_searcher **searcher);

/* Set the arguments that look like name=value in *request, now= first since dates count from it; those
 * of constants are passed over; what is left are words, joined by blanks into *words. An exit status. */
int sn_command_request(const sn_command *c, int first, sn_request *request, sn_buf *words);

/* Is the argument name=value, with a name of small letters, digits, dots and brackets? */
bool sn_command_setting(const char *arg, sn_str *name, sn_str *value);

/* Hits for people, those first which refs has first; *shown (NULL is fine) grows by those that are not
 * hidden. SN_ENOMEM besides the statuses of the index (engine.h). */
SN_MUST_USE sn_status sn_print_hits(sn_searcher *s, const sn_request *request, const sn_lookup *l,
                                    const sn_ref *refs, size_t n, size_t *shown, sn_error *err);

/* What was counted, a line for each value. */
void sn_print_facets(const sn_facets *facets);

/* After a loop of getline() that was not left before its end: exit_status, or a sentence on standard error and
 * SN_EXIT_FAILED if the input could not be read to its end. */
int sn_command_read(FILE *input, const char *name, int exit_status);
/* "sarnakh-query: problem" on standard error; returns the exit status of the problem. */
int sn_command_refused(const sn_problem *problem);

#endif
