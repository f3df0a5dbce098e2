#include "http/pages/link.h"

static bool is_plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

sn_status sn_percent_encode(sn_str text, sn_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (is_plain(c))
            sn_buf_add_byte(out, c);
        else
            sn_buf_add_format(out, "%%%02X", c);
    }
    return sn_buf_status(out);
}

sn_str sn_link_value(const sn_link_params *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++) {
        if (sn_str_equal(all->at[i].name, sn_str_of(name)))
            return all->at[i].value;
    }
    return (sn_str){NULL, 0};
}

bool sn_link_have(const sn_link_params *all, const char *name, sn_str value)
{
    for (size_t i = 0; i < all->n; i++) {
        if (sn_str_equal(all->at[i].name, sn_str_of(name)) && sn_str_equal(all->at[i].value, value))
            return true;
    }
    return false;
}

static bool is_place(sn_str name)
{
    return sn_str_equal(name, SN_STR("offset")) || sn_str_equal(name, SN_STR("cursor"));
}

static bool is_left_out(const sn_link_param *p, const sn_link_change *changes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const sn_link_param *without = &changes[i].without;
        if (!changes[i].keeps_place && is_place(p->name))
            return true;
        if (without->name.at != NULL && sn_str_equal(p->name, without->name) &&
            (without->value.at == NULL || sn_str_equal(p->value, without->value)))
            return true;
    }
    return false;
}

static void add(const sn_link_param *p, char *before, sn_buf *out)
{
    sn_buf_add_byte(out, (unsigned char)*before);
    *before = '&';
    sn_percent_encode(p->name, out);
    sn_buf_add_byte(out, '=');
    sn_percent_encode(p->value, out);
}

sn_status sn_link_write(const char *path, const sn_link_params *all, const sn_link_change *changes,
                        size_t n, sn_buf *out)
{
    char before = '?';
    sn_buf_add_str(out, sn_str_of(path));
    for (size_t i = 0; i < all->n; i++) {
        if (!is_left_out(&all->at[i], changes, n))
            add(&all->at[i], &before, out);
    }
    for (size_t i = 0; i < n; i++) {
        if (changes[i].with.name.at != NULL)
            add(&changes[i].with, &before, out);
    }
    return sn_buf_status(out);
}
