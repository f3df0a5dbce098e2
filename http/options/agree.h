/* http/options/agree - options that are right one by one and not together. */
#ifndef SN_HTTP_OPTIONS_AGREE_H
#define SN_HTTP_OPTIONS_AGREE_H

#include "http/options/options.h"

/* A service that only reads makes no index, and its logs are elsewhere. SN_EINVAL: the message names the option. */
SN_MUST_USE sn_status sn_http_options_agree(const sn_http_options *o, sn_error *err);

#endif
