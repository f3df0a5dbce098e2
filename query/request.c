#include "query/request.h"

#include "base/utf8.h"
#include "query/parameters.h"
#include "query/refuse.h"

#include <stdlib.h>
#include <string.h>

sn_status sn_request_init(sn_request *r)
{
    char *q = sn_str_dup(SN_STR(""));
    if (q == NULL)
        return SN_ENOMEM;
    *r = (sn_request){
        .q = q,
        .from_sec = INT64_MIN,
        .to_sec = INT64_MAX,
        .freshness = SN_FRESHNESS_OF_PROFILE,
        .limit = 10,
        .snippet_length = 200,
        .snippet_count = 2,
        .facet_limit = 20,
        .expand = true,
        .curation = true,
    };
    return SN_OK;
}

static void values_done(sn_values *v)
{
    for (size_t i = 0; i < v->n; i++)
        free(v->at[i]);
    free(v->at);
    *v = (sn_values){0};
}

void sn_request_done(sn_request *r)
{
    free(r->q);
    free(r->profile);
    free(r->cursor);
    r->q = r->profile = r->cursor = NULL;
    values_done(&r->source);
    values_done(&r->category);
    values_done(&r->author);
    values_done(&r->tag);
}

/* Is name the row's, also when its field is written as filter[source]? */
static bool is_named(const sn_parameter *p, sn_str name)
{
    if (sn_str_equal(name, sn_str_of(p->name)))
        return true;
    sn_str bracket = SN_STR("filter[");
    if (!sn_str_has_prefix(name, bracket) || name.at[name.len - 1] != ']' ||
        strncmp(p->name, "filter.", bracket.len) != 0)
        return false;
    sn_str field = {name.at + bracket.len, name.len - bracket.len - 1};
    return sn_str_equal(field, sn_str_of(p->name + bracket.len));
}

/* The row of a name, or the number of rows. */
static size_t find_parameter(sn_str name, sn_asker asker)
{
    size_t n;
    const sn_parameter_row *rows = sn_parameter_rows(&n);
    for (size_t i = 0; i < n && name.len > 0; i++) {
        const sn_parameter *p = &rows[i].parameter;
        if (p->name[0] == name.at[0] && is_named(p, name) &&
            (asker == SN_ASKER_OPERATOR || !p->operator_only))
            return i;
    }
    return n;
}

static sn_status check_value(const sn_setting *s, bool seen)
{
    const char *name = s->row->parameter.name;
    if (seen && !s->row->parameter.repeatable)
        return sn_refuse_repeated(s->problem, name);
    /* The text of a query has a limit of its own. */
    size_t max = strcmp(name, "q") != 0 ? SN_LIMIT_FIELD_BYTES : SIZE_MAX;
    return sn_refuse_bad_text(s->problem, name, s->value, max);
}

/* FNV-1a with its bits spread, so that sums of several differ. */
static uint64_t hash_setting(const char *name, sn_str value)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i <= strlen(name); i++) /* with its NUL */
        h = (h ^ (unsigned char)name[i]) * UINT64_C(1099511628211);
    for (size_t i = 0; i < value.len; i++)
        h = (h ^ (unsigned char)value.at[i]) * UINT64_C(1099511628211);
    h = (h ^ h >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ h >> 27) * UINT64_C(0x94D049BB133111EB);
    return h ^ h >> 31;
}

/* Set the value; what changed by it is noted in the digest. */
static sn_status set_value(sn_request *r, const sn_setting *s)
{
    sn_request before;
    memcpy(&before, r, sizeof before); /* padding too */
    sn_status status = s->row->set(r, s);
    if (status == SN_OK && !s->row->only_shows && memcmp(&before, r, sizeof before) != 0)
        r->digest += hash_setting(s->row->parameter.name, s->value);
    return status;
}

sn_status sn_request_set(sn_request *r, sn_str name, sn_str value, sn_asker asker, int64_t now_sec,
                         sn_problem *problem)
{
    size_t n;
    const sn_parameter_row *rows = sn_parameter_rows(&n);
    size_t i = find_parameter(name, asker);
    if (i == n)
        return sn_refuse_unknown(problem, name);
    sn_setting s = {&rows[i], value, asker, now_sec, problem};
    uint64_t bit = UINT64_C(1) << i;
    sn_status status = check_value(&s, (r->seen & bit) != 0);
    if (status == SN_OK)
        status = set_value(r, &s);
    if (status == SN_ENOMEM)
        return sn_problem_make(problem, status, sn_status_name(status), "", "out of memory",
                               "حافظهٔ سرور کافی نبود؛ کمی بعد دوباره بپرسید");
    if (status == SN_OK)
        r->seen |= bit;
    return status;
}

static sn_status check_marks(const sn_request *r, sn_problem *problem)
{
    char end[SN_MARK_SIZE];
    sn_str pre = r->highlight_pre[0] != '\0' ? sn_str_of(r->highlight_pre) : SN_STR("<em>");
    sn_str post = sn_str_of(r->highlight_post);
    if (post.len == 0 && sn_mark_end_of(pre, end))
        return SN_OK;
    if (post.len == 0)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "highlight.post",
                               "%s is wanted with a highlight.pre that is no element",
                               "با این highlight.pre مقدار %s هم لازم است", "highlight.post");
    if (sn_mark_fits(pre, post))
        return SN_OK;
    return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "highlight.post",
                           "%s does not close highlight.pre", "مقدار %s با highlight.pre جور نیست",
                           "highlight.post");
}

sn_status sn_request_check(const sn_request *r, sn_problem *problem)
{
    if (r->cursor != NULL && r->offset > 0)
        return sn_problem_make(
            problem, SN_EINVAL, "invalid_parameter", "offset",
            "%s does not go with cursor, which says where the page begins",
            "%s با cursor نمی‌آید: مکان‌نما خودش آغاز صفحه را "
            "می‌گوید",
            "offset");
    if (r->members > 0 && r->collapse != SN_COLLAPSE_DUPLICATES)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "duplicates.members",
                               "%s is for collapse=duplicates: only there a hit stands for copies",
                               "%s تنها با collapse=duplicates معنا دارد", "duplicates.members");
    if (r->story_members > 0 && r->collapse != SN_COLLAPSE_STORY)
        return sn_problem_make(problem, SN_EINVAL, "invalid_parameter", "story.members",
                               "%s is for collapse=story: only there a hit stands for a story",
                               "%s تنها با collapse=story معنا دارد", "story.members");
    return check_marks(r, problem);
}
