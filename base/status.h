/* base/status - how every function of the project says that it could not.
 *
 * Everything that can fail returns sn_status and must be looked at. Where the reason is worth a
 * sentence the last parameter is an sn_error that the first function to know it fills; NULL is
 * fine for callers that want the code only. On failure out-parameters are left as they were,
 * unless a header says otherwise. */
#ifndef SN_BASE_STATUS_H
#define SN_BASE_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#define SN_MUST_USE          __attribute__((warn_unused_result))
#define SN_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* The column is what sn_status_name() prints: stable, part of the JSON and command-line output. */
#define SN_STATUS_LIST(X)                                                                          \
    X(SN_OK, "ok")                                                                                 \
    X(SN_DONE, "done")                  /* an iterator has no more; not an error */                \
    X(SN_EINVAL, "invalid")             /* the caller's input is wrong */                          \
    X(SN_EUTF8, "invalid_utf8")         /* ill-formed UTF-8 */                                     \
    X(SN_ELIMIT, "limit_exceeded")      /* over a limit of base/limits.h */                        \
    X(SN_ENOTFOUND, "not_found")        /* no such article, file, generation */                    \
    X(SN_ECONFLICT, "conflict")         /* an older version than the one held */                   \
    X(SN_ETAKENDOWN, "taken_down")      /* the id is out until it is lifted */                     \
    X(SN_EUNMET, "precondition_failed") /* what the caller made it depend on does not hold */      \
    X(SN_ELOCKED, "locked")             /* another process writes */                               \
    X(SN_ESTALE, "stale")               /* the snapshot is gone: take a new one and try again */   \
    X(SN_ETIMEOUT, "timed_out")         /* the time given ran out */                               \
    X(SN_EFORMAT, "unknown_format")     /* format or analysis of another program version */        \
    X(SN_ECORRUPT, "corrupt")           /* stored data does not read back */                       \
    X(SN_ENOSPACE, "disk_full")         /* no room on the device, or quota */                      \
    X(SN_EIO, "io_error")               /* the operating system said no */                         \
    X(SN_ENOMEM, "out_of_memory")                                                                  \
    X(SN_EINTERNAL, "internal_error") /* a bug: please report */

typedef enum sn_status {
#define SN_STATUS_ENUM(code, name) code,
    SN_STATUS_LIST(SN_STATUS_ENUM)
#undef SN_STATUS_ENUM
} sn_status;

typedef struct sn_error {
    sn_status status;
    char msg[400]; /* one English sentence for the person at the terminal, always NUL-terminated */
} sn_error;

/* Fill *err (NULL is fine) with a formatted message and return status, so that a failing function
 * ends in `return sn_fail(err, SN_EINVAL, "limit: %d is ...", n);`. */
sn_status sn_fail(sn_error *err, sn_status status, const char *format, ...) SN_PRINTF(3, 4);

/* Like sn_fail, with the words of errno (taken at entry) after the message and the status chosen
 * by it: ENOENT SN_ENOTFOUND; ENOSPC, EDQUOT and EFBIG SN_ENOSPACE; ENOMEM SN_ENOMEM; any other SN_EIO. */
sn_status sn_fail_errno(sn_error *err, const char *format, ...) SN_PRINTF(2, 3);

/* Put "context: " in front of the message of *err, give it this status and return that. */
sn_status sn_fail_in(sn_error *err, sn_status status, const char *format, ...) SN_PRINTF(3, 4);

/* The stable name of a status, e.g. "taken_down". Never NULL. */
const char *sn_status_name(sn_status status);

#ifdef __cplusplus
}
#endif
#endif
