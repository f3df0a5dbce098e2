/* value_stream - values of one slot, of documents whose numbers rise. */
#ifndef SN_XAPIAN_C_VALUE_STREAM_HPP
#define SN_XAPIAN_C_VALUE_STREAM_HPP

#include <xapian.h>

#include <string>

namespace sn
{

class ValueStream
{
  public:
    ValueStream(const Xapian::Database &db, Xapian::valueno slot) : at_(db.valuestream_begin(slot))
    {
    }
    /* Empty: none. docid is that of the call before, or greater. */
    std::string of(Xapian::docid docid)
    {
        const Xapian::ValueIterator end;
        if (at_ != end && at_.get_docid() < docid)
            at_.skip_to(docid);
        return at_ != end && at_.get_docid() == docid ? *at_ : std::string();
    }

  private:
    Xapian::ValueIterator at_;
};

} // namespace sn
#endif
