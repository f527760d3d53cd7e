#include "signing/container.h"

#include "signing/findings.h"
#include "signing/zip_file.h"

#include <map>

namespace seihon::signing {

struct RecordContainer::Zip {
    PlacedFile file;
    std::map<std::string, ZipEntry, std::less<>> entries; // by the names of the archive's folder
};

RecordContainer::RecordContainer(const std::filesystem::path& file)
    : m_zip(std::make_unique<Zip>(Zip{PlacedFile(file), {}})) {
    const std::vector<ZipEntry> entries = readZipDirectory(m_zip->file, m_verdict);
    for (const ZipEntry& entry : entries) {
        m_files.insert(entry.name);
    }
    const std::optional<std::string> newest = numberedNewestArchiveManifest(m_files);
    if (newest) {
        m_files.erase(std::string(kNewestArchiveManifestPath));
        m_files.insert(*newest);
    }
    for (const ZipEntry& entry : entries) {
        const bool renamed = newest && entry.name == kNewestArchiveManifestPath;
        m_zip->entries.emplace(renamed ? *newest : entry.name, entry);
    }
}

RecordContainer::~RecordContainer() = default;

bool RecordContainer::stream(std::string_view path, const Sink& sink,
                             record::Verdict& verdict) const {
    const auto found = m_zip->entries.find(path);
    if (found == m_zip->entries.end()) {
        refuse(verdict, record::FindingId::FileMissing, nullptr, shown(path));
        return false;
    }
    return streamZipEntry(m_zip->file, found->second, sink, verdict);
}

} // namespace seihon::signing
