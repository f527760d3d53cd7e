#include "signing/archive_timestamp.h"

#include "record/fault.h"
#include "signing/algorithm_rules.h"
#include "signing/archive_layers.h"
#include "signing/crl.h"
#include "signing/digest_kind.h"
#include "signing/evidence_batch.h"
#include "signing/manifest_names.h"
#include "signing/signed_data.h"
#include "signing/signer_judgement.h"
#include "signing/token_read.h"
#include "signing/token_verify.h"
#include "signing/validation_data.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;
using record::FindingId;

constexpr std::size_t kMaxSealBytes = 32u << 20;
// As long as a timestamp unit's certificate lasts: what is laid over a record now is to hold until
// then.
constexpr std::chrono::days kLayerLife{3653};

[[noreturn]] void malformedBelow(const std::string& what) {
    throw Fault(FaultKind::Malformed, "the record below: " + what);
}

std::string chosenDigest(const LayerTerms& terms) {
    std::string digest = terms.digest;
    if (digest.empty()) {
        const auto end = digestEnds(terms.trust.file, "sha256");
        const bool lasts = digestAccepted(terms.trust.file, "sha256", terms.now) &&
                           (!end || *end >= terms.now + kLayerLife);
        digest = lasts ? "sha256" : "sha512";
    }
    if (digestNamed(digest) == nullptr || !digestAccepted(terms.trust.file, digest, terms.now)) {
        throw Fault(FaultKind::Usage, "no digest that trust.toml accepts: " + digest);
    }
    return digest;
}

// A record as the next layer finds it.
class RecordBelow {
  public:
    RecordBelow(const RecordFiles& files, LayerKind kind, const LayerTerms& terms)
        : m_files(files), m_terms(terms) {
        m_found = findLayers(files.files());
        refuseUnlessWhole(files.verdict());
        refuseUnlessWhole(m_found.verdict);
        if (m_found.layers.size() == kMostLayers) {
            malformedBelow("no number left");
        }
        m_paths = layerPaths(static_cast<int>(m_found.layers.size()) + 1, kind);
        readSeal();
        for (const LayerPaths& paths : m_found.layers) {
            readBelow(paths);
        }
    }

    const LayerPaths& paths() const { return m_paths; }
    record::Instant newest() const { return m_at; }

    // Validation data for the authority below, where the record does not hold them already.
    std::optional<LayerFile> validation() const {
        const ValidationMaterial lacking = lackingFor(standingChain());
        if (lacking.certificates.empty() && lacking.crls.empty()) {
            return std::nullopt;
        }
        return LayerFile{validationPath(m_paths.number), encodeValidationData(lacking)};
    }

    std::map<std::string, DataDigest> digests(const std::string& algorithm,
                                              const std::optional<LayerFile>& validation) {
        m_measured.measureBy({algorithm});
        std::map<std::string, DataDigest> digests;
        record::Verdict verdict;
        for (const std::string& path : coveredBy(m_paths, m_found, m_files.files())) {
            if (const DataDigest* const digest = m_measured.digest(path, algorithm, verdict)) {
                digests.emplace(path, *digest);
            }
        }
        refuseUnlessWhole(verdict);
        if (validation) {
            digests.emplace(validation->path, digestBy(algorithm, validation->bytes));
        }
        return digests;
    }

  private:
    static void refuseUnlessWhole(const record::Verdict& verdict) {
        for (const record::Finding& finding : verdict.findings) {
            if (finding.severity == record::Severity::Refuse) {
                malformedBelow(std::string(record::enumName(finding.id)) + " " + finding.subject);
            }
        }
    }

    void readSeal() {
        record::Verdict verdict;
        const std::string* const cms =
            m_measured.read(std::string(kSignaturePath), kMaxSealBytes, verdict);
        refuseUnlessWhole(verdict);
        SignedData data = parseSignedData(record::bytesOf(*cms));
        if (data.unsignedAttributes.size() != 1) {
            malformedBelow("a seal without a timestamp");
        }
        m_material = {std::move(data.certificates), std::move(data.crls)};
        m_token = std::move(data.unsignedAttributes.front().value);
        m_at = readToken(m_token).info.at;
    }

    void readBelow(const LayerPaths& paths) {
        const LayerReading layer = readLayer(paths, m_measured);
        refuseUnlessWhole(layer.verdict);
        m_material.certificates = together(m_material.certificates, layer.beside.certificates);
        m_material.crls = together(m_material.crls, layer.beside.crls);
        m_token = layer.tokens.back().token;
        m_at = layer.tokens.back().at;
    }

    // The chain of the newest token's authority, if it still stands.
    std::vector<Der> standingChain() const {
        const TimestampInfo info = readToken(m_token).info;
        const DigestKind* const kind = findDigest(info.imprintAlgorithm);
        // What the token covers, the record's verification has said; here its authority is asked.
        const TokenVerification verification =
            verifyTokenWithin(m_token, m_terms.trust,
                              {{kind == nullptr ? "" : kind->name, info.imprint},
                               m_material.certificates,
                               m_material.crls,
                               m_terms.now,
                               kClockAllowance,
                               m_terms.now,
                               true});
        if (!verification.verdict.permitted()) {
            refuseBelow(verification.verdict);
        }
        return verification.chain;
    }

