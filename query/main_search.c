/* sarnakh-query search: the best articles, for people or as JSON. */
#include "base/clock.h"
#include "calendar/calendar.h"
#include "query/answer.h"
#include "query/job.h"
#include "query/main.h"
#include "query/spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOLD  "\x1b[1m"
#define FAINT "\x1b[2m"
#define RESET "\x1b[0m"

/* A printed answer. */
typedef struct page {
    sn_highlighter highlighter;
    sn_buf data, text, line;
    sn_hit *hit;
    sn_markup plain; /* for texts that are not marked */
    bool has_colours;
    size_t shown;
} page;

static void print_total(const sn_job *j, const sn_lookup *l)
{
    static const char *const about[] = {
        [SN_TOTAL_EXACT] = "", [SN_TOTAL_ABOUT] = "about ", [SN_TOTAL_AT_LEAST] = "at least "};
    sn_total t = sn_lookup_total(l);
    double ms = (double)(sn_clock_monotonic_us() - j->started_us) / 1000;
    printf("%s%u articles, %.1f ms%s%s\n", about[t.relation], t.value, ms,
           l->relaxed ? ", some without all the words" : "",
           l->totals.timed_out ? ", out of time" : "");
}

static const char *colour(const page *p, const char *code)
{
    return p->has_colours ? code : "";
}

static void print_clean(page *p, const char *before, sn_str text, const char *after)
{
    sn_buf_clear(&p->line);
    sn_markup_text(&p->plain, text, &p->line);
    printf("%s%s%s", before, sn_buf_text(&p->line), after);
}

static void print_head(page *p, const sn_ref *ref, size_t rank)
{
    char date[SN_JALALI_SIZE] = "بی‌تاریخ";
    const sn_hit *hit = p->hit;
    if (hit->published_precision != 0)
        sn_date_write_jalali(
            (sn_instant){hit->published_sec, (sn_precision)hit->published_precision}, date);
    printf("\n%zu. %s%.3f  %s", rank, colour(p, FAINT), ref->score, date);
    print_clean(p, "  ", hit->source, "");
    if (ref->copies > 0)
        printf("  +%u", ref->copies);
    print_clean(p, "  ", hit->id, colour(p, RESET));
    putchar('\n');
}

static sn_status print_title(page *p)
{
    sn_status s = sn_highlight_read(&p->highlighter, p->hit->title);
    if (s != SN_OK)
        return s;
    sn_buf_clear(&p->text);
    s = sn_highlight_whole(&p->highlighter, &p->text);
    printf("   %s\n", sn_buf_text(&p->text));
    return s;
}

/* The best passage of the body, or of the lead where the body has none. */
static sn_status print_snippet(page *p)
{
    sn_fragment f[SN_FRAGMENTS_MAX];
    sn_status s = sn_highlight_read(&p->highlighter, p->hit->body);
    size_t n = s == SN_OK ? sn_highlight_fragments(&p->highlighter, f) : 0;
    if (s == SN_OK && n == 0) {
        s = sn_highlight_read(&p->highlighter, p->hit->lead.len > 0 ? p->hit->lead : p->hit->body);
        n = s == SN_OK ? sn_highlight_fragments(&p->highlighter, f) : 0;
        if (n == 0 && s == SN_OK)
            n = sn_highlight_beginning(&p->highlighter, f);
    }
    for (size_t i = 0; i < n && s == SN_OK; i++) {
        sn_buf_clear(&p->text);
        s = sn_highlight_fragment(&p->highlighter, &f[i], &p->text);
        printf("   %s\n", sn_buf_text(&p->text));
    }
    return s;
}

/* The parts that add up to the score. */
static sn_status print_parts(sn_job *j, const sn_lookup *l, page *p, const sn_ref *ref)
{
    sn_status s = SN_OK;
    for (size_t i = 0; i < l->plan.n_parts && s == SN_OK; i++) {
        const sn_part *part = &l->plan.parts[i];
        double value;
        if (part->is_off)
            continue;
        s = sn_part_value(j->searcher, &l->plan, part, ref, &value, &j->err);
        if (s != SN_OK || value <= 0)
            continue;
        printf("   %s%8.3f %s", colour(p, FAINT), value, sn_part_kind_name(part->kind));
        if (part->word != NULL)
            print_clean(p, " ", sn_part_term(part), "");
        if (part->other != NULL)
            print_clean(p, " ", part->other->stem, "");
        printf("%s\n", colour(p, RESET));
    }
    return s;
}

