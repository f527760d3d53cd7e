// Who seals: the person at the desk with the certificate of that person, and no other.

#include "record/fault.h"
#include "station/station.h"
#include "support/demo_pki_fixture.h"
#include "tests/support/demo_home.h"

#include <gtest/gtest.h>

namespace seihon::station {

namespace {

using record::FindingId;

class SignerAtTheDesk : public testing::Test {
  protected:
    SignerAtTheDesk() {
        support::layDemoHome(m_folder.path() / "home", SEIHON_BIN_DIR "/seihon");
        m_station.emplace(m_folder.path() / "home");
    }

    Session login(const char* user) { return m_station->login(user, Pin("123456")); }

    // An open job; what is still missing in it is refused beside what a test looks for.
    std::string openJob(const Session& session, const std::string& documentClass) {
        RegisterRequest request;
        request.original.documentClass = documentClass;
        request.original.patient = {"P-1", "試作 健一"};
        request.original.createdAt = request.original.receivedAt =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        request.original.sheets = 1;
        request.original.duplex = true;
        const Outcome registered = m_station->registerOriginal(session, request);
        EXPECT_TRUE(registered.verdict.permitted());
        EXPECT_TRUE(m_station->open(session, registered.job.id).verdict.permitted());
        return registered.job.id;
    }

    support::TemporaryFolder m_folder;
    std::optional<Station> m_station;
};

// One test: a demo home takes seconds to make.
TEST_F(SignerAtTheDesk, sealsWithTheOwnCardOrHandsOver) {
    Session clerk = login("clerk");
    const std::string letter = openJob(clerk, "referral-letter");
    EXPECT_FALSE(m_station->seal(clerk, letter).verdict.has(FindingId::SignerIsNotActor));
    // A prescription needs a certificate that the clerk has not; the pharmacist takes it over.
    const std::string prescription = openJob(clerk, "dispensed-prescription");
    EXPECT_TRUE(m_station->seal(clerk, prescription).verdict.has(FindingId::SignerRoleMissing));
    EXPECT_FALSE(m_station->seal(login("pharmacist"), prescription)
                     .verdict.has(FindingId::SignerRoleMissing));
    // The reader now holds the manager's card: good, trusted, and not the clerk's.
    clerk.person.tokenLabel = login("manager").person.tokenLabel;
    const record::Verdict verdict = m_station->seal(clerk, letter).verdict;
    EXPECT_FALSE(verdict.permitted());
    EXPECT_TRUE(verdict.has(FindingId::SignerIsNotActor));
    EXPECT_FALSE(verdict.has(FindingId::SignerChainUntrusted));
}

} // namespace

} // namespace seihon::station
