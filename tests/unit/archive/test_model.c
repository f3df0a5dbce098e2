/* Random operations against a model of a few lines: what the archive says, what walks give, and what
 * an index would hold that follows the changes in batches of any size. SN_SEED repeats a run. */
#include "tests/unit/archive/helper.h"

#include "archive/due.h"
#include "archive/number.h"

#include <stdio.h>
#include <string.h>

#define IDS    10
#define TITLES 4

typedef struct content {
    unsigned title, date;
    int version;    /* 0: none */
    int modified;   /* 0: none */
    int begin, end; /* of the time it may be shown in, by the model's clock; 0: not said */
    bool withheld;
} content;

typedef struct entry {
    bool held, withdrawn, taken;
    sn_article_state state; /* if it is held */
    content now;
} entry;

typedef struct model {
    entry entries[IDS];
    int clock;
} model;

/* What an index would hold. */
typedef struct replica {
    uint32_t docids[4 * IDS];
    char titles[4 * IDS][16];
    size_t n;
    uint64_t applied;
} replica;

static const char *const dates[] = {
    "", ",\"published_at\":\"2021-08-27T09:41Z\"", ",\"published_at\":\"2021-08-27T09:42Z\"",
    ",\"published_at\":\"2021-08-27\"", ",\"published_at\":\"1969-08-27\""};

static int version_order(const content *a, const content *b)
{
    return (a->version > b->version) - (a->version < b->version);
}

static int modified_order(const content *a, const content *b)
{
    if (a->modified == 0 || b->modified == 0)
        return 0;
    return (a->modified > b->modified) - (a->modified < b->modified);
}

/* shown.h in other words. */
static sn_article_state state_at(const content *c, int clock)
{
    if (c->withheld)
        return SN_ARTICLE_WITHHELD;
    if (c->end != 0 && clock >= c->end)
        return SN_ARTICLE_EXPIRED;
    return clock < c->begin ? SN_ARTICLE_EMBARGOED : SN_ARTICLE_LIVE;
}

/* archive.h in other words. */
static sn_status model_put(model *m, size_t id, const content *c, sn_put_outcome *outcome)
{
    entry *e = &m->entries[id];
    bool versions = c->version != 0 && e->now.version != 0;
    bool same = memcmp(c, &e->now, sizeof *c) == 0;
    if (e->taken)
        return SN_ETAKENDOWN;
    *outcome = !e->held ? SN_PUT_CREATED : same ? SN_PUT_UNCHANGED : SN_PUT_UPDATED;
    if (e->held && !(same && !e->withdrawn)) {
        int order = versions ? version_order(c, &e->now) : modified_order(c, &e->now);
        bool comparable = versions || (c->modified != 0 && e->now.modified != 0);
        if (versions && order == 0)
            order = modified_order(c, &e->now);
        if (order < 0)
            return SN_ECONFLICT;
        if (e->withdrawn && order == 0 && (comparable || same))
            return SN_ECONFLICT;
        *outcome = SN_PUT_UPDATED;
    }
    if (*outcome != SN_PUT_UNCHANGED)
        *e = (entry){.held = true, .state = state_at(c, m->clock), .now = *c};
    return SN_OK;
}

static void write_rest(const content *c, char *out, size_t cap)
{
    int n = snprintf(out, cap, "%s", dates[c->date]);
    if (c->version != 0)
        n += snprintf(out + n, cap - (size_t)n, ",\"version\":%d", c->version);
    if (c->modified != 0)
        n += snprintf(out + n, cap - (size_t)n, ",\"modified_at\":%d", 1000000 + c->modified);
    if (c->begin != 0)
        n += snprintf(out + n, cap - (size_t)n, ",\"publish_at\":%d", NOW_SEC + c->begin);
    if (c->end != 0)
        n += snprintf(out + n, cap - (size_t)n, ",\"expires_at\":%d", NOW_SEC + c->end);
    if (c->withheld)
        snprintf(out + n, cap - (size_t)n, ",\"pubstatus\":\"withheld\"");
}

static void name_of(size_t id, char out[16])
{
    snprintf(out, 16, "id%zu", id);
}

