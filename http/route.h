/* http/route - which handler a method and a path mean. */
#ifndef SN_HTTP_ROUTE_H
#define SN_HTTP_ROUTE_H

#include "base/bytes.h"
#include "http/access/key.h"

typedef enum sn_method {
    SN_METHOD_GET = 1 << 0, /* HEAD too: the server leaves the body out */
    SN_METHOD_POST = 1 << 1,
    SN_METHOD_PUT = 1 << 2,
    SN_METHOD_DELETE = 1 << 3,
    SN_METHOD_PATCH = 1 << 4,
    SN_METHOD_OTHER = 0
} sn_method;

sn_method sn_method_of(const char *name);

struct sn_exchange;

typedef struct sn_route {
    sn_method method;
    const char *pattern; /* {id} stands for one segment of the path */
    size_t body_max;     /* bytes; 0: takes none */
    size_t id_max;       /* bytes of what stands for {id}; 0: SN_LIMIT_ID_BYTES */
    sn_role needs;       /* what a caller must be; SN_ROLE_NONE: anyone, without a rate */
    bool writes;         /* a job of the archive: not while the service ends */
    bool changes;        /* what is in the index directory, otherwise than by a job */
    bool of_all; /* what it says may come from all articles: not for keys that see a part of them */
    bool tagged; /* its answers have an ETag: what they say is all that they are of */
    bool is_long;  /* a search that lasts as long as it takes */
    bool searches; /* takes a searcher: waits for a thread of its own (search_queue.h) */
    bool is_page;  /* for people: what goes wrong is a page, too */
    bool probe;    /* tells how the service is: also on the address for that */
    /* The whole request is there: set exchange->answer, or make exchange->job ready to go. */
    void (*run)(struct sn_exchange *);
    /* Of a search: answer it if that can be done at once, without a searcher. NULL: that is not so. */
    bool (*kept)(struct sn_exchange *);
    /* The job is done: set exchange->answer. */
    void (*resume)(struct sn_exchange *);
    /* A piece of the body, for routes that do not want it whole; NULL: collected. */
    void (*take)(struct sn_exchange *, sn_str piece);
} sn_route;

/* The table, *n rows. */
const sn_route *sn_routes(size_t *n);

/* Find the row of table for method and path (still encoded). What stands in place of {id} is
 * appended to *id, decoded. SN_ENOTFOUND: unknown path; SN_DONE: known, but not with this method,
 * and *methods holds those it has; SN_EINVAL, SN_EUTF8, SN_ELIMIT: {id} is none. */
SN_MUST_USE sn_status sn_route_find(const sn_route *table, size_t n, sn_method method, sn_str path,
                                    const sn_route **out, sn_buf *id, unsigned *methods);

size_t sn_route_id_max(const sn_route *route);
/* Does it change the index, or begin or end what does? A service that only reads refuses it. */
bool sn_route_needs_writing(const sn_route *route);

/* "PUT"; "GET" for HEAD too. */
const char *sn_method_name(sn_method method);
/* "GET, HEAD, PUT, OPTIONS": those of the table, and what every path has. */
void sn_methods_write(unsigned methods, char *out, size_t cap);

#endif
