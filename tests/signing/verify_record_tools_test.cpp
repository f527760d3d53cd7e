// What tools that are not ours say about our seals, each with a control; and seihon-verify as a
// program.

#include "record/json.h"
#include "signing/signed_data.h"
#include "support/run_tool.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using support::hasTool;
using support::runTool;
using support::ToolAnswer;

class Tools : public ::testing::Test {
  protected:
    void SetUp() override {
        writeFiles(m_folder.path() / "record", sealedFiles());
        writeTrust(m_folder.path() / "trust");
        writeFiles(m_folder.path(),
                   {{"root.pem", toPem(authorities().root, false)},
                    {"tsa.pem", toPem(authorities().tsaRoot, false)},
                    {"altered.xml", readFile(path("record/META-INF/ASiCManifest001.xml")) + " "}});
    }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }

    TempFolder m_folder;
};

TEST_F(Tools, OpensslVerifiesTheSeal) {
    if (!hasTool("openssl")) {
        GTEST_SKIP() << "openssl is not installed";
    }
    const auto verify = [&](const std::string& content, const std::string& policy) {
        return runTool("openssl cms -verify -inform der -in " +
                       path("record/META-INF/signature001.p7s") + " -content " + content +
                       " -binary -cades -CAfile " + path("root.pem") + " -attime " +
                       std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                          kStamped.time_since_epoch())
                                          .count()) +
                       " -crl_check_all -x509_strict -policy_check -explicit_policy -policy " +
                       policy + " -out /dev/null");
    };
    const std::string manifest = path("record/META-INF/ASiCManifest001.xml");
    const ToolAnswer good = verify(manifest, kPolicy);
    EXPECT_EQ(good.exitCode, 0) << good.output;
    EXPECT_NE(verify(path("altered.xml"), kPolicy).exitCode, 0);
    EXPECT_NE(verify(manifest, kTestPolicy).exitCode, 0);
}

TEST_F(Tools, OpensslVerifiesTheToken) {
    if (!hasTool("openssl")) {
        GTEST_SKIP() << "openssl is not installed";
    }
    const SignedData data =
        parseSignedData(derOf(readFile(path("record/META-INF/signature001.p7s"))));
    writeFiles(m_folder.path(), {{"token.der", textOf(data.unsignedAttributes.at(0).value)},
                                 {"value", textOf(data.signature)}});
    const auto verify = [&](const std::string& file) {
        return runTool("openssl ts -verify -data " + path(file) + " -in " + path("token.der") +
                       " -token_in -CAfile " + path("tsa.pem") + " -attime " +
                       std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                          kStamped.time_since_epoch())
                                          .count()));
    };
    const ToolAnswer good = verify("value");
    EXPECT_EQ(good.exitCode, 0) << good.output;
    EXPECT_NE(verify("altered.xml").exitCode, 0);
}

TEST_F(Tools, GnutlsVerifiesTheSeal) {
    if (!hasTool("certtool") || !hasTool("faketime")) {
        GTEST_SKIP() << "certtool or faketime is not installed";
    }
    const auto verify = [&](const std::string& content) {
        return runTool(
            "TZ=UTC faketime '2026-03-10 01:01:00' certtool --p7-verify --inder --infile " +
            path("record/META-INF/signature001.p7s") + " --load-data " + content +
            " --load-ca-certificate " + path("root.pem"));
    };
    const ToolAnswer good = verify(path("record/META-INF/ASiCManifest001.xml"));
    EXPECT_EQ(good.exitCode, 0) << good.output;
    EXPECT_NE(verify(path("altered.xml")).exitCode, 0);
}

TEST_F(Tools, XmllintReadsTheManifest) {
    if (!hasTool("xmllint")) {
        GTEST_SKIP() << "xmllint is not installed";
    }
    EXPECT_EQ(runTool("xmllint --noout " + path("record/META-INF/ASiCManifest001.xml")).exitCode,
              0);
}

class Program : public Tools {
  protected:
    ToolAnswer verify(const std::string& arguments) const {
        return runTool(std::string(SEIHON_BIN_DIR) + "/seihon-verify " + arguments);
    }
    std::string usual() const {
        return path("record") + " --trust " + path("trust") + " --at 2026-03-12T10:00:00+09:00";
    }
};

