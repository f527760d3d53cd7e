#include "keeping_home.h"

#include <gtest/gtest.h>

// Before the newest proof over a record ends, another one is laid over it.
namespace seihon::cli_test {

TEST(Renew, ends_the_same_wherever_it_was_killed) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    const StationHome home;
    const std::string id = home.sealedRecord().filename();
    ASSERT_EQ(completed(home).code, 0);
    CopiedHome copy(home);
    std::size_t begun = 0;
    for (int n = 1; copy.killedAtRename(n, {"record", "renew", id}); ++n) {
        ASSERT_LT(n, 60);
        // Any next start ends what an entry named; before that entry, nothing happened.
        const std::size_t layers = copy.layersOf(id);
        begun += layers == 2 ? 1 : 0;
        copy.expectSound(id, layers, n);
    }
    EXPECT_GT(copy.kills(), 2);
    EXPECT_GT(begun, 0u);
    copy.expectSound(id, 2, 0);
}

TEST(Renew, one_by_a_timestamp_many_by_evidence_records) {
    const StationHome home;
    const fs::path first = home.sealedRecord();
    home.clearFeeder();
    const fs::path second = home.sealedRecord();
    const Result early = home.as("manager", {"record", "renew", first.filename().string()});
    EXPECT_EQ(early.code, 3) << early.out; // not complete yet
    ASSERT_EQ(completed(home).code, 0);

    EXPECT_TRUE(listIn(home.as("manager", {"record", "renew"}), "done").empty()); // none ends soon
    const Result one = home.as("manager", {"record", "renew", first.filename().string()});
    EXPECT_EQ(one.code, 0) << one.out;
    EXPECT_TRUE(fs::exists(first / "META-INF" / "timestamp002.tst"));
    const Result all = home.as("manager", {"record", "renew", "--all"});
    EXPECT_EQ(all.code, 0) << all.out;
    EXPECT_EQ(listIn(all, "done").size(), 2u);
    EXPECT_TRUE(fs::exists(first / "META-INF" / "evidencerecord003.ers"));
    EXPECT_TRUE(fs::exists(second / "META-INF" / "evidencerecord002.ers"));
    for (const fs::path& record : {first, second}) {
        const Result verified = home.seihon({"record", "verify", record.string()});
        EXPECT_EQ(verified.code, 0) << verified.out;
        EXPECT_EQ(listIn(verified, "layers").size(), record == first ? 3u : 2u);
    }
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);

    // A newest layer that is taken away as a whole is missed by the ledger alone.
    const std::string manifest = readFile(second / "META-INF/ASiCEvidenceRecordManifest002.xml");
    for (const auto& file : fs::directory_iterator(second / "META-INF")) {
        if (file.path().filename().string().find("002") != std::string::npos) {
            fs::remove(file.path());
        }
    }
    EXPECT_EQ(home.seihon({"record", "verify", second.string()}).code, 0);
    const Result archive = home.seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 4);
    EXPECT_TRUE(archive.has("FileMissing"));
    const Result again = home.as("manager", {"record", "renew", second.filename().string()});
    EXPECT_EQ(again.code, 4) << again.out;
    EXPECT_FALSE(manifest.empty());
}

TEST(Renew, comes_by_itself_when_the_proof_ends_soon) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    ASSERT_EQ(completed(home).code, 0);
    const Result early = home.seihon({"work", "--once"});
    EXPECT_TRUE(early.json().at("renewed").at("done").asArray().empty()) << early.out;
    // Ten years ahead every proof ends soon.
    home.editFile("station.toml", "renew_before_days = 365", "renew_before_days = 3650");
    const Result daily = home.seihon({"work", "--once"});
    EXPECT_TRUE(daily.json().at("renewed").at("done").asArray().empty()); // looked today already
    fs::remove(home.path() / "renewal-look.json");
    const Result due = home.seihon({"work", "--once"});
    EXPECT_EQ(due.json().at("renewed").at("done").asArray().size(), 1u) << due.out;
    EXPECT_EQ(kindsOf(home, record.filename()).back(), "RecordRenewed");
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Renew, a_sealing_that_waits_shows_its_age) {
    const StationHome home;
    const std::string job = home.submittedJob(1);
    EXPECT_TRUE(home.seihon({"job", "show", job}).json().at("pendingSince").isNull());
    home.editFile("station.toml", kServingTsa, kSilentTsa);
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 3);
    const std::string since =
        home.seihon({"job", "show", job}).json().at("pendingSince").asString();
    const Result listed = home.seihon({"job", "list"});
    EXPECT_EQ(listIn(listed, "jobs").at(0).at("pendingSince").asString(), since);
    const Result worked = home.seihon({"work", "--once"});
    EXPECT_EQ(worked.code, 3);
    EXPECT_EQ(listIn(worked, "pending").at(0).at("since").asString(), since);
    home.editFile("station.toml", kSilentTsa, kServingTsa);
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_TRUE(home.seihon({"job", "show", job}).json().at("pendingSince").isNull());
}

} // namespace seihon::cli_test
