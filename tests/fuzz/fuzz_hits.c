/* Laws of what finds the objects in dumps of Elasticsearch: reading ends; each object given is a piece of the text, behind
 * the one before, from its brace to its brace, and is said to begin on the line it does; refusals have a message and a
 * line. The first byte says whether objects are taken as they are. */
#include "base/utf8.h"
#include "indexer/readers/hits.h"
#include "tests/fuzz/law.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_OBJECT 4096

static uint64_t line_of(sn_str text, size_t at)
{
    uint64_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text.at[i] == '\n' ? 1 : 0;
    return line;
}

/* Where it stands: behind `from`, and on the line that is said. */
static size_t place_of(sn_str text, size_t from, sn_str object, uint64_t line)
{
    for (;;) {
        const char *at = memmem(text.at + from, text.len - from, object.at, object.len);
        law(at != NULL);
        from = (size_t)(at - text.at);
        if (line_of(text, from) == line)
            return from + object.len;
        from++;
    }
}

static void read_all(sn_input *in, sn_str text, bool as_it_is)
{
    sn_hits h;
    size_t behind = 0;
    law(sn_hits_init(&h, in, MAX_OBJECT) == SN_OK);
    for (size_t n = 0;; n++) {
        sn_error err = {0};
        sn_str object = {0};
        uint64_t before = h.number;
        sn_status s = sn_hits_next(&h, as_it_is, &object, &err);
        if (s == SN_DONE)
            break;
        law(n <= text.len && h.number - before <= 1 && h.begin_line <= line_of(text, text.len));
        law(s == SN_OK || ((s == SN_EINVAL || s == SN_ELIMIT) && strlen(err.msg) > 0));
        if (s != SN_OK)
            continue;
        law(h.number == before + 1 && object.len >= 2 && object.len <= MAX_OBJECT);
        law(object.at[0] == '{' && strchr("}]", object.at[object.len - 1]) != NULL);
        behind = place_of(text, behind, object, h.begin_line);
    }
    sn_hits_done(&h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    static char path[64];
    /* What is packed is unpacked: its pieces are another text's. */
    if (size < 2 || data[1] == 0x1F || data[1] == 0x28)
        return 0;
    if (fd < 0) {
        fd = memfd_create("hits", 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    law(ftruncate(fd, 0) == 0 && pwrite(fd, data + 1, size - 1, 0) == (ssize_t)(size - 1));
    SN_CLEANUP_PTR(sn_input) sn_input *in = NULL;
    law(sn_input_open(path, &in, NULL) == SN_OK);
    sn_str text = {(const char *)data + 1, size - 1};
    sn_hits_begin(text);
    read_all(in, text, data[0] % 2 == 1);
    return 0;
}
