// What libxapian does in bench-bare (bench/peers/bare.c): one list of words with positions, BM25 as the library has
// it, the publication minute as a value; no analysis, its texts are folded and parted by blanks. Here because C++ is
// nowhere else.
#include "xapian-c/bench/bare.h"

#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

enum { COLUMNS = 8, MINUTE_SLOT = 0, HITS = 10, RELATED_TERMS = 20 };

static std::vector<std::string> columns_of(const std::string &line)
{
    std::vector<std::string> columns;
    std::istringstream in(line);
    for (std::string column; std::getline(in, column, '\t');)
        columns.push_back(column);
    columns.resize(COLUMNS);
    return columns;
}

static Xapian::Document document_of(const std::vector<std::string> &row)
{
    Xapian::Document doc;
    Xapian::TermGenerator generator;
    generator.set_document(doc);
    doc.add_boolean_term("Q" + row[1]);
    generator.index_text(row[6], 2);
    generator.increase_termpos();
    generator.index_text(row[7]);
    doc.add_value(MINUTE_SLOT, Xapian::sortable_serialise(std::strtod(row[5].c_str(), nullptr)));
    doc.set_data(row[1] + "\t" + row[6] + "\t" + row[2]);
    return doc;
}

static void build(const char *texts, const std::string &path)
{
    {
        Xapian::WritableDatabase db(path + ".loose", Xapian::DB_CREATE_OR_OVERWRITE);
        std::ifstream in(texts);
        for (std::string line; std::getline(in, line);)
            db.add_document(document_of(columns_of(line)));
        db.commit();
    }
    Xapian::Database(path + ".loose").compact(path);
}

static std::vector<std::string> words_of(const std::string &text)
{
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

static Xapian::Query related_to(Xapian::Database &db, const std::string &id)
{
    Xapian::RSet seeds;
    seeds.add_document(*db.postlist_begin("Q" + id));
    Xapian::Enquire enquire(db);
    Xapian::ESet terms = enquire.get_eset(RELATED_TERMS, seeds);
    return Xapian::Query(Xapian::Query::OP_ELITE_SET, terms.begin(), terms.end(), 10);
}

static Xapian::Query query_of(Xapian::Database &db, const bare_asked &asked)
{
    const std::string kind = asked.kind;
    if (kind == "related")
        return related_to(db, asked.text);
    Xapian::Query::op op = kind == "any"      ? Xapian::Query::OP_OR
                           : kind == "phrase" ? Xapian::Query::OP_PHRASE
                                              : Xapian::Query::OP_AND;
    std::vector<std::string> words = words_of(asked.text);
    Xapian::Query query(op, words.begin(), words.end());
    if (asked.from[0] == '\0')
        return query;
    std::string begin = Xapian::sortable_serialise(std::strtod(asked.from, nullptr));
    return Xapian::Query(Xapian::Query::OP_FILTER, query,
                         Xapian::Query(Xapian::Query::OP_VALUE_GE, MINUTE_SLOT, begin));
}

static void append_text(std::string &out, const std::string &text)
{
    out += '"';
    for (char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
}

static std::string answer_to(Xapian::Database &db, const bare_asked &asked)
{
    Xapian::Enquire enquire(db);
    enquire.set_query(query_of(db, asked));
    if (asked.by_date) {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_sort_by_value(MINUTE_SLOT, true);
    }
    Xapian::MSet hits = enquire.get_mset(0, HITS, 10000);
    std::string out = "{\"total\":" + std::to_string(hits.get_matches_estimated()) + ",\"hits\":[";
    for (auto it = hits.begin(); it != hits.end(); ++it) {
        std::vector<std::string> data = columns_of(it.get_document().get_data());
        out += it == hits.begin() ? "{\"id\":" : ",{\"id\":";
        append_text(out, data[0]);
        out += ",\"title\":";
        append_text(out, data[1]);
        out += ",\"url\":";
        append_text(out, data[2]);
        out += ",\"score\":" + std::to_string(it.get_weight()) + "}";
    }
    return out + "]}";
}

template <typename Fn> static int told(Fn fn)
{
    try {
        fn();
        return 0;
    } catch (const Xapian::Error &e) {
        std::fprintf(stderr, "bench-bare: %s\n", e.get_description().c_str());
    } catch (const std::exception &e) {
        std::fprintf(stderr, "bench-bare: %s\n", e.what());
    }
    return 1;
}

int bare_index(const char *texts, const char *path)
{
    return told([&] { build(texts, path); });
}

int bare_open(const char *path, void **out)
{
    return told([&] { *out = new Xapian::Database(path); });
}

int bare_answer(void *database, const bare_asked *asked, char **out)
{
    return told([&] {
        *out = strdup(answer_to(*static_cast<Xapian::Database *>(database), *asked).c_str());
    });
}
