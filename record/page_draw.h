#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Drawing by digest, in a way that anybody can repeat with ordinary tools (docs/sampling.md).
namespace seihon::record {

// A share of `count`, rounded up, at least `least`, never more than there is.
std::int64_t shareOf(std::int64_t count, std::int64_t permille, std::int64_t least);

// The places of the `count` smallest numbers, in order of place.
std::vector<std::size_t> smallestOf(const std::vector<std::string>& numbers, std::int64_t count);

// The pages of a job with the smallest SHA-256 of SEED:JOB:PAGE, ascending; `seed` as hex.
std::vector<std::int64_t> drawPages(const std::string& seed, const std::string& job,
                                    std::int64_t pages, std::int64_t permille, std::int64_t least);

} // namespace seihon::record
