#include "disposal_walk.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <map>

// No order of acts disposes of paper too early, alone, or without those who must look [C6]: random
// walks, read by a second statement of what is forbidden.
namespace seihon::regulation {

namespace {

using record::EntryKind;
using record::FindingId;

constexpr int kDisposalSteps = 1500;

TEST(DisposalWalk, NothingForbiddenIsReached) {
    std::map<EntryKind, int> reached;
    for (std::uint64_t seed = 1; seed <= 250; ++seed) {
        DisposalWalk walk(seed, std::nullopt);
        for (int i = 0; i < kDisposalSteps; ++i) {
            walk.step();
        }
        const std::vector<std::string> wrongs = forbiddenIn(walk);
        ASSERT_TRUE(wrongs.empty()) << "seed " << seed << ": " << testing::PrintToString(wrongs);
        for (const record::Entry& entry : walk.entries()) {
            ++reached[entry.what.kind];
        }
    }
    // The walks get everywhere: a rule that refuses everything would pass otherwise.
    for (const EntryKind kind :
         {EntryKind::DisposalProposed, EntryKind::DisposalChecked, EntryKind::DisposalApproved,
          EntryKind::DisposalWitnessed, EntryKind::DisposalCarriedOut, EntryKind::DisposalProven,
          EntryKind::DisposalReduced, EntryKind::LegalHoldLifted}) {
        EXPECT_GT(reached[kind], 30) << record::enumName(kind);
    }
}

class DisposalBug : public testing::TestWithParam<FindingId> {};

// Each rule is needed: without it a walk gets where it must not.
TEST_P(DisposalBug, IsFound) {
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        DisposalWalk walk(seed, GetParam());
        try {
            for (int i = 0; i < kDisposalSteps; ++i) {
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
    Planted, DisposalBug,
    testing::Values(FindingId::LegalHoldInForce, FindingId::RecordNotVerifiedLately,
                    FindingId::ValidationDataIncomplete, FindingId::ProjectNotSettled,
                    FindingId::PatientDisagrees, FindingId::NotBackedUp,
                    FindingId::AmendmentUnderWay, FindingId::PaperDisposedOf,
                    FindingId::DisposalStepNotAllowed, FindingId::DisposalSamePerson,
                    FindingId::DisposalListDiffers, FindingId::DisposalMethodNotPermitted,
                    FindingId::DisposalDayWrong, FindingId::WitnessTooOld,
                    FindingId::DisposalProofMissing, FindingId::PaperHeld,
                    FindingId::PaperPlaceUnknown, FindingId::IncidentOpen,
                    FindingId::SampleNotDrawn, FindingId::SampleStillOpen,
                    FindingId::HoldSamePerson, FindingId::PaperBoxOpen),
    [](const auto& each) { return std::string(record::enumName(each.param)); });

} // namespace

} // namespace seihon::regulation
