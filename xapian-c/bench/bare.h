/* What libxapian does in bench-bare (bench/peers/bare.c). Each tells on standard error why it gives 1 and not 0. */
#ifndef SN_XAPIAN_C_BENCH_BARE_H
#define SN_XAPIAN_C_BENCH_BARE_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bare_asked {
    const char *kind; /* all, any, phrase; related: text is an id */
    const char *text;
    const char *from; /* minute; empty: any */
    bool by_date;
} bare_asked;

/* Lines of bench/peers/load.py to a database, compacted. */
int bare_index(const char *texts, const char *path);
/* For one thread, never closed. */
int bare_open(const char *path, void **out);
/* Ten hits as JSON, the caller's to free(). */
int bare_answer(void *database, const bare_asked *asked, char **out);

#ifdef __cplusplus
}
#endif
#endif
