#include "archive/fields.h"

#include "base/json_writer.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

#define FIELD(name, kind, max)                                                                     \
    {                                                                                              \
#name, SN_FIELD_##kind, offsetof(sn_article, name), max                                    \
    }
#define SHORT SN_LIMIT_FIELD_BYTES
/* Of a name in a message; an escape has six bytes for one. */
#define QUOTE_BYTES   60
#define ESCAPE_GROWTH 6

static const sn_field fields[] = {
    FIELD(id, ID, SN_LIMIT_ID_BYTES),
    FIELD(url, TEXT, SHORT),
    FIELD(title, TEXT, SN_LIMIT_TITLE_BYTES),
    FIELD(kicker, TEXT, SHORT),
    FIELD(lead, TEXT, SN_LIMIT_TEXT_BYTES),
    FIELD(body, TEXT, SN_LIMIT_TEXT_BYTES),
    FIELD(published_at, DATE, 0),
    FIELD(modified_at, DATE, 0),
    {"version", SN_FIELD_VERSION, offsetof(sn_article, version), 0},
    FIELD(author, LIST, SHORT),
    FIELD(source, TEXT, SHORT),
    FIELD(category, LIST, SHORT),
    FIELD(tags, LIST, SHORT),
    FIELD(image_url, TEXT, SHORT),
    FIELD(language, TEXT, SHORT),
    FIELD(urgency, URGENCY, 0),
    FIELD(publish_at, DATE, 0),
    FIELD(expires_at, DATE, 0),
    FIELD(pubstatus, TEXT, SHORT),
    {"extra", SN_FIELD_EXTRA, offsetof(sn_article, extra_json), SN_LIMIT_EXTRA_BYTES},
};

const sn_field *sn_fields(size_t *n)
{
    *n = sizeof fields / sizeof *fields;
    return fields;
}

const sn_field *sn_field_find(const char *name)
{
    if (strcmp(name, "published") == 0)
        name = "published_at";
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

sn_status sn_article_refuse_field(sn_str name, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf quoted = SN_BUF(ESCAPE_GROWTH * QUOTE_BYTES);
    sn_json_escape(&quoted, sn_utf8_cut(name, QUOTE_BYTES));
    return sn_fail(err, SN_EINVAL, "unknown field \"%s\"%s", sn_buf_text(&quoted),
                   name.len > QUOTE_BYTES ? "..." : "");
}

static bool is_white(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

/* Half-spaces, joiners, bidi marks, soft hyphen, byte order mark. */
static bool is_invisible(uint32_t cp)
{
    return is_white(cp) || cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x61C ||
           (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF;
}

/* Where the last character of a text that is not empty begins. */
static size_t last_character(sn_str text)
{
    size_t i = text.len - 1;
    while (i > 0 && ((unsigned char)text.at[i] & 0xC0) == 0x80)
        i--;
    return i;
}

sn_str sn_text_trim(sn_str text)
{
    size_t i = 0;
    while (text.len > 0 && is_white(sn_utf8_next(text, &i))) {
        text = (sn_str){text.at + i, text.len - i};
        i = 0;
    }
    while (text.len > 0) {
        size_t last = last_character(text);
        i = last;
        if (!is_white(sn_utf8_next(text, &i)))
            break;
        text.len = last;
    }
    return text;
}

bool sn_text_is_blank(sn_str text)
{
    for (size_t i = 0; i < text.len;)
        if (!is_invisible(sn_utf8_next(text, &i)))
            return false;
    return true;
}

sn_status sn_article_check_id(sn_str id, sn_error *err)
{
    if (id.len == 0)
        return sn_fail(err, SN_EINVAL, "id: missing or blank");
    if (id.len > SN_LIMIT_ID_BYTES)
        return sn_fail(err, SN_ELIMIT, "id: %zu bytes, at most %d are allowed", id.len,
                       SN_LIMIT_ID_BYTES);
    if (!sn_utf8_is_valid(id, NULL))
        return sn_fail(err, SN_EUTF8, "id: ill-formed UTF-8");
    for (size_t i = 0; i < id.len;) {
        uint32_t cp = sn_utf8_next(id, &i);
        if (is_white(cp) || cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            return sn_fail(err, SN_EINVAL, "id: has white space or a control character");
    }
    return SN_OK;
}
