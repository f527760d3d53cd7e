#include "atna/syslog_session.h"

#include "support/child_process.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

// What no good collector does: ours must take none of it for "all was read".
namespace seihon::atna {

namespace fs = std::filesystem;

namespace {

std::string readAll(::SSL* ssl, std::size_t most = 1u << 30) {
    std::string all;
    char bytes[16384];
    while (all.size() < most) {
        const int got = ::SSL_read(ssl, bytes, static_cast<int>(std::min(sizeof bytes, most)));
        if (got <= 0) {
            break;
        }
        all.append(bytes, static_cast<std::size_t>(got));
    }
    return all;
}

} // namespace

class SyslogSession : public testing::Test {
  protected:
    using Behaviour = std::function<void(::SSL*, int)>;

    static void SetUpTestSuite() {
        ::signal(SIGPIPE, SIG_IGN); // as both programs of the station do
        std::string pattern = (fs::temp_directory_path() / "seihon-atna-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        s_folder = pattern;
        std::ofstream(s_folder / "ext") << "subjectAltName=DNS:arr.example,IP:127.0.0.1\n";
        for (const char* arguments :
             {"req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ca -keyout ca.key -out "
              "ca.pem",
              "req -new -newkey rsa:2048 -nodes -subj /CN=arr -keyout arr.key -out arr.csr",
              "x509 -req -days 3650 -CAcreateserial -in arr.csr -CA ca.pem -CAkey ca.key -extfile "
              "ext -out arr.pem"}) {
            const auto answer = support::runTool("cd " + s_folder.string() +
                                                 " && umask 077 && openssl " + arguments);
            ASSERT_EQ(answer.exitCode, 0) << answer.output;
        }
    }
    static void TearDownTestSuite() { fs::remove_all(s_folder); }

    // Sends to a peer that accepts once, shakes hands unless told otherwise, and then behaves so.
    SessionOutcome sendTo(const Behaviour& behaviour, const std::string& frames,
                          const std::function<void(::SSL_CTX*)>& setUp = {}, bool hello = true) {
        const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ::sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::inet_addr("127.0.0.1");
        ::socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener, reinterpret_cast<::sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener, 1), 0);
        ::getsockname(listener, reinterpret_cast<::sockaddr*>(&address), &size);
        m_receiver.port = ntohs(address.sin_port);
        m_over = false;
        std::thread peer([&] {
            const int fd = ::accept(listener, nullptr, nullptr);
            ::SSL_CTX* const context = ::SSL_CTX_new(::TLS_server_method());
            ::SSL_CTX_use_certificate_chain_file(context, (s_folder / "arr.pem").c_str());
            ::SSL_CTX_use_PrivateKey_file(context, (s_folder / "arr.key").c_str(),
                                          SSL_FILETYPE_PEM);
            ::SSL_CTX_load_verify_file(context, (s_folder / "ca.pem").c_str());
            ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                                 nullptr);
            if (setUp) {
                setUp(context);
            }
            ::SSL* const ssl = ::SSL_new(context);
            ::SSL_set_fd(ssl, fd);
            if (!hello || ::SSL_accept(ssl) == 1) {
                behaviour(ssl, fd);
            }
            ::SSL_free(ssl);
            ::SSL_CTX_free(context);
            ::close(fd);
        });
        const SessionOutcome outcome = sendSession(m_receiver, frames);
        m_over = true;
        m_over.notify_all();
        ::shutdown(listener, SHUT_RDWR);
        peer.join();
        ::close(listener);
        return outcome;
    }

    static inline fs::path s_folder;
    SyslogReceiver m_receiver{"127.0.0.1",
                              0,
                              "arr.example",
                              s_folder / "ca.pem",
                              s_folder / "arr.pem",
                              s_folder / "arr.key",
                              std::chrono::milliseconds(1500)};
    std::atomic<bool> m_over = false; // the sender has given up, or is done
    const std::string m_frames = std::string(300'000, 'x');
};

TEST_F(SyslogSession, isTakenWhenAllWasReadAndBothSaidGoodbye) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        std::string got, shown;
        const SessionOutcome outcome = sendTo(
            [&](::SSL* ssl, int) {
                ::X509* const certificate = ::SSL_get1_peer_certificate(ssl);
                shown = certificate == nullptr ? "nobody" : "somebody";
                ::X509_free(certificate);
                got = readAll(ssl);
                ::SSL_shutdown(ssl);
            },
            m_frames, [&](::SSL_CTX* one) { ::SSL_CTX_set_max_proto_version(one, version); });
        EXPECT_EQ(outcome.end, SessionEnd::Taken) << outcome.why;
        EXPECT_EQ(got, m_frames);
        EXPECT_EQ(shown, "somebody");
    }
    m_receiver.serverName = "127.0.0.1"; // an address is compared with addresses
    const auto polite = [&](::SSL* ssl, int) {
        readAll(ssl);
        ::SSL_shutdown(ssl);
    };
    EXPECT_EQ(sendTo(polite, m_frames).end, SessionEnd::Taken);
    m_receiver.serverName = "127.0.0.2";
    EXPECT_EQ(sendTo(polite, m_frames).end, SessionEnd::Untrusted);
    m_receiver.serverName = "arr"; // the subject's common name is no name of the server
    EXPECT_EQ(sendTo(polite, m_frames).end, SessionEnd::Untrusted);
}

