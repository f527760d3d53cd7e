#include "station/audit_replay.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/replay_judge.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Severity;

namespace {

constexpr std::size_t kMostFindings = 1000;

std::set<std::string> asSet(const record::Verdict& verdict) {
    std::set<std::string> out;
    for (const record::Finding& finding : verdict.findings) {
        out.insert(record::canonical(record::toJson(finding)));
    }
    return out;
}

// "refused: WindowClosed, NotAppointed": only what the other verdict has not.
std::string summary(const record::Verdict& verdict, const std::set<std::string>& other) {
    std::string out;
    std::set<std::string> said;
    for (const record::Finding& finding : verdict.findings) {
        const std::string name = std::string(record::enumName(finding.id)) + " " +
                                 std::string(record::enumName(finding.severity));
        if (!other.contains(record::canonical(record::toJson(finding))) &&
            said.insert(name).second) {
            out += (out.empty() ? ": " : ", ") + name;
        }
    }
    return (verdict.permitted() ? "permitted" : "refused") + out;
}

// Entries that stand although their verdict refuses something: care comes first [B6], and a look is
// not an act. Whatever else happened must have been permitted.
bool mayBeRefused(EntryKind kind) {
    using enum EntryKind;
    constexpr std::array kMayBe{Refused,
                                JobOpened,
                                PageCaptured,
                                PageExamined,
                                QualificationRefused,
                                FilmCalibrationRefused};
    return std::find(kMayBe.begin(), kMayBe.end(), kind) != kMayBe.end();
}

class Replay {
  public:
    using RulesOf = std::function<const regulation::Regulation&(const record::Digest&)>;

    Replay(ledger::Ledger& ledger, const Home& home, RulesOf rulesOf)
        : m_ledger(ledger), m_rulesOf(std::move(rulesOf)), m_jobs(ledger), m_projects(home),
          m_audits(ledger) {}

    ReplayReport run(std::uint64_t until) {
        forEntries(m_ledger, 0, until, [&](const Entry& entry) {
            look(entry);
            return true;
        });
        return std::move(m_report);
    }

  private:
    void look(const Entry& entry) {
        ++m_report.entries;
        try {
            judgeRegulation(entry);
            if (m_inForce) {
                judge(entry);
            }
            goOn(entry);
        } catch (const Fault& fault) {
            add(measuredFinding(FindingId::ReplayImpossible, Severity::Refuse, fault.what()),
                entry);
        }
        m_previousAt = std::max(m_previousAt.value_or(entry.at), entry.at);
    }

    // Each entry names the regulation that was in force [A9].
    void judgeRegulation(const Entry& entry) {
        if (m_inForce && entry.what.regulation != *m_inForce) {
            add(measuredFinding(FindingId::ReplayRegulationDiffers, Severity::Refuse,
                                entry.what.regulation.hex(), m_inForce->hex()),
                entry);
        }
    }

    void judge(const Entry& entry) {
        const regulation::Regulation& inForce = m_rulesOf(*m_inForce);
        const auto glass = m_glass.find(entry.what.actor.user);
        const bool broken =
            glass != m_glass.end() && entry.at - glass->second < inForce.people.breakGlass.lasts;
        const ReplayFacts facts{m_jobs,       m_qualifications, m_pixels,      m_previousAt,
                                m_clockCheck, m_approvals,      m_conformity,  broken,
                                inForce,      m_rulesOf,        m_projects,    m_downtimes,
                                m_boxes,      m_paper,          m_inspections, m_audits};
        const std::optional<Rejudged> again = rejudge(entry, facts);
        if (!again) {
            return;
        }
        ++m_report.judged;
        const record::Verdict stored = entry.what.verdict.value_or(record::Verdict{});
        const std::set<std::string> storedSet = asSet(stored);
        const std::set<std::string> againSet = asSet(again->verdict);
        bool differs = stored.permitted() ? entry.what.kind == EntryKind::Refused
                                          : !mayBeRefused(entry.what.kind);
        for (const std::string& one : againSet) {
            differs = differs || !storedSet.contains(one);
        }
        for (const record::Finding& finding : stored.findings) {
            const bool known = againSet.contains(record::canonical(record::toJson(finding)));
            differs = differs || (again->whole && !known && !restsOnOtherFacts(entry, finding.id));
        }
        // A page says what was judged of it twice: in its entry's verdict and with its facts.
        if (entry.what.kind == EntryKind::PageCaptured) {
            differs = differs || record::pageFromJson(entry.what.facts).verdict != stored;
        }
        if (differs) {
            add(measuredFinding(FindingId::ReplayDiffers, Severity::Refuse,
                                summary(stored, againSet), summary(again->verdict, storedSet)),
                entry);
        }
    }

