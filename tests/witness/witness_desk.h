#pragma once

#include "witness/witness.h"

#include <filesystem>
#include <string>

namespace seihon::witness {

inline record::Instant atSecond(std::int64_t second) {
    return record::Instant(std::chrono::seconds(second));
}

// A log of made-up leaves, as its station would show it to a witness.
struct TestLog {
    TestLog(std::filesystem::path keyFile, std::string leafWord);
    std::string note(std::uint64_t size) const;
    AddCheckpoint request(std::uint64_t oldSize, std::uint64_t size) const;

    std::filesystem::path key;
    std::string word;
    std::string origin = "station-1";

  private:
    std::vector<record::Digest> leaves(std::uint64_t size) const;
};

// A witness's folder of its own, which knows the log of "station-1".
class WitnessDesk {
  public:
    static constexpr const char* kName = "ward.example/w1";
    WitnessDesk();
    ~WitnessDesk();
    WitnessDesk(const WitnessDesk&) = delete; // owns its folder
    WitnessDesk& operator=(const WitnessDesk&) = delete;

    std::filesystem::path folder() const { return m_root / "witness"; }
    std::filesystem::path logKey() const { return m_root / "station.pem"; }

  private:
    std::filesystem::path m_root;
};

} // namespace seihon::witness
