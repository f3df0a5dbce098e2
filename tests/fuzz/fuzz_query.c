/* Parameters, query text and marked passages: name=value lines, a blank line, a text to mark.
 *
 * Laws: nothing crashes; a refusal names its reason in both languages, well-formed; no query but one
 * over a limit is refused; one that is taken has bounded terms and a tree of all its units, each once;
 * how it was understood is text that can be read, too, and read as words it is never refused for its
 * depth; marked text without its marks and escapes is the text; passages are of the text wherever an index says that
 * words stand. */
#include "base/utf8.h"
#include "query/passages.h"
#include "query/request.h"
#include "tests/fuzz/law.h"

#include <string.h>

static void check_problem(const sn_problem *p)
{
    law(p->code[0] != '\0' && p->detail[0] != '\0' && p->detail_fa[0] != '\0');
    law(sn_utf8_is_valid(sn_str_of(p->detail), NULL));
    law(sn_utf8_is_valid(sn_str_of(p->detail_fa), NULL));
    law(sn_utf8_is_valid(sn_str_of(p->parameter), NULL));
}

static void set_line(sn_request *r, sn_str line)
{
    const char *equals = line.len > 0 ? memchr(line.at, '=', line.len) : NULL;
    size_t name_len = equals != NULL ? (size_t)(equals - line.at) : 0;
    sn_str name = equals != NULL ? (sn_str){line.at, name_len} : SN_STR("q");
    sn_str value = equals != NULL ? (sn_str){equals + 1, line.len - name_len - 1} : line;
    sn_problem problem = {0};
    sn_asker asker = line.len % 2 == 0 ? SN_ASKER_CLIENT : SN_ASKER_OPERATOR;
    if (sn_request_set(r, name, value, asker, 1795000000, &problem) != SN_OK)
        check_problem(&problem);
}

/* The lines up to a blank one; what is left is the text. */
static sn_str set_lines(sn_request *r, sn_str input)
{
    while (input.len > 0) {
        const char *newline = memchr(input.at, '\n', input.len);
        size_t len = newline != NULL ? (size_t)(newline - input.at) : input.len;
        sn_str line = {input.at, len};
        size_t step = newline != NULL ? len + 1 : len;
        input = (sn_str){input.at + step, input.len - step};
        if (len == 0)
            break;
        set_line(r, line);
    }
    return input;
}

