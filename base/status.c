#include "base/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Messages go into JSON: a letter that was cut in two at the end goes altogether. */
static void drop_half_letter(char *msg)
{
    size_t len = strlen(msg), tail = 0;
    while (tail < 3 && tail < len && ((unsigned char)msg[len - 1 - tail] & 0xc0) == 0x80)
        tail++;
    if (tail == len)
        return;
    unsigned char first = (unsigned char)msg[len - 1 - tail];
    size_t whole = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (whole > tail + 1)
        msg[len - 1 - tail] = '\0';
}

/* Write ": suffix" behind the message. */
static void add_suffix(sn_error *err, const char *suffix)
{
    size_t used = strlen(err->msg);
    snprintf(err->msg + used, sizeof err->msg - used, ": %s", suffix);
    drop_half_letter(err->msg);
}

sn_status sn_fail(sn_error *err, sn_status status, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        err->status = status;
        vsnprintf(err->msg, sizeof err->msg, format, args);
        va_end(args);
        drop_half_letter(err->msg);
    }
    return status;
}

static sn_status status_of_errno(int code)
{
    switch (code) {
    case ENOENT:
        return SN_ENOTFOUND;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return SN_ENOSPACE;
    case ENOMEM:
        return SN_ENOMEM;
    default:
        return SN_EIO;
    }
}

sn_status sn_fail_errno(sn_error *err, const char *format, ...)
{
    int code = errno;
    sn_status status = status_of_errno(code);
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        vsnprintf(err->msg, sizeof err->msg, format, args);
        va_end(args);
        add_suffix(err, strerror(code));
        err->status = status;
    }
    return status;
}

sn_status sn_fail_in(sn_error *err, sn_status status, const char *format, ...)
{
    if (err != NULL) {
        char inner[sizeof err->msg];
        memcpy(inner, err->msg, sizeof inner);
        va_list args;
        va_start(args, format);
        vsnprintf(err->msg, sizeof err->msg, format, args);
        va_end(args);
        add_suffix(err, inner);
        err->status = status;
    }
    return status;
}

const char *sn_status_name(sn_status status)
{
    static const char *const names[] = {
#define SN_STATUS_NAME(code, name) [code] = name,
        SN_STATUS_LIST(SN_STATUS_NAME)
#undef SN_STATUS_NAME
    };
    if ((size_t)status >= sizeof names / sizeof *names)
        return "unknown";
    return names[status];
}
