#include "calendar/token.h"

#include "base/utf8.h"

#include <string.h>

#define NOT_A_LETTER UINT32_MAX

static bool is_dropped(uint32_t cp)
{
    return (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x2069) || (cp >= 0x064B && cp <= 0x065F) || cp == 0x0640 ||
           cp == 0x0670 || cp == 0x061C || cp == 0x00AD || cp == 0xFEFF || cp == 0x0621;
}

uint32_t sn_date_fold(uint32_t cp)
{
    if (is_dropped(cp))
        return 0;
    if ((cp >= 'a' && cp <= 'z'))
        return cp;
    if (cp >= 'A' && cp <= 'Z')
        return cp + ('a' - 'A');
    switch (cp) {
    case 0x0622: /* آ أ إ ٱ */
    case 0x0623:
    case 0x0625:
    case 0x0671:
        return 0x0627;
    case 0x0624: /* ؤ */
        return 0x0648;
    case 0x0626: /* ئ ى ي ې */
    case 0x0649:
    case 0x064A:
    case 0x06D0:
        return 0x06CC;
    case 0x0643: /* ك */
        return 0x06A9;
    case 0x0629: /* ة ۀ ه‍ ۂ */
    case 0x06BE:
    case 0x06C0:
    case 0x06C1:
    case 0x06C2:
    case 0x06D5:
        return 0x0647;
    default:
        return cp >= 0x0621 && cp <= 0x06D3 && !(cp >= 0x0660 && cp <= 0x066F) ? cp : NOT_A_LETTER;
    }
}

static int digit_of(uint32_t cp)
{
    if (cp >= '0' && cp <= '9')
        return (int)(cp - '0');
    if (cp >= 0x0660 && cp <= 0x0669)
        return (int)(cp - 0x0660);
    return cp >= 0x06F0 && cp <= 0x06F9 ? (int)(cp - 0x06F0) : -1;
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

/* One mark for all that look and mean the same, 0 if cp is none. */
static char mark_of(uint32_t cp)
{
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x2043 || cp == 0xFE58)
        return '-';
    switch (cp) {
    case '-':
    case '/':
    case ':':
    case '.':
    case ',':
    case '+':
        return (char)cp;
    case 0x060D: /* Arabic date separator */
    case 0x2044:
    case 0x2215:
    case 0xFF0F:
        return '/';
    case 0x2236:
    case 0xFF1A:
        return ':';
    case 0x06D4: /* Arabic full stop */
    case 0x066B: /* Arabic decimal separator */
        return '.';
    case 0x060C: /* Arabic comma and semicolon, bars, bullets, brackets: they only separate */
    case 0x061B:
    case ';':
    case '|':
    case '(':
    case ')':
    case '[':
    case ']':
    case 0x00B7:
    case 0x2022:
        return ',';
    default:
        return 0;
    }
}

typedef struct scanner {
    sn_date_tokens *out;
    size_t text_len;
    bool spaced;
    bool glue; /* the token before goes on if the next character is of its kind */
} scanner;

static sn_date_token *token_for(scanner *s, sn_date_token_kind kind)
{
    sn_date_tokens *out = s->out;
    if (s->glue && out->n > 0 && out->at[out->n - 1].kind == kind && kind != SN_DATE_TOKEN_MARK)
        return &out->at[out->n - 1];
    if (out->n == SN_DATE_TOKENS)
        return NULL;
    sn_date_token *t = &out->at[out->n++];
    *t = (sn_date_token){.kind = kind, .spaced = s->spaced, .word = {out->text + s->text_len, 0}};
    s->spaced = false;
    s->glue = true;
    return t;
}

static sn_status take_letter(scanner *s, uint32_t letter)
{
    sn_date_token *t = token_for(s, SN_DATE_TOKEN_WORD);
    if (t == NULL)
        return SN_EINVAL;
    size_t n = sn_utf8_write(letter, s->out->text + s->text_len);
    s->text_len += n;
    t->word.len += n;
    return SN_OK;
}

static sn_status take_digit(scanner *s, int digit)
{
    sn_date_token *t = token_for(s, SN_DATE_TOKEN_NUMBER);
    if (t == NULL)
        return SN_EINVAL;
    t->digits++;
    if (t->digits <= 18)
        t->value = t->value * 10 + (uint64_t)digit;
    return SN_OK;
}

static sn_status take(scanner *s, uint32_t cp)
{
    if (is_space(cp)) {
        s->spaced = true;
        s->glue = false;
        return SN_OK;
    }
    int digit = digit_of(cp);
    if (digit >= 0)
        return take_digit(s, digit);
    char mark = mark_of(cp);
    if (mark != 0) {
        sn_date_token *t = token_for(s, SN_DATE_TOKEN_MARK);
        if (t == NULL)
            return SN_EINVAL;
        t->mark = mark;
        return SN_OK;
    }
    uint32_t letter = sn_date_fold(cp);
    if (letter == 0)
        return SN_OK;
    return letter == NOT_A_LETTER ? SN_EINVAL : take_letter(s, letter);
}

sn_status sn_date_tokens_read(sn_str text, sn_date_tokens *out)
{
    if (text.len > SN_DATE_TEXT_BYTES || !sn_utf8_is_valid(text, NULL))
        return SN_EINVAL;
    out->n = 0;
    scanner s = {.out = out};
    for (size_t i = 0; i < text.len;) {
        sn_status status = take(&s, sn_utf8_next(text, &i));
        if (status != SN_OK)
            return status;
    }
    out->at[out->n] = (sn_date_token){.kind = SN_DATE_TOKEN_END, .spaced = true};
    return SN_OK;
}
