#include "query/related_request.h"

#include "base/options.h"
#include "base/utf8.h"
#include "query/profile.h"
#include "query/refuse.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct row row;

/* One value being set. */
typedef struct setting {
    const row *row;
    sn_str value;
    sn_problem *problem;
} setting;

typedef sn_status set_fn(sn_related_request *r, const setting *s);

struct row {
    sn_parameter parameter;
    set_fn *set;
    size_t at;  /* the member it sets */
    size_t max; /* bytes */
};

static void *member_of(sn_related_request *r, const setting *s)
{
    return (char *)r + s->row->at;
}

static sn_status set_text(sn_related_request *r, const setting *s)
{
    char **member = member_of(r, s);
    *member = sn_str_dup(s->value);
    return *member != NULL ? SN_OK : SN_ENOMEM;
}

const char *sn_related_mode_name(sn_related_mode mode)
{
    static const char *const names[] = {[SN_RELATED_ANY] = "any",
                                        [SN_RELATED_BACKGROUND] = "background",
                                        [SN_RELATED_FOLLOWUP] = "followup",
                                        [SN_RELATED_SAMEDAY] = "sameday"};
    return names[mode];
}

static sn_status set_mode(sn_related_request *r, const setting *s)
{
    for (int mode = SN_RELATED_ANY; mode <= SN_RELATED_SAMEDAY; mode++) {
        if (!sn_str_equal(s->value, sn_str_of(sn_related_mode_name((sn_related_mode)mode))))
            continue;
        r->mode = (sn_related_mode)mode;
        return SN_OK;
    }
    return sn_refuse_value(s->problem, "mode", s->value, s->row->parameter.values);
}

static sn_status set_window(sn_related_request *r, const setting *s)
{
    char quoted[SN_QUOTE_SIZE];
    if (sn_half_life_parse(s->value, &r->window_days) == SN_OK)
        return SN_OK;
    return sn_problem_make(s->problem, SN_EINVAL, "invalid_parameter", "window",
                           "window: «%s» is not a time from 1h to %dd, as 12h, 30d, 8w",
                           "window: «%s» زمانی از 1h تا %dd نیست؛ نمونه: 12h، 30d، 8w",
                           sn_quote(s->value, quoted), SN_LIMIT_HALF_LIFE_DAYS);
}

static sn_status set_most(sn_related_request *r, const setting *s)
{
    char quoted[SN_QUOTE_SIZE];
    if (sn_int_parse(s->value, 0, SN_LIMIT_PAGE_HITS, member_of(r, s)) == SN_OK)
        return SN_OK;
    return sn_problem_make(
        s->problem, SN_EINVAL, "invalid_parameter", s->row->parameter.name,
        "%s: «%s» is not a whole number from 0 (any) to %d",
        "%s: «%s» عدد درستی از 0 (بی‌اندازه) تا %d نیست",
        s->row->parameter.name, sn_quote(s->value, quoted), SN_LIMIT_PAGE_HITS);
}

static sn_status set_published(sn_related_request *r, const setting *s)
{
    char quoted[SN_QUOTE_SIZE];
    if (sn_date_parse(s->value, &r->published, NULL) == SN_OK)
        return SN_OK;
    return sn_problem_make(s->problem, SN_EINVAL, "invalid_parameter", "published_at",
                           "published_at: «%s» is not a date",
                           "published_at: «%s» تاریخ درستی نیست", sn_quote(s->value, quoted));
}

#define ROW(name, values, help, set, member, max)                                                  \
    {                                                                                              \
        {name, values, help, false, false}, set, offsetof(sn_related_request, member), max         \
    }

static const row rows[] = {
    ROW("id", "text", "the story is this article", set_text, id, SN_LIMIT_ID_BYTES),
    ROW("url", "text", "the story is the article of this address", set_text, url,
        SN_LIMIT_FIELD_BYTES),
    ROW("text", "text", "the story is this text; a short first line is its title", set_text, text,
        SN_LIMIT_RELATED_TEXT_BYTES),
    ROW("title", "text", "the story is a text with this title", set_text, texts[SN_FIELD_TITLE],
        SN_LIMIT_TITLE_BYTES),
    ROW("kicker", "text", "and this kicker", set_text, texts[SN_FIELD_KICKER],
        SN_LIMIT_FIELD_BYTES),
    ROW("lead", "text", "and this lead", set_text, texts[SN_FIELD_LEAD],
        SN_LIMIT_RELATED_TEXT_BYTES),
    ROW("body", "text", "and this body", set_text, texts[SN_FIELD_BODY],
        SN_LIMIT_RELATED_TEXT_BYTES),
    ROW("published_at", "date", "when the text was or will be published (now)", set_published,
        published, SN_LIMIT_FIELD_BYTES),
    ROW("mode", "any|background|followup|sameday",
        "background: older than the story, followup: newer, sameday: of its day", set_mode, mode,
        SN_LIMIT_FIELD_BYTES),
    ROW("window", "12h|30d|8w", "at most so far from the story", set_window, window_days,
        SN_LIMIT_FIELD_BYTES),
    ROW("max_per_source", "0..100", "of one source (2); 0: any number", set_most, max_per_source,
        SN_LIMIT_FIELD_BYTES),
    ROW("max_per_story", "0..100", "of one story (1); 0: any number", set_most, max_per_story,
        SN_LIMIT_FIELD_BYTES),
};
enum { ROWS = sizeof rows / sizeof *rows };

