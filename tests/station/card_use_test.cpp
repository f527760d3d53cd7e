#include "station/card_use.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "support/demo_pki_fixture.h"

#include <gtest/gtest.h>

namespace seihon::station {

namespace {

using record::FaultKind;
using record::FindingId;
using support::demoPki;

class CardUse : public testing::Test {
  protected:
    CardUse() : m_home{m_folder.path()} {
        std::filesystem::create_directories(m_home.locks());
        std::filesystem::create_directories(m_home.keys());
        m_config.pkcs11Module = demoPki().module;
        m_config.cardPatience = std::chrono::seconds(1);
        m_clerk.user = "clerk";
        m_clerk.tokenLabel = demoPki().card("clerk").tokenLabel;
        m_clerk.certificateSha256 =
            record::Digest::fromHex(demoPki().card("clerk").certificateSha256);
    }

    std::unique_ptr<signing::SigningKey> take() const {
        return takeKey(m_home, m_config, m_clerk, signing::Pin(demoPki().pin));
    }
    FaultKind faultOfTaking() const {
        try {
            take();
        } catch (const record::Fault& fault) {
            return fault.kind;
        }
        return FaultKind::Internal;
    }

    support::TemporaryFolder m_folder;
    Home m_home;
    config::StationConfig m_config;
    config::Person m_clerk;
};

TEST_F(CardUse, keepsOthersOffTheCardForAsLongAsTheKeyLives) {
    auto key = take();
    EXPECT_EQ(record::sha256(key->certificate()), m_clerk.certificateSha256);
    EXPECT_EQ(faultOfTaking(), FaultKind::TokenBusy); // another open file is another holder
    key.reset();
    key = take();
    EXPECT_FALSE(key->sign(record::sha256("x"), signing::Pin(demoPki().pin)).empty());
}

TEST_F(CardUse, noLabelLeadsOutOfTheLocksFolder) {
    m_clerk.tokenLabel = "../../HPKI Application";
    EXPECT_EQ(faultOfTaking(), FaultKind::TokenAbsent); // there is no such card
    int locks = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(m_folder.path())) {
        locks += entry.is_regular_file() ? 1 : 0;
        EXPECT_TRUE(entry.is_directory() || entry.path().parent_path() == m_home.locks());
    }
    EXPECT_EQ(locks, 1);
}

TEST_F(CardUse, aPersonWithoutAKeyHasNone) {
    m_clerk.tokenLabel.clear();
    EXPECT_EQ(faultOfTaking(), FaultKind::LoginRefused);
    m_clerk.pkcs12 = "clerk.p12";
    EXPECT_EQ(faultOfTaking(), FaultKind::TokenAbsent);
}

// --- what doctor says of a card
// --------------------------------------------------------------------

record::Instant endOf(const signing::CardSeen& card) {
    return signing::describeCertificate(card.certificates.at(0)).notAfter;
}

signing::CardSeen seenClerk() {
    signing::CardSeen card{"Reader 1", "HPKI Application", "0001", signing::PinState::Fine, {}};
    card.certificates.push_back(
        signing::openPkcs11Key(demoPki().module, demoPki().card("clerk").tokenLabel)
            ->certificate());
    return card;
}

TEST(JudgeCard, saysWhenACertificateEnds) {
    const signing::CardSeen card = seenClerk();
    const record::Instant end = endOf(card);
    using std::chrono::days;
    using std::chrono::seconds;
    EXPECT_TRUE(judgeCard(card, end - days(60)).findings.empty());
    const record::Verdict ending = judgeCard(card, end - days(60) + seconds(1));
    EXPECT_TRUE(ending.permitted());
    EXPECT_TRUE(ending.has(FindingId::SignerCertificateEnding));
    EXPECT_TRUE(judgeCard(card, end - seconds(1)).has(FindingId::SignerCertificateEnding));
    const record::Verdict ended = judgeCard(card, end);
    EXPECT_FALSE(ended.permitted());
    EXPECT_TRUE(ended.has(FindingId::SignerCertificateExpired));
}

TEST(JudgeCard, saysHowThePinStands) {
    signing::CardSeen card = seenClerk();
    const record::Instant now = endOf(card) - std::chrono::days(365);
    EXPECT_TRUE(judgeCard(card, now).findings.empty());
    card.pin = signing::PinState::FewTriesLeft;
    EXPECT_TRUE(judgeCard(card, now).permitted());
    EXPECT_TRUE(judgeCard(card, now).has(FindingId::PinTriesLow));
    card.pin = signing::PinState::LastTry;
    EXPECT_FALSE(judgeCard(card, now).permitted());
    EXPECT_TRUE(judgeCard(card, now).has(FindingId::PinOneTryLeft));
    card.pin = signing::PinState::Locked;
    EXPECT_FALSE(judgeCard(card, now).permitted());
    EXPECT_TRUE(judgeCard(card, now).has(FindingId::PinBlocked));
    EXPECT_EQ(judgeCard(card, now).findings.at(0).subject, "HPKI Application 0001");
}

} // namespace

} // namespace seihon::station
