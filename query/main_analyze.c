/* sarnakh-query analyze: what the analysis makes of a line. Needs no index; with one, the words of
 * its newsroom count. */
#include "analysis/fold.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "query/analysis_json.h"
#include "query/engine.h"
#include "query/main.h"
#include "query/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct analysis {
    sn_analyzer *analyzer;           /* borrowed from the searcher, or own */
    const sn_vocabulary *vocabulary; /* as well */
    sn_folded folded;
    sn_engine *engine; /* with --index */
    sn_searcher *searcher;
    sn_vocabularies *vocabularies; /* without */
} analysis;

static void print_str(sn_str s)
{
    fwrite(s.at != NULL ? s.at : "", 1, s.len, stdout);
}

static void print_stems(sn_str line, const sn_tokens *tokens)
{
    print_str(line);
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        putchar(i == 0 ? '\t' : ' ');
        print_str(tokens->tokens[i].stem);
    }
    if (tokens->n_tokens == 0)
        putchar('\t');
    putchar('\n');
}

/* As the index has them: stems and extras as they are, exact forms with E where they differ. */
static void print_terms(sn_str line, const sn_tokens *tokens)
{
    print_str(line);
    putchar('\t');
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        const sn_token *t = &tokens->tokens[i];
        if (i > 0)
            putchar(' ');
        print_str(t->stem);
        for (size_t k = 0; k < t->n_extras; k++) {
            putchar(' ');
            print_str(tokens->extras[t->first_extra + k].stem);
        }
        if (!sn_str_equal(t->exact, t->stem)) {
            fputs(" E", stdout);
            print_str(t->exact);
        }
    }
    putchar('\n');
}

static void print_characters(const char *stage, sn_str text)
{
    printf("%s:", stage);
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        uint32_t cp = sn_utf8_next(text, &at);
        fputs(" ", stdout);
        if (cp > 0x20 && cp != 0x200c)
            print_str((sn_str){text.at + begin, at - begin});
        printf("·U+%04X", cp);
    }
    putchar('\n');
}

static void print_flags(uint16_t flags)
{
    const char *names[SN_TOKEN_FLAGS_MAX];
    size_t n = sn_token_flag_names(flags, names);
    for (size_t i = 0; i < n; i++)
        printf("  [%s]", names[i]);
}

static void print_token(sn_str line, const sn_tokens *tokens, const sn_token *t)
{
    printf("  «");
    print_str((sn_str){line.at + t->begin, t->end - t->begin});
    printf("»  bytes %u-%u  position %u", t->begin, t->end, t->pos);
    if (t->width > 1)
        printf("-%u", t->pos + t->width - 1);
    printf("\n    exact ");
    print_str(t->exact);
    printf("  stem ");
    print_str(t->stem);
    printf("  rule %s", sn_stem_rule_name((sn_stem_rule)t->rule));
    print_flags(t->flags);
    putchar('\n');
    for (size_t k = 0; k < t->n_extras; k++) {
        const sn_extra *e = &tokens->extras[t->first_extra + k];
        printf("    %s ", sn_extra_kind_name(e->kind));
        print_str(e->stem);
        printf("  position %u", e->pos);
        if (e->width > 1)
            printf("-%u", e->pos + e->width - 1);
        putchar('\n');
    }
}

static void print_word(const sn_question *q, size_t i)
{
    printf("  query word ");
    print_str(q->words[i].stem);
    for (size_t k = 0; k < q->n_alternatives; k++) {
        const sn_alternative *a = &q->alternatives[k];
        if (a->first != i)
            continue;
        printf(a->as->kind == SN_EXPANSION_SYNONYM ? "  synonym " : "  derived ");
        print_str(a->as->text);
        if (a->n > 1)
            printf(" (of %zu words)", a->n);
    }
    putchar('\n');
}

/* What the line means as a query; nothing if it is longer than one may be. */
static sn_status print_words(const analysis *a, sn_str line)
{
    SN_CLEANUP(sn_question) sn_question q = {0};
    sn_problem ignored;
    sn_status s = sn_question_read(a->analyzer, line, &q, &ignored);
    if (s != SN_OK)
        return s == SN_ELIMIT ? SN_OK : s;
    sn_question_stop(&q, a->vocabulary->stop);
    sn_question_expand(&q, a->vocabulary->expansions);
    for (size_t i = 0; i < q.n_words; i++)
        print_word(&q, i);
    return SN_OK;
}

