/* http/settings - what the files behind /v1/pins, /v1/synonyms and /v1/judgements share. */
#ifndef SN_HTTP_SETTINGS_H
#define SN_HTTP_SETTINGS_H

#include "http/handlers.h"

/* Push x->job.settings, filled but for kind and key, which the path says. */
void sn_exchange_want_settings(sn_exchange *x);

#endif
