#include "signing/record_files.h"

#include "signing/container.h"
#include "signing/findings.h"
#include "signing/record_folder.h"

#include <algorithm>

namespace seihon::signing {

namespace {

constexpr std::string_view kArchiveManifest = "META-INF/ASiCArchiveManifest";
constexpr std::string_view kEvidenceRecordManifest = "META-INF/ASiCEvidenceRecordManifest";

// NNN of <start>NNN.xml; 0 when the path is not such a one.
int layerNumber(std::string_view path, std::string_view start) {
    constexpr std::string_view kEnding = ".xml";
    if (path.size() != start.size() + 3 + kEnding.size() || !path.starts_with(start) ||
        !path.ends_with(kEnding)) {
        return 0;
    }
    int number = 0;
    for (const char c : path.substr(start.size(), 3)) {
        if (c < '0' || c > '9') {
            return 0;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

struct NewestLayer {
    int number = 0;
    std::string archiveManifest; // empty when it is an evidence record
};

NewestLayer newestLayer(const std::set<std::string>& files) {
    NewestLayer newest;
    for (const std::string& path : files) {
        if (const int number = layerNumber(path, kArchiveManifest); number > newest.number) {
            newest = {number, path};
        } else if (const int other = layerNumber(path, kEvidenceRecordManifest);
                   other > newest.number) {
            newest = {other, {}};
        }
    }
    return newest;
}

} // namespace

std::string RecordFiles::shown(std::string_view path) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && c != '\\') {
            text += c;
        } else {
            text += {'\\', 'x', kDigits[byte >> 4u], kDigits[byte & 15u]};
        }
    }
    return text;
}

std::optional<std::string> RecordFiles::read(std::string_view path, std::size_t limit,
                                             record::Verdict& verdict) const {
    std::string bytes;
    bool tooLarge = false;
    const auto keep = [&](record::Bytes piece) {
        tooLarge = piece.size() > limit - bytes.size();
        if (!tooLarge) {
            bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        }
        return !tooLarge;
    };
    if (!stream(path, keep, verdict)) {
        return std::nullopt;
    }
    if (tooLarge) {
        refuse(verdict, record::FindingId::FileUnreadable, "too large", shown(path));
        return std::nullopt;
    }
    return bytes;
}

std::optional<RecordFiles::Measured> RecordFiles::measure(std::string_view path,
                                                          record::Verdict& verdict) const {
    record::Sha256 digest;
    Measured measured;
    const auto add = [&](record::Bytes piece) {
        digest.add(piece);
        measured.bytes += static_cast<std::int64_t>(piece.size());
        return true;
    };
    if (!stream(path, add, verdict)) {
        return std::nullopt;
    }
    measured.digest = digest.finish();
    return measured;
}

std::unique_ptr<RecordFiles> openRecordFiles(const std::filesystem::path& path) {
    std::error_code unknown; // what cannot be looked at cannot be opened either: a fault there
    if (std::filesystem::is_regular_file(path, unknown)) {
        return std::make_unique<RecordContainer>(path);
    }
    return std::make_unique<RecordFolder>(path);
}

std::optional<std::string> numberedNewestArchiveManifest(const std::set<std::string>& files) {
    const int next = newestLayer(files).number + 1;
    if (!files.contains(std::string(kNewestArchiveManifestPath)) || next > 999) {
        return std::nullopt;
    }
    const std::string digits = std::to_string(next);
    return std::string(kArchiveManifest) + std::string(3 - digits.size(), '0') + digits + ".xml";
}

std::optional<std::string> newestArchiveManifest(const std::set<std::string>& files) {
    NewestLayer newest = newestLayer(files);
    return newest.archiveManifest.empty() ? std::nullopt
                                          : std::optional(std::move(newest.archiveManifest));
}

} // namespace seihon::signing
