/* indexer/readers/fetch - what stands at an http(s) address, into a file without a name.
 *
 *   address --[libcurl: limits, redirects, TLS]--> file --> sn_reader_open_fd
 *
 * All of it is there before any of it is read: so a body that was cut off is a failure and no short feed, and
 * nothing waits for a slow server while it holds the archive.
 *
 * Only http and https, also after redirects (FETCH_REDIRECTS of them), and from https only to https. Certificates are
 * checked against those of the system. A name and password in the address go to its host only; ~/.netrc, cookies and
 * the environment (http_proxy, no_proxy, …) are not looked at. Packed bodies (gzip) are stored as they come, and
 * unpacked by who reads them. Limits: FETCH_… in base/limits.def. */
#ifndef SN_READERS_FETCH_H
#define SN_READERS_FETCH_H

#include "base/bytes.h"

typedef struct sn_fetcher sn_fetcher;

typedef struct sn_fetcher_opts {
    const char *agent;     /* User-Agent; NULL: "sarnakh-index" */
    const char *proxy;     /* address of a proxy, NULL: none */
    const char *spool_dir; /* where files without a name are made; NULL: $TMPDIR or /tmp */
    int64_t total_sec;     /* for one answer; 0: FETCH_SEC */
    int64_t stall_sec;     /* 0: FETCH_STALL_SEC */
} sn_fetcher_opts;

/* Append the address as it may be shown: without name and password. Returns the status of *out. */
sn_status sn_address_shown(const char *address, sn_buf *out);

/* The texts of opts are borrowed for its life. Connections are kept from one sn_fetcher_get to the next.
 * SN_ENOMEM. */
SN_MUST_USE sn_status sn_fetcher_create(const sn_fetcher_opts *opts, sn_fetcher **out,
                                        sn_error *err);
void sn_fetcher_destroy(sn_fetcher *f); /* NULL is fine */

typedef struct sn_fetched {
    bool unchanged;        /* 304: as it was when etag and modified were given; no file */
    int fd;                /* the body, at its beginning; -1: none */
    uint64_t bytes;        /* as they came */
    char *etag, *modified; /* as the server said, or NULL */
    char *address;         /* behind all redirects */
    int64_t retry_sec; /* the server asks to be left alone so long, also with a failure; 0: no */
} sn_fetched;
void sn_fetched_done(sn_fetched *r); /* closes the file; {.fd = -1} is fine */

/* Get what stands there; etag and modified (or NULL) are those of the last good answer, word for word.
 * *out (zeroed, fd -1) is filled; of it only retry_sec also on failure.
 * SN_ENOTFOUND: 404, 410, no such host. SN_ETIMEOUT. SN_ELIMIT: too much, too many redirects. SN_EINVAL: no
 * http(s) address, or a redirect to one that may not be followed. SN_EIO: any other answer than 200, a body that was cut
 * off, no connection. SN_ENOSPACE, SN_ENOMEM. */
SN_MUST_USE sn_status sn_fetcher_get(sn_fetcher *f, const char *address, const char *etag,
                                     const char *modified, sn_fetched *out, sn_error *err);

SN_DEFINE_CLEANUP_PTR(sn_fetcher, sn_fetcher_destroy)
SN_DEFINE_CLEANUP(sn_fetched, sn_fetched_done)

#endif
