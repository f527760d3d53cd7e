#include "record/page_draw.h"

#include "record/digest.h"

#include <algorithm>
#include <utility>

namespace seihon::record {

namespace {

constexpr std::int64_t kPermille = 1000;

} // namespace

std::int64_t shareOf(std::int64_t count, std::int64_t permille, std::int64_t least) {
    const std::int64_t share = (count * std::min(permille, kPermille) + kPermille - 1) / kPermille;
    return std::min(count, std::max(share, least));
}

std::vector<std::size_t> smallestOf(const std::vector<std::string>& numbers, std::int64_t count) {
    std::vector<std::pair<std::string, std::size_t>> order;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        order.emplace_back(numbers[i], i);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        places.push_back(order[i].second);
    }
    std::sort(places.begin(), places.end());
    return places;
}

std::vector<std::int64_t> drawPages(const std::string& seed, const std::string& job,
                                    std::int64_t pages, std::int64_t permille, std::int64_t least) {
    std::vector<std::string> numbers;
    for (std::int64_t page = 1; page <= pages; ++page) {
        numbers.push_back(sha256(seed + ":" + job + ":" + std::to_string(page)).hex());
    }
    std::vector<std::int64_t> drawn;
    for (const std::size_t place : smallestOf(numbers, shareOf(pages, permille, least))) {
        drawn.push_back(static_cast<std::int64_t>(place) + 1);
    }
    return drawn;
}

} // namespace seihon::record
