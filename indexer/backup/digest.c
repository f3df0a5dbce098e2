#include "indexer/backup/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#define HASH_BYTES ((SN_DIGEST_SIZE - 1) / 2)

static sn_status hash_file(int fd, const char *path, crypto_generichash_state *state,
                           uint64_t *bytes, sn_error *err)
{
    unsigned char chunk[65536];
    uint64_t sum = 0;
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sn_fail_errno(err, "cannot read %s", path);
        if (n == 0)
            break;
        crypto_generichash_update(state, chunk, (size_t)n);
        sum += (uint64_t)n;
    }
    *bytes = sum;
    return SN_OK;
}

sn_status sn_file_digest(const char *path, char out[SN_DIGEST_SIZE], uint64_t *bytes, sn_error *err)
{
    crypto_generichash_state state;
    unsigned char hash[HASH_BYTES];
    if (sodium_init() < 0 || crypto_generichash_init(&state, NULL, 0, sizeof hash) != 0)
        return sn_fail(err, SN_EINTERNAL, "no digests");
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe of that name does not hang */
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    sn_status s = hash_file(fd, path, &state, bytes, err);
    close(fd);
    if (s != SN_OK)
        return s;
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(out, SN_DIGEST_SIZE, hash, sizeof hash);
    return SN_OK;
}
