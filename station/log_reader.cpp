#include "station/log_reader.h"

#include "station/people.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

LogPage LogReader::read(const Session& session, const LogQuery& query) {
    requireLine(query.user, "the person");
    requireLine(query.patientId, "the patient's number");
    LogPage page;
    People people(m_station);
    const Viewer viewer(session);
    page.verdict = people.judgeLook(viewer, regulation::Authority::ViewLog, {});
    if (!page.verdict.permitted()) {
        return page;
    }
    const std::uint64_t before = std::min(query.before.value_or(m_station.logSize()),
                                          m_station.logSize()); // without the look itself
    record::Json asked = record::Json::object({{"before", before}, {"limit", query.limit}});
    if (query.kind) {
        asked.set("kind", record::enumName(*query.kind));
    }
    if (!query.user.empty()) {
        asked.set("by", query.user);
    }
    for (const auto& [name, at] : {std::pair{"from", query.from}, {"until", query.until}}) {
        if (at) {
            asked.set(name, record::formatInstant(*at));
        }
    }
    record::Json about; // whom it was about is nobody else's business [F16]
    if (!query.patientId.empty()) {
        asked.set("byPatient", true);
        about = record::Json::object({{"patientId", query.patientId}});
    }
    people.sawLog(viewer, asked, about);
    page.size = m_station.logSize();
    ledger::EntryQuery asking{query.kind,  query.user, query.patientId, query.from,
                              query.until, before,     query.limit};
    for (const record::Entry& entry : m_station.m_ledger->searchEntries(asking)) {
        page.lines.push_back(historyLineOf(entry));
    }
    const bool full = static_cast<std::int64_t>(page.lines.size()) == query.limit;
    page.next = full && !page.lines.empty() ? page.lines.back().sequence : 0;
    return page;
}

} // namespace seihon::station