const sn_parameter *sn_related_parameter_at(size_t i)
{
    return i < ROWS ? &rows[i].parameter : NULL;
}

sn_status sn_related_request_init(sn_related_request *r)
{
    *r = (sn_related_request){.max_per_source = 2, .max_per_story = 1};
    sn_status s = sn_request_init(&r->search);
    r->search.highlight = SN_HIGHLIGHT_NONE;
    return s;
}

void sn_related_request_done(sn_related_request *r)
{
    sn_request_done(&r->search);
    free(r->id);
    free(r->url);
    free(r->text);
    r->id = r->url = r->text = NULL;
    for (size_t i = 0; i < SN_TEXT_FIELDS; i++) {
        free(r->texts[i]);
        r->texts[i] = NULL;
    }
}

static sn_status check_value(const setting *s, bool seen)
{
    const char *name = s->row->parameter.name;
    if (seen)
        return sn_refuse_repeated(s->problem, name);
    return sn_refuse_bad_text(s->problem, name, s->value, s->row->max);
}

/* Parameters of a search that mean the same here; of a family, all that begin so. */
static bool is_of_search(sn_str name)
{
    static const struct {
        const char *name;
        bool is_family;
    } known[] = {{"from", false},    {"to", false},      {"limit", false}, {"explain", false},
                 {"fields", false},  {"profile", false}, {"now", false},   {"filter", true},
                 {"snippet.", true}, {"highlight", true}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        sn_str one = sn_str_of(known[i].name);
        if (known[i].is_family ? sn_str_has_prefix(name, one) : sn_str_equal(name, one))
            return true;
    }
    return false;
}

sn_status sn_related_request_set(sn_related_request *r, sn_str name, sn_str value, sn_asker asker,
                                 int64_t now_sec, sn_problem *problem)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!sn_str_equal(name, sn_str_of(rows[i].parameter.name)))
            continue;
        setting s = {&rows[i], value, problem};
        sn_status status = check_value(&s, (r->seen >> i & 1u) != 0);
        if (status == SN_OK)
            status = rows[i].set(r, &s);
        if (status == SN_ENOMEM)
            return sn_problem_make(problem, status, sn_status_name(status), "", "out of memory",
                                   "حافظهٔ سرور کافی نبود؛ کمی بعد دوباره بپرسید");
        r->seen |= 1u << i;
        return status;
    }
    return is_of_search(name) ? sn_request_set(&r->search, name, value, asker, now_sec, problem)
                              : sn_refuse_unknown(problem, name);
}

static bool has_fields(const sn_related_request *r)
{
    bool any = false;
    for (size_t i = 0; i < SN_TEXT_FIELDS; i++)
        any = any || r->texts[i] != NULL;
    return any;
}

static size_t length_of(const sn_related_request *r)
{
    size_t n = r->text != NULL ? strlen(r->text) : 0;
    for (size_t i = 0; i < SN_TEXT_FIELDS; i++)
        n += r->texts[i] != NULL ? strlen(r->texts[i]) : 0;
    return n;
}

sn_status sn_related_request_check(const sn_related_request *r, sn_problem *problem)
{
    bool is_text = r->text != NULL || has_fields(r);
    int stories = (r->id != NULL) + (r->url != NULL) + (r->text != NULL) + has_fields(r);
    if (stories != 1)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "id",
                               "one story is wanted: %s", "یک خبر لازم است: %s",
                               "id, url, text, or title, kicker, lead, body");
    if (r->published.precision != 0 && !is_text)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "published_at",
                               "%s goes with a text: an article has its own date",
                               "%s برای متن است: خبر تاریخ خود را دارد", "published_at");
    if (length_of(r) > SN_LIMIT_RELATED_TEXT_BYTES)
        return sn_problem_make(problem, SN_ELIMIT, "limit_exceeded", "body",
                               "the text has %zu bytes; the limit is %d",
                               "متن %zu بایت است و بیش از %d بایت پذیرفته نیست", length_of(r),
                               SN_LIMIT_RELATED_TEXT_BYTES);
    return sn_request_check(&r->search, problem);
}
