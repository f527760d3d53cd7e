#include "record/conformity.h"

#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

std::int64_t ConformityCheck::deviations() const {
    return std::count_if(answers.begin(), answers.end(),
                         [](const ConformityAnswer& answer) { return !answer.conforms; });
}

Json toJson(const ConformityAnswer& answer) {
    return Json::object(
        {{"question", answer.question}, {"conforms", answer.conforms}, {"remark", answer.remark}});
}

ConformityAnswer conformityAnswerFromJson(const Json& json) {
    return {json.at("question").asString(), json.at("conforms").asBool(),
            json.at("remark").asString()};
}

std::vector<ConformityCheck> foldConformity(std::span<const Entry> entries) {
    std::vector<ConformityCheck> checks;
    for (const Entry& entry : entries) {
        const Json& facts = entry.what.facts;
        if (entry.what.kind == EntryKind::ConformityRecorded) {
            ConformityCheck check;
            check.id = facts.at("id").asString();
            check.by = entry.what.actor;
            check.at = entry.at;
            for (const Json& answer : facts.at("answers").asArray()) {
                check.answers.push_back(conformityAnswerFromJson(answer));
            }
            checks.push_back(std::move(check));
        } else if (entry.what.kind == EntryKind::ConformityCountersigned) {
            const std::string& id = facts.at("id").asString();
            const auto found =
                std::find_if(checks.begin(), checks.end(),
                             [&](const ConformityCheck& check) { return check.id == id; });
            if (found == checks.end()) {
                throw Fault(FaultKind::LedgerBroken,
                            "entry " + std::to_string(entry.sequence) + " countersigns nothing",
                            {{"entry", std::to_string(entry.sequence)}});
            }
            found->countersignedBy = entry.what.actor;
            found->countersignedAt = entry.at;
            found->countersignRemark = textIn(facts, "remark");
        }
    }
    return checks;
}

} // namespace seihon::record
