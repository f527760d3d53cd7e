#pragma once

#include "config/config.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Until when a digest or a key length is strong enough to be believed, as trust.toml dates it
// (CRYPTREC: 112 bits of strength, which RSA-2048 has, until the end of 2030). Asked with the time
// as of which something is judged: what was strong then and is covered by a stronger proof since
// stays evidence.
namespace seihon::signing {

// `name` as in trust.toml: sha256, sha384, sha512.
bool digestAccepted(const config::TrustFile&, std::string_view name, record::Instant at);
// Empty: open, or not accepted at all.
std::optional<record::Instant> digestEnds(const config::TrustFile&, std::string_view name);

bool keyAccepted(const config::TrustFile&, int rsaBits, record::Instant at);
std::optional<record::Instant> keyEnds(const config::TrustFile&, int rsaBits);

// Both at one time, as buildPath (path.h) asks for them.
struct AlgorithmFloor {
    std::vector<std::string> digests{"sha256", "sha384", "sha512"};
    std::int64_t rsaBitsAtLeast = 2048;
    std::vector<config::KeyKind> keyKinds{config::KeyKind::Rsa, config::KeyKind::Ec};
};
AlgorithmFloor floorAt(const config::TrustFile&, record::Instant at);

} // namespace seihon::signing
