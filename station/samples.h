#pragma once

#include "regulation/judge_later.h"
#include "station/station.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace seihon::station {

using SamplePage = std::pair<std::string, std::int64_t>; // job, page number

// One draw of a plan, as the log tells it.
struct Sample {
    std::string id, plan;
    record::Digest seed;
    std::uint64_t committed = 0;       // sequence of the SampleOpened entry that committed the seed
    std::uint64_t from = 0, until = 0; // population: RecordSealed entries in [from, until)
    std::int64_t population = 0;
    std::int64_t tightened = 0; // of these, drawn by the tightened shares
    record::Instant at{};
    std::vector<regulation::DrawnUnit> drawn;
    std::map<std::string, std::set<SamplePage>> viewed; // by user
    std::set<SamplePage> same;
    std::map<SamplePage, std::string> faults; // with what is wrong
    bool closed = false;
    std::int64_t withdrawn = 0; // pages that nobody inspected: their records were withdrawn first
};

// Pages that nobody has inspected yet.
std::vector<SamplePage> openPages(const Sample& sample);

struct SampleOutcome {
    Sample sample;
    record::Verdict verdict;
};

// Sampling instead of accepting each original [A10]: how it is drawn: docs/sampling.md.
class Samples {
  public:
    explicit Samples(Station& station) : m_station(station) {}

    // For each plan without one: a random seed, committed to the log and shown to nobody before
    // the draw. Asked before every sealing, so that no document is sealed whose luck can be known.
    void commitSeeds();
    // Freezes the population, shows the seed, draws, and commits the next seed. Faults: NotFound
    // (no such plan).
    SampleOutcome draw(const Session& session, const std::string& plan);
    // The page for looking, as a PNG; its digest is compared with the sealed one, and the look is
    // logged. Faults: NotFound, StorageDiffers, Usage when the file is there.
    SampleOutcome view(const Session& session, const std::string& sample, const SamplePage& page,
                       const std::filesystem::path& to);
    // What the person says of image and paper; `fault` empty: they are the same. A fault opens an
    // incident.
    SampleOutcome inspect(const Session& session, const std::string& sample, const SamplePage& page,
                          const std::string& fault);
    SampleOutcome close(const Session& session, const std::string& sample);

    Sample find(const std::string& id);
    std::vector<Sample> list(); // oldest first
    regulation::SampleStanding standingOf(const record::ScanJob& sealed);

  private:
    std::vector<record::Entry> allOfKind(record::EntryKind kind);
    std::vector<regulation::SampleUnit> population(const regulation::SamplingPlan& plan,
                                                   std::uint64_t from, std::uint64_t& until);
    std::int64_t tightenedFor(const regulation::SamplingPlan& plan,
                              const std::vector<Sample>& before);
    SampleOutcome refused(const std::string& id, const record::Verdict& verdict);

    Station& m_station;
};

} // namespace seihon::station
