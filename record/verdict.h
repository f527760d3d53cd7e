#pragma once

#include "record/enum_names.h"
#include "record/finding_id.h"
#include "record/geometry.h"
#include "record/json.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

enum class Severity { Refuse, Warn, Note };

template <>
struct EnumNames<Severity> {
    static constexpr std::array<std::pair<Severity, std::string_view>, 3> table{
        {{Severity::Refuse, "refuse"}, {Severity::Warn, "warn"}, {Severity::Note, "note"}}};
};

// One rule's result. measured and required are an integer in `unit`, a text, or null.
struct Finding {
    FindingId id{};
    Severity severity = Severity::Refuse;
    Json measured;
    Json required;
    std::string unit;
    std::optional<AreaMm> where;
    // What it is about, where that is not plain from the context: a file name, "page 3", a
    // certificate's holder.
    std::string subject;

    friend bool operator==(const Finding&, const Finding&) = default;
};

// Permitted or refused, with findings. Refused exactly when one finding has severity Refuse.
struct [[nodiscard]] Verdict {
    std::vector<Finding> findings;

    bool permitted() const;
    bool has(FindingId id) const;
    Verdict& add(Finding finding);
    Verdict& merge(const Verdict& other);
    // For people: refusals first, then warnings, then notes; each once.
    std::vector<Finding> byUrgency() const;

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

// {"id","severity","measured","required","unit","where","subject"}; `unit`, `where` and `subject`
// only when set.
Json toJson(const Finding& finding);
Json toJson(const Verdict& verdict);
Finding findingFromJson(const Json& json);
Verdict verdictFromJson(const Json& json);

} // namespace seihon::record
