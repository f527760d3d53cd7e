#include "record/entry.h"

#include "expect_fault.h"
#include "job_entries.h"

namespace seihon::record {
namespace {

Entry sampleEntry() {
    Entry entry;
    entry.station = "station-1";
    entry.sequence = 42;
    entry.at = parseInstant("2026-11-22T03:15:00.250Z");
    entry.what.kind = EntryKind::OriginalRegistered;
    entry.what.actor = sampleClerk();
    entry.what.job = "job-1";
    entry.what.record = "record-1";
    entry.what.facts = Json::object({{"original", toJson(sampleOriginal())}});
    entry.what.privateFacts = Json::object({{"patient", toJson(sampleOriginal().patient)}});
    Finding finding;
    finding.id = FindingId::WindowClosing;
    finding.severity = Severity::Warn;
    Verdict verdict;
    verdict.add(finding);
    entry.what.verdict = verdict;
    entry.what.regulation = sha256("regulation");
    entry.salt = sha256("salt");
    entry.privateSalt = sha256("private salt");
    entry.privateCommitment = privateCommitmentOf(*entry.privateSalt, entry.what.privateFacts);
    return entry;
}

TEST(Entry, PublicLineRoundTripsForEveryKind) {
    for (const auto& [kind, name] : EnumNames<EntryKind>::table) {
        Entry entry = sampleEntry();
        entry.what.kind = kind;
        const std::string line = canonical(publicLine(entry));
        const Entry back = entryFromPublicLine(parseJson(line));
        EXPECT_EQ(canonical(publicLine(back)), line) << name;
        EXPECT_EQ(back.what.kind, kind);
        EXPECT_EQ(back.sequence, entry.sequence);
        EXPECT_EQ(back.at, entry.at);
        EXPECT_EQ(back.what.actor, entry.what.actor);
        EXPECT_EQ(back.what.verdict, entry.what.verdict);
        EXPECT_EQ(back.privateCommitment, entry.privateCommitment);
        EXPECT_TRUE(back.what.privateFacts.isNull());
        EXPECT_FALSE(back.privateSalt);
    }
}

TEST(Entry, PublicLineWithoutVerdictAndPrivateFacts) {
    Entry entry = sampleEntry();
    entry.what.verdict.reset();
    entry.privateCommitment.reset();
    const Entry back = entryFromPublicLine(parseJson(canonical(publicLine(entry))));
    EXPECT_FALSE(back.what.verdict);
    EXPECT_FALSE(back.privateCommitment);
}

// [F16]
TEST(Entry, PublicLineHoldsNoPatientAndNoPrivateSalt) {
    const Entry entry = sampleEntry();
    const std::string line = canonical(publicLine(entry));
    EXPECT_EQ(line.find(sampleOriginal().patient.id), std::string::npos);
    EXPECT_EQ(line.find(sampleOriginal().patient.name), std::string::npos);
    EXPECT_EQ(line.find(entry.privateSalt->hex()), std::string::npos);
    EXPECT_NE(line.find(entry.privateCommitment->hex()), std::string::npos);
}

// The format of the leaf is evidence: this text must never change.
TEST(Entry, PublicLineKnownAnswer) {
    Entry entry;
    entry.station = "s";
    entry.at = parseInstant("2026-11-22T00:00:00Z");
    entry.what.kind = EntryKind::ClockChecked;
    entry.what.actor = {"", "", Role::Station};
    const std::string zeros(64, '0');
    EXPECT_EQ(canonical(publicLine(entry)),
              R"({"actor":{"name":"","role":"station","user":""},"at":"2026-11-22T00:00:00.000Z",)"
              R"("facts":{},"job":"","kind":"ClockChecked","privateCommitment":null,"record":"",)"
              R"("regulation":")" +
                  zeros + R"(","salt":")" + zeros +
                  R"(","sequence":0,"station":"s","verdict":null})");
}

TEST(Entry, PrivateCommitmentKnownAnswer) {
    const Digest salt = sha256("salt");
    const Json facts = parseJson(R"({"patient":{"name":"A","id":"1"}})");
    std::string input(salt.bytes.begin(), salt.bytes.end());
    input += R"({"patient":{"id":"1","name":"A"}})";
    EXPECT_EQ(privateCommitmentOf(salt, facts), sha256(input));
    EXPECT_NE(privateCommitmentOf(sha256("other"), facts), sha256(input));
    EXPECT_NE(privateCommitmentOf(salt, Json()), sha256(input));
}

TEST(Entry, RefusesLinesWithOtherFields) {
    const Json line = publicLine(sampleEntry());
    ASSERT_NO_THROW(entryFromPublicLine(line));
    for (const auto& [key, value] : line.asObject()) {
        SCOPED_TRACE(key);
        Json::Object without = line.asObject();
        without.erase(key);
        expectFault(FaultKind::Malformed, [&] { entryFromPublicLine(Json(without)); });
        Json::Object renamed = without;
        renamed.emplace(key + "2", value);
        if (key != "verdict" && key != "privateCommitment") {
            expectFault(FaultKind::Malformed, [&] { entryFromPublicLine(Json(renamed)); });
        }
    }
    Json more = line;
    more.set("extra", 1);
    expectFault(FaultKind::Malformed, [&] { entryFromPublicLine(more); });
    expectFault(FaultKind::Malformed, [] { entryFromPublicLine(Json::array()); });
}

TEST(Entry, RefusesValuesOutOfPlace) {
    const auto refuses = [](const char* key, Json value) {
        SCOPED_TRACE(key);
        Json line = publicLine(sampleEntry());
        line.set(key, std::move(value));
        expectFault(FaultKind::Malformed, [&] { entryFromPublicLine(line); });
    };
    refuses("sequence", -1);
    refuses("sequence", "1");
    refuses("kind", "RecordForged");
    refuses("at", "yesterday");
    refuses("salt", "00");
    refuses("regulation", nullptr);
    refuses("privateCommitment", "00");
    refuses("verdict", true);
    refuses("actor", Json::object({{"user", "a"}, {"name", "b"}, {"role", "king"}}));
}

} // namespace
} // namespace seihon::record
