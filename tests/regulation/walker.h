#pragma once

#include "model_station.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace seihon::regulation {

// The sample regulation with a reference class to convert to, and a limit on turned pages that
// blocks.
Regulation walkRegulation();
std::vector<ModelPerson> walkPeople();

// One paper and everybody who may meet it: mostly the sensible next step, often a foolish one.
class Walker {
  public:
    Walker(const Regulation&, const std::vector<ModelPerson>&, std::uint64_t seed,
           std::optional<record::FindingId> blindTo = std::nullopt);

    // One verb. Faults of usage (no such page …) are none of ours and change nothing.
    void step();
    bool ended() const { return m_ended; }

    // Of one that was sealed: another walk over a new version of it; false when that was refused.
    bool walkOn();

    const ModelStation& station() const { return m_station; }
    // Every entry as it comes back from the ledger, too; takes most of the time.
    void useLedgerLines() { m_station.useLedgerLines = true; }
    const record::Qualification& qualification() const { return m_qualification; }

  private:
    std::int64_t below(std::int64_t count) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count));
    }
    bool chance(int percent) { return below(100) < percent; }
    const ModelPerson& person(const char* user) const;
    const ModelPerson& anybody();
    const ModelPerson& usual();
    void passTime();
    void registerPaper();
    void sensible();
    void sensibleOpen();
    void foolish();
    void foolishAtDesk(std::int64_t which);
    void scan(const ModelPerson&);
    void seal(const ModelPerson&);
    void examine();
    record::FeedWish wish();
    ModelSide side(record::Side, const record::ScanProfile&);

    const std::vector<ModelPerson>& m_people;
    std::mt19937_64 m_random;
    std::optional<record::FindingId> m_blindTo;
    ModelStation m_station;
    record::Qualification m_qualification;
    record::Instant m_trueTime; // as a timestamp authority knows it
    std::chrono::milliseconds m_clockOff{0};
    int m_foolish = 30; // percent
    int m_clockTrouble = 3;
    std::int64_t m_pixels = 0;
    bool m_ended = false;
};

} // namespace seihon::regulation
