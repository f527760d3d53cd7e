#include "regulation/judge_clock.h"

#include "regulation/findings.h"

#include <cstdlib>

namespace seihon::regulation {

using record::ClockCheck;
using record::FindingId;
using record::Verdict;

namespace {

// A time service may let the clock run this much faster or slower to bring it to the true time
// (chrony's default maxslewrate is larger, but only for offsets that are findings by themselves).
constexpr std::int64_t kSlewPartsPerThousand = 1;

} // namespace

Verdict judgeClockCheck(const Regulation& regulation, const std::optional<ClockCheck>& newest,
                        record::Instant now) {
    const ClockRules& rules = regulation.clock;
    Verdict verdict;
    const std::int64_t hours = rules.checkEvery.count();
    if (!newest) {
        return verdict.add(
            makeFinding(FindingId::ClockNotChecked, rules.unknown, {.required = hours}));
    }
    if (newest->at > now + regulation.clockTolerance) { // set back since
        verdict.add(
            refusal(FindingId::ClockNotTrusted, {.measured = localTime(regulation, now),
                                                 .required = localTime(regulation, newest->at)}));
    }
    if (now - newest->at > rules.checkEvery) {
        verdict.add(
            makeFinding(FindingId::ClockCheckTooOld, rules.unknown,
                        {.measured = localTime(regulation, newest->at), .required = hours}));
    }
    if (newest->source == "none" || !newest->offsetMicroseconds) {
        return verdict.add(makeFinding(FindingId::ClockSourceUnknown, rules.unknown, {},
                                       newest->detail.empty() ? newest->source : newest->detail));
    }
    if (!newest->synchronised) { // it is there, and says so itself
        verdict.add(refusal(FindingId::ClockUnsynchronised, {.measured = newest->source}));
    }
    const std::int64_t largest =
        std::chrono::duration_cast<std::chrono::microseconds>(rules.largestOffset).count();
    const std::int64_t worst =
        std::abs(*newest->offsetMicroseconds) + newest->uncertaintyMicroseconds;
    if (worst > largest) {
        verdict.add(refusal(FindingId::ClockOffsetTooLarge,
                            {.measured = worst, .required = largest, .unit = "microseconds"}));
    }
    return verdict;
}

Verdict judgeClockJump(const Regulation& regulation, const std::optional<ClockCheck>& newest,
                       const ClockCheck& nowByMachine) {
    Verdict verdict;
    if (!newest || newest->boot.empty() || newest->boot != nowByMachine.boot) {
        return verdict;
    }
    const std::int64_t byMachine =
        nowByMachine.sinceBootMilliseconds - newest->anchorSinceBootMilliseconds;
    const std::int64_t byClock = (nowByMachine.at - newest->anchorAt).count();
    const std::int64_t allowed =
        regulation.clock.largestOffset.count() + byMachine * kSlewPartsPerThousand / 1000;
    const std::int64_t moved = byClock - byMachine;
    if (byMachine < 0 || std::abs(moved) > allowed) {
        // Where nothing says how far the clock is off, this is part of what is unknown.
        const record::Severity severity =
            newest->offsetMicroseconds ? record::Severity::Refuse : regulation.clock.unknown;
        verdict.add(makeFinding(
            FindingId::ClockJumped, severity,
            {.measured = moved * 1000, .required = allowed * 1000, .unit = "microseconds"}));
    }
    return verdict;
}

} // namespace seihon::regulation
