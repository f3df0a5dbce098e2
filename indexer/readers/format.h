/* indexer/readers/format - the formats that are read: one row each. Internal to readers/.
 *
 * A new format is a file with the functions of a row, declared below, and its row in format.c. */
#ifndef SN_READERS_FORMAT_H
#define SN_READERS_FORMAT_H

#include "indexer/readers/input.h"
#include "indexer/readers/lines.h"
#include "indexer/readers/mapping.h"
#include "indexer/readers/reader.h"

/* What a format reads from, and where it is. */
typedef struct sn_reading {
    sn_input *input;
    const sn_mapping *mapping; /* of names, or NULL */
    const char *address;       /* where it comes from, or NULL */
    bool begun;                /* for the format: the first record was asked for, or stands above */
    uint64_t line;             /* where the record last given or refused begins, from 1 */
    void *state;               /* the format's own */
} sn_reading;

typedef struct sn_format {
    const char *name; /* for --format */
    const char *help;
    bool maps; /* it has names that a mapping may explain */
    /* Do a file's first bytes (no byte order mark of UTF-8, no white space in front) look like it? */
    bool (*matches)(sn_str head);
    sn_status (*open)(sn_reading *reading, sn_error *err);
    /* As sn_reader_next. */
    sn_status (*next)(sn_reading *reading, sn_article *out, sn_error *err);
    void (*close)(sn_reading *reading); /* of one that was opened */
    /* Of formats a line of which may be a record whatever stands above it: its lines, or NULL if it is not so here.
     * NULL: of others. */
    sn_lines *(*lines)(const sn_reading *reading);
    unsigned traits; /* SN_READER_… */
} sn_format;

/* Is it a record that was refused, and not the end of reading? */
bool sn_reading_is_refusal(sn_status s);
/* Records that may all stand on one line are told by their number, too: s, and that of a refusal in *err. */
sn_status sn_reading_name_record(sn_status s, uint64_t number, sn_error *err);

/* The table, *n rows; the first that matches is taken. */
const sn_format *sn_formats(size_t *n);
/* NULL: none has this name. */
const sn_format *sn_format_named(const char *name);
/* By content. The last row takes what nothing else matches, and says what is wrong with it; NULL: there is
 * nothing in it but white space. */
const sn_format *sn_format_of(sn_str head);
/* The same of a file that a mapping is for: JSON if it begins with {, otherwise a table. */
const sn_format *sn_format_of_mapped(sn_str head);

/* The rows. */
sn_status sn_page_open(sn_reading *reading, sn_error *err);
sn_status sn_page_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_page_close(sn_reading *reading);
sn_status sn_json_open(sn_reading *reading, sn_error *err); /* with and without a mapping */
sn_lines *sn_json_lines(const sn_reading *reading);
sn_status sn_ninjs_open(sn_reading *reading, sn_error *err);
sn_status sn_json_feed_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_json_feed_close(sn_reading *reading);
sn_status sn_elastic_open(sn_reading *reading, sn_error *err);
sn_status sn_elastic_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_elastic_close(sn_reading *reading);
sn_status sn_csv_open(sn_reading *reading, sn_error *err);
sn_status sn_csv_format_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_csv_close(sn_reading *reading);
sn_status sn_html_open(sn_reading *reading, sn_error *err);
sn_status sn_html_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_html_close(sn_reading *reading);
bool sn_omega_begin(sn_str head);
sn_status sn_omega_open(sn_reading *reading, sn_error *err);
sn_status sn_omega_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_omega_close(sn_reading *reading);
sn_status sn_sphinx_open(sn_reading *reading, sn_error *err);
sn_status sn_newsml_open(sn_reading *reading, sn_error *err);
sn_status sn_rss_open(sn_reading *reading, sn_error *err);
sn_status sn_wordpress_open(sn_reading *reading, sn_error *err);
sn_status sn_atom_open(sn_reading *reading, sn_error *err);
sn_status sn_sitemap_open(sn_reading *reading, sn_error *err);
sn_status sn_xml_format_next(sn_reading *reading, sn_article *out, sn_error *err);
void sn_xml_format_close(sn_reading *reading);

#endif
