#include "forbidden.h"

#include "paper_trail.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace seihon::regulation {

using record::Entry;
using record::EntryKind;
using record::Instant;
using record::Json;
using record::Role;

namespace {

using Milliseconds = std::int64_t;

constexpr Milliseconds kDay = 24 * 3600 * 1000;
constexpr Milliseconds kJapan = 9 * 3600 * 1000;
constexpr Milliseconds kTolerance = 5 * 60 * 1000;

Milliseconds millisOf(Instant at) {
    return at.time_since_epoch().count();
}

Milliseconds millisIn(const Json& text) {
    return millisOf(record::parseInstant(text.asString()));
}

bool isClosed(std::int64_t day) { // days since 1970-01-01, a Thursday
    const std::int64_t weekday = (day + 4) % 7;
    // 2026-11-23, 2026-12-29 to 2026-12-31, 2027-01-01
    const bool listed = day == 20'780 || (day >= 20'816 && day <= 20'819);
    return weekday == 0 || weekday == 6 || listed;
}

Milliseconds endOfWindow(Milliseconds start, int days) {
    std::int64_t day = (start + kJapan) / kDay;
    while (days > 0) {
        ++day;
        days -= isClosed(day) ? 0 : 1;
    }
    return (day + 1) * kDay - kJapan;
}

struct Kind {
    bool original;
    bool inScope;
    bool accepted; // by another person, before sealing
    bool bothSides;
    bool pharmacist;
    int days;
    const char* start;
};

const Kind* kindOf(const std::string& name) {
    static const std::map<std::string, Kind> kinds{
        {"letter", {true, true, true, false, false, 1, "receivedAt"}},
        {"seal-direct", {true, true, false, false, false, 1, "receivedAt"}},
        {"prescription", {true, true, true, true, true, 1, "receivedAt"}},
        {"created", {true, true, true, false, false, 2, "createdAt"}},
        {"film", {true, false, true, false, false, 1, "receivedAt"}},
        {"reference-copy", {false, true, false, false, false, 0, ""}},
    };
    const auto found = kinds.find(name);
    return found == kinds.end() ? nullptr : &found->second;
}

class SealReading : public PaperTrail {
  public:
    using PaperTrail::PaperTrail;

