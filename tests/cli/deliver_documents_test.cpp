#include "station_home.h"
#include "support/fhir_peer.h"
#include "support/run_tool.h"

#include "record/digest.h"

#include <gmock/gmock.h>

// Viewing copies of sealed records on their way to a FHIR server and into a watched folder.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using support::FhirPeer;
using support::PeerManner;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class DeliveredCopies : public testing::Test {
  protected:
    void fhirTarget(const std::string& base) const {
        writeFile(m_home.path() / "deliveries.toml",
                  "[[target]]\nname = \"emr\"\nkind = \"fhir\"\nclasses = [\"referral-letter\"]\n"
                  "sealed_from = 2020-01-01T00:00:00+09:00\nurl = \"" +
                      base +
                      "\"\ntls = false\ntimeout_seconds = 20\n"
                      "patient_system = \"urn:oid:2.999.10.1\"\n"
                      "class_system = \"http://loinc.org\"\nclass_codes = [\"57133-1\"]\n");
    }
    void folderTarget(const fs::path& folder) const {
        writeFile(m_home.path() / "deliveries.toml",
                  "[[target]]\nname = \"images\"\nkind = \"folder\"\n"
                  "classes = [\"referral-letter\"]\n"
                  "sealed_from = 2020-01-01T00:00:00+09:00\nclass_codes = [\"A-01\"]\n"
                  "[target.files]\nfolder = \"" +
                      folder.string() +
                      "\"\nname = \"{patient}_{class}_{id}\"\nsidecar = \"csv\"\n"
                      "trigger = \"end\"\n");
    }
    record::Json::Array listed(bool all = false) const {
        const Result list = m_home.seihon(all ? std::vector<std::string>{"deliver", "list", "--all"}
                                              : std::vector<std::string>{"deliver", "list"});
        EXPECT_EQ(list.code, 0) << list.err;
        return list.json().at("deliveries").asArray();
    }
    std::string stateAfterWork() const {
        const Result worked = m_home.seihon({"deliver", "work"});
        EXPECT_EQ(worked.code, 0) << worked.out << worked.err;
        const auto all = listed(true);
        return all.size() == 1 ? all[0].at("state").asString() : "not one";
    }

    StationHome m_home;
};

