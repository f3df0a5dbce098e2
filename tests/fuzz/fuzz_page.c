/* Laws of the page reader: what it gives is an article by the rules of the archive's own JSON form,
 * which comes back equal; what it refuses has a message in well-formed UTF-8 and leaves nothing.
 * The input is read as it is and once more behind a code and a title, so that most bytes get past
 * the first check. */
#include "base/limits.h"
#include "base/utf8.h"
#include "indexer/readers/page.h"
#include "tests/fuzz/article_law.h"

#include <string.h>

static void parse(sn_str text)
{
    SN_CLEANUP(sn_article) sn_article a = {0};
    sn_error err = {0};
    sn_status s = sn_page_parse(text, &a, &err);
    if (s == SN_OK) {
        law(a.id != NULL && a.title != NULL && a.tags.n == 0 && a.category.n == 0);
        law(a.author.n <= SN_LIMIT_LIST_ITEMS);
        article_comes_back_equal(&a);
        return;
    }
    law(s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT);
    law(err.status == s && strlen(err.msg) > 0);
    law(s == SN_EUTF8 || sn_utf8_is_valid(sn_str_of(err.msg), NULL));
    law(a.id == NULL && a.title == NULL && a.author.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = "کد خبر: 1\nپل باز شد\n";
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_buf) sn_buf page = SN_BUF(SN_LIMIT_PAGE_BYTES);
    parse(text);
    sn_buf_add_str(&page, SN_STR(head));
    sn_buf_add_str(&page, text);
    parse(sn_buf_str(&page));
    return 0;
}
