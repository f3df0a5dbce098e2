/* Words from anywhere, against a list made of the same text: no crash, bounded time, and laws.
 *   near words are of the list, within the bound, not the word itself, best first, none twice;
 *   a word's frequency is found again;
 *   what a keyboard makes of text is well-formed, and what it makes of small Latin letters that only
 *   Persian ones stand for is made back. */
#include "query/finglish.h"
#include "query/keyboard.h"

#include "base/utf8.h"
#include "tests/fuzz/law.h"

#include <string.h>

#define WORDS 200

static void check_near(const sn_word_list *l, sn_str word)
{
    sn_spelled w;
    sn_near near[8];
    if (!sn_spelled_of(word, &w))
        return;
    law(w.len < 2 || sn_word_list_freq(l, w.at, w.len) > 0);
    unsigned bound = sn_near_bound(w.len);
    size_t n = sn_word_list_near(l, &w, bound, near, 8);
    for (size_t i = 0; i < n; i++) {
        size_t len = l->begin[near[i].word + 1] - l->begin[near[i].word];
        const uint8_t *letters = l->letters + l->begin[near[i].word];
        law(near[i].word < l->n && near[i].cost > 0 && near[i].cost <= bound);
        law(len != w.len || memcmp(letters, w.at, len) != 0);
        law(i == 0 || sn_near_worth(near[i - 1].cost, near[i - 1].freq) >=
                          sn_near_worth(near[i].cost, near[i].freq));
        law(i == 0 || near[i].word != near[i - 1].word);
    }
    if (sn_finglish_find(l, word, near))
        law(near[0].word < l->n);
}

static void check_keyboard(sn_layout layout, sn_str text)
{
    SN_CLEANUP(sn_buf) sn_buf persian = SN_BUF(8 * text.len + 8);
    SN_CLEANUP(sn_buf) sn_buf latin = SN_BUF(8 * text.len + 8);
    law(sn_keyboard_persian(layout, text, &persian) == SN_OK);
    law(sn_utf8_is_valid(sn_buf_str(&persian), NULL));
    bool is_small = true;
    for (size_t i = 0; i < text.len; i++)
        is_small = is_small && text.at[i] >= 'a' && text.at[i] <= 'z';
    law(sn_keyboard_latin(layout, is_small ? sn_buf_str(&persian) : text, &latin) == SN_OK);
    law(!is_small || sn_str_equal(sn_buf_str(&latin), text));
}

static size_t cut(sn_str text, sn_str *words, uint32_t *freqs)
{
    size_t n = 0, begin = 0;
    for (size_t i = 0; i <= text.len && n < WORDS; i++) {
        if (i < text.len && text.at[i] != ' ' && text.at[i] != '\n')
            continue;
        words[n] = (sn_str){text.at + begin, i - begin};
        freqs[n] = 1 + (uint32_t)(i % 1000);
        n++;
        begin = i + 1;
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size}, words[WORDS];
    uint32_t freqs[WORDS];
    SN_CLEANUP(sn_word_list) sn_word_list l = {0};
    if (!sn_utf8_is_valid(text, NULL))
        return 0;
    size_t n = cut(text, words, freqs);
    law(sn_word_list_of(words, freqs, n, &l) == SN_OK);
    for (size_t i = 0; i < n; i++)
        check_near(&l, words[i]);
    for (int layout = 0; layout < SN_LAYOUTS; layout++)
        check_keyboard((sn_layout)layout, words[0]);
    return 0;
}
