#include "documents/fhir_server.h"

#include "made_pages.h"
#include "record/json.h"
#include "support/fhir_peer.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

// A FHIR server that keeps what it took, and all those that do not.
namespace seihon::documents_test {

using documents::DeliveryEnd;
using documents::DeliveryOutcome;
using documents::FhirDocument;
using documents::FhirServer;
using support::FhirPeer;
using support::PeerManner;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

const std::string kPdf = "%PDF-1.7 " + std::string(300000, '\x7F') + "%%EOF\n";

FhirDocument madeDocument() {
    FhirDocument document;
    document.binaryId = "0190a8e2-7b1c-7c3d-8e4f-0000000000b1";
    document.referenceId = "0190a8e2-7b1c-7c3d-8e4f-0000000000d1";
    document.recordId = "0190a8e2-7b1c-7c3d-8e4f-0123456789ab";
    document.manifestDigest = record::sha256("manifest");
    document.title = "診療情報提供書";
    document.patientSystem = "urn:oid:2.999.1";
    document.patientId = "P-0042";
    document.typeWords = "診療情報提供書";
    document.madeAt = record::parseInstant("2026-01-02T03:04:05Z");
    document.pdfBytes = std::ssize(kPdf);
    return document;
}

FhirServer serverAt(const FhirPeer& peer) {
    FhirServer server;
    server.base = peer.base();
    server.timeout = std::chrono::seconds(5);
    return server;
}

DeliveryOutcome sendAll(const FhirServer& server) {
    return documents::sendToFhir(server, madeDocument(), record::bytesOf(kPdf));
}
DeliveryOutcome confirmAll(const FhirServer& server) {
    return documents::confirmAtFhir(server, madeDocument(), record::sha256(kPdf));
}

} // namespace

TEST(Fhir, KeepsTheDocumentOnceHoweverOftenItIsSent) {
    for (const PeerManner manner : {PeerManner::Good, PeerManner::BinaryAsJson}) {
        FhirPeer peer(manner);
        EXPECT_EQ(confirmAll(serverAt(peer)).end, DeliveryEnd::Refused) << "not there yet";
        for (int i = 0; i < 3; ++i) {
            const DeliveryOutcome sent = sendAll(serverAt(peer));
            EXPECT_EQ(sent.end, DeliveryEnd::Sent) << sent.words;
            const DeliveryOutcome kept = confirmAll(serverAt(peer));
            EXPECT_EQ(kept.end, DeliveryEnd::Confirmed) << kept.words;
        }
        EXPECT_EQ(peer.puts(), 2);
        ASSERT_EQ(peer.resources().size(), 2U);
        const record::Json reference = record::parseJson(
            peer.resources().at("DocumentReference/" + madeDocument().referenceId));
        EXPECT_EQ(reference.at("status").asString(), "current");
        EXPECT_EQ(reference.at("content").asArray()[0].at("attachment").at("url").asString(),
                  "Binary/" + madeDocument().binaryId);
    }
}

TEST(Fhir, NamesTheOrderAndIsNotConfirmedUnderAnother) {
    using documents::fhirReference;
    using documents::isReferenceTo;
    const FhirDocument without = madeDocument();
    EXPECT_THAT(fhirReference(without), Not(HasSubstr("context")));
    FhirDocument ordered = without;
    ordered.accession = "A\"1";
    const record::Json reference = record::parseJson(fhirReference(ordered));
    const record::Json& related = reference.at("context").at("related").asArray().at(0);
    EXPECT_EQ(related.at("type").asString(), "ServiceRequest");
    const record::Json& number = related.at("identifier");
    EXPECT_EQ(number.at("value").asString(), "A\"1");
    const record::Json& coding = number.at("type").at("coding").asArray().at(0);
    EXPECT_EQ(coding.at("code").asString(), "ACSN");
    EXPECT_EQ(coding.at("system").asString(), "http://terminology.hl7.org/CodeSystem/v2-0203");
    EXPECT_TRUE(isReferenceTo(fhirReference(ordered), ordered));
    EXPECT_FALSE(isReferenceTo(fhirReference(without), ordered)) << "the order was dropped";
    FhirDocument other = ordered;
    other.accession = "A2";
    EXPECT_FALSE(isReferenceTo(fhirReference(other), ordered));
    for (const char* odd : {"null", "[]", "{}", "{\"related\":{}}", "{\"related\":[null,\"x\"]}",
                            "{\"related\":[{\"identifier\":[]}]}"}) {
        record::Json altered = reference;
        altered.set("context", record::parseJson(odd));
        EXPECT_FALSE(isReferenceTo(record::canonical(altered), ordered)) << odd;
    }
    FhirPeer peer(PeerManner::Good);
    EXPECT_EQ(documents::sendToFhir(serverAt(peer), ordered, record::bytesOf(kPdf)).end,
              DeliveryEnd::Sent);
    EXPECT_EQ(documents::confirmAtFhir(serverAt(peer), ordered, record::sha256(kPdf)).end,
              DeliveryEnd::Confirmed);
}

