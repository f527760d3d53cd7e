#pragma once

#include "ledger/ledger.h"
#include "record/patient_word.h"

#include <array>
#include <cstdint>
#include <vector>

namespace seihon::station {

// What patients said of old paper [C1], kept from one question to the next: each reads only the
// entries that came since the last one, whichever process wrote them. A batch asks at every tab and
// every seal. Not for two threads at once.
class PatientRegister {
  public:
    // All words up to now. The caller holds the lock of projects (project_gate.h): otherwise an end
    // might be read whose beginning was not. Faults: LedgerBroken.
    const std::vector<record::PatientWord>& read(ledger::Ledger& ledger);

  private:
    std::vector<record::PatientWord> m_words;
    std::array<std::uint64_t, 4> m_next{}; // of each kind: the first sequence that was not read
};

} // namespace seihon::station
