#include "station/downtime_desk.h"

#include "record/cover_code.h"
#include "record/fault.h"
#include "record/id.h"
#include "report/downtime_sheet.h"
#include "station/desk_act.h"
#include "station/entry_walk.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::Downtime;
using record::DowntimeStack;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::int64_t kSheetsPdfBytes = 64 << 20;

std::vector<DowntimeStack> stacksOf(ledger::Ledger& ledger) {
    std::vector<DowntimeStack> stacks;
    forEachOfKind(ledger, EntryKind::DowntimeSheetsPrinted, [&](const record::Entry& entry) {
        stacks.push_back(record::foldDowntimeStack(ledger.entriesOfJob(entry.what.job)));
    });
    return stacks;
}

// The stack with this number; faults Usage when none was printed.
DowntimeStack& stackWith(std::vector<DowntimeStack>& stacks, std::int64_t number) {
    const auto found = std::find_if(stacks.begin(), stacks.end(), [&](const DowntimeStack& stack) {
        return stack.holds(number);
    });
    if (found == stacks.end()) {
        throw Fault(FaultKind::Usage,
                    "no sheet " + std::to_string(number) +
                        " was printed here for downtimes: look at its number again");
    }
    return *found;
}

} // namespace

void requireDowntimeSheet(ledger::Ledger& ledger, std::int64_t label) {
    if (label >= record::kFirstDowntimeSheet) {
        std::vector<DowntimeStack> stacks = stacksOf(ledger);
        if (stackWith(stacks, label).voided.contains(label)) {
            throw Fault(FaultKind::Usage, "sheet " + std::to_string(label) +
                                              " was said to be void: look at its number again");
        }
    }
}

// All acts go one after the other: judged and written under one lock.
struct DowntimeDesk::Act : DeskAct {
    Act(DowntimeDesk& owner, const Session& session, Authority which)
        : DeskAct(*owner.m_station.m_ledger, which,
                  ledger::FileLock(owner.m_station.m_home.locks() / "downtime", true)) {
        by(owner.m_station.draftFor(session, authority, {}, now, verdict));
    }

    DowntimeStack stack(const std::string& id) const {
        return record::isId(id) ? record::foldDowntimeStack(ledger.entriesOfJob(id))
                                : DowntimeStack{};
    }
};

StackOutcome DowntimeDesk::print(const Session& session, const StackRequest& request) {
    requireWords(request.place, "the place");
    if (request.count < 1 || request.count > record::kMostSheetsInStack) {
        throw Fault(FaultKind::Usage, "a stack has 1 to 500 sheets");
    }
    if (std::filesystem::exists(request.file)) {
        throw Fault(FaultKind::Usage, request.file.string() + " is there already");
    }
    Act act(*this, session, Authority::Register);
    if (!act.permitted) {
        return {{}, act.verdict};
    }
    std::int64_t first = record::kFirstDowntimeSheet;
    for (const DowntimeStack& stack : stacks()) {
        first = std::max(first, stack.end());
    }
    report::writeDowntimePdf(request.file, {m_station.m_regulation->hospital, request.place, first,
                                            request.count, m_station.m_config.demo});
    const auto entry = act.write(
        EntryKind::DowntimeSheetsPrinted, {},
        Json::object(
            {{"place", request.place},
             {"first", first},
             {"count", request.count},
             {"sha256", record::sha256(ledger::readWhole(request.file, kSheetsPdfBytes)).hex()}}));
    return {act.stack(entry->what.job), act.verdict};
}

StackOutcome DowntimeDesk::count(const Session& session, const std::string& id, std::int64_t next) {
    Act act(*this, session, Authority::Register);
    const DowntimeStack stack = act.stack(id);
    if (stack.id.empty()) {
        throw Fault(FaultKind::NotFound, "no stack \"" + id.substr(0, 64) + "\"");
    }
    if (act.permitted) {
        act.verdict.merge(regulation::judgeStackCount(stack, next));
    }
    act.write(EntryKind::DowntimeSheetsCounted, id, Json::object({{"next", next}}));
    return {act.stack(id), act.verdict};
}

