#include "http/problem.h"

#include <string.h>

/* Every code an answer may carry, sn_status_name()s among them. docs/api.md lists the same. */
static const sn_refusal refusals[] = {
    {"internal_error", 500, "Internal error",
     "the service could not do this; its log says why, under the request id",
     "سرویس نتوانست این کار را انجام دهد؛ علت با همین شناسهٔ درخواست در گزارش سرویس آمده است"},
    {"invalid_parameter", 400, "Invalid parameter", "a parameter is not valid",
     "مقدار یک پارامتر درست نیست"},
    {"unknown_parameter", 400, "Unknown parameter", "there is no such parameter",
     "چنین پارامتری نداریم"},
    {"repeated_parameter", 400, "Repeated parameter", "a parameter is given twice",
     "یک پارامتر دو بار آمده است"},
    {"limit_exceeded", 400, "Limit exceeded", "the request is over a limit of the service",
     "درخواست از حد مجاز سرویس بیشتر است"},
    {"invalid", 400, "Invalid request", "the request is not valid", "درخواست درست نیست"},
    {"invalid_utf8", 400, "Invalid UTF-8", "the text is not well-formed UTF-8",
     "متن به UTF-8 درست نیست"},
    {"invalid_json", 400, "Invalid JSON", "the body is not the JSON that is wanted here",
     "بدنهٔ درخواست JSON درستی نیست"},
    {"invalid_article", 400, "Invalid article", "the article is not valid", "خبر درست نیست"},
    {"invalid_setting", 400, "Invalid setting",
     "the pin, set of synonyms or judgement is not valid",
     "سنجاق، مجموعهٔ مترادف یا داوری درست نیست"},
    {"invalid_dictionary", 400, "Invalid dictionary",
     "the newsroom's words have a mistake; nothing was changed",
     "واژه‌نامه درست نیست و چیزی عوض نشد"},
    {"id_mismatch", 400, "Two ids", "id: the body names another article than the path",
     "id: شناسهٔ خبر در بدنه با شناسهٔ نشانی یکی نیست"},
    {"invalid_framing", 400, "Invalid framing",
     "the headers may be read in two ways: two lengths, two hosts, an encoding other than "
     "chunked, or one of them is malformed",
     "سرآیندهای درخواست را دو گونه می‌توان خواند: "
     "دو طول، دو میزبان، کدگذاری جز chunked "
     "یا سرآیندی نادرست"},
    {"key_needed", 401, "A key is needed",
     "this needs a key, as «Authorization: Bearer …» or X-Api-Key",
     "این کار کلید می‌خواهد؛ آن را در سرآیند Authorization "
     "(Bearer) "
     "یا "
     "X-Api-Key "
     "بفرستید"},
    {"invalid_key", 401, "No such key",
     "the key is not known here, is not in force, or is not sent in the way it may be",
     "این کلید را نمی‌شناسیم، از اعتبار افتاده است، یا "
     "به "
     "راه "
     "درستی "
     "فرستاده "
     "نشده "
     "است"},
    {"role_needed", 403, "The key may not", "the role of this key does not go so far",
     "این کلید اجازهٔ این کار را ندارد"},
    {"origin_not_allowed", 403, "Not from this page",
     "this key is for pages of other origins than the one that sends it",
     "این کلید برای صفحه‌های این سایت نیست"},
    {"not_for_filter", 403, "Not with this key",
     "this key sees a part of the articles only, and this tells of all of them",
     "این کلید بخشی از خبرها را می‌بیند و این کار از همهٔ "
     "آن‌ها "
     "خبر "
     "می‌دهد"},
    {"rate_limited", 429, "Too many requests",
     "there are too many requests; the header Retry-After says when to ask again",
     "درخواست‌ها زیاد است؛ سرآیند Retry-After می‌گوید کی "
     "دوباره "
     "بپرسید"},
    {"forbidden", 403, "Writes are local",
     "only clients on the machine of the service may write, and no web page or proxy",
     "فقط برنامه‌های همان دستگاه سرویس اجازهٔ نوشتن "
     "دارند، "
     "نه "
     "صفحه‌های "
     "وب "
     "و "
     "نه "
     "پراکسی‌ها"},
    {"read_only", 403, "Only for reading",
     "this service only reads its index; what changes it is for the one that writes",
     "این سرویس فقط می‌خواند؛ تغییر را به سرویسی "
     "بفرستید "
     "که "
     "می‌نویسد"},
    {"unknown_path", 404, "No such path", "there is nothing at this path",
     "در این نشانی چیزی نیست"},
    {"not_found", 404, "Not found", "there is no such article", "چنین خبری نداریم"},
    {"unknown_story", 404, "Not found", "there is no such story", "چنین ماجرایی نداریم"},
    {"unknown_setting", 404, "Not found", "nothing is kept under this name",
     "چیزی با این نام نگه داشته نشده است"},
    {"unknown_dictionary", 404, "Not found", "there is no such dictionary, or nothing is in it",
     "چنین واژه‌نامه‌ای نداریم"},
    {"unknown_task", 404, "Not found", "there is no such task", "چنین کاری نداریم"},
    {"no_backup_dir", 404, "No place for backups",
     "this service knows no directory for backups (option backup_dir)",
     "جایی برای پشتیبان تعیین نشده است"},
    {"not_logged", 404, "Not logged", "this is not logged here (options click_log and log_queries)",
     "این‌ها در این سرویس ثبت نمی‌شود"},
    {"method_not_allowed", 405, "Method not allowed",
     "this path is not for this method; the header Allow names those it is for",
     "این نشانی چنین متدی ندارد؛ سرآیند Allow متدهای آن را "
     "می‌گوید"},
    {"conflict", 409, "Older version", "the service holds a newer version of this article",
     "نسخهٔ تازه‌تری از این خبر داریم"},
    {"taken_down", 409, "Taken down", "the id is taken down until the takedown is lifted",
     "این خبر حذف شده است و تا حذف آن لغو نشود پذیرفته نیست"},
    {"reload_failed", 409, "Not reloaded", "there is a mistake in what was read; all is as before",
     "تنظیمات اشکال دارد و همه‌چیز مثل قبل ماند"},
    {"task_running", 409, "At work already", "another such task is at work; Location names it",
     "همین کار در جریان است"},
    {"task_over", 409, "It is over", "the task is over", "این کار پایان یافته است"},
    {"cursor_expired", 410, "Cursor expired",
     "the index was built anew with another analysis; begin at the first page",
     "نمایه با تحلیل دیگری بازسازی شده است؛ از صفحهٔ نخست آغاز کنید"},
    {"count_differs", 409, "Another count",
     "the filter finds another number of articles than was expected; none was taken down",
     "شمار خبرها آن نیست که انتظار می‌رفت؛ چیزی حذف نشد"},
    {"precondition_failed", 412, "Another version",
     "the article is not the one that If-Match or If-None-Match names",
     "خبر دیگر آن نیست که If-Match یا If-None-Match می‌گوید"},
    {"body_too_large", 413, "Body too large", "the body is larger than is taken here",
     "بدنهٔ درخواست بزرگ‌تر از حد مجاز است"},
    {"unsupported_media_type", 415, "Unsupported media type",
     "the body must be sent packed by gzip, or as it is (Content-Encoding)",
     "بدنه باید با gzip فشرده یا بدون Content-Encoding فرستاده شود"},
    {"invalid_encoding", 400, "Invalid encoding",
     "the body is not the whole gzip stream that its Content-Encoding says it is",
     "بدنه آن‌گونه که Content-Encoding می‌گوید یک جریان درست و "
     "کامل "
     "gzip "
     "نیست"},
    {"busy", 503, "Busy", "too many writes are waiting; come back in a moment",
     "نوشتن‌های زیادی در صف است؛ کمی بعد دوباره بفرستید"},
    {"no_program", 503, "No program for it",
     "sarnakh-index is not where this service looks for it (option index_program)",
     "برنامهٔ این کار پیدا نشد"},
    {"overloaded", 503, "Overloaded",
     "more searches are asked than can be answered in time; ask again in a moment",
     "جست‌وجوها بیش از توان سرویس است؛ کمی بعد دوباره "
     "بپرسید"},
    {"draining", 503, "Shutting down", "the service is shutting down",
     "سرویس در حال خاموش شدن است"},
    {"not_ready", 503, "Not ready", "the service cannot answer yet", "سرویس هنوز آمادهٔ پاسخ نیست"},
    {"stale", 503, "Not up to date", "the index changed while it was read; ask again",
     "نمایه در همین لحظه عوض شد؛ دوباره بپرسید"},
    {"locked", 503, "Busy", "another process writes; come back in a moment",
     "برنامهٔ دیگری در حال نوشتن است؛ کمی بعد دوباره بفرستید"},
    {"timed_out", 503, "Timed out", "the time for this ran out; ask again",
     "پاسخ در زمان مقرر آماده نشد؛ دوباره بپرسید"},
    {"unknown_format", 503, "Rebuild needed",
     "another version of the program built the index; it must be rebuilt",
     "نمایه را نسخهٔ دیگری از برنامه ساخته است و باید بازسازی شود"},
    {"disk_full", 507, "Disk full", "the service has no room to store this; nothing was stored",
     "سرویس جایی برای ذخیره ندارد؛ چیزی ذخیره نشد"},
};

const sn_refusal *sn_refusal_of(const char *code)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strcmp(refusals[i].code, code) == 0)
            return &refusals[i];
    return NULL;
}

size_t sn_refusals_count(void)
{
    return sizeof refusals / sizeof *refusals;
}

const sn_refusal *sn_refusal_at(size_t i)
{
    return &refusals[i];
}
