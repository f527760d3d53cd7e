#include "tests/signing/zip_forge.h"

#include <stdexcept>

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

namespace seihon::signing::forge {

std::string littleEndian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
}

std::string deflated(const std::string& content) {
    ::z_stream stream{};
    if (::deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string packed(::deflateBound(&stream, content.size()), '\0');
    std::string input = content;
    stream.next_in = reinterpret_cast<::Bytef*>(input.data());
    stream.avail_in = static_cast<::uInt>(input.size());
    stream.next_out = reinterpret_cast<::Bytef*>(packed.data());
    stream.avail_out = static_cast<::uInt>(packed.size());
    if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        throw std::runtime_error("deflate");
    }
    packed.resize(stream.total_out);
    ::deflateEnd(&stream);
    return packed;
}

std::uint32_t crc32Of(const std::string& content) {
    return static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<const ::Bytef*>(content.data()),
                                              static_cast<::uInt>(content.size())));
}

namespace {

// version … extra length, as both headers have them in the same order.
std::string sharedFields(const ZipPart& part, const ZipFields& fields, std::size_t packedBytes) {
    const std::string& name = fields.name ? *fields.name : part.name;
    return littleEndian(fields.version, 2) + littleEndian(fields.flags, 2) +
           littleEndian(fields.method.value_or(part.deflate ? 8 : 0), 2) + littleEndian(0, 2) +
           littleEndian(fields.dosDate, 2) +
           littleEndian(fields.crc.value_or(crc32Of(part.content)), 4) +
           littleEndian(fields.packedBytes.value_or(static_cast<std::uint32_t>(packedBytes)), 4) +
           littleEndian(fields.bytes.value_or(static_cast<std::uint32_t>(part.content.size())), 4) +
           littleEndian(name.size(), 2) + littleEndian(fields.extra.size(), 2);
}

} // namespace

std::string makeZip(const ZipPlan& plan) {
    std::string zip, directory;
    std::uint16_t count = 0;
    const std::size_t base = plan.prefixCounted ? plan.prefix.size() : 0;
    for (const ZipPart& part : plan.parts) {
        zip += part.before;
        const std::string data = part.data      ? *part.data
                                 : part.deflate ? deflated(part.content)
                                                : part.content;
        const std::size_t at = base + zip.size();
        zip += "PK\3\4" + sharedFields(part, part.local, data.size()) +
               part.local.name.value_or(part.name) + part.local.extra + data;
        if (part.hidden) {
            continue;
        }
        ++count;
        directory += "PK\1\2" + littleEndian(20, 2) +
                     sharedFields(part, part.central, data.size()) +
                     littleEndian(part.comment.size(), 2) + littleEndian(part.disk, 2) +
                     littleEndian(0, 2) + littleEndian(part.attributes, 4) +
                     littleEndian(part.offset.value_or(static_cast<std::uint32_t>(at)), 4) +
                     part.central.name.value_or(part.name) + part.central.extra + part.comment;
    }
    directory += plan.inDirectory;
    zip += plan.beforeDirectory;
    const std::size_t directoryAt = base + zip.size();
    zip += directory + plan.afterDirectory + plan.end64;
    zip += "PK\5\6" + littleEndian(plan.disk.value_or(0), 2) + littleEndian(0, 2) +
           littleEndian(plan.countHere.value_or(plan.count.value_or(count)), 2) +
           littleEndian(plan.count.value_or(count), 2) +
           littleEndian(plan.directoryBytes.value_or(static_cast<std::uint32_t>(directory.size())),
                        4) +
           littleEndian(plan.directoryAt.value_or(static_cast<std::uint32_t>(directoryAt)), 4) +
           littleEndian(plan.commentBytes.value_or(static_cast<std::uint16_t>(plan.comment.size())),
                        2) +
           plan.comment;
    return plan.prefix + zip + plan.appended;
}

std::string makeEnd64(const End64Plan& plan) {
    std::string end = "PK\6\6" + littleEndian(plan.length, 8) + littleEndian(45, 2) +
                      littleEndian(45, 2) + littleEndian(0, 4) + littleEndian(0, 4) +
                      littleEndian(plan.count, 8) + littleEndian(plan.count, 8) +
                      littleEndian(plan.directoryBytes, 8) + littleEndian(plan.directoryAt, 8);
    if (plan.locator) {
        end += "PK\6\7" + littleEndian(0, 4) + littleEndian(plan.ownPlace, 8) +
               littleEndian(plan.disks, 4);
    }
    return end;
}

ZipPlan goodZip() {
    ZipPlan plan;
    plan.parts = {{"mimetype", "application/vnd.etsi.asic-e+zip"},
                  {"META-INF/ASiCManifest001.xml", "the manifest"},
                  {"record.json", std::string(3000, 'a')},
                  {"pages/0001.tif", "page"}};
    plan.parts[2].deflate = true;
    return plan;
}

ZipRead readZip(const std::string& bytes) {
    const int memory = ::memfd_create("zip", MFD_CLOEXEC);
    if (::write(memory, bytes.data(), bytes.size()) != static_cast<::ssize_t>(bytes.size())) {
        throw std::runtime_error("memfd");
    }
    const PlacedFile file("/proc/self/fd/" + std::to_string(memory));
    ::close(memory);
    ZipRead read;
    read.entries = readZipDirectory(file, read.verdict);
    for (const ZipEntry& entry : read.entries) {
        std::string content;
        const auto keep = [&](record::Bytes piece) {
            content.append(piece.begin(), piece.end());
            return true;
        };
        if (streamZipEntry(file, entry, keep, read.verdict)) {
            read.contents[entry.name] = content;
        }
    }
    return read;
}

} // namespace seihon::signing::forge
