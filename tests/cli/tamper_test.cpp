#include "station_home.h"

#include <gtest/gtest.h>

// A forger with write access to everything but the keys.
namespace seihon::cli_test {

namespace {

// Verifies with one bit of one file changed; the file is put back.
Result verifyFlipped(const StationHome& home, const std::filesystem::path& record,
                     const std::string& file) {
    const std::string before = readFile(record / file);
    std::string after = before;
    after[after.size() / 2] = static_cast<char>(after[after.size() / 2] ^ 1);
    writeFile(record / file, after);
    Result run = home.seihon({"record", "verify", record.string()});
    writeFile(record / file, before);
    return run;
}

} // namespace

TEST(Tamper, a_changed_byte_anywhere_is_found_and_named) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(2);
    for (const char* file : {"record.json", "pages/0001.tif", "pages/0002.tif", "mimetype",
                             "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"}) {
        const Result run = verifyFlipped(home, record, file);
        EXPECT_EQ(run.code, 4) << file << run.out;
        EXPECT_FALSE(run.json().at("valid").asBool()) << file;
        if (std::string(file).starts_with("pages/")) {
            EXPECT_TRUE(run.has("FileAltered"));
            EXPECT_NE(run.out.find(file), std::string::npos) << run.out;
        }
    }
    EXPECT_EQ(home.seihon({"record", "verify", record.string()}).code, 0); // the control
}

TEST(Tamper, missing_extra_and_swapped_files_are_found) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(2);
    writeFile(record / "pages" / "0003.tif", "smuggled in");
    EXPECT_TRUE(home.seihon({"record", "verify", record.string()}).has("FileNotListed"));
    std::filesystem::remove(record / "pages" / "0003.tif");

    const std::filesystem::path aside = home.path() / "aside.tif";
    std::filesystem::rename(record / "pages" / "0001.tif", aside);
    EXPECT_TRUE(home.seihon({"record", "verify", record.string()}).has("FileMissing"));
    std::filesystem::rename(record / "pages" / "0002.tif", record / "pages" / "0001.tif");
    std::filesystem::rename(aside, record / "pages" / "0002.tif");
    EXPECT_EQ(home.seihon({"record", "verify", record.string()}).code, 4);
}

TEST(Tamper, nothing_is_trusted_without_being_named) {
    const StationHome home;
    const StationHome stranger; // another demo authority of the same names? no: another key
    const std::filesystem::path record = home.sealedRecord(1);
    const std::string seihon = std::string(SEIHON_BIN_DIR) + "/seihon";
    EXPECT_EQ(runProgram({seihon, "--json", "record", "verify", record.string()}).code, 2);
    std::filesystem::remove_all(stranger.path() / "trust" / "roots");
    std::filesystem::create_directories(stranger.path() / "trust" / "roots");
    const Result run = runProgram({seihon, "--json", "record", "verify", record.string(), "--trust",
                                   (stranger.path() / "trust").string()});
    EXPECT_NE(run.code, 0) << run.out;
}

TEST(Tamper, archive_verify_finds_lost_altered_and_unknown_records_and_edited_entries) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(1);
    ASSERT_EQ(home.seihon({"archive", "verify"}).code, 0);

    const std::filesystem::path aside = home.path() / "aside";
    std::filesystem::rename(record, aside);
    const Result lost = home.seihon({"archive", "verify"});
    EXPECT_EQ(lost.code, 4);
    EXPECT_TRUE(lost.has("RecordMissing"));
    std::filesystem::rename(aside, record);

    // Checkpoints by another key than the one that trust names prove nothing.
    const std::filesystem::path trust = home.path() / "trust" / "trust.toml";
    const std::string before = readFile(trust);
    const std::string name = "ed25519_base64 = \"";
    std::string other = before;
    char& first = other.at(other.find(name) + name.size());
    first = first == 'A' ? 'B' : 'A';
    writeFile(trust, other);
    EXPECT_TRUE(home.seihon({"archive", "verify"}).has("CheckpointInvalid"));
    writeFile(trust, before);

    // An orphan: shown, never deleted.
    std::string id = record.filename().string();
    id.back() = id.back() == 'a' ? 'b' : 'a';
    const std::filesystem::path orphan = record.parent_path() / id;
    std::filesystem::copy(record, orphan, std::filesystem::copy_options::recursive);
    EXPECT_TRUE(home.seihon({"archive", "verify"}).has("RecordNotInLedger"));
    EXPECT_TRUE(std::filesystem::exists(orphan));
    std::filesystem::remove_all(orphan);

    std::filesystem::path lines;
    for (const auto& file :
         std::filesystem::directory_iterator(home.path() / "ledger" / "entries")) {
        if (!file.path().filename().string().starts_with("private")) {
            lines = file.path();
        }
    }
    std::string text = readFile(lines);
    const std::size_t at = text.find("clerk");
    ASSERT_NE(at, text.npos);
    writeFile(lines, text.replace(at, 5, "ghost"));
    const Result edited = home.seihon({"archive", "verify"});
    EXPECT_NE(edited.code, 0) << edited.out;
}

} // namespace seihon::cli_test
