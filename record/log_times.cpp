#include "record/log_times.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::size_t kNewestTold = 20;
// A verb reads the clock once and writes when its turn comes: several programs write in another
// order than they read. More than that is no queue.
constexpr std::chrono::minutes kOutOfTurn{1};

void keepNewest(std::vector<Finding>& list, Finding finding) {
    if (list.size() == kNewestTold) {
        list.erase(list.begin());
    }
    list.push_back(std::move(finding));
}

std::string entrySubject(const Entry& entry) {
    return "entry " + std::to_string(entry.sequence);
}

} // namespace

void LogTimes::take(const Entry& entry) {
    m_first = m_first.value_or(entry.at);
    m_latest = std::max(m_latest.value_or(entry.at), entry.at);
    if (m_before && entry.at + kOutOfTurn < *m_before) {
        ++m_stepsBack;
        keepNewest(m_backs, {.id = FindingId::LogTimeWentBack,
                             .severity = Severity::Warn,
                             .measured = formatInstant(entry.at),
                             .required = formatInstant(*m_before),
                             .unit = {},
                             .where = std::nullopt,
                             .subject = entrySubject(entry)});
    }
    m_before = entry.at;
    takeBoot(entry);
}

// Which start of the machine it was is in every look at the clock.
void LogTimes::takeBoot(const Entry& entry) {
    const Json* check = entry.what.kind == EntryKind::ClockChecked && entry.what.facts.isObject()
                            ? entry.what.facts.find("check")
                            : nullptr;
    const Json* boot = check != nullptr && check->isObject() ? check->find("boot") : nullptr;
    if (boot == nullptr || !boot->isString() || boot->asString() == m_boot) {
        return;
    }
    if (!m_boot.empty()) {
        ++m_restarts;
        keepNewest(m_boots, {.id = FindingId::MachineRestarted,
                             .severity = Severity::Note,
                             .measured = formatInstant(entry.at),
                             .required = {},
                             .unit = {},
                             .where = std::nullopt,
                             .subject = entrySubject(entry)});
    }
    m_boot = boot->asString();
}

Verdict LogTimes::verdict() const {
    Verdict verdict;
    for (const auto* list : {&m_backs, &m_boots}) {
        for (const Finding& finding : *list) {
            verdict.add(finding);
        }
    }
    return verdict;
}

} // namespace seihon::record
