/* A web page saved as HTML: one article. */
#include "indexer/readers/format.h"

#include "base/limits.h"
#include "indexer/readers/decode.h"
#include "indexer/readers/html.h"

#define PIECE_BYTES 16384

sn_status sn_html_open(sn_reading *reading, sn_error *err)
{
    (void)err;
    reading->line = 1;
    return SN_OK;
}

void sn_html_close(sn_reading *reading)
{
    (void)reading;
}

static sn_status read_page(sn_reading *reading, sn_decoder *decoder, sn_buf *page, sn_error *err)
{
    char raw[PIECE_BYTES];
    for (size_t n = 1; n > 0;) {
        sn_status s = sn_input_read(reading->input, raw, sizeof raw, &n, err);
        if (s == SN_OK)
            s = sn_decoder_feed(decoder, (sn_str){raw, n}, n == 0, page);
        if (s == SN_ELIMIT && sn_buf_status(page) == SN_ELIMIT)
            return sn_fail(err, s, "the page has more than %d bytes (HTML_BYTES)",
                           SN_LIMIT_HTML_BYTES);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

sn_status sn_html_next(sn_reading *reading, sn_article *out, sn_error *err)
{
    SN_CLEANUP_PTR(sn_decoder) sn_decoder *decoder = NULL;
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_HTML_BYTES);
    SN_CLEANUP(sn_draft) sn_draft draft;
    sn_draft_init(&draft);
    sn_str head = {0};
    if (reading->begun)
        return SN_DONE;
    reading->begun = true;
    sn_status s = sn_input_head(reading->input, &head, err);
    if (s == SN_OK)
        s = sn_decoder_create(sn_encoding_of_html(head), &decoder, err);
    if (s == SN_OK)
        s = read_page(reading, decoder, &page, err);
    if (s == SN_OK)
        s = sn_html_map(sn_buf_str(&page), &draft, err);
    if (s == SN_OK && reading->address != NULL && !sn_draft_has(&draft, SN_DRAFT_url))
        sn_draft_set_url(&draft, sn_str_of(reading->address));
    return s == SN_OK ? sn_draft_finish(&draft, out, err) : s;
}
