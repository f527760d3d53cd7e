#include "record/project.h"

#include "record/patient_word.h"

#include "expect_fault.h"
#include "job_entries.h"

#include <gtest/gtest.h>

// Projects of old paper and what patients said, as folds of their entries [C1, C2].
namespace seihon::record {
namespace {

constexpr const char* kOldPaper = "019391c0-1111-7222-8333-444455556666";

class ProjectEntries {
  public:
    ProjectEntries& add(EntryKind kind, Json facts = Json::object({})) {
        Entry entry;
        entry.sequence = m_entries.size() * 2;
        entry.at = parseInstant("2026-11-20T00:00:00Z") + std::chrono::minutes(m_entries.size());
        entry.what.kind = kind;
        entry.what.job = kOldPaper;
        entry.what.actor = sampleManager();
        entry.what.facts = std::move(facts);
        m_entries.push_back(std::move(entry));
        return *this;
    }
    ProjectEntries& planned(const char* plan, int version) {
        return add(EntryKind::ProjectPlanned,
                   Json::object(
                       {{"plan", sha256(plan).hex()}, {"version", version}, {"title", "Charts"}}));
    }
    ProjectEntries& about(EntryKind kind, const char* plan) {
        return add(kind, Json::object({{"plan", sha256(plan).hex()}, {"reason", "why"}}));
    }
    BackFileProject fold() const { return foldProject(m_entries); }
    std::vector<Entry>& entries() { return m_entries; }
    void expectBroken() const {
        expectFault(FaultKind::LedgerBroken, [&] { static_cast<void>(fold()); });
    }

  private:
    std::vector<Entry> m_entries;
};

ProjectEntries started() {
    ProjectEntries entries;
    entries.planned("p1", 1).about(EntryKind::ProjectApproved, "p1");
    return entries.about(EntryKind::ProjectStarted, "p1");
}

TEST(Project, FoldsItsLife) {
    ProjectEntries entries = started();
    entries.planned("p2", 2).about(EntryKind::ProjectApproved, "p2");
    BackFileProject project = entries.fold();
    EXPECT_EQ(project.id, kOldPaper);
    EXPECT_EQ(project.state(), ProjectState::Running);
    ASSERT_NE(project.inForce(), nullptr);
    EXPECT_EQ(project.inForce()->version, 1) << "until the new one is started";
    EXPECT_EQ(project.versions[1].approvals.size(), 1u);
    project = entries.about(EntryKind::ProjectStarted, "p2").fold();
    EXPECT_EQ(project.inForce()->version, 2);
    entries.add(EntryKind::ProjectStopped).add(EntryKind::Refused);
    project = entries.fold();
    EXPECT_EQ(project.state(), ProjectState::Stopped);
    EXPECT_EQ(project.stateAt(parseInstant("2026-11-20T00:05:30Z")), ProjectState::Running);
    EXPECT_EQ(project.stateAt(parseInstant("2026-11-20T00:01:00Z")), ProjectState::Planned);
    EXPECT_EQ(entries.add(EntryKind::ProjectClosed).fold().state(), ProjectState::Closed);
}

TEST(Project, WhatDoesNotFitIsTampering) {
    ProjectEntries().about(EntryKind::ProjectStarted, "p1").expectBroken();
    ProjectEntries().planned("p1", 2).expectBroken();
    ProjectEntries().planned("p1", 1).planned("p1", 2).expectBroken(); // the same plan
    ProjectEntries().planned("p1", 1).about(EntryKind::ProjectApproved, "p2").expectBroken();
    ProjectEntries().planned("p1", 1).add(EntryKind::ProjectStopped).expectBroken();
    started().planned("p2", 2).about(EntryKind::ProjectStarted, "p1").expectBroken(); // the old
    ProjectEntries closed = started().add(EntryKind::ProjectClosed);
    EXPECT_NO_THROW(static_cast<void>(closed.fold()));
    closed.planned("p2", 2).expectBroken();
    ProjectEntries swapped = started();
    std::swap(swapped.entries()[1].sequence, swapped.entries()[2].sequence);
    swapped.expectBroken();
    ProjectEntries other = started();
    other.entries().back().what.job = "another";
    other.expectBroken();
}

TEST(Project, AJobKeepsTheLinkThatItWasOpenedWith) {
    const ProjectLink link{kOldPaper, sha256("p1"), 3};
    EXPECT_EQ(projectLinkFromJson(toJson(link)), link);
    JobEntries entries;
    entries.registered().add(EntryKind::JobOpened, Json::object({{"project", toJson(link)}}));
    EXPECT_EQ(entries.fold().project, link);
    entries.add(EntryKind::ConvertedToReference, Json::object({{"documentClass", "copy"}}));
    EXPECT_EQ(entries.fold().project, link);
    EXPECT_FALSE(JobEntries().opened().fold().project);
}

class Words {
  public:
    Words& add(EntryKind kind, const char* id, const char* patient = "P1",
               const char* project = "") {
        Entry entry;
        entry.sequence = m_count;
        entry.at = parseInstant("2026-11-20T00:00:00Z") + std::chrono::minutes(m_count++);
        entry.what.kind = kind;
        entry.what.facts = Json::object(
            {{"id", id}, {"by", "family"}, {"project", project}, {"sealed", Json::array({"r1"})}});
        entry.what.privateFacts = Json::object(
            {{"patient", Json::object({{"id", patient}, {"name", "N"}})}, {"remark", "letter"}});
        record::apply(words, entry);
        return *this;
    }
    PatientStanding of(const char* patient, std::optional<Instant> asOf = std::nullopt) const {
        return standingOf(words, patient, kOldPaper, asOf);
    }
    std::vector<PatientWord> words;

