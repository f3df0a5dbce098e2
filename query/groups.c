#include "query/groups.h"

#include "query/refuse.h"
#include "query/units.h"

#include <string.h>

/* A node that is not yet in the tree. */
typedef struct operand {
    size_t node;
    bool after_or;
} operand;

typedef struct operands {
    operand at[SN_LIMIT_QUERY_TERMS + 1];
    size_t n;
    sn_chunk joint; /* the OR or AND that was read last; kind SN_CHUNK_TEXT: none */
} operands;

static sn_node *node_of(const sn_reading *r, const operand *o)
{
    return &r->question->nodes[o->node];
}

static sn_status new_node(sn_reading *r, const sn_node *node, size_t *out)
{
    sn_question *q = r->question;
    if (q->n_nodes >= SN_QUESTION_NODES)
        return sn_refuse_terms(r);
    q->nodes[q->n_nodes] = *node;
    *out = q->n_nodes++;
    return SN_OK;
}

static sn_status add_operand(sn_reading *r, operands *ops, size_t node)
{
    if (ops->n > SN_LIMIT_QUERY_TERMS)
        return sn_refuse_terms(r);
    ops->at[ops->n] = (operand){node, ops->joint.kind == SN_CHUNK_OR};
    ops->n++;
    ops->joint = (sn_chunk){0};
    return SN_OK;
}

static sn_status add_chunk(sn_reading *r, const sn_chunk *chunk, const sn_chunk_scope *scope,
                           operands *ops)
{
    size_t before = r->question->n_units;
    sn_status s = sn_units_read(r, chunk, scope);
    for (size_t u = before; u < r->question->n_units && s == SN_OK; u++) {
        size_t node = 0;
        s = new_node(r,
                     &(sn_node){.kind = SN_NODE_UNIT,
                                .unit = u,
                                .is_needed = chunk->sign == SN_SIGN_NEEDED,
                                .is_excluded = chunk->sign == SN_SIGN_EXCLUDED},
                     &node);
        if (s == SN_OK)
            s = add_operand(r, ops, node);
    }
    return s;
}

/* A word that may be an alternative: a function word says nothing by itself. */
static bool is_content(const sn_reading *r, const operand *o)
{
    const sn_node *node = node_of(r, o);
    const sn_unit *unit = &r->question->units[node->unit];
    if (node->is_excluded)
        return false;
    return node->kind != SN_NODE_UNIT || unit->kind != SN_UNIT_WORD ||
           !r->question->words[unit->first].is_stop;
}

static bool is_word_or(const sn_reading *r, const operand *o)
{
    const sn_node *node = node_of(r, o);
    const sn_unit *unit = &r->question->units[node->unit];
    return node->kind == SN_NODE_UNIT && unit->kind == SN_UNIT_WORD && !node->is_excluded &&
           !node->is_needed && unit->list == SN_LIST_STEM &&
           sn_str_equal(r->question->words[unit->first].stem, SN_STR("یا"));
}

/* «یا» between two content words is OR. It is a word, too («مرگ یا زندگی», «یا علی»): articles with
 * the words as they stand are found either way, since they have both sides, and rank first. */
static void take_word_or(const sn_reading *r, operands *ops)
{
    for (size_t i = 1; i + 1 < ops->n && !r->opts->is_literal; i++) {
        bool is_between = is_content(r, &ops->at[i - 1]) && is_content(r, &ops->at[i + 1]) &&
                          !ops->at[i].after_or && !ops->at[i + 1].after_or;
        if (!is_word_or(r, &ops->at[i]) || !is_between)
            continue;
        memmove(&ops->at[i], &ops->at[i + 1], (ops->n - i - 1) * sizeof *ops->at);
        ops->n--;
        ops->at[i].after_or = true;
    }
}

/* Hang a node behind the last child of its parent. A group of the parent's own kind is taken apart;
 * what is needed of it, is needed of each. */
static void hang(sn_question *q, size_t parent, size_t *last, size_t node)
{
    sn_node *n = &q->nodes[node];
    if (n->kind == q->nodes[parent].kind && !n->is_excluded) {
        for (size_t child = n->first, next; child != 0; child = next) {
            next = q->nodes[child].next;
            q->nodes[child].is_needed =
                q->nodes[child].is_needed || (n->is_needed && !q->nodes[child].is_excluded);
            hang(q, parent, last, child);
        }
        return;
    }
    n->next = 0;
    if (*last == 0)
        q->nodes[parent].first = node;
    else
        q->nodes[*last].next = node;
    *last = node;
}

static void mark_alternatives(sn_question *q, size_t node)
{
    if (q->nodes[node].kind == SN_NODE_UNIT)
        q->units[q->nodes[node].unit].is_alternative = true;
    for (size_t child = q->nodes[node].first; child != 0; child = q->nodes[child].next)
        mark_alternatives(q, child);
}

/* Operands first..end joined by OR. An exclusion is no alternative. */
static sn_status join_any(sn_reading *r, const operands *ops, size_t first, size_t end, size_t *out)
{
    size_t last = 0;
    sn_status s = new_node(r, &(sn_node){.kind = SN_NODE_ANY}, out);
    for (size_t i = first; i < end && s == SN_OK; i++) {
        sn_node *node = node_of(r, &ops->at[i]);
        r->question->nodes[*out].is_needed |= node->is_needed;
        node->is_needed = false;
        hang(r->question, *out, &last, ops->at[i].node);
    }
    if (s == SN_OK)
        mark_alternatives(r->question, *out);
    return s;
}

