#include "query/configs.h"

#include "base/file.h"
#include "config/file.h"
#include "query/search.h"

#include <pthread.h>
#include <stdlib.h>

struct sn_configs {
    char path[SN_PATH_SIZE];
    bool is_optional;
    pthread_mutex_t lock;
    sn_config *current; /* in force, and held for that */
};

/* Under the lock, or when nobody else is there. */
static void drop(sn_config *config)
{
    if (config != NULL && --config->users == 0)
        sn_config_destroy(config);
}

sn_status sn_configs_open(const char *dir, const char *path, sn_configs **out, sn_error *err)
{
    sn_configs *c = calloc(1, sizeof *c);
    if (c == NULL || pthread_mutex_init(&c->lock, NULL) != 0) {
        free(c);
        return sn_fail(err, SN_ENOMEM, "out of memory");
    }
    sn_config *first = NULL;
    c->is_optional = path == NULL;
    sn_status s = sn_config_path(dir, path, c->path, sizeof c->path, err);
    if (s == SN_OK)
        s = sn_configs_read(c, &first, err);
    if (s != SN_OK) {
        sn_configs_close(c);
        return s;
    }
    sn_configs_install(c, first);
    *out = c;
    return SN_OK;
}

void sn_configs_close(sn_configs *c)
{
    if (c == NULL)
        return;
    drop(c->current);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

sn_status sn_configs_read(const sn_configs *c, sn_config **out, sn_error *err)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_CONFIG_BYTES);
    sn_status s = sn_config_read(c->path, c->is_optional, &text, err);
    return s == SN_OK ? sn_config_parse(c->path, sn_buf_str(&text), out, err) : s;
}

void sn_configs_install(sn_configs *c, sn_config *fresh)
{
    fresh->users = 1;
    pthread_mutex_lock(&c->lock);
    drop(c->current);
    c->current = fresh;
    pthread_mutex_unlock(&c->lock);
}

sn_config *sn_configs_for_change(sn_configs *c)
{
    return c->current;
}

const sn_config *sn_configs_take(sn_configs *c, const sn_config *held)
{
    pthread_mutex_lock(&c->lock);
    if (c->current != held) {
        c->current->users++;
        drop((sn_config *)held);
    }
    const sn_config *taken = c->current;
    pthread_mutex_unlock(&c->lock);
    return taken;
}

void sn_configs_give_back(sn_configs *c, const sn_config *held)
{
    pthread_mutex_lock(&c->lock);
    drop((sn_config *)held);
    pthread_mutex_unlock(&c->lock);
}

sn_status sn_config_check(const char *dir, const char *path, sn_error *err)
{
    sn_configs *c;
    sn_status s = sn_configs_open(dir, path, &c, err);
    if (s == SN_OK)
        sn_configs_close(c);
    return s;
}
