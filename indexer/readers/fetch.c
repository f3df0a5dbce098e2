#include "indexer/readers/fetch.h"

#include "archive/address.h"
#include "base/limits.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct sn_fetcher {
    CURL *curl;
    sn_fetcher_opts opts;
};

/* One answer as it comes in. */
typedef struct transfer {
    CURL *curl;
    sn_fetched *out;
    sn_status failed; /* why the writing stopped */
    int write_errno;
} transfer;

sn_status sn_address_shown(const char *address, sn_buf *out)
{
    const char *host = strstr(address, "://");
    host = host != NULL ? host + 3 : address;
    size_t authority = strcspn(host, "/?#");
    const char *at = memrchr(host, '@', authority);
    sn_buf_add(out, address, (size_t)(host - address));
    return sn_buf_add_str(out, sn_str_of(at != NULL ? at + 1 : host));
}

void sn_fetched_done(sn_fetched *r)
{
    if (r->fd >= 0)
        close(r->fd);
    free(r->etag);
    free(r->modified);
    free(r->address);
    *r = (sn_fetched){.fd = -1};
}

sn_status sn_fetcher_create(const sn_fetcher_opts *opts, sn_fetcher **out, sn_error *err)
{
    sn_fetcher *f = calloc(1, sizeof *f);
    if (f == NULL)
        return SN_ENOMEM;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(f);
        return sn_fail(err, SN_ENOMEM, "libcurl cannot be started");
    }
    f->opts = *opts;
    f->curl = curl_easy_init();
    if (f->curl == NULL) {
        sn_fetcher_destroy(f);
        return sn_fail(err, SN_ENOMEM, "libcurl cannot be started");
    }
    *out = f;
    return SN_OK;
}

void sn_fetcher_destroy(sn_fetcher *f)
{
    if (f == NULL)
        return;
    curl_easy_cleanup(f->curl);
    curl_global_cleanup();
    free(f);
}

/* ---- the file ---- */

static sn_status open_spool(const char *dir, int *fd, sn_error *err)
{
    const char *chosen = dir != NULL ? dir : getenv("TMPDIR");
    if (chosen == NULL || chosen[0] == '\0')
        chosen = "/tmp";
    *fd = open(chosen, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd >= 0)
        return SN_OK;
    if (errno != EOPNOTSUPP && errno != EISDIR)
        return sn_fail_errno(err, "cannot make a file in %s", chosen);
    char path[4096];
    if (snprintf(path, sizeof path, "%s/fetch-XXXXXX", chosen) >= (int)sizeof path)
        return sn_fail(err, SN_ELIMIT, "%s: too long", chosen);
    *fd = mkostemp(path, O_CLOEXEC);
    if (*fd < 0)
        return sn_fail_errno(err, "cannot make a file in %s", chosen);
    unlink(path);
    return SN_OK;
}

/* libcurl: fewer bytes taken than came end the transfer. */
static size_t take_body(char *bytes, size_t size, size_t n, void *ctx)
{
    transfer *t = ctx;
    size_t len = size * n;
    if (t->out->bytes + len > SN_LIMIT_FETCH_BYTES) {
        t->failed = SN_ELIMIT;
        return 0;
    }
    for (size_t done = 0; done < len;) {
        ssize_t wrote = write(t->out->fd, bytes + done, len - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            t->failed = SN_EIO;
            t->write_errno = errno;
            return 0;
        }
        done += (size_t)wrote;
    }
    t->out->bytes += len;
    return len;
}

/* ---- the question ---- */

/* A condition of HTTP, with what the server once said; nothing that would begin another header. */
static bool add_condition(struct curl_slist **headers, const char *name, const char *value)
{
    if (value == NULL || strpbrk(value, "\r\n") != NULL)
        return true;
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(SN_LIMIT_FETCH_TAG_BYTES + 64);
    if (sn_buf_add_format(&line, "%s: %s", name, value) != SN_OK)
        return sn_buf_status(&line) == SN_ELIMIT;
    struct curl_slist *more = curl_slist_append(*headers, sn_buf_text(&line));
    *headers = more != NULL ? more : *headers;
    return more != NULL;
}

