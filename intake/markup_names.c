#include "intake/markup_names.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#define NAME_BYTES   16
#define ENTITY_BYTES 12

/* Sorted by name. */
static const struct element_row {
    const char *name;
    sn_element element;
} elements[] = {
    {"a", SN_ELEMENT_INLINE},         {"abbr", SN_ELEMENT_INLINE},
    {"acronym", SN_ELEMENT_INLINE},   {"address", SN_ELEMENT_BLOCK},
    {"amp", SN_ELEMENT_INLINE},       {"area", SN_ELEMENT_INLINE},
    {"article", SN_ELEMENT_BLOCK},    {"aside", SN_ELEMENT_BLOCK},
    {"audio", SN_ELEMENT_DROPPED},    {"b", SN_ELEMENT_INLINE},
    {"base", SN_ELEMENT_INLINE},      {"bdi", SN_ELEMENT_INLINE},
    {"bdo", SN_ELEMENT_INLINE},       {"big", SN_ELEMENT_INLINE},
    {"blockquote", SN_ELEMENT_BLOCK}, {"body", SN_ELEMENT_BLOCK},
    {"br", SN_ELEMENT_BREAK},         {"button", SN_ELEMENT_INLINE},
    {"canvas", SN_ELEMENT_DROPPED},   {"caption", SN_ELEMENT_BLOCK},
    {"center", SN_ELEMENT_BLOCK},     {"cite", SN_ELEMENT_INLINE},
    {"code", SN_ELEMENT_INLINE},      {"col", SN_ELEMENT_INLINE},
    {"colgroup", SN_ELEMENT_INLINE},  {"dd", SN_ELEMENT_LINE},
    {"del", SN_ELEMENT_INLINE},       {"details", SN_ELEMENT_BLOCK},
    {"dfn", SN_ELEMENT_INLINE},       {"dir", SN_ELEMENT_BLOCK},
    {"div", SN_ELEMENT_BLOCK},        {"dl", SN_ELEMENT_BLOCK},
    {"dt", SN_ELEMENT_LINE},          {"em", SN_ELEMENT_INLINE},
    {"embed", SN_ELEMENT_INLINE},     {"fieldset", SN_ELEMENT_BLOCK},
    {"figcaption", SN_ELEMENT_BLOCK}, {"figure", SN_ELEMENT_BLOCK},
    {"font", SN_ELEMENT_INLINE},      {"footer", SN_ELEMENT_BLOCK},
    {"form", SN_ELEMENT_BLOCK},       {"h1", SN_ELEMENT_BLOCK},
    {"h2", SN_ELEMENT_BLOCK},         {"h3", SN_ELEMENT_BLOCK},
    {"h4", SN_ELEMENT_BLOCK},         {"h5", SN_ELEMENT_BLOCK},
    {"h6", SN_ELEMENT_BLOCK},         {"head", SN_ELEMENT_DROPPED},
    {"header", SN_ELEMENT_BLOCK},     {"hr", SN_ELEMENT_BLOCK},
    {"html", SN_ELEMENT_BLOCK},       {"i", SN_ELEMENT_INLINE},
    {"iframe", SN_ELEMENT_DROPPED},   {"img", SN_ELEMENT_INLINE},
    {"input", SN_ELEMENT_INLINE},     {"ins", SN_ELEMENT_INLINE},
    {"kbd", SN_ELEMENT_INLINE},       {"label", SN_ELEMENT_INLINE},
    {"legend", SN_ELEMENT_BLOCK},     {"li", SN_ELEMENT_BLOCK},
    {"link", SN_ELEMENT_INLINE},      {"main", SN_ELEMENT_BLOCK},
    {"map", SN_ELEMENT_INLINE},       {"mark", SN_ELEMENT_INLINE},
    {"meta", SN_ELEMENT_INLINE},      {"nav", SN_ELEMENT_BLOCK},
    {"nobr", SN_ELEMENT_INLINE},      {"noscript", SN_ELEMENT_DROPPED},
    {"object", SN_ELEMENT_DROPPED},   {"ol", SN_ELEMENT_BLOCK},
    {"option", SN_ELEMENT_LINE},      {"p", SN_ELEMENT_BLOCK},
    {"param", SN_ELEMENT_INLINE},     {"picture", SN_ELEMENT_INLINE},
    {"pre", SN_ELEMENT_BLOCK},        {"q", SN_ELEMENT_INLINE},
    {"rp", SN_ELEMENT_INLINE},        {"rt", SN_ELEMENT_INLINE},
    {"ruby", SN_ELEMENT_INLINE},      {"s", SN_ELEMENT_INLINE},
    {"samp", SN_ELEMENT_INLINE},      {"script", SN_ELEMENT_DROPPED},
    {"section", SN_ELEMENT_BLOCK},    {"select", SN_ELEMENT_DROPPED},
    {"small", SN_ELEMENT_INLINE},     {"source", SN_ELEMENT_INLINE},
    {"span", SN_ELEMENT_INLINE},      {"strike", SN_ELEMENT_INLINE},
    {"strong", SN_ELEMENT_INLINE},    {"style", SN_ELEMENT_DROPPED},
    {"sub", SN_ELEMENT_INLINE},       {"summary", SN_ELEMENT_BLOCK},
    {"sup", SN_ELEMENT_INLINE},       {"svg", SN_ELEMENT_DROPPED},
    {"table", SN_ELEMENT_BLOCK},      {"tbody", SN_ELEMENT_BLOCK},
    {"td", SN_ELEMENT_SPACE},         {"template", SN_ELEMENT_DROPPED},
    {"textarea", SN_ELEMENT_DROPPED}, {"tfoot", SN_ELEMENT_BLOCK},
    {"th", SN_ELEMENT_SPACE},         {"thead", SN_ELEMENT_BLOCK},
    {"time", SN_ELEMENT_INLINE},      {"title", SN_ELEMENT_BLOCK},
    {"tr", SN_ELEMENT_LINE},          {"track", SN_ELEMENT_INLINE},
    {"tt", SN_ELEMENT_INLINE},        {"u", SN_ELEMENT_INLINE},
    {"ul", SN_ELEMENT_BLOCK},         {"var", SN_ELEMENT_INLINE},
    {"video", SN_ELEMENT_DROPPED},    {"wbr", SN_ELEMENT_INLINE},
};