static void do_put(sn_archive *a, model *m, size_t id, uint64_t *random)
{
    char name[16], title[16], rest[400];
    content c;
    memset(&c, 0, sizeof c);
    c.title = random_below(random, TITLES);
    c.date = random_below(random, COUNT_OF(dates));
    c.version = random_below(random, 2) == 0 ? 0 : (int)random_below(random, 4);
    c.modified = random_below(random, 2) == 0 ? 0 : (int)random_below(random, 4);
    c.begin = random_below(random, 2) == 0 ? 0 : m->clock + (int)random_below(random, 6) - 1;
    c.end = random_below(random, 2) == 0 ? 0 : m->clock + (int)random_below(random, 9) - 1;
    c.withheld = random_below(random, 8) == 0;
    name_of(id, name);
    snprintf(title, sizeof title, "t%u", c.title);
    write_rest(&c, rest, sizeof rest);
    sn_error err = {0};
    sn_put_result result = {.outcome = SN_PUT_CREATED};
    sn_put_outcome outcome = SN_PUT_CREATED;
    sn_status want = model_put(m, id, &c, &outcome);
    assert_int_equal(put(a, name, title, rest, &result, &err), want);
    if (want == SN_OK)
        assert_int_equal(result.outcome, outcome);
}

static void do_other(sn_archive *a, model *m, size_t id, unsigned which)
{
    char name[16];
    uint64_t change = 0;
    uint32_t docid = 0;
    entry *e = &m->entries[id];
    name_of(id, name);
    if (which == 0) {
        bool may = e->held && !e->withdrawn && !e->taken;
        assert_int_equal(sn_archive_withdraw(a, sn_str_of(name), &change, NULL),
                         may ? SN_OK : SN_ENOTFOUND);
        e->withdrawn = may || e->withdrawn;
    } else if (which == 1) {
        assert_int_equal(
            sn_archive_take_down(a, sn_str_of(name), NULL, NULL, &change, &docid, NULL), SN_OK);
        assert_int_equal(docid != 0, e->held);
        e->taken = true;
    } else {
        assert_int_equal(sn_archive_lift(a, sn_str_of(name), NULL, &change, NULL),
                         e->taken ? SN_OK : SN_ENOTFOUND);
        if (e->taken)
            e->state = state_at(&e->now, m->clock);
        e->taken = false;
    }
}

/* The clock goes on, and what falls due meanwhile changes, some of it at a time. */
static void pass_time(sn_archive *a, model *m, uint64_t *random)
{
    uint32_t n = 0, max = 1 + random_below(random, 3);
    m->clock += (int)random_below(random, 4);
    sn_archive_set_now(a, NOW_SEC + m->clock);
    do {
        assert_int_equal(sn_archive_fall_due(a, max, &n, NULL), SN_OK);
    } while (n == max);
    for (size_t id = 0; id < IDS; id++)
        m->entries[id].state = state_at(&m->entries[id].now, m->clock);
}

/* Takedowns and lifts outlive a roll-back, nothing else does. */
static void roll_back(sn_archive *a, model *m, const model *before)
{
    model old = *before;
    sn_archive_rollback(a);
    for (size_t id = 0; id < IDS; id++) {
        entry *e = &old.entries[id];
        if (e->taken && !m->entries[id].taken)
            e->state = state_at(&e->now, m->clock);
        e->taken = m->entries[id].taken;
    }
    *m = old;
    assert_int_equal(sn_archive_begin(a, NULL), SN_OK);
    assert_int_equal(sn_archive_commit(a, NULL), SN_OK);
}

static sn_status apply(void *ctx, const sn_change *change)
{
    replica *r = ctx;
    SN_CLEANUP(sn_article) sn_article article = {0};
    size_t i = 0;
    while (i < r->n && r->docids[i] != change->docid)
        i++;
    if (change->json.len == 0) {
        if (i < r->n) {
            r->n--;
            r->docids[i] = r->docids[r->n];
            memcpy(r->titles[i], r->titles[r->n], sizeof r->titles[i]);
        }
        return SN_OK;
    }
    assert_true(i < COUNT_OF(r->docids));
    assert_int_equal(sn_article_parse(change->json, &article, NULL), SN_OK);
    r->docids[i] = change->docid;
    snprintf(r->titles[i], sizeof r->titles[i], "%s%s", article.id, article.title);
    r->n += i == r->n ? 1 : 0;
    return SN_OK;
}

