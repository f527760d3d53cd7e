#pragma once

// Private to signing's .cpp files: is every certificate and list in a file needed for a proof? What
// is not could be exchanged unseen.

#include "record/finding_id.h"
#include "record/verdict.h"
#include "signing/trust.h"

#include <span>
#include <string_view>
#include <vector>

namespace seihon::signing {

// A chain by which something was judged, leaf first, and the time as of which.
struct JudgedChain {
    std::vector<Der> certificates;
    record::Instant at{};
};

struct UseQuestion {
    std::span<const JudgedChain> chains;
    record::FindingId id{}; // of the refusals
    std::string_view subject;
};

// A certificate is needed when it stands in one of the chains; a list when, of all lists in
// `material`, it is the one that decides about a certificate of a chain: the newest in force then
// or issued later.
record::Verdict judgeUse(const ValidationMaterial& material, const UseQuestion& question);

} // namespace seihon::signing
