#include "config/deliveries.h"

#include "expect_refused.h"
#include "record/fault.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const std::string kTwoPeers = R"([[target]]
name = "pacs"
kind = "dicom"
classes = ["radiograph-film", "referral-letter"]
sealed_from = 2026-11-23T00:00:00+09:00
host = "pacs.example"
port = 11112
called_ae = "PACS"
calling_ae = "SEIHON"
timeout_seconds = 30
tls = true
ca_file = "trust/pacs.pem"
certificate_file = "keys/dicom.pem"
key_file = "keys/dicom.key"
server_name = "pacs.example"
confirmation = "commitment"
reply_port = 11113
report_wait_seconds = 40

[worklist]
host = "10.0.0.7"
port = 104
called_ae = "RIS"
calling_ae = "SEIHON"
timeout_seconds = 5
tls = false
)";

} // namespace

TEST(ParseDeliveries, ReadsTargetsAndTheWorklist) {
    const Deliveries read = parseDeliveries(kTwoPeers, "deliveries.toml");
    ASSERT_EQ(read.targets.size(), 1u);
    const DeliveryTarget& one = read.targets[0];
    EXPECT_EQ(one.name, "pacs");
    EXPECT_EQ(one.classes.size(), 2u);
    EXPECT_EQ(record::formatInstant(one.sealedFrom), "2026-11-22T15:00:00.000Z");
    EXPECT_EQ(one.dicom.host, "pacs.example");
    EXPECT_EQ(one.dicom.port, 11112);
    EXPECT_EQ(one.dicom.calledAe, "PACS");
    EXPECT_EQ(one.dicom.callingAe, "SEIHON");
    EXPECT_EQ(one.dicom.timeout, std::chrono::seconds(30));
    ASSERT_TRUE(one.dicom.tls);
    EXPECT_EQ(one.dicom.tls->serverName, "pacs.example");
    EXPECT_EQ(one.dicom.tls->keyFile, "keys/dicom.key");
    EXPECT_EQ(one.confirmation, Confirmation::Commitment);
    EXPECT_EQ(one.replyPort, 11113);
    EXPECT_EQ(one.reportWait, std::chrono::seconds(40));
    ASSERT_TRUE(read.worklist);
    EXPECT_EQ(read.worklist->calledAe, "RIS");
    EXPECT_FALSE(read.worklist->tls);
    EXPECT_TRUE(parseDeliveries("", "deliveries.toml").targets.empty());
}

TEST(ParseDeliveries, RefusesWhatItDoesNotMean) {
    const auto refused = [](const std::string& from, const std::string& to, const char* why) {
        const std::string changed = replaced(kTwoPeers, from, to);
        expectRefused([&] { (void)parseDeliveries(changed, "deliveries.toml"); },
                      lineOf(kTwoPeers, from), why);
    };
    refused("kind = \"dicom\"", "kind = \"fax\"", "one of");
    refused("host = \"pacs.example\"", "host = \"pacs.example:104\"", "without port");
    refused("port = 11112", "port = 0", "between");
    refused("called_ae = \"PACS\"", "called_ae = \"SEVENTEEN-LETTERS\"", "16");
    refused("calling_ae = \"SEIHON\"\ntimeout_seconds = 30",
            "calling_ae = \"A\\\\B\"\ntimeout_seconds = 30", "16");
    refused("server_name = \"pacs.example\"", "server_name = \"*.example\"", "wildcards");
    refused("timeout_seconds = 30", "timeout_seconds = 0", "between");
    refused("name = \"pacs\"", "name = \"../pacs\"", "");
    refused("confirmation = \"commitment\"", "confirmation = \"hope\"", "one of");
    refused("report_wait_seconds = 40", "report_wait_seconds = 4000", "between");
    // A default that weakens is none: each of these must be said.
    for (const char* line :
         {"tls = true\n", "ca_file = \"trust/pacs.pem\"\n", "key_file = \"keys/dicom.key\"\n",
          "server_name = \"pacs.example\"\n", "confirmation = \"commitment\"\n",
          "sealed_from = 2026-11-23T00:00:00+09:00\n"}) {
        EXPECT_THROW((void)parseDeliveries(replaced(kTwoPeers, line, ""), "deliveries.toml"),
                     record::Fault)
            << line;
    }
    EXPECT_THROW((void)parseDeliveries(kTwoPeers + "[ftp]\n", "deliveries.toml"), record::Fault);
    const std::string twice = kTwoPeers + kTwoPeers.substr(0, kTwoPeers.find("[worklist]"));
    EXPECT_THROW((void)parseDeliveries(twice, "deliveries.toml"), record::Fault);
}

