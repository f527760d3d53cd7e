#pragma once

#include "config/config.h"
#include "record/digest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::signing {

// What a witness answered to add-checkpoint (C2SP tlog-witness).
struct WitnessAnswer {
    long status = 0;                   // of HTTP
    std::string lines;                 // 200: signature lines
    std::optional<std::uint64_t> size; // 409: of the newest checkpoint that it signed
};

// POST URL/add-checkpoint. Nothing when no whole answer came; `why` then says why.
std::optional<WitnessAnswer> askWitness(const config::WitnessService& witness,
                                        std::uint64_t oldSize,
                                        const std::vector<record::Digest>& proof,
                                        const std::string& note, std::string& why);

} // namespace seihon::signing