static const struct {
    const char *html, *text;
} marks[] = {{"<em>", ""},  {"</em>", ""},    {"&amp;", "&"}, {"&lt;", "<"},
             {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

static void check_marked(sn_str marked, sn_str text)
{
    size_t at = 0;
    while (marked.len > 0) {
        size_t i = 0, n = sizeof marks / sizeof *marks;
        while (i < n && !sn_str_has_prefix(marked, sn_str_of(marks[i].html)))
            i++;
        size_t take = i < n ? strlen(marks[i].html) : 1;
        const char *plain = i < n ? marks[i].text : marked.at;
        size_t len = i < n ? strlen(marks[i].text) : 1;
        for (size_t k = 0; k < len; k++, at++) {
            law(at < text.len);
            char c = (unsigned char)text.at[at] < 0x20 ? ' ' : text.at[at];
            law(c == plain[k]);
        }
        marked = (sn_str){marked.at + take, marked.len - take};
    }
    law(at == text.len);
}

static void check_fragments(const sn_highlighter *h, const sn_fragment *f, size_t n)
{
    law(n <= SN_FRAGMENTS_MAX);
    for (size_t i = 0; i < n; i++) {
        SN_CLEANUP(sn_buf) sn_buf out = SN_BUF((size_t)64 << 20);
        law(f[i].first <= f[i].last && f[i].last < h->n_words);
        law(sn_highlight_fragment(h, &f[i], &out) == SN_OK);
        law(sn_utf8_is_valid(sn_buf_str(&out), NULL));
    }
}

static void check_passages(const sn_highlighter *h)
{
    sn_fragment f[SN_FRAGMENTS_MAX];
    size_t n = sn_highlight_fragments(h, f);
    check_fragments(h, f, n);
    if (n == 0)
        check_fragments(h, f, sn_highlight_beginning(h, &f[0]) ? 1 : 0);
}

/* Places that have nothing to do with the text but its bytes. */
static void check_placed(sn_highlighter *h, sn_str text)
{
    enum { SPOTS = 6 };
    const sn_question *q = h->question;
    sn_fragment f[SN_FRAGMENTS_MAX];
    sn_spot at[SPOTS];
    bool stands[SN_LIMIT_QUERY_TERMS] = {false}, is_any = false;
    sn_spots spots = {at, 0, 1 + (uint32_t)text.len / 6, stands};
    uint32_t pos = 0;
    for (size_t i = 0; i < SPOTS && q->n_words > 0; i++) {
        unsigned char byte = (unsigned char)text.at[i * 7 % text.len];
        size_t word = byte % q->n_words;
        pos += 1 + byte % 64;
        stands[word] = byte % 3 > 0;
        at[spots.n++] = (sn_spot){pos, (uint32_t)word + 1, q->words[word].stem};
    }
    size_t n = 0;
    law(sn_highlight_passages(h, text, &spots, f, &n) == SN_OK);
    check_fragments(h, f, n);
    law(sn_highlight_opening(h, text, &is_any, f) == SN_OK);
    check_fragments(h, f, is_any ? 1 : 0);
}

/* Every unit hangs in the tree once; groups have two children at least. */
static size_t count_units(const sn_question *q, size_t node, size_t depth)
{
    size_t n = 0, children = 0;
    law(depth <= 2 * SN_LIMIT_QUERY_DEPTH + 2 && node < q->n_nodes);
    if (q->nodes[node].kind == SN_NODE_UNIT) {
        law(q->nodes[node].unit < q->n_units);
        return 1;
    }
    for (size_t i = q->nodes[node].first; i != 0; i = q->nodes[i].next, children++)
        n += count_units(q, i, depth + 1);
    law(node == 0 || children > 1);
    return n;
}

static void check_tree(sn_analyzer *analyzer, const sn_question *q)
{
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF((size_t)1 << 20);
    SN_CLEANUP(sn_question) sn_question again = {0};
    sn_problem problem = {0};
    law(count_units(q, 0, 0) <= q->n_units);
    for (size_t i = 0; i < q->n_dates; i++)
        law(q->dates[i].text.len > 0 && !(q->dates[i].is_soft && q->dates[i].is_relative));
    sn_question_describe(q, &text);
    law(sn_buf_status(&text) == SN_OK && sn_utf8_is_valid(sn_buf_str(&text), NULL));
    sn_status s = sn_question_read(analyzer, sn_buf_str(&text), &again, &problem);
    law(s == SN_OK || s == SN_ELIMIT);
}

static void check_literal(sn_analyzer *analyzer, const char *query)
{
    SN_CLEANUP(sn_question) sn_question q = {0};
    sn_problem problem = {0};
    sn_question_opts opts = {.is_literal = true};
    sn_status s = sn_question_read_as(analyzer, sn_str_of(query), &opts, &q, &problem);
    law(s == SN_OK || strstr(problem.detail, "QUERY_DEPTH") == NULL);
    law(q.n_fields == 0 && q.n_dates == 0);
}

static void check_question(sn_analyzer *analyzer, const char *query, sn_str text)
{
    SN_CLEANUP(sn_question) sn_question q = {0};
    sn_problem problem = {0};
    sn_question_opts opts = {.now_sec = 1795000000, .reads_dates = true};
    sn_status s = sn_question_read_as(analyzer, sn_str_of(query), &opts, &q, &problem);
    law(s == SN_OK || s == SN_ELIMIT);
    check_literal(analyzer, query);
    if (s == SN_ELIMIT) {
        check_problem(&problem);
        return;
    }
    check_tree(analyzer, &q);
    law(q.n_words <= SN_LIMIT_QUERY_TERMS && q.n_units <= SN_LIMIT_QUERY_TERMS);
    law(q.n_terms <= SN_LIMIT_QUERY_TERMS && q.n_scored <= q.n_words);
    if (text.len == 0 || !sn_utf8_is_valid(text, NULL) || memchr(text.at, '\0', text.len) != NULL)
        return;
    SN_CLEANUP(sn_highlighter) sn_highlighter h = {.analyzer = analyzer, .question = &q};
    SN_CLEANUP(sn_buf) sn_buf whole = SN_BUF((size_t)64 << 20);
    law(sn_highlight_read(&h, text) == SN_OK);
    law(sn_highlight_whole(&h, &whole) == SN_OK);
    check_marked(sn_buf_str(&whole), text);
    check_passages(&h);
    h.passage_chars = 40;
    check_placed(&h, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sn_analyzer *analyzer;
    SN_CLEANUP(sn_request) sn_request r = {0};
    if (analyzer == NULL)
        law(sn_analyzer_create(sn_lexicon_builtin(), &analyzer) == SN_OK);
    law(sn_request_init(&r) == SN_OK);
    sn_str text = set_lines(&r, (sn_str){(const char *)data, size});
    law(r.limit >= 1 && r.limit <= SN_LIMIT_RUN_HITS);
    law(r.offset >= 0 && r.offset <= SN_LIMIT_DEPTH_HITS);
    check_question(analyzer, r.q, text);
    return 0;
}
