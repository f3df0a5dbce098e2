/* Pins, judgements and the records of settings from anywhere: no crash, and laws.
 *   a pin that is accepted is accepted in its canonical form, which then is the same again;
 *   what is accepted keeps to the limits;
 *   records lie in the value one behind the other, and written again they are the same records. */
#include "archive/pin.h"
#include "archive/settings.h"
#include "base/limits.h"
#include "layout/settings.h"
#include "tests/fuzz/law.h"

static void check_pin(sn_str json)
{
    SN_CLEANUP(sn_pin) sn_pin pin = {0}, again = {0};
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20), twice = SN_BUF(1 << 20);
    if (sn_pin_parse(json, (sn_str){0}, &pin, NULL) != SN_OK)
        return;
    law(pin.pinned.n <= SN_LIMIT_PINNED_IDS && pin.hidden.n <= SN_LIMIT_PIN_HIDDEN_IDS);
    law(pin.pinned.n + pin.hidden.n > 0);
    law(sn_setting_check_key(sn_str_of(pin.query), "query", NULL) == SN_OK);
    law(sn_pin_write(&pin, &out) == SN_OK);
    if (out.len > SN_LIMIT_PIN_BYTES)
        return;
    law(sn_pin_parse(sn_buf_str(&out), sn_str_of(pin.query), &again, NULL) == SN_OK);
    law(sn_pin_write(&again, &twice) == SN_OK);
    law(sn_str_equal(sn_buf_str(&out), sn_buf_str(&twice)));
}

static void check_judgement(sn_str json)
{
    SN_CLEANUP(sn_judgement_line) sn_judgement_line j = {0};
    if (sn_judgement_line_parse(json, &j, NULL) == SN_OK)
        law(j.query != NULL && j.id != NULL && j.grade >= 0 && j.grade <= SN_SETTING_GRADE_MAX);
    else
        law(j.query == NULL && j.id == NULL);
}

static void check_records(sn_str value)
{
    SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(1 << 20);
    sn_setting_record r, copy;
    sn_str rest = value;
    while (sn_setting_record_take(&rest, &r) == SN_OK) {
        law(r.key.at >= value.at && r.value.at + r.value.len == rest.at);
        sn_buf_clear(&out);
        law(sn_setting_record_add(&r, &out) == SN_OK);
        sn_str written = sn_buf_str(&out);
        law(sn_setting_record_take(&written, &copy) == SN_OK && written.len == 0);
        law(copy.change == r.change && sn_str_equal(copy.key, r.key) &&
            sn_str_equal(copy.value, r.value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sn_str input = {(const char *)data, size};
    check_pin(input);
    check_judgement(input);
    check_records(input);
    return 0;
}
