#pragma once

#include "record/digest.h"
#include "record/instant.h"
#include "signing/pin.h"

#include <map>
#include <string>
#include <string_view>

namespace seihon::identity {

// Password and TOTP secret of a person without a card [F1]. One may still be missing: then nobody
// can log in with it.
struct Credential {
    std::string passwordHash; // empty: none yet
    signing::Pin totpSecret;  // empty: none yet
    record::Instant setAt{};

    bool complete() const { return !passwordHash.empty() && !totpSecret.empty(); }
};

using Credentials = std::map<std::string, Credential, std::less<>>; // by user

inline constexpr std::size_t kCredentialsFileBytes = 1u << 20;

// The file, strictly: the first line names the format, then one line a person: user, hash or "-",
// secret or "-", time; in order of users, each once. Faults: ConfigInvalid with file, line, reason,
// which never quote what stands there.
Credentials parseCredentials(std::string_view text, const std::string& fileName);

// The first line, and one person's line with its end, in memory that is wiped.
std::string_view credentialsHeader();
signing::Pin credentialLine(const std::string& user, const Credential& credential);

// Of the line: it stands in the ledger, so that a file that was edited by hand logs nobody in.
record::Digest digestOf(const std::string& user, const Credential& credential);

} // namespace seihon::identity
