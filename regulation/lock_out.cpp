#include "regulation/judge_people.h"

#include <algorithm>

namespace seihon::regulation {

LockOut lockOutOf(const LockOutRules& rules, const LoginFailures& failures, bool administrator) {
    if (failures.count <= rules.freeFailures) {
        return {};
    }
    if (failures.count >= rules.closedAfter && !administrator) {
        return {std::nullopt, true};
    }
    std::chrono::seconds delay = rules.firstDelay;
    for (std::int64_t i = rules.freeFailures + 1; i < failures.count && delay < rules.longestDelay;
         ++i) {
        delay *= 2;
    }
    return {failures.last + std::min(delay, rules.longestDelay), false};
}

bool deskIsLeft(const PeopleRules& rules, record::Instant lastAct, record::Instant now) {
    return now < lastAct || now - lastAct >= rules.idleLock;
}

} // namespace seihon::regulation