TEST(Fhir, AnAnswerThatWasLostMakesNoSecondOne) {
    FhirPeer peer(PeerManner::LosesAnswer);
    int tries = 0;
    for (DeliveryOutcome sent; sent.end != DeliveryEnd::Sent && tries < 9; ++tries) {
        sent = sendAll(serverAt(peer));
        EXPECT_THAT(sent.words, testing::AnyOf(HasSubstr("502"), HasSubstr("already")));
    }
    EXPECT_EQ(tries, 3);
    EXPECT_EQ(peer.resources().size(), 2U);
    EXPECT_EQ(confirmAll(serverAt(peer)).end, DeliveryEnd::Confirmed);
}

TEST(Fhir, WhatIsLostOrAlteredIsNeverConfirmed) {
    const std::pair<PeerManner, const char*> manners[] = {
        {PeerManner::LosesBinary, "GET Binary: HTTP 404"},
        {PeerManner::LosesReference, "GET DocumentReference: HTTP 404"},
        {PeerManner::ChangesBytes, "other bytes"},
        {PeerManner::OtherPatient, "something else"}};
    for (const auto& [manner, words] : manners) {
        FhirPeer peer(manner);
        EXPECT_EQ(sendAll(serverAt(peer)).end, DeliveryEnd::Sent) << words;
        const DeliveryOutcome kept = confirmAll(serverAt(peer));
        EXPECT_EQ(kept.end, DeliveryEnd::Refused) << words;
        EXPECT_THAT(kept.words, HasSubstr(words));
    }
    FhirPeer lost(PeerManner::Good); // later on
    EXPECT_EQ(sendAll(serverAt(lost)).end, DeliveryEnd::Sent);
    lost.behave(PeerManner::TalksNonsense);
    EXPECT_EQ(confirmAll(serverAt(lost)).end, DeliveryEnd::Refused);
    EXPECT_EQ(sendAll(serverAt(lost)).end, DeliveryEnd::Refused) << "nothing is written over it";
}

TEST(Fhir, SaysExactlyWhyItWasNotTaken) {
    struct Row {
        PeerManner manner;
        DeliveryEnd end;
        const char* words;
    };
    const Row rows[] = {
        {PeerManner::Refuses, DeliveryEnd::Refused,
         "PUT Binary: HTTP 422 error processing: 参照先の患者が見つかりません"},
        {PeerManner::RefusesReference, DeliveryEnd::Refused, "PUT DocumentReference: HTTP 422"},
        {PeerManner::Fails, DeliveryEnd::Unreachable, "HTTP 500 error processing: no room"},
        {PeerManner::Forbids, DeliveryEnd::Unreachable, "HTTP 403"},
        {PeerManner::Redirects, DeliveryEnd::Unreachable, "HTTP 302"},
        {PeerManner::TalksWithoutEnd, DeliveryEnd::Unreachable, "too large"}};
    for (const Row& row : rows) {
        FhirPeer peer(row.manner);
        const DeliveryOutcome sent = sendAll(serverAt(peer));
        EXPECT_EQ(sent.end, row.end) << row.words;
        EXPECT_THAT(sent.words, HasSubstr(row.words));
        EXPECT_NE(confirmAll(serverAt(peer)).end, DeliveryEnd::Confirmed) << row.words;
    }
    FhirPeer slow(PeerManner::Sleeps);
    FhirServer server = serverAt(slow);
    server.timeout = std::chrono::seconds(1);
    EXPECT_EQ(sendAll(server).end, DeliveryEnd::Unreachable);
    server.base = "http://127.0.0.1:1/fhir";
    EXPECT_EQ(sendAll(server).end, DeliveryEnd::Unreachable);
    server.base = "file:///etc";
    EXPECT_EQ(sendAll(server).end, DeliveryEnd::Unreachable);
}

