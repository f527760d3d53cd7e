#include "project_walk.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <map>

// No order of acts opens, scans or seals under a project that is not approved, was stopped or is
// closed, nor for a patient who objects [C1, C2]: random walks, read by a second statement of what
// is forbidden.
namespace seihon::regulation {

namespace {

using record::EntryKind;
using record::FindingId;

constexpr int kProjectSteps = 500;

TEST(ProjectWalk, NothingForbiddenIsReached) {
    std::map<EntryKind, int> reached;
    int sealedUnderProject = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        ProjectWalk walk(seed, std::nullopt);
        for (int i = 0; i < kProjectSteps; ++i) {
            walk.step();
        }
        const std::vector<std::string> wrongs = forbiddenIn(walk);
        ASSERT_TRUE(wrongs.empty()) << "seed " << seed << ": " << testing::PrintToString(wrongs);
        for (const record::Entry& entry : walk.entries()) {
            ++reached[entry.what.kind];
            sealedUnderProject += entry.what.kind == EntryKind::JobOpened &&
                                          entry.what.facts.find("project") != nullptr
                                      ? 1
                                      : 0;
        }
    }
    // The walks get everywhere: a rule that refuses everything would pass otherwise.
    for (const EntryKind kind :
         {EntryKind::ProjectStarted, EntryKind::ProjectStopped, EntryKind::ProjectClosed,
          EntryKind::RecordSealed, EntryKind::SealDiscarded, EntryKind::ConvertedToReference,
          EntryKind::InspectionRejected, EntryKind::ProjectAuditSettled,
          EntryKind::ProjectAuditClosed}) {
        EXPECT_GT(reached[kind], 10) << record::enumName(kind);
    }
    EXPECT_GT(sealedUnderProject, 100);
}

class ProjectBug : public testing::TestWithParam<FindingId> {};

// Each rule is needed: without it a walk gets where it must not.
TEST_P(ProjectBug, IsFound) {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        ProjectWalk walk(seed, GetParam());
        try {
            for (int i = 0; i < kProjectSteps; ++i) {
                walk.step();
            }
        } catch (const record::Fault& fault) { // the fold does not take it: found as well
            EXPECT_EQ(fault.kind, record::FaultKind::LedgerBroken);
            return;
        }
        if (!forbiddenIn(walk).empty()) {
            return;
        }
    }
    ADD_FAILURE() << "nobody noticed";
}

INSTANTIATE_TEST_SUITE_P(
    Planted, ProjectBug,
    testing::Values(FindingId::PlanPartMissing, FindingId::PlanApprovalsMissing,
                    FindingId::PlanApprovalRoleMissing, FindingId::NoticeTooShort,
                    FindingId::ProjectOutsidePeriod, FindingId::ProjectNotRunning,
                    FindingId::ProjectMissing, FindingId::PatientObjects, FindingId::ConsentMissing,
                    FindingId::PersonNotInPlan, FindingId::ClassNotInPlan,
                    FindingId::PatientProvisional, FindingId::ProjectStepNotAllowed,
                    FindingId::InspectionMissing, FindingId::InspectorNotInPlan,
                    FindingId::SamePersonScannedAndInspected, FindingId::PageNotViewed,
                    FindingId::ProjectAuditMissing, FindingId::AuditorNotInPlan,
                    FindingId::AuditDirectionMissing, FindingId::AuditItemsOpen,
                    FindingId::AuditFaultsNotSettled, FindingId::AuditFaultStands,
                    FindingId::AuditSampleTooSmall),
    [](const auto& each) { return std::string(record::enumName(each.param)); });

} // namespace

} // namespace seihon::regulation
