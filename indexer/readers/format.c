#include "indexer/readers/format.h"

#include <string.h>

static bool is_json(sn_str head)
{
    return head.at[0] == '{';
}

static bool is_anything(sn_str head)
{
    return head.len > 0;
}

static const sn_format formats[] = {
    {"json", "JSON lines: one article a line", is_json, sn_json_lines_open, sn_json_lines_next,
     sn_source_lines_close},
    {"page", "a news page saved as text", is_anything, sn_page_open, sn_page_next,
     sn_source_lines_close},
};

const sn_format *sn_formats(size_t *n)
{
    *n = sizeof formats / sizeof *formats;
    return formats;
}

const sn_format *sn_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const sn_format *sn_format_of(sn_str head)
{
    sn_str bom = SN_STR("\xef\xbb\xbf");
    if (sn_str_has_prefix(head, bom))
        head = (sn_str){head.at + bom.len, head.len - bom.len};
    head = sn_str_trim(head);
    for (size_t i = 0; head.len > 0 && i < sizeof formats / sizeof *formats; i++)
        if (formats[i].matches(head))
            return &formats[i];
    return NULL;
}
