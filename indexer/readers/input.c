#include "indexer/readers/input.h"

#include "base/digest.h"
#include "base/limits.h"
#include "indexer/readers/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RAW_BYTES 65536

struct sn_input {
    int fd;
    char raw[RAW_BYTES]; /* as read */
    sn_str left;         /* of raw */
    bool raw_ended, started;
    bool broken;      /* nothing more comes */
    sn_status untold; /* why, if the head met it and had bytes to give */
    sn_error untold_err;
    sn_unpacker *unpacker; /* NULL: as it is */
    uint64_t packed_bytes, unpacked_bytes;
    char head[SN_INPUT_HEAD_BYTES];
    size_t head_at, head_len;
    bool borrowed;      /* the descriptor */
    uint64_t max_bytes; /* to be given; 0: any number */
    const char *max_name;
    bool notes_given, ended_well;
    uint64_t given_bytes, given_digest;
};

sn_status sn_input_open(const char *path, sn_input **out, sn_error *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return sn_fail_errno(err, "cannot open %s", path);
    sn_input *in = calloc(1, sizeof *in);
    if (in == NULL) {
        if (!standard_input)
            close(fd);
        return SN_ENOMEM;
    }
    in->fd = fd;
    *out = in;
    return SN_OK;
}

sn_status sn_input_open_fd(int fd, sn_input **out, sn_error *err)
{
    if (lseek(fd, 0, SEEK_SET) != 0)
        return sn_fail_errno(err, "cannot read from the beginning");
    sn_input *in = calloc(1, sizeof *in);
    if (in == NULL)
        return SN_ENOMEM;
    in->fd = fd;
    in->borrowed = true;
    *out = in;
    return SN_OK;
}

