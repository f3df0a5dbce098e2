/* http/watch/event_log - a file of lines of its own: what was slow, what found nothing, what was chosen.
 *
 * Lines are JSON objects. The file is appended to and opened anew when it is told (logrotate moves it
 * and sends SIGHUP). Whatever becomes of it stops nobody: a line that cannot be written is lost, and
 * the caller counts it. Safe from every thread. */
#ifndef SN_HTTP_WATCH_EVENT_LOG_H
#define SN_HTTP_WATCH_EVENT_LOG_H

#include "base/bytes.h"

typedef struct sn_event_log sn_event_log;

/* The file is made, readable by its owner and group, if it is not there. path NULL: no log, *out NULL, which
 * all functions take. It cannot be opened: SN_ENOTFOUND, SN_ENOSPACE, SN_EIO, the message says why; SN_ENOMEM. */
SN_MUST_USE sn_status sn_event_log_open(const char *path, sn_event_log **out, sn_error *err);
void sn_event_log_close(sn_event_log *log);

/* The file of that path, whichever it is now. On failure, as above, lines go on into the old one. */
SN_MUST_USE sn_status sn_event_log_reopen(sn_event_log *log, sn_error *err);

/* One line, without its end. False: lost, for the file takes no more: the disk is full, or it has
 * SN_LIMIT_EVENT_LOG_BYTES. */
bool sn_event_log_write(sn_event_log *log, sn_str line);

/* The logs that the service may have, each NULL if it is not asked for. */
typedef struct sn_event_logs {
    sn_event_log *slow, *zero_hits, *clicks;
} sn_event_logs;

/* Zeroed by the caller, who ends them with sn_event_logs_close() whatever comes back. Statuses as above; when
 * they are opened again, all are tried, and the first failure is returned. */
SN_MUST_USE sn_status sn_event_logs_open(sn_event_logs *logs, const char *slow,
                                         const char *zero_hits, const char *clicks, sn_error *err);
SN_MUST_USE sn_status sn_event_logs_reopen(sn_event_logs *logs, sn_error *err);
void sn_event_logs_close(sn_event_logs *logs);

SN_DEFINE_CLEANUP_PTR(sn_event_log, sn_event_log_close)

#endif