TEST_F(DeliveredCopies, AreConfirmedByAFhirServerAndNeverThereTwice) {
    const fs::path record = m_home.sealedRecord(1);
    FhirPeer peer(PeerManner::Fails);
    fhirTarget(peer.base());
    EXPECT_EQ(stateAfterWork(), "waiting");
    EXPECT_THAT(listed()[0].at("lastTry").asString(), HasSubstr("HTTP 500"));
    peer.behave(PeerManner::LosesAnswer); // it takes it, and the answer is lost
    EXPECT_EQ(stateAfterWork(), "waiting");
    EXPECT_EQ(stateAfterWork(), "waiting");
    EXPECT_EQ(stateAfterWork(), "confirmed");
    EXPECT_THAT(listed(), IsEmpty());
    ASSERT_THAT(peer.resources(), SizeIs(2));
    EXPECT_FALSE(fs::exists(m_home.path() / "deliveries" / "emr" / record.filename()));
    // The bytes are those that the log knows, under the ids that it noted before.
    const Result log = m_home.seihon({"audit", "log", "--limit", "1000"});
    for (const auto& [key, resource] : peer.resources()) {
        EXPECT_THAT(log.out, HasSubstr(key.substr(key.find('/') + 1)));
        if (key.starts_with("Binary/")) {
            const std::string pdf = record::fromBase64(
                record::parseJson(resource, {.bytes = resource.size(), .depth = 8})
                    .at("data")
                    .asString());
            EXPECT_THAT(log.out, HasSubstr(record::sha256(pdf).hex()));
        } else {
            EXPECT_THAT(resource, HasSubstr("57133-1"));
        }
    }
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

TEST_F(DeliveredCopies, ThatAServerLostOrRefusedStayVisible) {
    const fs::path record = m_home.sealedRecord(1);
    FhirPeer peer(PeerManner::LosesBinary); // says 201
    fhirTarget(peer.base());
    EXPECT_EQ(stateAfterWork(), "failed");
    EXPECT_THAT(listed()[0].at("statuses").asArray()[0].at("words").asString(),
                HasSubstr("GET Binary: HTTP 404"));
    const std::string id = record.filename().string();
    peer.behave(PeerManner::Refuses);
    EXPECT_EQ(m_home.as("admin", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(stateAfterWork(), "failed");
    EXPECT_THAT(listed()[0].at("statuses").asArray()[0].at("words").asString(),
                HasSubstr("HTTP 422 error processing: 参照先の患者が見つかりません"));
    peer.behave(PeerManner::Good);
    EXPECT_EQ(m_home.as("admin", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(stateAfterWork(), "confirmed");
    EXPECT_THAT(peer.resources(), SizeIs(2));
}

TEST_F(DeliveredCopies, LieInAWatchedFolderWithTheirFacts) {
    const fs::path record = m_home.sealedRecord(1);
    const fs::path folder = m_home.path() / "watched";
    folderTarget(folder);
    EXPECT_EQ(stateAfterWork(), "waiting"); // not mounted
    fs::create_directory(folder);
    EXPECT_EQ(stateAfterWork(), "confirmed");
    std::string pdf, csv;
    int files = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
        ++files;
        pdf = file.path().extension() == ".pdf" ? file.path().string() : pdf;
        csv = file.path().extension() == ".csv" ? readFile(file.path()) : csv;
    }
    EXPECT_EQ(files, 3);
    EXPECT_THAT(pdf, HasSubstr("_A-01_" + record.filename().string()));
    EXPECT_THAT(pdf, HasSubstr("P-000123"));
    EXPECT_THAT(readFile(m_home.path() / "ledger/entries/000000.jsonl"), // the public lines
                Not(HasSubstr("P-000123")));
    EXPECT_THAT(csv, HasSubstr(record::sha256(readFile(pdf)).hex()));
    EXPECT_EQ(support::runTool("qpdf --check '" + pdf + "'").exitCode, 0);
}

TEST_F(DeliveredCopies, AScannedDocumentNeedsTheHospitalsNumbers) {
    const fs::path record = m_home.sealedRecord(1);
    const std::string file = m_home.path() / "r.xml";
    const std::vector<std::string> args{"record", "cda", record.filename().string(), "--to", file};
    EXPECT_NE(m_home.as("manager", args).code, 0);
    EXPECT_FALSE(fs::exists(file));
    writeFile(m_home.path() / "deliveries.toml",
              "[cda]\nfacility_oid = \"2.999.10\"\npatient_oid = \"2.999.10.1\"\n"
              "confidentiality = \"N\"\n");
    const Result made = m_home.as("manager", args);
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    EXPECT_EQ(made.json().at("sha256").asString(), record::sha256(readFile(file)).hex());
    EXPECT_EQ(support::runTool("xmllint --huge --noout '" + file + "'").output, "");
    const std::string pdf = m_home.path() / "inside.pdf";
    ASSERT_EQ(support::runTool("xmllint --huge --xpath \"string(//*[local-name()='text'])\" '" +
                               file + "' | base64 -d > '" + pdf + "'")
                  .exitCode,
              0);
    EXPECT_EQ(support::runTool("qpdf --check '" + pdf + "'").exitCode, 0);
    EXPECT_THAT(support::runTool("pdfinfo -meta '" + pdf + "'").output,
                HasSubstr("<pdfaid:part>1<"));
    EXPECT_THAT(m_home.seihon({"audit", "log"}).out, HasSubstr("XDS-SD"));
}

} // namespace seihon::cli_test
