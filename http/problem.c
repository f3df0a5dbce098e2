#include "http/problem.h"

#include "base/json_writer.h"

#include <stdio.h>
#include <string.h>

unsigned sn_http_status(sn_status status)
{
    switch (status) {
    case SN_EINVAL:
    case SN_EUTF8:
    case SN_ELIMIT: /* of a parameter or field; a body over its limit is 413 (body_too_large) */
        return 400;
    case SN_ENOTFOUND:
        return 404;
    case SN_ECONFLICT:
    case SN_ETAKENDOWN:
        return 409;
    case SN_EUNMET:
        return 412;
    case SN_ESTALE:
    case SN_ELOCKED:
    case SN_ETIMEOUT:
    case SN_EFORMAT:
        return 503;
    case SN_ENOSPACE:
        return 507;
    default:
        return 500;
    }
}

unsigned sn_problem_http_status(const sn_problem *problem)
{
    const sn_refusal *row = sn_refusal_of(problem->code);
    if (row != NULL)
        return row->http_status;
    return problem->status == SN_OK ? 500 : sn_http_status(problem->status);
}

static const sn_refusal *row_of(const char *code)
{
    const sn_refusal *row = sn_refusal_of(code);
    return row != NULL ? row : sn_refusal_of("internal_error");
}

static sn_status fill(sn_problem *problem, sn_status status, const sn_refusal *r,
                      const char *parameter, const char *detail)
{
    sn_problem_make(problem, status, r->code, parameter, "%s", "%s", detail);
    snprintf(problem->detail_fa, sizeof problem->detail_fa, "%s", r->detail_fa);
    return status;
}

sn_status sn_problem_of_status(sn_problem *problem, sn_status status)
{
    return sn_problem_of_code(problem, status, sn_status_name(status));
}

sn_status sn_problem_of_code(sn_problem *problem, sn_status status, const char *code)
{
    const sn_refusal *r = row_of(code);
    return fill(problem, status, r, "", r->detail);
}

#define UNKNOWN_FIELD "unknown field \""

/* Messages about a field begin with its name and a colon, or name it as unknown. */
static void field_of(const char *message, char *out, size_t cap)
{
    size_t prefix = sizeof UNKNOWN_FIELD - 1, len = 0;
    if (strncmp(message, UNKNOWN_FIELD, prefix) == 0) {
        message += prefix;
        len = strcspn(message, "\"");
    } else {
        len = strspn(message, "abcdefghijklmnopqrstuvwxyz_.");
        len = message[len] == ':' ? len : 0;
    }
    snprintf(out, cap, "%.*s", (int)(len < cap ? len : cap - 1), message);
}

static void explain_in_persian(sn_problem *problem, const char *message)
{
    static const char byte[] = "byte ";
    char *out = problem->detail_fa;
    size_t cap = sizeof problem->detail_fa;
    size_t digits = strspn(message + strcspn(message, "0123456789"), "0123456789");
    if (strncmp(message, UNKNOWN_FIELD, sizeof UNKNOWN_FIELD - 1) == 0)
        snprintf(out, cap, "فیلد «%s» شناخته نیست", problem->parameter);
    else if (problem->parameter[0] != '\0' && problem->status == SN_ELIMIT)
        snprintf(out, cap, "مقدار فیلد «%s» از حد مجاز بیشتر است", problem->parameter);
    else if (problem->parameter[0] != '\0')
        snprintf(out, cap, "مقدار فیلد «%s» پذیرفته نیست", problem->parameter);
    else if (strncmp(message, byte, sizeof byte - 1) == 0 && problem->status == SN_EINVAL)
        snprintf(out, cap, "JSON در بایت %.*s درست نیست", (int)digits, message + sizeof byte - 1);
}

sn_status sn_problem_of_error(sn_problem *problem, const sn_error *err, sn_status status,
                              const char *code)
{
    char field[sizeof problem->parameter];
    if (sn_http_status(status) >= 500 || err->msg[0] == '\0')
        return sn_problem_of_status(problem, status);
    field_of(err->msg, field, sizeof field);
    fill(problem, status, row_of(code != NULL ? code : sn_status_name(status)), field, err->msg);
    explain_in_persian(problem, err->msg);
    return status;
}

/* "urn:sarnakh:error:not-found" of "not_found". */
static void write_type(sn_json *j, const char *code)
{
    char type[64];
    int n = snprintf(type, sizeof type, "urn:sarnakh:error:%s", code);
    for (int i = 0; i < n && type[i] != '\0'; i++)
        if (type[i] == '_')
            type[i] = '-';
    sn_json_key(j, "type");
    sn_json_text(j, type);
}

static void write_text(sn_json *j, const char *key, const char *value)
{
    sn_json_key(j, key);
    sn_json_text(j, value);
}

sn_status sn_problem_write(const sn_problem *problem, unsigned http_status, sn_str instance,
                           const char *request_id, sn_buf *out)
{
    sn_json j = SN_JSON(out);
    const sn_refusal *row = sn_refusal_of(problem->code);
    const char *title = http_status < 500 ? "Invalid request" : "Internal error";
    sn_json_object(&j);
    write_type(&j, problem->code);
    write_text(&j, "title", row != NULL ? row->title : title);
    sn_json_key(&j, "status");
    sn_json_int(&j, http_status);
    write_text(&j, "detail", problem->detail);
    write_text(&j, "detail_fa", problem->detail_fa);
    sn_json_key(&j, "instance");
    sn_json_str(&j, instance);
    write_text(&j, "code", problem->code);
    if (problem->parameter[0] != '\0')
        write_text(&j, "parameter", problem->parameter);
    if (problem->etag[0] != '\0')
        write_text(&j, "etag", problem->etag);
    write_text(&j, "request_id", request_id);
    sn_json_end(&j);
    return sn_json_finish(&j);
}
