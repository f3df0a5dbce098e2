/* http/key_command - sarnakh-httpd key add | list | revoke. */
#ifndef SN_HTTP_KEY_COMMAND_H
#define SN_HTTP_KEY_COMMAND_H

#include <stdbool.h>

/* Is "key" the first argument that is no option? */
bool sn_key_command_is_meant(int argc, char **argv);

/* Do it, printing what came of it; returns the exit status (0 done, 1 failed, 2 usage). */
int sn_key_command(int argc, char **argv);

#endif
