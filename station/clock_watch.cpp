#include "station/clock_watch.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "regulation/judge_clock.h"
#include "station/clock_reading.h"
#include "station/tool_output.h"

#include <ctime>

#include <fstream>

namespace seihon::station {

using record::ClockCheck;
using record::EntryKind;
using record::Json;

namespace {

constexpr std::chrono::seconds kToolPatience{5};
constexpr std::size_t kToolOutput = 16 << 10;
constexpr std::chrono::minutes kAgainWhenBad{10};
// So many checks fit into the time that one may serve.
constexpr int kChecksInATerm = 4;

using ReadClock = ClockCheck (*)(std::string_view);

std::optional<ClockCheck> ask(const std::vector<std::string>& command, ReadClock read,
                              std::string& why) {
    const std::string name = std::filesystem::path(command.front()).filename();
    const auto output = outputOf(command, kToolPatience, kToolOutput);
    if (!output) {
        why += (why.empty() ? "" : "; ") + name + " is not installed";
        return std::nullopt;
    }
    if (output->code != 0) {
        why += (why.empty() ? "" : "; ") + name + " gives no answer";
        return std::nullopt;
    }
    try {
        return read(output->out);
    } catch (const record::Fault& fault) {
        why += (why.empty() ? "" : "; ") + name + ": " + fault.what();
        return std::nullopt;
    }
}

} // namespace

void readMachineTime(ClockCheck& check) {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::getline(file, check.boot);
    check.boot = check.boot.substr(0, 36);
    std::timespec since{};
    if (::clock_gettime(CLOCK_BOOTTIME, &since) == 0) { // goes on while the machine sleeps
        check.sinceBootMilliseconds = std::int64_t{since.tv_sec} * 1000 + since.tv_nsec / 1'000'000;
    }
    check.at = record::readClock();
    check.anchorAt = check.at;
    check.anchorSinceBootMilliseconds = check.sinceBootMilliseconds;
}

Json machineTimeJson(const ClockCheck& machine) {
    return Json::object({{"at", record::formatInstant(machine.at)},
                         {"boot", machine.boot},
                         {"sinceBootMilliseconds", machine.sinceBootMilliseconds}});
}

ClockCheck machineTimeFromJson(const Json& json) {
    ClockCheck machine;
    machine.at = record::parseInstant(json.at("at").asString());
    machine.boot = json.at("boot").asString();
    machine.sinceBootMilliseconds = json.at("sinceBootMilliseconds").asInt();
    return machine;
}

ClockCheck measureClock(const ClockSources& sources) {
    std::string why;
    std::optional<ClockCheck> check = ask(sources.chrony, clockFromChrony, why);
    if (!check) {
        check = ask(sources.timesyncd, clockFromTimesyncd, why);
    }
    if (!check) {
        check.emplace();
        check->source = "none";
        check->detail = record::cleanText(why);
    }
    check->server = record::cleanText(check->server);
    readMachineTime(*check);
    return *check;
}

std::optional<ClockCheck> ClockWatch::newest() const {
    const auto entry = m_station.m_ledger->newestOfKind(EntryKind::ClockChecked);
    return entry
               ? std::optional(record::clockCheckFromJson(entry->what.facts.at("check"), entry->at))
               : std::nullopt;
}

void ClockWatch::lookWhenDue(const ClockSources& sources) {
    const std::optional<ClockCheck> before = newest();
    ClockCheck machine;
    readMachineTime(machine);
    const regulation::Regulation& rules = *m_station.m_regulation;
    if (before) {
        // How long ago is told by the machine's own time where that can be: the clock is what is
        // in doubt. One that somebody set is not asked about at once: its service must see it
        // first.
        const bool good = regulation::judgeClockCheck(rules, before, machine.at).findings.empty() &&
                          regulation::judgeClockJump(rules, before, machine).findings.empty();
        const auto pause =
            good ? std::chrono::minutes(rules.clock.checkEvery) / kChecksInATerm : kAgainWhenBad;
        const auto ago = before->boot == machine.boot
                             ? std::chrono::milliseconds(machine.sinceBootMilliseconds -
                                                         before->sinceBootMilliseconds)
                             : machine.at - before->at;
        if (ago >= std::chrono::milliseconds(0) && ago < pause) {
            return;
        }
    }
    ClockCheck check = measureClock(sources);
    const bool known = check.synchronised && check.offsetMicroseconds;
    if (before && before->boot == check.boot && !known) {
        check.anchorAt = before->anchorAt;
        check.anchorSinceBootMilliseconds = before->anchorSinceBootMilliseconds;
    }
    record::EntryDraft draft;
    draft.kind = EntryKind::ClockChecked;
    draft.actor = m_station.stationActor();
    draft.facts = Json::object({{"check", record::toJson(check)}});
    draft.verdict = regulation::judgeClockCheck(*m_station.m_regulation, check, check.at);
    draft.verdict->merge(regulation::judgeClockJump(*m_station.m_regulation, before, check));
    draft.regulation = m_station.m_regulation->digest;
    m_station.m_ledger->append(draft, check.at);
}

record::Verdict ClockWatch::judge(const ClockCheck& machine) const {
    const std::optional<ClockCheck> check = newest();
    record::Verdict verdict =
        regulation::judgeClockCheck(*m_station.m_regulation, check, machine.at);
    return verdict.merge(regulation::judgeClockJump(*m_station.m_regulation, check, machine));
}

} // namespace seihon::station
