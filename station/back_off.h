#pragma once

#include "record/instant.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace seihon::station {

// How long a service on the network that failed is left alone: 1, 2, 4 … 30 minutes, counted over
// all processes of the home by a small file (docs/decisions/0020-timestamp-services-in-turn.md).
// The file is no evidence: where it is lost or cannot be written, nobody rests.
class BackOff {
  public:
    explicit BackOff(std::filesystem::path file);

    // Empty when it may be asked.
    std::optional<record::Instant> restsUntil(const std::string& service,
                                              record::Instant now) const;
    void failed(const std::string& service, record::Instant now);
    void answered(const std::string& service);

  private:
    struct Failures {
        std::int64_t count = 0; // one after the other
        record::Instant last{};
    };
    std::map<std::string, Failures> read() const;
    void write(const std::map<std::string, Failures>& all) const;

    std::filesystem::path m_file;
};

} // namespace seihon::station
