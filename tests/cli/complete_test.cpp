#include "keeping_home.h"

#include "support/timestamp_server.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <thread>

// Sealed records are kept evidence: validation data, archive timestamps, evidence records; and a
// crash or a forger in the middle of it.
namespace seihon::cli_test {

namespace {

// Completed as far as that goes without a timestamp.
Result completedWithoutLayer(const StationHome& home) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    home.editFile("station.toml", kServingTsa, kSilentTsa);
    Result run = home.as("manager", {"record", "complete"});
    EXPECT_EQ(run.code, 3) << run.out;
    EXPECT_EQ(listIn(run, "pending").size(), 1u) << run.out;
    home.editFile("station.toml", kSilentTsa, kServingTsa);
    return run;
}

const std::vector<std::string> kOnce{"RecordSigned", "RecordSealed", "CompletionStarted",
                                     "RenewalStarted", "RecordCompleted"};

void flipByte(const fs::path& file, std::size_t fromEnd) {
    std::string bytes = readFile(file);
    bytes[bytes.size() - fromEnd] = static_cast<char>(bytes[bytes.size() - fromEnd] ^ 1);
    writeFile(file, bytes);
}

bool hasFinding(const record::Json& refused, const std::string& id) {
    for (const record::Json& finding : refused.at("findings").asArray()) {
        if (finding.at("id").asString() == id) {
            return true;
        }
    }
    return false;
}

fs::path sealFile(const fs::path& record) {
    return record / "META-INF" / "signature001.p7s";
}

// A list of one of the demo's authorities as its people would make it: `revoke` is a certificate.
struct OpensslAuthority {
    OpensslAuthority(const StationHome& home, const std::string& name)
        : m_folder(home.path().parent_path() / ("ca-" + name)), m_demo(home.path() / "demo"),
          m_name(name) {
        fs::create_directories(m_folder);
        writeFile(m_folder / "index.txt", "");
        writeFile(m_folder / "number", "7000000000\n");
        writeFile(m_folder / "ca.cnf",
                  "[ca]\ndefault_ca=d\n[d]\ndatabase=" + (m_folder / "index.txt").string() +
                      "\ncrlnumber=" + (m_folder / "number").string() +
                      "\ndefault_md=sha256\ndefault_crl_days=20\n"
                      "crl_extensions=x\n[x]\n"
                      "authorityKeyIdentifier=keyid:always\n");
    }
    std::string list(const fs::path& file) const {
        run({"-gencrl", "-out", file.string()});
        return readFile(file);
    }
    void revoke(const std::string& user) const {
        run({"-revoke", (m_demo / (user + ".pem")).string()});
    }
    fs::path folder() const { return m_folder; }

  private:
    void run(std::vector<std::string> args) const {
        std::vector<std::string> command{"openssl",  "ca",
                                         "-config",  (m_folder / "ca.cnf").string(),
                                         "-cert",    (m_demo / (m_name + ".pem")).string(),
                                         "-keyfile", (m_demo / (m_name + ".key.pem")).string()};
        command.insert(command.end(), args.begin(), args.end());
        const Result done = runProgram(command);
        EXPECT_EQ(done.code, 0) << done.err;
    }
    fs::path m_folder;
    fs::path m_demo;
    std::string m_name;
};

} // namespace

TEST(Complete, newer_lists_and_an_archive_timestamp_come_over_the_seal) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    const std::string id = record.filename();
    EXPECT_TRUE(home.seihon({"record", "verify", id}).has("RevocationNotYetProven"));
    const std::string before = readFile(sealFile(record));

    const Result run = completed(home);
    ASSERT_EQ(run.code, 0) << run.out;
    ASSERT_EQ(listIn(run, "done").size(), 1u);
    EXPECT_NE(readFile(sealFile(record)), before);
    const Result verified = home.seihon({"record", "verify", id});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_FALSE(verified.has("RevocationNotYetProven"));
    EXPECT_EQ(listIn(verified, "layers").size(), 1u);
    EXPECT_EQ(kindsOf(home, id), kOnce);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);

    const std::string after = readFile(sealFile(record));
    EXPECT_EQ(home.as("manager", {"record", "complete"}).code, 0); // nothing waits any more
    EXPECT_EQ(home.as("manager", {"record", "complete", id}).code, 0);
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(readFile(sealFile(record)), after);
    EXPECT_EQ(kindsOf(home, id), kOnce);
    EXPECT_EQ(runProgram({"openssl", "ts", "-verify", "-data",
                          (record / "META-INF/ASiCArchiveManifest001.xml").string(), "-in",
                          (record / "META-INF/timestamp001.tst").string(), "-token_in", "-CAfile",
                          (home.path() / "demo" / "tsa-ca.pem").string()})
                  .code,
              0);
}

