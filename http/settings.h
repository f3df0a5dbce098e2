/* http/settings - what the files behind /v1/pins, /v1/synonyms and /v1/judgements share. */
#ifndef SN_HTTP_SETTINGS_H
#define SN_HTTP_SETTINGS_H

#include "archive/settings.h"
#include "http/handlers.h"

/* Push x->job.settings, filled but for kind and key, which the path says. */
void sn_exchange_want_settings(sn_exchange *x);

/* What the archive holds of a kind, as sn_settings_each(); the archive, not the index: what was accepted is
 * there at once. fn is called under the archive's lock. */
SN_MUST_USE sn_status sn_service_each_setting(sn_service *service, sn_setting_kind kind, sn_str key,
                                              sn_setting_fn *fn, void *ctx, sn_error *err);

#endif
