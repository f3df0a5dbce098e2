/* base/log - one line an event, for the programs (libraries return an sn_error instead).
 *
 *     2026-11-22T03:00:00Z info applied change=1204 articles=37 ms=85
 */
#ifndef SN_BASE_LOG_H
#define SN_BASE_LOG_H

#include "base/bytes.h"

#include <stdatomic.h>

typedef enum sn_log_level { SN_LOG_ERROR, SN_LOG_WARN, SN_LOG_INFO, SN_LOG_DEBUG } sn_log_level;

typedef struct sn_log {
    int fd;           /* where lines go; each is one write(2) */
    atomic_int level; /* sn_log_level: lines above it are left out; may change while others write */
} sn_log;

/* event is a word, format gives key=value pairs. Control characters are written as '?', the line is
 * cut at 2,000 bytes. Safe from every thread. */
void sn_log_line(const sn_log *log, sn_log_level level, const char *event, const char *format, ...)
    SN_PRINTF(4, 5);

/* A text from outside as the value of a pair: in quotes, quotes and backslashes behind a backslash, cut
 * at a character border to fit. cap: at least 3. Returns out. */
const char *sn_log_quote(sn_str text, char *out, size_t cap);

/* "error", "warn", "info", "debug" -> level. False for anything else. */
bool sn_log_level_parse(const char *name, sn_log_level *out);

#endif
