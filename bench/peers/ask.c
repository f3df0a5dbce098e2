/* bench-ask: requests over connections that stay open, and how long each answer took.
 *
 *   bench-ask PORT http|searchd CLIENTS REQUESTS [PROLOGUE]
 *
 * REQUESTS is a file of requests as they go over the wire, each behind its length in four bytes
 * (little-endian). Each client, a thread with one connection to 127.0.0.1, takes the next request that
 * nobody has taken, sends it and reads the answer to its end. PROLOGUE is a file of what is sent
 * first on each connection, with the bytes of answer to it (four bytes, then the text). Prints the seconds that all of it took, then a line for each
 * request, in the order of the file: microseconds, status (HTTP; 200 or 500 of searchd), bytes.
 *
 * Ends are found by Content-Length or chunks (http), or by the length in the head of an answer (searchd's own
 * protocol). A service that closes its connections is connected to again, which is part of the time. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_BYTES = 8 << 20, CLIENTS_MAX = 64 };

typedef struct request {
    const char *text;
    uint32_t length;
    double us;
    int status;
    size_t bytes;
} request;

typedef struct load {
    request *all;
    size_t count;
    atomic_size_t next;
    const char *prologue; /* NULL: none */
    uint32_t prologue_length, prologue_answer;
    uint16_t port;
    bool is_http;
} load;

typedef struct client {
    load *load;
    int fd;
    char *answer; /* ANSWER_BYTES and a zero */
    size_t have;
    bool is_open;
} client;

static void give_up(const char *what)
{
    fprintf(stderr, "bench-ask: %s: %s\n", what, errno != 0 ? strerror(errno) : "not understood");
    exit(1);
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        give_up(path);
    long size = ftell(file);
    char *text = malloc((size_t)size + 1);
    rewind(file);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size)
        give_up(path);
    fclose(file);
    *length = (size_t)size;
    return text;
}

static uint32_t number_at(const char *at)
{
    uint32_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

static void read_requests(load *l, const char *path)
{
    size_t length, room = 0;
    char *text = read_file(path, &length);
    for (size_t at = 0; at + 4 <= length;) {
        if (l->count == room) {
            room = room == 0 ? 1024 : 2 * room;
            l->all = realloc(l->all, room * sizeof *l->all);
            if (l->all == NULL)
                give_up("memory");
        }
        uint32_t size = number_at(text + at);
        if (size > length - at - 4)
            give_up(path);
        l->all[l->count++] = (request){.text = text + at + 4, .length = size};
        at += 4 + size;
    }
}

static void read_prologue(load *l, const char *path)
{
    size_t length;
    char *text = read_file(path, &length);
    if (length < 4)
        give_up(path);
    l->prologue_answer = number_at(text);
    l->prologue = text + 4;
    l->prologue_length = (uint32_t)length - 4;
}

static void send_all(client *c, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = send(c->fd, text, length, MSG_NOSIGNAL);
        if (n <= 0)
            give_up("send");
        text += n;
        length -= (size_t)n;
    }
}

static void receive(client *c)
{
    if (c->have == ANSWER_BYTES)
        give_up("an answer without end");
    errno = 0;
    ssize_t n = recv(c->fd, c->answer + c->have, ANSWER_BYTES - c->have, 0);
    if (n <= 0)
        give_up("the connection ended");
    c->have += (size_t)n;
    c->answer[c->have] = '\0';
}

static void receive_until(client *c, size_t end)
{
    while (c->have < end)
        receive(c);
}

static void open_connection(client *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(c->load->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0)
        give_up("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->is_open = true;
    if (c->load->prologue != NULL) {
        c->have = 0;
        send_all(c, c->load->prologue, c->load->prologue_length);
        receive_until(c, c->load->prologue_answer);
    }
}

/* To the end of a chunked body that begins at `at`. */
static void receive_chunks(client *c, size_t at)
{
    for (;;) {
        char *end;
        while ((end = strstr(c->answer + at, "\r\n")) == NULL)
            receive(c);
        size_t size = strtoul(c->answer + at, NULL, 16);
        at = (size_t)(end - c->answer) + 2 + size + 2;
        receive_until(c, at);
        if (size == 0)
            return;
    }
}

static int read_http(client *c)
{
    char *end;
    while ((end = strstr(c->answer, "\r\n\r\n")) == NULL)
        receive(c);
    size_t body = (size_t)(end - c->answer) + 4;
    const char *length = strcasestr(c->answer, "\r\ncontent-length:"),
               *closed = strcasestr(c->answer, "\r\nconnection: close");
    int status = atoi(c->answer + 9);
    if (length != NULL && length < end)
        receive_until(c, body + strtoul(length + 17, NULL, 10));
    else
        receive_chunks(c, body);
    if (closed != NULL && closed < end) {
        close(c->fd);
        c->is_open = false;
    }
    return status;
}

/* Status and version in two bytes each, then the length in four, big-endian; 0 and 3 are answers. */
static int read_searchd(client *c)
{
    receive_until(c, 8);
    uint32_t length = ntohl(number_at(c->answer + 4));
    receive_until(c, 8 + (size_t)length);
    return c->answer[0] == 0 && (c->answer[1] == 0 || c->answer[1] == 3) ? 200 : 500;
}

static void ask(client *c, request *r)
{
    double since = now_us();
    if (!c->is_open)
        open_connection(c);
    c->have = 0;
    c->answer[0] = '\0';
    send_all(c, r->text, r->length);
    r->status = c->load->is_http ? read_http(c) : read_searchd(c);
    r->us = now_us() - since;
    r->bytes = c->have;
}

static void *run(void *arg)
{
    client *c = arg;
    for (;;) {
        size_t i = atomic_fetch_add(&c->load->next, 1);
        if (i >= c->load->count)
            return NULL;
        ask(c, &c->load->all[i]);
    }
}

static void run_all(load *l, size_t count)
{
    static client clients[CLIENTS_MAX];
    pthread_t threads[CLIENTS_MAX];
    for (size_t i = 0; i < count; i++) {
        clients[i] = (client){.load = l, .answer = malloc(ANSWER_BYTES + 1)};
        if (clients[i].answer == NULL)
            give_up("memory");
        open_connection(&clients[i]);
    }
    double since = now_us();
    for (size_t i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, run, &clients[i]) != 0)
            give_up("thread");
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    printf("%.6f\n", (now_us() - since) / 1e6);
}

int main(int argc, char **argv)
{
    if (argc < 5 || argc > 6) {
        fprintf(stderr, "usage: bench-ask PORT http|searchd CLIENTS REQUESTS [PROLOGUE]\n");
        return 2;
    }
    static load l;
    long clients = strtol(argv[3], NULL, 10);
    l.port = (uint16_t)strtoul(argv[1], NULL, 10);
    l.is_http = strcmp(argv[2], "http") == 0;
    if (clients < 1 || clients > CLIENTS_MAX)
        give_up("CLIENTS");
    read_requests(&l, argv[4]);
    if (argc == 6)
        read_prologue(&l, argv[5]);
    run_all(&l, (size_t)clients);
    for (size_t i = 0; i < l.count; i++)
        printf("%.1f %d %zu\n", l.all[i].us, l.all[i].status, l.all[i].bytes);
    return 0;
}