    [[noreturn]] static void refuseBelow(const record::Verdict& verdict) {
        for (const record::Finding& finding : verdict.findings) {
            if (finding.severity == record::Severity::Refuse &&
                finding.id != FindingId::RevocationUnknown) {
                throw Fault(FaultKind::CertificateUnusable,
                            "the timestamp below proves nothing any more: " +
                                std::string(record::enumName(finding.id)),
                            {{"holder", finding.subject}});
            }
        }
        throw Fault(FaultKind::RevocationUnavailable,
                    "no revocation list in force about the timestamp below",
                    {{"holder", verdict.findings.front().subject}}, true);
    }

    ValidationMaterial lackingFor(const std::vector<Der>& chain) const {
        const SignedToken token = readToken(m_token);
        const auto certificates = together(m_material.certificates, token.certificates);
        const auto own = together(m_material.crls, token.crls);
        const auto all = together(own, m_terms.trust.crls);
        ValidationMaterial lacking;
        const auto addUnlessHeld = [](std::vector<Der>& into, const std::vector<Der>& held,
                                      const Der& one) {
            if (std::find(held.begin(), held.end(), one) == held.end()) {
                into = together(into, {one});
            }
        };
        for (std::size_t i = 0; i < chain.size(); ++i) {
            addUnlessHeld(lacking.certificates, certificates, chain[i]);
            if (i + 1 == chain.size()) {
                break; // a root is trusted, not listed
            }
            const bool isProven =
                judgeRevocation(chain[i], chain[i + 1], own, m_at).state == RevocationState::Good &&
                judgeRevocation(chain[i], chain[i + 1], own, m_terms.now).state !=
                    RevocationState::Unknown;
            const auto best = judgeRevocation(chain[i], chain[i + 1], all, m_terms.now).best;
            if (!isProven && best) {
                addUnlessHeld(lacking.crls, own, all[*best]);
            }
        }
        return lacking;
    }

    const RecordFiles& m_files;
    const LayerTerms& m_terms;
    MeasuredFiles m_measured{m_files};
    LayersFound m_found;
    LayerPaths m_paths;
    ValidationMaterial m_material;
    Der m_token; // the newest
    record::Instant m_at{};
};

// A layer without its proof.
struct Unproven {
    LayerPaths paths;
    record::Instant newestBelow{};
    std::map<std::string, DataDigest> digests;
    std::vector<LayerFile> files;
    std::string manifest;
};

Unproven prepareLayer(const RecordFiles& files, LayerKind kind, const LayerTerms& terms) {
    RecordBelow below(files, kind, terms);
    Unproven layer{below.paths(), below.newest(), {}, {}, {}};
    std::optional<LayerFile> validation = below.validation();
    layer.digests = below.digests(terms.digest, validation);
    layer.manifest = asicManifestXml(layerManifest(layer.paths, layer.digests));
    if (validation) {
        layer.files.push_back(std::move(*validation));
    }
    layer.files.push_back({layer.paths.manifest, {layer.manifest.begin(), layer.manifest.end()}});
    return layer;
}

MadeLayer proven(Unproven layer, const Token& token, Der proof, const std::string& digest) {
    if (token.at < layer.newestBelow) {
        throw Fault(FaultKind::TimestampRefused,
                    token.authority + ": the token's time " + record::formatInstant(token.at) +
                        " lies before that of the layer below",
                    {{"authority", token.authority}});
    }
    MadeLayer made{{layer.paths.number, layer.paths.kind, token.at, token.authority, digest}, {}};
    made.files = std::move(layer.files);
    made.files.push_back({layer.paths.proof, std::move(proof)});
    return made;
}

} // namespace

MadeLayer makeArchiveTimestamp(const RecordFiles& record, TimestampAuthority& authority,
                               const LayerTerms& asked) {
    const LayerTerms terms{asked.trust, asked.now, asked.tolerance, chosenDigest(asked)};
    Unproven layer = prepareLayer(record, LayerKind::ArchiveTimestamp, terms);
    const Token token =
        timestamp(authority, terms.trust, digestBy(terms.digest, record::bytesOf(layer.manifest)),
                  terms.now, terms.tolerance);
    return proven(std::move(layer), token, token.der, terms.digest);
}

std::vector<MadeLayer> makeEvidenceLayers(std::span<const RecordFiles* const> records,
                                          TimestampAuthority& authority, const LayerTerms& asked) {
    const LayerTerms terms{asked.trust, asked.now, asked.tolerance, chosenDigest(asked)};
    std::vector<Unproven> layers;
    std::vector<DigestGroup> groups;
    for (const RecordFiles* const files : records) {
        try {
            layers.push_back(prepareLayer(*files, LayerKind::EvidenceRecord, terms));
        } catch (Fault& fault) {
            fault.context["record"] = std::to_string(layers.size());
            throw;
        }
        DigestGroup group;
        for (const auto& [path, digest] : layers.back().digests) {
            group.push_back(digest.bytes);
        }
        groups.push_back(std::move(group));
    }
    std::vector<MadeLayer> made;
    if (layers.empty()) {
        return made; // nothing asked, no token spent
    }
    EvidenceBatch batch = makeEvidenceRecords(
        groups, {terms.trust, terms.now, terms.tolerance, terms.digest}, authority);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        made.push_back(
            proven(std::move(layers[i]), batch.token, std::move(batch.records[i]), terms.digest));
    }
    return made;
}

} // namespace seihon::signing
