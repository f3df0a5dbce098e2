/* Laws of the HTML writer: random trees with random text are read back, by a strict reader of our own (tests/html/scan.h) and by
 * libxml2's HTML parser, as what was written: elements, attributes, text. */
#include "tests/unit/base/testing.h"

#include "base/html_writer.h"
#include "tests/html/scan.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define PAGE_BYTES  ((size_t)1 << 22)
#define NODES_MAX   200
#define PIECE_CHARS 12

/* What others have broken out of pages with. */
static const char *const pieces[] = {"<script>",
                                     "</script>",
                                     "\"",
                                     "'",
                                     "`",
                                     "<",
                                     ">",
                                     "&",
                                     "&lt;",
                                     "&#x3c;",
                                     "&amp;lt;",
                                     "&quot",
                                     "-->",
                                     "<!--",
                                     "]]>",
                                     "<![CDATA[",
                                     "</textarea",
                                     "</title>",
                                     "/>",
                                     "=",
                                     " onload=x",
                                     "javascript:",
                                     "\r\n",
                                     "\n",
                                     "\t",
                                     "\x01",
                                     "\x1f",
                                     "\x7f",
                                     "\xC2\x85",
                                     "\xE2\x80\xA8",
                                     "\xE2\x80\xAE",
                                     "\xE2\x80\x8C",
                                     "\xEF\xBB\xBF",
                                     "پل",
                                     "کتاب‌ها",
                                     "۱۲٫۵",
                                     "\\",
                                     "{{7*7}}",
                                     "${x}",
                                     "\xF0\x9F\x92\xA9"};
static const char *const elements[] = {"p",  "a",  "span", "section", "article", "li",
                                       "ol", "h2", "time", "mark",    "em",      "div"};
static const char *const attributes[] = {"id", "class", "href", "title", "data-x", "aria-label"};

/* What was written, in the order of events: a line each, values as a parser gives them. */
typedef struct written {
    sn_html html;
    sn_buf page, events;
    sn_buf texts, values; /* all of them one behind the other, for libxml2 */
    unsigned left;
} written;

static void random_value(uint64_t *seed, sn_buf *out)
{
    for (uint32_t n = random_below(seed, 8); n > 0; n--) {
        sn_buf_add_str(out, sn_str_of(pieces[random_below(seed, COUNT_OF(pieces))]));
        if (random_below(seed, 4) == 0)
            random_text(seed, random_below(seed, PIECE_CHARS), out);
    }
}

/* Control characters are written as blanks. */
static void add_as_read(sn_buf *out, sn_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        sn_buf_add_byte(out, (c < 0x20 && c != '\n') || c == 0x7f ? ' ' : c);
    }
}

static void add_event(sn_buf *out, const char *kind, sn_str element, sn_str name, sn_str value)
{
    sn_buf_add_format(out, "%s %.*s %.*s [", kind, (int)element.len, element.at, (int)name.len,
                      name.at != NULL ? name.at : "");
    sn_buf_add_str(out, value);
    sn_buf_add_str(out, SN_STR("]\n"));
}

static void write_text(written *w, uint64_t *seed, const char *element)
{
    SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(PAGE_BYTES), as_read = SN_BUF(PAGE_BYTES);
    sn_buf_add_byte(&value, 'x'); /* a text of blanks only may be left out by a parser */
    random_value(seed, &value);
    add_as_read(&as_read, sn_buf_str(&value));
    sn_html_str(&w->html, sn_buf_str(&value));
    add_event(&w->events, "text", sn_str_of(element), SN_STR(""), sn_buf_str(&as_read));
    sn_buf_add_str(&w->texts, sn_buf_str(&as_read));
}

