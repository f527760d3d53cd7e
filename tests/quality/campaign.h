#pragma once

#include "record/page_measurement.h"
#include "record/verdict.h"
#include "regulation/regulation.h"
#include "tests/quality/page_maker.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

// Makes pages, measures and judges them as the station does, and keeps what came out beside the
// truth.
namespace seihon::quality {

// What the checks should say of a defect, and how often they must.
struct Expectation {
    Defect defect{};
    std::string title;
    std::vector<record::FindingId> findings; // any one of them is a hit
    int requiredPercent = 0;                 // 0: no figure is asked for
};
std::span<const Expectation> expectations();
const Expectation& expectationOf(Defect defect);

struct Outcome {
    Truth truth;
    record::CaptureFacts facts;
    record::PageMeasurement measurement;
    record::Verdict verdict;
    bool hit = false; // normal: no alarm; nearly blank: not called blank; else an expected finding
};

// Findings that a person is asked about: warnings and refusals.
std::vector<record::Finding> alarmsOf(const Outcome& outcome);
bool isHit(const Truth& truth, const record::Verdict& verdict);

struct Batch {
    Defect defect{};
    Backing backing = Backing::Dark;
    std::int64_t pages = 0;
};
// n pages of each defect on a dark backing, more of those that false alarms are counted on, and
// fewer on white and grey. `only`: these defects alone; empty is all.
std::vector<Batch> planOf(std::int64_t n, std::span<const Defect> only);

Outcome look(PageMaker& maker, const regulation::Regulation& rules, const PageRequest& request);

struct Pace {
    int threads = 2;
    std::function<void(std::size_t done)> progress{}; // called from the threads; may be empty
};
// In the order of the plan, whatever the number of threads.
std::vector<Outcome> runCampaign(PageMaker& maker, const regulation::Regulation& rules,
                                 std::span<const Batch> plan, const Pace& pace);

// Jobs of kJobSheets pages of one scanner: does the rule over the whole job name the streak?
struct JobCount {
    std::int64_t jobs = 0, named = 0;
};
JobCount countStreakJobs(const regulation::Regulation& rules, std::span<const Outcome> outcomes,
                         Defect defect);

} // namespace seihon::quality
