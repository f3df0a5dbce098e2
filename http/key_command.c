/* For the terminal: what a library would return is printed here. */
#include "http/key_command.h"

#include "archive/json_time.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "base/options.h"
#include "http/access/key_file.h"
#include "http/access/origins.h"
#include "http/target.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_CLEAN  0
#define EXIT_FAILED 1
#define EXIT_USAGE  2

typedef struct settings {
    const char *index, *role, *name, *filter, *origins, *expires;
    int64_t rate;
    bool is_public, json, help;
} settings;

static const sn_option options[] = {
    {"index", 'i', SN_OPTION_TEXT, offsetof(settings, index), "DIR", "the index directory", 0, 0},
    {"role", 0, SN_OPTION_TEXT, offsetof(settings, role), "ROLE",
     "add: search (default), ingest (puts and takes down, too) or admin", 0, 0},
    {"name", 0, SN_OPTION_TEXT, offsetof(settings, name), "TEXT", "add: whose it is, for people", 0,
     0},
    {"filter", 0, SN_OPTION_TEXT, offsetof(settings, filter), "FILTER",
     "add: all that it may see, as in an address (filter.source=irna&filter.category=...)", 0, 0},
    {"public", 0, SN_OPTION_FLAG, offsetof(settings, is_public), NULL,
     "add: it stands in pages of --origins, and may be sent as key=", 0, 0},
    {"origins", 0, SN_OPTION_TEXT, offsetof(settings, origins), "LIST",
     "add: of these pages (https://news.example, ...)", 0, 0},
    {"rate", 0, SN_OPTION_INT, offsetof(settings, rate), "N",
     "add: requests a second, of a public key from each address (0: any)", 0, SN_LIMIT_RATE},
    {"expires", 0, SN_OPTION_TEXT, offsetof(settings, expires), "TIME",
     "add: in force so long (90d, 52w)", 0, 0},
    {"json", 0, SN_OPTION_FLAG, offsetof(settings, json), NULL, "list: one JSON line", 0, 0},
    {"help", 'h', SN_OPTION_FLAG, offsetof(settings, help), NULL, "this page", 0, 0},
};
#define N_OPTIONS (sizeof options / sizeof *options)

bool sn_key_command_is_meant(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-')
            return strcmp(argv[i], "key") == 0;
        if (strcmp(argv[i], "--index") == 0 || strcmp(argv[i], "-i") == 0)
            i++;
    }
    return false;
}

static int print_help(void)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(65536);
    sn_buf_add_str(&out, SN_STR("usage: sarnakh-httpd --index DIR key add [OPTIONS]\n"
                                "       sarnakh-httpd --index DIR key list [--json]\n"
                                "       sarnakh-httpd --index DIR key revoke ID\n\n"));
    sn_options_help(options, N_OPTIONS, &out);
    sn_buf_add_str(&out, SN_STR("\nadd prints the key, which is not kept and never shown again. A "
                                "service that runs\ntakes notice within a second.\n"));
    return fputs(sn_buf_text(&out), stdout) < 0 || fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}

static int usage(const char *sentence)
{
    fprintf(stderr, "sarnakh-httpd key: %s (sarnakh-httpd key --help)\n", sentence);
    return EXIT_USAGE;
}

static int failed(const sn_error *err)
{
    fprintf(stderr, "sarnakh-httpd key: %s\n", err->msg);
    return EXIT_FAILED;
}

/* ---- add ---- */

typedef struct filter {
    sn_key *key;
    sn_error *err;
} filter;

static sn_status set_filter(void *ctx, sn_str name, sn_str value, sn_problem *problem)
{
    filter *f = ctx;
    (void)problem;
    return sn_key_add_filter(f->key, name, value, f->err);
}

static sn_status read_filter(const char *text, sn_key *key, sn_error *err)
{
    sn_problem problem = {0};
    filter f = {key, err};
    if (text == NULL)
        return SN_OK;
    sn_status s = sn_params_each(sn_str_of(text), set_filter, &f, &problem);
    if (s == SN_OK && !key->has_filter)
        return sn_fail(err, SN_EINVAL, "--filter: it is empty");
    return s == SN_OK ? s : sn_fail(err, s, "%s", err->msg[0] ? err->msg : problem.detail);
}

static sn_status read_settings(const settings *o, sn_key *key, sn_error *err)
{
    int64_t sec = 0;
    key->made_sec = sn_clock_now_sec();
    key->is_public = o->is_public;
    key->rate = o->rate;
    key->role = SN_ROLE_SEARCH;
    key->name = sn_str_dup(sn_str_of(o->name != NULL ? o->name : ""));
    if (key->name == NULL)
        return sn_fail(err, SN_ENOMEM, "out of memory");
    if (o->role != NULL && !sn_role_parse(sn_str_of(o->role), &key->role))
        return sn_fail(err, SN_EINVAL, "--role: search, ingest or admin");
    if (o->expires != NULL && sn_duration_parse(sn_str_of(o->expires), &sec) != SN_OK)
        return sn_fail(err, SN_EINVAL, "--expires: a time as 90d or 52w");
    key->expires_sec = sec > 0 ? key->made_sec + sec : 0;
    sn_status s = sn_origins_parse(sn_str_of(o->origins), &key->origins, err);
    if (s == SN_OK)
        s = read_filter(o->filter, key, err);
    return s == SN_OK ? sn_key_check(key, err) : s;
}

