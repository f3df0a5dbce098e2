/* GET /v1/generations: which builds of the index there are, and which may be gone back to. */
#include "http/handlers.h"

#include "base/json_writer.h"
#include "indexer/apply/kept.h"

#include <string.h>

typedef struct listing {
    const char *index;
    sn_kept kept;
    sn_kept_generation generations[SN_KEPT_GENERATIONS];
} listing;

static sn_status describe(void *ctx, sn_archive *archive, sn_error *err)
{
    listing *l = ctx;
    sn_status s = SN_OK;
    for (size_t i = 0; i < l->kept.n && s == SN_OK; i++)
        s = sn_kept_describe(l->index, l->kept.generations[i], l->kept.current, archive,
                             &l->generations[i], err);
    return s;
}

static sn_status read_all(sn_exchange *x, listing *l, sn_error *err)
{
    l->index = x->options->index;
    sn_status s = sn_kept_read(l->index, &l->kept, err);
    return s == SN_OK ? sn_service_ask_archive(x->service, describe, l, err) : s;
}

static const char *state_of(const sn_kept *kept, const sn_kept_generation *g)
{
    if (g->is_current)
        return "in_use";
    if (g->number > kept->current && kept->builder[0] != '\0')
        return "building";
    return g->is_whole ? "kept" : "unfinished";
}

static void write_number(sn_json *j, const char *name, uint64_t value, bool known)
{
    sn_json_key(j, name);
    if (known)
        sn_json_int(j, (int64_t)value);
    else
        sn_json_null(j);
}

static void write_text(sn_json *j, const char *name, const char *text)
{
    sn_json_key(j, name);
    sn_json_text(j, text[0] != '\0' ? text : NULL);
}

static void write_generation(sn_json *j, const sn_kept *kept, const sn_kept_generation *g)
{
    const char *state = state_of(kept, g);
    sn_json_object(j);
    write_number(j, "number", g->number, true);
    write_text(j, "state", state);
    write_text(j, "built_at", g->built_at);
    write_number(j, "articles", g->documents, g->is_whole);
    write_number(j, "format", (uint64_t)g->format, g->is_whole);
    write_number(j, "analysis", (uint64_t)g->analysis, g->is_whole);
    write_number(j, "bytes", g->bytes, true);
    bool is_building = strcmp(state, "building") == 0;
    sn_json_key(j, "can_go_back");
    sn_json_bool(j, g->may_follow && !is_building);
    write_text(j, "reason", is_building ? "it is being built" : g->reason);
    sn_json_end(j);
}

void sn_handle_generations(sn_exchange *x)
{
    listing l;
    sn_error err = {0};
    if (!sn_exchange_takes_no_params(x))
        return;
    sn_status s = read_all(x, &l, &err);
    if (s != SN_OK) {
        sn_exchange_refuse_error(x, s, &err, NULL);
        return;
    }
    sn_json j = SN_JSON(&x->answer.body);
    sn_json_object(&j);
    sn_json_key(&j, "generations");
    sn_json_array(&j);
    for (size_t i = 0; i < l.kept.n; i++)
        write_generation(&j, &l.kept, &l.generations[i]);
    sn_json_end(&j);
    write_text(&j, "builder", l.kept.builder);
    sn_exchange_finish_json(x, &j, 200);
}
