#include "xapian-c/reserve.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace sn
{
namespace
{

const uint64_t BLOCK_BYTES = 8192;    /* of the library's tables */
const uint64_t SPARE_BYTES = 1 << 20; /* inner blocks of the tree, and what was not thought of */
const uint64_t LEAST_SLOTS = 16; /* of the documents that are replaced or deleted: not counted */

class File
{
  public:
    explicit File(const std::string &path) : fd(open(path.c_str(), O_WRONLY | O_CLOEXEC))
    {
    }
    ~File()
    {
        if (fd >= 0)
            close(fd);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    const int fd;
};

std::string posting_table(const std::string &db_path)
{
    return db_path + "/postlist.glass";
}

bool is_over_limit(uint64_t end)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
           end > limit.rlim_cur;
}

/* For file systems that cannot reserve. */
bool has_free(int fd, uint64_t bytes)
{
    struct statvfs fs;
    return fstatvfs(fd, &fs) != 0 || uint64_t{fs.f_bavail} * fs.f_frsize >= bytes;
}

bool take(int fd, uint64_t at, uint64_t bytes)
{
    if (is_over_limit(at + bytes))
        return false;
    if (fallocate(fd, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(at), static_cast<off_t>(bytes)) == 0)
        return true;
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return false;
    return has_free(fd, bytes);
}

} // namespace

void PendingValues::note(const Xapian::Document *doc)
{
    documents_++;
    if (doc == nullptr)
        return;
    slots_ = std::max(slots_, uint64_t{doc->values_count()});
    for (Xapian::ValueIterator it = doc->values_begin(); it != doc->values_end(); ++it)
        bytes_ += (*it).size() + 8;
}

void PendingValues::clear()
{
    *this = PendingValues();
}

/* Each change may rewrite a block of its own, but no block is rewritten twice; new values go into
 * blocks that are half full at least, with as much again for the chunks that are split. The length
 * of a document is kept like one more value. */
uint64_t PendingValues::growth(uint64_t table_bytes) const
{
    const uint64_t touched = documents_ * (std::max(slots_, LEAST_SLOTS) + 1) * BLOCK_BYTES;
    return std::min(touched, table_bytes) + 4 * bytes_ + SPARE_BYTES;
}

sn_status reserve_space(const std::string &db_path, const PendingValues &pending, sn_error *err)
{
    const std::string path = posting_table(db_path);
    const File table(path);
    struct stat st;
    if (table.fd < 0 || fstat(table.fd, &st) != 0)
        return sn_fail_errno(err, "%s", path.c_str());
    const uint64_t size = static_cast<uint64_t>(st.st_size);
    const uint64_t growth = pending.growth(size);
    if (!take(table.fd, size, growth))
        return sn_fail(err, SN_ENOSPACE, "%s: no room for the %llu bytes a commit may need",
                       path.c_str(), static_cast<unsigned long long>(growth));
    return SN_OK;
}

void release_space(const std::string &db_path) noexcept
{
    (void)guard(nullptr, "release", [&] {
        const File table(posting_table(db_path));
        struct stat st;
        /* Cutting a file to the length it has frees what was taken behind its end. */
        if (table.fd < 0 || fstat(table.fd, &st) != 0 || ftruncate(table.fd, st.st_size) != 0)
            return SN_EIO;
        return SN_OK;
    });
}

} // namespace sn
