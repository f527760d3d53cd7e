#include "atna/syslog_session.h"

#include "atna/syslog_socket.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <memory>
#include <optional>

namespace seihon::atna {

namespace {

struct FreeContext {
    void operator()(::SSL_CTX* context) const { ::SSL_CTX_free(context); }
};
struct FreeSsl {
    void operator()(::SSL* ssl) const { ::SSL_free(ssl); }
};
using ContextPtr = std::unique_ptr<::SSL_CTX, FreeContext>;
using SslPtr = std::unique_ptr<::SSL, FreeSsl>;

constexpr std::size_t kAnswerBytes = 64u << 10; // nobody talks to a sender of syslog

std::string opensslWords(const std::string& otherwise) {
    const unsigned long code = ::ERR_peek_last_error();
    ::ERR_clear_error();
    const char* const reason = code == 0 ? nullptr : ::ERR_reason_error_string(code);
    return reason == nullptr ? otherwise : reason;
}

// Why our own files cannot be used; empty: they are in use now.
std::string takeFiles(::SSL_CTX* context, const SyslogReceiver& receiver) {
    struct stat status {};
    if (::stat(receiver.key.c_str(), &status) != 0 || (status.st_mode & 077) != 0) {
        return receiver.key.string() + ": must be there, and readable by its owner alone (0600)";
    }
    if (::SSL_CTX_load_verify_file(context, receiver.authorities.c_str()) != 1) {
        return receiver.authorities.string() + ": " + opensslWords("cannot be read");
    }
    if (::SSL_CTX_use_certificate_chain_file(context, receiver.certificate.c_str()) != 1) {
        return receiver.certificate.string() + ": " + opensslWords("cannot be read");
    }
    // Also compares it with the certificate.
    if (::SSL_CTX_use_PrivateKey_file(context, receiver.key.c_str(), SSL_FILETYPE_PEM) != 1) {
        return receiver.key.string() + ": " + opensslWords("cannot be read");
    }
    return {};
}

// RFC 5425 §5.2: the name that the settings say, as a DNS name or an address of the certificate.
bool askForName(::SSL* ssl, const std::string& name) {
    ::X509_VERIFY_PARAM* const param = ::SSL_get0_param(ssl);
    if (::X509_VERIFY_PARAM_set1_ip_asc(param, name.c_str()) == 1) {
        return true;
    }
    ::ERR_clear_error();
    ::SSL_set_hostflags(ssl,
                        X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    return ::SSL_set1_host(ssl, name.c_str()) == 1 &&
           ::SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                      const_cast<char*>(name.c_str())) == 1;
}

class Session {
  public:
    Session(const SyslogReceiver& receiver, ContextPtr context)
        : m_receiver(receiver), m_context(std::move(context)), m_socket(receiver.timeout) {}

    SessionOutcome run(std::string_view frames) {
        if (std::string why = m_socket.connect(m_receiver.host, m_receiver.port); !why.empty()) {
            return {SessionEnd::Away, std::move(why)};
        }
        m_ssl.reset(::SSL_new(m_context.get()));
        if (!m_ssl || ::SSL_set_fd(m_ssl.get(), m_socket.fd()) != 1 ||
            !askForName(m_ssl.get(), m_receiver.serverName)) {
            return {SessionEnd::NotReady, opensslWords("server_name cannot be used")};
        }
        if (const auto trouble = shakeHands()) {
            return *trouble;
        }
        if (const auto trouble = write(frames)) {
            return *trouble;
        }
        return close();
    }

  private:
    // What a call of OpenSSL waits for; false when the time is up or nothing more will come.
    bool await(int result) {
        const int error = ::SSL_get_error(m_ssl.get(), result);
        m_closed = error == SSL_ERROR_ZERO_RETURN;
        if (error == SSL_ERROR_WANT_READ) {
            return m_socket.awaitReadable();
        }
        return error == SSL_ERROR_WANT_WRITE && m_socket.awaitWritable();
    }
    SessionOutcome away(const std::string& step) const {
        const std::string why = m_socket.timeIsUp() ? "no answer in time" : "connection lost";
        return {SessionEnd::Away, step + ": " + opensslWords(why)};
    }

