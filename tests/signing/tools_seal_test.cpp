// What BouncyCastle, OpenSSL and GnuTLS say about seals with a timestamp (B-T) and with all proofs
// (B-LT), each with a control. More of it: verify_record_tools_test.cpp, layers_tools_test.cpp.

#include "signing/validation_data.h"
#include "support/run_tool.h"
#include "tests/signing/cli_pki.h"

#include <gtest/gtest.h>

#include <sstream>

namespace seihon::signing {
namespace {

using namespace forge;
using std::chrono::hours;
using support::hasTool;
using support::runTool;
using support::ToolAnswer;

constexpr const char* kBouncyCastle =
    "/usr/share/java/bcpkix.jar:/usr/share/java/bcprov.jar:/usr/share/java/bcutil.jar";

// When every list of the completed seal is in force.
const Instant kLater = kStamped + hours(2);

std::string epoch(Instant at) {
    return std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

// The seal with lists issued an hour after the token.
Der completedSeal(const Der& seal) {
    Trust trust = authorities().trust;
    CrlPlan later;
    later.thisUpdate = kStamped + hours(1);
    for (const Identity* const issuer :
         {&authorities().root, &authorities().issuing, &authorities().tsaRoot}) {
        trust.crls.push_back(makeCrl(*issuer, later));
    }
    const SealCompletion completed = completeSeal(seal, trust);
    EXPECT_TRUE(completed.complete());
    EXPECT_GT(completed.cms.size(), 0u);
    return completed.cms;
}

class SealTools : public ::testing::Test {
  protected:
    void SetUp() override {
        const Der seal = derOf(goodFiles().at(kSignature));
        std::string spoilt = goodFiles().at(kSignature);
        spoilt[spoilt.size() / 2] = static_cast<char>(spoilt[spoilt.size() / 2] ^ 1);
        writeFiles(m_folder.path(), {{"content", goodFiles().at(kManifest)},
                                     {"altered", goodFiles().at(kManifest) + " "},
                                     {"t.p7s", textOf(seal)},
                                     {"lt.p7s", textOf(completedSeal(seal))},
                                     {"spoilt.p7s", spoilt},
                                     {"root.der", textOf(authorities().root.certificate)},
                                     {"tsa.der", textOf(authorities().tsaRoot.certificate)},
                                     {"root.pem", toPem(authorities().root, false)}});
    }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }

    // Answers to several seals from one start of the machine.
    std::vector<std::string> askBouncyCastle(const std::string& policy,
                                             const std::vector<std::string>& cases) const {
        std::string command = std::string("java -XX:TieredStopAtLevel=1 -cp ") + kBouncyCastle +
                              " " + SEIHON_SOURCE_DIR + "/tests/signing/java/VerifySeal.java " +
                              path("root.der") + " " + path("tsa.der") + " " + policy;
        for (const std::string& one : cases) {
            command += " " + one;
        }
        const ToolAnswer said = runTool(command);
        EXPECT_EQ(said.exitCode, 0) << said.output;
        std::vector<std::string> lines;
        std::stringstream stream(said.output);
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(line);
        }
        EXPECT_EQ(lines.size(), cases.size()) << said.output;
        lines.resize(cases.size());
        return lines;
    }
    std::string seal(const std::string& file, const std::string& content, Instant at) const {
        return path(file) + " " + path(content) + " " + epoch(at);
    }

    TempFolder m_folder;
};

TEST_F(SealTools, BouncyCastleVerifiesBothLevelsAndRefusesWhatIsAltered) {
    if (!hasTool("java") || !std::filesystem::exists("/usr/share/java/bcpkix.jar")) {
        GTEST_SKIP() << "java or libbcpkix-java is not installed";
    }
    const auto answers = askBouncyCastle(
        kPolicy, {seal("t.p7s", "content", kStamped), seal("lt.p7s", "content", kLater),
                  seal("t.p7s", "altered", kStamped), seal("lt.p7s", "altered", kLater),
                  seal("spoilt.p7s", "content", kStamped),
                  seal("t.p7s", "content", kStamped + hours(24 * 30))});
    EXPECT_EQ(answers[0], "good");
    EXPECT_EQ(answers[1], "good");
    for (std::size_t i = 2; i < answers.size(); ++i) { // the last: its lists are out of date
        EXPECT_TRUE(answers[i].starts_with("refused: ")) << i << ' ' << answers[i];
    }
    const auto otherPolicy = askBouncyCastle(kTestPolicy, {seal("t.p7s", "content", kStamped)});
    EXPECT_TRUE(otherPolicy[0].starts_with("refused: ")) << otherPolicy[0];
}

TEST_F(SealTools, OpensslVerifiesTheCompletedSeal) {
    if (!hasTool("openssl")) {
        GTEST_SKIP() << "openssl is not installed";
    }
    const auto verify = [&](const std::string& content, Instant at) {
        return runTool("openssl cms -verify -inform der -in " + path("lt.p7s") + " -content " +
                       path(content) + " -binary -cades -CAfile " + path("root.pem") + " -attime " +
                       epoch(at) + " -crl_check_all -x509_strict -policy_check -explicit_policy " +
                       "-policy " + kPolicy + " -out /dev/null");
    };
    const ToolAnswer good = verify("content", kLater);
    EXPECT_EQ(good.exitCode, 0) << good.output;
    EXPECT_NE(verify("altered", kLater).exitCode, 0);
    EXPECT_NE(verify("content", kLater + hours(24 * 30)).exitCode, 0);
}

TEST_F(SealTools, GnutlsVerifiesTheCompletedSeal) {
    if (!hasTool("certtool") || !hasTool("faketime")) {
        GTEST_SKIP() << "certtool or faketime is not installed";
    }
    const auto verify = [&](const std::string& content) {
        return runTool(
            "TZ=UTC faketime '2026-03-10 03:01:00' certtool --p7-verify --inder --infile " +
            path("lt.p7s") + " --load-data " + path(content) + " --load-ca-certificate " +
            path("root.pem"));
    };
    const ToolAnswer good = verify("content");
    EXPECT_EQ(good.exitCode, 0) << good.output;
    EXPECT_NE(verify("altered").exitCode, 0);
}

} // namespace
} // namespace seihon::signing
