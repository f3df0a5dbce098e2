/* http/response - an answer as the server library sends it. */
#ifndef SN_HTTP_RESPONSE_H
#define SN_HTTP_RESPONSE_H

#include "http/exchange.h"

struct MHD_Response;

/* Takes the bytes of the body. NULL: out of memory. */
struct MHD_Response *sn_response_make(sn_exchange *x);

#endif
