#pragma once

#include "record/digest.h"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

// Who vouches that image and paper are the same when not every original is accepted singly [A10],
// and how a sealed record is corrected [E1, F4].
namespace seihon::regulation {

// A written sampling plan: which part of what was sealed a second person looks at.
struct SamplingPlan {
    std::string id;
    std::string reason;
    std::set<std::string> classes; // ids
    std::int64_t documentsPermille = 100;
    std::int64_t pagesPermille = 1000; // of each drawn document
    std::int64_t leastDocuments = 1;
    // After a sample with a fault: shares times this, for so many following documents.
    std::int64_t tightenedFactor = 5;
    std::int64_t tightenedDocuments = 50;
};

struct EquivalenceRules {
    std::map<std::string, SamplingPlan> plans; // by id; a class stands in one at most
    // Classes whose sealed records are corrected by new facts over the same pages only [E1].
    std::set<std::string> electronicOnly;
};

// The plan that a class falls into; null when it is accepted singly.
const SamplingPlan* planOfClass(const EquivalenceRules&, const std::string& documentClass);

// One sealed document of a population, in the order of the ledger.
struct SampleUnit {
    std::string job;
    std::int64_t pages = 0;
    friend bool operator==(const SampleUnit&, const SampleUnit&) = default;
};

struct DrawnUnit {
    std::string job;
    std::vector<std::int64_t> pages; // numbers, in order
    friend bool operator==(const DrawnUnit&, const DrawnUnit&) = default;
};

// Draws so that anybody can do it again: the number of a document is SHA-256 of "SEED:JOB", that of
// a page SHA-256 of "SEED:JOB:PAGE", all as text, the seed as 64 hexadecimal digits. The smallest
// numbers are drawn. `tightened` of the first units are drawn by the tightened shares, apart from
// the rest. In the order of the ledger.
std::vector<DrawnUnit> drawSample(const SamplingPlan&, const record::Digest& seed,
                                  std::span<const SampleUnit> population, std::int64_t tightened);

// How many of the following documents are still drawn by the tightened shares: `before` of a sample
// of `population` documents, and whether that one found a fault.
std::int64_t tightenedAfter(const SamplingPlan&, std::int64_t before, std::int64_t population,
                            bool faultFound);

} // namespace seihon::regulation
