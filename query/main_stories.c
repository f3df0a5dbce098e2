/* sarnakh-query stories: the biggest stories of a period, or the time line of one. */
#include "query/main.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

/* NAME=VALUE; false: the name of a story. */
static bool is_setting(const char *arg)
{
    size_t len = strspn(arg, "abcdefghijklmnopqrstuvwxyz.");
    return len > 0 && arg[len] == '=';
}

static int refuse_story(const char *name)
{
    fprintf(stderr, "sarnakh-query: «%s» is not a story's name, as s:0123456789abcdef\n", name);
    return SN_EXIT_USAGE;
}

static int init(const sn_command *c, sn_stories_request *request)
{
    const char *story = NULL;
    for (int i = 0; i < c->n_args; i++) {
        if (is_setting(c->args[i]))
            continue;
        if (story != NULL)
            return refuse_story(c->args[i]);
        story = c->args[i];
    }
    sn_status s = story != NULL ? sn_stories_request_init_one(request, sn_str_of(story))
                                : sn_stories_request_init(request, sn_clock_now_sec());
    if (s == SN_EINVAL)
        return refuse_story(story);
    return s == SN_OK ? SN_EXIT_OK : SN_EXIT_FAILED;
}

static int read_settings(const sn_command *c, sn_stories_request *request)
{
    for (int i = 0; i < c->n_args; i++) {
        sn_problem problem = {0};
        const char *arg = c->args[i];
        if (!is_setting(arg))
            continue;
        size_t len = strcspn(arg, "=");
        if (sn_stories_request_set(request, (sn_str){arg, len}, sn_str_of(arg + len + 1),
                                   sn_clock_now_sec(), &problem) != SN_OK)
            return sn_command_refused(&problem);
    }
    return SN_EXIT_OK;
}

static int answer(sn_searcher *s, const sn_stories_request *request)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)64 << 20);
    if (sn_stories_json(s, request, NULL, &out, &problem) != SN_OK)
        return sn_command_refused(&problem);
    puts(sn_buf_text(&out));
    return strstr(sn_buf_text(&out), "\"stories\":[]") != NULL ? SN_EXIT_FAILED : SN_EXIT_OK;
}

int sn_command_stories(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_stories_request) sn_stories_request request = {0};
    int exit_status = init(c, &request);
    if (exit_status == SN_EXIT_OK)
        exit_status = read_settings(c, &request);
    if (exit_status == SN_EXIT_OK)
        exit_status = sn_command_open(c, &engine, &searcher);
    return exit_status == SN_EXIT_OK ? answer(searcher, &request) : exit_status;
}
