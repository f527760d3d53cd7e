// What tools that are not ours say about the layers over a record, each with a control.

#include "signing/archive_layers.h"
#include "signing/validation_data.h"
#include "support/run_tool.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

#include <sstream>

namespace seihon::signing {
namespace {

using namespace forge;
using support::hasTool;
using support::runTool;
using support::ToolAnswer;

long long secondsOf(Instant at) {
    return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

class LayerTools : public ::testing::Test {
  protected:
    void write(const Files& files) { writeFiles(m_folder.path(), files); }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }

    TempFolder m_folder;
};

TEST_F(LayerTools, OpensslVerifiesEveryArchiveTimestamp) {
    if (!hasTool("openssl")) {
        GTEST_SKIP() << "openssl is not installed";
    }
    const Instant second = day("2035-01-10");
    write(renewed(decades().withFirstLayer(), *decades().second, second, "sha512"));
    write({{"root.pem", toPem(decades().tsaRoot, false)}});
    const auto verify = [&](const std::string& number, const std::string& token, Instant at) {
        return runTool("openssl ts -verify -data " +
                       path("META-INF/ASiCArchiveManifest" + number + ".xml") + " -in " +
                       path("META-INF/timestamp" + token + ".tst") + " -token_in -CAfile " +
                       path("root.pem") + " -attime " + std::to_string(secondsOf(at)));
    };
    const ToolAnswer first = verify("001", "001", day("2035-01-01"));
    EXPECT_EQ(first.exitCode, 0) << first.output;
    const ToolAnswer other = verify("002", "002", day("2044-01-01"));
    EXPECT_EQ(other.exitCode, 0) << other.output;
    EXPECT_NE(verify("001", "002", second).exitCode, 0);
    EXPECT_NE(verify("001", "001", day("2038-01-01")).exitCode, 0); // its unit has ended
}

TEST_F(LayerTools, OpensslReadsAndWritesTheValidationData) {
    if (!hasTool("openssl")) {
        GTEST_SKIP() << "openssl is not installed";
    }
    const Der list = decades().tsaList(kNow);
    write({{"validation.p7b",
            textOf(encodeValidationData({{decades().tsaRoot.certificate}, {list}}))},
           {"root.pem", toPem(decades().tsaRoot, false)},
           {"list.der", textOf(list)}});
    const ToolAnswer read =
        runTool("openssl pkcs7 -inform der -print_certs -noout -in " + path("validation.p7b"));
    EXPECT_EQ(read.exitCode, 0) << read.output;
    EXPECT_NE(read.output.find("Test TSA Root of Decades"), read.output.npos) << read.output;
    const ToolAnswer written =
        runTool("openssl crl2pkcs7 -inform der -in " + path("list.der") + " -certfile " +
                path("root.pem") + " -outform der -out " + path("theirs.p7b"));
    EXPECT_EQ(written.exitCode, 0) << written.output;
    EXPECT_EQ(readFile(path("theirs.p7b")), readFile(path("validation.p7b")));
    write({{"cut.p7b", readFile(path("validation.p7b")).substr(0, 900)}});
    EXPECT_NE(runTool("openssl pkcs7 -inform der -noout -in " + path("cut.p7b")).exitCode, 0);
}

TEST_F(LayerTools, XmllintReadsTheManifests) {
    if (!hasTool("xmllint")) {
        GTEST_SKIP() << "xmllint is not installed";
    }
    write(renewedWithEvidence(decades().withFirstLayer(), *decades().first, kNow));
    for (const char* const name :
         {"META-INF/ASiCArchiveManifest001.xml", "META-INF/ASiCEvidenceRecordManifest002.xml"}) {
        EXPECT_EQ(runTool("xmllint --noout " + path(name)).exitCode, 0) << name;
    }
    write({{"bad.xml", "<a>"}});
    EXPECT_NE(runTool("xmllint --noout " + path("bad.xml")).exitCode, 0);
}

// Two records with one token, by each of the digests.
TEST_F(LayerTools, BouncyCastleVerifiesTheEvidenceRecords) {
    const std::string jars =
        "/usr/share/java/bcpkix.jar:/usr/share/java/bcprov.jar:/usr/share/java/bcutil.jar";
    if (!hasTool("java") || !std::filesystem::exists("/usr/share/java/bcpkix.jar")) {
        GTEST_SKIP() << "java or libbcpkix-java is not installed";
    }
    const Files record = decades().completed();
    RecordPlan plan;
    plan.pages["pages/0001.tif"] = "another page";
    const MemoryRecord one(record), two(sealedFiles(plan));
    Trust trust = decades().trustOf(kNow);
    trust.tsaRoots["tsa-root.pem"].push_back(authorities().tsaRoot.certificate);
    trust.crls.push_back(authorities().tsaCrl);
    const std::vector<const RecordFiles*> asked{&one, &two};
    std::string command = "java -XX:TieredStopAtLevel=1 -cp " + jars + " " + SEIHON_SOURCE_DIR +
                          "/tests/signing/java/VerifyEvidence.java " + path("unit.der");
    std::string expected;
    write(record);
    write({{"unit.der", textOf(decades().first->identity().certificate)}, {"altered", "altered"}});
    for (const std::string digest : {"sha256", "sha512"}) {
        const auto made = makeEvidenceLayers(asked, decades().first->at(kNow),
                                             {trust, kNow, std::chrono::minutes(5), digest});
        write({{digest, textOf(made[0].files.back().bytes)},
               {digest + "-other", textOf(made[1].files.back().bytes)}});
        std::string all;
        std::string withoutLast;
        for (const auto& [name, bytes] : record) {
            if (name != "mimetype") {
                withoutLast = all;
                all += " " + path(name);
            }
        }
        command += " -- " + path(digest) + all;
        command += " -- " + path(digest) + withoutLast;
        command += " -- " + path(digest) + withoutLast + " " + path("altered");
        command += " -- " + path(digest + "-other") + all;
        expected += "accepted\nrefused\nrefused\nrefused\n";
    }
    const ToolAnswer answer = runTool(command);
    EXPECT_EQ(answer.exitCode, 0);
    std::string verdicts;
    std::istringstream lines(answer.output);
    for (std::string line; std::getline(lines, line);) {
        verdicts += line.substr(0, line.find(':')) + "\n";
    }
    EXPECT_EQ(verdicts, expected) << answer.output;
}

} // namespace
} // namespace seihon::signing
