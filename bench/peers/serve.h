/* serve - an HTTP service of libmicrohttpd on a free port of 127.0.0.1, as the programs here are. */
#ifndef SN_BENCH_PEERS_SERVE_H
#define SN_BENCH_PEERS_SERVE_H

#include <microhttpd.h>

/* Answers a request whose headers are there. */
typedef enum MHD_Result serve_fn(void *ctx, struct MHD_Connection *connection);

/* Prints the port, and serves until standard input ends. Exit status. */
int serve(serve_fn *fn, void *ctx, unsigned threads);

#endif
