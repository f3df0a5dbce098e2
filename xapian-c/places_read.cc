/* Places for others than queries of the library: of some words in some documents, and what stands anywhere in them. */
#include "xapian-c/handles.hpp"
#include "xapian-c/places.hpp"

/* Words in documents that may not have them: where a hash is found, the word's own list is asked. */
struct sn_xap_places {
    struct Word {
        std::string term;
        Xapian::PostingIterator documents;
        bool is_begun = false;
        std::vector<uint32_t> at;
    };

    sn_xap_places(const Xapian::Database &database, const std::vector<std::string> &terms)
        : db(database), stream(database, terms)
    {
        for (const std::string &term : terms)
            words.push_back({term, {}, false, {}});
    }

    bool has(Word &word, Xapian::docid docid) const
    {
        const Xapian::PostingIterator end;
        if (!word.is_begun)
            word.documents = db.postlist_begin(word.term);
        word.is_begun = true;
        if (word.documents != end && *word.documents < docid)
            word.documents.skip_to(docid);
        return word.documents != end && *word.documents == docid;
    }

    const Xapian::Database db;
    sn::PlaceStream stream;
    std::vector<Word> words;
    Xapian::docid read = 0;
    std::vector<sn_xap_stretch> stretches;
};

sn_status sn_xap_places_open(const sn_xap_db *db, const sn_str *terms, size_t n,
                             sn_xap_places **out, sn_error *err)
{
    return sn::guard(err, "places", [&] {
        std::vector<std::string> names;
        for (size_t i = 0; i < n; i++)
            names.push_back(sn::bytes_of(terms[i]));
        *out = new sn_xap_places(db->db, names);
        return SN_OK;
    });
}

void sn_xap_places_close(sn_xap_places *places)
{
    delete places;
}

sn_status sn_xap_places_read(sn_xap_places *places, sn_docid docid, sn_error *err)
{
    return sn::guard(err, "places", [&] {
        const sn::PlaceReader &reader = places->stream.read(docid);
        places->read = docid;
        for (size_t i = 0; i < places->words.size(); i++) {
            sn_xap_places::Word &word = places->words[i];
            word.at.clear();
            if (!reader.of(i).empty() && places->has(word, docid))
                word.at = reader.of(i);
        }
        return SN_OK;
    });
}

const uint32_t *sn_xap_places_of(const sn_xap_places *places, size_t i, size_t *n)
{
    *n = places->words[i].at.size();
    return places->words[i].at.data();
}

sn_status sn_xap_places_stretches(sn_xap_places *places, const sn_xap_stretch **out, size_t *n,
                                  sn_error *err)
{
    return sn::guard(err, "places", [&] {
        places->stretches = sn::stretches_of(places->stream.value(places->read));
        *out = places->stretches.data();
        *n = places->stretches.size();
        return SN_OK;
    });
}

sn_status sn_xap_places_has(sn_xap_places *places, size_t i, bool *out, sn_error *err)
{
    return sn::guard(err, "places", [&] {
        *out = places->has(places->words[i], places->read);
        return SN_OK;
    });
}