TEST_F(Program, SaysValidAndNotValid) {
    const ToolAnswer good = verify(usual() + " --lang en");
    EXPECT_EQ(good.exitCode, 0) << good.output;
    EXPECT_TRUE(good.output.starts_with("VALID\n")) << good.output;
    EXPECT_NE(good.output.find("Hanako Yakuzai"), good.output.npos);
    EXPECT_TRUE(verify(usual() + " --lang ja").output.starts_with("有効\n"));
    writeFiles(m_folder.path() / "record", {{"pages/0001.tif", "another"}});
    const ToolAnswer bad = verify(usual() + " --lang en");
    EXPECT_EQ(bad.exitCode, 4);
    EXPECT_TRUE(bad.output.starts_with("NOT VALID\n")) << bad.output;
    EXPECT_NE(bad.output.find("pages/0001.tif"), bad.output.npos);
    EXPECT_EQ(bad.output.find("proof lasts until"), bad.output.npos) << bad.output;
    EXPECT_LT(bad.output.find("REFUSED"), bad.output.find("note ")) << bad.output;
}

TEST_F(Program, ReportMarksThePageThatWasAltered) {
    ASSERT_EQ(verify(usual() + " --report " + path("good.html")).exitCode, 0);
    const std::string good = readFile(path("good.html"));
    EXPECT_NE(good.find("<td>✓</td>"), good.npos);
    writeFiles(m_folder.path() / "record", {{"pages/0001.tif", "another"}});
    ASSERT_EQ(verify(usual() + " --report " + path("bad.html")).exitCode, 4);
    const std::string bad = readFile(path("bad.html"));
    EXPECT_EQ(bad.find("<td>✓</td>"), bad.npos); // nobody vouches for the other page either
    EXPECT_NE(bad.find("✗ <code>FileAltered</code>"), bad.npos);
    // Its own digest: printf another | sha256sum
    EXPECT_NE(bad.find("ae448ac86c4e8e4dec645729708ef41873ae79c6dff84eff73360989487f08e5"),
              bad.npos)
        << bad;
    const auto mode = std::filesystem::status(path("bad.html")).permissions();
    EXPECT_EQ(mode & std::filesystem::perms::others_all, std::filesystem::perms::none);
}

TEST_F(Program, PrintsOneJsonDocument) {
    const ToolAnswer good = verify(usual() + " --json");
    EXPECT_EQ(good.exitCode, 0);
    const record::Json json = record::parseJson(good.output.substr(0, good.output.size() - 1));
    EXPECT_TRUE(json.at("valid").asBool());
    EXPECT_EQ(json.at("pages").asInt(), 2);
    EXPECT_EQ(json.at("signer").at("role").asString(), "information-creation-manager");
    std::filesystem::remove(m_folder.path() / "record/META-INF/signature001.p7s");
    const ToolAnswer bad = verify(usual() + " --json");
    EXPECT_EQ(bad.exitCode, 4);
    EXPECT_FALSE(
        record::parseJson(bad.output.substr(0, bad.output.size() - 1)).at("valid").asBool());
}

TEST_F(Program, TellsUsageFromFault) {
    EXPECT_EQ(verify("").exitCode, 2);
    EXPECT_EQ(verify(path("record")).exitCode, 2);
    EXPECT_EQ(verify(usual() + " extra").exitCode, 2);
    EXPECT_EQ(verify(usual() + " --lang fr").exitCode, 2);
    EXPECT_EQ(verify(usual() + " --verbose").exitCode, 2);
    EXPECT_EQ(verify(path("record") + " --trust " + path("trust") + " --at yesterday").exitCode, 2);
    EXPECT_EQ(verify(path("nothing") + " --trust " + path("trust")).exitCode, 3);
    const ToolAnswer fault =
        verify(path("record") + " --json --trust " + path("nothing") + " 2>/dev/null");
    EXPECT_EQ(fault.exitCode, 3);
    EXPECT_EQ(verify("--help").exitCode, 0);
}

} // namespace
} // namespace seihon::signing