/* The operands from `first` on that OR joins, as one node. */
static sn_status take_run(sn_reading *r, const operands *ops, size_t first, size_t *end,
                          size_t *node)
{
    size_t i = first + 1;
    while (i < ops->n && ops->at[i].after_or && !node_of(r, &ops->at[i])->is_excluded &&
           !node_of(r, &ops->at[first])->is_excluded)
        i++;
    *end = i;
    *node = ops->at[first].node;
    return i - first > 1 ? join_any(r, ops, first, i, node) : SN_OK;
}

/* All operands under a parent, which is there. */
static sn_status join_all(sn_reading *r, operands *ops, size_t parent)
{
    size_t last = 0, node = 0;
    sn_status s = SN_OK;
    take_word_or(r, ops);
    for (size_t i = 0; i < ops->n && s == SN_OK;) {
        s = take_run(r, ops, i, &i, &node);
        if (s == SN_OK)
            hang(r->question, parent, &last, node);
    }
    return s;
}

/* A group of one is that one; what is excluded twice says nothing. */
static sn_status add_single(sn_reading *r, const operand *one, sn_sign sign, operands *ops)
{
    sn_node *node = node_of(r, one);
    if (node->is_excluded && sign != SN_SIGN_NONE)
        return SN_OK;
    node->is_excluded = node->is_excluded || sign == SN_SIGN_EXCLUDED;
    node->is_needed = node->is_needed || sign == SN_SIGN_NEEDED;
    return add_operand(r, ops, one->node);
}

static sn_status add_group(sn_reading *r, operands *group, sn_sign sign, operands *ops)
{
    size_t parent = 0;
    sn_question *q = r->question;
    if (group->n < 2)
        return group->n == 0 ? SN_OK : add_single(r, &group->at[0], sign, ops);
    sn_status s = new_node(r, &(sn_node){.kind = SN_NODE_ALL}, &parent);
    if (s == SN_OK)
        s = join_all(r, group, parent);
    if (s != SN_OK)
        return s;
    size_t first = q->nodes[parent].first;
    operand one = {q->nodes[first].next == 0 ? first : parent, false};
    return add_single(r, &one, sign, ops);
}

/* An operator with nothing to join is a word. */
static sn_status flush_joint(sn_reading *r, const sn_chunk_scope *scope, operands *ops)
{
    sn_chunk text = {.text = ops->joint.text};
    bool is_open = ops->joint.kind != SN_CHUNK_TEXT;
    ops->joint = (sn_chunk){0};
    return is_open ? add_chunk(r, &text, scope, ops) : SN_OK;
}

static sn_status take_joint(sn_reading *r, const sn_chunk *chunk, const sn_chunk_scope *scope,
                            operands *ops)
{
    sn_status s = flush_joint(r, scope, ops);
    ops->joint = *chunk;
    return s == SN_OK && ops->n == 0 ? flush_joint(r, scope, ops) : s;
}

static sn_status read_group(sn_reading *r, const sn_chunk_scope *scope, operands *ops);

static sn_status read_inner(sn_reading *r, const sn_chunk *open, const sn_chunk_scope *scope,
                            operands *ops)
{
    operands group = {.n = 0};
    sn_chunk_scope inner = {open->field != SN_IN_ANY ? open->field : scope->field,
                            scope->is_excluded || open->sign == SN_SIGN_EXCLUDED, scope->depth + 1};
    if (inner.depth > SN_LIMIT_QUERY_DEPTH)
        return sn_problem_make(r->problem, SN_ELIMIT, "limit_exceeded", "q",
                               "q: parentheses are nested deeper than %d levels (QUERY_DEPTH)",
                               "q: پرانتزها بیش از %d لایه (QUERY_DEPTH) تودرتو هستند",
                               SN_LIMIT_QUERY_DEPTH);
    sn_status s = read_group(r, &inner, &group);
    return s == SN_OK ? add_group(r, &group, open->sign, ops) : s;
}

static sn_status read_group(sn_reading *r, const sn_chunk_scope *scope, operands *ops)
{
    sn_chunk chunk;
    sn_status s = SN_OK;
    while (s == SN_OK && sn_chunks_next(&r->chunks, &chunk) && chunk.kind != SN_CHUNK_CLOSE) {
        if (chunk.kind == SN_CHUNK_OPEN)
            s = read_inner(r, &chunk, scope, ops);
        else if (chunk.kind == SN_CHUNK_OR || chunk.kind == SN_CHUNK_AND)
            s = take_joint(r, &chunk, scope, ops);
        else
            s = add_chunk(r, &chunk, scope, ops);
    }
    return s == SN_OK ? flush_joint(r, scope, ops) : s;
}

sn_status sn_groups_read(sn_reading *r)
{
    operands ops = {.n = 0};
    sn_chunk_scope scope = {SN_IN_ANY, false, 0};
    size_t root = 0;
    sn_status s = new_node(r, &(sn_node){.kind = SN_NODE_ALL}, &root);
    if (s == SN_OK)
        s = read_group(r, &scope, &ops);
    return s == SN_OK ? join_all(r, &ops, root) : s;
}
