/* Places kept as a value say what the library's own lists say: phrases of random documents are found as libxapian finds
 * them, nearness as all choices of places say, both in a database of before, too; what they weigh is the same read by places and
 * matched; and no damaged value is read beyond its end.
 *
 * C++, since only libxapian itself writes such lists any more. SN_SEED repeats a run. */
#include "xapian-c/places.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace
{

enum { DOCS = 300, QUERIES = 1500, WORDS = 9 };

std::mt19937 rnd;
unsigned failures;

unsigned below(unsigned n)
{
    return static_cast<unsigned>(rnd() % n);
}

void check(bool good, const std::string &what)
{
    if (good)
        return;
    failures++;
    fprintf(stderr, "failed: %s\n", what.c_str());
}

void must(sn_status s, const sn_error &err)
{
    if (s == SN_OK)
        return;
    fprintf(stderr, "%s\n", err.msg);
    exit(1);
}

sn_str str(const std::string &s)
{
    return {s.data(), s.size()};
}

struct Posting {
    std::string term;
    uint32_t pos;
};

/* Some words one behind the other, some at one place, gaps; the first at 0 or later. */
std::vector<Posting> random_document()
{
    std::vector<Posting> postings;
    uint32_t pos = below(3);
    for (unsigned n = below(40); n > 0; n--) {
        postings.push_back({std::string(1, static_cast<char>('a' + below(WORDS))), pos});
        pos += below(8) == 0 ? 0 : below(12) == 0 ? 100 + below(300) : 1;
    }
    return postings;
}

typedef std::vector<std::vector<Posting>> Documents;

void write_ours(const std::string &path, const Documents &documents)
{
    sn_error err = {};
    sn_xap_writer *w = nullptr;
    sn_xap_doc *doc = nullptr;
    must(sn_xap_writer_open(path.c_str(), SN_XAP_SCRATCH, &w, &err), err);
    must(sn_xap_doc_create(&doc), err);
    for (size_t i = 0; i < documents.size(); i++) {
        must(sn_xap_doc_clear(doc, &err), err);
        must(sn_xap_doc_add_term(doc, str("all"), 0, &err), err);
        for (const Posting &p : documents[i])
            must(sn_xap_doc_add_posting(doc, str(p.term), p.pos, 1, &err), err);
        must(sn_xap_writer_replace(w, static_cast<sn_docid>(i + 1), doc, &err), err);
    }
    must(sn_xap_writer_commit(w, &err), err);
    sn_xap_doc_destroy(doc);
    sn_xap_writer_close(w);
}

/* As it was written before: lists, from 1 on. */
void write_lists(const std::string &path, const Documents &documents)
{
    Xapian::WritableDatabase db(path, Xapian::DB_CREATE);
    for (size_t i = 0; i < documents.size(); i++) {
        Xapian::Document doc;
        doc.add_boolean_term("all");
        for (const Posting &p : documents[i])
            doc.add_posting(p.term, p.pos + 1);
        db.replace_document(static_cast<Xapian::docid>(i + 1), doc);
    }
    db.commit();
}

/* What a match finds, by number, 0 for what it does not find; unweighted, what it finds is 1. */
std::vector<double> matched(const sn_xap_db *db, const std::vector<std::string> &terms,
                            sn_xap_op op, uint32_t window, const sn_xap_match_opts &opts)
{
    sn_error err = {};
    std::vector<sn_xap_query *> parts(terms.size());
    sn_xap_query *query = nullptr;
    sn_xap_matches *matches = nullptr;
    for (size_t i = 0; i < terms.size(); i++)
        must(sn_xap_query_term(str(terms[i]), 1, &parts[i], &err), err);
    must(sn_xap_query_join(op, parts.data(), parts.size(), window, &query, &err), err);
    must(sn_xap_match(db, query, &opts, &matches, &err), err);
    std::vector<double> weights(DOCS + 1, 0);
    for (size_t i = 0; i < sn_xap_matches_count(matches); i++) {
        const sn_xap_hit *hit = sn_xap_matches_at(matches, i);
        weights[hit->docid] = opts.order == SN_XAP_BY_WEIGHT ? hit->weight : 1;
    }
    sn_xap_matches_destroy(matches);
    sn_xap_query_destroy(query);
    for (sn_xap_query *part : parts)
        sn_xap_query_destroy(part);
    return weights;
}

std::vector<sn_docid> found_by_us(const sn_xap_db *db, const std::vector<std::string> &terms,
                                  sn_xap_op op, uint32_t window)
{
    sn_xap_match_opts opts = {};
    opts.order = SN_XAP_BY_DOCID;
    opts.max_items = DOCS;
    const auto weights = matched(db, terms, op, window, opts);
    std::vector<sn_docid> docids;
    for (sn_docid docid = 1; docid <= DOCS; docid++) {
        if (weights[docid] > 0)
            docids.push_back(docid);
    }
    return docids;
}

/* Some documents, as the best ones of a ranking are read: one with another word, too, which is none of the query. */
void compare_weights(const sn_xap_db *db, const std::vector<std::string> &terms, sn_xap_op op,
                     uint32_t window, const std::string &name)
{
    sn_error err = {};
    sn_xap_match_opts opts = {};
    opts.order = SN_XAP_BY_WEIGHT;
    opts.max_items = DOCS;
    opts.k1 = 0.5 + 0.1 * below(10);
    opts.b = 0.1 * below(11);
    const auto weights = matched(db, terms, op, window, opts);
    const std::string none = "none";
    std::vector<sn_str> read = {str(none)};
    std::vector<size_t> words;
    for (const std::string &term : terms) {
        words.push_back(read.size());
        read.push_back(str(term));
    }
    const sn_xap_placing how = {words.data(),        words.size(), window,
                                op == SN_XAP_PHRASE, opts.k1,      opts.b};
    sn_xap_places *places = nullptr;
    must(sn_xap_places_open(db, read.data(), read.size(), &places, &err), err);
    for (sn_docid docid = 1 + below(20); docid <= DOCS; docid += 1 + below(20)) {
        double weight = -1;
        must(sn_xap_places_read(places, docid, &err), err);
        must(sn_xap_places_weigh(places, &how, &weight, &err), err);
        check(std::fabs(weight - weights[docid]) < 1e-12,
              name + ": " + std::to_string(weight) + " read of " + std::to_string(docid) + ", " +
                  std::to_string(weights[docid]) + " matched");
    }
    sn_xap_places_close(places);
}

std::vector<sn_docid> found_by_library(const Xapian::Database &db,
                                       const std::vector<std::string> &terms, sn_xap_op op,
                                       uint32_t window)
{
    Xapian::Enquire enquire(db);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    enquire.set_query(
        Xapian::Query(op == SN_XAP_PHRASE ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_NEAR,
                      terms.begin(), terms.end(), window));
    const Xapian::MSet hits = enquire.get_mset(0, DOCS);
    std::vector<sn_docid> docids;
    for (auto it = hits.begin(); it != hits.end(); ++it)
        docids.push_back(*it);
    return docids;
}

/* By trying all choices of places. */
bool stands_near(const std::vector<Posting> &document, const std::vector<std::string> &terms,
                 size_t i, uint32_t window, std::vector<uint32_t> &taken)
{
    if (i == terms.size())
        return true;
    for (const Posting &p : document) {
        bool fits = p.term == terms[i];
        for (uint32_t other : taken)
            fits =
                fits && p.pos != other && (p.pos > other ? p.pos - other : other - p.pos) < window;
        if (!fits)
            continue;
        taken.push_back(p.pos);
        if (stands_near(document, terms, i + 1, window, taken))
            return true;
        taken.pop_back();
    }
    return false;
}

/* The library (1.4.22) misses some documents in which words stand at one place, and finds no others. */
std::vector<sn_docid> near(const Documents &documents, const std::vector<std::string> &terms,
                           uint32_t window, const std::vector<sn_docid> &by_library)
{
    std::vector<sn_docid> docids;
    std::vector<uint32_t> taken;
    for (size_t i = 0; i < documents.size(); i++) {
        taken.clear();
        if (stands_near(documents[i], terms, 0, window, taken))
            docids.push_back(static_cast<sn_docid>(i + 1));
    }
    check(std::includes(docids.begin(), docids.end(), by_library.begin(), by_library.end()),
          "near as the library has it");
    return docids;
}

void compare_queries(const std::string &ours, const std::string &lists, const Documents &documents)
{
    sn_error err = {};
    sn_xap_db *now = nullptr, *before = nullptr;
    must(sn_xap_db_open(ours.c_str(), &now, &err), err);
    must(sn_xap_db_open(lists.c_str(), &before, &err), err);
    const Xapian::Database library(lists);
    size_t hits = 0;
    for (int i = 0; i < QUERIES; i++) {
        std::vector<std::string> terms(2 + below(3));
        for (auto &term : terms)
            term = std::string(1, static_cast<char>('a' + below(WORDS)));
        const sn_xap_op op = below(2) == 0 ? SN_XAP_PHRASE : SN_XAP_NEAR;
        const uint32_t window = static_cast<uint32_t>(terms.size()) + below(4);
        auto wanted = found_by_library(library, terms, op, window);
        if (op == SN_XAP_NEAR)
            wanted = near(documents, terms, window, wanted);
        std::string name = op == SN_XAP_PHRASE ? "phrase" : "near";
        for (const auto &term : terms)
            name += ' ' + term;
        name += " within " + std::to_string(window);
        check(found_by_us(now, terms, op, window) == wanted, name);
        check(found_by_us(before, terms, op, window) == wanted, name + ", lists");
        compare_weights(now, terms, op, window, name);
        compare_weights(before, terms, op, window, name + ", lists");
        hits += wanted.size();
    }
    check(hits > QUERIES, "queries that find something");
    sn_xap_db_close(before);
    sn_xap_db_close(now);
}

std::vector<uint32_t> positions(const sn_xap_db *db, sn_docid docid, const std::string &term,
                                uint32_t from)
{
    sn_error err = {};
    std::vector<uint32_t> at(64);
    size_t n = 0;
    must(sn_xap_db_positions(db, docid, str(term), from, at.data(), at.size(), &n, &err), err);
    at.resize(n);
    return at;
}

void compare_positions(const std::string &path, const Documents &documents)
{
    sn_error err = {};
    sn_xap_db *db = nullptr;
    must(sn_xap_db_open(path.c_str(), &db, &err), err);
    for (size_t i = 0; i < documents.size(); i++) {
        for (unsigned word = 0; word <= WORDS; word++) {
            const std::string term(1, static_cast<char>('a' + word));
            const uint32_t from = below(30);
            std::set<uint32_t> wanted;
            for (const Posting &p : documents[i])
                if (p.term == term && p.pos >= from)
                    wanted.insert(p.pos);
            check(positions(db, static_cast<sn_docid>(i + 1), term, from) ==
                      std::vector<uint32_t>(wanted.begin(), wanted.end()),
                  path + ": positions in " + std::to_string(i + 1));
        }
    }
    check(positions(db, DOCS + 1, "a", 0).empty(), "a document that is not there");
    sn_xap_db_close(db);
}

std::vector<std::pair<uint32_t, uint32_t>> stretches_of(const std::vector<Posting> &document)
{
    std::set<uint32_t> places;
    for (const Posting &p : document)
        places.insert(p.pos);
    std::vector<std::pair<uint32_t, uint32_t>> stretches;
    for (uint32_t place : places) {
        if (stretches.empty() || place - stretches.back().second >= SN_XAP_STRETCH_STEP)
            stretches.push_back({place, place});
        stretches.back().second = place;
    }
    return stretches;
}

bool has(const std::vector<Posting> &document, const std::string &term)
{
    return std::any_of(document.begin(), document.end(),
                       [&](const Posting &p) { return p.term == term; });
}

/* Where anything stands, and which words a document has. */
void compare_stretches(const std::string &path, const Documents &documents, bool are_values)
{
    sn_error err = {};
    sn_xap_db *db = nullptr;
    sn_xap_places *places = nullptr;
    must(sn_xap_db_open(path.c_str(), &db, &err), err);
    const std::string names[] = {"all", "a", "nowhere"};
    const sn_str terms[] = {str(names[0]), str(names[1]), str(names[2])};
    must(sn_xap_places_open(db, terms, 3, &places, &err), err);
    for (size_t i = 0; i < documents.size(); i += 1 + below(2)) {
        must(sn_xap_places_read(places, static_cast<sn_docid>(i + 1), &err), err);
        size_t n = 0;
        const sn_xap_stretch *at = nullptr;
        must(sn_xap_places_stretches(places, &at, &n, &err), err);
        std::vector<std::pair<uint32_t, uint32_t>> got, wanted;
        for (size_t k = 0; k < n; k++)
            got.push_back({at[k].first, at[k].last});
        if (are_values)
            wanted = stretches_of(documents[i]);
        check(got == wanted, path + ": stretches of " + std::to_string(i + 1));
        const bool should[] = {true, has(documents[i], "a"), false};
        for (size_t k = 0; k < 3; k++) {
            bool is_there = !should[k];
            must(sn_xap_places_has(places, k, &is_there, &err), err);
            check(is_there == should[k], path + ": words of " + std::to_string(i + 1));
        }
    }
    sn_xap_places_close(places);
    sn_xap_db_close(db);
}

/* Of documents with ever more words: each is told from all others. */
void try_many_words()
{
    for (unsigned n : {1u, 100u, 700u, 5000u, 100000u}) {
        sn::Gathered places;
        for (unsigned i = 0; i < n; i++)
            places.push_back({i, sn::hash_of_term("word " + std::to_string(i))});
        const std::string value = sn::places_value(places);
        const unsigned some = below(n);
        sn::PlaceReader reader({"word " + std::to_string(some), "word " + std::to_string(n - 1)});
        reader.read(value);
        check(reader.of(0) == std::vector<uint32_t>{some} &&
                  reader.of(1) == std::vector<uint32_t>{n - 1},
              std::to_string(n) + " words");
        check(value.size() <= (n <= 100    ? 2u
                               : n <= 5000 ? 3u
                                           : 5u) *
                                      n +
                                  16,
              std::to_string(n) + " words in " + std::to_string(value.size()) + " bytes");
    }
}

/* Whatever bytes a value has: read, or told to be damaged. */
void try_damage()
{
    sn::Gathered places;
    for (const Posting &p : {Posting{"a", 0}, {"b", 1}, {"c", 1}, {"a", 500}, {"d", 501}})
        places.push_back({p.pos, sn::hash_of_term(p.term)});
    const std::string whole = sn::places_value(places);
    for (int i = 0; i < 20000; i++) {
        std::string value = whole.substr(0, whole.size() - below(4));
        for (unsigned n = 1 + below(4); n > 0 && !value.empty(); n--)
            value[below(static_cast<unsigned>(value.size()))] = static_cast<char>(below(256));
        value.shrink_to_fit();
        try {
            sn::PlaceReader reader({"a", "b"});
            reader.read(value);
            (void)reader.in_order(3);
            (void)sn::stretches_of(value);
        } catch (const Xapian::DatabaseCorruptError &) {
        }
    }
}

/* One word many times in a query, and at one place with others: the time is not that of all orders. */
void try_one_word_often()
{
    sn::Gathered places;
    for (uint32_t i = 0; i < 29; i++)
        places.push_back({i, sn::hash_of_term("a")});
    sn::PlaceReader reader(std::vector<std::string>(30, "a"));
    reader.read(sn::places_value(places));
    check(!reader.near(40), "thirty words of one do not stand at 29 places");
    places.push_back({35, sn::hash_of_term("a")});
    reader.read(sn::places_value(places));
    check(reader.near(40), "thirty words of one stand at 30 places");
    check(!reader.near(35), "but not within 35");
}

} // namespace

