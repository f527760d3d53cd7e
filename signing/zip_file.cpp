#include "signing/zip_file.h"

#include "record/fault.h"
#include "signing/findings.h"
#include "signing/zip_format.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seihon::signing {

namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

[[noreturn]] void placedFileFailed(const std::string& name, const char* why) {
    throw record::Fault(record::FaultKind::StorageFailed, name + ": " + why, {{"file", name}});
}

class Inflater {
  public:
    Inflater() {
        if (::inflateInit2(&m_stream, -MAX_WBITS) != Z_OK) { // bare deflate, RFC 1951
            throw record::Fault(record::FaultKind::Internal, "inflateInit2");
        }
    }
    ~Inflater() { ::inflateEnd(&m_stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ::z_stream& stream() { return m_stream; }

  private:
    ::z_stream m_stream{};
};

// Passes an entry's bytes on and counts what the headers promised.
class EntryStream {
  public:
    EntryStream(const PlacedFile& file, const ZipEntry& entry, const RecordFiles::Sink& sink)
        : m_file(file), m_entry(entry), m_sink(sink) {}

    // Why the entry is damaged; nullptr when it is not, or when the sink has had enough.
    const char* run() {
        if (!(m_entry.method == zip::kStored ? passStored() : passInflated())) {
            return m_why;
        }
        if (m_passed != m_entry.bytes) {
            return "shorter than stated";
        }
        return m_crc == m_entry.crc ? nullptr : "CRC-32";
    }

  private:
    bool pass(record::Bytes piece) {
        m_passed += piece.size();
        m_crc = static_cast<std::uint32_t>(
            ::crc32(m_crc, piece.data(), static_cast<::uInt>(piece.size())));
        return m_sink(piece);
    }

    std::vector<std::uint8_t> nextPiece() {
        const std::uint64_t rest = m_entry.packedBytes - m_read;
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(rest, kPieceBytes));
        auto piece = m_file.read(m_entry.dataAt + m_read, count);
        m_read += count;
        return piece;
    }

    bool passStored() {
        while (m_read < m_entry.packedBytes) {
            if (!pass(nextPiece())) {
                return false;
            }
        }
        return true;
    }

    bool passInflated() {
        Inflater inflater;
        ::z_stream& stream = inflater.stream();
        std::vector<std::uint8_t> unpacked(kPieceBytes);
        int state = Z_OK;
        while (state == Z_OK && m_read < m_entry.packedBytes) {
            std::vector<std::uint8_t> packed = nextPiece();
            stream.next_in = packed.data();
            stream.avail_in = static_cast<::uInt>(packed.size());
            do {
                stream.next_out = unpacked.data();
                stream.avail_out = static_cast<::uInt>(unpacked.size());
                state = ::inflate(&stream, Z_NO_FLUSH);
                const std::size_t got = unpacked.size() - stream.avail_out;
                if (got > m_entry.bytes - m_passed) {
                    m_why = "longer than stated";
                    return false;
                }
                if (got > 0 && !pass(record::Bytes(unpacked).first(got))) {
                    return false;
                }
            } while (state == Z_OK && stream.avail_out == 0);
            state = state == Z_BUF_ERROR ? Z_OK : state; // it wants the next piece
        }
        if (state != Z_STREAM_END || stream.avail_in != 0 || m_read != m_entry.packedBytes) {
            m_why = state == Z_STREAM_END ? "bytes after its packed data" : "its packed data";
            return false;
        }
        return true;
    }

    const PlacedFile& m_file;
    const ZipEntry& m_entry;
    const RecordFiles::Sink& m_sink;
    std::uint64_t m_read = 0, m_passed = 0;
    std::uint32_t m_crc = 0;
    const char* m_why = nullptr;
};

} // namespace

PlacedFile::PlacedFile(const std::filesystem::path& file) : m_name(file.string()) {
    // Not blocking: a pipe of that name must not stop a verifier for ever.
    m_file = Descriptor(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat facts {};
    if (m_file.get() < 0 || ::fstat(m_file.get(), &facts) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            throw record::Fault(record::FaultKind::NotFound, m_name + ": no container",
                                {{"what", m_name}, {"file", m_name}});
        }
        placedFileFailed(m_name, std::strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) {
        throw record::Fault(record::FaultKind::NotFound, m_name + ": not a regular file",
                            {{"what", m_name}, {"file", m_name}});
    }
    m_size = static_cast<std::uint64_t>(facts.st_size);
}

std::vector<std::uint8_t> PlacedFile::read(std::uint64_t at, std::size_t count) const {
    std::vector<std::uint8_t> bytes(count);
    std::size_t done = 0;
    while (done < count) {
        const ::ssize_t got = ::pread(m_file.get(), bytes.data() + done, count - done,
                                      static_cast<::off_t>(at + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            placedFileFailed(m_name,
                             got < 0 ? std::strerror(errno) : "it became shorter while being read");
        }
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

bool streamZipEntry(const PlacedFile& file, const ZipEntry& entry, const RecordFiles::Sink& sink,
                    record::Verdict& verdict) {
    if (const char* why = EntryStream(file, entry, sink).run()) {
        refuse(verdict, record::FindingId::ContainerEntryDamaged, why, entry.name);
        return false;
    }
    return true;
}

} // namespace seihon::signing