    void goOn(const Entry& entry) {
        if (!entry.what.job.empty()) {
            m_jobs.apply(entry);
        }
        m_qualifications.apply(entry);
        m_projects.apply(entry);
        m_downtimes.apply(entry);
        m_boxes.apply(entry);
        m_paper.apply(entry);
        m_inspections.apply(entry);
        m_audits.apply(entry);
        switch (kindOf(entry)) {
        case Keeps::Regulation:
            m_inForce = record::digestIn(entry.what.facts, "digest");
            m_approvals.clear(); // given under the one before: none counts any more
            return;
        case Keeps::Approval:
            m_approvals.push_back(entry);
            return;
        case Keeps::Conformity: // monthly
            m_conformity.push_back(entry);
            return;
        case Keeps::Glass:
            m_glass[entry.what.actor.user] = entry.at;
            return;
        case Keeps::Clock:
            m_clockCheck = record::clockCheckFromJson(entry.what.facts.at("check"), entry.at);
            return;
        case Keeps::Pixels:
            m_pixels.add(entry, record::digestIn(entry.what.facts, "pixelSha256"));
            return;
        case Keeps::Nothing:
            return;
        }
    }

    enum class Keeps { Nothing, Regulation, Approval, Conformity, Glass, Clock, Pixels };
    static Keeps kindOf(const Entry& entry) {
        if (entry.what.kind == EntryKind::RegulationActivated) {
            return Keeps::Regulation;
        }
        if (entry.what.kind == EntryKind::RegulationApproved) {
            return Keeps::Approval;
        }
        if (entry.what.kind == EntryKind::ConformityRecorded ||
            entry.what.kind == EntryKind::ConformityCountersigned) {
            return Keeps::Conformity;
        }
        if (entry.what.kind == EntryKind::BreakGlassStarted) {
            return Keeps::Glass;
        }
        if (entry.what.kind == EntryKind::ClockChecked) {
            return Keeps::Clock;
        }
        return entry.what.kind == EntryKind::PageCaptured ? Keeps::Pixels : Keeps::Nothing;
    }

    void add(record::Finding finding, const Entry& entry) {
        ++m_report.differences;
        if (m_report.verdict.findings.size() < kMostFindings) {
            finding.subject = std::to_string(entry.sequence) + " " +
                              std::string(record::enumName(entry.what.kind)) +
                              (entry.what.job.empty() ? "" : ", job " + entry.what.job);
            m_report.verdict.add(std::move(finding));
        }
    }

    ledger::Ledger& m_ledger;
    RulesOf m_rulesOf;
    ReplayedJobs m_jobs;
    ReplayedQualifications m_qualifications;
    ReplayedPixels m_pixels;
    ReplayedProjects m_projects;
    ReplayedDowntimes m_downtimes;
    ReplayedBoxes m_boxes;
    ReplayedPaper m_paper;
    ReplayedInspections m_inspections;
    ReplayedProjectAudits m_audits;
    std::optional<record::Digest> m_inForce;
    std::optional<record::Instant> m_previousAt;
    std::optional<record::ClockCheck> m_clockCheck;
    std::vector<Entry> m_approvals;
    std::vector<Entry> m_conformity;
    std::map<std::string, record::Instant> m_glass; // who broke it, and when last
    ReplayReport m_report;
};

} // namespace

ReplayReport AuditReplay::run(const std::string& user) {
    const std::uint64_t until = m_station.m_ledger->head().size;
    Replay replay(*m_station.m_ledger, m_station.m_home,
                  [this](const record::Digest& digest) -> const regulation::Regulation& {
                      return m_station.regulationOf(digest);
                  });
    ReplayReport report = replay.run(until);
    record::EntryDraft draft;
    draft.kind = EntryKind::AuditReplayed;
    draft.actor = m_station.stationActor();
    draft.facts = record::Json::object({{"user", user},
                                        {"entries", report.entries},
                                        {"judged", report.judged},
                                        {"differences", report.differences}});
    draft.regulation = m_station.m_regulation->digest;
    m_station.m_ledger->append(draft, record::readClock());
    return report;
}

} // namespace seihon::station