    std::optional<SessionOutcome> shakeHands() {
        for (;;) {
            ::ERR_clear_error();
            const int result = ::SSL_connect(m_ssl.get());
            if (result == 1) {
                return std::nullopt;
            }
            if (!await(result)) {
                break;
            }
        }
        const long verified = ::SSL_get_verify_result(m_ssl.get());
        if (verified != X509_V_OK) {
            ::ERR_clear_error();
            return SessionOutcome{SessionEnd::Untrusted, ::X509_verify_cert_error_string(verified)};
        }
        return away("TLS handshake");
    }

    std::optional<SessionOutcome> write(std::string_view frames) {
        while (!frames.empty()) {
            ::ERR_clear_error();
            std::size_t written = 0;
            const int result = ::SSL_write_ex(m_ssl.get(), frames.data(), frames.size(), &written);
            if (result == 1) {
                frames.remove_prefix(written);
            } else if (!await(result)) {
                return lost("sending");
            }
        }
        return std::nullopt;
    }

    // An alert says more than a broken connection, where one lies unread: in TLS 1.3 our
    // certificate is refused after the handshake.
    SessionOutcome lost(const std::string& step) {
        if (!m_socket.timeIsUp()) {
            std::size_t drained = 0;
            static_cast<void>(drain(drained));
        }
        return away(step);
    }

    // One read of what nobody asked for; false: nothing more can be read now, or at all.
    bool drain(std::size_t& total) {
        char bytes[4096];
        ::ERR_clear_error();
        std::size_t got = 0;
        const int result = ::SSL_read_ex(m_ssl.get(), bytes, sizeof bytes, &got);
        total += got;
        if (result != 1) {
            const int error = ::SSL_get_error(m_ssl.get(), result);
            m_closed = error == SSL_ERROR_ZERO_RETURN;
            m_wants = error == SSL_ERROR_WANT_READ;
        }
        return result == 1;
    }

    SessionOutcome close() {
        std::size_t total = 0;
        while (total < kAnswerBytes && drain(total)) {
        }
        if (m_closed || !m_wants) { // it went before it could know that this was all
            return m_closed ? SessionOutcome{SessionEnd::Away, "the receiver closed early"}
                            : away("sending");
        }
        ::ERR_clear_error();
        int result = ::SSL_shutdown(m_ssl.get());
        while (result < 0 && await(result)) {
            result = ::SSL_shutdown(m_ssl.get());
        }
        if (result < 0) {
            return lost("closing");
        }
        while (!m_closed && total < kAnswerBytes) {
            if (!drain(total) && !m_closed && (!m_wants || !m_socket.awaitReadable())) {
                return away("closing, without word that all was read");
            }
        }
        if (!m_closed || !m_socket.endsCleanly()) {
            return {SessionEnd::Away, "closing: the connection broke off"};
        }
        return {SessionEnd::Taken, {}};
    }

    const SyslogReceiver& m_receiver;
    ContextPtr m_context;
    SyslogSocket m_socket; // outlives the TLS over it
    SslPtr m_ssl;
    bool m_closed = false; // its close_notify was read
    bool m_wants = false;  // the last read found nothing yet
};

} // namespace

SessionOutcome sendSession(const SyslogReceiver& receiver, std::string_view frames) {
    ContextPtr context(::SSL_CTX_new(::TLS_client_method()));
    if (!context || ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) {
        return {SessionEnd::NotReady, opensslWords("no TLS")};
    }
    ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    ::SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    ::SSL_CTX_set_mode(context.get(),
                       SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (std::string why = takeFiles(context.get(), receiver); !why.empty()) {
        return {SessionEnd::NotReady, std::move(why)};
    }
    return Session(receiver, std::move(context)).run(frames);
}

} // namespace seihon::atna
