#include "station/regulation_desk.h"

#include "record/fault.h"
#include "regulation/judge_activation.h"
#include "station/findings.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

// A regulation changes some times a year.
constexpr std::uint64_t kMostApprovals = 100'000;

bool isDigest(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string shortName(const regulation::Regulation& regulation) {
    return regulation.version + " " + regulation.digest.hex().substr(0, 12);
}

Json differencesJson(const std::vector<regulation::Difference>& differences) {
    Json list = Json::array();
    for (const regulation::Difference& one : differences) {
        list.push(Json::object({{"item", one.key}, {"change", record::enumName(one.change)}}));
    }
    return list;
}

} // namespace

RegulationText readRegulation(const std::filesystem::path& file) {
    if (!std::filesystem::is_regular_file(file)) {
        throw Fault(FaultKind::NotFound, "no regulation at " + file.string(),
                    {{"file", file.string()}});
    }
    const std::vector<std::uint8_t> bytes = ledger::readWhole(file, kConfigFileBytes);
    RegulationText text{{bytes.begin(), bytes.end()}, {}};
    text.regulation = config::parseRegulation(text.bytes, file.string());
    return text;
}

record::Verdict regulationFileStanding(const Home& home, const regulation::Regulation& inForce) {
    record::Verdict verdict;
    try {
        const RegulationText text = readRegulation(home.regulationFile());
        if (text.regulation.digest != inForce.digest) {
            verdict.add(measuredFinding(FindingId::RegulationFileDiffers, Severity::Warn,
                                        shortName(text.regulation), shortName(inForce)));
        }
    } catch (const Fault& fault) {
        const auto reason = fault.context.find("reason");
        const auto line = fault.context.find("line");
        std::string why = reason == fault.context.end() ? fault.what() : reason->second;
        if (line != fault.context.end()) {
            why = "line " + line->second + ": " + why;
        }
        verdict.add(findingOf(FindingId::RegulationFileInvalid, Severity::Warn, std::move(why)));
        verdict.add(measuredFinding(FindingId::RegulationFileDiffers, Severity::Warn, "–",
                                    shortName(inForce)));
    }
    return verdict;
}

record::Verdict regulationNotice(const std::filesystem::path& root) noexcept {
    try {
        const Home home{std::filesystem::absolute(root)};
        if (!std::filesystem::exists(home.stationFile())) {
            return {};
        }
        const auto station = ledger::readWhole(home.stationFile(), kConfigFileBytes);
        const config::StationConfig config = config::parseStation(
            std::string(station.begin(), station.end()), home.stationFile().string());
        const auto ledger = ledger::openSqliteLedger(home.ledger(), config.stationId);
        const auto activation = ledger->newestOfKind(EntryKind::RegulationActivated);
        if (!activation) {
            return {};
        }
        const std::string inForce = activation->what.facts.at("digest").asString();
        const auto bytes = ledger::readWhole(home.regulationFile(), kConfigFileBytes);
        if (record::sha256(bytes).hex() == inForce) {
            return {};
        }
        return regulationFileStanding(
            home, loadRegulationByDigest(home, record::Digest::fromHex(inForce)));
    } catch (const std::exception&) {
        return {}; // what is wrong here the verb itself will say
    }
}

RegulationText RegulationDesk::find(const std::string& what) const {
    if (!isDigest(what)) {
        return readRegulation(what);
    }
    const std::filesystem::path kept = m_station.m_home.regulations() / (what + ".toml");
    if (std::filesystem::exists(kept)) {
        RegulationText text = readRegulation(kept);
        if (text.regulation.digest.hex() == what) {
            return text;
        }
    }
    RegulationText text = readRegulation(m_station.m_home.regulationFile());
    if (text.regulation.digest.hex() != what) {
        throw Fault(FaultKind::NotFound, "no regulation with the digest " + what);
    }
    return text;
}

void RegulationDesk::keep(const RegulationText& text) const {
    const std::filesystem::path kept =
        m_station.m_home.regulations() / (text.regulation.digest.hex() + ".toml");
    if (!std::filesystem::exists(kept)) {
        ledger::writeDurably(kept, record::bytesOf(text.bytes));
    }
    (void)loadRegulationByDigest(m_station.m_home, text.regulation.digest); // what lies there is it
}

std::vector<record::Entry> RegulationDesk::approvalsOf(const record::Digest& digest) {
    std::vector<record::Entry> entries =
        m_station.m_ledger->entriesOfKind(EntryKind::RegulationApproved, 0, kMostApprovals);
    std::erase_if(entries, [&](const record::Entry& entry) {
        return entry.what.facts.at("digest").asString() != digest.hex();
    });
    return entries;
}

std::optional<record::Entry> RegulationDesk::newestActivation() {
    m_station.takeRegulationInForce();
    return m_station.m_ledger->newestOfKind(EntryKind::RegulationActivated);
}

