#include "tests/property/analysis/random_persian.h"

#include "base/file.h"
#include "base/utf8.h"
#include "tests/property/analysis/random_text.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PICK(array)  ((array)[random_below(COUNT(array))])
#define HALF         "\xe2\x80\x8c"

/* The first columns of a table. */
typedef struct list {
    sn_buf text;
    sn_str *at;
    size_t n;
} list;

static list words, compounds, verbs;

static bool read_list(const char *name, list *out)
{
    char path[SN_PATH_SIZE];
    out->text = SN_BUF(16u << 20);
    if (sn_path_join(SN_TEST_SOURCE "/analysis/tables", name, path, sizeof path, NULL) != SN_OK ||
        sn_file_read(path, &out->text, NULL) != SN_OK)
        return false;
    out->at = calloc(out->text.len / 2, sizeof *out->at);
    if (out->at == NULL)
        return false;
    char *end = out->text.at + out->text.len;
    for (char *line = out->text.at; line < end;) {
        size_t len = strcspn(line, "\t\n");
        if (*line != '#' && len > 0)
            out->at[out->n++] = (sn_str){line, len};
        line += strcspn(line, "\n") + 1;
    }
    return out->n > 0;
}

bool persian_begin(void)
{
    return read_list("words.tsv", &words) && read_list("compounds.tsv", &compounds) &&
           read_list("verbs.tsv", &verbs);
}

static void list_done(list *l)
{
    sn_buf_done(&l->text);
    free(l->at);
    *l = (list){0};
}

void persian_end(void)
{
    list_done(&words);
    list_done(&compounds);
    list_done(&verbs);
}

sn_str lexicon_word(void)
{
    return words.at[random_below(words.n)];
}

sn_str lexicon_word_without_hamza(void)
{
    for (;;) {
        sn_str word = lexicon_word();
        bool plain = true;
        for (size_t i = 0; i + 1 < word.len; i++)
            plain = plain && memcmp(word.at + i, "ء", 2) != 0;
        if (plain)
            return word;
    }
}

sn_str lexicon_compound(void)
{
    return compounds.at[random_below(compounds.n)];
}

static void put(sn_buf *out, const char *text)
{
    sn_buf_add_str(out, sn_str_of(text));
}

/* Nothing, a half-space in one of its disguises, a blank; now and then two. */
static void put_joint(sn_buf *out)
{
    static const char *const joints[] = {"",     "",       HALF,           HALF,      HALF,
                                         " ",    " ",      "\u200c\u200c", " \u200c", "\u00ac",
                                         "\x1f", "\u200b", "\u00a0"};
    put(out, PICK(joints));
}

static void put_verb(sn_buf *out)
{
    static const char *const before[] = {"",  "",  "می",   "می",    "نمی",
                                         "ن", "ب", "برمی", "بازمی", "همی"};
    static const char *const after[] = {"",    "",     "م",    "ی",    "د",           "یم",
                                        "ید",  "ند",   "ه",    "ه ام", "ه‌اند", "مش",
                                        "شان", "ندگی", "خواهد"};
    put(out, PICK(before));
    put_joint(out);
    sn_buf_add_str(out, verbs.at[random_below(verbs.n)]);
    if (random_below(4) == 0)
        put_joint(out);
    put(out, PICK(after));
}

static void put_noun(sn_buf *out)
{
    static const char *const endings[] = {
        "ها", "های", "هایی", "هایش", "هایمان", "ی",   "ای", "ام", "اش", "شان", "ترین", "تر",
        "ان", "ات",  "گان",  "مان",  "اند",    "ایم", "یی", "ۀ",  "هٔ",  "ء",   "هاء",  "مند"};
    char own[TEXT_MAX];
    sn_buf_add_str(out, random_below(5) == 0 ? random_word(own, 1, 9) : lexicon_word());
    for (size_t n = random_below(3); n > 0; n--) {
        put_joint(out);
        put(out, PICK(endings));
    }
}

static void put_compound(sn_buf *out)
{
    sn_str word = lexicon_compound();
    if (random_below(2) == 0) { /* in its own writing */
        sn_buf_add_str(out, word);
        return;
    }
    for (size_t i = 0; i < word.len;) {
        bool half = sn_str_has_prefix((sn_str){word.at + i, word.len - i}, SN_STR(HALF));
        if (half)
            put_joint(out);
        else
            sn_buf_add_byte(out, (unsigned char)word.at[i]);
        i += half ? 3 : 1;
    }
}

void put_persian_word(sn_buf *out)
{
    switch (random_below(4)) {
    case 0:
        put_verb(out);
        break;
    case 1:
        put_compound(out);
        break;
    default:
        put_noun(out);
    }
}

