#include "signing/timestamp.h"
#include "station/station.h"

#include <algorithm>
#include <chrono>

// What the station's clock may not stand before [F7]. The last entry does not tell: a clock that
// was set back writes one refusal with its own wrong time, and would be believed from then on.
namespace seihon::station {

namespace {

constexpr std::int64_t kCheckpointsLookedAt = 100;

} // namespace

std::optional<record::Instant> Station::latestEntryTime() {
    // A checkpoint whose token says the same time as the clock did proves that the clock was right
    // then: what was written before counts no more. So a clock that once stood in the future does
    // not block sealing for ever, once it is right again and a checkpoint was timestamped.
    const signing::Trust believed = trust();
    for (const ledger::Checkpoint& one : m_ledger->newestCheckpoints(kCheckpointsLookedAt, true)) {
        const auto token = signing::verifyToken(one.token, believed, record::sha256(one.note), {},
                                                {}, std::max(one.at, record::readClock()));
        const auto off = std::chrono::abs(token.token.at - one.at);
        if (token.verdict.permitted() && off <= m_regulation->clockTolerance) {
            const auto since = m_ledger->latestAt(one.size);
            return std::max(one.at, since.value_or(one.at));
        }
    }
    return m_ledger->latestAt(0);
}

} // namespace seihon::station
