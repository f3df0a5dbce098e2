#include "base/log.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES 2000

static const char *const level_names[] = {"error", "warn", "info", "debug"};

void sn_log_line(const sn_log *log, sn_log_level level, const char *event, const char *format, ...)
{
    if (log == NULL || (int)level > atomic_load(&log->level))
        return;
    char line[2048];
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &utc);
    int n = snprintf(line + used, sizeof line - used, "%s %.200s ", level_names[level], event);
    used += n > 0 ? (size_t)n : 0;
    va_list args;
    va_start(args, format);
    n = vsnprintf(line + used, sizeof line - used, format, args);
    va_end(args);
    used += n > 0 ? (size_t)n : 0;
    if (used >= sizeof line)
        used = sizeof line - 1;
    used = sn_utf8_cut((sn_str){line, used}, LINE_BYTES - 1).len;
    for (size_t i = 0; i < used; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[used++] = '\n';
    ssize_t written = write(log->fd, line, used);
    (void)written; /* nobody is left to tell */
}

static size_t quoted_bytes(char c)
{
    return c == '"' || c == '\\' ? 2 : 1;
}

const char *sn_log_quote(sn_str text, char *out, size_t cap)
{
    size_t fits = 0, used = 0;
    for (size_t bytes = 3; fits < text.len; fits++) {
        bytes += quoted_bytes(text.at[fits]);
        if (bytes > cap)
            break;
    }
    text = sn_utf8_cut(text, fits);
    out[used++] = '"';
    for (size_t i = 0; i < text.len; i++) {
        if (quoted_bytes(text.at[i]) == 2)
            out[used++] = '\\';
        out[used++] = text.at[i];
    }
    out[used++] = '"';
    out[used] = '\0';
    return out;
}

bool sn_log_level_parse(const char *name, sn_log_level *out)
{
    for (size_t i = 0; i < sizeof level_names / sizeof *level_names; i++) {
        if (strcmp(name, level_names[i]) == 0) {
            *out = (sn_log_level)i;
            return true;
        }
    }
    return false;
}