uint64_t sn_input_bytes(const sn_input *in)
{
    struct stat st;
    return fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

void sn_input_limit(sn_input *in, uint64_t max_bytes, const char *name)
{
    in->max_bytes = max_bytes;
    in->max_name = name;
}

void sn_input_note_given(sn_input *in)
{
    in->notes_given = true;
    in->given_digest = SN_DIGEST_BEGIN;
}

void sn_input_given(const sn_input *in, uint64_t *bytes, uint64_t *digest)
{
    *bytes = in->given_bytes;
    *digest = in->given_digest;
}

bool sn_input_ended_well(const sn_input *in)
{
    return in->ended_well;
}

void sn_input_close(sn_input *in)
{
    if (in == NULL)
        return;
    sn_unpacker_destroy(in->unpacker);
    if (in->fd != STDIN_FILENO && !in->borrowed)
        close(in->fd);
    free(in);
}

static sn_status read_some(sn_input *in, char *to, size_t room, size_t *n, sn_error *err)
{
    ssize_t got;
    do
        got = read(in->fd, to, room);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return sn_fail_errno(err, "cannot read");
    *n = (size_t)got;
    in->raw_ended = got == 0;
    in->packed_bytes += (uint64_t)got;
    return SN_OK;
}

/* The first bytes say what it is; a pipe may give them one by one. */
static sn_status start(sn_input *in, sn_error *err)
{
    size_t len = 0, n = 0;
    sn_status s = SN_OK;
    while (len < 4 && !in->raw_ended && s == SN_OK) {
        s = read_some(in, in->raw + len, RAW_BYTES - len, &n, err);
        len += s == SN_OK ? n : 0;
    }
    if (s != SN_OK)
        return s;
    in->started = true;
    in->left = (sn_str){in->raw, len};
    sn_packing packing = sn_packing_of(in->left);
    return packing == SN_PACKING_NONE ? SN_OK : sn_unpacker_create(packing, &in->unpacker);
}

static sn_status refill(sn_input *in, sn_error *err)
{
    size_t n = 0;
    sn_status s = read_some(in, in->raw, RAW_BYTES, &n, err);
    in->left = (sn_str){in->raw, s == SN_OK ? n : 0};
    return s;
}

static sn_status check_ratio(const sn_input *in, sn_error *err)
{
    uint64_t allowed = SN_LIMIT_UNPACK_FREE_BYTES + in->packed_bytes * SN_LIMIT_UNPACK_RATIO;
    if (in->unpacked_bytes <= allowed)
        return SN_OK;
    return sn_fail(err, SN_ELIMIT,
                   "unpacks into more than %d times its size (UNPACK_RATIO); the rest is not read",
                   SN_LIMIT_UNPACK_RATIO);
}

static sn_status unpack(sn_input *in, char *to, size_t room, size_t *n, sn_error *err)
{
    for (*n = 0; *n == 0;) {
        sn_status s = sn_unpacker_step(in->unpacker, &in->left, to, room, n, err);
        if (s == SN_OK && *n == 0 && in->left.len == 0) {
            if (in->raw_ended && !sn_unpacker_is_whole(in->unpacker))
                return sn_fail(err, SN_EINVAL, "the packed data is cut short");
            if (in->raw_ended)
                return SN_OK;
            s = refill(in, err);
        }
        if (s != SN_OK)
            return s;
    }
    in->unpacked_bytes += *n;
    return check_ratio(in, err);
}

static sn_status pass_on(sn_input *in, char *to, size_t room, size_t *n, sn_error *err)
{
    if (in->left.len == 0)
        return read_some(in, to, room, n, err);
    *n = in->left.len < room ? in->left.len : room;
    memcpy(to, in->left.at, *n);
    in->left = (sn_str){in->left.at + *n, in->left.len - *n};
    return SN_OK;
}

/* Past the head. */
static sn_status read_on(sn_input *in, char *to, size_t room, size_t *n, sn_error *err)
{
    sn_status untold = in->untold;
    *n = 0;
    in->untold = SN_OK;
    if (untold != SN_OK)
        return sn_fail(err, untold, "%s", in->untold_err.msg);
    if (in->broken || room == 0)
        return SN_OK;
    sn_status s = in->started ? SN_OK : start(in, err);
    if (s == SN_OK)
        s = in->unpacker != NULL ? unpack(in, to, room, n, err) : pass_on(in, to, room, n, err);
    if (s != SN_OK) {
        in->broken = true;
        *n = 0;
    }
    return s;
}

sn_status sn_input_head(sn_input *in, sn_str *out, sn_error *err)
{
    sn_status s = SN_OK;
    sn_error inner = {0};
    for (size_t n = 1; n > 0 && in->head_len < SN_INPUT_HEAD_BYTES && s == SN_OK;) {
        s = read_on(in, in->head + in->head_len, SN_INPUT_HEAD_BYTES - in->head_len, &n, &inner);
        in->head_len += n;
    }
    if (s != SN_OK && in->head_len == 0)
        return sn_fail(err, s, "%s", inner.msg);
    in->untold = s;
    in->untold_err = inner;
    *out = (sn_str){in->head, in->head_len};
    return SN_OK;
}

static sn_status give(sn_input *in, char *to, size_t room, size_t *n, sn_error *err)
{
    size_t left = in->head_len - in->head_at;
    if (left == 0)
        return read_on(in, to, room, n, err);
    *n = left < room ? left : room;
    memcpy(to, in->head + in->head_at, *n);
    in->head_at += *n;
    return SN_OK;
}

sn_status sn_input_read(sn_input *in, char *to, size_t room, size_t *n, sn_error *err)
{
    sn_status s = give(in, to, room, n, err);
    if (s != SN_OK)
        return s;
    in->ended_well = *n == 0 && room > 0 && !in->broken;
    in->given_bytes += *n;
    if (in->notes_given)
        in->given_digest = sn_digest_add(in->given_digest, to, *n);
    if (in->max_bytes == 0 || in->given_bytes <= in->max_bytes)
        return SN_OK;
    in->broken = true;
    in->head_at = in->head_len;
    return sn_fail(err, SN_ELIMIT, "it has more than %llu bytes (%s); the rest is not read",
                   (unsigned long long)in->max_bytes, in->max_name);
}
