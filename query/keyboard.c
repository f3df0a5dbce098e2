#include "query/keyboard.h"

#include "base/utf8.h"

/* A Latin key (as written in small letters and capitals) and what it writes. In rows as on the
 * keyboard; the standard is ISIRI 9147:1386, the older one Windows' kbdfa. */
typedef struct key {
    char latin;
    uint16_t persian;
} key;

static const key common[] = {
    {'q', 0x0636}, {'w', 0x0635}, {'e', 0x062b}, {'r', 0x0642}, {'t', 0x0641},  {'y', 0x063a},
    {'u', 0x0639}, {'i', 0x0647}, {'o', 0x062e}, {'p', 0x062d}, {'[', 0x062c},  {']', 0x0686},
    {'a', 0x0634}, {'s', 0x0633}, {'d', 0x06cc}, {'f', 0x0628}, {'g', 0x0644},  {'h', 0x0627},
    {'j', 0x062a}, {'k', 0x0646}, {'l', 0x0645}, {';', 0x06a9}, {'\'', 0x06af}, {'z', 0x0638},
    {'x', 0x0637}, {'c', 0x0632}, {'v', 0x0631}, {'b', 0x0630}, {'n', 0x062f},  {',', 0x0648},
    {'H', 0x0622}, {'C', 0x0698},
};

static const key isiri[] = {
    {'m', 0x067e}, {'A', 0x0624}, {'S', 0x0626}, {'D', 0x064a}, {'F', 0x0625}, {'G', 0x0623},
    {'J', 0x0629}, {'Z', 0x0643}, {'B', 0x200c}, {'M', 0x0621}, {'N', 0x0654},
};

static const key windows[] = {
    {'m', 0x0626}, {'\\', 0x067e}, {'`', 0x067e}, {'G', 0x06c0}, {'Z', 0x0629},
    {'X', 0x064a}, {'V', 0x0624},  {'B', 0x0625}, {'N', 0x0623}, {'M', 0x0621},
};

static const struct {
    const key *keys;
    size_t n;
} layouts[SN_LAYOUTS] = {
    [SN_LAYOUT_ISIRI] = {isiri, sizeof isiri / sizeof *isiri},
    [SN_LAYOUT_WINDOWS] = {windows, sizeof windows / sizeof *windows},
};

static const key *find_latin(const key *keys, size_t n, uint32_t latin)
{
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)keys[i].latin == latin)
            return &keys[i];
    }
    return NULL;
}

static const key *find_persian(const key *keys, size_t n, uint32_t persian)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].persian == persian)
            return &keys[i];
    }
    return NULL;
}

/* A capital without a key of its own is the small letter: caps lock was on. */
static uint32_t to_persian(sn_layout layout, uint32_t cp)
{
    for (int i = 0; i < 2; i++) {
        const key *k = find_latin(layouts[layout].keys, layouts[layout].n, cp);
        if (k == NULL)
            k = find_latin(common, sizeof common / sizeof *common, cp);
        if (k != NULL)
            return k->persian;
        if (cp < 'A' || cp > 'Z')
            return cp;
        cp += 'a' - 'A';
    }
    return cp;
}

/* Letters that are typed like another one, whatever keyboard they came from. */
static uint32_t usual(uint32_t cp)
{
    switch (cp) {
    case 0x064a:
        return 0x06cc;
    case 0x0643:
        return 0x06a9;
    default:
        return cp;
    }
}

static uint32_t to_latin(sn_layout layout, uint32_t cp)
{
    const key *k = find_persian(common, sizeof common / sizeof *common, usual(cp));
    if (k == NULL)
        k = find_persian(layouts[layout].keys, layouts[layout].n, usual(cp));
    if (k == NULL)
        return cp;
    char c = k->latin;
    return c >= 'A' && c <= 'Z' ? (uint32_t)(c - 'A' + 'a') : (uint32_t)c;
}

static sn_status map(sn_layout layout, sn_str text, uint32_t (*to)(sn_layout, uint32_t),
                     sn_buf *out)
{
    for (size_t at = 0; at < text.len;) {
        char bytes[4];
        size_t len = sn_utf8_write(to(layout, sn_utf8_next(text, &at)), bytes);
        sn_status s = sn_buf_add(out, bytes, len);
        if (s != SN_OK)
            return s;
    }
    return SN_OK;
}

sn_status sn_keyboard_persian(sn_layout layout, sn_str text, sn_buf *out)
{
    return map(layout, text, to_persian, out);
}

sn_status sn_keyboard_latin(sn_layout layout, sn_str text, sn_buf *out)
{
    return map(layout, text, to_latin, out);
}
