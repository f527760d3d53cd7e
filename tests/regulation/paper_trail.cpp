#include "paper_trail.h"

#include <algorithm>

namespace seihon::regulation {

using record::Entry;
using record::EntryKind;
using record::Json;
using record::Role;

namespace {

constexpr std::chrono::minutes kSameClock{5};

} // namespace

std::vector<std::string> PaperTrail::wrongs() {
    bool sealed = false;
    for (const Entry& entry : m_entries) {
        judgeRight(entry);
        read(entry);
        m_newest = std::max(m_newest, entry.at);
        sealed = sealed || entry.what.kind == EntryKind::RecordSealed;
    }
    return sealed ? m_wrongs : std::vector<std::string>{};
}

void PaperTrail::touch(const char* what) {
    if (m_accepted) {
        wrong(std::string(what) + " after it was accepted");
    }
}

const ModelPerson* PaperTrail::person(const std::string& user) const {
    const auto found = std::find_if(m_people.begin(), m_people.end(),
                                    [&](const ModelPerson& one) { return one.user == user; });
    return found == m_people.end() ? nullptr : &*found;
}

// Nobody acts without an appointment in force, nor in a role that may not [F2].
void PaperTrail::judgeRight(const Entry& entry) {
    static const std::set<EntryKind> desk{
        EntryKind::OriginalRegistered, EntryKind::JobOpened,
        EntryKind::Prepared,           EntryKind::ScanStarted,
        EntryKind::PageMarked,         EntryKind::Compared,
        EntryKind::FilmSideAttested,   EntryKind::JobSubmitted,
        EntryKind::SheetSetAside,      EntryKind::ConvertedToReference,
        EntryKind::SealStarted,        EntryKind::RecordSigned,
        EntryKind::JobAbandoned,       EntryKind::SheetsRecounted,
        EntryKind::SheetMoved,         EntryKind::PageTurned};
    static const std::set<EntryKind> managers{EntryKind::Accepted, EntryKind::SentBack,
                                              EntryKind::Excused};
    const EntryKind kind = entry.what.kind;
    if (!desk.contains(kind) && !managers.contains(kind)) {
        return;
    }
    const std::string what(record::enumName(kind));
    const Role role = entry.what.actor.role;
    const bool manager = role == Role::InformationCreationManager;
    if (!manager && (managers.contains(kind) || role != Role::ScanOperator)) {
        wrong(what + " by a " + std::string(record::enumName(role)));
    }
    const ModelPerson* who = person(entry.what.actor.user);
    const auto holds = [&](const Appointment& one) {
        return one.role == role && one.from <= entry.at && entry.at < one.until;
    };
    if (who == nullptr ||
        std::none_of(who->standing.appointments.begin(), who->standing.appointments.end(), holds)) {
        return wrong(what + " by " + entry.what.actor.user + ", who is not appointed");
    }
    const bool scans = kind == EntryKind::ScanStarted || kind == EntryKind::Prepared;
    if (scans && who->standing.trainings.empty()) { // [F2]
        wrong(what + " by somebody untrained");
    }
    if (kind != EntryKind::Accepted && kind != EntryKind::SealStarted) {
        return;
    }
    if (!who->standing.absences.empty()) {
        wrong(what + " by somebody who is away");
    }
    if (who->standing.way == LoginWay::Password && kind == EntryKind::SealStarted) { // [F1]
        wrong(what + " without a card");
    }
    for (const Appointment& one : who->standing.appointments) {
        if (one.role == Role::Administrator) { // [F2]
            wrong(what + " by an administrator");
        }
    }
}

void PaperTrail::capture(const Entry& entry) {
    const Json& facts = entry.what.facts;
    const std::string id = facts.at("captureId").asString();
    const auto sheet = static_cast<std::size_t>(facts.at("sheet").asInt());
    if (facts.at("inserted").asBool() && sheet >= 1 && sheet <= m_leaves.size() + 1) {
        m_leaves.insert(m_leaves.begin() + static_cast<std::ptrdiff_t>(sheet) - 1, Leaf{});
    }
    if (m_leaves.size() < sheet) {
        m_leaves.resize(sheet);
    }
    Leaf& leaf = m_leaves[sheet - 1];
    std::string& place = facts.at("side").asString() == "front" ? leaf.front : leaf.back;
    m_captures.erase(place);
    place = id;
    m_captures[id] = Capture{facts, "none", "", false};
    m_compared.clear();
    touch("an image came");
}

void PaperTrail::setAside(const Entry& entry) {
    const std::string& id = entry.what.facts.at("captureId").asString();
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
        if (m_leaves[i].front == id || m_leaves[i].back == id) {
            m_captures.erase(m_leaves[i].front);
            m_captures.erase(m_leaves[i].back);
            m_leaves.erase(m_leaves.begin() + static_cast<std::ptrdiff_t>(i));
            break;
        }
    }
    m_compared.clear();
    touch("a sheet was set aside");
}

