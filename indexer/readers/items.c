#include "indexer/readers/items.h"

/* Where a member is, as far as its end goes: whether it is JSON is told by who reads it. */
typedef struct place {
    size_t depth;
    bool in_text, escaped;
} place;

bool sn_items_begin(sn_str head)
{
    if (head.len == 0 || head.at[0] != '[')
        return false;
    sn_str rest = sn_str_trim((sn_str){head.at + 1, head.len - 1});
    return rest.len > 0 && (rest.at[0] == '{' || rest.at[0] == ']');
}

sn_status sn_items_init(sn_items *it, sn_input *input, size_t max_item)
{
    *it = (sn_items){.item = SN_BUF(max_item), .line = 1};
    return sn_peek_init(&it->bytes, input);
}

void sn_items_done(sn_items *it)
{
    sn_buf_done(&it->item);
    sn_peek_done(&it->bytes);
    *it = (sn_items){0};
}

static void take(sn_items *it)
{
    it->line += sn_peek_take(&it->bytes) == '\n' ? 1 : 0;
}

static bool is_space(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static sn_status skip_space(sn_items *it, int *byte, sn_error *err)
{
    sn_status s = sn_peek_byte(&it->bytes, byte, err);
    while (s == SN_OK && is_space(*byte)) {
        take(it);
        s = sn_peek_byte(&it->bytes, byte, err);
    }
    return s;
}

/* Past the bracket, and the byte order mark that may stand before it. */
static sn_status begin(sn_items *it, sn_error *err)
{
    int byte = 0;
    sn_status s = SN_OK;
    while (s == SN_OK && byte != SN_PEEK_END && byte != '[') {
        s = sn_peek_byte(&it->bytes, &byte, err);
        if (s == SN_OK && byte != SN_PEEK_END)
            take(it);
    }
    it->begun = true;
    return s;
}

/* Is this byte behind the member? A line end in a text is a mistake, behind which the text has ended: so
 * one that lacks its quotes does not take the rest of the file with it. */
static bool ends_member(place *p, int byte)
{
    if (p->in_text) {
        p->in_text = byte != '\n' && (byte != '"' || p->escaped);
        p->escaped = byte == '\\' && !p->escaped;
        return false;
    }
    if (p->depth == 0 && (byte == ',' || byte == ']'))
        return true;
    p->escaped = false;
    p->in_text = byte == '"';
    if (byte == '{' || byte == '[')
        p->depth++;
    else if ((byte == '}' || byte == ']') && p->depth > 0)
        p->depth--;
    return false;
}

static sn_status read_member(sn_items *it, int *end, sn_error *err)
{
    place p = {0};
    sn_buf_clear(&it->item);
    for (;;) {
        sn_status s = sn_peek_byte(&it->bytes, end, err);
        if (s != SN_OK || *end == SN_PEEK_END || ends_member(&p, *end))
            return s;
        sn_buf_add_byte(&it->item, (unsigned char)*end);
        take(it);
    }
}

/* Behind the closing bracket nothing may stand. */
static sn_status end_list(sn_items *it, sn_error *err)
{
    int byte = SN_PEEK_END;
    take(it);
    it->ended = true;
    sn_status s = skip_space(it, &byte, err);
    it->begin_line = it->line;
    if (s == SN_OK && byte != SN_PEEK_END)
        return sn_fail(err, SN_EINVAL, "there is more behind the list; it is not read");
    return s == SN_OK ? SN_DONE : s;
}

static sn_status give_member(sn_items *it, int end, sn_str *out, sn_error *err)
{
    it->number++;
    if (end == ',')
        take(it);
    if (sn_buf_status(&it->item) == SN_ELIMIT)
        return sn_fail(err, SN_ELIMIT, "it has more than %zu bytes", it->item.max);
    *out = sn_str_trim(sn_buf_str(&it->item));
    return sn_buf_status(&it->item);
}

sn_status sn_items_next(sn_items *it, sn_str *out, sn_error *err)
{
    int byte = SN_PEEK_END;
    sn_status s = it->begun ? SN_OK : begin(it, err);
    if (s == SN_OK && it->ended)
        return SN_DONE;
    if (s == SN_OK)
        s = skip_space(it, &byte, err);
    it->begin_line = it->line;
    if (s == SN_OK && byte == ']')
        return end_list(it, err);
    if (s == SN_OK && byte == SN_PEEK_END) {
        it->ended = true;
        return sn_fail(err, SN_EINVAL, "the list has no end");
    }
    if (s == SN_OK)
        s = read_member(it, &byte, err);
    if (s != SN_OK) {
        it->ended = true;
        return s;
    }
    return give_member(it, byte, out, err);
}
