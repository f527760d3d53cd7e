#pragma once

#include "signing/archive_timestamp.h"
#include "tests/signing/verify_fixture.h"

#include <memory>
#include <string>
#include <vector>

// Decades of a record: authorities that come and go, lists of their days, and layers laid over a
// record at given instants.
namespace seihon::signing::forge {

inline Instant day(const char* date) {
    return record::parseInstant(std::string(date) + "T01:00:00Z");
}

// A timestamp unit that answers queries with a time of our choosing.
struct UnitPlan {
    std::string name;
    Instant from, until;
    int bits = 2048;
    std::string digest = "SHA256"; // of its certificate and of its signatures
};

class Unit final : public TimestampAuthority {
  public:
    Unit(const UnitPlan& plan, const Identity& issuer);
    const std::string& name() const override { return m_plan.name; }
    Der ask(record::Bytes query) override;

    Unit& at(Instant time) {
        m_at = time;
        return *this;
    }
    const Identity& identity() const { return m_identity; }
    int asked() const { return m_asked; }

  private:
    UnitPlan m_plan;
    Identity m_identity;
    Instant m_at{};
    int m_asked = 0;
};

// A timestamp root from 2020 to 2070; units of 2025, 2034 and 2043, each for eleven years; a record
// sealed in March 2026 (kSigned) with the first.
struct Decades {
    Identity tsaRoot;
    std::shared_ptr<Unit> first, second, third;
    Trust trust; // without revocation lists but those of March 2026
    Files record;

    // Lists of the root and issuing authorities of that day, in force for four days.
    Der tsaList(Instant thisUpdate, const std::vector<Revoked>& revoked = {}) const;
    // The trust directory as it is kept up to date: with the lists of that day.
    Trust trustOf(Instant day) const;
    // The record with the lists of two days after its seal embedded (B-LT), and one layer of the
    // third day.
    Files completed() const;
    Files withFirstLayer() const;
};
const Decades& decades();

// A record in memory.
class MemoryRecord final : public RecordFiles {
  public:
    explicit MemoryRecord(Files files);
    const std::set<std::string>& files() const override { return m_names; }
    const record::Verdict& verdict() const override { return m_verdict; }
    bool readable() const override { return true; }
    bool stream(std::string_view path, const Sink& sink, record::Verdict& verdict) const override;

  private:
    Files m_files;
    std::set<std::string> m_names;
    record::Verdict m_verdict;
};

RecordVerification verifyInMemory(const Files& files, const Trust& trust, Instant now);
void add(Files& files, const MadeLayer& layer);
// One more layer, made at `at` with the trust of that day.
Files renewed(const Files& files, Unit& unit, Instant at, const std::string& digest = "");
Files renewedWithEvidence(const Files& files, Unit& unit, Instant at,
                          const std::string& digest = "");

// An archive timestamp made without asking what it needs, over this validation data, if any.
Files layeredByHand(Files files, Unit& unit, Instant at, const ValidationMaterial& beside);

// Valid, or refused with this finding, as of `now` with the trust of that day.
void expectValidAt(const Files& files, Instant now);
void expectRefusedAt(const Files& files, Instant now, record::FindingId id);

} // namespace seihon::signing::forge
