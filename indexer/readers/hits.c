#include "indexer/readers/hits.h"

#include <string.h>

/* Open brackets where the list of hits stands: {"hits":{"hits":[ */
#define DEPTH_OF_ANSWER 3

/* ---- the first bytes ---- */

static sn_str behind(sn_str s, size_t n)
{
    return sn_str_trim((sn_str){s.at + n, s.len - n});
}

static bool is_one_of(sn_str name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (sn_str_equal(name, sn_str_of(*names)))
            return true;
    return false;
}

static bool has(sn_str head, const char *key)
{
    return memmem(head.at, head.len, key, strlen(key)) != NULL;
}

bool sn_hits_is_action(sn_str name)
{
    static const char *const actions[] = {"index", "create", "update", "delete", NULL};
    return is_one_of(name, actions);
}

/* By the first name of the first object: articles have none of these. */
bool sn_hits_begin(sn_str head)
{
    static const char *const of_hits[] = {"_index", "_type", "_id", "_source", NULL};
    static const char *const of_answers[] = {"took",   "timed_out", "_scroll_id", "_shards",
                                             "pit_id", "hits",      NULL};
    sn_str s = head.len > 0 && head.at[0] == '[' ? behind(head, 1) : head;
    if (s.len == 0 || s.at[0] != '{')
        return false;
    s = behind(s, 1);
    const char *quote = s.len > 1 && s.at[0] == '"' ? memchr(s.at + 1, '"', s.len - 1) : NULL;
    if (quote == NULL)
        return false;
    sn_str name = {s.at + 1, (size_t)(quote - s.at) - 1};
    s = behind(s, name.len + 2);
    if (s.len == 0 || s.at[0] != ':')
        return false;
    s = behind(s, 1);
    return (sn_hits_is_action(name) && s.len > 0 && s.at[0] == '{') ||
           (is_one_of(name, of_hits) && has(head, "\"_source\"")) ||
           (is_one_of(name, of_answers) && has(head, "\"hits\""));
}

/* ---- bytes ---- */

sn_status sn_hits_init(sn_hits *h, sn_input *input, size_t max_object)
{
    *h = (sn_hits){.object = SN_BUF(max_object), .line = 1, .at_indent = true};
    return sn_peek_init(&h->bytes, input);
}

void sn_hits_done(sn_hits *h)
{
    sn_buf_done(&h->object);
    sn_peek_done(&h->bytes);
    *h = (sn_hits){0};
}

bool sn_hits_in_list(const sn_hits *h)
{
    return h->in_answer || h->lists > 0;
}

static void take(sn_hits *h)
{
    char byte = sn_peek_take(&h->bytes);
    bool blank = byte == ' ' || byte == '\t';
    h->indent = byte == '\n' ? 0 : h->indent + (blank ? 1 : 0);
    h->at_indent = byte == '\n' || (h->at_indent && blank);
    h->line += byte == '\n' ? 1 : 0;
}

/* ---- an object ---- */

/* Where in an object, as far as its end and the list of an answer go. */
typedef struct place {
    size_t depth, indent;
    bool in_text, escaped;
    size_t n_text; /* bytes of the text read last */
    bool is_hits;  /* up to now that text is the one word */
    bool at_hits;  /* behind a name that is it, and its colon */
    bool in_hits;  /* in the object of that name */
} place;

enum { GOES_ON, IS_WHOLE, IS_ANSWER, IS_CUT };

/* A line end in a text is a mistake, behind which the text has ended: one that lacks its quotes does not take
 * the rest of the file with it. */
static void step_text(place *p, int byte)
{
    static const char word[] = "hits";
    bool ends = byte == '"' && !p->escaped;
    if (ends)
        p->is_hits = p->is_hits && p->n_text == sizeof word - 1;
    else
        p->is_hits = p->is_hits && p->n_text < sizeof word - 1 && byte == word[p->n_text];
    p->n_text++;
    p->in_text = !ends && byte != '\n';
    p->escaped = byte == '\\' && !p->escaped;
}

static int step(place *p, int byte)
{
    if (p->in_text) {
        step_text(p, byte);
        return GOES_ON;
    }
    if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
        return GOES_ON;
    bool opens = byte == '{' || byte == '[', at_hits = p->at_hits;
    p->at_hits = byte == ':' && p->is_hits;
    p->is_hits = byte == '"';
    p->escaped = false;
    p->in_text = byte == '"';
    p->n_text = 0;
    p->depth += opens ? 1 : 0;
    if (opens && at_hits && p->depth == DEPTH_OF_ANSWER - 1)
        p->in_hits = byte == '{';
    if (opens && at_hits && p->depth == DEPTH_OF_ANSWER && p->in_hits && byte == '[')
        return IS_ANSWER;
    if (byte == '}' || byte == ']')
        p->depth--;
    p->in_hits = p->in_hits && p->depth >= DEPTH_OF_ANSWER - 1;
    return p->depth == 0 ? IS_WHOLE : GOES_ON;
}

