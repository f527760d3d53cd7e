#include "identity/credentials.h"

#include "identity/password.h"
#include "identity/totp.h"
#include "record/fault.h"

#include <string.h>

#include <algorithm>
#include <array>

namespace seihon::identity {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::string_view kHeader = "seihon-credentials 1";
constexpr std::size_t kMostPeople = 5000;
constexpr std::size_t kMostLineBytes = 320;
constexpr std::string_view kNone = "-";

[[noreturn]] void refuse(const std::string& file, std::size_t line, const std::string& reason) {
    throw Fault(FaultKind::ConfigInvalid, file + ":" + std::to_string(line) + ": " + reason,
                {{"file", file}, {"line", std::to_string(line)}, {"reason", reason}});
}

bool isUser(std::string_view text) {
    return !text.empty() && text.size() <= 32 && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
                      c == '-';
           });
}

// Up to the separator, which is taken off too. Empty when there is none.
std::string_view takeUpTo(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    if (end == text.npos) {
        return {};
    }
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end + 1);
    return part;
}

record::Instant readTime(std::string_view text, const std::string& file, std::size_t number) {
    try {
        const record::Instant at = record::parseInstant(text);
        if (record::formatInstant(at) == text) { // one form only
            return at;
        }
    } catch (const Fault&) { // refused below: its text is not repeated
    }
    refuse(file, number, "the time is not as the station writes it");
}

void readLine(std::string_view line, const std::string& file, std::size_t number,
              Credentials& credentials) {
    if (line.size() > kMostLineBytes) {
        refuse(file, number, "the line is too long");
    }
    const std::string_view user = takeUpTo(line, ' ');
    const std::string_view hash = takeUpTo(line, ' ');
    const std::string_view secret = takeUpTo(line, ' ');
    if (!isUser(user)) {
        refuse(file, number, "the user name is not one");
    }
    if (!credentials.empty() && credentials.rbegin()->first >= user) {
        refuse(file, number, "the users are not in order, each once");
    }
    if (hash != kNone && !isPasswordHash(hash)) {
        refuse(file, number, "the password is not Argon2id as it must be");
    }
    if (secret != kNone && !isTotpSecret(secret)) {
        refuse(file, number, "the TOTP secret is not one");
    }
    Credential credential;
    credential.setAt = readTime(line, file, number);
    credential.passwordHash = hash == kNone ? "" : std::string(hash);
    if (secret != kNone) {
        credential.totpSecret = signing::Pin(secret);
    }
    credentials.emplace(std::string(user), std::move(credential));
}

} // namespace

std::string_view credentialsHeader() {
    return kHeader;
}

Credentials parseCredentials(std::string_view text, const std::string& fileName) {
    if (text.size() > kCredentialsFileBytes) {
        refuse(fileName, 1, "the file is too large");
    }
    Credentials credentials;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        if (text.find('\n') == text.npos) {
            refuse(fileName, number, "the last line has no end");
        }
        const std::string_view line = takeUpTo(text, '\n');
        if (number == 1) {
            if (line != kHeader) {
                refuse(fileName, 1, "this is no file of credentials that this version knows");
            }
            continue;
        }
        readLine(line, fileName, number, credentials);
        if (credentials.size() > kMostPeople) {
            refuse(fileName, number, "too many people");
        }
    }
    if (number == 0) {
        refuse(fileName, 1, "the file is empty");
    }
    return credentials;
}

signing::Pin credentialLine(const std::string& user, const Credential& credential) {
    std::string line;
    line.reserve(kMostLineBytes); // no copy of the secret is left behind by growing
    line.append(user).append(" ");
    line.append(credential.passwordHash.empty() ? kNone : credential.passwordHash).append(" ");
    const std::span<const char> secret = credential.totpSecret.bytes();
    line.append(secret.empty() ? kNone : std::string_view(secret.data(), secret.size()));
    line.append(" ").append(record::formatInstant(credential.setAt)).append("\n");
    signing::Pin made(line);
    ::explicit_bzero(line.data(), line.size());
    return made;
}

record::Digest digestOf(const std::string& user, const Credential& credential) {
    const signing::Pin line = credentialLine(user, credential);
    return record::sha256(std::string_view(line.bytes().data(), line.bytes().size()));
}

} // namespace seihon::identity
