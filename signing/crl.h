#pragma once

#include "record/instant.h"
#include "signing/certificate.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seihon::signing {

// Whether a certificate was revoked at a time in the past. OpenSSL takes any entry of a list for
// revoked whatever its date, and a list that is newer than the asked time for not yet valid;
// evidence needs both the other way round.
enum class RevocationState {
    Good,      // a list issued after the asked time does not name it
    GoodSoFar, // a list in force at the asked time does not name it, a later one is not at hand
    Revoked,   // on or before the asked time
    Unknown,   // no list in force
};

struct RevocationEntry {
    record::Instant at{};      // the earlier of revocation date and invalidity date
    std::optional<int> reason; // RFC 5280 §5.3.1
};

struct RevocationAnswer {
    RevocationState state = RevocationState::Unknown;
    std::string holder;                   // CN of the certificate asked about
    std::optional<RevocationEntry> entry; // also when it lies after the asked time
    std::vector<std::size_t> evidence;    // which lists speak about the certificate at all
    std::optional<std::size_t> best;      // the newest in force at the asked time or issued later
};

// `issuer` is the certificate of the path above `certificate`; only lists that its key signed
// count.
RevocationAnswer judgeRevocation(record::Bytes certificate, record::Bytes issuer,
                                 std::span<const Der> crls, record::Instant at);

// For every certificate of a chain (leaf first) but its root.
std::vector<RevocationAnswer> judgeChainRevocation(std::span<const Der> chain,
                                                   std::span<const Der> crls, record::Instant at);

} // namespace seihon::signing
