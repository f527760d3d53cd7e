#include "record/log_proof.h"

#include "record/entry.h"
#include "record/merkle.h"
#include "tests/record/expect_fault.h"

#include <gtest/gtest.h>

#include <functional>

// The file that takes one record's entries out of the log: exactly one way to write it.
namespace seihon::record {
namespace {

const std::string kProofNote = "station-1\n7\nAAAA\n\n\xe2\x80\x94 station-1 AAAA\n";
const std::string kProofRecordId = "0198c0de-0000-7000-8000-000000000001";

TlogProof sampleTlogProof() {
    return {5, {sha256("a"), sha256("b")}, kProofNote};
}

LogProof sampleLogProof() {
    Entry entry;
    entry.station = "station-1";
    entry.what.actor = {"clerk", "Clerk", Role::ScanOperator};
    entry.what.record = kProofRecordId;
    LogProof proof;
    proof.record = kProofRecordId;
    proof.checkpoint = kProofNote;
    proof.token = {0x30, 0x00};
    for (const std::uint64_t sequence : {2ull, 5ull}) {
        entry.sequence = sequence;
        proof.lines.push_back({publicLine(entry), std::nullopt, {sha256("a")}});
    }
    proof.lines[1].opened = {sha256("salt"), Json::object({{"patient", "P"}})};
    return proof;
}

void expectNoTlogProof(const std::string& text) {
    expectFault(FaultKind::Malformed, [&] { (void)parseTlogProof(text); });
}

} // namespace

TEST(TlogProofText, IsThatOfTheSpecification) {
    const std::string text = tlogProofText(sampleTlogProof());
    EXPECT_EQ(text, "c2sp.org/tlog-proof@v1\nindex 5\n" + toBase64(Bytes(sha256("a").bytes)) +
                        "\n" + toBase64(Bytes(sha256("b").bytes)) + "\n\n" + kProofNote);
    EXPECT_EQ(parseTlogProof(text), sampleTlogProof());
    const TlogProof alone{0, {}, kProofNote}; // a log of one entry
    EXPECT_EQ(parseTlogProof(tlogProofText(alone)), alone);
}

TEST(TlogProofText, HasOneSpelling) {
    const std::string good = tlogProofText(sampleTlogProof());
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    expectNoTlogProof(with("@v1", "@v2"));
    expectNoTlogProof(with("index 5", "index 05"));
    expectNoTlogProof(with("index 5", "index -5"));
    expectNoTlogProof(with("index 5", "index 5 "));
    expectNoTlogProof(with("index 5", "extra AAAA\nindex 5"));
    expectNoTlogProof(with("index 5", "index 18446744073709551615"));
    expectNoTlogProof(with("=\n", "\n"));
    expectNoTlogProof(with("index 5\n", "index 5\nAAAA\n"));
    expectNoTlogProof(good.substr(0, good.find(kProofNote)));
    expectNoTlogProof("");
    TlogProof tall = sampleTlogProof();
    tall.path.assign(64, sha256("x"));
    expectNoTlogProof(tlogProofText(tall));
    for (std::size_t cut = 0; cut < good.size() - kProofNote.size(); ++cut) {
        expectNoTlogProof(good.substr(0, cut));
    }
}

TEST(LogProofText, ComesBackTheSame) {
    const std::string text = logProofText(sampleLogProof());
    const LogProof read = parseLogProof(text);
    EXPECT_EQ(logProofText(read), text);
    EXPECT_EQ(read.record, kProofRecordId);
    ASSERT_EQ(read.lines.size(), 2u);
    EXPECT_FALSE(read.lines[0].opened);
    EXPECT_TRUE(read.lines[1].opened);
}

TEST(LogProofText, RefusesWhatIsNotWholly) {
    const auto refused = [](const std::function<void(Json&)>& spoil) {
        Json json = parseJson(logProofText(sampleLogProof()));
        spoil(json);
        expectFault(FaultKind::Malformed, [&] { (void)parseLogProof(canonical(json)); });
    };
    refused([](Json& json) { json.set("format", "seihon-log-proof-2"); });
    refused([](Json& json) { json.set("more", 1); });
    refused([](Json& json) { json.set("record", "../x"); });
    refused([](Json& json) { json.set("token", ""); });
    refused([](Json& json) { json.set("entries", Json::array()); });
    refused([](Json& json) { // the proof of another entry
        Json::Array entries = json.at("entries").asArray();
        entries[0].set("proof", entries[1].at("proof"));
        json.set("entries", std::move(entries));
    });
    refused([](Json& json) { // two checkpoints
        Json::Array entries = json.at("entries").asArray();
        std::string proof = entries[1].at("proof").asString();
        entries[1].set("proof", proof + "\xe2\x80\x94 other AAAA\n");
        json.set("entries", std::move(entries));
    });
    expectFault(FaultKind::Malformed,
                [&] { (void)parseLogProof(logProofText(sampleLogProof()) + "\n"); });
}

// What the issue asks of a log of ten years.
TEST(TlogProofText, OfTenMillionEntriesFitsIntoTwoKilobytes) {
    TlogProof proof{9'999'999, std::vector<Digest>(24, sha256("x")), ""};
    proof.checkpoint = "station-0123456789abcdef\n10000000\n" + std::string(44, 'A') +
                       "\n\n\xe2\x80\x94 station-0123456789abcdef " + std::string(92, 'A') +
                       "\n\xe2\x80\x94 witness.example/w1 " + std::string(104, 'A') +
                       "\n\xe2\x80\x94 witness.example/w2 " + std::string(104, 'A') + "\n";
    EXPECT_LE(tlogProofText(proof).size(), 2000u);
}

} // namespace seihon::record