static void write_attributes(written *w, uint64_t *seed, const char *element)
{
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        SN_CLEANUP(sn_buf) sn_buf value = SN_BUF(PAGE_BYTES), as_read = SN_BUF(PAGE_BYTES);
        if (random_below(seed, 3) != 0)
            continue;
        random_value(seed, &value);
        add_as_read(&as_read, sn_buf_str(&value));
        sn_html_attr(&w->html, attributes[i], sn_buf_str(&value));
        add_event(&w->events, "attr", sn_str_of(element), sn_str_of(attributes[i]),
                  sn_buf_str(&as_read));
        sn_buf_add_str(&w->values, sn_buf_str(&as_read));
    }
}

/* Where libxml2 knows which elements end others, only what nests anywhere: spans; elsewhere whatever comes. */
static void write_node(written *w, uint64_t *seed, unsigned depth, bool only_spans)
{
    const char *element = only_spans ? "span" : elements[random_below(seed, COUNT_OF(elements))];
    w->left--;
    sn_html_begin(&w->html, element);
    add_event(&w->events, "begin", sn_str_of(element), SN_STR(""), SN_STR(""));
    write_attributes(w, seed, element);
    bool was_text = false; /* two texts side by side are one */
    for (uint32_t n = random_below(seed, 5); n > 0 && w->left > 0; n--) {
        if (!was_text && random_below(seed, 2) == 0) {
            write_text(w, seed, element);
            was_text = true;
        } else if (depth + 2 < SN_HTML_WRITER_DEPTH) {
            write_node(w, seed, depth + 1, only_spans);
            was_text = false;
        }
    }
    sn_html_end(&w->html);
    add_event(&w->events, "end", sn_str_of(element), SN_STR(""), SN_STR(""));
}

static void write_tree(written *w, uint64_t *seed, bool only_spans)
{
    *w = (written){.left = 1 + random_below(seed, NODES_MAX)};
    w->page = w->events = w->texts = w->values = SN_BUF(PAGE_BYTES);
    w->html = SN_HTML(&w->page);
    sn_html_doctype(&w->html);
    write_node(w, seed, 0, only_spans);
    assert_int_equal(sn_html_finish(&w->html), SN_OK);
    assert_int_equal(sn_buf_status(&w->events), SN_OK);
}

static void written_done(written *w)
{
    sn_buf_done(&w->page);
    sn_buf_done(&w->events);
    sn_buf_done(&w->texts);
    sn_buf_done(&w->values);
}

/* Texts are longer than what cmocka shows. */
static void assert_same(const sn_buf *got, const sn_buf *want)
{
    size_t i = 0;
    while (i < got->len && i < want->len && got->at[i] == want->at[i])
        i++;
    if (i == got->len && i == want->len)
        return;
    size_t from = i > 20 ? i - 20 : 0;
    fail_msg("at %zu: [%.60s] for [%.60s]", i, sn_buf_text(got) + from, sn_buf_text(want) + from);
}

static bool keep_event(void *ctx, const html_event *e)
{
    static const char *const kinds[] = {"begin", "attr", "text", "end"};
    add_event(ctx, kinds[e->kind], e->element, e->name, e->value);
    return true;
}

static void what_is_written_is_read_back(void **state)
{
    uint64_t seed = test_seed();
    (void)state;
    for (unsigned turn = 0; turn < test_iters(2000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf got = SN_BUF(PAGE_BYTES);
        written w;
        write_tree(&w, &seed, false);
        const char *wrong = html_scan(sn_buf_str(&w.page), keep_event, &got);
        if (wrong != NULL)
            fail_msg("%s: %s", wrong, sn_buf_text(&w.page));
        assert_same(&got, &w.events);
        written_done(&w);
    }
}

/* ---- libxml2 ---- */

static void collect(const xmlNode *node, sn_buf *texts, sn_buf *values)
{
    for (; node != NULL; node = node->next) {
        if (node->type == XML_TEXT_NODE)
            sn_buf_add_str(texts, sn_str_of((const char *)node->content));
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
            for (const xmlNode *value = a->children; value != NULL; value = value->next)
                sn_buf_add_str(values, sn_str_of((const char *)value->content));
        }
        assert_true(
            xmlStrEqual(node->name, BAD_CAST "span") || xmlStrEqual(node->name, BAD_CAST "html") ||
            xmlStrEqual(node->name, BAD_CAST "body") || xmlStrEqual(node->name, BAD_CAST "p"));
        collect(node->children, texts, values);
    }
}

