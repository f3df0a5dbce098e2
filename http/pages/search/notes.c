#include "http/pages/search/notes.h"

#include "calendar/calendar.h"
#include "http/pages/search/when.h"

#include <cjson/cJSON.h>
#include <string.h>

#define LINE_BYTES 32768

/* A link in a sentence of its own: the same search with one parameter set. */
static void link_set(const sn_view *v, const char *name, const char *value)
{
    sn_html_text(v->h, " ");
    sn_html_begin(v->h, "a");
    sn_view_href_set(v, name, value);
}

static void corrected(const sn_view *v, const cJSON *change)
{
    const char *from = sn_view_text_of(change, "from"), *to = sn_view_text_of(change, "to");
    if (from == NULL || to == NULL)
        return;
    sn_fill fills[] = {{"from", sn_str_of(from)}, {"to", sn_str_of(to)}};
    sn_html_begin_class(v->h, "p", "corrected");
    sn_view_say_with(v, SN_TEXT_NOTE_CORRECTED, fills, 2);
    link_set(v, "correct", "off");
    sn_view_say_with(v, SN_TEXT_NOTE_AS_TYPED, fills, 2);
    sn_html_ends(v->h, 2);
}

static void suggestion(const sn_view *v, const cJSON *change)
{
    const char *to = sn_view_text_of(change, "to");
    if (to == NULL)
        return;
    sn_html_begin_class(v->h, "p", "suggestion");
    sn_view_say(v, SN_TEXT_NOTE_SUGGESTION);
    sn_link_change changes[] = {
        {.without = {SN_STR("q"), {NULL, 0}}, .with = {SN_STR("q"), sn_str_of(to)}},
        {.without = {SN_STR("correct"), {NULL, 0}}}};
    sn_html_text(v->h, " ");
    sn_html_begin(v->h, "a");
    sn_view_href(v, "/", changes, 2);
    sn_html_attr_text(v->h, "dir", "auto");
    sn_html_text(v->h, to);
    sn_html_ends(v->h, 2);
}

static void unknown(const sn_view *v, const cJSON *words)
{
    SN_CLEANUP(sn_buf) sn_buf list = SN_BUF(LINE_BYTES);
    const cJSON *word;
    cJSON_ArrayForEach(word, words)
    {
        if (!cJSON_IsString(word))
            continue;
        if (list.len > 0)
            sn_buf_add_str(&list, v->lang == SN_LANG_FA ? SN_STR("، ") : SN_STR(", "));
        sn_buf_add_str(&list, sn_str_of(word->valuestring));
    }
    if (list.len == 0)
        return;
    sn_fill fill = {"words", sn_buf_str(&list)};
    sn_html_text(v->h, " ");
    sn_view_say_with(v, SN_TEXT_NOTE_UNKNOWN, &fill, 1);
}

static void relaxed(const sn_view *v, const cJSON *query)
{
    sn_html_begin_class(v->h, "p", "relaxed");
    sn_view_say(v, SN_TEXT_NOTE_RELAXED);
    unknown(v, sn_view_member(sn_view_member(query, "needed"), "unknown"));
    link_set(v, "match", "all");
    sn_view_say(v, SN_TEXT_NOTE_ALL_WORDS);
    sn_html_ends(v->h, 2);
}

/* A bound of a period, as the API writes it; none where it is open. */
static int64_t bound(const cJSON *date, const char *name, int64_t none)
{
    const char *text = sn_view_text_of(date, name);
    sn_instant instant;
    sn_error err = {0};
    bool is_one = text != NULL && sn_date_parse(sn_str_of(text), &instant, &err) == SN_OK;
    return is_one ? instant.sec : none;
}

static void understood(const sn_view *v, const cJSON *date)
{
    SN_CLEANUP(sn_buf) sn_buf span = SN_BUF(LINE_BYTES);
    const char *text = sn_view_text_of(date, "text"), *as = sn_view_text_of(date, "as");
    if (text == NULL)
        return;
    sn_when_period(v->lang, bound(date, "from", INT64_MIN), bound(date, "to", INT64_MAX), &span);
    sn_fill fills[] = {{"text", sn_str_of(text)}, {"span", sn_buf_str(&span)}};
    bool is_filter = as == NULL || strcmp(as, "filter") == 0;
    sn_html_begin_class(v->h, "p", "date");
    sn_view_say_with(v, is_filter ? SN_TEXT_NOTE_DATE : SN_TEXT_NOTE_DATE_OR_WORDS, fills, 2);
    sn_html_end(v->h);
}

static void write_all(const sn_view *v, const cJSON *answer)
{
    const cJSON *query = sn_view_member(answer, "query"), *one;
    corrected(v, sn_view_member(query, "corrected"));
    suggestion(v, sn_view_member(query, "suggestion"));
    if (sn_view_is_true(query, "relaxed"))
        relaxed(v, query);
    cJSON_ArrayForEach(one, sn_view_member(query, "dates"))
    {
        understood(v, one);
    }
    cJSON_ArrayForEach(one, sn_view_member(query, "warnings"))
    {
        const char *name = v->lang == SN_LANG_FA ? "detail_fa" : "detail";
        sn_html_element(v->h, "p", "warning", sn_view_text_of(one, name));
    }
    if (sn_view_is_true(answer, "timed_out"))
        sn_view_element(v, "p", "warning", SN_TEXT_NOTE_TIMED_OUT);
}

static bool has_any(const cJSON *answer)
{
    const cJSON *query = sn_view_member(answer, "query");
    return cJSON_IsObject(sn_view_member(query, "corrected")) ||
           cJSON_IsObject(sn_view_member(query, "suggestion")) ||
           sn_view_is_true(query, "relaxed") || sn_view_is_true(answer, "timed_out") ||
           cJSON_GetArraySize(sn_view_member(query, "dates")) > 0 ||
           cJSON_GetArraySize(sn_view_member(query, "warnings")) > 0;
}

void sn_notes_write(const sn_view *v, const cJSON *answer)
{
    if (!has_any(answer))
        return;
    sn_html_begin_class(v->h, "div", "notes");
    write_all(v, answer);
    sn_html_end(v->h);
}
