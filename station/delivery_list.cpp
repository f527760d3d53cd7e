#include "station/access_log.h"
#include "station/delivery_round.h"
#include "station/entry_walk.h"
#include "station/findings.h"

#include <algorithm>

// What waits, was sent, failed: for people and for `doctor`. Nobody is asked.
namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::FindingId;
using record::Severity;

namespace {

constexpr std::chrono::hours kUnconfirmedTooLong{24};
constexpr std::chrono::hours kWaitsTooLong{1};
constexpr std::size_t kMostDeliveryFindings = 20;

} // namespace

// Renamed or taken out of deliveries.toml, with something left that was to arrive there.
std::vector<std::string> Deliveries::goneTargets() {
    std::vector<std::string> gone;
    std::error_code away;
    for (fs::directory_iterator one(folderOf({}), away), end; !away && one != end;
         one.increment(away)) {
        const std::string name = one->path().filename().string();
        const auto& named = settings().targets;
        // Whoever can write there chooses names; these are shown, and none of ours has others.
        const bool ours = std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '-' || c == '_' || c == '.';
        });
        const bool known =
            !ours || std::any_of(named.begin(), named.end(),
                                 [&](const auto& target) { return target.name == name; });
        if (!known && !recordsIn(name).empty()) {
            gone.push_back(name);
        }
    }
    std::sort(gone.begin(), gone.end());
    return gone;
}

std::vector<Delivery> Deliveries::list() {
    std::vector<Delivery> all;
    const auto add = [&](const std::string& target, bool gone) {
        for (const std::string& recordId : recordsIn(target)) {
            Delivery delivery = look(target, recordId);
            delivery.targetGone = gone;
            if (delivery.state != DeliveryState::Confirmed &&
                delivery.state != DeliveryState::GivenUp) {
                all.push_back(std::move(delivery));
            }
        }
    };
    for (const config::DeliveryTarget& target : settings().targets) {
        takeSealed(target, false);
        add(target.name, false);
    }
    for (const std::string& target : goneTargets()) {
        add(target, true);
    }
    return all;
}

std::vector<Delivery> Deliveries::listAll(std::int64_t confirmed) {
    std::vector<Delivery> all = list();
    for (const EntryKind kind : {EntryKind::DeliveryConfirmed, EntryKind::DeliveryGivenUp}) {
        std::int64_t left = confirmed;
        forNewest(AccessLog(m_station).ledger(), kind, [&](const record::Entry& entry) {
            Delivery delivery = look(entry.what.facts.at("target").asString(), entry.what.record);
            const bool ended =
                delivery.state == (kind == EntryKind::DeliveryGivenUp ? DeliveryState::GivenUp
                                                                      : DeliveryState::Confirmed);
            if (ended) { // not taken up again since
                all.push_back(std::move(delivery));
            }
            return --left > 0;
        });
    }
    return all;
}

void Deliveries::addClassesUnknown(const config::DeliveryTarget& target, record::Verdict& verdict) {
    for (const std::string& name : target.classes) {
        if (!m_station.regulation().classes.contains(name)) {
            verdict.add(findingOf(FindingId::DeliveryClassUnknown, Severity::Warn, target.name));
            verdict.findings.back().measured = name;
        }
    }
}

void Deliveries::addStanding(const config::DeliveryTarget& target, record::Verdict& verdict) {
    const record::Instant now = record::readClock();
    std::int64_t late = 0;
    std::string why;
    for (const std::string& recordId : recordsIn(target.name)) {
        const Delivery delivery = look(target.name, recordId);
        const bool failed = delivery.state == DeliveryState::Failed && !delivery.retried;
        const bool waits = delivery.state == DeliveryState::Waiting || delivery.retried;
        // A clock that was set back makes a wait look endless; then it is over at once.
        const auto since = now < delivery.at ? kUnconfirmedTooLong * 2 : now - delivery.at;
        const bool full = verdict.findings.size() >= kMostDeliveryFindings;
        if (failed && !full) {
            verdict.add(aboutDelivery(FindingId::DeliveryFailed, delivery,
                                      statusWords(delivery, record::Language::English)));
        } else if (delivery.state == DeliveryState::Sent && since > kUnconfirmedTooLong && !full &&
                   target.confirmation != config::Confirmation::None) {
            verdict.add(aboutDelivery(FindingId::DeliveryUnconfirmed, delivery,
                                      record::formatInstant(delivery.at)));
        } else if (waits && since > kWaitsTooLong) {
            ++late;
            why = delivery.lastTry.empty() ? why : ": " + delivery.lastTry;
        }
    }
    if (late > 0) {
        verdict.add(findingOf(FindingId::DeliveryTargetAway, Severity::Warn, target.name + why));
        verdict.findings.back().measured = late;
    }
}

record::Verdict Deliveries::standing() {
    record::Verdict verdict;
    for (const config::DeliveryTarget& target : settings().targets) {
        addClassesUnknown(target, verdict);
        addStanding(target, verdict);
    }
    for (const std::string& target : goneTargets()) {
        verdict.add(findingOf(FindingId::DeliveryTargetGone, Severity::Warn, target));
        verdict.findings.back().measured = static_cast<std::int64_t>(recordsIn(target).size());
    }
    return verdict;
}

} // namespace seihon::station
