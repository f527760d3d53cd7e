#include "documents/cda.h"
#include "made_pages.h"
#include "record/fault.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

// A scanned document of IHE XDS-SD.
namespace seihon::documents_test {

using documents::cdaOf;
using documents::checkCda;
using documents::ScannedDocument;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

const std::string kInside = "%PDF-1.4 inside";

ScannedDocument madeScan() {
    ScannedDocument document;
    document.id = "0190a8e2-7b1c-7c3d-8e4f-0123456789ab";
    document.title = "診療情報提供書 <A&B>";
    document.type = {"57133-1", "2.16.840.1.113883.6.1", "Referral note"};
    document.confidentiality = "N";
    document.madeAt = record::parseInstant("2026-01-02T03:04:05Z");
    document.utcOffset = std::chrono::hours(9);
    document.facilityOid = "2.999.10";
    document.facilityName = "正本病院";
    document.patientOid = "2.999.10.1";
    document.patientId = "0042";
    document.patientName = "山田　太郎";
    document.scannedAt = record::parseInstant("2026-01-02T02:00:00Z");
    document.operatorId = "clerk";
    document.operatorName = "受付 かなえ";
    document.deviceId = "S-1";
    document.deviceModel = "fi-8170";
    document.deviceSoftware = "seihon 0.1.0";
    return document;
}

std::string madeCda(const ScannedDocument& document) {
    return cdaOf(document, record::bytesOf(kInside));
}

} // namespace

TEST(Cda, HoldsThePdfAndWhatIsKnown) {
    for (const bool known : {true, false}) {
        ScannedDocument document = madeScan();
        if (known) {
            document.serviceAt = record::parseInstant("2025-12-24T00:00:00Z");
            document.accession = "A&1";
        } else {
            document.type.code.clear();
            document.patientName.clear();
        }
        const std::string xml = madeCda(document);
        EXPECT_THAT(checkCda(xml, document, record::sha256(kInside)), IsEmpty());
        EXPECT_THAT(xml, HasSubstr("<effectiveTime value=\"20260102120405+0900\"/>"));
        EXPECT_THAT(xml, HasSubstr("<time value=\"20260102110000+0900\"/>"));
        EXPECT_THAT(xml, HasSubstr("<birthTime nullFlavor=\"NI\"/>"));
        EXPECT_EQ(xml.find("<low value=\"20251224090000+0900\"/>") != xml.npos, known);
        EXPECT_EQ(xml.find("<low nullFlavor=\"NI\"/>") != xml.npos, !known);
        EXPECT_EQ(xml.find("<code nullFlavor=\"OTH\">") != xml.npos, !known);
        EXPECT_EQ(xml.find("<inFulfillmentOf typeCode=\"FLFS\"><order classCode=\"ACT\" "
                           "moodCode=\"RQO\"><id root=\"2.999.10\" extension=\"A&amp;1\"/>"
                           "</order></inFulfillmentOf><documentationOf>") != xml.npos,
                  known);
        EXPECT_EQ(xml.find("inFulfillmentOf") != xml.npos, known);
    }
    // The id as an OID: what Python says of uuid.UUID(...).int.
    EXPECT_THAT(madeCda(madeScan()),
                HasSubstr("<id root=\"2.25.2080344131893165595708051340711659947\"/>"));
}

TEST(Cda, IsReadByXmllint) {
    if (!support::hasTool("xmllint")) {
        GTEST_SKIP() << "xmllint is not installed";
    }
    const TestFolder folder;
    writeAll(folder / "cda.xml", madeCda(madeScan()));
    const std::string file = folder / "cda.xml";
    EXPECT_EQ(support::runTool("xmllint --noout '" + file + "'").output, "");
    const auto valueOf = [&](const std::string& path) {
        return support::runTool("xmllint --xpath \"string(" + path + ")\" '" + file + "'").output;
    };
    const std::string cda = "/*[local-name()='ClinicalDocument']";
    EXPECT_THAT(valueOf("namespace-uri(" + cda + ")"), HasSubstr("urn:hl7-org:v3"));
    EXPECT_THAT(valueOf(cda + "/*[local-name()='title']"), HasSubstr("診療情報提供書 <A&B>"));
    EXPECT_THAT(valueOf("//*[local-name()='patientRole']/*[local-name()='id']/@extension"),
                HasSubstr("0042"));
    EXPECT_EQ(support::runTool("xmllint --xpath \"string(//*[local-name()='text'])\" '" + file +
                               "' | base64 -d")
                  .output,
              kInside);
}

TEST(Cda, ThatIsNotAsItShouldBeIsFound) {
    ScannedDocument document = madeScan();
    document.accession = "A1";
    const std::string good = madeCda(document);
    const auto problems = [&](const std::string& xml) {
        return checkCda(xml, document, record::sha256(kInside));
    };
    const std::pair<const char*, const char*> alterations[] = {
        {"urn:hl7-org:v3", "urn:hl7-org:v2"},
        {"1.3.6.1.4.1.19376.1.2.20.2", "1.3.6.1.4.1.19376.1.2.20.4"},
        {"CAPTURE", "WSD"},
        {"extension=\"0042\"", "extension=\"0043\""},
        {"<title>", "<title>x"},
        {"custodian>", "custodiam>"},
        {"20260102110000", "20260102110001"},
        {"\"B64\"", "\"TXT\""},
        {"<recordTarget>", "<recordTarget><x/>"},
        {"JVBERi0x", "JVBERi0y"},
        {"extension=\"A1\"", "extension=\"A2\""},
        {"RQO", "EVN"},
        {"inFulfillmentOf", "componentOf"},
        {"ja-JP", "en-US"}};
    for (const auto& [from, to] : alterations) {
        std::string bad = good;
        const std::size_t at = bad.find(from);
        ASSERT_NE(at, bad.npos) << from;
        bad.replace(at, std::string(from).size(), to);
        EXPECT_THAT(problems(bad), Not(IsEmpty())) << from;
    }
    EXPECT_THAT(problems(madeCda(madeScan())), Not(IsEmpty())) << "the order is missing";
    EXPECT_THAT(checkCda(good, madeScan(), record::sha256(kInside)), Not(IsEmpty()))
        << "an order that nobody picked";
    EXPECT_THAT(problems(""), Not(IsEmpty()));
    EXPECT_THAT(problems("<x/>"), Not(IsEmpty()));
    EXPECT_THAT(checkCda(good, document, record::sha256("other")), Not(IsEmpty()));
}

TEST(Cda, IsNotMadeOfWhatIsNoOid) {
    for (const char* oid : {"", "1", "3.1", "1..2", "1.2.", ".1.2", "1.02", "1.a", "1.2 "}) {
        ScannedDocument document = madeScan();
        document.facilityOid = oid;
        EXPECT_THROW(madeCda(document), record::Fault) << oid;
    }
    ScannedDocument document = madeScan();
    document.patientId.clear();
    EXPECT_THROW(madeCda(document), record::Fault);
    document = madeScan();
    document.patientName = "a\x01";
    EXPECT_THROW(madeCda(document), record::Fault);
    document = madeScan();
    document.id = "x";
    EXPECT_THROW(madeCda(document), record::Fault);
}

} // namespace seihon::documents_test
