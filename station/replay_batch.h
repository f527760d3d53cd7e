#pragma once

#include "record/box.h"

#include <algorithm>
#include <map>
#include <string>

// Private to the replay: boxes of old paper of a ledger that is read in order.
namespace seihon::station {

class ReplayedBoxes {
  public:
    // Goes on past the entry. Faults: LedgerBroken.
    void apply(const record::Entry& entry) {
        if (record::isAboutBox(entry.what.kind)) {
            record::apply(m_boxes[entry.what.job], entry);
        }
    }
    // Before the entry in hand; an empty one when there is none.
    const record::Box& find(const std::string& id) const {
        static const record::Box kNone{};
        const auto found = m_boxes.find(id);
        return found == m_boxes.end() ? kNone : found->second;
    }

    // The number of another box of its project that came, or was shut, with this seal.
    std::string usedOn(const record::Box& box, const std::string& seal) const {
        const std::string key = record::sealNumberKey(seal);
        for (const auto& [id, other] : m_boxes) { // ids are by time, as the log is
            if (id != box.id && other.project == box.project &&
                (other.seals.contains(key) || record::sealNumberKey(other.sealCame) == key)) {
                return other.number;
            }
        }
        return {};
    }

    std::int64_t openOf(const std::string& project) const {
        return std::count_if(m_boxes.begin(), m_boxes.end(), [&](const auto& one) {
            return one.second.project == project && !one.second.closed;
        });
    }

  private:
    std::map<std::string, record::Box> m_boxes;
};

} // namespace seihon::station