static sn_status add_key(void *ctx, sn_key_list *keys, sn_error *err)
{
    return sn_key_list_add(keys, ctx, err);
}

static int add(const settings *o)
{
    SN_CLEANUP(sn_key) sn_key key = {0};
    char token[SN_KEY_TOKEN_SIZE], id[SN_KEY_ID_SIZE];
    sn_error err = {0};
    sn_status s = read_settings(o, &key, &err);
    if (s == SN_EINVAL || s == SN_ELIMIT)
        return usage(err.msg);
    if (s == SN_OK && sn_key_make(&key, token) != SN_OK)
        s = sn_fail(&err, SN_EINTERNAL, "no random numbers");
    memcpy(id, key.id, sizeof id);
    if (s == SN_OK)
        s = sn_key_file_change(o->index, add_key, &key, &err);
    if (s != SN_OK)
        return failed(&err);
    fprintf(stderr, "key %s is made; this is the only time it is shown:\n", id);
    return printf("%s\n", token) < 0 || fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}

/* ---- list ---- */

static const char *state_of(const sn_key *key)
{
    if (key->revoked_sec != 0)
        return "revoked";
    return sn_key_is_good(key, sn_clock_now_sec()) ? "good" : "expired";
}

static void write_key(sn_json *j, const sn_key *key)
{
    sn_json_object(j);
    sn_json_key(j, "id");
    sn_json_text(j, key->id);
    sn_json_key(j, "name");
    sn_json_text(j, key->name);
    sn_json_key(j, "role");
    sn_json_text(j, sn_role_name(key->role));
    sn_json_key(j, "state");
    sn_json_text(j, state_of(key));
    sn_key_write_scope(j, key);
    sn_json_time(j, "made_at", key->made_sec);
    sn_json_time(j, "expires_at", key->expires_sec);
    sn_json_time(j, "revoked_at", key->revoked_sec);
    sn_json_end(j);
}

static int list_json(const sn_key_list *keys)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(2 * SN_LIMIT_KEYS_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_json_key(&j, "keys");
    sn_json_array(&j);
    for (size_t i = 0; i < keys->n; i++)
        write_key(&j, &keys->at[i]);
    sn_json_end(&j);
    sn_json_end(&j);
    sn_error err = {.msg = "out of memory"};
    if (sn_json_finish(&j) != SN_OK)
        return failed(&err);
    return puts(sn_buf_text(&out)) < 0 || fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}

static int list(const settings *o)
{
    SN_CLEANUP(sn_key_list) sn_key_list keys = {0};
    sn_error err = {0};
    if (sn_key_file_read(o->index, &keys, NULL, &err) != SN_OK)
        return failed(&err);
    if (o->json)
        return list_json(&keys);
    for (size_t i = 0; i < keys.n; i++) {
        const sn_key *key = &keys.at[i];
        printf("%s  %-6s  %-7s  %s%s  %s\n", key->id, sn_role_name(key->role), state_of(key),
               key->is_public ? "public" : "secret", key->has_filter ? ", filtered" : "",
               key->name);
    }
    return fflush(stdout) != 0 ? EXIT_FAILED : EXIT_CLEAN;
}

/* ---- revoke ---- */

static sn_status revoke_key(void *ctx, sn_key_list *keys, sn_error *err)
{
    sn_key *key = sn_key_list_find(keys, ctx);
    if (key == NULL)
        return sn_fail(err, SN_ENOTFOUND, "there is no key %.40s", (const char *)ctx);
    if (key->revoked_sec == 0)
        key->revoked_sec = sn_clock_now_sec();
    return SN_OK;
}

static int revoke(const settings *o, char *id)
{
    sn_error err = {0};
    if (sn_key_file_change(o->index, revoke_key, id, &err) != SN_OK)
        return failed(&err);
    return EXIT_CLEAN;
}

int sn_key_command(int argc, char **argv)
{
    int n = 0;
    settings o = {0};
    sn_error err = {0};
    if (sn_options_parse(options, N_OPTIONS, argc, argv, &o, &n, &err) != SN_OK)
        return usage(err.msg);
    if (o.help)
        return print_help();
    if (o.index == NULL)
        return usage("--index DIR is wanted");
    const char *verb = n > 1 ? argv[2] : "";
    if (n == 2 && strcmp(verb, "add") == 0)
        return add(&o);
    if (n == 2 && strcmp(verb, "list") == 0)
        return list(&o);
    if (n == 3 && strcmp(verb, "revoke") == 0)
        return revoke(&o, argv[3]);
    return usage("key add, key list or key revoke ID");
}
