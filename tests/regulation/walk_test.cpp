#include "forbidden.h"
#include "record/fault.h"
#include "samples.h"
#include "walker.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

// No sequence of verbs reaches a sealed record that the regulation forbids, and none blocks
// looking [A10, A13, B6]: random walks, judged by a second statement of what is forbidden.
namespace seihon::regulation {

namespace {

#ifdef SEIHON_SANITIZED
constexpr std::int64_t kSteps = 10'000;
#else
constexpr std::int64_t kSteps = 100'000;
#endif

constexpr int kStepsOfOnePaper = 70;
// A planted bug must show within so many papers.
constexpr std::uint64_t kMostPapers = 3'000;

std::string joined(const std::vector<std::string>& wrongs) {
    std::string all;
    for (const std::string& one : wrongs) {
        all += (all.empty() ? "" : "; ") + one;
    }
    return all;
}

std::string historyOf(const ModelStation& station) {
    std::string text;
    for (const record::Entry& entry : station.entries()) {
        text += record::formatInstant(entry.at) + " " + entry.what.actor.user + " " +
                std::string(record::enumName(entry.what.kind)) + "\n";
    }
    return text;
}

// Care comes first [B6]: whoever may look may look at every page there is, whatever happened; and
// whoever may scan may scan while the job is open.
void expectOpenToCare(const Walker& walker) {
    const ModelStation& station = walker.station();
    const record::ScanJob& job = station.job();
    if (!job.pages.empty()) {
        EXPECT_TRUE(judgeStep(job, Authority::ViewRecord).permitted()) << historyOf(station);
        EXPECT_TRUE(allowedActions(station.regulation(), job, clerk(), station.now)
                        .contains(Authority::ViewRecord))
            << historyOf(station);
    }
    if (job.state == record::JobState::Open && job.prepared && job.prepared->answer == "yes") {
        EXPECT_TRUE(judgeStep(job, Authority::Scan).permitted()) << historyOf(station);
        EXPECT_TRUE(
            judgeProfile(station.regulation(), job.original, &walker.qualification(),
                         station.regulation().classes.at(job.original.documentClass).profile,
                         at("2026-11-17T00:00:00Z"))
                .permitted())
            << historyOf(station);
    }
}

// Folding everything at once is folding one by one.
void expectSameFold(const ModelStation& station) {
    const record::ScanJob all = record::fold(station.entries());
    const record::ScanJob& one = station.job();
    ASSERT_EQ(all.state, one.state);
    ASSERT_EQ(all.pages.size(), one.pages.size());
    for (std::size_t i = 0; i < all.pages.size(); ++i) {
        EXPECT_EQ(all.pages[i].captureId, one.pages[i].captureId);
        EXPECT_EQ(all.pages[i].number, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(all.pages[i].mark, one.pages[i].mark);
    }
    EXPECT_EQ(all.scannedBy, one.scannedBy);
    EXPECT_EQ(all.accepted.has_value(), one.accepted.has_value());
    EXPECT_EQ(all.superseded.size(), one.superseded.size());
}

struct Found {
    bool wrong = false;
    std::uint64_t paper = 0; // at which it showed
    std::string what;
};

// Walks papers until a station that is blind to a finding seals what is forbidden, or writes an
// entry that the fold does not take.
Found walkBlind(const Regulation& regulation, const std::vector<ModelPerson>& people,
                record::FindingId blindTo) {
    for (std::uint64_t paper = 1; paper <= kMostPapers; ++paper) {
        Walker walker(regulation, people, paper * 7919, blindTo);
        try {
            do {
                for (int i = 0; i < kStepsOfOnePaper && !walker.ended(); ++i) {
                    walker.step();
                }
                const auto wrongs = wrongsOf(walker.station().entries(), people);
                if (!wrongs.empty()) {
                    return {true, paper, joined(wrongs)};
                }
            } while (walker.walkOn());
        } catch (const record::Fault& fault) {
            if (blindTo != record::FindingId::StepNotAllowed) {
                throw; // what the rules permit, the fold takes
            }
            return {true, paper, fault.what()};
        }
    }
    return {};
}

} // namespace

TEST(Walk, NoSequenceOfVerbsSealsWhatIsForbiddenOrBlocksLooking) {
    const Regulation regulation = walkRegulation();
    const std::vector<ModelPerson> people = walkPeople();
    std::map<std::string, std::int64_t> sealed; // by class
    std::map<record::JobState, std::int64_t> ends;
    std::int64_t steps = 0;
    std::int64_t late = 0;
    std::int64_t amended = 0;
    for (std::uint64_t paper = 1; steps < kSteps; ++paper) {
        Walker walker(regulation, people, paper);
        if (paper % 10 == 0) {
            walker.useLedgerLines();
        }
        do {
            for (int i = 0; i < kStepsOfOnePaper && !walker.ended(); ++i, ++steps) {
                walker.step();
                expectOpenToCare(walker);
                ASSERT_FALSE(HasFailure()) << "paper " << paper;
            }
            const record::ScanJob& job = walker.station().job();
            const auto wrongs = wrongsOf(walker.station().entries(), people);
            ASSERT_TRUE(wrongs.empty()) << "paper " << paper << ": " << joined(wrongs) << "\n"
                                        << historyOf(walker.station());
            expectSameFold(walker.station());
            ASSERT_FALSE(HasFailure()) << "paper " << paper;
            ++ends[job.state];
            if (job.sealed) {
                ++sealed[job.original.documentClass];
                late += job.excuse ? 1 : 0;
                amended += job.amends ? 1 : 0;
            }
        } while (walker.walkOn());
    }
    // A walk that seals nothing shows nothing.
    for (const char* kind :
         {"letter", "seal-direct", "prescription", "created", "reference-copy"}) {
        EXPECT_GE(sealed[kind], kSteps / 10'000) << kind;
    }
    EXPECT_EQ(sealed["film"], 0);
    EXPECT_GT(late, 0);
    EXPECT_GE(amended, kSteps / 1'000);
    for (const auto& [state, count] : ends) {
        RecordProperty(std::string(record::enumName(state)), static_cast<int>(count));
    }
}

// Each rule counts: a station that is blind to one finding is caught.
TEST(Walk, FindsEveryPlantedBug) {
    using enum record::FindingId;
    const Regulation regulation = walkRegulation();
    const std::vector<ModelPerson> people = walkPeople();
    constexpr std::array kBlind = std::to_array<record::FindingId>({SamePersonScannedAndAccepted,
                                                                    NotAccepted,
                                                                    NotAppointed,
                                                                    NotAuthorized,
                                                                    StepNotAllowed,
                                                                    NotPrepared,
                                                                    NotCompared,
                                                                    PageRejected,
                                                                    PageUndecided,
                                                                    SheetCountMismatch,
                                                                    SideCountMismatch,
                                                                    DuplicatePage,
                                                                    DeviceNotQualified,
                                                                    ResolutionBelowRequired,
                                                                    DoubleFeedReported,
                                                                    CornerFolded,
                                                                    UpsideDown,
                                                                    WindowClosed,
                                                                    ProofOfScanTimeLate,
                                                                    ReceivedUnknown,
                                                                    ReceivedInFuture,
                                                                    ClockNotTrusted,
                                                                    ClassOutOfScope,
                                                                    SignerRoleMissing,
                                                                    SignerIsNotActor,
                                                                    SignerChainUntrusted,
                                                                    SignerCertificateExpired,
                                                                    NotTrained,
                                                                    MarkedAbsent,
                                                                    CardNeeded,
                                                                    DutiesCombined,
                                                                    CorrectionNotElectronic,
                                                                    CorrectionMissing});
    for (const record::FindingId id : kBlind) {
        const Found found = walkBlind(regulation, people, id);
        EXPECT_TRUE(found.wrong) << "nobody noticed that " << record::enumName(id)
                                 << " was ignored";
        RecordProperty(std::string(record::enumName(id)),
                       std::to_string(found.paper) + ": " + found.what.substr(0, 80));
    }
}

} // namespace seihon::regulation
