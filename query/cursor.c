#include "query/cursor.h"

#include <sodium.h>
#include <string.h>

#define FORMAT     1
#define TEXT_MAX   SN_LIMIT_CURSOR_BYTES
#define PACKED_MAX 1024

_Static_assert(SN_CURSOR_KEY_BYTES == crypto_auth_KEYBYTES, "the key of the signature");
_Static_assert((PACKED_MAX * 3 + SN_LIMIT_ID_BYTES) > TEXT_MAX, "what a text decodes to fits");

/* Small numbers of either sign are short. */
static void add_signed(sn_buf *b, int64_t value)
{
    sn_buf_add_varint(b, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

static sn_status take_signed(sn_str *s, int64_t *out)
{
    uint64_t raw;
    sn_status status = sn_str_take_varint(s, &raw);
    if (status == SN_OK)
        *out = (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1);
    return status;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static void pack(const sn_cursor *c, sn_buf *b)
{
    size_t id_len = strlen(c->id);
    sn_buf_add_byte(b, FORMAT);
    sn_buf_add_varint(b, (uint64_t)c->analysis);
    sn_buf_add_varint(b, c->words);
    sn_buf_add_varint(b, c->request);
    sn_buf_add_byte(b, c->sort);
    sn_buf_add_byte(b, c->mode);
    sn_buf_add_byte(b, c->misses);
    sn_buf_add_byte(b, c->reading);
    sn_buf_add_byte(b, c->is_corrected);
    sn_buf_add_byte(b, c->relation);
    add_signed(b, c->now_sec);
    add_signed(b, c->from_sec);
    add_signed(b, c->to_sec);
    sn_buf_add_varint(b, c->position);
    sn_buf_add_varint(b, c->total);
    sn_buf_add_varint(b, c->uncollapsed);
    sn_buf_add_varint(b, c->window);
    sn_buf_add_varint(b, bits_of(c->score));
    sn_buf_add_varint(b, bits_of(c->share));
    sn_buf_add_varint(b, bits_of(c->half_days));
    add_signed(b, c->key);
    sn_buf_add_varint(b, c->n_last);
    for (uint32_t i = 0; i < c->n_last; i++)
        sn_buf_add_varint(b, c->last[i]);
    sn_buf_add_varint(b, id_len);
    sn_buf_add(b, c->id, id_len);
}

sn_status sn_cursor_write(const sn_cursor *c, const unsigned char key[SN_CURSOR_KEY_BYTES],
                          sn_buf *out)
{
    SN_CLEANUP(sn_buf) sn_buf b = SN_BUF(PACKED_MAX);
    unsigned char mac[crypto_auth_BYTES];
    pack(c, &b);
    if (sn_buf_status(&b) != SN_OK)
        return sn_buf_status(&b);
    crypto_auth(mac, (const unsigned char *)b.at, b.len, key);
    sn_status s = sn_buf_add(&b, mac, sizeof mac);
    size_t room = sodium_base64_encoded_len(b.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = s == SN_OK ? sn_buf_reserve(out, room) : NULL;
    if (text == NULL)
        return s == SN_OK ? sn_buf_status(out) : s;
    sodium_bin2base64(text, room, (const unsigned char *)b.at, b.len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sn_buf_commit(out, room - 1); /* without its NUL */
    return sn_buf_status(out);
}

/* A number of at most `max`; the first failure stays in *status. */
static uint64_t take(sn_str *s, uint64_t max, sn_status *status)
{
    uint64_t value = 0;
    if (*status == SN_OK)
        *status = sn_str_take_varint(s, &value);
    if (value > max)
        *status = SN_EFORMAT;
    return *status == SN_OK ? value : 0;
}

static int64_t take_any(sn_str *s, sn_status *status)
{
    int64_t value = 0;
    if (*status == SN_OK)
        *status = take_signed(s, &value);
    return value;
}

static double take_double(sn_str *s, sn_status *status)
{
    double value;
    uint64_t bits = take(s, UINT64_MAX, status);
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint8_t take_byte(sn_str *s, sn_status *status)
{
    sn_str byte = {0};
    if (*status == SN_OK)
        *status = sn_str_take(s, 1, &byte);
    return *status == SN_OK ? (uint8_t)byte.at[0] : 0;
}

static void take_id(sn_str *s, sn_cursor *c, sn_status *status)
{
    sn_str id = {0};
    size_t len = take(s, SN_LIMIT_ID_BYTES, status);
    if (*status == SN_OK)
        *status = sn_str_take(s, len, &id);
    if (*status != SN_OK)
        return;
    memcpy(c->id, id.at, id.len);
    c->id[id.len] = '\0';
}

/* What was signed is ours: anything wrong with it is another format. */
static sn_status unpack(sn_str s, sn_cursor *c)
{
    sn_status status = SN_OK;
    if (take_byte(&s, &status) != FORMAT)
        return SN_EFORMAT;
    c->analysis = (int)take(&s, INT32_MAX, &status);
    c->words = take(&s, UINT64_MAX, &status);
    c->request = take(&s, UINT64_MAX, &status);
    c->sort = take_byte(&s, &status);
    c->mode = take_byte(&s, &status);
    c->misses = take_byte(&s, &status);
    c->reading = take_byte(&s, &status);
    c->is_corrected = take_byte(&s, &status) != 0;
    c->relation = take_byte(&s, &status);
    c->now_sec = take_any(&s, &status);
    c->from_sec = take_any(&s, &status);
    c->to_sec = take_any(&s, &status);
    c->position = (uint32_t)take(&s, UINT32_MAX, &status);
    c->total = (uint32_t)take(&s, UINT32_MAX, &status);
    c->uncollapsed = (uint32_t)take(&s, UINT32_MAX, &status);
    c->window = (sn_docid)take(&s, UINT32_MAX, &status);
    c->score = take_double(&s, &status);
    c->share = take_double(&s, &status);
    c->half_days = take_double(&s, &status);
    c->key = take_any(&s, &status);
    c->n_last = (uint32_t)take(&s, SN_CURSOR_LAST, &status);
    for (uint32_t i = 0; i < c->n_last; i++)
        c->last[i] = (sn_docid)take(&s, UINT32_MAX, &status);
    take_id(&s, c, &status);
    return status == SN_OK && s.len == 0 && c->n_last > 0 ? SN_OK : SN_EFORMAT;
}

/* The library takes some bytes from 0x80 on for letters (1.0.18). */
static bool is_base64url(sn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return text.len > 0;
}

sn_status sn_cursor_read(sn_str text, const unsigned char key[SN_CURSOR_KEY_BYTES], sn_cursor *out)
{
    unsigned char packed[TEXT_MAX];
    size_t len;
    sn_cursor c = {0};
    if (!is_base64url(text) || text.len > TEXT_MAX ||
        sodium_base642bin(packed, sizeof packed, text.at, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len <= crypto_auth_BYTES)
        return SN_EINVAL;
    len -= crypto_auth_BYTES;
    if (crypto_auth_verify(packed + len, packed, len, key) != 0)
        return SN_EINVAL;
    sn_status s = unpack((sn_str){(const char *)packed, len}, &c);
    if (s == SN_OK)
        *out = c;
    return s;
}
