/* Laws of hit records: whatever reads back at all is written and read again as the same, its texts
 * lie inside the record, and nothing but corrupt and unknown formats is refused. */
#include "layout/hit.h"
#include "tests/fuzz/law.h"

#define RECORD_BYTES 10000000

static void inside(sn_str text, sn_str record)
{
    law(text.len == 0 || (text.at >= record.at && text.len <= record.len &&
                          text.at + text.len <= record.at + record.len));
}

static void lists_are_inside(const sn_hit_list *list, sn_str record)
{
    law(list->n <= SN_HIT_LIST_MAX);
    for (size_t i = 0; i < list->n; i++)
        inside(list->at[i], record);
}

static void all_is_inside(const sn_hit *hit, sn_str record)
{
    const sn_str texts[] = {hit->id,   hit->url,    hit->title,     hit->kicker,   hit->lead,
                            hit->body, hit->source, hit->image_url, hit->language, hit->extra_json};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        inside(texts[i], record);
    lists_are_inside(&hit->author, record);
    lists_are_inside(&hit->category, record);
    lists_are_inside(&hit->tags, record);
    law(hit->id.len > 0 && hit->urgency >= 0 && hit->urgency <= 9);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sn_hit hit;
    sn_str record = {(const char *)data, size};
    sn_status s = sn_hit_read(record, &hit);
    law(s == SN_OK || s == SN_ECORRUPT || s == SN_EFORMAT);
    if (s != SN_OK)
        return 0;
    all_is_inside(&hit, record);
    SN_CLEANUP(sn_buf) sn_buf once = SN_BUF(RECORD_BYTES);
    SN_CLEANUP(sn_buf) sn_buf twice = SN_BUF(RECORD_BYTES);
    law(sn_hit_write(&hit, &once) == SN_OK);
    law(sn_hit_read(sn_buf_str(&once), &hit) == SN_OK);
    all_is_inside(&hit, sn_buf_str(&once));
    law(sn_hit_write(&hit, &twice) == SN_OK);
    law(sn_str_equal(sn_buf_str(&once), sn_buf_str(&twice)));
    return 0;
}
