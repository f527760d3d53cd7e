#include "station_home.h"

#include "support/child_process.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <thread>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

// A station sends its log to a real collector, rsyslog, over syslog with mutual TLS; whatever is
// killed meanwhile, no entry is missing [F5].
namespace seihon::cli_test {

namespace fs = std::filesystem;

class AuditReceived : public testing::Test {
  protected:
    AuditReceived() {
        fs::create_directories(m_folder);
        makeAuthority("ca");
        makeCertificate("ca", "server", "arr.example");
        makeCertificate("ca", "client", "desk.example");
        m_port = support::freePort("127.0.0.1");
        configure("ca", "client", "arr.example");
    }

    void makeAuthority(const std::string& name) const {
        tool("req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=" + name + " -keyout " + name +
             ".key -out " + name + ".pem");
    }
    void makeCertificate(const std::string& authority, const std::string& name,
                         const std::string& dns) const {
        writeFile(m_folder / (name + ".ext"), "subjectAltName=DNS:" + dns + "\n");
        tool("req -new -newkey rsa:2048 -nodes -subj /CN=" + dns + " -keyout " + name +
             ".key -out " + name + ".csr");
        tool("x509 -req -days 3650 -CAcreateserial -in " + name + ".csr -CA " + authority +
             ".pem -CAkey " + authority + ".key -extfile " + name + ".ext -out " + name + ".pem");
    }
    void tool(const std::string& arguments) const {
        const auto answer =
            support::runTool("cd " + m_folder.string() + " && umask 077 && openssl " + arguments);
        ASSERT_EQ(answer.exitCode, 0) << answer.output;
    }
    void configure(const std::string& authority, const std::string& client,
                   const std::string& serverName) const {
        std::string settings = readFile(m_home.path() / "station.toml");
        settings = settings.substr(0, settings.find("\n[[audit_receiver]]"));
        const auto file = [&](const std::string& name) {
            return "\"" + (m_folder / name).string() + "\"\n";
        };
        writeFile(m_home.path() / "station.toml",
                  settings + "\n[[audit_receiver]]\nname = \"arr\"\nhost = \"127.0.0.1\"\nport = " +
                      std::to_string(m_port) + "\nserver_name = \"" + serverName +
                      "\"\nca_file = " + file(authority + ".pem") +
                      "certificate_file = " + file(client + ".pem") +
                      "key_file = " + file(client + ".key") + "timeout_seconds = 5\n");
    }
    // Straight to the file: what rsyslog has read is written before it reads on.
    support::ChildProcess startReceiver() const {
        const auto file = [&](const char* name) {
            return "\"" + (m_folder / name).string() + "\"";
        };
        writeFile(m_folder / "rsyslog.conf",
                  "global(workDirectory=\"" + m_folder.string() +
                      "\" maxMessageSize=\"64k\" defaultNetstreamDriver=\"ossl\" "
                      "parser.escapeControlCharactersOnReceive=\"off\" "
                      "defaultNetstreamDriverCAFile=" +
                      file("ca.pem") + " defaultNetstreamDriverCertFile=" + file("server.pem") +
                      " defaultNetstreamDriverKeyFile=" + file("server.key") +
                      ")\nmodule(load=\"imtcp\" streamDriver.name=\"ossl\" streamDriver.mode=\"1\" "
                      "streamDriver.authMode=\"x509/name\" permittedPeer=[\"desk.example\"])\n"
                      "template(name=\"all\" type=\"string\" "
                      "string=\"%pri% %hostname% %app-name% %msgid% %structured-data% %msg%\\n\")\n"
                      "ruleset(name=\"audit\" queue.type=\"direct\") { action(type=\"omfile\" "
                      "template=\"all\" file=" +
                      file("received") + ") }\ninput(type=\"imtcp\" address=\"127.0.0.1\" port=\"" +
                      std::to_string(m_port) + "\" ruleset=\"audit\")\n");
        support::ChildProcess child({"/usr/sbin/rsyslogd", "-n", "-f",
                                     (m_folder / "rsyslog.conf").string(), "-i",
                                     (m_folder / "rsyslog.pid").string()},
                                    {}, m_folder / "rsyslog.log");
        EXPECT_TRUE(support::awaitListener("127.0.0.1", m_port))
            << readFile(m_folder / "rsyslog.log");
        return child;
    }
    Result work() const { return m_home.seihon({"work", "--once"}); }
    std::int64_t entries() const {
        return m_home.seihon({"audit", "log", "--limit", "1"}).json().at("size").asInt();
    }
    std::vector<std::string> received() const {
        std::vector<std::string> lines;
        std::ifstream file(m_folder / "received");
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        return lines;
    }
    static std::int64_t sequenceOf(const std::string& line) {
        const std::string key = "[meta sequenceId=\"";
        const std::size_t at = line.find(key);
        return at == line.npos ? 0 : std::stoll(line.substr(at + key.size()));
    }
    // Every number from 1 on, none missing; how often at most one is there.
    int requireNoGap(std::int64_t atLeast) const {
        std::map<std::int64_t, int> seen;
        int most = 0;
        for (const std::string& line : received()) {
            most = std::max(most, ++seen[sequenceOf(line)]);
        }
        std::int64_t next = 1;
        for (const auto& [sequence, count] : seen) {
            EXPECT_EQ(sequence, next++);
        }
        EXPECT_GT(next, atLeast);
        return most;
    }

