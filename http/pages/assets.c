#include "http/pages/assets.h"

#include <assert.h>
#include <string.h>

#define DIGEST_CHARS 16

const sn_asset *sn_asset_find(sn_str name)
{
    for (size_t i = 0; i < sn_assets_n; i++) {
        if (sn_str_equal(name, sn_str_of(sn_assets[i].name)))
            return &sn_assets[i];
    }
    return NULL;
}

/* How long the name is before its last dot. */
static size_t stem_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    assert(dot != NULL);
    return (size_t)(dot - name);
}

static bool is_versioned_name(const sn_asset *asset, sn_str name)
{
    size_t stem = stem_of(asset->name), end = strlen(asset->name) - stem;
    return name.len == stem + 1 + DIGEST_CHARS + end && memcmp(name.at, asset->name, stem) == 0 &&
           name.at[stem] == '.' && memcmp(name.at + stem + 1, asset->digest, DIGEST_CHARS) == 0 &&
           memcmp(name.at + stem + 1 + DIGEST_CHARS, asset->name + stem, end) == 0;
}

const sn_asset *sn_asset_find_versioned(sn_str name)
{
    for (size_t i = 0; i < sn_assets_n; i++) {
        if (is_versioned_name(&sn_assets[i], name))
            return &sn_assets[i];
    }
    return NULL;
}

sn_status sn_asset_address(const char *name, sn_buf *out)
{
    const sn_asset *asset = sn_asset_find(sn_str_of(name));
    assert(asset != NULL);
    size_t stem = stem_of(name);
    return sn_buf_add_format(out, "/assets/%.*s.%s%s", (int)stem, name, asset->digest, name + stem);
}
