/* sarnakh-query related: other articles on what an article or a text is about; with --batch, for each
 * line of standard input. */
#include "query/main.h"

#include "base/clock.h"
#include "query/hit_json.h"
#include "query/refuse.h"
#include "query/related.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sn_status set(sn_related_request *request, const char *name, sn_str value, int64_t now_sec,
                     sn_problem *problem)
{
    return sn_related_request_set(request, sn_str_of(name), value, SN_ASKER_OPERATOR, now_sec,
                                  problem);
}

/* The text of a file, or of standard input for "-". */
static int read_text(const char *path, sn_related_request *request)
{
    char piece[4096];
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(SN_LIMIT_RELATED_LINE_BYTES);
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "sarnakh-query: cannot read %s\n", path);
        return SN_EXIT_FAILED;
    }
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) {
        if (sn_buf_add(&text, piece, n) != SN_OK)
            break;
    }
    bool is_read = ferror(f) == 0;
    if (f != stdin)
        fclose(f);
    if (!is_read || sn_buf_status(&text) != SN_OK) {
        fprintf(stderr, "sarnakh-query: %s: %s\n", path,
                is_read ? "the text is too long" : "cannot be read");
        return SN_EXIT_FAILED;
    }
    return set(request, "text", sn_buf_str(&text), 0, &problem) == SN_OK
               ? SN_EXIT_OK
               : sn_command_refused(&problem);
}

/* name=value arguments are parameters; one without = is an id. Where `all` is false, what was set
 * already stays. */
static sn_status set_arguments(const sn_command *c, bool all, int64_t now_sec,
                               sn_related_request *request, sn_problem *problem)
{
    sn_status s = SN_OK;
    for (int i = 0; i < c->n_args && s == SN_OK; i++) {
        sn_str name = SN_STR("id"), value = sn_str_of(c->args[i]);
        if (sn_command_setting(c->args[i], &name, &value) &&
            sn_str_has_prefix(name, SN_STR("constant.")))
            continue;
        s = sn_related_request_set(request, name, value, SN_ASKER_OPERATOR, now_sec, problem);
        if (!all && s != SN_OK && strcmp(problem->code, "repeated_parameter") == 0)
            s = SN_OK;
    }
    return s;
}

static int read_arguments(const sn_command *c, sn_related_request *request)
{
    sn_problem problem = {0};
    int64_t now_sec = sn_clock_now_sec();
    if (set_arguments(c, true, now_sec, request, &problem) != SN_OK)
        return sn_command_refused(&problem);
    if (c->url != NULL && set(request, "url", sn_str_of(c->url), now_sec, &problem) != SN_OK)
        return sn_command_refused(&problem);
    request->search.explain = request->search.explain || c->explain;
    return c->text != NULL ? read_text(c->text, request) : SN_EXIT_OK;
}

static sn_status print_related(sn_related_attempt *attempt, const sn_related *found)
{
    size_t *shown = attempt->ctx;
    const sn_related_source *story = &found->source;
    double ms = (double)(sn_clock_monotonic_us() - attempt->started_us) / 1000;
    if (found->is_undated)
        printf("the story has no date\n");
    printf("%zu words of the story, %.1f ms\n", found->n_terms, ms);
    if (story->title.len > 0) {
        sn_ref itself = {.docid = story->docid, .score = 1};
        printf("related to:\n");
        sn_status s = sn_print_hits(attempt->searcher, &attempt->request->search, found->lookup,
                                    &itself, 1, NULL, &attempt->err);
        if (s != SN_OK)
            return s;
        printf("\n----\n");
    }
    return found->lookup == NULL
               ? SN_OK
               : sn_print_hits(attempt->searcher, &attempt->request->search, found->lookup,
                               found->lookup->refs, found->lookup->n_refs, shown, &attempt->err);
}

