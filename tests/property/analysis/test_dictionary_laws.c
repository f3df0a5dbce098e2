/* Laws of a newsroom's files: what they say is read, and mistakes are named. */
#include "analysis/dictionary.h"
#include "base/file.h"
#include "tests/property/analysis/random_dictionary.h"
#include "tests/property/analysis/random_persian.h"
#include "tests/property/analysis/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_MAX (4u << 20)

static unsigned long few_rounds(void)
{
    return random_rounds() / 300 + 1;
}

static void must(sn_status status, const sn_error *err)
{
    if (status != SN_OK)
        print_error("%s: %s\n", sn_status_name(status), err->msg);
    assert_int_equal(status, SN_OK);
}

static void read_files(const random_dictionary *r, sn_dictionary *d)
{
    sn_error err = {0};
    for (int k = 0; k < SN_DICTIONARY_KINDS; k++) {
        sn_dictionary_kind kind = (sn_dictionary_kind)k;
        must(sn_dictionary_add(d, kind, sn_dictionary_file(kind), sn_buf_str(&r->files[k]), &err),
             &err);
    }
    must(sn_dictionary_settle(d, &err), &err);
}

/* As many rows as were said, by kind and word, and each of them was said. */
static void check_rows(const random_dictionary *r, const sn_dictionary *d)
{
    assert_int_equal(d->n, r->n);
    for (size_t i = 0; i < d->n; i++) {
        const sn_dictionary_row *row = &d->rows[i];
        sn_str word = sn_str_of(row->word);
        const said *s = random_dictionary_find(r, row->kind, word);
        fail_if(s == NULL, word, "was never said");
        fail_if(strcmp(s->value, row->value) != 0, word, "has another value than was said");
        assert_true(row->line >= 1 && row->kind != SN_DICTIONARY_PROTECTED);
        assert_string_equal(row->name, sn_dictionary_file(s->kind));
        if (i == 0)
            continue;
        const sn_dictionary_row *last = row - 1;
        assert_true(last->kind < row->kind ||
                    (last->kind == row->kind && strcmp(last->word, row->word) < 0));
    }
}

static void check_stop_words(const random_dictionary *r, const sn_dictionary *d)
{
    for (size_t i = 0; i < r->n; i++) {
        sn_str word = sn_str_of(r->said[i].word);
        bool said_so = random_dictionary_find(r, SN_DICTIONARY_STOP, word) != NULL;
        fail_if(sn_dictionary_is_stop(d, word) != said_so, word, "is a stop word, or is none");
    }
}

static void files_say_what_was_written(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        random_dictionary_make(&r);
        read_files(&r, &d);
        check_rows(&r, &d);
        check_stop_words(&r, &d);
    }
}

static void what_is_frozen_thaws_to_the_same(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0}, again = {0};
        SN_CLEANUP(sn_buf) sn_buf first = SN_BUF(BUFFER_MAX), second = first;
        char digest[SN_DICTIONARY_DIGEST_SIZE], other[SN_DICTIONARY_DIGEST_SIZE];
        sn_error err = {0};
        random_dictionary_make(&r);
        read_files(&r, &d);
        must(sn_dictionary_freeze(&d, &first), &err);
        must(sn_dictionary_thaw(sn_buf_str(&first), &again, &err), &err);
        must(sn_dictionary_freeze(&again, &second), &err);
        assert_string_equal(sn_buf_text(&first), sn_buf_text(&second));
        sn_dictionary_digest(sn_buf_str(&first), digest);
        assert_int_equal(strlen(digest), first.len > 0 ? 16 : 0);
        sn_buf_add_byte(&first, 'x');
        sn_dictionary_digest(sn_buf_str(&first), other);
        assert_string_not_equal(digest, other);
    }
}

/* A directory with the files reads as the files do; those without a line may be missing. */
static void a_directory_says_what_its_files_say(void **state)
{
    (void)state;
    char dir[SN_PATH_SIZE];
    const char *tmp = getenv("TMPDIR");
    snprintf(dir, sizeof dir, "%s/sn-laws-XXXXXX", tmp != NULL ? tmp : "/tmp");
    assert_non_null(mkdtemp(dir));
    for (unsigned long i = 0; i < few_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        char path[SN_PATH_SIZE];
        sn_error err = {0};
        random_dictionary_make(&r);
        for (int k = 0; k < SN_DICTIONARY_KINDS; k++) {
            must(sn_path_join(dir, sn_dictionary_file((sn_dictionary_kind)k), path, sizeof path,
                              &err),
                 &err);
            if (r.files[k].len > 0)
                must(sn_file_write(path, sn_buf_str(&r.files[k]), &err), &err);
            else
                (void)remove(path);
        }
        must(sn_dictionary_read_dir(dir, &d, &err), &err);
        check_rows(&r, &d);
    }
    must(sn_dir_remove(dir, NULL), NULL);
}