TEST(ParseDeliveries, ReadsFhirServersFoldersAndTheHospitalsNumbers) {
    const std::string text = R"([[target]]
name = "emr"
kind = "fhir"
classes = ["ecg", "referral-letter"]
sealed_from = 2026-11-23T00:00:00+09:00
url = "https://emr.example/fhir"
tls = true
ca_file = "trust/emr.pem"
token_file = "keys/emr.token"
timeout_seconds = 30
patient_system = "urn:oid:2.999.10.1"
class_system = "http://loinc.org"
class_codes = ["11524-6", "57133-1"]

[[target]]
name = "images"
kind = "folder"
classes = ["ecg"]
sealed_from = 2026-11-23T00:00:00+09:00
class_codes = ["A-01"]

[target.files]
folder = "/srv/in"
name = "{patient}_{id}"
sidecar = "xml"
trigger = ""

[cda]
facility_oid = "2.999.10"
patient_oid = "2.999.10.1"
confidentiality = "N"
class_system = "2.16.840.1.113883.6.1"
classes = ["referral-letter"]
class_codes = ["57133-1"]
)";
    const Deliveries read = parseDeliveries(text, "deliveries.toml");
    ASSERT_EQ(read.targets.size(), 2u);
    EXPECT_EQ(read.targets[0].fhir.url, "https://emr.example/fhir");
    EXPECT_EQ(read.targets[0].fhir.tokenFile, "keys/emr.token");
    EXPECT_EQ(read.targets[0].classCodes.at(1), "57133-1");
    EXPECT_EQ(read.targets[1].folder.nameTemplate, "{patient}_{id}");
    EXPECT_EQ(read.targets[1].folder.sidecar, "xml");
    ASSERT_TRUE(read.cda);
    EXPECT_EQ(read.cda->patientOid, "2.999.10.1");
    const std::pair<const char*, const char*> wrong[] = {
        {"https://emr", "http://emr"},
        {"https://emr.example/fhir", "https://emr.example/fhir/"},
        {"https://emr.example", "https://user@emr.example"},
        {"ca_file = \"trust/emr.pem\"\n", ""},
        {"\"11524-6\", ", ""},
        {"folder = \"/srv/in\"", "folder = \"in\""},
        {"\"xml\"", "\"json\""},
        {"\"N\"", "\"X\""},
        {"patient_oid = \"2.999.10.1\"", "patient_oid = \"x\""},
        {"trigger = \"\"", "trigger = \"\"\nother = 1"},
        {"trigger = \"\"", "trigger = \"pdf\""},
        {"trigger = \"\"", "trigger = \"xml\""},
        {"trigger = \"\"", "trigger = \"../x\""},
        {"{patient}_{id}", "{patient}"},
        {"{patient}_{id}", "../{id}"},
        {"{patient}_{id}", "{name}_{id}"}};
    for (const auto& [from, to] : wrong) {
        std::string bad = text;
        const std::size_t at = bad.find(from);
        ASSERT_NE(at, bad.npos) << from;
        bad.replace(at, std::string(from).size(), to);
        EXPECT_THROW(parseDeliveries(bad, "deliveries.toml"), record::Fault) << from;
    }
}

TEST(ParseDeliveries, ReadsFormsSyntaxesAndWhatAnArchiveMayChange) {
    const Deliveries plain = parseDeliveries(kTwoPeers, "deliveries.toml");
    EXPECT_EQ(plain.targets[0].form, DeliveryForm::Images);
    EXPECT_EQ(plain.targets[0].syntaxes, std::vector{DeliverySyntax::Raw});
    EXPECT_TRUE(plain.targets[0].mayChange.empty());
    const auto with = [](const std::string& lines) {
        return parseDeliveries(
                   replaced(kTwoPeers, "reply_port = 11113\n", "reply_port = 11113\n" + lines),
                   "deliveries.toml")
            .targets[0];
    };
    const DeliveryTarget full =
        with("form = \"images\"\nsyntaxes = [\"jpeg-ls\", \"jpeg-lossless\", \"raw\"]\n"
             "may_change = [\"PatientName\", \"StudyID\"]\n");
    EXPECT_EQ(full.syntaxes, (std::vector{DeliverySyntax::JpegLs, DeliverySyntax::JpegLossless,
                                          DeliverySyntax::Raw}));
    EXPECT_EQ(full.mayChange, (std::vector{ChangeAllowed::PatientName, ChangeAllowed::StudyID}));
    EXPECT_EQ(with("form = \"pdf\"\n").form, DeliveryForm::Pdf);
    const char* const wrong[] = {
        "form = \"PDF\"\n",
        "form = 1\n",
        "syntaxes = []\n",
        "syntaxes = \"raw\"\n",
        "syntaxes = [\"raw\", \"raw\"]\n",
        "syntaxes = [\"jpeg\"]\n", // lossy, or unclear
        "form = \"pdf\"\nsyntaxes = [\"jpeg-ls\"]\n",
        "may_change = []\n",
        "may_change = [\"PatientID\"]\n", // then it is somebody else's
        "may_change = [\"StudyInstanceUID\"]\n",
        "may_change = [\"PatientName\", \"PatientName\"]\n",
    };
    for (const char* lines : wrong) {
        EXPECT_THROW((void)with(lines), record::Fault) << lines;
    }
    const std::string pictures = kTwoPeers + "[dicom]\nimage_classes = [\"photograph\"]\n";
    EXPECT_EQ(parseDeliveries(pictures, "deliveries.toml").imageClasses.at(0), "photograph");
    EXPECT_THROW((void)parseDeliveries(pictures + "other = 1\n", "deliveries.toml"), record::Fault);
    EXPECT_THROW((void)parseDeliveries(kTwoPeers + "[dicom]\n", "deliveries.toml"), record::Fault);
}

} // namespace seihon::config
