/* Laws of mapping files: what is read has rules with a target, each found by its name; what is refused has a
 * message, and leaves nothing. Bytes behind the first zero are an object that is read with it. */
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/json_map.h"
#include "tests/fuzz/law.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void check_rules(const sn_mapping *m)
{
    size_t n;
    const sn_mapping_rule *rules = sn_mapping_rules(m, &n);
    law(n <= SN_LIMIT_MAPPING_ROWS);
    for (size_t i = 0; i < n; i++) {
        law(rules[i].from.len > 0 && sn_utf8_is_valid(rules[i].from, NULL));
        law(rules[i].target >= 0 && rules[i].target < SN_MAPPING_UNKNOWN);
        law(sn_mapping_target(m, rules[i].from) == rules[i].target);
    }
}

static void read_object(const sn_mapping *m, sn_str json)
{
    SN_CLEANUP(sn_draft) sn_draft draft;
    SN_CLEANUP(sn_article) sn_article article = {0};
    sn_error err = {0};
    sn_draft_init(&draft);
    sn_status s = sn_json_map(json, m, &draft, &err);
    if (s == SN_OK)
        s = sn_draft_finish(&draft, &article, &err);
    law(s == SN_OK || s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT);
    law((s == SN_OK) == (article.id != NULL) && (s == SN_OK || strlen(err.msg) > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    static char path[64];
    const uint8_t *zero = size > 0 ? memchr(data, 0, size) : NULL;
    size_t n = zero != NULL ? (size_t)(zero - data) : size;
    if (fd < 0) {
        fd = memfd_create("mapping", 0);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    law(ftruncate(fd, 0) == 0 && pwrite(fd, data, n, 0) == (ssize_t)n);
    SN_CLEANUP_PTR(sn_mapping) sn_mapping *m = NULL;
    sn_error err = {0};
    sn_status s = sn_mapping_read(path, &m, &err);
    law((s == SN_OK) == (m != NULL) && (s == SN_OK || strlen(err.msg) > 0));
    if (m == NULL)
        return 0;
    check_rules(m);
    if (zero != NULL)
        read_object(m, (sn_str){(const char *)zero + 1, size - n - 1});
    return 0;
}