static uint32_t lines_of(sn_str text)
{
    uint32_t n = 1;
    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '\n';
    return n;
}

/* Where a line may begin: at a random one, but not before a byte order mark. */
static size_t random_line(sn_str text)
{
    size_t at = text.len == 0 ? 0 : random_below(text.len);
    while (at > 0 && text.at[at - 1] != '\n')
        at--;
    return at == 0 && sn_str_has_prefix(text, SN_STR("\xef\xbb\xbf")) ? 3 : at;
}

static void a_mistake_is_named_with_file_and_line(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
        sn_dictionary_kind kind = (sn_dictionary_kind)random_below(SN_DICTIONARY_KINDS);
        sn_error err = {0};
        sn_status want;
        char place[80];
        random_dictionary_make(&r);
        sn_str good = sn_buf_str(&r.files[kind]);
        size_t at = random_line(good);
        if (at > 0)
            sn_buf_add(&text, good.at, at);
        put_bad_line(kind, &text, &want);
        sn_buf_add_byte(&text, '\n');
        sn_buf_add_str(&text, (sn_str){good.at + at, good.len - at});
        snprintf(place, sizeof place, "%s, line %u: ", sn_dictionary_file(kind),
                 lines_of((sn_str){good.at, at}));
        sn_status status =
            sn_dictionary_add(&d, kind, sn_dictionary_file(kind), sn_buf_str(&text), &err);
        fail_if(status != want, sn_buf_str(&text), sn_status_name(want));
        if (strncmp(err.msg, place, strlen(place)) != 0)
            fail_msg("«%s» does not begin with «%s»", err.msg, place);
    }
}

/* Bytes changed, put in and left out: refused with a line of the text, or read. */
static void damaged_files_are_read_or_refused_with_a_line(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        sn_dictionary_kind kind = (sn_dictionary_kind)random_below(SN_DICTIONARY_KINDS);
        sn_error err = {0};
        unsigned line = 0;
        random_dictionary_make(&r);
        sn_buf *text = &r.files[kind];
        sn_buf_add_byte(text, ' ');
        for (size_t n = 1 + random_below(4); n > 0; n--)
            text->at[random_below(text->len)] = "\t\n\r #a\xd8\0\x8c"[random_below(9)];
        sn_status status = sn_dictionary_add(&d, kind, "words", sn_buf_str(text), &err);
        if (status == SN_OK)
            status = sn_dictionary_settle(&d, &err);
        if (status == SN_OK)
            continue;
        assert_true(status == SN_EINVAL || status == SN_EUTF8 || status == SN_ELIMIT);
        fail_if(sscanf(err.msg, "words, line %u: ", &line) != 1, sn_str_of(err.msg), "names none");
        assert_true(line >= 1 && line <= lines_of(sn_buf_str(text)));
    }
}

static void contradictions_name_both_places(void **state)
{
    (void)state;
    for (unsigned long i = 0; i < random_rounds(); i++) {
        SN_CLEANUP(random_dictionary) random_dictionary r;
        SN_CLEANUP(sn_dictionary) sn_dictionary d = {0};
        SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(BUFFER_MAX);
        sn_error err = {0};
        char place[80];
        random_dictionary_make(&r);
        for (int k = 0; k < SN_DICTIONARY_KINDS; k++)
            must(sn_dictionary_add(&d, (sn_dictionary_kind)k,
                                   sn_dictionary_file((sn_dictionary_kind)k),
                                   sn_buf_str(&r.files[k]), &err),
                 &err);
        const said *s = r.n > 0 ? &r.said[random_below(r.n)] : NULL;
        if (s == NULL || s->kind == SN_DICTIONARY_COMPOUND || s->kind == SN_DICTIONARY_STOP)
            continue;
        sn_buf_add_format(&text, "%s\t%sژژ\n", s->word, s->word);
        must(sn_dictionary_add(&d, SN_DICTIONARY_STEM, "other.tsv", sn_buf_str(&text), &err), &err);
        assert_int_equal(sn_dictionary_settle(&d, &err), SN_EINVAL);
        snprintf(place, sizeof place, "%s, line ", sn_dictionary_file(s->kind));
        assert_non_null(strstr(err.msg, place));
        assert_non_null(strstr(err.msg, "other.tsv, line 1"));
    }
}

static int begin(void **state)
{
    (void)state;
    random_begin();
    return persian_begin() ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    persian_end();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_say_what_was_written),
        cmocka_unit_test(what_is_frozen_thaws_to_the_same),
        cmocka_unit_test(a_directory_says_what_its_files_say),
        cmocka_unit_test(a_mistake_is_named_with_file_and_line),
        cmocka_unit_test(damaged_files_are_read_or_refused_with_a_line),
        cmocka_unit_test(contradictions_name_both_places),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
