#include "station/patient_register.h"

#include "station/entry_walk.h"

namespace seihon::station {

using record::EntryKind;

const std::vector<record::PatientWord>& PatientRegister::read(ledger::Ledger& ledger) {
    // Each end after its beginning: the kinds are read one after the other.
    constexpr std::array kKinds{EntryKind::ObjectionAdded, EntryKind::ConsentAdded,
                                EntryKind::ObjectionLifted, EntryKind::ConsentWithdrawn};
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        forEachOfKind(
            ledger, kKinds[i],
            [&](const record::Entry& entry) {
                record::apply(m_words, entry);
                m_next[i] = entry.sequence + 1;
            },
            m_next[i]);
    }
    return m_words;
}

} // namespace seihon::station
