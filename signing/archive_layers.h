#pragma once

// Private to signing's .cpp files: the layers of a record as they lie on disk, and what each must
// cover.

#include "record/verdict.h"
#include "signing/archive_layer.h"
#include "signing/asic_manifest.h"
#include "signing/evidence_record.h"
#include "signing/record_files.h"
#include "signing/trust.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::signing {

inline constexpr int kMostLayers = 999;

// The names of one layer's files.
struct LayerPaths {
    int number = 0;
    LayerKind kind{};
    std::string manifest;
    std::string proof;
    std::string validation; // "" when there is none
};
LayerPaths layerPaths(int number, LayerKind kind);
std::string validationPath(int number);

// What of `files` makes up layers, oldest first. A layer that is not whole, and a number that is
// left out, are findings.
struct LayersFound {
    std::vector<LayerPaths> layers;
    record::Verdict verdict;
    bool names(const std::string& path) const; // is it a file of one of them?
};
LayersFound findLayers(const std::set<std::string>& files);

// Every file that the layer must cover: all that was there before it, its own validation data, but
// not `mimetype` (EN 319 162-1 A.7 b) iii).
std::set<std::string> coveredBy(const LayerPaths& layer, const LayersFound& found,
                                const std::set<std::string>& files);

// A record's files, each read from the disk once: what is parsed and what is digested are the same
// bytes.
class MeasuredFiles {
  public:
    explicit MeasuredFiles(const RecordFiles& files) : m_files(files) {}

    const std::set<std::string>& names() const { return m_files.files(); }
    // Another algorithm to measure by; before the first measure().
    void measureBy(const std::set<std::string>& algorithms);
    // Null with a finding, once, for a file that cannot be read or is longer than `limit`.
    const std::string* read(const std::string& path, std::size_t limit, record::Verdict& verdict);

    struct Measured {
        std::int64_t bytes = 0;
        std::map<std::string, DataDigest> digests;
    };
    // Null with a finding, once, for a file that cannot be read.
    const Measured* measure(const std::string& path, record::Verdict& verdict);
    const DataDigest* digest(const std::string& path, const std::string& algorithm,
                             record::Verdict& verdict);

  private:
    const RecordFiles& m_files;
    std::set<std::string> m_algorithms{"sha256"};
    std::map<std::string, std::optional<std::string>> m_read;
    std::map<std::string, std::optional<Measured>> m_measured;
};

// One layer's own files.
struct LayerReading {
    LayerPaths paths;
    std::string digest; // algorithm of the manifest; empty when it is malformed
    AsicManifest manifest;
    EvidenceRecord evidence; // of an evidence record
    ValidationMaterial beside;
    std::vector<CoveredToken> tokens; // oldest first; none when they cannot be read
    record::Verdict verdict;
};
LayerReading readLayer(const LayerPaths& paths, MeasuredFiles& files);
// The algorithms in which the files that it covers must be measured.
std::set<std::string> algorithmsOf(const LayerReading& reading);
// Compares the manifest with what lies there, and says of an evidence record what its tokens must
// cover.
struct LayerContent {
    std::set<std::string> covered;  // that lie there
    std::set<std::string> withheld; // that do not, on purpose: known by their digests alone
};
void compareLayer(LayerReading& reading, const LayerContent& content, MeasuredFiles& files);

// The manifest of a layer over these files: in the order of their names, all by one digest.
AsicManifest layerManifest(const LayerPaths& paths, const std::map<std::string, DataDigest>& files);

} // namespace seihon::signing
