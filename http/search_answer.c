#include "http/search_answer.h"

#include "base/clock.h"
#include "http/problem.h"

#include <string.h>

_Static_assert(sizeof(sn_moment) == SN_STAMP_BYTES, "a moment is a stamp, without padding");

/* Room for what sn_answer_close() writes. */
#define END_BYTES       4096
#define USUAL_END_BYTES 128
#define KEY_BYTES       ((size_t)1 << 18)

/* Where the answer is kept, or is to be kept. */
typedef struct place {
    bool is_one; /* false: it has no key, or the index no state */
    sn_cache_found found;
    const sn_cache_entry *kept;
    sn_moment moment;
    sn_cache_key key;
    sn_buf text;        /* key.text */
    size_t asked_bytes; /* of it: what is asked, by whomever */
} place;

/* The logs are to have it like one that was found. */
static void note_facts(sn_exchange *x, const sn_request *request, const sn_cache_entry *kept)
{
    sn_answer_facts facts;
    sn_answer_info info = {.started_us = x->started_us, .facts = &facts};
    memcpy(&facts, sn_cache_entry_note(kept).at, sizeof facts);
    sn_exchange_searched(x, request, &info);
}

static void add_values(sn_buf *text, const char *name, const sn_values *values)
{
    for (size_t i = 0; i < values->n; i++) {
        sn_buf_add(text, name, 1);
        sn_buf_add(text, values->at[i], strlen(values->at[i]) + 1);
    }
}

/* What the caller's key lets it see is asked for, too; no name of a parameter begins so. */
static bool add_filter(sn_buf *text, const sn_request *filter)
{
    if (filter != NULL) {
        add_values(text, "\1", &filter->source);
        add_values(text, "\2", &filter->category);
        add_values(text, "\3", &filter->author);
        add_values(text, "\4", &filter->tag);
    }
    return sn_buf_status(text) == SN_OK;
}

/* p->text is the search; what its caller may see comes behind it. */
static bool complete_key(const sn_exchange *x, int64_t now_sec, place *p)
{
    p->asked_bytes = p->text.len;
    p->is_one = add_filter(&p->text, x->caller.filter) &&
                sn_engine_moment(x->service->engine, &p->moment) == SN_OK;
    p->key = (sn_cache_key){.text = sn_buf_str(&p->text), .now_sec = now_sec};
    memcpy(p->key.stamp, &p->moment, sizeof p->moment);
    return p->is_one;
}

static bool make_key(const sn_exchange *x, const sn_search_asked *asked, place *p)
{
    p->text = SN_BUF(KEY_BYTES);
    return sn_search_key_write(asked->key, &p->text) && complete_key(x, asked->now_sec, p);
}

static void find(sn_exchange *x, const sn_search_asked *asked, place *p)
{
    if (!make_key(x, asked, p))
        return;
    p->found = sn_cache_find(x->service->cache, &p->key, &p->kept);
    x->is_kept = p->found == SN_CACHE_HIT;
    sn_metrics_count(x->service->metrics, x->is_kept ? SN_COUNT_CACHE_HIT : SN_COUNT_CACHE_MISS, 1);
    if (x->is_kept)
        note_facts(x, asked->request, p->kept);
}

static void leave(place *p)
{
    sn_cache_entry_give_back(p->kept);
    sn_buf_done(&p->text);
}

/* Nothing changed while it was found: then it is of the moment it was looked for at. */
static bool is_of_moment(const sn_exchange *x, const place *p)
{
    sn_moment now;
    return sn_engine_moment(x->service->engine, &now) == SN_OK &&
           memcmp(&now, &p->moment, sizeof now) == 0;
}

static int64_t until(int64_t now_sec, int64_t expires_sec)
{
    int64_t bucket_sec = (now_sec / SN_LIMIT_CACHE_SEC + 1) * SN_LIMIT_CACHE_SEC;
    return bucket_sec < expires_sec ? bucket_sec : expires_sec;
}

/* Append the answer to *out, and keep it if it can be. */
static sn_status search(sn_exchange *x, const sn_search_asked *asked, const place *p, sn_buf *out,
                        sn_problem *problem)
{
    sn_answer_facts facts = {0};
    char tag[SN_TAG_SIZE];
    size_t before = out->len;
    sn_answer_info info = {
        .request_id = x->request_id, .started_us = x->started_us, .facts = &facts};
    sn_searcher *searcher = sn_exchange_searcher(x);
    sn_status s = sn_search_json(searcher, asked->request, &info, out, problem);
    sn_exchange_give_back(x, searcher);
    if (s == SN_OK)
        sn_exchange_searched(x, asked->request, &info);
    bool lasts = s == SN_OK && p->is_one && !facts.timed_out && is_of_moment(x, p);
    if (lasts) {
        sn_json_tag((sn_str){out->at + before, out->len - before}, tag);
        sn_cache_keep(x->service->cache, &p->key,
                      &(sn_cache_answer){.body = {out->at + before, facts.lasting},
                                         .note = {(const char *)&facts, sizeof facts},
                                         .tag = tag,
                                         .until_sec = until(asked->now_sec, facts.until_sec)});
    } else if (p->is_one && p->found == SN_CACHE_LEAD) {
        sn_cache_leave(x->service->cache, &p->key);
    }
    return s;
}

static sn_status write_end(const sn_exchange *x, sn_buf *out)
{
    sn_answer_info info = {.request_id = x->request_id, .started_us = x->started_us};
    return sn_answer_close(out, &info);
}