    StationHome m_home;
    const fs::path m_folder = m_home.path().parent_path() / "collector";
    int m_port = 0;
};

TEST_F(AuditReceived, all_entries_in_order_and_as_they_are_exported) {
    const support::ChildProcess receiver = startReceiver();
    m_home.sealedRecord();
    const std::int64_t before = entries();
    const Result sent = work();
    ASSERT_EQ(sent.code, 0) << sent.out << sent.err;
    EXPECT_TRUE(sent.json().at("witnesses").asArray().empty()) << sent.out;
    EXPECT_EQ(requireNoGap(before), 1) << "nothing twice";
    const fs::path folder = m_home.path().parent_path() / "messages";
    ASSERT_EQ(m_home.as("admin", {"audit", "export", "-o", folder.string()}).code, 0);
    const std::vector<std::string> lines = received();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string name = std::to_string(i);
        name.insert(0, 12 - name.size(), '0');
        std::string message = readFile(folder / (name + ".xml"));
        message.pop_back(); // its line end
        const std::string head =
            " seihon DICOM+RFC3881 [meta sequenceId=\"" + std::to_string(i + 1) + "\"] ";
        const std::size_t at = lines[i].find(head);
        ASSERT_NE(at, std::string::npos) << lines[i];
        EXPECT_EQ(lines[i].substr(at + head.size()), message);
        EXPECT_TRUE(lines[i].starts_with("85 ") || lines[i].starts_with("84 ")) << lines[i];
    }
    EXPECT_THAT(readFile(m_folder / "received"), testing::Not(testing::HasSubstr("P-000123")));
    // What a receiver lost is sent again when somebody asks, by an entry.
    ASSERT_EQ(m_home.as("clerk", {"audit", "resend", "--receiver", "arr", "--from", "3"}).code, 1);
    ASSERT_EQ(m_home.as("auditor", {"audit", "resend", "--receiver", "arr", "--from", "3"}).code,
              0);
    EXPECT_EQ(m_home.as("auditor", {"audit", "resend", "--receiver", "no", "--from", "3"}).code, 3);
    ASSERT_EQ(work().code, 0);
    EXPECT_EQ(sequenceOf(received().at(lines.size())), 4);
    EXPECT_EQ(requireNoGap(before), 2);
}

TEST_F(AuditReceived, a_receiver_that_is_killed_in_the_middle_has_no_gap) {
    std::int64_t before = 0;
    {
        const support::ChildProcess receiver = startReceiver();
        ASSERT_EQ(work().code, 0);
        m_home.sealedRecord();
        // It is gone at some moment while the station sends.
        std::thread killer([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            ::kill(receiver.pid(), SIGKILL);
        });
        EXPECT_EQ(work().code, 0);
        killer.join();
    }
    before = entries();
    const Result away = work(); // holds up nothing
    EXPECT_EQ(away.code, 0) << away.out;
    EXPECT_THAT(away.out, testing::HasSubstr("AuditReceiverAway"));
    m_home.sealedRecord();
    const support::ChildProcess receiver = startReceiver();
    const Result back = work();
    EXPECT_EQ(back.code, 0) << back.out;
    EXPECT_THAT(back.out, testing::Not(testing::HasSubstr("AuditReceiverAway")));
    requireNoGap(before);
}

