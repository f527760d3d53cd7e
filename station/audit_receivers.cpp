#include "station/audit_receivers.h"

#include "atna/syslog_message.h"
#include "atna/syslog_session.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/access_log.h"
#include "station/back_off.h"
#include "station/findings.h"
#include "station/people.h"

#include <algorithm>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Entry;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Instant;
using record::Json;
using record::Severity;

namespace {

constexpr std::int64_t kPositionBytes = 4096;
// Of one session: what is not taken is sent again as a whole.
constexpr std::uint64_t kEntriesInASession = 500;
constexpr std::size_t kBytesInASession = 512u << 10;
constexpr std::chrono::seconds kARound{20}; // a backlog of years is no reason to wait for it
constexpr std::chrono::hours kBehind{1};

fs::path positionFile(const Home& home, const config::AuditReceiver& receiver) {
    return home.root / "audit-receivers" / (receiver.name + ".json");
}

std::string serviceOf(const config::AuditReceiver& receiver) {
    return "audit " + receiver.name + " " + receiver.host + ":" + std::to_string(receiver.port);
}

atna::SyslogReceiver peerOf(const Home& home, const config::AuditReceiver& receiver) {
    return {receiver.host,
            receiver.port,
            receiver.serverName,
            home.below(receiver.authorityFile),
            home.below(receiver.certificateFile),
            home.below(receiver.keyFile),
            receiver.timeout};
}

// As many entries as fit into one session, at least one.
std::uint64_t framesFrom(ledger::Ledger& log, std::uint64_t from, std::string& frames) {
    for (const Entry& entry : log.entries(from, kEntriesInASession)) {
        if (entry.sequence != from) {
            throw Fault(FaultKind::LedgerBroken, "entry " + std::to_string(from) + " is missing");
        }
        const std::string frame = atna::syslogFrameOf(entry);
        if (!frames.empty() && frames.size() + frame.size() > kBytesInASession) {
            break;
        }
        frames += frame;
        ++from;
    }
    return from;
}

} // namespace

// The leaf tells whether it is the same log: one that was rolled back, or restored from before,
// holds other entries under the numbers that were sent.
AuditReceivers::Position AuditReceivers::positionOf(const config::AuditReceiver& receiver) {
    const fs::path file = positionFile(m_station.home(), receiver);
    if (fs::symlink_status(file).type() == fs::file_type::not_found) {
        return {};
    }
    try {
        const auto bytes = ledger::readWhole(file, kPositionBytes);
        const Json json =
            record::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        const std::int64_t sent = json.at("sent").asInt();
        const record::Digest leaf = record::Digest::fromHex(json.at("leaf").asString());
        if (sent > 0) {
            const auto last = static_cast<std::uint64_t>(sent);
            const auto leaves = AccessLog(m_station).ledger().leaves(last - 1, 1);
            if (leaves.size() == 1 && leaves.front() == leaf) {
                return {last, true};
            }
        }
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed && fault.kind != FaultKind::StorageFailed) {
            throw;
        }
    }
    return {0, false};
}

void AuditReceivers::keepPosition(const config::AuditReceiver& receiver, std::uint64_t sent) {
    const fs::path file = positionFile(m_station.home(), receiver);
    ledger::makeDurableFolder(file.parent_path());
    if (sent == 0) {
        fs::remove(file);
        return;
    }
    const auto leaves = AccessLog(m_station).ledger().leaves(sent - 1, 1);
    const Json json = Json::object({{"sent", sent}, {"leaf", leaves.at(0).hex()}});
    ledger::replaceDurably(file, record::bytesOf(record::canonical(json)));
}

record::Finding AuditReceivers::away(const config::AuditReceiver& receiver, std::uint64_t sent,
                                     const std::string& why) {
    ledger::Ledger& log = AccessLog(m_station).ledger();
    record::Finding finding = findingOf(FindingId::AuditReceiverAway, Severity::Warn,
                                        receiver.name + (why.empty() ? std::string() : ": " + why));
    const std::uint64_t size = log.head().size;
    finding.measured = size - std::min(size, sent);
    if (const auto oldest = log.entries(sent, 1); !oldest.empty()) {
        finding.required = record::formatInstant(oldest.front().at);
    }
    return finding;
}