TEST(Complete, ends_the_same_wherever_it_was_killed) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    const StationHome home;
    const std::string id = home.sealedRecord().filename();
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    CopiedHome copy(home);
    for (int n = 1; copy.killedAtRename(n, {"record", "complete"}); ++n) {
        ASSERT_LT(n, 60);
        const Result again = copy.seihon({"record", "complete"});
        ASSERT_EQ(again.code, 0) << n << ": " << again.out;
        copy.expectSound(id, 1, n);
    }
    EXPECT_GT(copy.kills(), 5);
}

TEST(Complete, waits_for_a_timestamp_and_then_ends) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    completedWithoutLayer(home);
    EXPECT_FALSE(fs::exists(record / "META-INF" / "timestamp001.tst"));
    // Half-way is no damage: the signature is the one that the ledger announced.
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
    const Result run = home.seihon({"work", "--once"});
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(run.json().at("completed").at("done").asArray().size(), 1u) << run.out;
    EXPECT_EQ(kindsOf(home, record.filename()), kOnce);
}

TEST(Complete, a_signature_that_is_neither_the_old_nor_the_new_one_is_shown_not_repaired) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    completedWithoutLayer(home);
    const std::string announced = readFile(sealFile(record));
    flipByte(sealFile(record), 20);
    const std::string forged = readFile(sealFile(record));

    const Result run = home.as("manager", {"record", "complete"});
    EXPECT_EQ(run.code, 4) << run.out;
    ASSERT_EQ(listIn(run, "refused").size(), 1u);
    EXPECT_TRUE(hasFinding(listIn(run, "refused")[0], "FileAltered"));
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 4);
    EXPECT_EQ(readFile(sealFile(record)), forged);
    const Result archive = home.seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 4);
    EXPECT_TRUE(archive.has("FileAltered"));

    writeFile(sealFile(record), announced);
    EXPECT_EQ(home.as("manager", {"record", "complete"}).code, 0);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Complete, an_altered_signature_is_not_completed_at_all) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    const std::string good = readFile(sealFile(record));
    flipByte(sealFile(record), 20);
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    const Result run = home.as("manager", {"record", "complete"});
    EXPECT_EQ(run.code, 4) << run.out;
    EXPECT_TRUE(hasFinding(listIn(run, "refused").at(0), "FileAltered"));
    EXPECT_EQ(kindsOf(home, record.filename()).back(), "RecordSealed");
    // It stands in the log with the finding, once, however often `work` meets it.
    const auto looks = [&] {
        const Result log = home.seihon({"audit", "log", "--limit", "100000"});
        int count = 0;
        for (const record::Json& entry : listIn(log, "entries")) {
            count += entry.at("kind").asString() == "RecordVerified" ? 1 : 0;
        }
        return count;
    };
    EXPECT_EQ(looks(), 1);
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 4);
    EXPECT_EQ(looks(), 1);
    EXPECT_NE(home.seihon({"record", "show", record.filename()}).out.find("FileAltered"),
              std::string::npos);
    writeFile(sealFile(record), good);
    EXPECT_EQ(completed(home).code, 0);
}

