/* indexer/command_settings - what the files of the command `settings` share. */
#ifndef SN_INDEXER_COMMAND_SETTINGS_H
#define SN_INDEXER_COMMAND_SETTINGS_H

#include "archive/settings.h"
#include "indexer/command.h"

typedef struct sn_settings_command {
    const sn_command *command;
    sn_setting_kind kind;
    char **args; /* behind verb and kind */
    int n_args;
    sn_writer *writer;
    sn_tally tally;
    sn_error err;
} sn_settings_command;

/* `put`: pins and judgements as lines of a file, a set of synonyms as a whole. Refused lines are in
 * the tally; what is returned ends the command. SN_EINVAL with an empty err: the arguments are wrong. */
SN_MUST_USE sn_status sn_settings_put(sn_settings_command *c);

#endif
