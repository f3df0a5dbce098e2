#include "http/pages/texts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const texts[SN_TEXTS][2] = {
#define SN_TEXT_ROW(name, fa, en) {fa, en},
#include "http/pages/texts.def"
#undef SN_TEXT_ROW
};

sn_status sn_lang_of(sn_str name, sn_lang *out)
{
    if (sn_str_equal(name, SN_STR("fa")))
        *out = SN_LANG_FA;
    else if (sn_str_equal(name, SN_STR("en")))
        *out = SN_LANG_EN;
    else
        return SN_EINVAL;
    return SN_OK;
}

const char *sn_lang_name(sn_lang lang)
{
    return lang == SN_LANG_FA ? "fa" : "en";
}

const char *sn_lang_direction(sn_lang lang)
{
    return lang == SN_LANG_FA ? "rtl" : "ltr";
}

const char *sn_text(sn_lang lang, sn_text_id id)
{
    return texts[id][lang];
}

static const sn_fill *fill_at(const char *hole, const sn_fill *fills, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(fills[i].name);
        if (strncmp(hole + 1, fills[i].name, len) == 0 && hole[1 + len] == '}')
            return &fills[i];
    }
    return NULL;
}

sn_status sn_text_fill(sn_lang lang, sn_text_id id, const sn_fill *fills, size_t n, sn_buf *out)
{
    for (const char *at = sn_text(lang, id); *at != '\0'; at++) {
        const sn_fill *fill = *at == '{' ? fill_at(at, fills, n) : NULL;
        if (fill == NULL) {
            sn_buf_add_byte(out, (unsigned char)*at);
            continue;
        }
        sn_buf_add_str(out, fill->value);
        at += strlen(fill->name) + 1;
    }
    return sn_buf_status(out);
}

sn_status sn_number_write(sn_lang lang, int64_t value, sn_buf *out)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRId64, value);
    for (int i = 0; i < n; i++) {
        if (i > 0 && digits[i - 1] != '-' && (n - i) % 3 == 0)
            sn_buf_add_str(out, lang == SN_LANG_FA ? SN_STR("٬") : SN_STR(","));
        if (lang == SN_LANG_FA && digits[i] != '-')
            sn_buf_add_format(out, "\xdb%c", 0xb0 + (digits[i] - '0')); /* U+06F0 */
        else
            sn_buf_add_byte(out, (unsigned char)digits[i]);
    }
    return sn_buf_status(out);
}
