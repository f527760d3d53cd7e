#pragma once

#include "record/disposal.h"
#include "record/legal_hold.h"
#include "record/patient_word.h"
#include "regulation/judge_disposal.h"
#include "station/station.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// The newest backup that was taken and tested; empty: there is none.
using LastGoodBackup = std::function<std::optional<record::Instant>()>;

// Every list, oldest first, folded from the log.
std::vector<record::DisposalList> disposalLists(ledger::Ledger& ledger);

// A job and what stands beside it when its paper is judged. Reads the registers once, then one
// record after the other; for as long as its caller holds the locks.
class PaperFactsOf {
  public:
    // `exceptList`: the list that is being judged itself.
    PaperFactsOf(Station& station, std::string exceptList,
                 std::optional<record::Instant> lastGoodBackup);

    struct Judged {
        record::ScanJob job;
        regulation::PaperFacts facts;
    };
    Judged of(const std::string& recordId, const std::string& job);

  private:
    void addProject(const record::ScanJob& job, regulation::PaperFacts& facts);

    Station& m_station;
    std::string m_except;
    std::optional<record::Instant> m_backup;
    std::vector<record::LegalHold> m_holds;
    std::vector<record::PatientWord> m_words;
    std::map<std::string, std::pair<std::string, bool>> m_listed; // record: list, carried out
};

} // namespace seihon::station
