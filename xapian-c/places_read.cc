/* Places for others than queries of the library: of some words in some documents, what these weigh by them, and what stands
 * anywhere. Documents may not have the words: where a hash is found, the word's own list is asked, once it matters. */
#include "xapian-c/bm25.hpp"
#include "xapian-c/handles.hpp"

#include <memory>
#include <optional>

using sn::guard;

namespace
{

class Word
{
  public:
    explicit Word(const std::string &term) : term_(term)
    {
    }

    /* Numbers rise. */
    bool is_in(const Xapian::Database &db, Xapian::docid docid)
    {
        const Xapian::PostingIterator end;
        if (!is_begun_)
            documents_ = db.postlist_begin(term_);
        is_begun_ = true;
        if (documents_ != end && *documents_ < docid)
            documents_.skip_to(docid);
        return documents_ != end && *documents_ == docid;
    }

    /* In the document that it is in. */
    double weight(const Xapian::Database &db, const sn::Bm25 &bm25)
    {
        if (!most_)
            most_ = bm25.most(db.get_termfreq(term_));
        return bm25.weight(*most_, documents_.get_wdf(), documents_.get_doclength());
    }

  private:
    const std::string term_;
    Xapian::PostingIterator documents_;
    bool is_begun_ = false;
    std::optional<double> most_;
};

} // namespace

struct sn_xap_places {
    sn_xap_places(const sn_xap_db &database, const std::vector<std::string> &terms)
        : db(database.db), shards(database.shards()), stream(db, terms),
          words(terms.begin(), terms.end())
    {
    }

    bool are_in(const sn_xap_placing &how)
    {
        for (size_t i = 0; i < how.n; i++) {
            if (!words[how.words[i]].is_in(db, docid))
                return false;
        }
        return true;
    }

    /* The document last read may not have the words. */
    bool seem_to_stand(const sn_xap_placing &how)
    {
        const uint32_t window = std::max(how.window, static_cast<uint32_t>(how.n));
        lists.clear();
        for (size_t i = 0; i < how.n; i++) {
            lists.push_back(&reader->of(how.words[i]));
            if (lists.back()->empty())
                return false;
        }
        return how.is_ordered ? sn::stand_in_order(lists, window) : sn::stand_near(lists, window);
    }

    const Xapian::Database db;
    const uint32_t shards;
    sn::PlaceStream stream;
    std::vector<Word> words;
    Xapian::docid docid = 0; /* last read, as the library numbers it, with its places */
    const sn::PlaceReader *reader = nullptr;
    sn::PlaceLists lists;
    std::vector<sn_xap_stretch> stretches;
};

sn_status sn_xap_places_open(const sn_xap_db *db, const sn_str *terms, size_t n,
                             sn_xap_places **out, sn_error *err)
{
    return guard(err, "places", [&] {
        std::vector<std::string> names;
        for (size_t i = 0; i < n; i++)
            names.push_back(sn::bytes_of(terms[i]));
        *out = new sn_xap_places(*db, names);
        return SN_OK;
    });
}

void sn_xap_places_close(sn_xap_places *places)
{
    delete places;
}

sn_status sn_xap_places_read(sn_xap_places *places, sn_docid docid, sn_error *err)
{
    return guard(err, "places", [&] {
        const Xapian::docid at = sn::inside(docid, places->shards);
        places->reader = &places->stream.read(at);
        places->docid = at;
        return SN_OK;
    });
}

sn_status sn_xap_places_of(sn_xap_places *places, size_t i, const uint32_t **out, size_t *n,
                           sn_error *err)
{
    return guard(err, "places", [&] {
        const std::vector<uint32_t> &at = places->reader->of(i);
        const bool is_in = !at.empty() && places->words[i].is_in(places->db, places->docid);
        *out = at.data();
        *n = is_in ? at.size() : 0;
        return SN_OK;
    });
}

sn_status sn_xap_places_weigh(sn_xap_places *places, const sn_xap_placing *how, double *out,
                              sn_error *err)
{
    return guard(err, "places", [&] {
        double sum = 0;
        if (how->n > 0 && places->seem_to_stand(*how) && places->are_in(*how)) {
            const sn::Bm25 bm25(places->db, how->k1, how->b);
            for (size_t i = 0; i < how->n; i++)
                sum += places->words[how->words[i]].weight(places->db, bm25);
        }
        *out = sum;
        return SN_OK;
    });
}

sn_status sn_xap_places_has(sn_xap_places *places, size_t i, bool *out, sn_error *err)
{
    return guard(err, "places", [&] {
        *out = places->words[i].is_in(places->db, places->docid);
        return SN_OK;
    });
}

sn_status sn_xap_places_stretches(sn_xap_places *places, const sn_xap_stretch **out, size_t *n,
                                  sn_error *err)
{
    return guard(err, "places", [&] {
        places->stretches = sn::stretches_of(places->stream.value(places->docid));
        *out = places->stretches.data();
        *n = places->stretches.size();
        return SN_OK;
    });
}
