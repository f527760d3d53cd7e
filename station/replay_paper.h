#pragma once

#include "record/disposal.h"
#include "record/legal_hold.h"
#include "record/medium.h"
#include "regulation/judge_disposal.h"

#include <map>
#include <string>
#include <vector>

// Private to the replay: legal holds and disposal lists of a ledger that is read in order.
namespace seihon::station {

class ReplayedPaper {
  public:
    // Goes on past the entry. Faults: LedgerBroken.
    void apply(const record::Entry& entry);

    // Before the entry in hand; null when there is none.
    const record::DisposalList* find(const std::string& id) const;
    const std::vector<record::LegalHold>& holds() const { return m_holds; }
    record::Medium medium(const std::string& id) const;
    // On which list the record is, open or carried out, apart from one of them.
    void listedOn(const std::string& recordId, const std::string& except,
                  regulation::PaperFacts& facts) const;

  private:
    std::map<std::string, record::DisposalList> m_lists;
    std::vector<record::LegalHold> m_holds;
    std::map<std::string, record::Medium> m_media;
};

} // namespace seihon::station
