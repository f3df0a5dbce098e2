#include "query/dictionaries.h"

#include "analysis/dictionary.h"
#include "base/file.h"
#include "base/limits.h"
#include "layout/index_dir.h"
#include "layout/lock.h"
#include "query/past_queries.h"
#include "query/vocabulary.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOCK    "dictionaries.lock"
#define STAGE   "dictionaries.new" /* what they would be, in a folder as an index directory has it */
#define PROGRAM "sarnakh"

static const sn_word_file files[] = {
    {"protected", "protected.txt", true, SN_LIMIT_DICTIONARY_BYTES},
    {"stems", "stems.tsv", true, SN_LIMIT_DICTIONARY_BYTES},
    {"compounds", "compounds.txt", true, SN_LIMIT_DICTIONARY_BYTES},
    {"stop", "stop.txt", false, SN_LIMIT_DICTIONARY_BYTES},
    {"synonyms", "synonyms.txt", false, SN_LIMIT_DICTIONARY_BYTES},
    {"queries", SN_PAST_QUERIES_FILE, false, SN_LIMIT_PAST_QUERIES_BYTES},
};
#define N_FILES (sizeof files / sizeof *files)

const sn_word_file *sn_word_file_at(size_t i)
{
    return i < N_FILES ? &files[i] : NULL;
}

const sn_word_file *sn_word_file_of(sn_str name)
{
    for (size_t i = 0; i < N_FILES; i++)
        if (sn_str_equal(name, sn_str_of(files[i].name)))
            return &files[i];
    return NULL;
}

/* Taken, too: an entry of synonyms without a word is found out by the analysis only. */
static sn_status check_vocabulary(const char *dir, sn_error *err)
{
    sn_vocabularies *all = NULL;
    const sn_vocabulary *one = NULL;
    sn_status s = sn_vocabularies_open(dir, &all, err);
    if (s != SN_OK)
        return s;
    s = sn_vocabularies_take(all, NULL, "", NULL, &one, err);
    sn_vocabulary_give_back(all, one);
    sn_vocabularies_close(all);
    return s;
}

sn_status sn_words_check(const char *dir, sn_error *err)
{
    SN_CLEANUP(sn_past_queries) sn_past_queries past = {0};
    sn_status s = check_vocabulary(dir, err);
    return s == SN_OK ? sn_past_queries_read(dir, &past, err) : s;
}

static sn_status path_of(const char *dir, const char *name, char path[SN_PATH_SIZE], sn_error *err)
{
    char folder[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_INDEX_WORDS, folder, sizeof folder, err);
    return s == SN_OK ? sn_path_join(folder, name, path, SN_PATH_SIZE, err) : s;
}

sn_status sn_word_file_read(const char *dir, const sn_word_file *file, sn_buf *out, sn_error *err)
{
    char path[SN_PATH_SIZE];
    sn_status s = path_of(dir, file->file, path, err);
    return s == SN_OK ? sn_file_read(path, out, err) : s;
}

static sn_status stage_one(const char *dir, const char *stage, const sn_word_file *file,
                           sn_error *err)
{
    char path[SN_PATH_SIZE];
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(file->max);
    sn_status s = sn_word_file_read(dir, file, &text, err);
    if (s == SN_ENOTFOUND)
        return SN_OK;
    if (s == SN_ELIMIT)
        return sn_fail(err, s, "%s has more than %zu bytes", file->file, file->max);
    if (s == SN_OK)
        s = path_of(stage, file->file, path, err);
    return s == SN_OK ? sn_file_write(path, sn_buf_str(&text), err) : s;
}

/* All files as they would be, with that one changed: then the ones who read them are asked. */
static sn_status stage(const char *dir, const char *stage_dir, const sn_word_file *changed,
                       sn_str text, sn_error *err)
{
    char folder[SN_PATH_SIZE], path[SN_PATH_SIZE];
    sn_status s = sn_dir_remove(stage_dir, err); /* of one who was killed */
    if (s == SN_OK)
        s = sn_dir_make(stage_dir, err);
    if (s == SN_OK)
        s = sn_path_join(stage_dir, SN_INDEX_WORDS, folder, sizeof folder, err);
    if (s == SN_OK)
        s = sn_dir_make(folder, err);
    for (size_t i = 0; i < N_FILES && s == SN_OK; i++)
        if (&files[i] != changed)
            s = stage_one(dir, stage_dir, &files[i], err);
    if (s == SN_OK && text.at != NULL)
        s = path_of(stage_dir, changed->file, path, err);
    return s == SN_OK && text.at != NULL ? sn_file_write(path, text, err) : s;
}

static sn_status remove_file(const char *path, const char *folder, sn_error *err)
{
    if (unlink(path) != 0)
        return sn_fail_errno(err, "cannot remove %s", path);
    return sn_dir_sync(folder, err);
}

static sn_status install(const char *dir, const sn_word_file *file, sn_str text, sn_error *err)
{
    char folder[SN_PATH_SIZE], path[SN_PATH_SIZE];
    sn_status s = sn_path_join(dir, SN_INDEX_WORDS, folder, sizeof folder, err);
    if (s == SN_OK)
        s = path_of(dir, file->file, path, err);
    if (s == SN_OK && text.at == NULL)
        return remove_file(path, folder, err);
    if (s == SN_OK)
        s = sn_dir_make(folder, err);
    if (s == SN_OK)
        s = sn_file_write(path, text, err);
    return s == SN_OK ? sn_dir_sync(dir, err) : s;
}

static sn_status change(const char *dir, const sn_word_file *file, sn_str text, sn_error *err)
{
    char stage_dir[SN_PATH_SIZE];
    sn_error ignored;
    sn_status s = sn_path_join(dir, STAGE, stage_dir, sizeof stage_dir, err);
    if (s == SN_OK)
        s = stage(dir, stage_dir, file, text, err);
    if (s == SN_OK)
        s = sn_words_check(stage_dir, err);
    if (s == SN_OK)
        s = install(dir, file, text, err);
    sn_status gone = sn_dir_remove(stage_dir, &ignored);
    (void)gone; /* the next change clears it away */
    return s;
}

static bool is_there(const char *dir, const sn_word_file *file)
{
    char path[SN_PATH_SIZE];
    return path_of(dir, file->file, path, NULL) == SN_OK && access(path, F_OK) == 0;
}

sn_status sn_word_file_put(const char *dir, const sn_word_file *file, sn_str text, sn_error *err)
{
    SN_CLEANUP_PTR(sn_lock) sn_lock *lock = NULL;
    if (text.len > file->max)
        return sn_fail(err, SN_ELIMIT, "%s has more than %zu bytes", file->file, file->max);
    sn_status s = sn_lock_take(dir, LOCK, PROGRAM, &lock, err);
    if (s == SN_OK && text.at == NULL && !is_there(dir, file))
        s = sn_fail(err, SN_ENOTFOUND, "there is no %s", file->file);
    return s == SN_OK ? change(dir, file, text, err) : s;
}
