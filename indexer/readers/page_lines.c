#include "indexer/readers/page_lines.h"

#include "analysis/fold.h"
#include "base/utf8.h"

#include <string.h>

/* Labels as sn_fold_key writes them. What stands before the colon must be the whole label. */
static const struct label_row {
    const char *key;
    sn_page_label label;
} labels[] = {
    {"کد خبر", SN_PAGE_ID},      {"کد مطلب", SN_PAGE_ID},        {"شناسه خبر", SN_PAGE_ID},
    {"شناسه مطلب", SN_PAGE_ID},  {"تاریخ انتشار", SN_PAGE_DATE}, {"زمان انتشار", SN_PAGE_DATE},
    {"تاریخ خبر", SN_PAGE_DATE}, {"تاریخ مخابره", SN_PAGE_DATE}, {"خبرنگار", SN_PAGE_AUTHOR},
    {"نویسنده", SN_PAGE_AUTHOR}, {"گزارشگر", SN_PAGE_AUTHOR},    {"نگارنده", SN_PAGE_AUTHOR},
    {"نام", SN_PAGE_END},        {"ایمیل", SN_PAGE_END},         {"نظر", SN_PAGE_END},
    {"لینک کوتاه", SN_PAGE_END}, {"برچسب ها", SN_PAGE_END},
};

/* Whole lines that end an article. */
static const char *const end_lines[] = {
    "نظرات بینندگان", "نظرات کاربران", "نظرات خوانندگان", "ارسال نظر",   "ارسال دیدگاه", "نظر شما",
    "دیدگاه شما",     "انتهای پیام",   "اخبار مرتبط",     "مطالب مرتبط", "ثبت نظر"};

#define KEY_BYTES   65536
#define LABEL_BYTES 64 /* more than any label, in any writing */

static bool is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0 || cp == 0x3000 || cp == 0xfeff ||
           (cp >= 0x2000 && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202f);
}

sn_str sn_page_trim(sn_str s)
{
    size_t begin = 0, end = 0;
    bool started = false;
    for (size_t i = 0; i < s.len;) {
        size_t at = i;
        bool space = is_space(sn_utf8_next(s, &i));
        if (space)
            continue;
        if (!started)
            begin = at;
        started = true;
        end = i;
    }
    return (sn_str){s.at + begin, end - begin};
}

sn_str sn_page_without_bullet(sn_str s)
{
    if (s.len == 0)
        return s;
    size_t i = 0;
    uint32_t cp = sn_utf8_next(s, &i);
    bool bullet = cp == 0x2022 || cp == 0x25cf || cp == 0x25aa || cp == 0xb7 || cp == '-' ||
                  cp == '*' || cp == 0x2013 || cp == 0x2043;
    return bullet ? sn_page_trim((sn_str){s.at + i, s.len - i}) : s;
}

bool sn_page_same_text(sn_str a, sn_str b)
{
    SN_CLEANUP(sn_buf) sn_buf key_a = SN_BUF(KEY_BYTES);
    SN_CLEANUP(sn_buf) sn_buf key_b = SN_BUF(KEY_BYTES);
    if (sn_fold_key(a, &key_a) != SN_OK || sn_fold_key(b, &key_b) != SN_OK)
        return false;
    return sn_str_equal(sn_buf_str(&key_a), sn_buf_str(&key_b));
}

/* Equal but for spaces, so that «کد خبر», «کد‌خبر» and «کدخبر» are one label. */
static bool is_label(sn_str key, const char *label)
{
    size_t i = 0;
    for (; *label != '\0'; label++) {
        if (*label == ' ')
            continue;
        while (i < key.len && key.at[i] == ' ')
            i++;
        if (i == key.len || key.at[i++] != *label)
            return false;
    }
    return i == key.len;
}

static sn_page_label label_of_key(sn_str key)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (is_label(key, labels[i].key))
            return labels[i].label;
    return SN_PAGE_TEXT;
}

static bool ends_article(sn_str key)
{
    for (size_t i = 0; i < sizeof end_lines / sizeof *end_lines; i++)
        if (is_label(key, end_lines[i]))
            return true;
    return false;
}

static bool contains(sn_str text, const char *part)
{
    return text.at != NULL && memmem(text.at, text.len, part, strlen(part)) != NULL;
}

/* «… درباره صحت یا رد ادعاها قضاوتی ندارد و مسئولیتی نمی‌پذیرد»: a whole line in guillemets that
 * disclaims responsibility. */
static bool is_disclaimer(sn_str line, sn_str key)
{
    static const char open[] = "«", close[] = "»";
    bool quoted = sn_str_has_prefix(line, SN_STR(open)) && line.len >= sizeof close &&
                  memcmp(line.at + line.len - sizeof close + 1, close, sizeof close - 1) == 0;
    return quoted && (contains(key, "مسیولیت") || contains(key, "مسوولیت")) &&
           (contains(key, "نمیپذیرد") || contains(key, "نمی پذیرد") || contains(key, "ندارد"));
}

static sn_page_label label_before_colon(sn_str line, sn_str *value)
{
    const char *colon = memchr(line.at, ':', line.len);
    size_t n = colon != NULL ? (size_t)(colon - line.at) : line.len;

    if (colon == NULL || n > LABEL_BYTES)
        return SN_PAGE_TEXT;
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(KEY_BYTES);
    if (sn_fold_key((sn_str){line.at, n}, &key) != SN_OK)
        return SN_PAGE_TEXT;
    *value = sn_page_trim((sn_str){colon + 1, line.len - n - 1});
    return label_of_key(sn_buf_str(&key));
}

sn_page_label sn_page_label_of(sn_str line, sn_str *value)
{
    *value = (sn_str){0};
    sn_page_label label = label_before_colon(line, value);
    if (label != SN_PAGE_TEXT)
        return label;
    if (line.len > KEY_BYTES / SN_FOLD_GROWTH)
        return SN_PAGE_TEXT;
    SN_CLEANUP(sn_buf) sn_buf key = SN_BUF(KEY_BYTES);
    if (sn_fold_key(line, &key) != SN_OK)
        return SN_PAGE_TEXT;
    if (ends_article(sn_buf_str(&key)))
        return SN_PAGE_END;
    return is_disclaimer(line, sn_buf_str(&key)) ? SN_PAGE_DISCLAIMER : SN_PAGE_TEXT;
}
