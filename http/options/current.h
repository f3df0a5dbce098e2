/* http/options/current - the options in force. */
#ifndef SN_HTTP_OPTIONS_CURRENT_H
#define SN_HTTP_OPTIONS_CURRENT_H

#include "http/options/options.h"

#include <pthread.h>

typedef struct sn_http_current {
    pthread_mutex_t lock;
    sn_http_options *options; /* in force, and held for that */
} sn_http_current;

/* Takes the options over. */
void sn_http_current_init(sn_http_current *c, sn_http_options *first);
void sn_http_current_done(sn_http_current *c);

/* The options in force; given back with sn_http_options_give_back(). From every thread. */
const sn_http_options *sn_http_current_take(sn_http_current *c);

/* Put others in their place, which are taken over; from one thread. What those at work hold is not touched. An option that only a
 * start can change stays as it is; those that would have changed are named in *kept ("listen threads"). SN_ENOMEM:
 * nothing changed, fresh is the caller's still. */
SN_MUST_USE sn_status sn_http_current_replace(sn_http_current *c, sn_http_options *fresh,
                                              sn_buf *kept, sn_error *err);

#endif