TEST(Fhir, IsSpokenToOverTlsByNameWithOurCertificateAndToken) {
    if (!support::hasTool("openssl")) {
        GTEST_SKIP() << "openssl is not installed";
    }
    const TestFolder folder;
    const auto at = [&](const char* name) {
        return (folder / name).string();
    };
    const auto issue = [&](const std::string& name, const std::string& host) {
        const std::string base = at(name.c_str());
        return support::runTool("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" +
                                name + " -addext subjectAltName=DNS:" + host + " -keyout '" + base +
                                ".key' -out '" + base + ".pem'")
            .exitCode;
    };
    ASSERT_EQ(issue("server", "localhost"), 0);
    ASSERT_EQ(issue("elsewhere", "example.org"), 0);
    ASSERT_EQ(issue("client", "station"), 0);
    writeAll(folder / "token", "s3cret.token\n");

    FhirPeer peer(PeerManner::Good, at("server.pem"), at("server.key"), at("client.pem"));
    FhirServer server = serverAt(peer);
    server.authorityFile = at("server.pem");
    server.certificateFile = at("client.pem");
    server.keyFile = at("client.key");
    server.tokenFile = at("token");
    const DeliveryOutcome sent = sendAll(server);
    EXPECT_EQ(sent.end, DeliveryEnd::Sent) << sent.words;
    EXPECT_EQ(confirmAll(server).end, DeliveryEnd::Confirmed);
    EXPECT_EQ(peer.authorization(), "Bearer s3cret.token");

    FhirServer wrong = server; // nobody that the settings name
    wrong.authorityFile = at("elsewhere.pem");
    EXPECT_EQ(sendAll(wrong).end, DeliveryEnd::Unreachable);
    EXPECT_THAT(sendAll(wrong).words, HasSubstr("certificate"));
    wrong = server; // no certificate of ours
    wrong.certificateFile = wrong.keyFile = "";
    EXPECT_NE(sendAll(wrong).end, DeliveryEnd::Sent);
    wrong = server;
    writeAll(folder / "two", "token\r\nX-Other: 1\r\n");
    wrong.tokenFile = at("two");
    EXPECT_THAT(sendAll(wrong).words, HasSubstr("more than one word"));
    wrong.tokenFile = at("missing");
    EXPECT_EQ(sendAll(wrong).end, DeliveryEnd::Unreachable);

    FhirPeer other(PeerManner::Good, at("elsewhere.pem"), at("elsewhere.key"), "");
    FhirServer misnamed = serverAt(other); // believed, and of another name
    misnamed.authorityFile = at("elsewhere.pem");
    EXPECT_EQ(sendAll(misnamed).end, DeliveryEnd::Unreachable);
    EXPECT_THAT(other.resources(), IsEmpty());
}

TEST(Fhir, ReadsOnlyWhatIsAnAnswer) {
    EXPECT_EQ(documents::outcomeWords("{\"resourceType\":\"OperationOutcome\",\"issue\":[{"
                                      "\"severity\":\"error\",\"code\":\"invalid\",\"details\":{"
                                      "\"text\":\"a\\nb\"}}]}"),
              "error invalid: a b");
    for (const char* nothing : {"", "{}", "[]", "nonsense", "{\"resourceType\":\"Patient\"}",
                                "{\"resourceType\":\"OperationOutcome\"}",
                                "{\"resourceType\":\"OperationOutcome\","
                                "\"issue\":7}"}) {
        EXPECT_EQ(documents::outcomeWords(nothing), "") << nothing;
        EXPECT_FALSE(documents::isReferenceTo(nothing, madeDocument()));
        EXPECT_FALSE(documents::bytesInBinary(nothing, madeDocument().binaryId).has_value());
    }
    const std::string reference = documents::fhirReference(madeDocument());
    EXPECT_TRUE(documents::isReferenceTo(reference, madeDocument()));
    for (const char* word :
         {"P-0042", "current", "0000000000b1", "2.999.1", "0000000000d1\",\"ide"}) {
        std::string other = reference;
        const std::size_t at = other.find(word);
        ASSERT_NE(at, other.npos) << word;
        other[at] = other[at] == '1' ? '2' : '1';
        EXPECT_FALSE(documents::isReferenceTo(other, madeDocument())) << word;
    }
    const std::string binary = documents::fhirBinary(madeDocument(), record::bytesOf(kPdf));
    EXPECT_EQ(documents::bytesInBinary(binary, madeDocument().binaryId), kPdf);
    EXPECT_FALSE(documents::bytesInBinary(binary, "other").has_value());
}

} // namespace seihon::documents_test
