#include "record/digest.h"
#include "station_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iconv.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <array>

// The auditor's day: what is carried away in one folder is verified where no Seihon is, shows what
// it may and nobody else, and no byte of it can be changed unseen.
#include <sys/stat.h>

namespace seihon::cli_test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBundlePatient = "P-000123";
constexpr const char* kBundleName = "試作 健一";

// The text as other programs would write it.
std::vector<std::string> inEveryEncoding(const std::string& text) {
    std::vector<std::string> all{text};
    for (const char* const code :
         {"UTF-16LE", "UTF-16BE", "SHIFT_JIS", "EUC-JP", "ISO-2022-JP", "UTF-32LE"}) {
        const ::iconv_t into = ::iconv_open(code, "UTF-8");
        std::string from = text, out(16 * text.size() + 16, '\0');
        char* read = from.data();
        char* write = out.data();
        std::size_t left = from.size(), room = out.size();
        EXPECT_EQ(::iconv(into, &read, &left, &write, &room), 0u) << code;
        ::iconv_close(into);
        all.push_back(out.substr(0, out.size() - room));
    }
    // Within base64, at each of the three places where it may begin; hex; JSON's own way.
    for (std::size_t shift = 0; shift < 3; ++shift) {
        const std::string base64 =
            record::toBase64(record::bytesOf(std::string(shift, ' ') + text + "  "));
        const std::size_t first = shift == 0 ? 0 : shift + 1;
        const std::string inner = base64.substr(first, (text.size() - 2) / 3 * 4 - 2);
        if (inner.size() >= 6) { // shorter ones stand anywhere
            all.push_back(inner);
        }
    }
    all.push_back(record::toHex(record::bytesOf(text)));
    return all;
}

