/* analysis/compounds - the lexicon's compounds, walked letter by letter: which words begin one,
 * and does the next word go on? Internal to analysis/. */
#ifndef SN_ANALYSIS_COMPOUNDS_H
#define SN_ANALYSIS_COMPOUNDS_H

#include "analysis/automaton.h"
#include "analysis/lexicon.h"

/* Walk on over a word without half-spaces, from sn_walk_begin() or where an earlier walk ended.
 * False, with *walk undefined, if no compound goes on so. *ends: does a compound end with this word,
 * or before an ending of it («رئیس جمهورهای»)? */
bool sn_compounds_walk(const sn_lexicon *lexicon, sn_walk *walk, sn_str word, bool *ends);

#endif