static sn_status print_stages(analysis *a, sn_str line, const sn_tokens *tokens)
{
    sn_status s = sn_fold(line, &a->folded);
    if (s != SN_OK)
        return s;
    printf("line: ");
    print_str(line);
    putchar('\n');
    print_characters("characters", line);
    print_characters("folded", sn_buf_str(&a->folded.text));
    printf("tokens: %zu on %u positions\n", tokens->n_tokens, tokens->n_positions);
    for (size_t i = 0; i < tokens->n_tokens; i++)
        print_token(line, tokens, &tokens->tokens[i]);
    s = print_words(a, line);
    putchar('\n');
    return s;
}

static sn_status print_json(const analysis *a, sn_str line)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(256 * (size_t)SN_LIMIT_ANALYZE_BYTES);
    sn_json j = SN_JSON(&out);
    sn_json_object(&j);
    sn_status s = sn_analysis_write_members(a->analyzer, a->vocabulary, line, &j);
    if (s != SN_OK)
        return s;
    sn_json_end(&j);
    s = sn_json_finish(&j);
    if (s == SN_OK)
        puts(sn_buf_text(&out));
    return s;
}

static int analyze_line(const sn_command *c, analysis *a, sn_str line, size_t number)
{
    sn_tokens tokens;
    size_t bad;
    if (!sn_utf8_is_valid(line, &bad)) {
        fprintf(stderr, "sarnakh-query: line %zu, byte %zu: not well-formed UTF-8\n", number, bad);
        return SN_EXIT_FAILED;
    }
    sn_status s = c->json ? print_json(a, line) : sn_analyzer_run(a->analyzer, line, &tokens);
    if (s == SN_OK && c->json)
        return SN_EXIT_OK;
    if (s == SN_OK && c->explain)
        s = print_stages(a, line, &tokens);
    else if (s == SN_OK && c->terms)
        print_terms(line, &tokens);
    else if (s == SN_OK)
        print_stems(line, &tokens);
    if (s == SN_OK)
        return SN_EXIT_OK;
    fprintf(stderr, "sarnakh-query: line %zu: %s\n", number, sn_status_name(s));
    return SN_EXIT_FAILED;
}

/* A bad line is named and left out; the others are analysed. */
static int analyze_input(const sn_command *c, analysis *a)
{
    char *line = NULL;
    size_t cap = 0, number = 0;
    ssize_t len;
    int exit_status = SN_EXIT_OK;
    while ((len = getline(&line, &cap, stdin)) >= 0) {
        if (len > 0 && line[len - 1] == '\n')
            len--;
        if (analyze_line(c, a, (sn_str){line, (size_t)len}, ++number) != SN_EXIT_OK)
            exit_status = SN_EXIT_FAILED;
    }
    exit_status = sn_command_read(stdin, "standard input", exit_status);
    free(line);
    return exit_status;
}

/* With --index its words, else those of the program. */
static int open_analysis(const sn_command *c, analysis *a)
{
    sn_error err = {0};
    if (c->index != NULL) {
        int exit_status = sn_command_open(c, &a->engine, &a->searcher);
        if (exit_status != SN_EXIT_OK)
            return exit_status;
        if (sn_searcher_refresh(a->searcher, false, &err) == SN_OK) {
            a->analyzer = a->searcher->analyzer;
            a->vocabulary = a->searcher->vocabulary;
            return SN_EXIT_OK;
        }
    } else if (sn_vocabularies_open(NULL, &a->vocabularies, &err) == SN_OK &&
               sn_vocabularies_take(a->vocabularies, NULL, "", NULL, &a->vocabulary, &err) ==
                   SN_OK) {
        if (sn_analyzer_create(a->vocabulary->lexicon, &a->analyzer) == SN_OK)
            return SN_EXIT_OK;
        sn_fail(&err, SN_ENOMEM, "out of memory");
    }
    fprintf(stderr, "sarnakh-query: %s\n", err.msg);
    return SN_EXIT_FAILED;
}

static void close_analysis(analysis *a)
{
    if (a->searcher == NULL)
        sn_analyzer_destroy(a->analyzer);
    if (a->vocabularies != NULL)
        sn_vocabulary_give_back(a->vocabularies, a->vocabulary);
    sn_vocabularies_close(a->vocabularies);
    sn_searcher_destroy(a->searcher);
    sn_engine_close(a->engine);
    sn_folded_done(&a->folded);
}

int sn_command_analyze(const sn_command *c)
{
    analysis a = {.folded.text = SN_BUF((size_t)SN_ANALYSIS_MAX_BYTES * 2)};
    int exit_status = open_analysis(c, &a);
    if (exit_status == SN_EXIT_OK && c->n_args == 0)
        exit_status = analyze_input(c, &a);
    for (int i = 0; i < c->n_args && a.analyzer != NULL; i++) {
        if (analyze_line(c, &a, sn_str_of(c->args[i]), (size_t)i + 1) != SN_EXIT_OK)
            exit_status = SN_EXIT_FAILED;
    }
    close_analysis(&a);
    return exit_status;
}
