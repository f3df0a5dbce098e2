#include "indexer/readers/xml_stream_internal.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RAW_BYTES     16384
#define CONTEXT_BYTES 4096

static sn_status create_parser(sn_xml_stream *x)
{
    xmlSAXHandler sax;
    sn_xml_sax(&sax);
    x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (x->parser == NULL)
        return SN_ENOMEM;
    /* What is fed is UTF-8 by now, whatever it declares. */
    xmlCtxtUseOptions(x->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    return SN_OK;
}

sn_status sn_xml_stream_create(sn_input *input, const sn_xml_kind *kind, sn_xml_stream **out,
                               sn_error *err)
{
    sn_str head = {0};
    sn_status s = sn_input_head(input, &head, err);
    sn_xml_stream *x = s == SN_OK ? calloc(1, sizeof *x) : NULL;
    if (x == NULL)
        return s != SN_OK ? s : SN_ENOMEM;
    x->input = input;
    x->kind = kind;
    x->context = -1;
    x->decoded = SN_BUF(4 * RAW_BYTES);
    x->piece = SN_BUF(16 * RAW_BYTES);
    x->text = SN_BUF(SN_LIMIT_ARTICLE_BYTES);
    for (size_t i = 0; i < SN_XML_CONTEXT_MAX; i++)
        x->contexts[i] = SN_BUF(CONTEXT_BYTES);
    s = sn_decoder_create(sn_encoding_of_xml(head), &x->decoder, err);
    if (s == SN_OK)
        s = create_parser(x);
    if (s == SN_OK)
        *out = x;
    else
        sn_xml_stream_destroy(x);
    return s;
}

/* libxml2 makes a document by itself for the entities that a text declares, and leaves it to us. */
static void free_parser(xmlParserCtxt *parser)
{
    if (parser == NULL)
        return;
    xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    xmlFreeParserCtxt(parser);
}

void sn_xml_stream_destroy(sn_xml_stream *x)
{
    if (x == NULL)
        return;
    for (size_t i = x->first; i < x->n_items; i++)
        xmlFreeNode(x->items[i].tree);
    free(x->items);
    xmlFreeNode(x->given.tree);
    xmlFreeNode(x->record);
    free_parser(x->parser);
    sn_decoder_destroy(x->decoder);
    sn_buf_done(&x->decoded);
    sn_buf_done(&x->piece);
    sn_buf_done(&x->text);
    for (size_t i = 0; i < SN_XML_CONTEXT_MAX; i++)
        sn_buf_done(&x->contexts[i]);
    free(x);
}

static void hand_over(sn_xml_stream *x, const sn_xml_item *item)
{
    sn_xml_item *items = sn_grow(x->items, x->n_items, &x->room, sizeof *items);
    if (items == NULL) {
        x->fatal = SN_ENOMEM;
        xmlFreeNode(item->tree);
        return;
    }
    x->items = items;
    x->items[x->n_items++] = *item;
}

void sn_xml_record_end(sn_xml_stream *x)
{
    x->current.tree = x->is_bad ? NULL : x->record;
    if (x->is_bad) {
        xmlFreeNode(x->record);
        x->had_bad = true;
    }
    hand_over(x, &x->current);
    x->record = x->open = NULL;
    x->in_record = x->is_bad = false;
    x->depth = 0;
    sn_buf_clear(&x->text);
}

void sn_xml_tell(sn_xml_stream *x, sn_status status, const char *format, ...)
{
    sn_xml_item item = {.status = status, .number = x->n_records};
    va_list args;
    item.line = x->parser->input != NULL ? (uint64_t)x->parser->input->line : 1;
    x->told_line = item.line;
    va_start(args, format);
    vsnprintf(item.why.msg, sizeof item.why.msg, format, args);
    va_end(args);
    item.why.msg[sn_utf8_cut(sn_str_of(item.why.msg), sizeof item.why.msg - 1).len] = '\0';
    hand_over(x, &item);
}

/* The last of the file, or of what can be read of it. */
static void end_input(sn_xml_stream *x, bool broke_off)
{
    x->ending = true;
    if (!broke_off)
        xmlParseChunk(x->parser, NULL, 0, 1);
    x->ended = true;
    if (x->in_record) {
        if (!x->is_bad)
            x->current.status =
                sn_fail(&x->current.why, SN_EINVAL, "the file ends in the middle of it");
        x->is_bad = true;
        sn_xml_record_end(x);
    }
}

/* libxml2 does not go on. The refusal for what it stopped at says so, if there is one. */
static void break_off(sn_xml_stream *x)
{
    sn_xml_item *last = x->n_items > x->first ? &x->items[x->n_items - 1] : NULL;
    bool told = last != NULL && last->tree == NULL && !x->in_record;
    end_input(x, true);
    if (x->stopped)
        return;
    if (!told)
        sn_xml_tell(x, SN_EINVAL, "XML that cannot be read on; what is behind is lost");
    else if (strlen(last->why.msg) + 40 < sizeof last->why.msg)
        strcat(last->why.msg, "; what is behind is lost");
}

static sn_status feed(sn_xml_stream *x, sn_error *err)
{
    char raw[RAW_BYTES];
    size_t n = 0;
    sn_status s = sn_input_read(x->input, raw, sizeof raw, &n, err);
    if (s == SN_EINVAL || s == SN_ELIMIT) {
        end_input(x, true);
        sn_xml_tell(x, s, "%s", err != NULL ? err->msg : "");
        return SN_OK;
    }
    sn_buf_clear(&x->decoded);
    sn_buf_clear(&x->piece);
    if (s == SN_OK)
        s = sn_decoder_feed(x->decoder, (sn_str){raw, n}, n == 0, &x->decoded);
    if (s == SN_OK)
        s = sn_xml_guard_feed(&x->guard, sn_buf_str(&x->decoded), n == 0, &x->piece);
    if (s != SN_OK)
        return s;
    if (x->piece.len > 0)
        xmlParseChunk(x->parser, x->piece.at, (int)x->piece.len, 0);
    if (x->parser->disableSAX != 0)
        break_off(x);
    else if (n == 0)
        end_input(x, false);
    return x->fatal;
}

sn_status sn_xml_stream_next(sn_xml_stream *x, xmlNode **out, sn_error *err)
{
    xmlFreeNode(x->given.tree);
    x->given.tree = NULL;
    while (x->first == x->n_items) {
        x->first = x->n_items = 0;
        if (x->ended)
            return SN_DONE;
        sn_status s = feed(x, err);
        if (s != SN_OK)
            return s;
    }
    x->given = x->items[x->first++];
    if (x->given.tree == NULL)
        return sn_fail(err, x->given.status, "%s", x->given.why.msg);
    *out = x->given.tree;
    return SN_OK;
}

uint64_t sn_xml_stream_line(const sn_xml_stream *x)
{
    return x->given.line;
}

uint64_t sn_xml_stream_number(const sn_xml_stream *x)
{
    return x->given.number;
}

sn_str sn_xml_stream_context(const sn_xml_stream *x, const char *name)
{
    for (size_t i = 0; x->kind->context[i] != NULL; i++)
        if (strcmp(x->kind->context[i], name) == 0)
            return sn_buf_str(&x->contexts[i]);
    return (sn_str){0};
}
