/* Manifests of backups from anywhere: no crash, and laws.
 *   every file of one that is read lies in the backup, or in its dictionaries;
 *   archive and ledger are among them, none twice;
 *   written again it is read as the same. */
#include "indexer/backup/manifest.h"
#include "tests/fuzz/law.h"

#include <string.h>

static void check_names(const sn_backup_manifest *m)
{
    size_t own = 0;
    for (size_t i = 0; i < m->n_files; i++) {
        const char *name = m->files[i].name, *slash = strchr(name, '/');
        own += strcmp(name, "archive.db") == 0 || strcmp(name, "takedowns.db") == 0;
        law(slash == NULL || (strncmp(name, "dictionaries/", 13) == 0 && slash == name + 12 &&
                              strchr(slash + 1, '/') == NULL && slash[1] != '.'));
        for (size_t k = 0; k < i; k++)
            law(strcmp(m->files[k].name, name) != 0);
    }
    law(own == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SN_CLEANUP(sn_backup_manifest) sn_backup_manifest m = {0}, again = {0};
    SN_CLEANUP(sn_buf) sn_buf text = SN_BUF(2 * SN_BACKUP_BYTES);
    sn_str input = {(const char *)data, size};
    if (sn_backup_manifest_parse("m", input, &m, NULL) != SN_OK)
        return 0;
    check_names(&m);
    if (sn_backup_manifest_write(&m, &text, NULL) != SN_OK)
        return 0; /* a text in it is no UTF-8, or longer in its escapes */
    law(sn_backup_manifest_parse("m", sn_buf_str(&text), &again, NULL) == SN_OK);
    law(m.n_files == again.n_files && m.change == again.change && m.articles == again.articles);
    for (size_t i = 0; i < m.n_files; i++)
        law(memcmp(&m.files[i], &again.files[i], sizeof m.files[i]) == 0);
    return 0;
}
