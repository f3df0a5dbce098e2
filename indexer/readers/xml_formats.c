/* The formats of XML: which elements are records, and who reads one. */
#include "indexer/readers/format.h"

#include "indexer/readers/xml_feeds.h"

#include <stdlib.h>

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

typedef struct xml_format {
    sn_xml_kind kind;
    sn_xml_map *map; /* NULL: of names that a mapping explains */
} xml_format;

typedef struct xml_source {
    const xml_format *format;
    sn_xml_stream *stream;
    sn_draft draft;
} xml_source;

static sn_status open_format(sn_reading *reading, const xml_format *format, sn_error *err)
{
    xml_source *own = calloc(1, sizeof *own);
    if (own == NULL)
        return SN_ENOMEM;
    own->format = format;
    sn_draft_init(&own->draft);
    reading->line = 1;
    sn_status s = sn_xml_stream_create(reading->input, &format->kind, &own->stream, err);
    if (s == SN_OK)
        reading->state = own;
    else
        free(own);
    return s;
}

static const xml_format rss = {{NAMES("rss", "rdf:RDF"), NAMES("item"), NAMES("title", "language")},
                               sn_map_rss_item};
static const xml_format wordpress = {{NAMES("rss"), NAMES("item"), NAMES("title", "language")},
                                     sn_map_wordpress_item};
static const xml_format atom = {{NAMES("feed", "entry"), NAMES("entry"), NAMES("title", "name")},
                                sn_map_atom_entry};
static const xml_format sitemap = {{NAMES("urlset"), NAMES("url"), NAMES("")}, sn_map_sitemap_url};

static const xml_format newsml = {{NAMES("newsMessage", "newsItem"), NAMES("newsItem"), NAMES("")},
                                  sn_map_news_item};

static const xml_format sphinx = {
    {NAMES("sphinx:docset"), NAMES("sphinx:document", "sphinx:killlist"), NAMES("")}, NULL};

sn_status sn_sphinx_open(sn_reading *reading, sn_error *err)
{
    return open_format(reading, &sphinx, err);
}

sn_status sn_newsml_open(sn_reading *reading, sn_error *err)
{
    return open_format(reading, &newsml, err);
}

sn_status sn_rss_open(sn_reading *reading, sn_error *err)
{
    return open_format(reading, &rss, err);
}

sn_status sn_wordpress_open(sn_reading *reading, sn_error *err)
{
    return open_format(reading, &wordpress, err);
}

sn_status sn_atom_open(sn_reading *reading, sn_error *err)
{
    return open_format(reading, &atom, err);
}

sn_status sn_sitemap_open(sn_reading *reading, sn_error *err)
{
    return open_format(reading, &sitemap, err);
}

static sn_status map_record(const sn_reading *reading, const xmlNode *record, sn_error *err)
{
    xml_source *own = reading->state;
    return own->format->map != NULL
               ? own->format->map(own->stream, record, &own->draft, err)
               : sn_map_sphinx_document(record, reading->mapping, &own->draft, err);
}

sn_status sn_xml_format_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    xml_source *own = reading->state;
    for (;;) {
        xmlNode *record = NULL;
        sn_status s = sn_xml_stream_next(own->stream, &record, err);
        if (s == SN_DONE)
            return s;
        reading->line = sn_xml_stream_line(own->stream);
        sn_draft_clear(&own->draft);
        if (s == SN_OK)
            s = map_record(reading, record, err);
        if (s == SN_DONE)
            continue;
        if (s == SN_OK)
            s = sn_draft_finish(&own->draft, out, err);
        if (s == SN_OK)
            return s;
        uint64_t number = sn_xml_stream_number(own->stream);
        return number == 0 ? s : sn_fail_in(err, s, "record %llu", (unsigned long long)number);
    }
}

void sn_xml_format_close(sn_reading *reading)
{
    xml_source *own = reading->state;
    sn_xml_stream_destroy(own->stream);
    sn_draft_done(&own->draft);
    free(own);
}
