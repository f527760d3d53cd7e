#include "keeping_home.h"

#include <gtest/gtest.h>

// What a folder by itself cannot show, and what must never stop the log from being looked at.
namespace seihon::cli_test {

TEST(LogKnows, a_refused_registration_leaves_every_look_working) {
    const StationHome home;
    for (const std::string user : {"auditor", "clerk"}) {
        const Result refused = home.as(user, {"job", "register", "--class",
                                              user == "clerk" ? "no-such-class" : "referral-letter",
                                              "--patient", "P", "--sheets", "4"});
        EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
    }
    EXPECT_EQ(home.seihon({"job", "list"}).code, 0);
    const Result archive = home.seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 0) << archive.out;
}

TEST(LogKnows, a_layer_taken_away_is_missed_by_id_and_not_exported) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    const std::string id = record.filename();
    ASSERT_EQ(completed(home).code, 0);
    EXPECT_EQ(home.seihon({"record", "verify", id}).code, 0);
    fs::remove(record / "META-INF/ASiCArchiveManifest001.xml");
    fs::remove(record / "META-INF/timestamp001.tst");
    EXPECT_EQ(home.seihon({"record", "verify", record.string()}).code, 0); // by itself it is whole
    const Result known = home.seihon({"record", "verify", id});
    EXPECT_EQ(known.code, 4);
    EXPECT_TRUE(known.has("FileMissing")) << known.out;
    const fs::path target = home.path().parent_path() / "x.asice";
    const Result refused = home.as("manager", {"record", "export", id, "--to", target.string()});
    EXPECT_NE(refused.code, 0) << refused.out;
    EXPECT_FALSE(fs::exists(target));
}

TEST(LogKnows, another_station_key_signs_no_checkpoint) {
    const StationHome home;
    home.sealedRecord();
    const fs::path key = home.path() / "keys/station.pem";
    const std::string good = readFile(key);
    ASSERT_EQ(
        runProgram({"openssl", "genpkey", "-algorithm", "ed25519", "-out", key.string()}).code, 0);
    EXPECT_EQ(home.seihon({"record", "search"}).code, 0); // something new for the log
    const Result work = home.seihon({"work", "--once"});
    EXPECT_EQ(work.code, 3) << work.out;
    writeFile(key, good);
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(LogKnows, a_report_is_never_written_over_the_evidence) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    const std::string trust = (home.path() / "trust").string();
    const std::string verify = std::string(SEIHON_BIN_DIR) + "/seihon-verify";
    const std::string before = readFile(record / "record.json");
    for (const fs::path& report :
         {record / "record.json", record / "report.html", fs::path(trust) / "trust.toml"}) {
        const Result run =
            runProgram({verify, record.string(), "--trust", trust, "--report", report.string()});
        EXPECT_EQ(run.code, 2) << report;
    }
    EXPECT_EQ(readFile(record / "record.json"), before);
    const Result run = runProgram({verify, record.string(), "--trust", trust, "--report",
                                   (home.path().parent_path() / "report.html").string()});
    EXPECT_EQ(run.code, 0) << run.err;
    fs::resize_file(record / "pages/0001.tif",
                    std::uintmax_t{5} << 40); // sparse: never read to its end
    EXPECT_EQ(runProgram({verify, record.string(), "--trust", trust}).code, 4);
}

} // namespace seihon::cli_test