/* Another object begins a line, no further in than this one. */
static bool begins_another(const sn_hits *h, const place *p, int byte)
{
    return byte == '{' && p->depth > 0 && h->at_indent && h->indent <= p->indent;
}

static sn_status read_object(sn_hits *h, bool as_it_is, int *what, sn_error *err)
{
    place p = {.indent = h->at_indent ? h->indent : 0};
    *what = GOES_ON;
    h->begin_line = h->line;
    sn_buf_clear(&h->object);
    while (*what == GOES_ON || (*what == IS_ANSWER && as_it_is)) {
        int byte = SN_PEEK_END;
        sn_status s = sn_peek_byte(&h->bytes, &byte, err);
        if (s != SN_OK)
            return s;
        if (byte == SN_PEEK_END || begins_another(h, &p, byte)) {
            *what = IS_CUT;
            break;
        }
        *what = step(&p, byte);
        sn_buf_add_byte(&h->object, (unsigned char)byte);
        take(h);
    }
    return SN_OK;
}

/* What stands behind the hits of an answer says nothing of articles. */
static sn_status skip_answer(sn_hits *h, sn_error *err)
{
    place p = {.depth = DEPTH_OF_ANSWER};
    int what = GOES_ON;
    while (what == GOES_ON || what == IS_ANSWER) {
        int byte = SN_PEEK_END;
        sn_status s = sn_peek_byte(&h->bytes, &byte, err);
        if (s != SN_OK)
            return s;
        if (byte == SN_PEEK_END)
            return SN_OK;
        h->lost_end = begins_another(h, &p, byte);
        if (h->lost_end)
            break;
        what = step(&p, byte);
        take(h);
    }
    h->in_answer = false;
    return SN_OK;
}

/* ---- between objects ---- */

/* Up to an object, the end, or something else. */
static sn_status find_object(sn_hits *h, int *byte, sn_error *err)
{
    for (;;) {
        sn_status s = sn_peek_byte(&h->bytes, byte, err);
        bool is_list = sn_hits_in_list(h);
        if (s == SN_OK && h->in_answer && *byte == ']')
            s = skip_answer(h, err);
        else if (s == SN_OK && (*byte == ' ' || *byte == '\t' || *byte == '\n' || *byte == '\r' ||
                                (*byte == ',' && is_list)))
            take(h);
        else if (s == SN_OK && *byte == '[' && !is_list) {
            h->lists++;
            take(h);
        } else if (s == SN_OK && *byte == ']' && h->lists > 0) {
            h->lists--;
            take(h);
        } else
            return s;
        if (s != SN_OK)
            return s;
    }
}

static sn_status refuse_line(sn_hits *h, sn_error *err)
{
    int byte = 0;
    uint64_t line = h->line;
    sn_status s = SN_OK;
    while (s == SN_OK && byte != SN_PEEK_END && h->line == line) {
        s = sn_peek_byte(&h->bytes, &byte, err);
        if (s == SN_OK && byte != SN_PEEK_END)
            take(h);
    }
    return s == SN_OK ? sn_fail(err, SN_EINVAL, "an object is wanted here; the line is not read")
                      : s;
}

static sn_status end_file(sn_hits *h, sn_error *err)
{
    h->ended = true;
    if (h->in_answer)
        return sn_fail(err, SN_EINVAL, "the answer has no end");
    if (h->lists > 0)
        return sn_fail(err, SN_EINVAL, "the list has no end");
    return SN_DONE;
}

static sn_status give(sn_hits *h, int what, sn_str *out, sn_error *err)
{
    if (sn_buf_status(&h->object) == SN_ELIMIT)
        return sn_fail(err, SN_ELIMIT, "it has more than %zu bytes", h->object.max);
    if (sn_buf_status(&h->object) != SN_OK)
        return sn_buf_status(&h->object);
    if (what == IS_CUT)
        return sn_fail(err, SN_EINVAL, "the object has no end");
    *out = sn_buf_str(&h->object);
    return SN_OK;
}

sn_status sn_hits_next(sn_hits *h, bool as_it_is, sn_str *out, sn_error *err)
{
    int what = IS_ANSWER;
    while (what == IS_ANSWER && !h->ended) {
        int byte = SN_PEEK_END;
        sn_status s = find_object(h, &byte, err);
        h->begin_line = h->line;
        if (s == SN_OK && h->lost_end) {
            h->lost_end = false;
            return sn_fail(err, SN_EINVAL, "the answer before has no end");
        }
        if (s == SN_OK && byte == SN_PEEK_END)
            return end_file(h, err);
        h->number += byte == '{' ? 1 : 0;
        if (s == SN_OK && byte != '{')
            return refuse_line(h, err);
        if (s == SN_OK)
            s = read_object(h, as_it_is, &what, err);
        if (s != SN_OK) {
            h->ended = true;
            return s;
        }
        if (what == IS_ANSWER) {
            h->in_answer = true;
            h->number--;
        }
    }
    return h->ended ? SN_DONE : give(h, what, out, err);
}
