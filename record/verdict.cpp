#include "record/verdict.h"

#include "record/fault.h"

#include <algorithm>

namespace seihon::record {

bool Verdict::permitted() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding& f) { return f.severity == Severity::Refuse; });
}

bool Verdict::has(FindingId id) const {
    return std::any_of(findings.begin(), findings.end(),
                       [id](const Finding& f) { return f.id == id; });
}

Verdict& Verdict::add(Finding finding) {
    findings.push_back(std::move(finding));
    return *this;
}

Verdict& Verdict::merge(const Verdict& other) {
    findings.insert(findings.end(), other.findings.begin(), other.findings.end());
    return *this;
}

std::vector<Finding> Verdict::byUrgency() const {
    std::vector<Finding> sorted;
    for (const Finding& finding : findings) {
        if (std::find(sorted.begin(), sorted.end(), finding) == sorted.end()) {
            sorted.push_back(finding);
        }
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return sorted;
}

Json toJson(const Finding& finding) {
    Json json = Json::object({{"id", enumName(finding.id)},
                              {"severity", enumName(finding.severity)},
                              {"measured", finding.measured},
                              {"required", finding.required}});
    if (!finding.unit.empty()) {
        json.set("unit", finding.unit);
    }
    if (finding.where) {
        json.set("where", toJson(*finding.where));
    }
    if (!finding.subject.empty()) {
        json.set("subject", finding.subject);
    }
    return json;
}

Json toJson(const Verdict& verdict) {
    Json findings = Json::array();
    for (const Finding& finding : verdict.findings) {
        findings.push(toJson(finding));
    }
    return Json::object({{"permitted", verdict.permitted()}, {"findings", std::move(findings)}});
}

Finding findingFromJson(const Json& json) {
    const auto id = enumFromName<FindingId>(json.at("id").asString());
    const auto severity = enumFromName<Severity>(json.at("severity").asString());
    if (!id || !severity) {
        throw Fault(FaultKind::Malformed,
                    "unknown finding " + json.at("id").asString().substr(0, 64));
    }
    Finding finding{.id = *id,
                    .severity = *severity,
                    .measured = json.at("measured"),
                    .required = json.at("required"),
                    .unit = {},
                    .where = std::nullopt,
                    .subject = {}};
    if (const Json* unit = json.find("unit")) {
        finding.unit = unit->asString();
    }
    if (const Json* where = json.find("where")) {
        finding.where = areaMmFromJson(*where);
    }
    if (const Json* subject = json.find("subject")) {
        finding.subject = subject->asString();
    }
    return finding;
}

Verdict verdictFromJson(const Json& json) {
    Verdict verdict;
    for (const Json& finding : json.at("findings").asArray()) {
        verdict.add(findingFromJson(finding));
    }
    if (verdict.permitted() != json.at("permitted").asBool()) {
        throw Fault(FaultKind::Malformed, "a verdict that its findings do not bear out");
    }
    return verdict;
}

} // namespace seihon::record