TEST(Complete, is_for_those_who_may_and_does_it_once) {
    const StationHome home;
    const std::string id = home.sealedRecord().filename();
    EXPECT_EQ(home.seihon({"record", "complete", id}).code, 2); // nobody
    EXPECT_EQ(home.as("manager", {"record", "complete", id}, "000000").code, 3);
    for (const std::string verb : {"complete", "renew"}) {
        const Result auditor = home.as("auditor", {"record", verb, id});
        EXPECT_EQ(auditor.code, 1) << auditor.out;
        EXPECT_TRUE(auditor.has("NotAuthorized")) << auditor.out;
    }
    EXPECT_EQ(completed(home).code, 0);
    const Result again = home.as("manager", {"record", "complete", id});
    EXPECT_EQ(again.code, 0) << again.out;
    EXPECT_TRUE(listIn(again, "done").empty()) << again.out;
    EXPECT_EQ(listIn(again, "nothingToDo").size(), 1u) << again.out;
}

TEST(Complete, what_was_staged_and_is_lost_is_made_anew) {
    const StationHome home;
    const fs::path record = home.sealedRecord();
    const std::string old = readFile(sealFile(record));
    completedWithoutLayer(home);
    // As if the power had gone before the rename, and the disk had lost the staged file.
    fs::remove_all(home.path() / "staged");
    writeFile(sealFile(record), old);
    const Result run = completed(home);
    EXPECT_EQ(run.code, 0) << run.out;
    const auto kinds = kindsOf(home, record.filename());
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "CompletionStarted"), 2);
    EXPECT_EQ(kinds.back(), "RecordCompleted");
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Complete, a_signer_who_was_revoked_before_the_token_is_found_and_flagged) {
    const StationHome home;
    const OpensslAuthority issuing(home, "issuing-ca");
    issuing.revoke("clerk"); // and nobody tells the station yet
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    const fs::path record = home.sealedRecord();
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    issuing.list(home.path() / "trust" / "crls" / "issuing-ca.crl");

    const Result run = home.as("manager", {"record", "complete"});
    EXPECT_EQ(run.code, 4) << run.out;
    ASSERT_EQ(listIn(run, "refused").size(), 1u);
    EXPECT_TRUE(hasFinding(listIn(run, "refused")[0], "SignerCertificateRevoked"));
    EXPECT_EQ(kindsOf(home, record.filename()).back(), "SignerRevocationFound");
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 4);
    const auto kinds = kindsOf(home, record.filename());
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "SignerRevocationFound"), 1); // said once
    EXPECT_TRUE(fs::exists(sealFile(record)));                                     // kept
    const Result shown = home.seihon({"record", "show", record.filename().string()});
    EXPECT_TRUE(shown.json().at("evidence").at("signerRevoked").asBool());
    const Result archive = home.seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 4);
    EXPECT_TRUE(archive.has("SignerCertificateRevoked"));
}

TEST(Complete, lists_come_from_the_addresses_in_the_certificates) {
    const StationHome home;
    home.editFile("station.toml", "revocation = \"demo:\"", "revocation = \"fetch\"");
    const fs::path record = home.sealedRecord();
    std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    std::map<std::string, std::string> lists;
    for (const std::string name : {"root-ca", "issuing-ca", "tsa-ca"}) {
        const OpensslAuthority authority(home, name);
        lists[name] = authority.list(authority.folder() / "list.crl");
    }
    // demo.invalid resolves nowhere; a proxy knows the way.
    const support::TimestampServer proxy(
        support::TimestampServer::RequestAnswer([&](const std::string& request) {
            support::TimestampAnswer answer;
            answer.status = 404;
            for (const auto& [name, list] : lists) {
                if (request.starts_with("GET http://demo.invalid/crls/" + name + ".crl ")) {
                    answer.status = 200;
                    answer.body.assign(list.begin(), list.end());
                }
            }
            return answer;
        }));
    const Result without = home.as("manager", {"record", "complete"});
    EXPECT_EQ(without.code, 3) << without.out;
    const std::string url = proxy.url();
    ::setenv("http_proxy", url.substr(0, url.size() - 4).c_str(), 1);
    const Result run = home.as("manager", {"record", "complete"});
    ::unsetenv("http_proxy");
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_EQ(proxy.requests(), 3);
    EXPECT_FALSE(home.seihon({"record", "verify", record.string()}).has("RevocationNotYetProven"));
}

} // namespace seihon::cli_test
