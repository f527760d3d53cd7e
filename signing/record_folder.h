#pragma once

#include "record/digest.h"
#include "record/verdict.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace seihon::signing {

// A record's folder read without following a link anywhere below it. What is wrong with the record
// becomes a finding; faults only NotFound and StorageFailed.
class RecordFolder {
  public:
    explicit RecordFolder(const std::filesystem::path& folder);
    ~RecordFolder();
    RecordFolder(const RecordFolder&) = delete;
    RecordFolder& operator=(const RecordFolder&) = delete;

    // A path from a foreign disk, fit for a log: JSON here is UTF-8, file names are any bytes.
    static std::string shown(std::string_view path);

    // Relative paths of all regular files.
    const std::set<std::string>& files() const { return m_files; }
    // Links, devices and unknown folders.
    const record::Verdict& verdict() const { return m_verdict; }

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

  private:
    struct Folders; // the opened folders
    void list(int folder, const std::string& prefix);
    std::optional<int> openFile(std::string_view path, record::Verdict& verdict) const;

    std::unique_ptr<Folders> m_folders;
    std::set<std::string> m_files;
    std::size_t m_seen = 0;
    record::Verdict m_verdict;
};

} // namespace seihon::signing
