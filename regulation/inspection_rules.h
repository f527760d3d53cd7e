#pragma once

#include <cstdint>

namespace seihon::regulation {

// How much of what one person scanned of old paper another one inspects before it is sealed [C3].
struct InspectionRules {
    std::int64_t pagesPermille = 100; // of each job, drawn; pages with a finding beside them
    std::int64_t leastPages = 1;
    std::int64_t allAfterFault = 50; // so many next jobs of that operator are inspected as a whole
};

// What the auditor from outside draws at least, of records and of each list, or all there are [C4].
struct AuditRules {
    std::int64_t leastDrawn = 20;
};

} // namespace seihon::regulation
