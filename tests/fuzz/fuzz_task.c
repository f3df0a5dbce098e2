/* Laws of kept tasks: what is read is written as JSON that reads back as the same bytes, and refused texts leave
 * nothing. The same bytes as what a program says: text without control characters; as its report: an object or none. */
#include "archive/json.h"
#include "base/utf8.h"
#include "http/tasks/task.h"
#include "tests/fuzz/law.h"

#include <stdlib.h>
#include <string.h>

static void write(const sn_task *task, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    sn_json_object(&j);
    sn_task_members(task, true, &j);
    sn_json_end(&j);
    law(sn_json_finish(&j) == SN_OK);
}

static void comes_back(const sn_task *task)
{
    SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(1 << 20);
    SN_CLEANUP(sn_buf) sn_buf second = SN_BUF(1 << 20);
    SN_CLEANUP(sn_task) sn_task again = {0};
    write(task, &first);
    law(sn_task_parse(sn_buf_str(&first), &again, NULL) == SN_OK);
    write(&again, &second);
    law(sn_str_equal(sn_buf_str(&first), sn_buf_str(&second)));
}

static void is_text(sn_str said)
{
    char *text = sn_task_messages_of(said);
    law(text != NULL && sn_utf8_is_valid(sn_str_of(text), NULL) && strlen(text) <= said.len);
    for (const char *at = text; *at != '\0'; at++)
        law((unsigned char)*at >= 0x20 || *at == '\n');
    free(text);
}

static void is_report(sn_str json)
{
    char *run = sn_task_run_of(json);
    law(run == NULL || (run[0] == '{' && sn_json_check(sn_str_of(run), NULL) == SN_OK));
    free(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str text = {(const char *)data, size};
    SN_CLEANUP(sn_task) sn_task task = {0};
    sn_error err = {0};
    sn_status s = sn_task_parse(text, &task, &err);
    if (s == SN_OK)
        comes_back(&task);
    else
        law(task.id == 0 && task.command == NULL && err.msg[0] != '\0');
    is_text(text);
    is_report(text);
    return 0;
}
