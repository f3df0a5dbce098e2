#include "http/watch/process.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static int64_t count_fds(void)
{
    int64_t n = -3; /* ".", ".." and the one of the directory */
    DIR *dir = opendir("/proc/self/fd");
    if (dir == NULL)
        return -1;
    while (readdir(dir) != NULL)
        n++;
    closedir(dir);
    return n;
}

/* The fields behind the name of the program, which may have any bytes but ends with the last ')'. */
static void look_at_stat(sn_process *out)
{
    char text[1024];
    long long threads, start_ticks, virtual_bytes, pages;
    FILE *file = fopen("/proc/self/stat", "re");
    if (file == NULL)
        return;
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    const char *at = strrchr(text, ')');
    if (at == NULL || sscanf(at + 1,
                             " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d "
                             "%*d %lld %*d %lld %lld %lld",
                             &threads, &start_ticks, &virtual_bytes, &pages) != 4)
        return;
    struct timespec now, up;
    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_BOOTTIME, &up);
    double boot_sec = (double)(now.tv_sec - up.tv_sec) + (double)(now.tv_nsec - up.tv_nsec) / 1e9;
    out->threads = threads;
    out->virtual_bytes = virtual_bytes;
    out->resident_bytes = pages * sysconf(_SC_PAGESIZE);
    out->start_sec = boot_sec + (double)start_ticks / (double)sysconf(_SC_CLK_TCK);
}

void sn_process_look(sn_process *out)
{
    struct rusage used;
    struct rlimit limit;
    *out = (sn_process){-1, -1, -1, -1, -1, -1, -1};
    if (getrusage(RUSAGE_SELF, &used) == 0)
        out->cpu_sec = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        out->max_fds = (int64_t)limit.rlim_cur;
    out->open_fds = count_fds();
    look_at_stat(out);
}