static int related_text(sn_searcher *s, const sn_related_request *request)
{
    size_t shown = 0;
    sn_problem problem = {0};
    if (sn_related_do(s, request, 0, print_related, &shown, &problem) != SN_OK)
        return sn_command_refused(&problem);
    return shown > 0 ? SN_EXIT_OK : SN_EXIT_FAILED;
}

static int related_json(sn_searcher *s, const sn_related_request *request)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)1 << 30);
    if (sn_related_json(s, request, NULL, &out, &problem) != SN_OK)
        return sn_command_refused(&problem);
    puts(sn_buf_text(&out));
    return strstr(sn_buf_text(&out), "\"hits\":[]") != NULL ? SN_EXIT_FAILED : SN_EXIT_OK;
}

/* ---- batch ---- */

static void print_error(size_t line, const sn_problem *problem)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 16);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_json_key(&j, "line");
    sn_json_int(&j, (int64_t)line);
    sn_json_key(&j, "error");
    sn_json_object(&j);
    sn_json_key(&j, "code");
    sn_json_text(&j, problem->code);
    sn_answer_text(&j, "parameter", sn_str_of(problem->parameter));
    sn_json_key(&j, "detail");
    sn_json_text(&j, problem->detail);
    sn_json_key(&j, "detail_fa");
    sn_json_text(&j, problem->detail_fa);
    sn_json_end(&j);
    sn_json_end(&j);
    if (sn_json_finish(&j) == SN_OK)
        puts(sn_buf_text(&out));
}

static sn_status answer_line(sn_searcher *s, const sn_command *c, sn_str line, sn_buf *out,
                             sn_problem *problem)
{
    SN_CLEANUP(sn_related_request) sn_related_request request = {0};
    sn_status status = sn_related_request_init(&request);
    if (status == SN_OK && line.len > SN_LIMIT_RELATED_LINE_BYTES)
        return sn_problem_make(
            problem, SN_ELIMIT, "limit_exceeded", "", "the line has %zu bytes; the limit is %d",
            "خط %zu بایت است و بیش از %d بایت پذیرفته نیست", line.len, SN_LIMIT_RELATED_LINE_BYTES);
    int64_t now_sec = sn_clock_now_sec();
    if (status == SN_OK)
        status = sn_related_request_read(&request, line, SN_ASKER_OPERATOR, now_sec, problem);
    if (status == SN_OK)
        status = set_arguments(c, false, now_sec, &request, problem);
    if (status == SN_OK)
        *problem = (sn_problem){0};
    request.search.explain = request.search.explain || c->explain;
    return status == SN_OK ? sn_related_json(s, &request, NULL, out, problem) : status;
}

/* An answer or an error for each line, in their order, as soon as it is there: who asks may wait for it
 * before the next line. */
static int related_batch(sn_searcher *s, const sn_command *c)
{
    char *line = NULL;
    size_t cap = 0, number = 0, failed = 0;
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)1 << 30);
    for (ssize_t n; (n = getline(&line, &cap, stdin)) >= 0;) {
        sn_problem problem = {0};
        sn_str text = sn_str_trim((sn_str){line, (size_t)n});
        number++;
        sn_buf_clear(&out);
        if (answer_line(s, c, text, &out, &problem) == SN_OK) {
            puts(sn_buf_text(&out));
        } else {
            failed++;
            print_error(number, &problem);
        }
        fflush(stdout); /* what fails is told at the end, by ferror() */
    }
    int exit_status =
        sn_command_read(stdin, "standard input", failed == 0 ? SN_EXIT_OK : SN_EXIT_FAILED);
    free(line);
    return exit_status;
}

int sn_command_related(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_related_request) sn_related_request request = {0};
    if (sn_related_request_init(&request) != SN_OK)
        return SN_EXIT_FAILED;
    int exit_status = c->batch ? SN_EXIT_OK : read_arguments(c, &request);
    if (exit_status == SN_EXIT_OK)
        exit_status = sn_command_open(c, &engine, &searcher);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    if (c->batch)
        return related_batch(searcher, c);
    return c->json ? related_json(searcher, &request) : related_text(searcher, &request);
}
