/* Laws of the markup stripper: its text is well-formed, never longer than what came in, and the same when
 * there is no markup; a line has no line end. */
#include "base/utf8.h"
#include "intake/markup.h"
#include "tests/fuzz/law.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(size + 1);
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(size + 1);
    if (!sn_utf8_is_valid(text, NULL))
        return 0;
    law(sn_markup_strip(text, SN_MARKUP_TEXT, &out) == SN_OK);
    law(sn_markup_strip(text, SN_MARKUP_LINE, &line) == SN_OK);
    law(out.len <= size && line.len <= size);
    law(sn_utf8_is_valid(sn_buf_str(&out), NULL) && sn_utf8_is_valid(sn_buf_str(&line), NULL));
    law(line.len == 0 || memchr(line.at, '\n', line.len) == NULL);
    if (!sn_markup_may_be_in(text))
        law(sn_str_equal(text, sn_buf_str(&out)));
    return 0;
}