int main()
{
    const char *seed = getenv("SN_SEED");
    const unsigned long n =
        seed != nullptr ? strtoul(seed, nullptr, 10) : static_cast<unsigned long>(time(nullptr));
    printf("SN_SEED=%lu\n", n);
    rnd.seed(static_cast<std::mt19937::result_type>(n));
    char dir[] = "/tmp/sn-places-XXXXXX";
    if (mkdtemp(dir) == nullptr)
        return 1;
    const std::string ours = std::string(dir) + "/ours", lists = std::string(dir) + "/lists";
    Documents documents(DOCS);
    for (auto &document : documents)
        document = random_document();
    write_ours(ours, documents);
    write_lists(lists, documents);
    compare_queries(ours, lists, documents);
    compare_positions(ours, documents);
    compare_positions(lists, documents);
    compare_stretches(ours, documents, true);
    compare_stretches(lists, documents, false);
    try_many_words();
    try_damage();
    try_one_word_often();
    for (const std::string &path : {ours, lists}) {
        for (const char *table : {"docdata", "postlist", "position", "termlist"})
            (void)remove((path + '/' + table + ".glass").c_str());
        (void)remove((path + "/iamglass").c_str());
        (void)remove((path + "/flintlock").c_str());
        (void)remove(path.c_str());
    }
    (void)remove(dir);
    return failures > 0;
}