void PaperTrail::accept(const Entry& entry) {
    const std::string& user = entry.what.actor.user;
    if (m_scannedBy.contains(user) || user == m_openedBy || user == m_preparedBy ||
        user == m_submittedBy) {
        wrong(user + " scanned and accepted");
    }
    if (!m_submitted) {
        wrong("accepted before it was submitted");
    }
    m_accepted = user;
}

void PaperTrail::read(const Entry& entry) {
    const Json& facts = entry.what.facts;
    const std::string& user = entry.what.actor.user;
    switch (entry.what.kind) {
    case EntryKind::OriginalRegistered:
        m_original = facts.at("original");
        m_class = m_original.at("documentClass").asString();
        if (const Json* amends = facts.find("amends")) {
            m_amends = *amends;
            m_corrections = std::ssize(entry.what.privateFacts.at("corrections").asArray());
            for (const Json& scanner : amends->at("scannedBy").asArray()) {
                m_scannedBy.insert(scanner.asString());
            }
        }
        return;
    case EntryKind::JobOpened:
        m_openedBy = user;
        return;
    case EntryKind::Prepared:
        m_preparedBy = user;
        m_prepared = facts.at("attestation").at("answer").asString() == "yes"
                         ? facts.at("sheets").asInt()
                         : -1;
        return;
    case EntryKind::ScanStarted:
        m_scannedBy.insert(user);
        m_scannedHere = true;
        m_scanBeforePrepared = m_scanBeforePrepared || m_prepared < 0;
        m_running = true;
        return;
    case EntryKind::ScanEnded:
        m_running = false;
        return;
    case EntryKind::PageCaptured:
        return capture(entry);
    case EntryKind::SheetSetAside:
        return setAside(entry);
    case EntryKind::SheetsRecounted:
        m_original.set("sheets", facts.at("sheets"));
        m_prepared = m_prepared < 0 ? m_prepared : facts.at("sheets").asInt();
        return touch("the sheets were counted again");
    case EntryKind::PageMarked:
        if (const auto page = m_captures.find(facts.at("captureId").asString());
            page != m_captures.end()) {
            page->second.mark = facts.at("mark").asString();
            page->second.reason = facts.at("reason").asString();
        }
        return touch("a page was marked");
    case EntryKind::PageExamined:
        if (const auto page = m_captures.find(facts.at("captureId").asString());
            page != m_captures.end()) {
            const Json& way = facts.at("examination").at("orientation");
            page->second.turned = !way.isNull() && way.at("quarterTurns").asInt() != 0 &&
                                  way.at("confidenceMilli").asInt() >= 3'500;
        }
        return;
    case EntryKind::Compared: {
        const Json& said = facts.at("attestation");
        const bool good = said.at("answer").asString() == "same" ||
                          (said.at("answer").asString() == "as-on-paper" &&
                           !said.at("reason").asString().empty());
        m_compared = good ? said.at("answer").asString() : "";
        return touch("it was compared");
    }
    case EntryKind::JobSubmitted:
        m_submitted = true;
        m_submittedBy = user;
        return;
    case EntryKind::Accepted:
        return accept(entry);
    case EntryKind::SentBack:
        m_submitted = false;
        m_accepted.reset();
        return;
    case EntryKind::ConvertedToReference:
        m_class = facts.at("documentClass").asString();
        m_submitted = false;
        m_accepted.reset();
        return;
    case EntryKind::Excused:
        m_excuse = entry;
        return;
    case EntryKind::SealStarted:
        m_start = entry;
        if (entry.at + kSameClock < m_newest) {
            wrong("sealing began by a clock that stood back");
        }
        return;
    case EntryKind::SealDiscarded:
        m_start.reset();
        return;
    case EntryKind::RecordSealed:
        return judgeSealed(entry);
    default:
        return;
    }
}

} // namespace seihon::regulation
