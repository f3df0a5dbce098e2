/* Addresses: URLs, e-mail, bare hosts. The whole is one token; the labels of the host are parts. */
#include "analysis/analyzer_state.h"

#include <string.h>

enum { HOST_MAX = 253, LOCAL_MAX = 64 };

static bool is_label_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Where a host name that begins at `at` ends; `at` itself if none does. *labels counts them. */
static size_t host_end(sn_str text, size_t at, size_t *labels)
{
    size_t end = at, begin = at;
    *labels = 0;
    while (begin < text.len && begin - at < HOST_MAX) {
        size_t label = begin;
        while (label < text.len && label - at < HOST_MAX && is_label_byte(text.at[label]))
            label++;
        if (label == begin || text.at[begin] == '-')
            break;
        ++*labels;
        end = label;
        if (label >= text.len || text.at[label] != '.')
            break;
        begin = label + 1;
    }
    return end;
}

static bool is_url_byte(char c)
{
    return c > ' ' && c < 0x7f && strchr("<>\"'(){}[]|\\^`", c) == NULL;
}

static size_t path_end(sn_str text, size_t at)
{
    if (at >= text.len || (text.at[at] != '/' && text.at[at] != ':' && text.at[at] != '?'))
        return at;
    size_t end = at;
    while (end < text.len && is_url_byte(text.at[end]))
        end++;
    while (end > at && strchr(".,;:!?/", text.at[end - 1]) != NULL)
        end--;
    return end;
}

/* Endings a bare host may have: «tabnak.ir» is one, «done.Then» is not. */
static bool is_top_level(sn_str label)
{
    static const char *const known[] = {"ir",  "com", "org", "net",  "info", "edu", "gov",
                                        "mil", "int", "uk",  "fr",   "de",   "ru",  "tr",
                                        "af",  "eu",  "us",  "ca",   "cn",   "jp",  "io",
                                        "tv",  "me",  "co",  "news", "app",  "iq",  "aero"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (sn_str_equal(label, sn_str_of(known[i])))
            return true;
    }
    return false;
}

static sn_str last_label(sn_str host)
{
    for (size_t i = host.len; i > 0; i--) {
        if (host.at[i - 1] == '.')
            return (sn_str){host.at + i, host.len - i};
    }
    return host;
}

/* Add the token of [begin, end), term from `word` on; parts are the atoms of [word, parts_end). */
static size_t add_address(sn_analyzer *a, size_t i, size_t word, size_t parts_end, size_t end)
{
    size_t begin = a->atoms.at[i].begin, n = 0, first_part = i, n_parts = 0;
    while (i + n < a->atoms.n && a->atoms.at[i + n].begin < end) {
        if (a->atoms.at[i + n].begin < word)
            first_part++;
        else if (a->atoms.at[i + n].end <= parts_end)
            n_parts++;
        n++;
    }
    sn_str text = {a->text.at + word, end - word};
    sn_term term = sn_term_as_is(a, text, text);
    uint32_t width = n_parts > 1 ? (uint32_t)n_parts : 1;
    sn_token_draft *draft = sn_token_add(a, begin, end, &term, SN_TOKEN_LATIN, width);
    if (draft != NULL) {
        draft->n_parts = (uint32_t)n_parts;
        draft->first_atom = (uint32_t)first_part;
    }
    return n;
}

static bool text_has(sn_str text, size_t at, sn_str what)
{
    return at <= text.len && sn_str_has_prefix((sn_str){text.at + at, text.len - at}, what);
}

static size_t take_url(sn_analyzer *a, size_t i)
{
    sn_str text = a->text;
    size_t at = a->atoms.at[i].begin;
    bool scheme = false;
    static const char *const schemes[] = {"http://", "https://", "ftp://"};
    for (size_t k = 0; k < 3 && !scheme; k++) {
        sn_str s = sn_str_of(schemes[k]);
        if (text_has(text, at, s)) {
            at += s.len;
            scheme = true;
        }
    }
    bool www = text_has(text, at, SN_STR("www."));
    if (www)
        at += 4;
    size_t labels, host = host_end(text, at, &labels);
    sn_str name = {text.at + at, host - at};
    if (labels == 0 || (!scheme && (labels < 2 || (!www && !is_top_level(last_label(name))))))
        return 0;
    return add_address(a, i, at, host, path_end(text, host));
}

size_t sn_find_at_sign(sn_str text, size_t from)
{
    const char *at = from < text.len ? memchr(text.at + from, '@', text.len - from) : NULL;
    return at != NULL ? (size_t)(at - text.at) : text.len;
}

static size_t take_email(sn_analyzer *a, size_t i)
{
    sn_str text = a->text;
    size_t at = a->atoms.at[i].begin;
    if (a->at_sign < at)
        a->at_sign = sn_find_at_sign(text, at);
    if (a->at_sign >= text.len || a->at_sign - at > LOCAL_MAX)
        return 0;
    for (size_t k = at; k < a->at_sign; k++) {
        if (!is_label_byte(text.at[k]) && memchr("._%+", text.at[k], 4) == NULL)
            return 0;
    }
    size_t labels, end = host_end(text, a->at_sign + 1, &labels);
    return labels >= 2 ? add_address(a, i, at, end, end) : 0;
}

size_t sn_take_address(sn_analyzer *a, size_t i)
{
    const sn_atom *atom = &a->atoms.at[i];
    if (atom->kind != SN_ATOM_LATIN && atom->kind != SN_ATOM_DIGITS)
        return 0;
    size_t n = take_email(a, i);
    if (n > 0 || atom->kind != SN_ATOM_LATIN)
        return n;
    const sn_atom *next = sn_atom_at(a, i + 1);
    bool url_like = next != NULL && (next->gap == '.' || next->gap == '-' || next->gap == '\n' ||
                                     next->gap == SN_GAP_NONE);
    return url_like ? take_url(a, i) : 0;
}
