/* bench-static: the floor of anything served by libmicrohttpd: one response of BYTES, whatever is asked.
 *
 *   bench-static BYTES THREADS
 *
 * Prints the port. Ends when standard input does. */
#include "bench/peers/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum MHD_Result answer(void *response, struct MHD_Connection *connection)
{
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench-static BYTES THREADS\n");
        return 2;
    }
    size_t size = strtoul(argv[1], NULL, 10);
    char *body = malloc(size + 1);
    if (body == NULL)
        return 1;
    memset(body, 'x', size);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, body, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    int status = serve(answer, response, (unsigned)strtoul(argv[2], NULL, 10));
    MHD_destroy_response(response);
    free(body);
    return status;
}
