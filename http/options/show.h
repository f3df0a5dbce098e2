/* http/options/show - the options for people: --help, and what is in force. */
#ifndef SN_HTTP_OPTIONS_SHOW_H
#define SN_HTTP_OPTIONS_SHOW_H

#include "http/options/options.h"

/* Append a line for each option, with its default. The status of *out, here and below. */
sn_status sn_http_options_help(sn_buf *out);

/* Append a line for each option: its value as the file would say it, and where that came from; and for each
 * SARNAKH_ variable of the environment that is none. */
sn_status sn_http_options_show(const sn_http_options *o, sn_buf *out);

#endif
