#pragma once

#include "record/actor.h"
#include "record/enum_names.h"
#include "regulation/inspection_rules.h"

#include <chrono>
#include <cstdint>
#include <set>

namespace seihon::regulation {

// On what the conversion of a patient's old paper rests [C1].
enum class ConsentBasis { IndividualConsent, NoticeWithoutObjection };

// What the regulation asks of a project of old paper before it may start [C1, C2, C2a].
struct ProjectRules {
    std::set<ConsentBasis> bases{ConsentBasis::IndividualConsent};
    // Different persons who approve a plan; neither those who scan and inspect nor who laid it
    // down.
    std::int64_t persons = 2;
    std::set<record::Role> roles;           // somebody in each of these is among them
    std::chrono::days validFor{90};         // an approval that is older does not count
    std::int64_t committeeMembers = 3;      // of the committee that reviewed the rules
    bool outsideExpert = true;              // one of them comes from outside the house
    std::chrono::days noticeBefore{30};     // patients are told so long before the first scan
    std::chrono::days holdBeforeDisposal{}; // paper stays at least so long after its scan
    InspectionRules inspection;             // [C3]
    AuditRules audit;                       // [C4]
};

} // namespace seihon::regulation

namespace seihon::record {

template <>
struct EnumNames<regulation::ConsentBasis> {
    static constexpr std::array<std::pair<regulation::ConsentBasis, std::string_view>, 2> table{
        {{regulation::ConsentBasis::IndividualConsent, "individual-consent"},
         {regulation::ConsentBasis::NoticeWithoutObjection, "notice-without-objection"}}};
};

} // namespace seihon::record