static bool add_headers(struct curl_slist **headers, const char *etag, const char *modified)
{
    *headers = curl_slist_append(NULL, "Accept-Encoding: gzip");
    return *headers != NULL && add_condition(headers, "If-None-Match", etag) &&
           add_condition(headers, "If-Modified-Since", modified);
}

static bool set_limits(const sn_fetcher *f)
{
    CURL *c = f->curl;
    const long long total = f->opts.total_sec > 0 ? f->opts.total_sec : SN_LIMIT_FETCH_SEC;
    const long long stall = f->opts.stall_sec > 0 ? f->opts.stall_sec : SN_LIMIT_FETCH_STALL_SEC;
    bool ok = curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(total * 1000)) == CURLE_OK;
    ok = ok &&
         curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)SN_LIMIT_FETCH_CONNECT_SEC) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)stall) == CURLE_OK;
    ok = ok &&
         curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SN_LIMIT_FETCH_STALL_RATE) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)SN_LIMIT_FETCH_BYTES) ==
                   CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK;
    return ok && curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)SN_LIMIT_FETCH_REDIRECTS) == CURLE_OK;
}

/* Nothing of the environment or of the user's files decides where a newsroom's bytes go. */
static bool set_ways(const sn_fetcher *f, const char *address)
{
    CURL *c = f->curl;
    bool is_tls = strncasecmp(address, "https:", 6) == 0;
    const char *proxy = f->opts.proxy != NULL ? f->opts.proxy : "";
    const char *agent = f->opts.agent != NULL ? f->opts.agent : "sarnakh-index";
    bool ok = curl_easy_setopt(c, CURLOPT_URL, address) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, is_tls ? "https" : "http,https") ==
                   CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_PROXY, proxy) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_NOPROXY, "") == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_UNRESTRICTED_AUTH, 0L) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
    return ok && curl_easy_setopt(c, CURLOPT_USERAGENT, agent) == CURLE_OK;
}

/* ---- the answer ---- */

static sn_status fail_of_body(const transfer *t, sn_error *err)
{
    if (t->failed == SN_ELIMIT)
        return sn_fail(err, SN_ELIMIT, "more than %d bytes (FETCH_BYTES)", SN_LIMIT_FETCH_BYTES);
    errno = t->write_errno;
    return sn_fail_errno(err, "cannot store what is fetched");
}

static sn_status fail_of_curl(const transfer *t, CURLcode code, const char *reason, sn_error *err)
{
    const char *words = reason[0] != '\0' ? reason : curl_easy_strerror(code);
    if (t->failed != SN_OK)
        return fail_of_body(t, err);
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return sn_fail(err, SN_ETIMEOUT, "%s", words);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return sn_fail(err, SN_ENOTFOUND, "%s", words);
    case CURLE_TOO_MANY_REDIRECTS:
        return sn_fail(err, SN_ELIMIT, "more than %d redirects (FETCH_REDIRECTS)",
                       SN_LIMIT_FETCH_REDIRECTS);
    case CURLE_FILESIZE_EXCEEDED:
        return sn_fail(err, SN_ELIMIT, "more than %d bytes (FETCH_BYTES)", SN_LIMIT_FETCH_BYTES);
    case CURLE_UNSUPPORTED_PROTOCOL:
        return sn_fail(err, SN_EINVAL, "a redirect away from http, or from https to http: %s",
                       words);
    case CURLE_URL_MALFORMAT:
        return sn_fail(err, SN_EINVAL, "no address: %s", words);
    case CURLE_PARTIAL_FILE:
        return sn_fail(err, SN_EIO, "the answer was cut off after %llu bytes: %s",
                       (unsigned long long)t->out->bytes, words);
    case CURLE_OUT_OF_MEMORY:
        return sn_fail(err, SN_ENOMEM, "%s", words);
    default:
        return sn_fail(err, SN_EIO, "%s", words);
    }
}