TEST_F(SyslogSession, isNotTakenByWhoLeavesWithoutAWord) {
    std::string got;
    const SessionOutcome outcome = sendTo([&](::SSL* ssl, int) { got = readAll(ssl); }, m_frames);
    EXPECT_EQ(outcome.end, SessionEnd::Away);
    EXPECT_EQ(got, m_frames); // the control: it did read all
    EXPECT_FALSE(outcome.why.empty());
}

TEST_F(SyslogSession, isNotTakenByWhoSaysGoodbyeBeforeItHasReadAll) {
    for (const std::size_t read : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}}) {
        const SessionOutcome outcome = sendTo(
            [&](::SSL* ssl, int) {
                readAll(ssl, read);
                ::SSL_set_quiet_shutdown(ssl, 0);
                ::SSL_shutdown(ssl); // close_notify, and away with what lies unread
            },
            m_frames);
        EXPECT_EQ(outcome.end, SessionEnd::Away) << read;
    }
}

TEST_F(SyslogSession, isNotTakenByWhoHangs) {
    const auto hang = [this](::SSL*, int) {
        m_over.wait(false);
    };
    m_receiver.timeout = std::chrono::milliseconds(300);
    EXPECT_EQ(sendTo(hang, m_frames).end, SessionEnd::Away);            // after the handshake
    EXPECT_EQ(sendTo(hang, m_frames, {}, false).end, SessionEnd::Away); // before it
    const SessionOutcome silent = sendTo(                               // after all was read
        [&](::SSL* ssl, int fd) {
            readAll(ssl, m_frames.size());
            hang(ssl, fd);
        },
        m_frames);
    EXPECT_EQ(silent.end, SessionEnd::Away);
    EXPECT_THAT(silent.why, testing::HasSubstr("no answer in time"));
}

TEST_F(SyslogSession, isNotTakenByWhoTalksWithoutEnd) {
    const SessionOutcome outcome = sendTo(
        [&](::SSL* ssl, int) {
            readAll(ssl, m_frames.size());
            const std::string noise(16'000, 'n');
            while (::SSL_write(ssl, noise.data(), static_cast<int>(noise.size())) > 0) {
            }
        },
        m_frames);
    EXPECT_EQ(outcome.end, SessionEnd::Away);
}

TEST_F(SyslogSession, refusesOldTlsAndFilesThatAreNotInOrder) {
    const auto never = [](::SSL*, int) {
        ADD_FAILURE() << "shook hands";
    };
    const SessionOutcome old = sendTo(never, m_frames, [](::SSL_CTX* one) {
        ::SSL_CTX_set_security_level(one, 0);
        ::SSL_CTX_set_min_proto_version(one, TLS1_VERSION);
        ::SSL_CTX_set_max_proto_version(one, TLS1_1_VERSION);
    });
    EXPECT_EQ(old.end, SessionEnd::Away);
    const SyslogReceiver good = m_receiver;
    m_receiver.key = s_folder / "ca.key"; // of another certificate
    EXPECT_EQ(sendSession(m_receiver, m_frames).end, SessionEnd::NotReady);
    m_receiver = good;
    m_receiver.authorities = s_folder / "ca.key"; // no certificate
    EXPECT_EQ(sendSession(m_receiver, m_frames).end, SessionEnd::NotReady);
    m_receiver = good;
    m_receiver.key = s_folder / "open.key";
    fs::copy_file(s_folder / "arr.key", m_receiver.key);
    fs::permissions(m_receiver.key, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT(sendSession(m_receiver, m_frames).why, testing::HasSubstr("0600"));
    m_receiver = good;
    m_receiver.port = static_cast<std::uint16_t>(support::freePort("127.0.0.1"));
    EXPECT_THAT(sendSession(m_receiver, m_frames).why, testing::HasSubstr("refused"));
    m_receiver.host = "no-such-host.invalid";
    EXPECT_EQ(sendSession(m_receiver, m_frames).end, SessionEnd::Away);
}

} // namespace seihon::atna
