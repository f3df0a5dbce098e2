#include "query/analysis_json.h"

#include "analysis/fold.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "query/question.h"

#include <stdio.h>
#include <string.h>

const char *sn_extra_kind_name(sn_extra_kind kind)
{
    static const char *const names[] = {
        [SN_EXTRA_PART] = "part",     [SN_EXTRA_PAIR] = "pair",       [SN_EXTRA_WHOLE] = "whole",
        [SN_EXTRA_RUN_ON] = "run_on", [SN_EXTRA_READING] = "reading",
    };
    return names[kind];
}

size_t sn_token_flag_names(unsigned flags, const char *out[SN_TOKEN_FLAGS_MAX])
{
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {{SN_TOKEN_STOP, "stop"},
                 {SN_TOKEN_NUMBER, "number"},
                 {SN_TOKEN_LATIN, "latin"},
                 {SN_TOKEN_HASHTAG, "hashtag"},
                 {SN_TOKEN_EZAFE, "ezafe"}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((flags & names[i].flag) != 0)
            out[n++] = names[i].name;
    }
    return n;
}

static void write_str(sn_json *j, const char *key, sn_str value)
{
    sn_json_key(j, key);
    sn_json_str(j, value);
}

static void write_int(sn_json *j, const char *key, int64_t value)
{
    sn_json_key(j, key);
    sn_json_int(j, value);
}

/* What became of the original bytes [begin, end): folded bytes from *at on. */
static sn_str folded_of(const sn_folded *f, size_t end, size_t *at)
{
    size_t from = *at;
    while (*at < f->text.len && f->source[*at] < end)
        ++*at;
    return (sn_str){f->text.at + from, *at - from};
}

static void write_character(sn_json *j, sn_str text, size_t begin, size_t end, sn_str becomes)
{
    char code[16];
    size_t at = begin;
    snprintf(code, sizeof code, "U+%04X", sn_utf8_next(text, &at));
    sn_json_object(j);
    write_int(j, "begin", (int64_t)begin);
    write_int(j, "end", (int64_t)end);
    write_str(j, "character", (sn_str){text.at + begin, end - begin});
    sn_json_key(j, "code");
    sn_json_text(j, code);
    write_str(j, "becomes", becomes);
    sn_json_end(j);
}

static void write_characters(sn_json *j, sn_str text, const sn_folded *f)
{
    size_t folded_at = 0;
    sn_json_key(j, "characters");
    sn_json_array(j);
    for (size_t at = 0; at < text.len;) {
        size_t begin = at;
        (void)sn_utf8_next(text, &at);
        sn_str becomes = folded_of(f, at, &folded_at);
        if (!sn_str_equal(becomes, (sn_str){text.at + begin, at - begin}))
            write_character(j, text, begin, at, becomes);
    }
    sn_json_end(j);
}

static void write_term(sn_json *j, sn_str term, const char *kind, uint32_t pos, uint32_t width)
{
    sn_json_object(j);
    write_str(j, "term", term);
    sn_json_key(j, "kind");
    sn_json_text(j, kind);
    write_int(j, "position", pos);
    write_int(j, "width", width);
    sn_json_end(j);
}

static void write_terms(sn_json *j, const sn_tokens *tokens, const sn_token *t)
{
    sn_json_key(j, "terms");
    sn_json_array(j);
    write_term(j, t->stem, "stem", t->pos, t->width);
    if (!sn_str_equal(t->exact, t->stem))
        write_term(j, t->exact, "exact", t->pos, t->width);
    for (size_t i = 0; i < t->n_extras; i++) {
        const sn_extra *e = &tokens->extras[t->first_extra + i];
        write_term(j, e->stem, sn_extra_kind_name(e->kind), e->pos, e->width);
    }
    sn_json_end(j);
}

static void write_flags(sn_json *j, unsigned flags)
{
    const char *names[SN_TOKEN_FLAGS_MAX];
    size_t n = sn_token_flag_names(flags, names);
    sn_json_key(j, "flags");
    sn_json_array(j);
    for (size_t i = 0; i < n; i++)
        sn_json_text(j, names[i]);
    sn_json_end(j);
}

