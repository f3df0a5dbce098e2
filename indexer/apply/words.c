#include "indexer/apply/words.h"

#include "base/file.h"
#include "base/limits.h"
#include "layout/index_dir.h"

#include <string.h>

#define FROZEN_BYTES (2 * (size_t)SN_LIMIT_DICTIONARY_BYTES)

static sn_status read_now(const char *dir, sn_buf *frozen, sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
    sn_status s = sn_path_join(dir, SN_INDEX_WORDS, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_dictionary_read_dir(path, &d, err);
    return s == SN_OK ? sn_dictionary_freeze(&d, frozen) : s;
}

sn_status sn_words_freeze(const char *dir, const char *generation_path,
                          char digest[SN_DICTIONARY_DIGEST_SIZE], sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf frozen = SN_BUF(FROZEN_BYTES);
    sn_status s = read_now(dir, &frozen, err);
    if (s == SN_OK && frozen.len > 0)
        s = sn_path_join(generation_path, SN_GENERATION_WORDS, path, sizeof path, err);
    if (s == SN_OK && frozen.len > 0)
        s = sn_file_write(path, sn_buf_str(&frozen), err);
    if (s == SN_OK)
        sn_dictionary_digest(sn_buf_str(&frozen), digest);
    return s;
}

sn_status sn_words_lexicon(const char *generation_path, const char *digest, sn_lexicon **out,
                           sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf frozen = SN_BUF(FROZEN_BYTES);
    *out = NULL;
    if (digest[0] == '\0')
        return SN_OK;
    sn_status s = sn_path_join(generation_path, SN_GENERATION_WORDS, path, sizeof path, err);
    if (s == SN_OK)
        s = sn_file_read(path, &frozen, err);
    if (s != SN_OK)
        return s;
    s = sn_lexicon_of_frozen(sn_buf_str(&frozen), digest, out, err);
    return s == SN_OK ? s : sn_fail_in(err, s, "%s", path);
}

bool sn_words_changed(const char *dir, const char *digest)
{
    char now[SN_DICTIONARY_DIGEST_SIZE];
    SN_CLEANUP(sn_buf) sn_buf frozen = SN_BUF(FROZEN_BYTES);
    if (read_now(dir, &frozen, NULL) != SN_OK)
        return false;
    sn_dictionary_digest(sn_buf_str(&frozen), now);
    return strcmp(now, digest) != 0;
}