StackOutcome DowntimeDesk::makeVoid(const Session& session, std::int64_t number,
                                    const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::Register);
    std::vector<DowntimeStack> all = stacks();
    const DowntimeStack& stack = stackWith(all, number);
    if (act.permitted) {
        act.verdict.merge(regulation::judgeSheetVoid(
            stack, number, !m_station.m_ledger->jobWithLabel(number).empty()));
    }
    act.write(EntryKind::DowntimeSheetVoided, stack.id,
              Json::object({{"number", number}, {"reason", reason}}));
    return {act.stack(stack.id), act.verdict};
}

DowntimeOutcome DowntimeDesk::begin(const Session& session, record::Instant since,
                                    const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::DeclareDowntime);
    const std::vector<Downtime> all = list();
    const bool open =
        std::any_of(all.begin(), all.end(), [](const Downtime& one) { return !one.closed; });
    if (act.permitted) {
        act.verdict.merge(regulation::judgeDowntimeBegin(open, since, act.now));
    }
    const auto entry =
        act.write(EntryKind::DowntimeBegan, {},
                  Json::object({{"since", record::formatInstant(since)}, {"reason", reason}}));
    return {act.verdict.permitted() ? show(entry->what.job) : Downtime{}, act.verdict};
}

DowntimeOutcome DowntimeDesk::end(const Session& session, const std::string& id,
                                  record::Instant until) {
    Act act(*this, session, Authority::DeclareDowntime);
    const Downtime downtime = show(id);
    if (act.permitted) {
        act.verdict.merge(
            regulation::judgeDowntimeEnd(*m_station.m_regulation, downtime, until, act.now));
    }
    act.write(EntryKind::DowntimeEnded, id,
              Json::object({{"until", record::formatInstant(until)}}));
    return {show(id), act.verdict};
}

DowntimeOutcome DowntimeDesk::close(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::DeclareDowntime);
    const Downtime downtime = show(id);
    const std::vector<DowntimeStack> all = stacks();
    const std::set<std::int64_t> used = registered(all);
    if (act.permitted && downtime.closed) {
        throw Fault(FaultKind::Usage, "it is closed already");
    }
    if (act.permitted) {
        act.verdict.merge(regulation::judgeDowntimeClose(downtime, all, used));
    }
    Json accounts = Json::array();
    for (const DowntimeStack& stack : all) {
        const regulation::StackAccount account = regulation::accountOf(stack, used);
        accounts.push(Json::object({{"stack", stack.id},
                                    {"printed", account.printed},
                                    {"registered", account.registered},
                                    {"void", account.voided},
                                    {"unaccounted", std::ssize(account.unaccounted)},
                                    {"unused", account.unused}}));
    }
    act.write(EntryKind::DowntimeClosed, id, Json::object({{"stacks", std::move(accounts)}}));
    return {show(id), act.verdict};
}

Downtime DowntimeDesk::show(const std::string& id) {
    Downtime downtime =
        record::isId(id) ? record::foldDowntime(m_station.m_ledger->entriesOfJob(id)) : Downtime{};
    if (downtime.id.empty()) {
        throw Fault(FaultKind::NotFound, "no downtime \"" + id.substr(0, 64) + "\"");
    }
    return downtime;
}

std::vector<Downtime> DowntimeDesk::list() {
    std::vector<Downtime> all;
    forEachOfKind(*m_station.m_ledger, EntryKind::DowntimeBegan,
                  [&](const record::Entry& entry) { all.push_back(show(entry.what.job)); });
    return all;
}

std::vector<DowntimeStack> DowntimeDesk::stacks() {
    return stacksOf(*m_station.m_ledger);
}

std::set<std::int64_t> DowntimeDesk::registered(const std::vector<DowntimeStack>& stacks) {
    std::set<std::int64_t> used;
    for (const DowntimeStack& stack : stacks) {
        for (std::int64_t number = stack.first; number < stack.end(); ++number) {
            if (!m_station.m_ledger->jobWithLabel(number).empty()) {
                used.insert(number);
            }
        }
    }
    return used;
}

} // namespace seihon::station
