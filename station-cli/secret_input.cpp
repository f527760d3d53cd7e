#include "station-cli/secret_input.h"

#include "record/fault.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::size_t kPinBytes = 64;
constexpr std::size_t kPasswordBytes = 256;

// A fixed buffer that leaves nothing behind.
struct SecretBuffer {
    std::array<char, kPasswordBytes + 1> bytes{};
    std::size_t size = 0;
    ~SecretBuffer() { ::explicit_bzero(bytes.data(), bytes.size()); }
};

void readLine(int descriptor, std::size_t most, SecretBuffer& secret) {
    while (secret.size <= most) {
        char c = 0;
        const ssize_t got = ::read(descriptor, &c, 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw Fault(FaultKind::Usage, "the PIN's descriptor cannot be read: " +
                                              std::string(std::strerror(errno)));
        }
        if (got == 0 || c == '\n' || c == '\r') {
            break;
        }
        secret.bytes[secret.size++] = c;
    }
    if (secret.size > most) {
        throw Fault(FaultKind::Usage,
                    "more than " + std::to_string(most) + " characters were given as a secret");
    }
}

// The terminal with its echo off for as long as this lives.
class QuietTerminal {
  public:
    QuietTerminal() : m_fd(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
        if (m_fd >= 0 && ::tcgetattr(m_fd, &m_before) == 0) {
            termios quiet = m_before;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(m_fd, TCSAFLUSH, &quiet);
        }
    }
    ~QuietTerminal() {
        if (m_fd >= 0) {
            ::tcsetattr(m_fd, TCSAFLUSH, &m_before);
            ::close(m_fd);
        }
    }
    QuietTerminal(const QuietTerminal&) = delete; // two of them would restore the wrong state
    QuietTerminal& operator=(const QuietTerminal&) = delete;
    int fd() const { return m_fd; }

  private:
    int m_fd;
    termios m_before{};
};

} // namespace

namespace {

void write(int terminal, std::string_view text) {
    if (::write(terminal, text.data(), text.size()) < 0) {
        throw Fault(FaultKind::PinMissing, "the terminal is gone");
    }
}

// From the descriptor, or asked for at the terminal.
void readSecret(int descriptor, std::string_view prompt, std::size_t most, SecretBuffer& secret) {
    if (descriptor >= 0) {
        readLine(descriptor, most, secret);
    } else {
        const QuietTerminal terminal;
        if (terminal.fd() < 0) {
            throw Fault(FaultKind::PinMissing, "no descriptor for it and no terminal to ask at");
        }
        write(terminal.fd(), prompt);
        readLine(terminal.fd(), most, secret);
        write(terminal.fd(), "\n");
    }
    if (secret.size == 0) {
        throw Fault(FaultKind::PinMissing, std::string(prompt) + "nothing was given");
    }
}

station::Pin pinOf(const SecretBuffer& secret, station::LastTry lastTry) {
    return station::Pin(std::string_view(secret.bytes.data(), secret.size), lastTry);
}

} // namespace

station::Pin readPin(int descriptor, station::LastTry lastTry) {
    SecretBuffer secret;
    readSecret(descriptor, "PIN: ", kPinBytes, secret);
    return pinOf(secret, lastTry);
}

PasswordAndCode readPasswordAndCode(int descriptor) {
    SecretBuffer password, code;
    readSecret(descriptor, "Password: ", kPasswordBytes, password);
    readSecret(descriptor, "One-time code: ", kPinBytes, code);
    return {pinOf(password, station::LastTry::Keep), pinOf(code, station::LastTry::Keep)};
}

station::Pin readNewPassword(int descriptor) {
    SecretBuffer password;
    readSecret(descriptor, "New password: ", kPasswordBytes, password);
    if (descriptor < 0) { // nobody sees what they type
        SecretBuffer again;
        readSecret(descriptor, "Again: ", kPasswordBytes, again);
        if (again.size != password.size || again.bytes != password.bytes) {
            throw Fault(FaultKind::Usage, "the two are not the same");
        }
    }
    return pinOf(password, station::LastTry::Keep);
}

std::vector<std::string> readLines(int descriptor) {
    std::array<char, 4096> buffer{};
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t got = ::read(descriptor, buffer.data() + size, buffer.size() - size);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw Fault(FaultKind::Usage, "descriptor " + std::to_string(descriptor) +
                                              " cannot be read: " + std::strerror(errno));
        }
        if (got == 0) {
            break;
        }
        size += static_cast<std::size_t>(got);
    }
    if (size == buffer.size()) {
        throw Fault(FaultKind::Usage,
                    "more than 4 KiB at descriptor " + std::to_string(descriptor));
    }
    std::vector<std::string> lines(1);
    for (const char c : std::string_view(buffer.data(), size)) {
        if (c == '\n') {
            lines.emplace_back();
        } else {
            lines.back() += c;
        }
    }
    if (lines.back().empty()) {
        lines.pop_back();
    }
    return lines;
}

} // namespace seihon::station_cli
