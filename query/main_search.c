/* sarnakh-query search: the best articles, for people or as JSON. */
#include "base/clock.h"
#include "calendar/calendar.h"
#include "query/answer.h"
#include "query/attempt.h"
#include "query/main.h"
#include "query/records.h"
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
    sn_buf data, body, text, line;
    sn_hit *hit;
    sn_markup plain; /* for texts that are not marked */
    bool has_colours;
    const sn_ref *first;
    size_t shown;
} page;

static void print_total(const sn_attempt *attempt, const sn_lookup *l)
{
    static const char *const about[] = {
        [SN_TOTAL_EXACT] = "", [SN_TOTAL_ABOUT] = "about ", [SN_TOTAL_AT_LEAST] = "at least "};
    sn_total t = sn_lookup_total(l);
    double ms = (double)(sn_clock_monotonic_us() - attempt->started_us) / 1000;
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

static void print_suggestion(const struct sn_spelling *meant)
{
    page p = {.line = SN_BUF(8 * SN_LIMIT_QUERY_BYTES), .plain = {.is_plain = true}};
    print_clean(&p, meant->is_applied ? "shown for: " : "did you mean: ", meant->text, "\n");
    sn_buf_done(&p.line);
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
static sn_status print_parts(sn_searcher *s, const sn_lookup *l, page *p, const sn_ref *ref,
                             sn_error *err)
{
    sn_status status = SN_OK;
    for (size_t i = 0; i < l->plan.n_parts && status == SN_OK; i++) {
        const sn_part *part = &l->plan.parts[i];
        double value;
        if (part->is_off)
            continue;
        status = sn_part_value(s, &l->plan, part, ref, &value, err);
        if (status != SN_OK || value <= 0)
            continue;
        printf("   %s%8.3f %s", colour(p, FAINT), value, sn_part_kind_name(part->kind));
        if (part->word != NULL)
            print_clean(p, " ", sn_part_term(part), "");
        if (part->other != NULL)
            print_clean(p, " ", part->other->stem, "");
        printf("%s\n", colour(p, RESET));
    }
    return status;
}

static sn_status print_hit(sn_searcher *s, const sn_request *request, const sn_lookup *l, page *p,
                           const sn_ref *ref, sn_error *err)
{
    const sn_snapshot *now = &s->snapshot;
    sn_status status = sn_hit_load(now->db, ref->docid, &p->data, p->hit, err);
    if (status != SN_OK || sn_snapshot_hides(now, p->hit->id))
        return status;
    print_head(p, ref, l->position + (size_t)(ref - p->first) + 1);
    p->shown++;
    status = print_title(p);
    if (status == SN_OK && request->snippet_count > 0)
        status = sn_hit_load_body(s, ref->docid, &p->body, p->hit, err);
    if (status == SN_OK && request->snippet_count > 0)
        status = print_snippet(p);
    if (status == SN_OK && request->explain && l->sort == SN_SORT_RELEVANCE)
        status = print_parts(s, l, p, ref, err);
    return status;
}

static void begin_page(page *p, const sn_searcher *s, const sn_request *request, const sn_lookup *l)
{
    p->has_colours = isatty(STDOUT_FILENO) == 1;
    p->highlighter = (sn_highlighter){
        .analyzer = s->analyzer,
        .question = &l->question,
        .passage_chars = (uint32_t)request->snippet_length,
        .passages = (size_t)request->snippet_count,
        .markup = {p->has_colours ? BOLD : "", p->has_colours ? RESET : "", true},
    };
}

sn_status sn_print_hits(sn_searcher *s, const sn_request *request, const sn_lookup *l,
                        const sn_ref *refs, size_t n, size_t *shown, sn_error *err)
{
    page p = {.data = SN_BUF(SN_RECORD_BYTES),
              .body = SN_BUF(SN_RECORD_BYTES),
              .text = SN_BUF(8 * SN_RECORD_BYTES),
              .line = SN_BUF(8 * SN_RECORD_BYTES),
              .plain = {.is_plain = true},
              .first = refs};
    begin_page(&p, s, request, l);
    p.hit = malloc(sizeof *p.hit);
    sn_status status = p.hit == NULL ? SN_ENOMEM : SN_OK;
    for (size_t i = 0; i < n && status == SN_OK; i++)
        status = print_hit(s, request, l, &p, &refs[i], err);
    sn_buf_done(&p.data);
    sn_buf_done(&p.body);
    sn_buf_done(&p.text);
    sn_buf_done(&p.line);
    sn_highlighter_done(&p.highlighter);
    free(p.hit);
    if (shown != NULL)
        *shown += p.shown;
    return status;
}

static sn_status print_page(sn_attempt *attempt, const sn_lookup *l)
{
    if (l == NULL) {
        printf("nothing is indexed yet\n");
        return SN_OK;
    }
    print_total(attempt, l);
    if (l->spelling != NULL)
        print_suggestion(l->spelling);
    sn_status s = sn_print_hits(attempt->searcher, attempt->request, l, l->refs, l->n_refs,
                                attempt->ctx, &attempt->err);
    sn_print_facets(&l->facets);
    return s;
}

static int search_text(sn_searcher *s, const sn_request *request)
{
    size_t shown = 0;
    sn_problem problem = {0};
    sn_attempt attempt = sn_attempt_of(s, request, 0, &shown, &problem);
    if (sn_attempt_do(&attempt, print_page) != SN_OK)
        return sn_command_refused(&problem);
    return shown > 0 ? SN_EXIT_OK : SN_EXIT_FAILED;
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