static sn_status answer_plain(sn_exchange *x, const sn_cache_entry *kept)
{
    sn_buf *out = &x->answer.body;
    sn_str body = sn_cache_entry_body(kept);
    (void)sn_buf_reserve(out, body.len + USUAL_END_BYTES);
    sn_buf_add_str(out, body);
    return write_end(x, out);
}

/* Its packed beginning, made for the first who wants it. False: it goes as it is. */
static bool take_packed(sn_exchange *x, const sn_cache_entry *kept, sn_str *packed, uint32_t *crc)
{
    SN_CLEANUP(sn_buf) sn_buf made = SN_BUF(SN_ANSWER_BYTES);
    if (sn_cache_entry_packed(kept, packed, crc))
        return true;
    if (sn_gzip_begin(sn_cache_entry_body(kept), &made, crc) != SN_OK)
        return false;
    sn_cache_add_packed(x->service->cache, kept, &made, *crc);
    return sn_cache_entry_packed(kept, packed, crc);
}

/* SN_DONE: it goes as it is. */
static sn_status answer_packed(sn_exchange *x, const sn_cache_entry *kept)
{
    SN_CLEANUP(sn_buf) sn_buf end = SN_BUF(END_BYTES);
    sn_str packed;
    uint32_t crc;
    sn_str body = sn_cache_entry_body(kept);
    if (!x->headers.accepts_gzip || body.len < SN_LIMIT_HTTP_GZIP_LEAST_BYTES ||
        !take_packed(x, kept, &packed, &crc))
        return SN_DONE;
    sn_status s = write_end(x, &end);
    if (s == SN_OK)
        s = sn_gzip_end(packed, body.len, crc, sn_buf_str(&end), &x->answer.body);
    x->answer.is_packed = s == SN_OK;
    return s;
}

static sn_status answer_kept(sn_exchange *x, const sn_cache_entry *kept)
{
    sn_answer *a = &x->answer;
    strcpy(a->etag, sn_cache_entry_tag(kept)); /* has room for less */
    /* Who has it already gets no body (exchange_end.c). */
    if (sn_exchange_is_get(x) && sn_headers_match(&x->headers, a->etag))
        return SN_OK;
    sn_status s = answer_packed(x, kept);
    return s == SN_DONE ? answer_plain(x, kept) : s;
}

sn_status sn_search_answer(sn_exchange *x, const sn_search_asked *asked, sn_problem *problem)
{
    place p = {0};
    find(x, asked, &p);
    sn_status s = SN_OK;
    if (p.kept == NULL)
        s = search(x, asked, &p, &x->answer.body, problem);
    else if (answer_kept(x, p.kept) != SN_OK)
        s = sn_problem_of_status(problem, SN_ENOMEM);
    leave(&p);
    if (s == SN_OK)
        sn_answer_json(&x->answer, 200);
    return s;
}

/* request: NULL if no log wants it. */
static bool answer_if_kept(sn_exchange *x, const sn_request *request, place *p)
{
    x->is_kept =
        sn_cache_peek(x->service->cache, &p->key, &p->kept) && answer_kept(x, p->kept) == SN_OK;
    if (x->is_kept) {
        sn_metrics_count(x->service->metrics, SN_COUNT_CACHE_HIT, 1);
        note_facts(x, request, p->kept);
        sn_answer_json(&x->answer, 200);
    } else {
        sn_buf_clear(&x->answer.body);
        x->answer.etag[0] = '\0';
        x->answer.is_packed = false;
    }
    return x->is_kept;
}

/* What an address asks is so for ever: what is kept for it is looked for by what is asked, under the moment. */
static sn_cache_key key_of_address(const sn_exchange *x)
{
    return (sn_cache_key){.text = x->target.query};
}

static void know(const sn_exchange *x, const place *p)
{
    sn_cache_key key = key_of_address(x);
    if (x->route->method == SN_METHOD_GET)
        sn_cache_keep(x->service->known, &key,
                      &(sn_cache_answer){
                          .body = {p->text.at, p->asked_bytes}, .tag = "", .until_sec = INT64_MAX});
}

bool sn_search_answer_kept(sn_exchange *x, const sn_search_asked *asked)
{
    place p = {0};
    bool is_answered = make_key(x, asked, &p) && answer_if_kept(x, asked->request, &p);
    if (is_answered)
        know(x, &p);
    leave(&p);
    return is_answered;
}

bool sn_search_answer_known(sn_exchange *x)
{
    place p = {.text = SN_BUF(KEY_BYTES)};
    const sn_cache_entry *asked = NULL;
    sn_cache_key key = key_of_address(x);
    if (x->route->method != SN_METHOD_GET || sn_exchange_wants_request(x) ||
        !sn_cache_peek(x->service->known, &key, &asked))
        return false;
    sn_buf_add_str(&p.text, sn_cache_entry_body(asked));
    sn_cache_entry_give_back(asked);
    bool is_answered = complete_key(x, sn_clock_now_sec(), &p) && answer_if_kept(x, NULL, &p);
    leave(&p);
    return is_answered;
}

sn_status sn_search_text(sn_exchange *x, const sn_search_asked *asked, sn_buf *out,
                         sn_problem *problem)
{
    place p = {0};
    find(x, asked, &p);
    sn_status s = SN_OK;
    if (p.kept == NULL) {
        s = search(x, asked, &p, out, problem);
    } else {
        sn_buf_add_str(out, sn_cache_entry_body(p.kept));
        if (write_end(x, out) != SN_OK)
            s = sn_problem_of_status(problem, SN_ENOMEM);
    }
    leave(&p);
    return s;
}
