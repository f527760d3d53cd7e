#pragma once

#include "tests/quality/campaign.h"
#include "tests/quality/pictures.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace seihon::quality {

struct ReportFacts {
    std::uint64_t seed = 0;
    std::int64_t n = 0;
    std::string command;
    std::string regulationDigest;
    JobCount streakJobs, normalJobs;
    std::vector<Picture> pictures;
};

// The page docs/quality.md. The same outcomes give the same bytes.
std::string reportText(const ReportFacts& facts, std::span<const Outcome> outcomes);

} // namespace seihon::quality