/* A header of the last answer as text of ours, or NULL; *ok false: no memory. */
static char *header_of(CURL *c, const char *name, bool *ok)
{
    struct curl_header *header = NULL;
    if (curl_easy_header(c, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK ||
        strlen(header->value) > SN_LIMIT_FETCH_TAG_BYTES)
        return NULL;
    char *copy = sn_str_dup(sn_str_of(header->value));
    *ok = *ok && copy != NULL;
    return copy;
}

/* Packed in another way than was offered. */
static sn_status check_encoding(CURL *c, sn_error *err)
{
    struct curl_header *header = NULL;
    if (curl_easy_header(c, "Content-Encoding", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return SN_OK;
    static const char *const known[] = {"gzip", "x-gzip", "identity", ""};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(header->value, known[i]) == 0)
            return SN_OK;
    return sn_fail(err, SN_EIO, "the answer is packed in a way that was not asked for");
}

static sn_status check_code(long code, const transfer *t, bool conditional, sn_error *err)
{
    t->out->unchanged = conditional && code == 304;
    if (code == 200 || t->out->unchanged)
        return SN_OK;
    sn_status s = code == 404 || code == 410 ? SN_ENOTFOUND : SN_EIO;
    if (t->out->retry_sec > 0)
        return sn_fail(err, s, "the server answered %ld, and to come back after %lld s", code,
                       (long long)t->out->retry_sec);
    return sn_fail(err, s, "the server answered %ld", code);
}

static sn_status take_answer(const transfer *t, bool conditional, sn_error *err)
{
    long code = 0;
    const char *address = NULL;
    bool ok = true;
    curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &address);
    sn_status s = check_code(code, t, conditional, err);
    if (s == SN_OK && !t->out->unchanged)
        s = check_encoding(t->curl, err);
    if (s != SN_OK)
        return s;
    t->out->etag = header_of(t->curl, "ETag", &ok);
    t->out->modified = header_of(t->curl, "Last-Modified", &ok);
    t->out->address = sn_str_dup(sn_str_of(address));
    if (!ok || t->out->address == NULL)
        return SN_ENOMEM;
    if (t->out->unchanged) {
        close(t->out->fd);
        t->out->fd = -1;
        return SN_OK;
    }
    return lseek(t->out->fd, 0, SEEK_SET) == 0 ? SN_OK : sn_fail_errno(err, "cannot go back");
}

static sn_status run(const sn_fetcher *f, const char *address, struct curl_slist *headers,
                     transfer *t, sn_error *err)
{
    char reason[CURL_ERROR_SIZE] = "";
    curl_off_t retry = 0;
    CURL *c = f->curl;
    bool ok = set_limits(f) && set_ways(f, address);
    ok = ok && curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_WRITEDATA, t) == CURLE_OK;
    ok = ok && curl_easy_setopt(c, CURLOPT_ERRORBUFFER, reason) == CURLE_OK;
    if (!ok)
        return sn_fail(err, SN_EINVAL, "libcurl does not take this address, or proxy");
    CURLcode code = curl_easy_perform(c);
    if (curl_easy_getinfo(c, CURLINFO_RETRY_AFTER, &retry) == CURLE_OK && retry > 0)
        t->out->retry_sec = retry < SN_LIMIT_FETCH_RETRY_SEC ? retry : SN_LIMIT_FETCH_RETRY_SEC;
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, NULL);
    for (char *at = reason; *at != '\0'; at++) /* it may quote what a server said */
        *at = *at >= ' ' && *at <= '~' ? *at : '?';
    bool answered = code == CURLE_OK || code == CURLE_HTTP_RETURNED_ERROR;
    return answered ? SN_OK : fail_of_curl(t, code, reason, err);
}

sn_status sn_fetcher_get(sn_fetcher *f, const char *address, const char *etag, const char *modified,
                         sn_fetched *out, sn_error *err)
{
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    transfer t = {.curl = f->curl, .out = &got};
    struct curl_slist *headers = NULL;
    if (!sn_address_begins(sn_str_of(address)))
        return sn_fail(err, SN_EINVAL, "no http(s) address");
    sn_status s = open_spool(f->opts.spool_dir, &got.fd, err);
    if (s == SN_OK && !add_headers(&headers, etag, modified))
        s = SN_ENOMEM;
    curl_easy_reset(f->curl); /* keeps its connections */
    if (s == SN_OK)
        s = run(f, address, headers, &t, err);
    if (s == SN_OK)
        s = take_answer(&t, etag != NULL || modified != NULL, err);
    curl_slist_free_all(headers);
    if (s != SN_OK) {
        out->retry_sec = got.retry_sec;
        return s;
    }
    *out = got;
    got = (sn_fetched){.fd = -1};
    return SN_OK;
}