/* It leaves out U+FFFE and U+FFFF in some places, which XML does not have. */
static void without_noncharacters(sn_buf *b)
{
    size_t to = 0;
    for (size_t i = 0; i < b->len; i++) {
        if (b->len - i >= 3 && memcmp(b->at + i, "\xEF\xBF", 2) == 0 &&
            (unsigned char)b->at[i + 2] >= 0xBE)
            i += 2;
        else
            b->at[to++] = b->at[i];
    }
    sn_buf_cut(b, to);
}

static void another_parser_reads_the_same(void **state)
{
    const int options =
        HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_RECOVER;
    uint64_t seed = test_seed() + 1;
    (void)state;
    for (unsigned turn = 0; turn < test_iters(1000); turn++) {
        SN_CLEANUP(sn_buf) sn_buf texts = SN_BUF(PAGE_BYTES), values = SN_BUF(PAGE_BYTES);
        written w;
        write_tree(&w, &seed, true);
        htmlDocPtr document = htmlReadMemory(w.page.at, (int)w.page.len, NULL, "utf-8", options);
        assert_non_null(document);
        collect(document->children, &texts, &values);
        sn_buf *const all[] = {&texts, &values, &w.texts, &w.values};
        for (size_t i = 0; i < COUNT_OF(all); i++)
            without_noncharacters(all[i]);
        assert_same(&texts, &w.texts);
        assert_same(&values, &w.values);
        xmlFreeDoc(document);
        written_done(&w);
    }
    xmlCleanupParser();
}

/* The reader refuses what the writer never writes: otherwise the laws above would say nothing. */
static void the_reader_is_strict(void **state)
{
    static const char *const broken[] = {
        "<p>",
        "<p></a>",
        "</p>",
        "<p>&lt</p>",
        "<p>&copy;</p>",
        "<p>a\"b</p>",
        "<p>a>b</p>",
        "<p>a'b</p>",
        "<p>\x01</p>",
        "<p id=x></p>",
        "<p id='x'></p>",
        "<p id=\"x></p>",
        "<p id=\"<\"></p>",
        "<p/>",
        "<!-- x -->",
        "<P></P>",
        "<p  id></p>",
        "a & b",
    };
    static const char *const unsafe[] = {
        "<script>x</script>",
        "<script src=\"https://x.example/\"></script>",
        "<style></style>",
        "<p style=\"x\"></p>",
        "<p onclick=\"x\"></p>",
        "<a href=\"javascript:x\"></a>",
        "<a href=\"//x.example\"></a>",
        "<a href=\"/\\x.example\"></a>",
        "<a href=\" https://x.example\"></a>",
        "<a href=\"data:text/html,x\"></a>",
        "<base href=\"/\">",
        "<meta http-equiv=\"refresh\">",
        "<form action=\"https://x.example/\"></form>",
        "<link href=\"https://x.example/\">",
        "<iframe></iframe>",
        "<a href=\"\"></a>",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        if (html_scan(sn_str_of(broken[i]), NULL, NULL) == NULL)
            fail_msg("taken: %s", broken[i]);
    }
    for (size_t i = 0; i < COUNT_OF(unsafe); i++) {
        if (html_scan(sn_str_of(unsafe[i]), NULL, NULL) != NULL ||
            html_is_safe(sn_str_of(unsafe[i])) == NULL)
            fail_msg("taken: %s", unsafe[i]);
    }
    assert_null(html_is_safe(
        SN_STR("<!DOCTYPE html>\n<a href=\"/?q=1\" hidden>x<br></a><svg viewBox=\"0\"></svg>"
               "<script type=\"module\" src=\"/assets/a.js\"></script>")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reader_is_strict),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(another_parser_reads_the_same),
    };
    return cmocka_run_group_tests_name("base/html_writer_laws", tests, NULL, NULL);
}
