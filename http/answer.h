/* http/answer - what goes back to the client, before the server library sees it. */
#ifndef SN_HTTP_ANSWER_H
#define SN_HTTP_ANSWER_H

#include "base/bytes.h"
#include "base/problem.h"
#include "http/access/rates.h"

/* Room for any answer: an article as large as they may be, with its text escaped. */
#define SN_ANSWER_BYTES ((size_t)64 << 20)

#define SN_TAG_SIZE 48

/* How long a cache may show it without asking again. */
typedef enum sn_lasts { SN_LASTS_NOT, SN_LASTS_AN_HOUR, SN_LASTS_FOR_EVER } sn_lasts;

typedef struct sn_answer {
    unsigned http_status; /* 0: no answer yet */
    const char *content_type;
    sn_buf body;
    char allow[64];         /* 405, and OPTIONS */
    char location[40];      /* of what was begun; "": no such header */
    char etag[SN_TAG_SIZE]; /* "": none */
    bool is_tagged;         /* may be kept, and asked for again with its tag */
    bool is_packed;         /* gzip */
    sn_lasts lasts; /* of files that pages ask for; their names change with what they hold */
    unsigned retry_after_sec; /* 0: no such header */
    bool close;               /* the connection ends with it */
    const char *allow_origin; /* of the page that may read it: "*" or borrowed; NULL: none may */
    bool is_preflight;        /* says what such a page may send */
    bool varies_by_origin;
    bool is_private;    /* made for a key: no cache that others read keeps it */
    sn_rate_state rate; /* quota 0: the caller has none */
} sn_answer;

void sn_answer_init(sn_answer *a);
void sn_answer_done(sn_answer *a);

/* The tag of what a JSON answer says, without what passes of it (exchange_end.c). */
void sn_json_tag(sn_str json, char out[SN_TAG_SIZE]);

/* The body is JSON that was appended to a->body. */
void sn_answer_json(sn_answer *a, unsigned http_status);
/* Replace whatever the body holds by a problem. */
void sn_answer_problem(sn_answer *a, unsigned http_status, const sn_problem *problem,
                       sn_str instance, const char *request_id);

#endif
