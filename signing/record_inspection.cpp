#include "signing/record_inspection.h"

#include "record/fault.h"
#include "record/inspection.h"
#include "record/json_fields.h"

#include <algorithm>
#include <set>

namespace seihon::signing {

using record::FindingId;
using record::Json;
using record::Severity;

namespace {

[[noreturn]] void malformedInspection(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, "inspection: " + what);
}

bool correctsSamePages(const Json& json) {
    const Json* const amends = json.find("amends");
    return amends != nullptr && amends->at("samePages").asBool();
}

// Who scanned, as far as the record names them.
std::set<std::string> scannersIn(const Json& json) {
    std::set<std::string> users;
    for (const Json& act : json.at("history").asArray()) {
        const std::string& what = act.at("what").asString();
        if (what == "opened" || what == "submitted" || what == "recounted" || what == "set-aside") {
            users.insert(act.at("actor").at("user").asString());
        }
    }
    for (const Json& attestation : json.at("attestations").asArray()) {
        const std::string& question = attestation.at("question").asString();
        if (question == "prepared" || question == "compared") {
            users.insert(attestation.at("actor").at("user").asString());
        }
    }
    return users;
}

std::vector<std::int64_t> lookedAt(const Json& inspection) {
    std::vector<std::int64_t> pages;
    for (const Json& page : inspection.at("pages").asArray()) {
        pages.push_back(page.asInt());
    }
    if (!std::is_sorted(pages.begin(), pages.end()) ||
        std::adjacent_find(pages.begin(), pages.end()) != pages.end()) {
        malformedInspection("pages out of order");
    }
    return pages;
}

} // namespace

record::Verdict judgeInspectionMember(const Json& json) {
    record::Verdict verdict;
    const Json* const inspection = json.find("inspection");
    const bool ofProject = json.find("project") != nullptr;
    if ((inspection != nullptr) != ofProject) {
        malformedInspection("it goes with the project of a record");
    }
    if (inspection == nullptr) {
        return verdict;
    }
    const auto refuse = [&](FindingId id, Json measured, Json required) {
        verdict.add(
            {id, Severity::Refuse, std::move(measured), std::move(required), "", std::nullopt, ""});
    };
    const std::int64_t all = std::ssize(json.at("pages").asArray());
    if (inspection->isNull()) { // a sealed record's pages again were inspected before that
        if (!correctsSamePages(json)) {
            refuse(FindingId::InspectionMissing, 0, all);
        }
        return verdict;
    }
    const record::Actor by = record::actorFromJson(inspection->at("actor"));
    record::parseInstant(inspection->at("at").asString());
    const std::vector<std::int64_t> pages = lookedAt(*inspection);
    const record::PageDraw draw = record::pageDrawFromJson(inspection->at("draw"));
    if (inspection->at("sentBack").asInt() < 0 || inspection->at("of").asInt() != all ||
        (!pages.empty() && (pages.front() < 1 || pages.back() > all)) ||
        inspection->asObject().size() != 7) {
        malformedInspection("counts");
    }
    if (record::drawnPages(draw, json.at("job").asString(), all) != draw.pages) {
        refuse(FindingId::InspectionDrawDiffers, nullptr, nullptr);
    }
    if (!std::includes(pages.begin(), pages.end(), draw.pages.begin(), draw.pages.end())) {
        refuse(FindingId::InspectionMissing, std::ssize(pages), std::ssize(draw.pages));
    }
    if (scannersIn(json).contains(by.user)) {
        refuse(FindingId::SamePersonScannedAndInspected, by.user, nullptr);
    }
    verdict.add({FindingId::PagesInspected, Severity::Note, std::ssize(pages), all, "",
                 std::nullopt, by.name});
    return verdict;
}

} // namespace seihon::signing
