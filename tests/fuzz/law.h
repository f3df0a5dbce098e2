/* tests/fuzz/law - what fuzz targets share. A law that does not hold ends the program, and libFuzzer keeps the input. */
#ifndef SN_FUZZ_LAW_H
#define SN_FUZZ_LAW_H

#include "base/bytes.h"
#include "base/status.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void law(bool holds)
{
    if (!holds)
        abort();
}

/* The same, and the law is said first. */
static inline void law_that(bool holds, const char *says)
{
    if (!holds)
        fprintf(stderr, "broken: %s\n", says);
    law(holds);
}

/* A text was refused: the message begins with the name of its file and one of its lines. */
static inline void law_of_refusal(sn_str text, const char *name, sn_status status,
                                  const sn_error *err)
{
    unsigned line = 0, lines = 1;
    size_t len = strlen(name);
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    law(status == SN_EINVAL || status == SN_EUTF8 || status == SN_ELIMIT);
    law(strncmp(err->msg, name, len) == 0 && sscanf(err->msg + len, ", line %u: ", &line) == 1);
    law(line >= 1 && line <= lines);
}

#endif