void AuditReceivers::sendTo(const config::AuditReceiver& receiver, record::Verdict& verdict) {
    BackOff rest(m_station.home().backOffFile());
    ledger::Ledger& log = AccessLog(m_station).ledger();
    const Position known = positionOf(receiver);
    if (!known.fits) {
        verdict.add(findingOf(FindingId::AuditLogSentAnew, Severity::Warn, receiver.name));
    }
    const auto until = std::chrono::steady_clock::now() + kARound;
    for (std::uint64_t sent = known.sent; std::chrono::steady_clock::now() < until;) {
        std::string frames;
        const std::uint64_t next = framesFrom(log, sent, frames);
        if (next == sent) {
            break;
        }
        const atna::SessionOutcome outcome =
            atna::sendSession(peerOf(m_station.home(), receiver), frames);
        if (outcome.end != atna::SessionEnd::Taken) {
            rest.failed(serviceOf(receiver), record::readClock());
            verdict.add(outcome.end == atna::SessionEnd::Untrusted
                            ? findingOf(FindingId::AuditReceiverUntrusted, Severity::Warn,
                                        receiver.name + ": " + outcome.why)
                            : away(receiver, sent, outcome.why));
            return;
        }
        keepPosition(receiver, next); // a crash before this sends them twice, never not at all
        sent = next;
    }
    rest.answered(serviceOf(receiver));
}

record::Verdict AuditReceivers::send(Urgency urgency) {
    record::Verdict verdict;
    const BackOff rest(m_station.home().backOffFile());
    for (const config::AuditReceiver& receiver : m_station.config().auditReceivers) {
        const bool rests = rest.restsUntil(serviceOf(receiver), record::readClock()).has_value();
        if (rests && urgency == Urgency::Background) {
            continue; // `doctor` tells of it
        }
        try {
            // Two at once would send everything twice, and out of order.
            const ledger::FileLock lock(m_station.home().locks() / ("audit-" + receiver.name));
            sendTo(receiver, verdict);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy) { // a full disk, say: nobody else waits for this
                verdict.add(findingOf(FindingId::AuditReceiverAway, Severity::Warn,
                                      receiver.name + ": " + fault.what()));
            }
        }
    }
    return verdict;
}

record::Verdict AuditReceivers::standing() {
    record::Verdict verdict;
    for (const config::AuditReceiver& receiver : m_station.config().auditReceivers) {
        const Position known = positionOf(receiver);
        if (!known.fits) {
            verdict.add(findingOf(FindingId::AuditLogSentAnew, Severity::Warn, receiver.name));
        }
        const auto oldest = AccessLog(m_station).ledger().entries(known.sent, 1);
        const Instant now = record::readClock();
        // A clock that was set back makes the wait look endless; then it is over at once.
        if (!oldest.empty() && (now - oldest.front().at > kBehind || now < oldest.front().at)) {
            verdict.add(away(receiver, known.sent, {}));
        }
    }
    return verdict;
}

record::Verdict AuditReceivers::sendAgain(const Session& session, const std::string& name,
                                          std::uint64_t from) {
    const auto& all = m_station.config().auditReceivers;
    const auto receiver =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    if (receiver == all.end()) {
        throw Fault(FaultKind::NotFound, "no audit receiver \"" + name.substr(0, 64) + "\"");
    }
    if (from > AccessLog(m_station).ledger().head().size) {
        throw Fault(FaultKind::Usage, "the log has no entry " + std::to_string(from));
    }
    People people(m_station);
    record::Verdict verdict = people.judgeLook(Viewer(session), regulation::Authority::ViewLog, {});
    if (verdict.permitted()) {
        people.sawLog(Viewer(session), Json::object({{"sentAgain", name}, {"from", from}}));
        const ledger::FileLock lock(m_station.home().locks() / ("audit-" + name), true);
        keepPosition(*receiver, from);
    }
    return verdict;
}

} // namespace seihon::station