static void write_token(sn_json *j, sn_str text, const sn_tokens *tokens, const sn_token *t)
{
    sn_json_object(j);
    write_int(j, "begin", t->begin);
    write_int(j, "end", t->end);
    write_str(j, "text", (sn_str){text.at + t->begin, t->end - t->begin});
    write_int(j, "position", t->pos);
    write_int(j, "width", t->width);
    write_str(j, "exact", t->exact);
    write_str(j, "stem", t->stem);
    sn_json_key(j, "rule");
    sn_json_text(j, sn_stem_rule_name((sn_stem_rule)t->rule));
    write_flags(j, t->flags);
    write_terms(j, tokens, t);
    sn_json_end(j);
}

static void write_alternatives(sn_json *j, const sn_question *q, size_t word)
{
    sn_json_key(j, "alternatives");
    sn_json_array(j);
    for (size_t i = 0; i < q->n_alternatives; i++) {
        const sn_alternative *a = &q->alternatives[i];
        if (a->first != word)
            continue;
        sn_json_object(j);
        sn_json_key(j, "kind");
        sn_json_text(j, a->as->kind == SN_EXPANSION_SYNONYM ? "synonym" : "derived");
        write_int(j, "words", (int64_t)a->n);
        write_str(j, "text", a->as->text);
        sn_json_end(j);
    }
    sn_json_end(j);
}

static void write_word(sn_json *j, const sn_question *q, size_t i)
{
    const sn_asked_word *w = &q->words[i];
    sn_json_object(j);
    write_str(j, "stem", w->stem);
    sn_json_key(j, "parts");
    sn_json_array(j);
    for (size_t k = 0; k < w->n_parts; k++)
        sn_json_str(j, w->parts[k]);
    sn_json_end(j);
    if (w->reading.len > 0)
        write_str(j, "reading", w->reading);
    sn_json_key(j, "is_stop");
    sn_json_bool(j, w->is_stop);
    write_alternatives(j, q, i);
    sn_json_end(j);
}

static sn_status write_words(sn_json *j, sn_analyzer *analyzer, const sn_vocabulary *vocabulary,
                             sn_str text)
{
    SN_CLEANUP(sn_question) sn_question q = {0};
    sn_problem ignored;
    sn_status s = sn_question_read(analyzer, text, &q, &ignored);
    sn_json_key(j, "words");
    if (s == SN_ELIMIT) {
        sn_json_null(j);
        return SN_OK;
    }
    if (s == SN_OK) {
        sn_question_stop(&q, vocabulary->stop);
        sn_question_expand(&q, vocabulary->expansions);
    }
    sn_json_array(j);
    for (size_t i = 0; i < q.n_words && s == SN_OK; i++)
        write_word(j, &q, i);
    sn_json_end(j);
    return s;
}

sn_status sn_analysis_write_members(sn_analyzer *analyzer, const sn_vocabulary *vocabulary,
                                    sn_str text, sn_json *j)
{
    SN_CLEANUP(sn_folded)
    sn_folded folded = {.text = SN_BUF((size_t)SN_LIMIT_ANALYZE_BYTES * SN_FOLD_GROWTH)};
    sn_tokens tokens;
    if (text.len > SN_LIMIT_ANALYZE_BYTES)
        return SN_ELIMIT;
    sn_status s = sn_analyzer_run(analyzer, text, &tokens);
    if (s == SN_OK)
        s = sn_fold(text, &folded);
    if (s != SN_OK)
        return s;
    write_str(j, "text", text);
    write_int(j, "analysis", SN_ANALYSIS_VERSION);
    write_str(j, "folded", sn_buf_str(&folded.text));
    write_characters(j, text, &folded);
    write_int(j, "positions", tokens.n_positions);
    sn_json_key(j, "tokens");
    sn_json_array(j);
    for (size_t i = 0; i < tokens.n_tokens; i++)
        write_token(j, text, &tokens, &tokens.tokens[i]);
    sn_json_end(j);
    return write_words(j, analyzer, vocabulary, text);
}
