#include "regulation/judge_people.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Each rule about people at its edge: the last instant at which it says one thing, and the first at
// which it says the other.
namespace seihon::regulation {

namespace {

using enum Authority;
using record::FindingId;
using record::Role;
using record::Severity;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr auto kTick = std::chrono::milliseconds(1);
const record::Instant kNow = at("2026-11-17T13:00:00+09:00");

Appointment appointed(Role role, std::string letter = "L-1") {
    return {role, at("2026-04-01T00:00:00+09:00"), at("2027-04-01T00:00:00+09:00"),
            std::move(letter)};
}

Regulation strict() {
    Regulation regulation = sampleRegulation();
    regulation.people.trainingNeeded = {Scan};
    regulation.people.breakGlass.roles = {Role::Registrar, Role::Administrator};
    regulation.people.breakGlass.authorities = {Scan, ViewRecord, SearchRecords};
    regulation.authorities[Role::Administrator] = {ManagePeople, ViewLog};
    regulation.authorities[Role::InformationCreationManager].insert(ReviewPeople);
    return regulation;
}

Standing trained(Role role) {
    Standing standing;
    standing.appointments = {appointed(role)};
    standing.trainings = {
        {"scanning", at("2026-05-01T00:00:00+09:00"), at("2027-05-01T00:00:00+09:00")}};
    return standing;
}

TEST(JudgePerson, ScanningNeedsATrainingInForce) { // [F2]
    const Regulation regulation = strict();
    Standing standing = trained(Role::ScanOperator);
    const auto judged = [&](Authority authority, record::Instant now) {
        return refusals(judgePerson(regulation, authority, clerk(), standing, now));
    };
    const Training training = standing.trainings[0];
    EXPECT_THAT(judged(Scan, training.from), IsEmpty());
    EXPECT_THAT(judged(Scan, training.from - kTick), ElementsAre(FindingId::NotTrained));
    EXPECT_THAT(judged(Open, training.from - kTick), IsEmpty());
    standing.appointments[0].until = at("2030-01-01T00:00:00+09:00");
    EXPECT_THAT(judged(Scan, training.until - kTick), IsEmpty());
    EXPECT_THAT(judged(Scan, training.until), ElementsAre(FindingId::NotTrained));
    standing.trainings.clear();
    EXPECT_THAT(judged(Scan, kNow), ElementsAre(FindingId::NotTrained));
    EXPECT_THAT(judged(Seal, kNow), IsEmpty());
}

TEST(JudgePerson, ADeputyHasTheRoleForAsLongAsTheDelegation) { // [F3]
    const Regulation regulation = strict();
    Standing standing = trained(Role::Registrar);
    const Delegation lent{"manager", Role::InformationCreationManager,
                          at("2026-11-10T00:00:00+09:00"), at("2026-11-20T00:00:00+09:00")};
    standing.delegations = {lent};
    const record::Actor deputy{"records", "R", Role::InformationCreationManager, "manager"};
    const auto judged = [&](const record::Actor& actor, record::Instant now) {
        return refusals(judgePerson(regulation, Accept, actor, standing, now));
    };
    EXPECT_THAT(judged(deputy, lent.from), IsEmpty());
    EXPECT_THAT(judged(deputy, lent.from - kTick), ElementsAre(FindingId::NotDelegated));
    EXPECT_THAT(judged(deputy, lent.until - kTick), IsEmpty());
    EXPECT_THAT(judged(deputy, lent.until), ElementsAre(FindingId::NotDelegated));
    record::Actor other = deputy;
    other.onBehalfOf = "somebody"; // who lent nothing
    EXPECT_THAT(judged(other, lent.from), ElementsAre(FindingId::NotDelegated));
    other = deputy;
    other.onBehalfOf.clear(); // as if the role were one's own
    EXPECT_THAT(judged(other, lent.from), ElementsAre(FindingId::NotAppointed));
}

TEST(ActingAs, AnOwnRoleComesBeforeABorrowedOne) {
    const Regulation regulation = strict();
    Standing standing = trained(Role::ScanOperator);
    standing.delegations = {{"manager", Role::InformationCreationManager,
                             at("2026-11-01T00:00:00Z"), at("2026-12-01T00:00:00Z")}};
    const auto acting = [&](Authority authority, const std::set<Role>& preferred = {}) {
        return actingAs(regulation, authority, "clerk", "C", standing, preferred, kNow);
    };
    EXPECT_EQ(acting(Scan).role, Role::ScanOperator);
    EXPECT_EQ(acting(Scan).onBehalfOf, "");
    EXPECT_EQ(acting(Accept).role, Role::InformationCreationManager);
    EXPECT_EQ(acting(Accept).onBehalfOf, "manager");
    EXPECT_EQ(acting(ManagePeople).role, Role::ScanOperator); // nobody: the refusal names this one
    EXPECT_EQ(acting(Seal, {Role::InformationCreationManager}).onBehalfOf, "manager");
}

TEST(JudgePerson, SealingNeedsACard) { // [F1]
    const Regulation regulation = strict();
    Standing standing = trained(Role::ScanOperator);
    standing.way = LoginWay::Password;
    for (const Authority authority : {Scan, Open, Submit, Convert, ViewRecord}) {
        EXPECT_THAT(refusals(judgePerson(regulation, authority, clerk(), standing, kNow)),
                    IsEmpty());
    }
    EXPECT_THAT(refusals(judgePerson(regulation, Seal, clerk(), standing, kNow)),
                ElementsAre(FindingId::CardNeeded));
    standing.way = LoginWay::Card;
    EXPECT_THAT(refusals(judgePerson(regulation, Seal, clerk(), standing, kNow)), IsEmpty());
}

TEST(JudgePerson, AnAbsentPersonConfirmsNothingAndIsNotKeptFromCare) {
    const Regulation regulation = strict();
    Standing standing = trained(Role::ScanOperator);
    const Absence away{at("2026-11-16T00:00:00+09:00"), at("2026-11-18T00:00:00+09:00")};
    standing.absences = {away};
    const auto judged = [&](Authority authority, record::Instant now) {
        return judgePerson(regulation, authority, clerk(), standing, now);
    };
    EXPECT_THAT(refusals(judged(Seal, away.from)), ElementsAre(FindingId::MarkedAbsent));
    EXPECT_TRUE(judged(Seal, away.from - kTick).findings.empty());
    EXPECT_THAT(refusals(judged(Seal, away.until - kTick)), ElementsAre(FindingId::MarkedAbsent));
    EXPECT_TRUE(judged(Seal, away.until).findings.empty());
    EXPECT_TRUE(judged(Scan, away.from).permitted());
    EXPECT_THAT(idsOf(judged(Scan, away.from), Severity::Warn),
                ElementsAre(FindingId::MarkedAbsent));
}

TEST(JudgePerson, AnAdministratorDoesNotAlsoSeal) { // [F2]
    Regulation regulation = strict();
    Standing standing = trained(Role::ScanOperator);
    standing.appointments.push_back(appointed(Role::Administrator));
    EXPECT_THAT(refusals(judgePerson(regulation, Seal, clerk(), standing, kNow)),
                ElementsAre(FindingId::DutiesCombined));
    EXPECT_THAT(refusals(judgePerson(regulation, Scan, clerk(), standing, kNow)), IsEmpty());
    regulation.people.administratorMaySeal = true; // a small house; it shows
    EXPECT_THAT(idsOf(judgePerson(regulation, Seal, clerk(), standing, kNow), Severity::Note),
                ElementsAre(FindingId::DutiesCombined));
    standing.appointments[1].until = kNow; // over since this instant
    regulation.people.administratorMaySeal = false;
    EXPECT_TRUE(judgePerson(regulation, Seal, clerk(), standing, kNow).findings.empty());
    EXPECT_FALSE(judgePerson(regulation, Seal, clerk(), standing, kNow - kTick).permitted());
}

TEST(JudgePerson, MaintenanceEndsByItself) { // [F2]
    Regulation regulation = strict();
    regulation.authorities[Role::Maintenance] = {VerifyArchive};
    regulation.people.maintenanceMost = std::chrono::hours(8);
    Standing standing;
    standing.appointments = {appointed(Role::Maintenance)}; // for a year, says the list
    const record::Actor worker{"m", "M", Role::Maintenance};
    const record::Instant end = standing.appointments[0].from + std::chrono::hours(8);
    const auto judged = [&](record::Instant now) {
        return refusals(judgePerson(regulation, VerifyArchive, worker, standing, now));
    };
    EXPECT_THAT(judged(end - kTick), IsEmpty());
    EXPECT_THAT(judged(end), ElementsAre(FindingId::NotAppointed));
}

TEST(Separation, NoRegulationBringsDutiesTogether) { // [F2]
    Regulation regulation = strict();
    const std::pair<Role, Authority> apart[] = {{Role::Administrator, Seal},
                                                {Role::Administrator, Accept},
                                                {Role::Administrator, ViewRecord},
                                                {Role::Administrator, SearchRecords},
                                                {Role::Administrator, Scan},
                                                {Role::Administrator, ExportRecord},
                                                {Role::Administrator, ReviewPeople},
                                                {Role::Auditor, Scan},
                                                {Role::Auditor, Seal},
                                                {Role::Auditor, Accept},
                                                {Role::Auditor, SendBack},
                                                {Role::Auditor, Abandon},
                                                {Role::Auditor, ManagePeople},
                                                {Role::Auditor, ActivateRegulation},
                                                {Role::Auditor, RecordConformity},
                                                {Role::Maintenance, ViewRecord},
                                                {Role::Maintenance, ExportRecord},
                                                {Role::Maintenance, Scan},
                                                {Role::Maintenance, Seal},
                                                {Role::ScanOperator, ManagePeople},
                                                {Role::Registrar, ReviewPeople},
                                                {Role::Station, Seal},
                                                {Role::Station, Accept}};
    for (const auto& [role, authority] : apart) {
        SCOPED_TRACE(std::string(record::enumName(role)) + " " +
                     std::string(record::enumName(authority)));
        EXPECT_TRUE(separatedFrom(role, authority));
        regulation.authorities[role].insert(authority); // as if the file had said so
        Standing standing = trained(role);
        standing.appointments[0].from = kNow; // inside maintenance's hours
        EXPECT_THAT(refusals(judgePerson(regulation, authority, {"x", "X", role}, standing, kNow)),
                    Contains(FindingId::DutiesNotSeparated));
    }
    EXPECT_FALSE(separatedFrom(Role::Administrator, ManagePeople));
    EXPECT_FALSE(separatedFrom(Role::Administrator, ViewLog));
    EXPECT_FALSE(separatedFrom(Role::Auditor, ExportRecord));
    EXPECT_FALSE(separatedFrom(Role::InformationCreationManager, Seal));
}

TEST(BreakGlass, OpensLookingAndScanningForAWhile) { // [F13]
    const Regulation regulation = strict();
    Standing standing;
    standing.appointments = {appointed(Role::Registrar)};
    const BreakGlass broken{7, kNow, kNow + std::chrono::minutes(60)};
    standing.breakGlass = broken;
    const record::Actor night{"night", "N", Role::Registrar};
    const auto judged = [&](Authority authority, record::Instant now) {
        return judgePerson(regulation, authority, night, standing, now);
    };
    EXPECT_THAT(idsOf(judged(ViewRecord, broken.from), Severity::Warn),
                ElementsAre(FindingId::BreakGlassInForce));
    EXPECT_TRUE(judged(Scan, broken.until - kTick).permitted()); // untrained, too
    EXPECT_FALSE(judged(Scan, broken.until).permitted());
    EXPECT_FALSE(judged(Scan, broken.from - kTick).permitted());
    for (const Authority never : {Seal, Accept, Excuse, Abandon, ExportRecord, ManagePeople}) {
        EXPECT_FALSE(judged(never, broken.from).permitted()) << record::enumName(never);
    }
    EXPECT_TRUE(actingAs(regulation, Scan, "night", "N", standing, {}, broken.from).breakGlass);
    EXPECT_FALSE(
        actingAs(regulation, Register, "night", "N", standing, {}, broken.from).breakGlass);
    standing.breakGlass.reset();
    EXPECT_FALSE(judged(Scan, broken.from).permitted());
}

TEST(BreakGlass, NeverOpensWhatConfirmsEvenWhenTheRegulationNamesIt) {
    Regulation regulation = strict();
    regulation.people.breakGlass.authorities = {Seal, Accept, Abandon};
    Standing standing;
    standing.appointments = {appointed(Role::Registrar)};
    standing.breakGlass = BreakGlass{7, kNow, kNow + std::chrono::minutes(60)};
    for (const Authority never : {Seal, Accept, Abandon}) {
        EXPECT_FALSE(judgePerson(regulation, never, {"n", "N", Role::Registrar}, standing, kNow)
                         .permitted());
    }
}

TEST(BreakGlass, NeedsARoleAndAReason) {
    const Regulation regulation = strict();
    Standing standing;
    standing.appointments = {appointed(Role::Registrar)};
    EXPECT_TRUE(judgeBreakGlass(regulation, standing, "fire", kNow).permitted());
    EXPECT_FALSE(judgeBreakGlass(regulation, standing, " \n", kNow).permitted());
    const Appointment& term = standing.appointments[0];
    EXPECT_FALSE(judgeBreakGlass(regulation, standing, "fire", term.until).permitted());
    EXPECT_TRUE(judgeBreakGlass(regulation, standing, "fire", term.until - kTick).permitted());
    standing.appointments = {appointed(Role::Auditor)}; // not in this regulation
    EXPECT_FALSE(judgeBreakGlass(regulation, standing, "fire", kNow).permitted());
    standing.appointments = {appointed(Role::Maintenance)};
    Regulation wrong = regulation;
    wrong.people.breakGlass.roles.insert(Role::Maintenance);
    EXPECT_FALSE(judgeBreakGlass(wrong, standing, "fire", kNow).permitted());
}

TEST(LockOut, TheWaitDoublesAndTheLoginCloses) { // [F1]
    LockOutRules rules;
    rules.freeFailures = 2;
    rules.firstDelay = std::chrono::seconds(30);
    rules.longestDelay = std::chrono::seconds(100);
    rules.closedAfter = 6;
    const struct {
        std::int64_t failures;
        std::int64_t seconds; // to wait; -1: closed
    } table[] = {{0, 0}, {1, 0}, {2, 0}, {3, 30}, {4, 60}, {5, 100}, {6, -1}, {7, -1}};
    for (const auto& row : table) {
        SCOPED_TRACE(row.failures);
        const LockOut lock = lockOutOf(rules, {row.failures, kNow}, false);
        EXPECT_EQ(lock.closed, row.seconds < 0);
        if (row.seconds > 0) {
            const record::Instant end = kNow + std::chrono::seconds(row.seconds);
            EXPECT_TRUE(lock.locked(end - kTick));
            EXPECT_FALSE(lock.locked(end));
        } else {
            EXPECT_EQ(lock.locked(kNow), row.seconds < 0);
            EXPECT_EQ(lock.locked(kNow + std::chrono::days(9999)), row.seconds < 0);
        }
    }
    // Somebody must be left who can open the others.
    const LockOut admin = lockOutOf(rules, {50, kNow}, true);
    EXPECT_FALSE(admin.closed);
    EXPECT_TRUE(admin.locked(kNow + std::chrono::seconds(100) - kTick));
    EXPECT_FALSE(admin.locked(kNow + std::chrono::seconds(100)));
}

TEST(DeskIsLeft, AfterTheTimeOrWhenTheClockGoesBack) { // [F1]
    PeopleRules rules;
    rules.idleLock = std::chrono::minutes(5);
    EXPECT_FALSE(deskIsLeft(rules, kNow, kNow));
    EXPECT_FALSE(deskIsLeft(rules, kNow, kNow + std::chrono::minutes(5) - kTick));
    EXPECT_TRUE(deskIsLeft(rules, kNow, kNow + std::chrono::minutes(5)));
    EXPECT_TRUE(deskIsLeft(rules, kNow, kNow - kTick));
}

TEST(JudgeReview, IsDueAfterItsMonths) { // [F2]
    Regulation regulation = strict();
    const struct {
        int months;
        const char* last;
        const char* due;
    } table[] = {{12, "2025-11-17T10:00:00Z", "2026-11-17T10:00:00Z"},
                 {1, "2027-01-31T00:00:00Z", "2027-02-28T00:00:00Z"},
                 {1, "2028-01-31T08:30:00Z", "2028-02-29T08:30:00Z"},
                 {12, "2028-02-29T00:00:00Z", "2029-02-28T00:00:00Z"},
                 {6, "2026-08-31T23:59:59Z", "2027-02-28T23:59:59Z"}};
    for (const auto& row : table) {
        SCOPED_TRACE(row.last);
        regulation.people.reviewEvery = std::chrono::months(row.months);
        EXPECT_TRUE(judgeReview(regulation, at(row.last), at(row.due) - kTick).findings.empty());
        EXPECT_TRUE(
            judgeReview(regulation, at(row.last), at(row.due)).has(FindingId::ReviewOverdue));
    }
}

std::vector<NamedStanding> house() {
    return {{"clerk", trained(Role::ScanOperator)},
            {"manager", trained(Role::InformationCreationManager)},
            {"admin", trained(Role::Administrator)}};
}

std::vector<FindingId> idsIn(const record::Verdict& verdict) {
    std::vector<FindingId> ids;
    for (const record::Finding& finding : verdict.findings) {
        ids.push_back(finding.id);
    }
    return ids;
}

TEST(JudgePeople, AHouseInOrderHasNoFinding) {
    EXPECT_THAT(judgePeople(strict(), house(), kNow).findings, IsEmpty());
}

TEST(JudgePeople, SaysWhatIsWrongAndWhatEnds) {
    const Regulation regulation = strict();
    const auto spoiled = [&](auto&& spoil, record::Instant now = kNow) {
        std::vector<NamedStanding> people = house();
        spoil(people);
        return idsIn(judgePeople(regulation, people, now));
    };
    EXPECT_THAT(spoiled([](auto& p) { p[0].standing.trainings.clear(); }),
                ElementsAre(FindingId::NotTrained));
    EXPECT_THAT(spoiled([](auto& p) { p[1].standing.appointments[0].letter.clear(); }),
                ElementsAre(FindingId::LetterMissing));
    EXPECT_THAT(spoiled([](auto& p) {
                    p[1].standing.appointments.push_back(appointed(Role::Administrator));
                }),
                Contains(FindingId::DutiesCombined));
    EXPECT_THAT(spoiled([](auto& p) {
                    p[2].standing.appointments.push_back(appointed(Role::Maintenance));
                }),
                ElementsAre(FindingId::MaintenanceTooLong));
    EXPECT_THAT(spoiled([](auto& p) { p.erase(p.begin() + 2); }),
                ElementsAre(FindingId::RoleVacant));
    EXPECT_THAT(spoiled([](auto& p) { p[2].standing.appointments[0].until = kNow; }),
                ElementsAre(FindingId::RoleVacant));
}

TEST(JudgePeople, WarnsBeforeATermEndsUnlessTheNextOneFollows) {
    const Regulation regulation = strict();
    const auto at30 = std::chrono::days(30);
    std::vector<NamedStanding> people = house();
    Appointment& term = people[1].standing.appointments[0];
    EXPECT_THAT(idsIn(judgePeople(regulation, people, term.until - at30)),
                Not(Contains(FindingId::RightsEnding)));
    EXPECT_THAT(idsIn(judgePeople(regulation, people, term.until - at30 + kTick)),
                Contains(FindingId::RightsEnding));
    const record::Instant soon = at("2027-03-20T00:00:00+09:00");
    for (NamedStanding& person : people) {
        Appointment next = person.standing.appointments[0];
        next.from = next.until;
        next.until += std::chrono::days(365);
        person.standing.appointments.push_back(next);
    }
    EXPECT_THAT(judgePeople(regulation, people, soon).findings, IsEmpty());
    people[0].standing.appointments[1].from += kTick; // a gap
    EXPECT_THAT(idsIn(judgePeople(regulation, people, soon)), ElementsAre(FindingId::RightsEnding));
}

} // namespace

} // namespace seihon::regulation
