#pragma once

#include "record/digest.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::signing {

// A digest with its algorithm, named as trust.toml names it: "sha256", "sha384" or "sha512".
struct DataDigest {
    std::string algorithm;
    std::vector<std::uint8_t> bytes;

    friend auto operator<=>(const DataDigest&, const DataDigest&) = default;
};

DataDigest digestBy(std::string_view algorithm, record::Bytes data);
DataDigest dataDigest(const record::Digest& sha256);

// The same for data that arrive in blocks.
class RunningDigest {
  public:
    explicit RunningDigest(std::string_view algorithm);
    ~RunningDigest();
    RunningDigest(RunningDigest&&) noexcept;
    RunningDigest& operator=(RunningDigest&&) noexcept;

    RunningDigest& add(record::Bytes data);
    DataDigest finish();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace seihon::signing
