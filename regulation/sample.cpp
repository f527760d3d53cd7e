#include "record/page_draw.h"
#include "regulation/equivalence.h"

#include <algorithm>

namespace seihon::regulation {

namespace {

void drawFrom(std::span<const SampleUnit> units, const SamplingPlan& plan, const std::string& seed,
              std::vector<DrawnUnit>& drawn) {
    std::vector<std::string> numbers;
    for (const SampleUnit& unit : units) {
        numbers.push_back(record::sha256(seed + ":" + unit.job).hex());
    }
    const std::int64_t count =
        record::shareOf(std::ssize(units), plan.documentsPermille, plan.leastDocuments);
    for (const std::size_t place : record::smallestOf(numbers, count)) {
        const SampleUnit& unit = units[place];
        drawn.push_back(
            {unit.job, record::drawPages(seed, unit.job, unit.pages, plan.pagesPermille, 1)});
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