static sn_status print_hit(sn_job *j, const sn_lookup *l, page *p, size_t i)
{
    const sn_snapshot *now = &j->searcher->snapshot;
    sn_status s = sn_hit_load(now->db, l->refs[i].docid, &p->data, p->hit, &j->err);
    if (s != SN_OK || sn_snapshot_hides(now, p->hit->id))
        return s;
    print_head(p, &l->refs[i], l->position + i + 1);
    p->shown++;
    s = print_title(p);
    if (s == SN_OK && j->request->snippet_count > 0)
        s = print_snippet(p);
    if (s == SN_OK && j->request->explain && l->sort == SN_SORT_RELEVANCE)
        s = print_parts(j, l, p, &l->refs[i]);
    return s;
}

static sn_status print_page(sn_job *j, const sn_lookup *l)
{
    page *p = j->ctx;
    if (l == NULL) {
        printf("nothing is indexed yet\n");
        return SN_OK;
    }
    p->highlighter.analyzer = j->searcher->analyzer;
    p->highlighter.question = &l->question;
    p->highlighter.passage_chars = (uint32_t)j->request->snippet_length;
    p->highlighter.passages = (size_t)j->request->snippet_count;
    print_total(j, l);
    if (l->spelling != NULL) {
        print_clean(
            p, l->spelling->is_applied ? "shown for: " : "did you mean: ", l->spelling->text, "\n");
    }
    sn_status s = SN_OK;
    for (size_t i = 0; i < l->n_refs && s == SN_OK; i++)
        s = print_hit(j, l, p, i);
    sn_print_facets(&l->facets);
    return s;
}

static int search_text(sn_searcher *s, const sn_request *request)
{
    sn_problem problem = {0};
    page p = {.data = SN_BUF(SN_RECORD_BYTES),
              .text = SN_BUF(8 * SN_RECORD_BYTES),
              .line = SN_BUF(8 * SN_RECORD_BYTES),
              .plain = {.is_plain = true},
              .has_colours = isatty(STDOUT_FILENO) == 1};
    p.highlighter.markup = (sn_markup){p.has_colours ? BOLD : "", p.has_colours ? RESET : "", true};
    p.hit = malloc(sizeof *p.hit);
    sn_job j = sn_job_of(s, request, 0, &p, &problem);
    sn_status status = p.hit == NULL ? SN_ENOMEM : sn_job_do(&j, print_page);
    sn_buf_done(&p.data);
    sn_buf_done(&p.text);
    sn_buf_done(&p.line);
    sn_highlighter_done(&p.highlighter);
    free(p.hit);
    if (status != SN_OK)
        return sn_command_refused(&problem);
    return p.shown > 0 ? SN_EXIT_OK : SN_EXIT_FAILED;
}

static int search_json(sn_searcher *s, const sn_request *request)
{
    sn_problem problem = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)1 << 30);
    if (sn_search_json(s, request, NULL, &out, &problem) != SN_OK)
        return sn_command_refused(&problem);
    puts(sn_buf_text(&out));
    /* Quotes inside a value are escaped: this can only be the member itself. */
    bool is_empty = strstr(sn_buf_text(&out), "\"hits\":[]") != NULL;
    return is_empty ? SN_EXIT_FAILED : SN_EXIT_OK;
}

int sn_command_search(const sn_command *c)
{
    SN_CLEANUP_PTR(sn_engine) sn_engine *engine = NULL;
    SN_CLEANUP_PTR(sn_searcher) sn_searcher *searcher = NULL;
    SN_CLEANUP(sn_request) sn_request request = {0};
    SN_CLEANUP(sn_buf) sn_buf words = SN_BUF(1 << 20);
    sn_problem problem = {0};
    if (sn_request_init(&request) != SN_OK)
        return SN_EXIT_FAILED;
    int exit_status = sn_command_request(c, 0, &request, &words);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    if (words.len > 0 && sn_request_set(&request, SN_STR("q"), sn_buf_str(&words),
                                        SN_ASKER_OPERATOR, 0, &problem) != SN_OK)
        return sn_command_refused(&problem);
    request.explain = request.explain || c->explain;
    exit_status = sn_command_open(c, &engine, &searcher);
    if (exit_status != SN_EXIT_OK)
        return exit_status;
    return c->json ? search_json(searcher, &request) : search_text(searcher, &request);
}
