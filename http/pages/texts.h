/* http/pages/texts - what pages say, in Persian and English; the table is pages/texts.json, which the scripts
 * of the pages read, too. "search.total" there is SN_TEXT_SEARCH_TOTAL here. */
#ifndef SN_HTTP_PAGES_TEXTS_H
#define SN_HTTP_PAGES_TEXTS_H

#include "base/html_writer.h"

typedef enum sn_lang { SN_LANG_FA, SN_LANG_EN } sn_lang;

typedef enum sn_text_id {
#define SN_TEXT_ROW(name, fa, en) SN_TEXT_##name,
#include "http/pages/texts.def"
#undef SN_TEXT_ROW
    SN_TEXTS
} sn_text_id;

/* "fa", "en". SN_EINVAL: another. */
SN_MUST_USE sn_status sn_lang_of(sn_str name, sn_lang *out);
const char *sn_lang_name(sn_lang lang);
const char *sn_lang_direction(sn_lang lang); /* "rtl", "ltr" */

const char *sn_text(sn_lang lang, sn_text_id id);

/* What stands in place of {name} in a text. */
typedef struct sn_fill {
    const char *name;
    sn_str value;
} sn_fill;

/* Append the text with its holes filled; one that is not in fills stays as it is. The status of *out, here and below. */
sn_status sn_text_fill(sn_lang lang, sn_text_id id, const sn_fill *fills, size_t n, sn_buf *out);

/* Append a number as the language writes it: ۱٬۲۴۳ or 1,243. */
sn_status sn_number_write(sn_lang lang, int64_t value, sn_buf *out);

#endif
