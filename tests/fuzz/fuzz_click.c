/* Laws of the click body: what is taken is a query with more than blanks, an id and a position within
 * their limits, all of them text that a line of a log may have; the line reads back as the same click
 * (with its time taken out), and has no end of line in it. What is refused says why in two languages. */
#include "base/utf8.h"
#include "http/watch/click.h"
#include "tests/fuzz/law.h"

#include <string.h>

#define AT "2026-11-27T06:00:00Z"

static bool is_line(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20)
            return false;
    return true;
}

/* Without its first member, which a body must not have. */
static void comes_back(const sn_click *click)
{
    static const char head[] = "{\"at\":\"" AT "\",";
    SN_CLEANUP(sn_buf) sn_buf line = SN_BUF(1 << 20);
    sn_problem problem = {0};
    sn_click again;
    law(sn_click_write(click, AT, &line) == SN_OK);
    law(strncmp(line.at, head, sizeof head - 1) == 0 && is_line(line.at));
    law(sn_click_read(sn_buf_str(&line), &again, &problem) == SN_EINVAL);
    law(strcmp(problem.code, "unknown_parameter") == 0);
    line.at[sizeof head - 2] = '{';
    sn_str body = {line.at + sizeof head - 2, line.len - sizeof head + 2};
    law(sn_click_read(body, &again, &problem) == SN_OK);
    law(memcmp(&again, click, sizeof again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str json = {(const char *)data, size};
    sn_click click;
    sn_problem problem = {0};
    memset(&click, 0, sizeof click);
    sn_status s = sn_click_read(json, &click, &problem);
    if (s == SN_OK) {
        law(click.query[0] != '\0' && click.id[0] != '\0');
        law(is_line(click.query) && is_line(click.id) && is_line(click.request_id));
        law(click.position >= 1 && click.position <= SN_LIMIT_CURSOR_HITS);
        comes_back(&click);
        return 0;
    }
    law(s == SN_EINVAL || s == SN_EUTF8 || s == SN_ELIMIT);
    law(problem.status == s && problem.code[0] != '\0');
    law(strlen(problem.detail) > 0 && strlen(problem.detail_fa) > 0);
    law(sn_utf8_is_valid(sn_str_of(problem.detail), NULL));
    law(sn_utf8_is_valid(sn_str_of(problem.detail_fa), NULL));
    law(click.query[0] == '\0' && click.position == 0);
    return 0;
}