static void put_digits(size_t n, sn_buf *out)
{
    static const uint32_t zeros[] = {'0', 0x0660, 0x06f0};
    uint32_t zero = PICK(zeros);
    for (; n > 0; n--) {
        char bytes[4];
        sn_buf_add(out, bytes, sn_utf8_write(zero + (uint32_t)random_below(10), bytes));
    }
}

static void put_number(sn_buf *out)
{
    static const char *const signs[] = {".", "/", "-", ",", "٫", "٬", ":", "", "_", " ", "ـ"};
    static const char *const behind[] = {"",        "",   "%",  "٪", "ام",
                                         "‌ها", "th", "م.", "½", "\u20e3"};
    put_digits(1 + random_below(5), out);
    for (size_t n = random_below(4); n > 0; n--) {
        put(out, PICK(signs));
        put_digits(1 + random_below(4), out);
    }
    put(out, PICK(behind));
}

static void put_latin(sn_buf *out)
{
    static const char *const names[] = {
        "NATO", "isna", "G7",  "covid-19", "O'Neil", "U.N.", "F", "Ødeg",    "ﬁfa",  "x_y", "NGOها",
        "5G",   "Ⅻ",    "K's", "İ",        "ＢＢＣ", "ß",    "Ǆ", "e\u0301", "ق.م.", "ه.ش"};
    put(out, PICK(names));
}

static void put_address(sn_buf *out)
{
    static const char *const before[] = {"",       "http://", "https://www.", "www.", "info@",
                                         "a.b+c@", "@"};
    static const char *const hosts[] = {"isna.ir", "khabar1.co.uk", "a-b.com",    "پل.ir", "x..ir",
                                        "ir",      "1.2.3.4",       "a1b2c3.news"};
    static const char *const behind[] = {"", "/", "/news/12?q=پل&b=1", ":80/", ".", "/a_b#c", "؛"};
    put(out, PICK(before));
    put(out, PICK(hosts));
    put(out, PICK(behind));
}

static void put_foreign(sn_buf *out)
{
    static const char *const texts[] = {"\ufdfa",
                                        "\ufdf2",
                                        "ﻻ",
                                        "ﺳﻼم",
                                        "🇮🇷",
                                        "👨\u200d👩\u200d👧",
                                        "1\ufe0f\u20e3",
                                        "🔹پل",
                                        "漢字",
                                        "ไทย",
                                        "カナ",
                                        "한국",
                                        "שלום",
                                        "नमस्ते",
                                        "\u1112\u1161",
                                        "㍿",
                                        "½",
                                        "\ufeff",
                                        "\u2029",
                                        "\u0600",
                                        "ٓا",
                                        "أٓ",
                                        "ؤ",
                                        "ݣ",
                                        "۽",
                                        "\u0e33",
                                        "\U000e0041",
                                        "™",
                                        "🆔",
                                        "①",
                                        "㋉",
                                        "ﷲ",
                                        "﷽",
                                        "\u3164",
                                        "\u115f"};
    put(out, PICK(texts));
}

/* As if a keyboard had stuck. */
static void put_long_run(sn_buf *out)
{
    static const char *const units[] = {"ا",  "آ",      "ه",  "ء",   "پل\u200c", "پ\u200c",   "ها",
                                        " ",  "1",      "x",  "a1",  "#پل_",     "ـ",         "ُ",
                                        "ق.", "1,000,", "a.", "-",   "😀",        "\ufdfa",    "ٔ",
                                        "_",  "ب ",     "1/", "می ", "漢",       "ک‌ای "};
    const char *unit = PICK(units);
    for (size_t n = 1 + random_below(LONG_RUN_MAX / strlen(unit)); n > 0; n--)
        put(out, unit);
}

void put_piece(sn_buf *out)
{
    size_t dice = random_below(100);
    if (dice < 60)
        put_persian_word(out);
    else if (dice < 72)
        put_number(out);
    else if (dice < 80)
        put_latin(out);
    else if (dice < 88)
        put_address(out);
    else if (dice < 99)
        put_foreign(out);
    else
        put_long_run(out);
}

void put_persian_text(size_t n, sn_buf *out)
{
    static const char *const between[] = {" ",  " ",    " ", " ", " ",  " ", "، ", ". ",
                                          "\n", "\n\n", "",  "-", "/",  ":", "«",  "» ",
                                          "# ", " #",   "_", "؟", "  ", "\t"};
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            put(out, PICK(between));
        put_piece(out);
    }
}