  private:
    std::uint64_t m_count = 0;
};

TEST(PatientWords, CountForTheirPatientUntilTheirEnd) {
    Words words;
    words.add(EntryKind::ObjectionAdded, "o1").add(EntryKind::ConsentAdded, "c1", "P2", kOldPaper);
    EXPECT_TRUE(words.of("P1").objects);
    EXPECT_EQ(words.of("P1").objection, "o1");
    EXPECT_FALSE(words.of("P1").consents);
    EXPECT_TRUE(words.of("P2").consents);
    EXPECT_FALSE(words.of("P2").objects);
    EXPECT_FALSE(words.of("P3").objects || words.of("P3").consents);
    words.add(EntryKind::ConsentAdded, "c2", "P3", "another project");
    EXPECT_FALSE(words.of("P3").consents);
    words.add(EntryKind::ObjectionAdded, "o2").add(EntryKind::ObjectionLifted, "o1");
    EXPECT_TRUE(words.of("P1").objects) << "there is a second one";
    words.add(EntryKind::ObjectionLifted, "o2").add(EntryKind::ConsentWithdrawn, "c1");
    EXPECT_FALSE(words.of("P1").objects);
    EXPECT_FALSE(words.of("P2").consents);
    EXPECT_EQ(words.words[0].speaker, Speaker::Family);
    EXPECT_EQ(words.words[0].remark, "letter");
    EXPECT_EQ(words.words[0].sealedBefore, std::vector<std::string>{"r1"});
    // As it was known then.
    EXPECT_TRUE(words.of("P2", parseInstant("2026-11-20T00:05:00Z")).consents);
    EXPECT_FALSE(words.of("P2", parseInstant("2026-11-20T00:00:30Z")).consents);
}

// An objection whose private facts were deleted by law is nobody's; a paper whose patient is not
// known must not match it.
TEST(PatientWords, ThatLostTheirPatientMatchNobody) {
    Words words;
    words.add(EntryKind::ObjectionAdded, "o1", "");
    EXPECT_FALSE(words.of("").objects);
}

TEST(PatientWords, EndOnce) {
    Words words;
    words.add(EntryKind::ObjectionAdded, "o1");
    const auto broken = [&](EntryKind kind, const char* id) {
        Words more = words;
        expectFault(FaultKind::LedgerBroken, [&] { more.add(kind, id); });
    };
    broken(EntryKind::ObjectionAdded, "o1");
    broken(EntryKind::ObjectionLifted, "o2");
    broken(EntryKind::ConsentWithdrawn, "o1");
    words.add(EntryKind::ObjectionLifted, "o1");
    broken(EntryKind::ObjectionLifted, "o1");
}

} // namespace
} // namespace seihon::record
