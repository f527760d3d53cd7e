#pragma once

#include "record/digest.h"
#include "record/verdict.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace seihon::signing {

// The files of a record wherever they lie: a folder, or an ASiC-E container. What is wrong with
// them becomes a finding; faults only NotFound and StorageFailed.
class RecordFiles {
  public:
    virtual ~RecordFiles() = default;

    // A path from a foreign disk, fit for a log: JSON here is UTF-8, file names are any bytes.
    static std::string shown(std::string_view path);

    // Relative paths of all regular files, as they are named in the archive's folder.
    virtual const std::set<std::string>& files() const = 0;
    // What has no place among them: links, devices, unknown folders, a malformed container.
    virtual const record::Verdict& verdict() const = 0;
    // False when the container as such is refused: files() is empty and says nothing.
    virtual bool readable() const = 0;

    // Hands a file's bytes to the sink piece by piece, until it answers false. False, with a
    // finding, when there is no such file or it is damaged: what the sink got is then worthless.
    using Sink = std::function<bool(record::Bytes)>;
    virtual bool stream(std::string_view path, const Sink& sink,
                        record::Verdict& verdict) const = 0;

    // A file's bytes; empty with a finding FileMissing or FileUnreadable when it is not there or
    // longer than `limit`.
    std::optional<std::string> read(std::string_view path, std::size_t limit,
                                    record::Verdict& verdict) const;

    struct Measured {
        record::Digest digest;
        std::int64_t bytes = 0;
    };
    // Digest and length of a file of any size, read once.
    std::optional<Measured> measure(std::string_view path, record::Verdict& verdict) const;
};

// A directory is a record folder, a regular file a container.
std::unique_ptr<RecordFiles> openRecordFiles(const std::filesystem::path& path);

// EN 319 162-1 wants the newest archive manifest of a container to have a name without a number;
// in the archive, where nothing is ever renamed, it has one. A file of the first name is called by
// the number after the highest of all layers that are there; nullopt when there is none.
inline constexpr std::string_view kNewestArchiveManifestPath = "META-INF/ASiCArchiveManifest.xml";
std::optional<std::string> numberedNewestArchiveManifest(const std::set<std::string>& files);
// The other way: which file an export gives the unnumbered name. None when the newest layer is an
// evidence record, for then its manifest names the older ones as they are.
std::optional<std::string> newestArchiveManifest(const std::set<std::string>& files);

} // namespace seihon::signing
