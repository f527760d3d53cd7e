#include "config/config.h"

#include <set>

namespace seihon::config {

namespace {

std::string joined(const std::set<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + word;
    }
    return out;
}

} // namespace

record::Verdict compareTrust(const regulation::Regulation& regulation, const TrustFile& trust) {
    record::Verdict verdict;
    const auto disagree = [&](const std::string& kind, record::Json trusted, record::Json ruled) {
        record::Finding finding;
        finding.id = record::FindingId::TrustDisagrees;
        finding.measured = std::move(trusted);
        finding.required = std::move(ruled);
        finding.subject = kind;
        verdict.add(std::move(finding));
    };
    // A verifier that demands less than the regulation would pass what the hospital forbids; one
    // that demands more would fail every record of the class [A12, E1].
    for (const auto& [id, kind] : regulation.classes) {
        std::set<std::string> demanded;
        if (const auto found = trust.requiredHealthcareRoles.find(id);
            found != trust.requiredHealthcareRoles.end()) {
            demanded = {found->second.begin(), found->second.end()};
        }
        if (demanded != kind.signerHealthcareRoles) {
            disagree(id, joined(demanded), joined(kind.signerHealthcareRoles));
        }
    }
    for (const auto& [id, roles] : trust.requiredHealthcareRoles) {
        if (!regulation.classes.contains(id)) {
            disagree(id, joined({roles.begin(), roles.end()}), nullptr);
        }
    }
    if (trust.testMode && !regulation.demo) {
        record::Finding finding;
        finding.id = record::FindingId::TestMode;
        finding.severity = record::Severity::Warn;
        finding.subject = "trust.toml";
        verdict.add(std::move(finding));
    }
    return verdict;
}

} // namespace seihon::config
