/* A text with the words that were found, marked. */
#include "http/pages/search/hits.h"

#include <cjson/cJSON.h>

/* The bytes of the first n code points of s, or of all it has. */
static size_t bytes_of(sn_str s, int64_t n)
{
    size_t i = 0;
    while (i < s.len && n > 0) {
        i++;
        while (i < s.len && ((unsigned char)s.at[i] & 0xc0) == 0x80)
            i++;
        n--;
    }
    return i;
}

static sn_str take(sn_str *rest, int64_t points)
{
    size_t n = bytes_of(*rest, points);
    sn_str piece = {rest->at, n};
    *rest = (sn_str){rest->at + n, rest->len - n};
    return piece;
}

void sn_marked_write(const sn_view *v, const char *text, const cJSON *ranges)
{
    sn_str rest = sn_str_of(text);
    int64_t at = 0;
    const cJSON *range;
    cJSON_ArrayForEach(range, ranges)
    {
        int64_t begin = sn_view_int(cJSON_GetArrayItem(range, 0));
        int64_t end = sn_view_int(cJSON_GetArrayItem(range, 1));
        if (begin < at || end <= begin)
            continue;
        sn_html_str(v->h, take(&rest, begin - at));
        sn_html_begin(v->h, "mark");
        sn_html_str(v->h, take(&rest, end - begin));
        sn_html_end(v->h);
        at = end;
    }
    sn_html_str(v->h, rest);
}
