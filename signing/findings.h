#pragma once

#include "record/verdict.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

// What the judging functions share; not part of the folder's interface.
namespace seihon::signing {

inline record::Finding refusal(record::FindingId id, record::Json measured = nullptr,
                               record::Json required = nullptr, std::string subject = {}) {
    return {id,           record::Severity::Refuse, std::move(measured), std::move(required), "",
            std::nullopt, std::move(subject)};
}

inline void refuse(record::Verdict& verdict, record::FindingId id, record::Json measured = nullptr,
                   std::string_view subject = {}) {
    record::Finding finding;
    finding.id = id;
    finding.measured = std::move(measured);
    finding.subject = subject;
    verdict.add(std::move(finding));
}

} // namespace seihon::signing
