/* sarnakh-query analyze: what the analysis makes of a line. Needs no index. */
#include "analysis/analyzer.h"
#include "analysis/fold.h"
#include "base/utf8.h"
#include "query/main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct analysis {
    sn_analyzer *analyzer;
    sn_folded folded;
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

static const char *kind_name(sn_extra_kind kind)
{
    return kind == SN_EXTRA_PART ? "part" : kind == SN_EXTRA_PAIR ? "pair" : "whole";
}

static void print_flags(uint16_t flags)
{
    static const struct {
        int flag;
        const char *name;
    } names[] = {{SN_TOKEN_STOP, "stop"},
                 {SN_TOKEN_NUMBER, "number"},
                 {SN_TOKEN_LATIN, "latin"},
                 {SN_TOKEN_HASHTAG, "hashtag"},
                 {SN_TOKEN_EZAFE, "ezafe"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((flags & names[i].flag) != 0)
            printf("  [%s]", names[i].name);
    }
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
        printf("    %s ", kind_name(e->kind));
        print_str(e->stem);
        printf("  position %u", e->pos);
        if (e->width > 1)
            printf("-%u", e->pos + e->width - 1);
        putchar('\n');
    }
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
    putchar('\n');
    return SN_OK;
}

static int analyze_line(const sn_command *c, analysis *a, sn_str line, size_t number)
{
    sn_tokens tokens;
    size_t bad;
    if (!sn_utf8_is_valid(line, &bad)) {
        fprintf(stderr, "sarnakh-query: line %zu, byte %zu: not well-formed UTF-8\n", number, bad);
        return SN_EXIT_FAILED;
    }
    sn_status s = sn_analyzer_run(a->analyzer, line, &tokens);
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
    free(line);
    return exit_status;
}

int sn_command_analyze(const sn_command *c)
{
    analysis a = {.folded.text = SN_BUF((size_t)SN_ANALYSIS_MAX_BYTES * 2)};
    int exit_status = SN_EXIT_OK;
    if (sn_analyzer_create(sn_lexicon_builtin(), &a.analyzer) != SN_OK) {
        fprintf(stderr, "sarnakh-query: out of memory\n");
        return SN_EXIT_FAILED;
    }
    if (c->n_args == 0)
        exit_status = analyze_input(c, &a);
    for (int i = 0; i < c->n_args; i++) {
        if (analyze_line(c, &a, sn_str_of(c->args[i]), (size_t)i + 1) != SN_EXIT_OK)
            exit_status = SN_EXIT_FAILED;
    }
    sn_analyzer_destroy(a.analyzer);
    sn_folded_done(&a.folded);
    return exit_status;
}
