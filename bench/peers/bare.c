/* bench-bare: the least service that libxapian allows (xapian-c/bench/bare.cc).
 *
 *   bench-bare index FOLDED.tsv DATABASE     (load.py says what a line is), compacted at the end
 *   bench-bare serve DATABASE THREADS        prints its port; ends when standard input does
 *
 * GET /?kind=all|any|phrase|related&q=...&from=MINUTE&date=1: ten hits, id, title and url of each, as JSON. */
#include "xapian-c/bench/bare.h"

#include "bench/peers/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *argument(struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
    return value != NULL ? value : "";
}

static enum MHD_Result answer(void *path, struct MHD_Connection *connection)
{
    static _Thread_local void *database;
    bare_asked asked = {.kind = argument(connection, "kind"),
                        .text = argument(connection, "q"),
                        .from = argument(connection, "from"),
                        .by_date = argument(connection, "date")[0] != '\0'};
    char *body = NULL;
    if ((database == NULL && bare_open(path, &database) != 0) ||
        bare_answer(database, &asked, &body) != 0 || body == NULL)
        return MHD_NO;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(body), body, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "index") == 0)
        return bare_index(argv[2], argv[3]);
    if (argc == 4 && strcmp(argv[1], "serve") == 0)
        return serve(answer, argv[2], (unsigned)strtoul(argv[3], NULL, 10));
    fprintf(stderr, "usage: bench-bare index FOLDED.tsv DATABASE | serve DATABASE THREADS\n");
    return 2;
}