// The station itself put the shipped one into force, and nobody has worked under it yet.
bool RegulationDesk::isFirst() {
    const auto activation = m_station.m_ledger->newestOfKind(EntryKind::RegulationActivated);
    return activation && activation->what.actor.role == record::Role::Station &&
           m_station.m_ledger->jobs(1).empty();
}

ApprovalOutcome RegulationDesk::approve(const Session& session, const std::string& what) {
    const RegulationText text = find(what);
    ApprovalOutcome outcome{{}, text.regulation.digest, text.regulation.version};
    const ledger::FileLock lock(m_station.m_home.locks() / "regulation", true);
    const record::Instant now = record::readClock();
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::ApproveRegulation, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    keep(text);
    draft.kind = EntryKind::RegulationApproved;
    draft.facts =
        Json::object({{"digest", outcome.digest.hex()}, {"version", text.regulation.version}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, now);
    return outcome;
}

// Who may is asked before.
record::Verdict RegulationDesk::judge(const RegulationText& text, const record::Actor& proposer,
                                      const std::vector<record::Entry>& approvals,
                                      record::Instant now) {
    std::vector<regulation::Approval> given;
    for (const record::Entry& entry : approvals) {
        given.push_back({entry.what.actor, entry.at, entry.what.regulation});
    }
    record::Verdict verdict =
        regulation::judgeActivation(*m_station.m_regulation, isFirst(), proposer, given, now);
    // A verifier that demands otherwise would fail what the hospital permits [A12].
    verdict.merge(config::compareTrust(text.regulation, m_station.trust().file));
    if (text.regulation.demo && !m_station.m_config.demo) {
        verdict.add(findingOf(FindingId::DemoData, Severity::Refuse, "regulation"));
    }
    return verdict;
}

Proposal RegulationDesk::look(const Session& session, const RegulationText& text) {
    m_station.takeRegulationInForce();
    const record::Instant now = record::readClock();
    const regulation::Regulation& inForce = *m_station.m_regulation;
    Proposal proposal{text.regulation.digest,
                      text.regulation.version,
                      text.regulation.hospital,
                      inForce.digest == text.regulation.digest,
                      approvalsOf(text.regulation.digest),
                      {}};
    if (proposal.isInForce) {
        return proposal;
    }
    const record::Actor actor = m_station.actorOf(session, Authority::ActivateRegulation, {}, now);
    proposal.verdict = regulation::judgePerson(inForce, Authority::ActivateRegulation, actor,
                                               standingOf(session), now);
    proposal.verdict.merge(judge(text, actor, proposal.approvals, now));
    return proposal;
}

ActivationOutcome RegulationDesk::activate(const Session& session,
                                           const std::filesystem::path& file,
                                           record::Language language) {
    const RegulationText text = readRegulation(file);
    ActivationOutcome outcome{{}, text.regulation.digest, text.regulation.version, {}};
    const ledger::FileLock lock(m_station.m_home.locks() / "regulation", true);
    const record::Instant now = record::readClock();
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::ActivateRegulation, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const regulation::Regulation& inForce = *m_station.m_regulation;
    if (inForce.digest == outcome.digest) {
        throw Fault(FaultKind::Usage, "this regulation is in force already");
    }
    outcome.differences = regulation::differencesOf(inForce, text.regulation, language);
    const std::vector<record::Entry> approvals = approvalsOf(outcome.digest);
    Json named = Json::array();
    for (const record::Entry& entry : approvals) {
        named.push(entry.sequence);
    }
    const bool first = isFirst();
    outcome.verdict.merge(judge(text, draft.actor, approvals, now));
    const Json facts = Json::object({{"digest", outcome.digest.hex()},
                                     {"version", text.regulation.version},
                                     {"before", inForce.digest.hex()},
                                     {"first", first},
                                     {"approvals", std::move(named)},
                                     {"changes", differencesJson(outcome.differences)}});
    draft.verdict = outcome.verdict;
    if (!outcome.verdict.permitted()) {
        draft.facts = facts;
        draft.facts.set("verb", record::enumName(Authority::ActivateRegulation));
        m_station.m_ledger->append(draft, now);
        return outcome;
    }
    const record::Digest before = inForce.digest;
    keep(text);
    draft.kind = EntryKind::RegulationActivated;
    draft.facts = facts;
    m_station.m_ledger->append(draft, now);
    m_station.takeRegulationInForce();
    // The hospital's own file follows, unless it holds other changes that nobody has put into
    // force: those stay, and are told of.
    const std::filesystem::path own = m_station.m_home.regulationFile();
    if (std::filesystem::exists(own) &&
        record::sha256(ledger::readWhole(own, kConfigFileBytes)) == before) {
        ledger::replaceDurably(own, record::bytesOf(text.bytes));
        std::filesystem::permissions(own, std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
    }
    return outcome;
}

} // namespace seihon::station
