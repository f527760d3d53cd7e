#include "config/config.h"

#include <set>

namespace seihon::config {

namespace {

using ByClass = std::map<std::string, std::vector<std::string>>;

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
    const auto compare = [&](const std::string& id, const ByClass& trusted,
                             const std::set<std::string>& ruled) {
        std::set<std::string> demanded;
        if (const auto found = trusted.find(id); found != trusted.end()) {
            demanded = {found->second.begin(), found->second.end()};
        }
        if (demanded != ruled) {
            disagree(id, joined(demanded), joined(ruled));
        }
    };
    for (const auto& [id, kind] : regulation.classes) {
        compare(id, trust.requiredHealthcareRoles, kind.signerHealthcareRoles);
        compare(id, trust.requiredTrustProfiles, kind.trustProfiles);
    }
    for (const ByClass* const byClass :
         {&trust.requiredHealthcareRoles, &trust.requiredTrustProfiles}) {
        for (const auto& [id, words] : *byClass) {
            if (!regulation.classes.contains(id)) {
                disagree(id, joined({words.begin(), words.end()}), nullptr);
            }
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
