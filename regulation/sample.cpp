#include "regulation/equivalence.h"

#include <algorithm>
#include <utility>

namespace seihon::regulation {

namespace {

constexpr std::int64_t kPermille = 1000;

// At least the share, never more than there is: rounded up.
std::int64_t shareOf(std::int64_t count, std::int64_t permille, std::int64_t least) {
    const std::int64_t share = (count * std::min(permille, kPermille) + kPermille - 1) / kPermille;
    return std::min(count, std::max(share, least));
}

// The places of the smallest numbers, in order of place.
std::vector<std::size_t> smallest(const std::vector<std::string>& numbers, std::int64_t count) {
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

std::vector<std::int64_t> drawPages(const SampleUnit& unit, const std::string& seed,
                                    std::int64_t permille) {
    std::vector<std::string> numbers;
    for (std::int64_t page = 1; page <= unit.pages; ++page) {
        numbers.push_back(record::sha256(seed + ":" + unit.job + ":" + std::to_string(page)).hex());
    }
    std::vector<std::int64_t> pages;
    for (const std::size_t place : smallest(numbers, shareOf(unit.pages, permille, 1))) {
        pages.push_back(static_cast<std::int64_t>(place) + 1);
    }
    return pages;
}

void drawFrom(std::span<const SampleUnit> units, const SamplingPlan& plan, const std::string& seed,
              std::vector<DrawnUnit>& drawn) {
    std::vector<std::string> numbers;
    for (const SampleUnit& unit : units) {
        numbers.push_back(record::sha256(seed + ":" + unit.job).hex());
    }
    const std::int64_t count =
        shareOf(std::ssize(units), plan.documentsPermille, plan.leastDocuments);
    for (const std::size_t place : smallest(numbers, count)) {
        drawn.push_back({units[place].job, drawPages(units[place], seed, plan.pagesPermille)});
    }
}

} // namespace

const SamplingPlan* planOfClass(const EquivalenceRules& rules, const std::string& documentClass) {
    const auto found = std::find_if(rules.plans.begin(), rules.plans.end(), [&](const auto& plan) {
        return plan.second.classes.contains(documentClass);
    });
    return found == rules.plans.end() ? nullptr : &found->second;
}

std::vector<DrawnUnit> drawSample(const SamplingPlan& plan, const record::Digest& seed,
                                  std::span<const SampleUnit> population, std::int64_t tightened) {
    SamplingPlan strict = plan;
    strict.documentsPermille = plan.documentsPermille * plan.tightenedFactor;
    strict.pagesPermille = plan.pagesPermille * plan.tightenedFactor;
    const auto first =
        static_cast<std::size_t>(std::clamp<std::int64_t>(tightened, 0, std::ssize(population)));
    std::vector<DrawnUnit> drawn;
    drawFrom(population.first(first), strict, seed.hex(), drawn);
    drawFrom(population.subspan(first), plan, seed.hex(), drawn);
    return drawn;
}

std::int64_t tightenedAfter(const SamplingPlan& plan, std::int64_t before, std::int64_t population,
                            bool faultFound) {
    return faultFound ? plan.tightenedDocuments : std::max<std::int64_t>(0, before - population);
}

} // namespace seihon::regulation
