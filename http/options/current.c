#include "http/options/current.h"

#include "http/options/table.h"

void sn_http_current_init(sn_http_current *c, sn_http_options *first)
{
    pthread_mutex_init(&c->lock, NULL);
    c->options = first;
}

void sn_http_current_done(sn_http_current *c)
{
    sn_http_options_give_back(c->options);
    pthread_mutex_destroy(&c->lock);
}

const sn_http_options *sn_http_current_take(sn_http_current *c)
{
    pthread_mutex_lock(&c->lock);
    sn_http_options *taken = c->options;
    atomic_fetch_add(&taken->users, 1);
    pthread_mutex_unlock(&c->lock);
    return taken;
}

static sn_status keep_what_stays(const sn_http_options *old, sn_http_options *fresh, sn_buf *kept,
                                 sn_error *err)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < SN_HTTP_OPTIONS && s == SN_OK; i++) {
        const sn_http_option *row = &sn_http_option_table[i];
        if (row->change == SN_HTTP_RELOAD || sn_http_option_equal(row, old, fresh))
            continue;
        sn_buf_add_format(kept, "%s%s", kept->len > 0 ? " " : "", row->name);
        s = sn_http_option_copy(row, old, fresh, err);
    }
    return s;
}

sn_status sn_http_current_replace(sn_http_current *c, sn_http_options *fresh, sn_buf *kept,
                                  sn_error *err)
{
    sn_status s = keep_what_stays(c->options, fresh, kept, err);
    if (s != SN_OK)
        return s;
    pthread_mutex_lock(&c->lock);
    sn_http_options *old = c->options;
    c->options = fresh;
    pthread_mutex_unlock(&c->lock);
    sn_http_options_give_back(old);
    return SN_OK;
}