static void follow(sn_archive *a, replica *r, uint32_t max)
{
    assert_int_equal(sn_archive_each_change(a, r->applied, max, apply, r, &r->applied, NULL),
                     SN_OK);
}

static void check_entry(sn_archive *a, const entry *e, size_t id, uint32_t *docid)
{
    char name[16], title[32];
    name_of(id, name);
    snprintf(title, sizeof title, "\"title\":\"t%u\"", e->now.title);
    *docid = 0;
    if (!e->held && !e->taken) {
        expect_unknown(a, name);
        return;
    }
    expect_state(a, name,
                 e->taken       ? SN_ARTICLE_TAKEN_DOWN
                 : e->withdrawn ? SN_ARTICLE_WITHDRAWN
                                : e->state,
                 e->held ? title : NULL);
    *docid = docid_of(a, name);
    assert_true(!e->held || (*docid > SN_NUMBER_DATED_LAST) == (e->now.date == 0));
}

/* Archive, a walk over it, and the replica brought along: all say what the model says. */
static void check(sn_archive *a, const model *m, replica *r)
{
    replica scan = {.n = 0};
    uint32_t next = 1;
    size_t live = 0;
    do {
        assert_int_equal(sn_archive_each_live(a, next, 3, apply, &scan, &next, NULL), SN_OK);
    } while (next != 0);
    for (uint64_t before = r->applied + 1; before != r->applied;) {
        before = r->applied;
        follow(a, r, 3);
    }
    for (size_t id = 0; id < IDS; id++) {
        const entry *e = &m->entries[id];
        char name[32];
        uint32_t docid;
        check_entry(a, e, id, &docid);
        if (!e->held || e->withdrawn || e->taken || e->state != SN_ARTICLE_LIVE)
            continue;
        live++;
        snprintf(name, sizeof name, "id%zut%u", id, e->now.title);
        for (const replica *x = r; x != NULL; x = x == r ? &scan : NULL) {
            size_t i = 0;
            while (i < x->n && x->docids[i] != docid)
                i++;
            assert_true(i < x->n);
            assert_string_equal(x->titles[i], name);
        }
    }
    assert_int_equal(scan.n, live);
    assert_int_equal(r->n, live);
}

static void turn(sn_archive **a, model *m, model *before, bool *begun, replica *r, uint64_t *random,
                 const char *dir)
{
    size_t id = random_below(random, IDS);
    switch (random_below(random, 16)) {
    case 0:
    case 1:
    case 2:
        do_other(*a, m, id, random_below(random, 3));
        break;
    case 3:
        if (!*begun) {
            *before = *m;
            assert_int_equal(sn_archive_begin(*a, NULL), SN_OK);
        } else if (random_below(random, 2) == 0) {
            assert_int_equal(sn_archive_commit(*a, NULL), SN_OK);
        } else {
            roll_back(*a, m, before);
        }
        *begun = !*begun;
        break;
    case 4:
        if (!*begun)
            *a = archive_reopen(*a, dir);
        sn_archive_set_now(*a, NOW_SEC + m->clock);
        break;
    case 5:
        if (!*begun)
            follow(*a, r, 1 + random_below(random, 5));
        break;
    case 6:
        if (!*begun)
            check(*a, m, r);
        break;
    case 7:
        if (!*begun)
            pass_time(*a, m, random);
        break;
    default:
        do_put(*a, m, id, random);
    }
}

static void the_archive_does_what_the_model_does(void **state)
{
    const place *p = *state;
    uint64_t random = test_seed();
    SN_CLEANUP_PTR(sn_archive) sn_archive *a = archive_make(p->dir);
    model m, before;
    replica r = {.n = 0};
    bool begun = false;
    memset(&m, 0, sizeof m);
    before = m;
    for (unsigned i = 0; i < test_iters(3000); i++)
        turn(&a, &m, &before, &begun, &r, &random, p->dir);
    if (begun)
        assert_int_equal(sn_archive_commit(a, NULL), SN_OK);
    check(a, &m, &r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {PLACED(the_archive_does_what_the_model_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
