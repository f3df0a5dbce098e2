/* Laws of the readers of whole files: whatever the bytes, reading ends; each article has a canonical form that
 * reads back equal and has no mark of the decoder in it; each refusal has a message in well-formed UTF-8, a line,
 * and leaves nothing behind. The first byte says which format is read, so that every reader sees bytes of all
 * kinds; 0 is by content. */
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/format.h"
#include "tests/fuzz/article_law.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_all(sn_reader *r, size_t size)
{
    for (size_t n = 0;; n++) {
        SN_CLEANUP(sn_article) sn_article a = {0};
        sn_error err = {0};
        sn_status s = sn_reader_next(r, &a, &err);
        if (s == SN_DONE)
            return;
        law(n <= size + 1); /* no record without a byte */
        if (s == SN_OK) {
            article_comes_back_equal(&a);
            continue;
        }
        law(s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT);
        law(strlen(err.msg) > 0 && a.id == NULL && a.title == NULL);
        law(s == SN_EUTF8 || sn_utf8_is_valid(sn_str_of(err.msg), NULL));
        law(sn_reader_line(r) > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    static char path[64];
    size_t n;
    const sn_format *formats = sn_formats(&n);
    if (size == 0)
        return 0;
    if (fd < 0) {
        fd = memfd_create("feed", 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    size_t row = data[0] % (n + 1);
    law(ftruncate(fd, 0) == 0 && pwrite(fd, data + 1, size - 1, 0) == (ssize_t)(size - 1));
    sn_reader_opts opts = {.format = row == 0 ? NULL : formats[row - 1].name};
    SN_CLEANUP_PTR(sn_reader) sn_reader *r = NULL;
    law(sn_reader_open(path, &opts, &r, NULL) == SN_OK);
    read_all(r, size);
    return 0;
}
