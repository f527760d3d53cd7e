#include "signing/demo_pki.h"

#include "record/fault.h"
#include "signing/signing_key.h"
#include "signing/trust.h"
#include "support/demo_pki_fixture.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <set>

namespace seihon::signing {
namespace {

using forge::readFile;
using record::FindingId;
using support::copyOfTrust;
using support::demoPki;
using support::TemporaryFolder;

Der certificateOf(const std::string& user) {
    return openPkcs11Key(demoPki().module, demoPki().card(user).tokenLabel)->certificate();
}

Der loginCertificateOf(const DemoCard& card) {
    CardWanted wanted;
    wanted.certificate = record::Digest::fromHex(card.authenticationSha256);
    return openPkcs11Key(demoPki().module, card.tokenLabel, wanted)->certificate();
}

int shell(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str());
}

TEST(DemoPki, makesATrustDirectoryThatLoads) {
    const Trust trust = loadTrust(demoPki().trustFolder);
    EXPECT_TRUE(trust.file.testMode);
    ASSERT_EQ(trust.file.profiles.size(), 1u);
    EXPECT_TRUE(trust.file.profiles.front().testMode);
    EXPECT_EQ(trust.crls.size(), 3u);
    ASSERT_EQ(trust.file.stationKeys.size(), 1u);
    EXPECT_EQ(trust.file.stationKeys.front().ed25519Base64, demoPki().stationKeyBase64);
    EXPECT_EQ(trust.file.requiredHealthcareRoles.at("dispensed-prescription"),
              std::vector<std::string>{"Pharmacist"});
}

TEST(DemoPki, givesEverybodyACertificateThatIsAccepted) {
    const Trust trust = loadTrust(demoPki().trustFolder);
    std::set<std::string> serials;
    for (const DemoCard& card : demoPki().cards) {
        record::SignerCertificate described;
        const record::Verdict verdict = judgeSignerCertificate(trust, certificateOf(card.user), {},
                                                               {}, demoPki().madeAt, described);
        EXPECT_TRUE(verdict.permitted()) << card.user;
        EXPECT_TRUE(verdict.has(FindingId::TestMode));
        EXPECT_TRUE(described.nonRepudiation);
        EXPECT_EQ(described.policies, std::vector<std::string>{"1.2.392.100495.1.5.1.1.0.1"});
        EXPECT_NE(described.holder.find("DEMO"), std::string::npos);
        EXPECT_NE(described.issuer.find("DEMO"), std::string::npos);
        EXPECT_EQ(described.healthcareRoles, card.user == "pharmacist"
                                                 ? std::vector<std::string>{"Pharmacist"}
                                                 : std::vector<std::string>{});
        serials.insert(described.serial);
    }
    EXPECT_EQ(serials.size(), demoPki().cards.size());
}

// Of an authority of its own, as the ministry's hierarchy has it, and no signer for anybody.
TEST(DemoPki, givesEverybodyACertificateForLoggingInThatSignsNothing) {
    const Trust trust = loadTrust(demoPki().trustFolder);
    for (const DemoCard& card : demoPki().cards) {
        const Der der = loginCertificateOf(card);
        EXPECT_EQ(record::sha256(der).hex(), card.authenticationSha256);
        EXPECT_TRUE(authenticatesOnly(der));
        EXPECT_FALSE(authenticatesOnly(certificateOf(card.user)));
        record::SignerCertificate described;
        const record::Verdict verdict =
            judgeSignerCertificate(trust, der, {}, {}, demoPki().madeAt, described);
        EXPECT_TRUE(verdict.has(FindingId::SignerKeyUsageWrong));
        EXPECT_EQ(described.issuer, "HPKI-01-DEMO-forAuthentication-forIndividual");
    }
}

TEST(DemoPki, isNotAcceptedOutsideTestMode) {
    Trust trust = loadTrust(demoPki().trustFolder);
    trust.file.testMode = false;
    record::SignerCertificate described;
    EXPECT_FALSE(
        judgeSignerCertificate(trust, certificateOf("clerk"), {}, {}, demoPki().madeAt, described)
            .permitted());
}

// A second implementation accepts the chains, with lists and policy; and the control without the
// right policy fails.
TEST(DemoPki, opensslAcceptsTheChains) {
    const std::string demo = demoPki().demoFolder.string() + '/';
    const std::string crls = demoPki().trustFolder.string() + "/crls/";
    const std::string verify = "openssl verify -x509_strict -crl_check_all -CRLfile " + crls +
                               "root-ca.crl -CRLfile " + crls + "issuing-ca.crl -CAfile " + demo +
                               "root-ca.pem -untrusted " + demo +
                               "issuing-ca.pem -policy_check -explicit_policy -policy ";
    EXPECT_EQ(shell(verify + "1.2.392.100495.1.5.1.1.0.1 " + demo + "pharmacist.pem"), 0);
    EXPECT_NE(shell(verify + "1.2.392.100495.1.5.1.1.3.1 " + demo + "pharmacist.pem"), 0);
    EXPECT_EQ(shell("openssl verify -x509_strict -purpose timestampsign -crl_check -CRLfile " +
                    crls + "tsa-ca.crl -CAfile " + demo + "tsa-ca.pem " + demo + "tsa.pem"),
              0);
    EXPECT_NE(shell("openssl verify -CAfile " + demo + "root-ca.pem " + demo + "tsa.pem"), 0);
}

TEST(DemoPki, writesHcRoleAsRealCardsHaveIt) {
    const Der certificate = certificateOf("pharmacist");
    // A pharmacist's extension value as on test cards of the real authorities.
    const std::string expected =
        "3030302e0606288185420001312431223020a01e311ca00c060a2a830886910f01060101"
        "a20c0c0a506861726d6163697374";
    EXPECT_NE(record::toHex(certificate).find(expected), std::string::npos);
    EXPECT_EQ(record::toHex(certificateOf("clerk")).find("28818542"), std::string::npos);
}

TEST(DemoPki, keepsKeysToItself) {
    for (const auto& entry : std::filesystem::directory_iterator(demoPki().demoFolder)) {
        if (entry.path().string().ends_with(".key.pem")) {
            struct ::stat status {};
            ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
            EXPECT_EQ(status.st_mode & 07777u, 0600u) << entry.path();
        }
    }
    // The module that reads the trust directory must never meet a key.
    for (const auto& entry : std::filesystem::recursive_directory_iterator(demoPki().trustFolder)) {
        if (entry.is_regular_file()) {
            EXPECT_EQ(readFile(entry.path()).find("PRIVATE"), std::string::npos) << entry.path();
        }
    }
}

TEST(DemoPki, overwritesNothing) {
    EXPECT_THROW(makeDemoPki(demoPki().demoFolder, demoPki().trustFolder, demoPki().tokenFolder,
                             demoPki().module, {}, "123456", "s", demoPki().stationKeyBase64,
                             demoPki().madeAt),
                 record::Fault);
}

TEST(DemoPki, refusesUserNamesThatAreNoFileNames) {
    const TemporaryFolder folder;
    for (const char* user : {"", "../evil", "a/b", "Clerk", "averyveryverylongnameindeedx"}) {
        EXPECT_THROW(makeDemoPki(folder.path() / "demo", folder.path() / "trust",
                                 folder.path() / "tokens", demoPki().module, {{user, "X", ""}},
                                 "123456", "s", demoPki().stationKeyBase64, demoPki().madeAt),
                     record::Fault)
            << user;
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

class CrlRefresh : public testing::Test {
  protected:
    std::string list(const std::string& name) const {
        return readFile(m_trust / "crls" / (name + ".crl"));
    }
    record::Verdict judgedAt(record::Instant at) const {
        record::SignerCertificate described;
        return judgeSignerCertificate(loadTrust(m_trust), certificateOf("clerk"), {}, {}, at,
                                      described);
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_trust = copyOfTrust(m_folder);
};

TEST_F(CrlRefresh, leavesGoodListsAlone) {
    const std::string before = list("issuing-ca");
    refreshDemoCrls(demoPki().demoFolder, m_trust, demoPki().madeAt + std::chrono::days(28));
    EXPECT_EQ(list("issuing-ca"), before);
}

TEST_F(CrlRefresh, issuesNewOnesBeforeTheOldEnd) {
    const record::Instant later = demoPki().madeAt + std::chrono::days(40);
    EXPECT_TRUE(judgedAt(later).has(FindingId::RevocationUnknown));
    refreshDemoCrls(demoPki().demoFolder, m_trust, later);
    EXPECT_TRUE(judgedAt(later).permitted());
    EXPECT_TRUE(judgedAt(later + std::chrono::days(29)).permitted());
}

TEST_F(CrlRefresh, makesAMissingList) {
    std::filesystem::remove(m_trust / "crls" / "issuing-ca.crl");
    EXPECT_TRUE(judgedAt(demoPki().madeAt).has(FindingId::RevocationUnknown));
    refreshDemoCrls(demoPki().demoFolder, m_trust, demoPki().madeAt);
    EXPECT_TRUE(judgedAt(demoPki().madeAt).permitted());
}

TEST_F(CrlRefresh, doesNotTakeAnUnreadableListForAnEmptyOne) {
    std::ofstream(m_trust / "crls" / "issuing-ca.crl") << "nothing";
    EXPECT_THROW(refreshDemoCrls(demoPki().demoFolder, m_trust, demoPki().madeAt), record::Fault);
}

// Revoked with openssl's own tools, as a visitor of the demo would; a fresh list must not forget
// it.
TEST_F(CrlRefresh, keepsRevocations) {
    const std::string at = m_folder.path().string() + '/';
    const std::string demo = demoPki().demoFolder.string() + '/';
    std::ofstream(at + "ca.cnf") << "[ca]\ndefault_ca=d\n[d]\ndatabase=" << at
                                 << "index.txt\ncrlnumber=" << at
                                 << "number\ndefault_md=sha256\ndefault_crl_days=30\n";
    std::ofstream(at + "index.txt").close();
    std::ofstream(at + "number") << "01\n";
    const std::string ca = "openssl ca -config " + at + "ca.cnf -cert " + demo +
                           "issuing-ca.pem -keyfile " + demo + "issuing-ca.key.pem ";
    ASSERT_EQ(shell(ca + "-revoke " + demo + "clerk.pem -crl_reason keyCompromise"), 0);
    ASSERT_EQ(shell(ca + "-gencrl -out " + m_trust.string() + "/crls/issuing-ca.crl"), 0);
    const record::Instant now = demoPki().madeAt + std::chrono::hours(1);
    EXPECT_TRUE(judgedAt(now).has(FindingId::SignerCertificateRevoked));
    refreshDemoCrls(demoPki().demoFolder, m_trust, now + std::chrono::days(40));
    EXPECT_TRUE(judgedAt(now + std::chrono::days(40)).has(FindingId::SignerCertificateRevoked));
}

TEST(DemoTokens, followTheFolderWhenItMoves) {
    const TemporaryFolder folder;
    const auto& pki = demoPki(); // asking for it again would name its own tokens again
    const std::filesystem::path moved = folder.path() / "tokens";
    std::filesystem::copy(pki.tokenFolder, moved, std::filesystem::copy_options::recursive);
    useDemoTokens(moved);
    EXPECT_NE(readFile(moved / "softhsm2.conf").find(moved.string()), std::string::npos);
    EXPECT_EQ(std::string(std::getenv("SOFTHSM2_CONF")), (moved / "softhsm2.conf").string());
    EXPECT_EQ(listTokens(pki.module).size(), pki.cards.size());
    std::filesystem::remove_all(moved / "tokens");
    std::filesystem::create_directories(moved / "tokens");
    EXPECT_TRUE(listTokens(pki.module).empty()); // it was really the copy
    useDemoTokens(pki.tokenFolder);
    EXPECT_EQ(listTokens(pki.module).size(), pki.cards.size());
}

} // namespace
} // namespace seihon::signing