static int by_name(const void *key, const void *row)
{
    return strcasecmp(key, ((const struct element_row *)row)->name);
}

sn_element sn_element_of(sn_str name)
{
    char text[NAME_BYTES];
    if (memchr(name.at, ':', name.len) != NULL || memchr(name.at, '-', name.len) != NULL)
        return SN_ELEMENT_INLINE;
    if (name.len == 0 || name.len >= sizeof text)
        return SN_ELEMENT_NONE;
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';
    const struct element_row *row =
        bsearch(text, elements, sizeof elements / sizeof *elements, sizeof *elements, by_name);
    return row != NULL ? row->element : SN_ELEMENT_NONE;
}

/* What browsers read for numbers of the C1 controls: pages mean windows-1252. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static uint32_t text_character(uint32_t cp)
{
    if (cp >= 0x80 && cp < 0xA0)
        cp = windows_1252[cp - 0x80];
    bool control =
        (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7F && cp < 0xA0);
    bool surrogate = cp >= 0xD800 && cp < 0xE000;
    return control || surrogate || cp > 0x10FFFF ? 0xFFFD : cp;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

/* Behind "&#". */
static size_t read_number(sn_str text, uint32_t *cp)
{
    size_t i = 2;
    int base = i < text.len && (text.at[i] | 0x20) == 'x' ? 16 : 10;
    uint32_t value = 0;
    i += base == 16 ? 1 : 0;
    size_t first = i;
    while (i < text.len && digit_of(text.at[i]) < base) {
        if (value <= 0x10FFFF)
            value = value * (uint32_t)base + (uint32_t)digit_of(text.at[i]);
        i++;
    }
    if (i == first || i >= text.len || text.at[i] != ';')
        return 0;
    *cp = text_character(value);
    return i + 1;
}

size_t sn_entity_read(sn_str text, uint32_t *cp)
{
    char name[ENTITY_BYTES];
    size_t n = 0;
    if (text.len > 2 && text.at[1] == '#')
        return read_number(text, cp);
    while (n + 1 < text.len && n < sizeof name - 1 && text.at[n + 1] != ';' &&
           ((text.at[n + 1] | 0x20) >= 'a' || n > 0) && text.at[n + 1] > ' ') {
        name[n] = text.at[n + 1];
        n++;
    }
    if (n == 0 || n + 1 >= text.len || text.at[n + 1] != ';')
        return 0;
    name[n] = '\0';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (entity == NULL)
        return 0;
    *cp = entity->value;
    return n + 2;
}
