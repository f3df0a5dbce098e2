#include "archive/address.h"
#include "base/file.h"
#include "indexer/readers/fetch.h"
#include "tests/unit/base/testing.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Answers one request with these bytes, then closes, or says nothing more until it is told to end. */
typedef struct server {
    int listens, stop[2];
    unsigned port;
    const char *answer;
    bool hangs;
    char asked[2048];
    pthread_t thread;
} server;

static void *serve(void *ctx)
{
    server *s = ctx;
    int fd = accept(s->listens, NULL, NULL);
    size_t n = 0;
    while (fd >= 0 && n < sizeof s->asked - 1 && strstr(s->asked, "\r\n\r\n") == NULL) {
        ssize_t got = read(fd, s->asked + n, sizeof s->asked - 1 - n);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    size_t len = strlen(s->answer);
    bool wrote = fd >= 0 && write(fd, s->answer, len) == (ssize_t)len;
    char byte;
    if (wrote && s->hangs && read(s->stop[0], &byte, 1) < 0)
        wrote = false;
    if (fd >= 0)
        close(fd);
    return NULL;
}

static void server_start(server *s, const char *answer, bool hangs)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    *s = (server){.answer = answer, .hangs = hangs};
    s->listens = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(s->listens >= 0);
    assert_int_equal(bind(s->listens, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->listens, 1), 0);
    assert_int_equal(getsockname(s->listens, (struct sockaddr *)&at, &len), 0);
    assert_int_equal(pipe(s->stop), 0);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void server_end(server *s)
{
    close(s->stop[1]);
    pthread_join(s->thread, NULL);
    close(s->stop[0]);
    close(s->listens);
}

static sn_status fetch(const place *p, server *s, const char *etag, int64_t stall_sec,
                       sn_fetched *out, sn_error *err)
{
    char address[64];
    SN_CLEANUP_PTR(sn_fetcher) sn_fetcher *f = NULL;
    const sn_fetcher_opts opts = {.spool_dir = p->dir, .stall_sec = stall_sec, .agent = "unit/1"};
    snprintf(address, sizeof address, "http://127.0.0.1:%u/feed", s->port);
    assert_ok(sn_fetcher_create(&opts, &f, err), err);
    return sn_fetcher_get(f, address, etag, NULL, out, err);
}

static void an_answer_is_a_file_without_a_name(void **state)
{
    const place *p = *state;
    server s;
    char body[32] = "";
    sn_error err = {0};
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    server_start(
        &s, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"x\"\r\nConnection: close\r\n\r\nabcde",
        false);
    assert_ok(fetch(p, &s, "\"w\"", 0, &got, &err), &err);
    assert_int_equal(read(got.fd, body, sizeof body - 1), 5);
    assert_string_equal(body, "abcde");
    assert_int_equal(got.bytes, 5);
    assert_false(got.unchanged);
    assert_string_equal(got.etag, "\"x\"");
    assert_null(got.modified);
    server_end(&s);
    assert_non_null(strstr(s.asked, "If-None-Match: \"w\"\r\n"));
    assert_non_null(strstr(s.asked, "User-Agent: unit/1\r\n"));
    assert_non_null(strstr(s.asked, "Accept-Encoding: gzip\r\n"));
    assert_int_equal(rmdir(p->dir), 0); /* nothing is in it */
    assert_int_equal(sn_dir_make(p->dir, &err), SN_OK);
}

static void a_server_that_stalls_is_left(void **state)
{
    const place *p = *state;
    server s;
    sn_error err = {0};
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    server_start(&s, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nabc", true);
    assert_fails(fetch(p, &s, NULL, 1, &got, &err), SN_ETIMEOUT, &err, "too slow");
    assert_int_equal(got.fd, -1);
    server_end(&s);
}

static void what_a_server_once_said_begins_no_header(void **state)
{
    const place *p = *state;
    server s;
    sn_error err = {0};
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    server_start(&s, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", false);
    assert_fails(fetch(p, &s, "x\r\nCookie: a=b", 0, &got, &err), SN_EIO, &err, "204");
    server_end(&s);
    assert_null(strstr(s.asked, "Cookie"));
    assert_null(strstr(s.asked, "If-None-Match"));
}

static const struct address_case {
    const char *given, *shown;
    bool is;
} addresses[] = {
    {"https://peyk.example/a", "https://peyk.example/a", true},
    {"HTTP://peyk.example", "HTTP://peyk.example", true},
    {"https://negar:raaz@peyk.example/a@b", "https://peyk.example/a@b", true},
    {"https://negar:r@az@peyk.example?q=@", "https://peyk.example?q=@", true},
    {"https://peyk.example/@negar", "https://peyk.example/@negar", true},
    {"ftp://peyk.example/a", "ftp://peyk.example/a", false},
    {"feed.xml", "feed.xml", false},
    {"", "", false},
};

static void secrets_of_an_address_are_not_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        SN_CLEANUP(sn_buf) sn_buf shown = SN_BUF(1000);
        assert_int_equal(sn_address_begins(sn_str_of(addresses[i].given)), addresses[i].is);
        assert_int_equal(sn_address_shown(addresses[i].given, &shown), SN_OK);
        assert_string_equal(sn_buf_text(&shown), addresses[i].shown);
    }
}

static void only_http_is_fetched(void **state)
{
    const place *p = *state;
    static const char *const others[] = {"file:///etc/hostname", "ftp://127.0.0.1/x",
                                         "gopher://x.example/", "feed.xml", ""};
    SN_CLEANUP_PTR(sn_fetcher) sn_fetcher *f = NULL;
    sn_error err = {0};
    const sn_fetcher_opts opts = {.spool_dir = p->dir};
    assert_ok(sn_fetcher_create(&opts, &f, &err), &err);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
        assert_fails(sn_fetcher_get(f, others[i], NULL, NULL, &got, &err), SN_EINVAL, &err,
                     "no http");
    }
    SN_CLEANUP(sn_fetched) sn_fetched got = {.fd = -1};
    assert_fails(sn_fetcher_get(f, "http://", NULL, NULL, &got, &err), SN_EINVAL, &err, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(an_answer_is_a_file_without_a_name),
        PLACED(a_server_that_stalls_is_left),
        PLACED(what_a_server_once_said_begins_no_header),
        cmocka_unit_test(secrets_of_an_address_are_not_shown),
        PLACED(only_http_is_fetched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
