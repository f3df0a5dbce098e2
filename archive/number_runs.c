#include "archive/number_runs.h"

#include <string.h>

uint32_t sn_number_runs_skip(const sn_number_runs *runs, uint32_t number)
{
    for (size_t i = 0; i < runs->n; i++)
        if (number >= runs->at[i].first && number < runs->at[i].past)
            return runs->at[i].past;
    return number;
}

static void remove_at(sn_number_runs *runs, size_t i)
{
    memmove(&runs->at[i], &runs->at[i + 1], (runs->n - i - 1) * sizeof runs->at[0]);
    runs->n--;
}

static void remove_shortest(sn_number_runs *runs)
{
    size_t shortest = 0;
    for (size_t i = 1; i < runs->n; i++)
        if (runs->at[i].past - runs->at[i].first <
            runs->at[shortest].past - runs->at[shortest].first)
            shortest = i;
    remove_at(runs, shortest);
}

void sn_number_runs_add(sn_number_runs *runs, uint32_t first, uint32_t past)
{
    for (size_t i = 0; i < runs->n;) {
        const sn_number_run *run = &runs->at[i];
        if (run->first > past || run->past < first) {
            i++;
            continue;
        }
        first = run->first < first ? run->first : first;
        past = run->past > past ? run->past : past;
        remove_at(runs, i);
    }
    if (runs->n == SN_NUMBER_RUNS_MAX)
        remove_shortest(runs);
    size_t i = 0;
    while (i < runs->n && runs->at[i].first < first)
        i++;
    memmove(&runs->at[i + 1], &runs->at[i], (runs->n - i) * sizeof runs->at[0]);
    runs->at[i] = (sn_number_run){first, past};
    runs->n++;
}
