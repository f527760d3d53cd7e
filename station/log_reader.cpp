#include "station/log_reader.h"

#include "station/people.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

namespace {

constexpr std::uint64_t kLogLinesAtOnce = 256;
constexpr std::uint64_t kMostLogLines = 10'000; // entries a page: some tenths of a second

} // namespace

LogPage LogReader::read(const Session& session, const LogQuery& query) {
    requireLine(query.user, "the person");
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
    people.sawLog(viewer, asked);
    page.size = m_station.logSize();
    page.next = before;
    const std::uint64_t least = before - std::min(before, kMostLogLines);
    while (page.next > least && static_cast<std::int64_t>(page.lines.size()) < query.limit) {
        const std::uint64_t from =
            std::max(least, page.next - std::min(page.next, kLogLinesAtOnce));
        std::vector<record::Entry> entries = m_station.log(from, page.next - from);
        std::reverse(entries.begin(), entries.end());
        for (const record::Entry& entry : entries) {
            if (static_cast<std::int64_t>(page.lines.size()) == query.limit) {
                return page;
            }
            page.next = entry.sequence;
            if ((!query.kind || entry.what.kind == *query.kind) &&
                (query.user.empty() || isBy(entry, query.user))) {
                page.lines.push_back(historyLineOf(entry));
            }
        }
        page.next = from;
    }
    return page;
}

} // namespace seihon::station