std::vector<fs::path> filesBelow(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
        if (one.is_regular_file()) {
            files.push_back(one.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

void overwrite(const fs::path& file, const std::string& bytes) {
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    writeFile(file, bytes);
}

} // namespace

class Bundled : public testing::Test {
  protected:
    Bundled() {
        m_home.layPaper(1);
        m_record = intake(kBundlePatient, kBundleName);
        m_home.clearFeeder();
        m_home.layPaper(2);
        std::filesystem::remove(m_home.tray() / "0001.png"); // another sheet for another patient
        m_other = intake("OTHER-77", "Yamada Taro");
    }
    std::string intake(const std::string& patient, const std::string& name) const {
        const Result done =
            m_home.as("clerk", {"intake", "--class", "referral-letter", "--patient", patient,
                                "--patient-name", name, "--sheets", "1", "--attest-complete"});
        EXPECT_EQ(done.code, 0) << done.out << done.err;
        return done.json().at("record").asString();
    }
    std::vector<std::string> words(const std::vector<std::string>& more, const fs::path& to) const {
        std::vector<std::string> all{
            "audit",       "bundle",         "-o",       to.string(),
            "--recipient", "Inspector Sato", "--reason", "on-site inspection 12"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    Result take(const std::vector<std::string>& more, const std::string& who = "auditor") const {
        return m_home.as(who, words(more, m_bundle));
    }
    Result takeTo(const fs::path& to) const {
        return m_home.as("auditor", words({"--record", m_record}, to));
    }
    Result verify(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> all{SEIHON_BIN_DIR "/seihon-verify", "bundle", m_bundle.string(),
                                     "--json"};
        all.insert(all.end(), more.begin(), more.end());
        return runProgram(all);
    }
    Result verifyByHome() const { return verify({"--trust", (m_home.path() / "trust").string()}); }
    // Where there is no Seihon, no home, and another folder.
    Result elsewhere(const std::vector<std::string>& command) const {
        std::vector<std::string> all{
            "env", "-i", "-C", "/", "HOME=/nonexistent", "PATH=/usr/bin:/bin"};
        all.insert(all.end(), command.begin(), command.end());
        return runProgram(all);
    }
    Result script() const { return elsewhere({"sh", (m_bundle / "verify.sh").string()}); }
    // Which of these stand anywhere in it.
    std::vector<std::string> shown(const std::vector<std::string>& texts) const {
        std::vector<std::string> found;
        for (const fs::path& file : filesBelow(m_bundle)) {
            const std::string bytes = readFile(file);
            for (const std::string& text : texts) {
                if (bytes.find(text) != bytes.npos ||
                    file.string().find(text) != std::string::npos) {
                    found.push_back(file.lexically_relative(m_bundle).string() + ": " + text);
                }
            }
        }
        return found;
    }

    StationHome m_home;
    const fs::path m_root = m_home.path().parent_path();
    const fs::path m_bundle = m_root / "bundle";
    std::string m_record, m_other;
};

TEST_F(Bundled, isVerifiedWhereNoSeihonIs) {
    const Result made = take({"--record", m_record});
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    EXPECT_EQ(made.json().at("differences").asInt(), 0);
    const Result own = elsewhere(
        {(m_bundle / "verifier/seihon-verify").string(), "bundle", m_bundle.string(), "--json"});
    ASSERT_EQ(own.code, 0) << own.out << own.err;
    EXPECT_TRUE(own.has("BundleTrustsItself"));
    EXPECT_EQ(own.json().at("records").asArray().size(), 1u);
    const Result known = verifyByHome();
    ASSERT_EQ(known.code, 0) << known.out;
    EXPECT_FALSE(known.has("BundleTrustsItself"));
    const Result plain = script();
    EXPECT_EQ(plain.code, 0) << plain.out << plain.err;
    EXPECT_EQ(plain.out.find("FAILED"), std::string::npos);
    const Result sums = elsewhere(
        {"sh", "-c", "cd '" + m_bundle.string() + "' && sha256sum -c --strict SHA256SUMS"});
    EXPECT_EQ(sums.code, 0) << sums.out;
    const Result words =
        runProgram({SEIHON_BIN_DIR "/seihon-verify", "bundle", m_bundle.string(), "--lang", "ja"});
    EXPECT_NE(words.out.find("有効"), std::string::npos) << words.out;
    EXPECT_NE(words.out.find("Inspector Sato"), std::string::npos) << words.out;
    for (const char* file : {"index.html", "questions-ja.html", "questions-en.html", "replay.json",
                             "verifier/LIBRARIES.txt", "trust/trust.toml"}) {
        EXPECT_TRUE(fs::exists(m_bundle / file)) << file;
    }
    EXPECT_NE(readFile(m_bundle / "verifier/LIBRARIES.txt").find("libcrypto"), std::string::npos);
    EXPECT_TRUE(shown({"OTHER-77", "Yamada"}).empty()); // it shows nobody else
    for (const fs::directory_entry& one : fs::directory_iterator(m_root)) {
        EXPECT_EQ(one.path().string().find("incomplete"), std::string::npos) << one.path();
    }
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

TEST_F(Bundled, isLoggedUnderEachRecordWithWhoWhatAndWhy) {
    ASSERT_EQ(take({"--from", "2020-01-01"}).code, 0);
    const Result log =
        m_home.as("auditor", {"audit", "search", "--kind", "BundleTaken", "--patient", "OTHER-77"});
    ASSERT_EQ(log.json().at("entries").asArray().size(), 1u) << log.out;
    EXPECT_EQ(log.json().at("entries").asArray()[0].at("user").asString(), "auditor");
    EXPECT_EQ(log.json().at("entries").asArray()[0].at("reason").asString(),
              "on-site inspection 12");
    // The proof in the bundle has its own taking in it.
    EXPECT_NE(readFile(m_bundle / "proofs" / (m_other + ".json")).find("\"BundleTaken\""),
              std::string::npos);
    EXPECT_NE(readFile(m_bundle / "proofs" / (m_other + ".json")).find("Inspector Sato"),
              std::string::npos);
}

TEST_F(Bundled, ofOnePatientHasThatPatientsRecordsAlone) {
    const Result made = take({"--patient", "OTHER-77"});
    ASSERT_EQ(made.code, 0) << made.out;
    ASSERT_EQ(made.json().at("records").asArray().size(), 1u);
    EXPECT_EQ(made.json().at("records").asArray()[0].asString(), m_other);
    EXPECT_THAT(shown(inEveryEncoding(kBundleName)), testing::IsEmpty());
    EXPECT_THAT(shown({kBundlePatient}), testing::IsEmpty());
    EXPECT_EQ(verifyByHome().code, 0);
}

TEST_F(Bundled, everyFlippedByteIsFound) {
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    for (const fs::path& file : filesBelow(m_bundle)) {
        const std::string good = readFile(file);
        ASSERT_FALSE(good.empty()) << file;
        std::string bad = good;
        bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
        overwrite(file, bad);
        const Result found = verifyByHome();
        EXPECT_EQ(found.code, 4) << file << found.out << found.err;
        overwrite(file, good);
    }
    EXPECT_EQ(verifyByHome().code, 0);
}

TEST_F(Bundled, whatIsTakenAwayOrAddedIsFound) {
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    for (const fs::path& file : filesBelow(m_bundle)) {
        const fs::path aside = m_root / "aside";
        fs::rename(file, aside);
        EXPECT_EQ(verifyByHome().code, 4) << file;
        fs::rename(aside, file);
    }
    for (const char* const name :
         {"more.txt", "trust/roots/mine.pem", "proofs/x.json", "records/more/record.json"}) {
        fs::create_directories((m_bundle / name).parent_path());
        writeFile(m_bundle / name, "x");
        EXPECT_EQ(verifyByHome().code, 4) << name;
        fs::remove(m_bundle / name);
    }
    fs::remove(m_bundle / "records/more");
    fs::create_directory(m_bundle / "empty");
    EXPECT_EQ(verifyByHome().code, 4);
    fs::remove(m_bundle / "empty");
    fs::create_symlink("/etc/hostname", m_bundle / "link");
    EXPECT_EQ(verifyByHome().code, 4);
    fs::remove(m_bundle / "link");
    EXPECT_EQ(verifyByHome().code, 0);
    EXPECT_EQ(runProgram({SEIHON_BIN_DIR "/seihon-verify", "bundle", "/nonexistent", "--trust",
                          (m_home.path() / "trust").string()})
                  .code,
              3);
    EXPECT_EQ(runProgram({SEIHON_BIN_DIR "/seihon-verify", "bundle"}).code, 2);
}

// Who makes the sums anew cannot sign them; and who has another station cannot sign for this one.
TEST_F(Bundled, sumsThatWereMadeAnewAreNotTheStations) {
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    const auto sumAnew = [&] {
        fs::permissions(m_bundle / "SHA256SUMS", fs::perms::owner_all);
        EXPECT_EQ(runProgram({"sh", "-c",
                              "cd '" + m_bundle.string() +
                                  "' && find . -type f ! -name 'SHA256SUMS*' | sed 's|^./||' | "
                                  "LC_ALL=C sort | xargs sha256sum > SHA256SUMS"})
                      .code,
                  0);
    };
    overwrite(m_bundle / "replay.json", readFile(m_bundle / "replay.json") + "\n");
    sumAnew();
    EXPECT_TRUE(verifyByHome().has("BundleInvalid"));
    EXPECT_EQ(verify().code, 4); // by its own trust as well
    EXPECT_EQ(script().code, 4);
    const StationHome another;
    EXPECT_EQ(verify({"--trust", (another.path() / "trust").string()}).code, 4);
}

TEST_F(Bundled, theScriptFindsWhatItSaysItFinds) {
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    const fs::path record = m_bundle / "records" / m_record;
    std::vector<fs::path> some{record / "pages/0001.tif", record / "META-INF/ASiCManifest001.xml",
                               record / "META-INF/signature001.p7s",
                               m_bundle / "log/checkpoint.tst"};
    for (const fs::path& file : filesBelow(m_bundle / "proofs" / m_record)) {
        if (some.size() < 5) {
            some.push_back(file); // a line, and its way into the tree
        }
    }
    // Nothing but the check in question may notice: the sums are left out.
    std::string script = readFile(m_bundle / "verify.sh");
    const std::string sums = "check \"every file is what SHA256SUMS says\" sha256sum -c --strict";
    ASSERT_NE(script.find(sums), script.npos);
    script.replace(script.find(sums), sums.size(), "true");
    const fs::path without = m_bundle / "verify.sh";
    overwrite(without, script);
    EXPECT_EQ(elsewhere({"sh", without.string()}).code, 0);
    for (const fs::path& file : some) {
        const std::string good = readFile(file);
        std::string bad = good;
        // In the middle of a seal stand revocation lists, which the script does not look at.
        char& byte = bad[file.extension() == ".p7s" ? bad.size() - 20 : bad.size() / 2];
        byte = static_cast<char>(byte ^ 1);
        overwrite(file, bad);
        EXPECT_EQ(elsewhere({"sh", without.string()}).code, 4) << file;
        overwrite(file, good);
    }
}

// What is no file leads out of the bundle, or waits for ever.
TEST_F(Bundled, theScriptTakesNothingButFilesAndFolders) {
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    const fs::path page = m_bundle / "records" / m_record / "pages/0001.tif";
    const fs::path outside = m_bundle.parent_path() / "outside.tif";
    fs::rename(page, outside);
    fs::create_symlink(outside, page); // the same bytes
    EXPECT_EQ(script().code, 4);
    fs::remove(page);
    fs::rename(outside, page);
    EXPECT_EQ(script().code, 0);
    fs::create_directory(m_bundle / "empty");
    EXPECT_EQ(script().code, 4);
    fs::remove(m_bundle / "empty");
    fs::remove(m_bundle / "index.html");
    ASSERT_EQ(::mkfifo((m_bundle / "index.html").c_str(), 0600), 0);
    EXPECT_EQ(script().code, 4);
}

TEST_F(Bundled, withoutImagesTheDigestsStillProve) {
    const Result made = take({"--record", m_record, "--redact", "images"});
    ASSERT_EQ(made.code, 0) << made.out;
    EXPECT_FALSE(fs::exists(m_bundle / "records" / m_record / "pages"));
    EXPECT_TRUE(fs::exists(m_bundle / "records" / m_record / "record.json"));
    const Result found = verifyByHome();
    EXPECT_EQ(found.code, 0) << found.out;
    EXPECT_TRUE(found.has("FileWithheld"));
    EXPECT_EQ(found.json().at("redaction").asString(), "images");
    const Result plain = script();
    EXPECT_EQ(plain.code, 0);
    EXPECT_NE(plain.out.find("the pages were left out"), plain.out.npos) << plain.out;
    // The whole record is proven by what is in the bundle.
    for (const fs::path& file : filesBelow(m_bundle)) {
        EXPECT_NE(file.extension(), ".tif");
    }
    // Another record.json than the sealed one, with everything around it made anew.
    std::string json = readFile(m_bundle / "records" / m_record / "record.json");
    json.replace(json.find(kBundlePatient), 8, "P-000124");
    overwrite(m_bundle / "records" / m_record / "record.json", json);
    const Result other = verifyByHome();
    EXPECT_EQ(other.code, 4);
    EXPECT_TRUE(other.has("FileAltered")) << other.out;
}

TEST_F(Bundled, withThePatientClosedShowsNobodyInAnyEncoding) {
    const Result made = take({"--from", "2020-01-01", "--redact", "patient"});
    ASSERT_EQ(made.code, 0) << made.out;
    std::vector<std::string> never{"Yamada", "OTHER-77"};
    for (const char* const text : {kBundlePatient, kBundleName, "試作", "健一"}) {
        const auto all = inEveryEncoding(text);
        never.insert(never.end(), all.begin(), all.end());
    }
    EXPECT_THAT(shown(never), testing::IsEmpty());
    for (const fs::path& file : filesBelow(m_bundle)) {
        EXPECT_NE(file.extension(), ".tif");
        EXPECT_NE(file.filename(), "record.json");
    }
    // The test itself finds them where they are open.
    const Result found = verifyByHome();
    EXPECT_EQ(found.code, 0) << found.out;
    EXPECT_EQ(found.json().at("records").asArray()[0].at("pages").asInt(), 1);
    EXPECT_EQ(script().code, 0) << script().out;
    fs::remove_all(m_bundle);
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    EXPECT_FALSE(shown(inEveryEncoding(kBundleName)).empty());
}

TEST_F(Bundled, isForThoseWhoMayTakeRecordsOutAndSayWhy) {
    EXPECT_TRUE(take({"--record", m_record}, "clerk").has("NotAuthorized"));
    EXPECT_FALSE(fs::exists(m_bundle));
    EXPECT_EQ(take({}).code, 2); // all there is must be asked for
    EXPECT_EQ(take({"--record", m_record, "--patient", "OTHER-77"}).code, 2);
    EXPECT_EQ(take({"--record", m_record, "--redact", "some"}).code, 2);
    EXPECT_EQ(take({"--patient", "NOBODY"}).code, 3);
    EXPECT_EQ(take({"--record", "0198c0de-0000-7000-8000-000000000001"}).code, 3);
    EXPECT_EQ(takeTo(m_home.path() / "archive/b").code, 2);
    EXPECT_FALSE(fs::exists(m_bundle));
    ASSERT_EQ(take({"--record", m_record}).code, 0);
    EXPECT_EQ(take({"--record", m_record}).code, 2); // nothing is written over
}

TEST_F(Bundled, aDamagedRecordIsNotHandedOutAsOne) {
    for (const fs::path& folder : m_home.archivedRecords()) {
        if (folder.filename() == m_record) {
            std::string page = readFile(folder / "pages/0001.tif");
            page[page.size() / 2] = static_cast<char>(page[page.size() / 2] ^ 1);
            overwrite(folder / "pages/0001.tif", page);
        }
    }
    const Result refused = take({"--record", m_record});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("FileAltered"));
    EXPECT_FALSE(fs::exists(m_bundle));
    EXPECT_EQ(take({"--record", m_other}).code, 0);
}

TEST_F(Bundled, aFullDiskLeavesNothing) {
    const fs::path disk = m_root / "stick";
    fs::create_directory(disk);
    if (::geteuid() != 0 || ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=3m") != 0) {
        GTEST_SKIP() << "no file system may be mounted here";
    }
    const Result full = takeTo(disk / "bundle");
    const bool empty = fs::is_empty(disk);
    ::umount2(disk.c_str(), MNT_DETACH);
    EXPECT_EQ(full.code, 3) << full.out;
    EXPECT_EQ(full.json().at("fault").at("kind").asString(), "StorageFull");
    EXPECT_TRUE(empty);
    EXPECT_EQ(take({"--record", m_record}).code, 0);
}

TEST_F(Bundled, killedOnTheWayThereIsNone) {
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    for (const int when : {1, 6, 20, 40}) {
        std::vector<std::string> all{"strace",
                                     "-f",
                                     "-q",
                                     "-o",
                                     "/dev/null",
                                     "-e",
                                     "trace=renameat2",
                                     "-e",
                                     "inject=renameat2:signal=KILL:when=" + std::to_string(when)};
        for (const std::string& word :
             m_home.command("auditor", words({"--record", m_record}, m_bundle))) {
            all.push_back(word);
        }
        EXPECT_NE(runProgram(all).code, 0) << when;
        EXPECT_FALSE(fs::exists(m_bundle)) << when;
    }
    EXPECT_EQ(take({"--record", m_record}).code, 0);
    EXPECT_EQ(verifyByHome().code, 0);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

} // namespace seihon::cli_test
