#pragma once

#include "record/sentences.h"
#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>

namespace seihon::station {

// A person accepted what the trust folder said at that time.
struct TrustAcceptance {
    record::Actor by;
    record::Instant at{};
    record::Digest digest;
};

// Over trust.toml and every root it may name; revocation lists come and go and are not in it.
// Faults: NotFound, ConfigInvalid.
record::Digest trustDigest(const std::filesystem::path& folder);

// The trust that the house puts in certificates, written down [A14]: accepted by a person, and
// printed from the very file that verification uses.
class TrustDesk {
  public:
    explicit TrustDesk(Station& station) : m_station(station) {}

    // Whoever may put a regulation into force accepts the folder as it is now. Faults:
    // ConfigInvalid, Usage when this very state is accepted already.
    record::Verdict accept(const Session& session);
    std::optional<TrustAcceptance> newest() const;

    std::string statementText(record::Language language) const; // for a terminal
    // .pdf, .html or .txt. Faults: Usage for another ending or a file that is there already.
    void writeStatement(const std::filesystem::path& file, record::Language language) const;

  private:
    Station& m_station;
};

} // namespace seihon::station
