#include "query/answer.h"
#include "query/spelling.h"

/* The text between two bytes of the query. */
static sn_str part_of(const char *q, size_t begin, size_t end)
{
    return (sn_str){q + begin, end - begin};
}

static void write_change(sn_json *j, const char *q, const sn_correction *c)
{
    sn_json_object(j);
    sn_json_key(j, "word");
    sn_json_str(j, part_of(q, c->begin, c->end));
    sn_json_key(j, "to");
    sn_json_str(j, c->to);
    sn_json_key(j, "kind");
    sn_json_text(j, sn_correction_kind_name(c->kind));
    sn_json_end(j);
}

static void write_spelling(sn_json *j, const char *q, const sn_spelling *s)
{
    sn_json_object(j);
    sn_json_key(j, "from");
    sn_json_text(j, q);
    sn_json_key(j, "to");
    sn_json_str(j, s->text);
    sn_json_key(j, "changes");
    sn_json_array(j);
    for (size_t i = 0; i < s->n; i++)
        write_change(j, q, &s->changes[i]);
    sn_json_end(j);
    sn_json_end(j);
}

void sn_answer_spelling(sn_answer_writer *a)
{
    sn_json *j = &a->json;
    const sn_spelling *s = a->lookup != NULL ? a->lookup->spelling : NULL;
    static const char *const keys[] = {"corrected", "suggestion"};
    for (int i = 0; i < 2; i++) {
        sn_json_key(j, keys[i]);
        if (s != NULL && s->is_applied == (i == 0))
            write_spelling(j, a->request->q, s);
        else
            sn_json_null(j);
    }
}
