#include "signing/archive_layers.h"

#include "record/fault.h"
#include "signing/digest_kind.h"
#include "signing/findings.h"
#include "signing/manifest_names.h"
#include "signing/token_read.h"
#include "signing/validation_data.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace seihon::signing {

namespace {

using record::FindingId;

constexpr std::size_t kMaxLayerManifestBytes = 8u << 20;
constexpr std::size_t kMaxProofBytes = 16u << 20;
constexpr std::size_t kMaxBesideBytes = 32u << 20;

struct LayerName {
    std::string_view start, ending;
};
constexpr LayerName kArchiveManifestName{"META-INF/ASiCArchiveManifest", ".xml"};
constexpr LayerName kTokenName{"META-INF/timestamp", ".tst"};
constexpr LayerName kEvidenceManifestName{"META-INF/ASiCEvidenceRecordManifest", ".xml"};
constexpr LayerName kEvidenceName{"META-INF/evidencerecord", ".ers"};
constexpr LayerName kValidationName{"META-INF/validation", ".p7b"};
constexpr std::array kLayerNames{kArchiveManifestName, kTokenName, kEvidenceManifestName,
                                 kEvidenceName, kValidationName};

std::string pathOf(const LayerName& name, int number) {
    const std::string digits = std::to_string(number);
    return std::string(name.start) + std::string(3 - digits.size(), '0') + digits +
           std::string(name.ending);
}

// 0 when the path is not of that name.
int numberIn(std::string_view path, const LayerName& name) {
    if (path.size() != name.start.size() + 3 + name.ending.size() ||
        !path.starts_with(name.start) || !path.ends_with(name.ending)) {
        return 0;
    }
    int number = 0;
    for (const char c : path.substr(name.start.size(), 3)) {
        if (c < '0' || c > '9') {
            return 0;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

// What reading a foreign file says about it: a finding in place of a fault.
template <typename Read>
void readOrRefuse(record::Verdict& verdict, FindingId id, const std::string& path, Read read) {
    try {
        read();
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        const auto digest = fault.context.find("digest");
        if (id == FindingId::ManifestMalformed && digest != fault.context.end()) {
            refuse(verdict, FindingId::ManifestDigestWeak, digest->second, path);
        } else {
            refuse(verdict, id, fault.what(), path);
        }
    }
}

[[noreturn]] void malformedLayer(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, what);
}

// The XML holds nothing but what the file names, their digests and the layer's number say.
void readLayerManifest(const std::string& xml, LayerReading& layer) {
    AsicManifest manifest = parseAsicManifest(xml);
    std::map<std::string, DataDigest> files;
    for (const AsicReference& reference : manifest.references) {
        files.emplace(reference.path, reference.digest);
        if (reference.digest.algorithm != manifest.references.front().digest.algorithm) {
            malformedLayer("manifest: two digests");
        }
    }
    if (files.empty() || asicManifestXml(layerManifest(layer.paths, files)) != xml) {
        malformedLayer("manifest: not the manifest of this layer");
    }
    layer.digest = manifest.references.front().digest.algorithm;
    layer.manifest = std::move(manifest);
}

void readStampToken(const std::string& token, const std::string& xml, LayerReading& layer) {
    const TimestampInfo info = readToken(record::bytesOf(token)).info;
    const DigestKind* const kind = findDigest(info.imprintAlgorithm);
    // A digest that is not known can cover nothing; the token's own verdict says which it is.
    layer.tokens.push_back(
        {{token.begin(), token.end()},
         info.at,
         digestBy(kind == nullptr ? "sha256" : kind->name, record::bytesOf(xml))});
}

void readEvidence(const std::string& bytes, LayerReading& layer) {
    layer.evidence = parseEvidenceRecord(record::bytesOf(bytes));
    // Nothing covers the manifest beside an evidence record, so nothing in it is left open.
    if (!layer.digest.empty() && layer.evidence.chains.front().algorithm() != layer.digest) {
        malformedLayer("evidence record: another digest than its manifest");
    }
    for (const ArchiveChain& chain : layer.evidence.chains) {
        for (const ArchiveStamp& stamp : chain.stamps) {
            layer.tokens.push_back({stamp.token, stamp.at, {}});
        }
    }
}

} // namespace

LayerPaths layerPaths(int number, LayerKind kind) {
    const bool isStamp = kind == LayerKind::ArchiveTimestamp;
    return {number, kind, pathOf(isStamp ? kArchiveManifestName : kEvidenceManifestName, number),
            pathOf(isStamp ? kTokenName : kEvidenceName, number), ""};
}

std::string validationPath(int number) {
    return pathOf(kValidationName, number);
}

bool LayersFound::names(const std::string& path) const {
    return std::any_of(layers.begin(), layers.end(), [&](const LayerPaths& layer) {
        return path == layer.manifest || path == layer.proof || path == layer.validation;
    });
}

LayersFound findLayers(const std::set<std::string>& files) {
    int highest = 0;
    for (const std::string& path : files) {
        for (const LayerName& name : kLayerNames) {
            highest = std::max(highest, numberIn(path, name));
        }
    }
    LayersFound found;
    for (int number = 1; number <= highest; ++number) {
        const LayerPaths evidence = layerPaths(number, LayerKind::EvidenceRecord);
        const bool isEvidence = files.contains(evidence.manifest) || files.contains(evidence.proof);
        LayerPaths layer = isEvidence ? evidence : layerPaths(number, LayerKind::ArchiveTimestamp);
        if (!files.contains(layer.manifest) && !files.contains(layer.proof)) {
            refuse(found.verdict, FindingId::ArchiveLayerMissing, nullptr, layer.proof);
            continue;
        }
        if (files.contains(validationPath(number))) {
            layer.validation = validationPath(number);
        }
        found.layers.push_back(std::move(layer)); // of both kinds at once: the rest is not named
    }
    return found;
}

std::set<std::string> coveredBy(const LayerPaths& layer, const LayersFound& found,
                                const std::set<std::string>& files) {
    std::set<std::string> covered = files;
    covered.erase(std::string(kMimetypePath));
    for (const LayerPaths& other : found.layers) {
        if (other.number >= layer.number) {
            covered.erase(other.manifest);
            covered.erase(other.proof);
        }
        if (other.number > layer.number) {
            covered.erase(other.validation);
        }
    }
    return covered;
}

void MeasuredFiles::measureBy(const std::set<std::string>& algorithms) {
    assert(m_measured.empty());
    m_algorithms.insert(algorithms.begin(), algorithms.end());
}

const std::string* MeasuredFiles::read(const std::string& path, std::size_t limit,
                                       record::Verdict& verdict) {
    const auto [place, isNew] = m_read.try_emplace(path);
    if (isNew) {
        place->second = m_files.read(path, limit, verdict);
    }
    return place->second ? &*place->second : nullptr;
}

const MeasuredFiles::Measured* MeasuredFiles::measure(const std::string& path,
                                                      record::Verdict& verdict) {
    const auto [place, isNew] = m_measured.try_emplace(path);
    if (isNew) {
        std::vector<RunningDigest> digests;
        for (const std::string& algorithm : m_algorithms) {
            digests.emplace_back(algorithm);
        }
        Measured measured;
        const auto add = [&](record::Bytes piece) {
            for (RunningDigest& digest : digests) {
                digest.add(piece);
            }
            measured.bytes += static_cast<std::int64_t>(piece.size());
            return true;
        };
        const auto known = m_read.find(path);
        const bool isKnown = known != m_read.end();
        if (isKnown && known->second) {
            add(record::bytesOf(*known->second));
        }
        if (isKnown ? known->second.has_value() : m_files.stream(path, add, verdict)) {
            for (RunningDigest& digest : digests) {
                DataDigest value = digest.finish();
                measured.digests.emplace(value.algorithm, std::move(value));
            }
            place->second = std::move(measured);
        }
    }
    return place->second ? &*place->second : nullptr;
}

const DataDigest* MeasuredFiles::digest(const std::string& path, const std::string& algorithm,
                                        record::Verdict& verdict) {
    const Measured* const measured = measure(path, verdict);
    return measured == nullptr ? nullptr : &measured->digests.at(algorithm);
}

LayerReading readLayer(const LayerPaths& paths, MeasuredFiles& files) {
    LayerReading layer;
    layer.paths = paths;
    const std::string* const xml =
        files.read(paths.manifest, kMaxLayerManifestBytes, layer.verdict);
    const std::string* const proof = files.read(paths.proof, kMaxProofBytes, layer.verdict);
    if (xml != nullptr) {
        readOrRefuse(layer.verdict, FindingId::ManifestMalformed, paths.manifest,
                     [&] { readLayerManifest(*xml, layer); });
    }
    if (xml != nullptr && proof != nullptr && paths.kind == LayerKind::ArchiveTimestamp) {
        readOrRefuse(layer.verdict, FindingId::TimestampMalformed, paths.proof,
                     [&] { readStampToken(*proof, *xml, layer); });
    } else if (proof != nullptr && paths.kind == LayerKind::EvidenceRecord) {
        readOrRefuse(layer.verdict, FindingId::EvidenceRecordMalformed, paths.proof,
                     [&] { readEvidence(*proof, layer); });
    }
    if (!paths.validation.empty()) {
        const std::string* const beside =
            files.read(paths.validation, kMaxBesideBytes, layer.verdict);
        if (beside != nullptr) {
            readOrRefuse(layer.verdict, FindingId::ValidationDataMalformed, paths.validation,
                         [&] { layer.beside = parseValidationData(record::bytesOf(*beside)); });
        }
    }
    return layer;
}

std::set<std::string> algorithmsOf(const LayerReading& layer) {
    std::set<std::string> algorithms;
    if (!layer.digest.empty()) {
        algorithms.insert(layer.digest);
    }
    for (const ArchiveChain& chain : layer.evidence.chains) {
        algorithms.insert(chain.algorithm());
    }
    return algorithms;
}

namespace {

// What an evidence record must cover, by one algorithm. Of a file that is not at hand only the
// layer's own manifest tells the digest, by the algorithm that it was made with.
EvidenceObjects objectsBy(const std::string& algorithm, LayerReading& layer,
                          const LayerContent& content, MeasuredFiles& files) {
    EvidenceObjects measured{algorithm, {}};
    for (const std::string& path : content.covered) {
        if (const DataDigest* const digest = files.digest(path, algorithm, layer.verdict)) {
            measured.digests.push_back(digest->bytes);
        }
    }
    for (const AsicReference& reference : layer.manifest.references) {
        if (content.withheld.contains(reference.path) && algorithm == layer.digest) {
            measured.digests.push_back(reference.digest.bytes);
        }
    }
    return measured;
}

} // namespace

void compareLayer(LayerReading& layer, const LayerContent& content, MeasuredFiles& files) {
    const std::set<std::string>& covered = content.covered;
    std::set<std::string> listed;
    for (const AsicReference& reference : layer.manifest.references) {
        listed.insert(reference.path);
        if (content.withheld.contains(reference.path)) {
            continue;
        }
        if (!covered.contains(reference.path)) {
            const bool isThere = files.names().contains(reference.path);
            layer.verdict.add(
                refusal(isThere ? FindingId::ManifestMalformed : FindingId::FileMissing,
                        isThere ? record::Json("it lists " + reference.path) : record::Json(),
                        nullptr, isThere ? layer.paths.manifest : reference.path));
            continue;
        }
        const DataDigest* const digest = files.digest(reference.path, layer.digest, layer.verdict);
        if (digest != nullptr && *digest != reference.digest) {
            layer.verdict.add(refusal(FindingId::FileAltered, record::toHex(digest->bytes),
                                      record::toHex(reference.digest.bytes), reference.path));
        }
    }
    for (const std::set<std::string>* const all : {&covered, &content.withheld}) {
        for (const std::string& path : *all) {
            if (!layer.digest.empty() && !listed.contains(path)) {
                layer.verdict.add(refusal(FindingId::FileNotListed, layer.paths.manifest, nullptr,
                                          RecordFiles::shown(path)));
            }
        }
    }
    if (layer.evidence.chains.empty()) {
        return;
    }
    std::vector<EvidenceObjects> objects;
    for (const std::string& algorithm : algorithmsOf(layer)) {
        objects.push_back(objectsBy(algorithm, layer, content, files));
    }
    std::vector<CoveredToken> tokens = coveredTokens(layer.evidence, objects);
    if (tokens.empty()) {
        refuse(layer.verdict, FindingId::EvidenceRecordMismatch, nullptr, layer.paths.proof);
    } else {
        layer.tokens = std::move(tokens);
    }
}

AsicManifest layerManifest(const LayerPaths& paths,
                           const std::map<std::string, DataDigest>& files) {
    const bool isStamp = paths.kind == LayerKind::ArchiveTimestamp;
    AsicManifest manifest{
        paths.proof, isStamp ? "application/vnd.etsi.timestamp-token" : "application/ers", {}};
    // A.7 c): the archive manifest before this one is its root.
    int newest = 0;
    for (const auto& [path, digest] : files) {
        newest = std::max(newest, numberIn(path, kArchiveManifestName));
    }
    const std::string root = isStamp && newest > 0 ? pathOf(kArchiveManifestName, newest) : "";
    for (const auto& [path, digest] : files) {
        manifest.references.push_back({path, digest, path == root});
    }
    return manifest;
}

} // namespace seihon::signing
