#pragma once

#include "signing/timestamp.h"
#include "signing/trust.h"
#include "station/back_off.h"
#include "station/urgency.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::station {

struct TimestampTerms {
    std::vector<config::TimestampService> services; // in the order in which they are asked
    std::filesystem::path demoFolder;
    std::filesystem::path backOffFile;
    Urgency urgency = Urgency::Asked;
    // The time of the newest token that this station ever took.
    std::optional<record::Instant> newestToken;
    // Gets revocation lists about these certificates, and tells believe() of what came; called
    // when a token was refused, as a service's certificate is first seen in its token. True when it
    // is worth asking again.
    std::function<bool(const std::vector<signing::Der>&)> refresh;
};

// The station's timestamp services, asked in turn until one gives a token that is accepted
// (docs/decisions/0020-timestamp-services-in-turn.md). One object for one round of work: a service
// that failed in it is not asked in it again.
class TimestampServices {
  public:
    TimestampServices(TimestampTerms terms, signing::Trust trust);

    // Asks the authority, makes what is wanted of its token, and gives the token's time. What it
    // made counts only when ask() returns.
    using Use = std::function<record::Instant(signing::TimestampAuthority&, const signing::Trust&)>;
    // Faults: TimestampUnavailable, TimestampRefused: nobody gave one; the fault of the last.
    void ask(const Use& use);
    // A token over a digest.
    signing::Token token(const record::Digest& digest, std::chrono::minutes tolerance);

    const signing::Trust& trust() const { return m_trust; }
    void believe(signing::Trust trust) { m_trust = std::move(trust); }

  private:
    std::vector<const config::TimestampService*> inTurn(record::Instant now) const;
    void askOne(const config::TimestampService& service, const Use& use);
    record::Instant useOnce(signing::TimestampAuthority& authority, const Use& use) const;

    TimestampTerms m_terms;
    signing::Trust m_trust;
    BackOff m_backOff;
    std::set<std::string> m_failed;
};

} // namespace seihon::station
