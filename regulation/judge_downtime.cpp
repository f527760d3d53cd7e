#include "regulation/judge_downtime.h"

#include "regulation/findings.h"

namespace seihon::regulation {

using record::DowntimeStack;
using record::FindingId;
using record::Verdict;

namespace {

constexpr std::size_t kSheetsNamed = 20;

std::string namesOf(const std::set<std::int64_t>& numbers) {
    std::string names;
    std::size_t named = 0;
    for (const std::int64_t number : numbers) {
        if (named++ == kSheetsNamed) {
            return names + ", …";
        }
        names += (names.empty() ? "" : ", ") + std::to_string(number);
    }
    return names;
}

void addNumbers(FindingId id, const std::set<std::int64_t>& numbers, Verdict& verdict) {
    if (!numbers.empty()) {
        verdict.add(refusal(id, {.measured = std::ssize(numbers)}, namesOf(numbers)));
    }
}

} // namespace

Verdict judgeDowntimeBegin(bool anotherIsOpen, record::Instant since, record::Instant now) {
    Verdict verdict;
    if (anotherIsOpen) {
        verdict.add(refusal(FindingId::DowntimeStillOpen));
    }
    if (since > now) {
        verdict.add(refusal(FindingId::DowntimeTimesWrong));
    }
    return verdict;
}

Verdict judgeDowntimeEnd(const Regulation& regulation, const record::Downtime& downtime,
                         record::Instant until, record::Instant now) {
    Verdict verdict;
    if (downtime.ended) {
        verdict.add(refusal(FindingId::StepNotAllowed, {.measured = "ended"}));
    }
    if (until > now || until < downtime.since) {
        return verdict.add(refusal(FindingId::DowntimeTimesWrong));
    }
    const auto minutes = std::chrono::floor<std::chrono::minutes>(until - downtime.since);
    const std::chrono::minutes least = regulation.intake.downtimeDeclaredAfter;
    if (minutes < least) {
        verdict.add(
            note(FindingId::DowntimeShort,
                 {.measured = minutes.count(), .required = least.count(), .unit = "minutes"}));
    }
    return verdict;
}

Verdict judgeStackCount(const DowntimeStack& stack, std::int64_t next) {
    Verdict verdict;
    if (next < stack.next || next > stack.end()) {
        verdict.add(
            refusal(FindingId::DowntimeCountWrong,
                    {.measured = next,
                     .required = std::to_string(stack.next) + "–" + std::to_string(stack.end())}));
    }
    return verdict;
}

Verdict judgeSheetVoid(const DowntimeStack& stack, std::int64_t number, bool registered) {
    Verdict verdict;
    if (registered) {
        verdict.add(refusal(FindingId::DowntimeSheetRegistered, {.measured = number}));
    }
    if (stack.voided.contains(number)) {
        verdict.add(refusal(FindingId::StepNotAllowed, {.measured = "void"}));
    }
    return verdict;
}

StackAccount accountOf(const DowntimeStack& stack, const std::set<std::int64_t>& registered) {
    StackAccount account;
    account.printed = stack.count;
    for (std::int64_t number = stack.first; number < stack.end(); ++number) {
        const bool used = registered.contains(number);
        const bool known = used || stack.voided.contains(number);
        account.registered += used ? 1 : 0;
        account.voided += !used && known ? 1 : 0;
        if (number < stack.next && !known) {
            account.unaccounted.insert(number);
        } else if (number >= stack.next && known) {
            account.ahead.insert(number);
        } else if (number >= stack.next) {
            ++account.unused;
        }
    }
    return account;
}

Verdict judgeDowntimeClose(const record::Downtime& downtime, std::span<const DowntimeStack> stacks,
                           const std::set<std::int64_t>& registered) {
    Verdict verdict;
    if (!downtime.ended) {
        return verdict.add(refusal(FindingId::StepNotAllowed, {.measured = "not ended"}));
    }
    for (const DowntimeStack& stack : stacks) {
        const StackAccount account = accountOf(stack, registered);
        const bool empty = stack.next == stack.end(); // nothing is left to count
        if (!empty && (!stack.counted || stack.counted->at < *downtime.until)) {
            verdict.add(refusal(FindingId::DowntimeStackNotCounted, {}, stack.place));
        }
        addNumbers(FindingId::DowntimeSheetsOpen, account.unaccounted, verdict);
        addNumbers(FindingId::DowntimeSheetsAhead, account.ahead, verdict);
    }
    return verdict;
}

} // namespace seihon::regulation