TEST_F(AuditReceived, who_is_not_who_the_settings_say_gets_nothing_and_nothing_is_lost) {
    makeAuthority("other");
    makeCertificate("other", "stranger", "desk.example");
    const support::ChildProcess receiver = startReceiver();
    m_home.sealedRecord();
    const std::int64_t before = entries();
    configure("ca", "client", "other.example"); // another name
    EXPECT_THAT(work().out, testing::AllOf(testing::HasSubstr("AuditReceiverUntrusted"),
                                           testing::HasSubstr("hostname mismatch")));
    configure("other", "client", "arr.example"); // another authority
    EXPECT_THAT(work().out, testing::AllOf(testing::HasSubstr("AuditReceiverUntrusted"),
                                           testing::HasSubstr("certificate in certificate chain")));
    configure("ca", "stranger", "arr.example"); // nobody whom the receiver knows
    EXPECT_THAT(work().out, testing::HasSubstr("AuditReceiverAway"));
    configure("ca", "nobody", "arr.example"); // no certificate at all
    EXPECT_THAT(work().out, testing::AllOf(testing::HasSubstr("AuditReceiverAway"),
                                           testing::HasSubstr("nobody.key")));
    EXPECT_TRUE(received().empty());
    EXPECT_THAT(m_home.seihon({"doctor"}).out, testing::HasSubstr("audit-receivers"));
    configure("ca", "client", "arr.example");
    ASSERT_EQ(work().code, 0);
    EXPECT_EQ(requireNoGap(before), 1);
}

TEST_F(AuditReceived, a_station_that_is_killed_before_it_notes_what_it_sent_sends_it_again) {
    support::ChildProcess receiver = startReceiver();
    m_home.sealedRecord();
    const std::int64_t before = entries();
    if (!straceWorks()) {
        GTEST_SKIP() << "this sandbox forbids tracing";
    }
    // Sent and taken; then dead where the position gets its name.
    const fs::path position = m_home.path() / "audit-receivers";
    fs::create_directories(position);
    std::vector<std::string> command{"strace", "-f",
                                     "-o",     "/dev/null",
                                     "-e",     "trace=rename,renameat,renameat2",
                                     "-e",     "inject=rename,renameat,renameat2:signal=KILL",
                                     "-P",     position.string()};
    for (const std::string& word : m_home.command("", {"work", "--once"})) {
        command.push_back(word);
    }
    const Result killed = runProgram(command);
    EXPECT_EQ(killed.code, 128 + SIGKILL) << killed.out << killed.err;
    EXPECT_GE(static_cast<std::int64_t>(received().size()), before);
    ASSERT_EQ(work().code, 0);
    EXPECT_EQ(requireNoGap(before), 2); // twice, and never not at all
}

TEST_F(AuditReceived, another_log_under_the_same_numbers_is_sent_from_its_beginning) {
    const support::ChildProcess receiver = startReceiver();
    const fs::path image = m_home.path().parent_path() / "image";
    fs::copy(m_home.path() / "ledger", image, fs::copy_options::recursive);
    m_home.sealedRecord();
    ASSERT_EQ(work().code, 0);
    fs::remove_all(m_home.path() / "ledger"); // the disk is rolled back
    fs::copy(image, m_home.path() / "ledger", fs::copy_options::recursive);
    const std::string job = m_home.openJob(1);
    const std::size_t already = received().size();
    const Result anew = work();
    EXPECT_THAT(anew.out, testing::HasSubstr("AuditLogSentAnew")) << anew.out;
    EXPECT_EQ(sequenceOf(received().at(already)), 1);
    EXPECT_THAT(readFile(m_folder / "received"), testing::HasSubstr(job));
    // The same of a note that somebody spoilt.
    writeFile(m_home.path() / "audit-receivers" / "arr.json", "{\"sent\":-1}");
    EXPECT_THAT(work().out, testing::HasSubstr("AuditLogSentAnew"));
    EXPECT_THAT(work().out, testing::Not(testing::HasSubstr("AuditLogSentAnew")));
}

} // namespace seihon::cli_test