  private:
    void judgeSealed(const Entry& entry) override;
    void judgeSigner(const Kind& kind);
    void judgeTime(const Kind& kind, Milliseconds token);
    bool samePages() const;
    void judgeVersion(const Kind& kind);
    void judgeLeaves(const Kind& kind);
    void judgeSide(const std::string& id, const Kind& kind);
    static std::int64_t measured(const Capture& page, record::Quantity quantity);
    static bool isBlank(const Capture& page);
    bool excused(const Kind& kind, Milliseconds at) const;
};

bool SealReading::excused(const Kind& kind, Milliseconds at) const {
    if (!m_excuse || m_excuse->what.facts.at("reason").asString().empty()) {
        return false;
    }
    const Json& ended = m_excuse->what.facts.at("hindranceEnded");
    if (ended.isNull()) {
        return true;
    }
    return millisIn(ended) <= millisOf(m_excuse->at) + kTolerance &&
           at <= endOfWindow(millisIn(ended), kind.days);
}

// Of a new version: nothing was scanned for it.
bool SealReading::samePages() const {
    return !m_amends.isNull() && m_amends.at("samePages").asBool() && !m_scannedHere;
}

void SealReading::judgeVersion(const Kind& kind) {
    if (m_amends.isNull()) {
        return;
    }
    if (kind.pharmacist && !samePages()) { // [E1]
        wrong("a prescription that was corrected by scanning");
    }
    if (samePages() && m_corrections == 0 && !m_amends.at("otherPatient").asBool()) {
        wrong("a new version of the same");
    }
}

void SealReading::judgeTime(const Kind& kind, Milliseconds token) {
    const Json* start = m_original.find(kind.start);
    if (start == nullptr || start->isNull()) {
        return wrong("nobody knows when its window began");
    }
    const Milliseconds deadline = endOfWindow(millisIn(*start), kind.days);
    if (samePages()) { // the earliest proof of the pages counts
        token = std::min(token, millisIn(m_amends.at("provenAt")));
    }
    if (token > deadline && !excused(kind, token)) {
        wrong("proven late, and nobody excused it");
    }
    Milliseconds last = 0;
    for (const auto& [id, page] : m_captures) {
        last = std::max(last, millisIn(page.facts.at("capturedAt")));
    }
    if (last > deadline && !excused(kind, last)) {
        wrong("scanned late, and nobody excused it");
    }
    if (millisIn(*start) > last + kTolerance) {
        wrong("scanned before its paper was there");
    }
}

void SealReading::judgeSigner(const Kind& kind) {
    const Json& card = m_start->what.facts.at("certificate");
    const ModelPerson* who = person(m_start->what.actor.user);
    if (who == nullptr || who->certificate.sha256.hex() != card.at("sha256").asString()) {
        wrong("signed with another person's card");
    }
    if (card.at("trustProfile").asString().empty()) {
        wrong("signed with a card that nobody trusts");
    }
    const Milliseconds at = millisOf(m_start->at);
    if (at < millisIn(card.at("notBefore")) || at > millisIn(card.at("notAfter"))) {
        wrong("signed with a card outside of its dates");
    }
    const Json::Array& roles = card.at("healthcareRoles").asArray();
    if (kind.pharmacist &&
        std::find(roles.begin(), roles.end(), Json("Pharmacist")) == roles.end()) {
        wrong("a prescription without a pharmacist");
    }
}

std::int64_t SealReading::measured(const Capture& page, record::Quantity quantity) {
    const auto value = record::pageMeasurementFromJson(page.facts.at("measurements"));
    const record::Measured* one = value.find(quantity);
    return one == nullptr ? 0 : one->value;
}

bool SealReading::isBlank(const Capture& page) {
    return page.mark == "blank" || measured(page, record::Quantity::InkMilliMm2) < 1'000;
}

void SealReading::judgeSide(const std::string& id, const Kind& kind) {
    const auto found = m_captures.find(id);
    if (found == m_captures.end()) {
        return;
    }
    const Capture& page = found->second;
    const Json& device = page.facts.at("capture");
    const bool settled = page.mark == "as-on-paper" && !page.reason.empty();
    if (page.mark == "rejected") {
        wrong("a rejected page");
    }
    if (device.at("device").at("firmware").asString() != "1.0") {
        wrong("a page of a device that nobody qualified");
    }
    if (kind.original && device.at("dpiX").asInt() < 300) {
        wrong("a page of too little resolution");
    }
    if (device.at("doubleFeedReported").asBool() && !settled) {
        wrong("an undecided double feed");
    }
    if (measured(page, record::Quantity::CornerMissingMilliMm2) > 25'000 && !settled) {
        wrong("an undecided folded corner");
    }
    if (page.turned && !settled) {
        wrong("an undecided page upside down");
    }
}

void SealReading::judgeLeaves(const Kind& kind) {
    const auto declared = m_original.at("sheets").asInt();
    const auto there = static_cast<std::int64_t>(m_leaves.size());
    if (there != declared || m_prepared != declared) {
        wrong("sheets do not add up");
    }
    if (m_captures.empty()) {
        wrong("no pages");
    }
    std::map<std::string, const Capture*> pixels;
    for (const Leaf& leaf : m_leaves) {
        const bool both = kind.bothSides || m_original.at("duplex").asBool();
        if (leaf.front.empty() || (both && leaf.back.empty())) {
            wrong("a side is missing");
        }
        for (const std::string& id : {leaf.front, leaf.back}) {
            judgeSide(id, kind);
            const auto page = m_captures.find(id);
            if (page == m_captures.end()) {
                continue;
            }
            const auto [first, isNew] =
                pixels.emplace(page->second.facts.at("pixelSha256").asString(), &page->second);
            const bool explained =
                page->second.mark == "as-on-paper" && !page->second.reason.empty();
            if (!isNew && !explained && !(isBlank(page->second) && isBlank(*first->second))) {
                wrong("the same pixels twice");
            }
        }
    }
}

void SealReading::judgeSealed(const Entry& entry) {
    const Kind* kind = kindOf(m_class);
    if (kind == nullptr || !kind->inScope) {
        return wrong("a class that is out of scope: " + m_class);
    }
    if (!m_start) {
        return wrong("sealed without a beginning");
    }
    if (m_scanBeforePrepared || m_prepared < 0) {
        wrong("fed before anybody had looked");
    }
    if (m_compared.empty()) {
        wrong("not compared with the paper");
    }
    if (m_running) {
        wrong("a scan run is still open");
    }
    if (!m_submitted) {
        wrong("not submitted");
    }
    if (kind->accepted && !m_accepted) {
        wrong("not accepted");
    }
    judgeSigner(*kind);
    judgeVersion(*kind);
    if (kind->original) {
        judgeTime(*kind, millisIn(entry.what.facts.at("provenAt")));
    }
    judgeLeaves(*kind);
}

} // namespace

std::vector<std::string> wrongsOf(std::span<const Entry> entries,
                                  std::span<const ModelPerson> people) {
    return SealReading(entries, people).wrongs();
}

} // namespace seihon::regulation
