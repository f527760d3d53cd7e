#include "signing/judge_layers.h"

#include "signing/algorithm_rules.h"
#include "signing/evidence_use.h"
#include "signing/findings.h"
#include "signing/signer_judgement.h"
#include "signing/token_verify.h"

namespace seihon::signing {

namespace {

using record::FindingId;

class LayersJudge {
  public:
    LayersJudge(std::span<const LayerReading> layers, const SealBelow& seal, const Trust& trust,
                record::Instant now)
        : m_layers(layers), m_trust(trust), m_now(now), m_material(seal.embedded),
          m_before(seal.stampedAt) {
        if (!layers.empty()) {
            use(layers.front(), {{seal.tsaChain, layerTime(0).value_or(now)}});
        }
    }

    LayersJudgement judge() {
        for (std::size_t i = 0; i < m_layers.size(); ++i) {
            judgeLayer(i);
        }
        return std::move(m_result);
    }

  private:
    std::optional<record::Instant> layerTime(std::size_t index) const {
        return index < m_layers.size() && !m_layers[index].tokens.empty()
                   ? std::optional(m_layers[index].tokens.front().at)
                   : std::nullopt;
    }

    // Validation data prove the layer below the one that covers them.
    void use(const LayerReading& layer, const std::vector<JudgedChain>& chains) {
        m_material.certificates = together(m_material.certificates, layer.beside.certificates);
        m_material.crls = together(m_material.crls, layer.beside.crls);
        const bool nothingKnown = chains.empty() || chains.front().certificates.empty();
        if (!nothingKnown) { // refused already, and then nothing can be said about use
            m_result.verdict.merge(
                judgeUse(layer.beside,
                         {chains, FindingId::ValidationDataMalformed, layer.paths.validation}));
        }
    }

    void judgeLayer(std::size_t index) {
        const LayerReading& layer = m_layers[index];
        m_result.verdict.merge(layer.verdict);
        ArchiveLayer shown{layer.paths.number, layer.paths.kind, {}, {}, layer.digest};
        // The material of the layer above is covered with this one's tokens, so it counts for them.
        const ValidationMaterial above =
            index + 1 < m_layers.size() ? m_layers[index + 1].beside : ValidationMaterial{};
        const auto certificates = together(m_material.certificates, above.certificates);
        const auto crls = together(m_material.crls, above.crls);
        std::vector<JudgedChain> chains;
        for (std::size_t k = 0; k < layer.tokens.size(); ++k) {
            const CoveredToken& token = layer.tokens[k];
            judgeOrder(layer, token.at);
            const std::optional<record::Instant> coveredAt =
                k + 1 < layer.tokens.size() ? layer.tokens[k + 1].at : layerTime(index + 1);
            const TokenVerification verification = verifyTokenWithin(
                token.token, m_trust,
                {token.expected, certificates, crls, m_now, kClockAllowance, coveredAt, true});
            addWithPlace(verification.verdict, layer.paths.proof);
            judgeManifestDigest(layer, coveredAt.value_or(m_now));
            chains.push_back({verification.chain, coveredAt.value_or(m_now)});
            shown.at = token.at;
            shown.service = verification.token.authority;
            shown.digest = token.expected.algorithm;
            m_result.endsAt = endOf(layer, verification);
        }
        m_result.layers.push_back(shown);
        if (index + 1 < m_layers.size()) {
            use(m_layers[index + 1], chains);
        }
    }

    void judgeOrder(const LayerReading& layer, record::Instant at) {
        if (m_before && at < *m_before) {
            m_result.verdict.add(refusal(FindingId::ArchiveTimesDisordered,
                                         record::formatInstant(at),
                                         record::formatInstant(*m_before), layer.paths.proof));
        }
        m_before = at;
    }

    // The manifest's digests stand between the files and an archive timestamp; an evidence record
    // holds its own.
    void judgeManifestDigest(const LayerReading& layer, record::Instant reference) {
        if (layer.paths.kind == LayerKind::ArchiveTimestamp && !layer.digest.empty() &&
            !digestAccepted(m_trust.file, layer.digest, reference)) {
            refuse(m_result.verdict, FindingId::ManifestDigestWeak, layer.digest,
                   layer.paths.manifest);
        }
    }

    std::optional<record::Instant> endOf(const LayerReading& layer,
                                         const TokenVerification& verification) const {
        std::optional<record::Instant> end = verification.endsAt;
        const auto digest = layer.paths.kind == LayerKind::ArchiveTimestamp
                                ? digestEnds(m_trust.file, layer.digest)
                                : std::nullopt;
        return digest && (!end || *digest < *end) ? digest : end;
    }

    void addWithPlace(const record::Verdict& verdict, const std::string& place) {
        for (record::Finding finding : verdict.findings) {
            finding.subject = finding.subject.empty() ? place : place + ": " + finding.subject;
            m_result.verdict.add(std::move(finding));
        }
    }

    std::span<const LayerReading> m_layers;
    const Trust& m_trust;
    record::Instant m_now;
    ValidationMaterial m_material; // that every layer from here on covers
    std::optional<record::Instant> m_before;
    LayersJudgement m_result;
};

} // namespace

LayersJudgement judgeLayers(std::span<const LayerReading> layers, const SealBelow& seal,
                            const Trust& trust, record::Instant now) {
    return LayersJudge(layers, seal, trust, now).judge();
}

} // namespace seihon::signing
