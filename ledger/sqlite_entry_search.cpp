#include "ledger/sqlite_ledger.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

// An auditor's questions to the log: who, what, when, about whom [F5].
namespace seihon::ledger {

namespace {

using record::Entry;

constexpr std::chrono::days kClockMayBeOff{1};

// Where a person may stand in an entry, as in station::isBy. Each is asked by an index of its own:
// asked together, SQLite would collect and sort all entries of a busy person.
constexpr std::array<std::string_view, 3> kPersonIn = {
    "a.user = ?", "a.for_user = ? AND a.for_user <> ''", "a.named = ? AND a.named <> ''"};
// Where a patient's records are: their jobs' own entries, and those that name the record, as looks
// and exports do.
constexpr std::array<std::string_view, 2> kPatientIn = {
    "l.job IN (SELECT r.job FROM patients t JOIN records r ON r.sequence = t.sequence "
    "WHERE t.id = ?)",
    "a.record <> '' AND a.record IN (SELECT r.id FROM patients t JOIN records r "
    "ON r.sequence = t.sequence WHERE t.id = ?)"};

struct EntrySearch {
    const EntryQuery& query;
    std::uint64_t first = 0, before = 0;
    std::string_view person, patient; // of the tables above; empty: not asked for
};

// A unary plus keeps an index out: the few entries about a patient's records are looked through
// whoever is asked for, and times only narrow what the other questions find.
std::string sqlOf(const EntrySearch& search) {
    const bool byPatient = !search.patient.empty();
    std::string sql = "SELECT l.sequence, l.line, l.leaf, p.salt, p.facts FROM acts a "
                      "JOIN lines l ON l.sequence = a.sequence "
                      "LEFT JOIN privates p ON p.sequence = a.sequence "
                      "WHERE a.sequence >= ? AND a.sequence < ?";
    if (!search.person.empty()) {
        sql += byPatient ? " AND +" : " AND ";
        sql += search.person;
    }
    if (byPatient) {
        sql += " AND ";
        sql += search.patient;
    }
    if (search.query.kind) {
        sql += byPatient               ? " AND +a.kind = ?"
               : search.person.empty() ? " AND l.kind = ?"
                                       : " AND a.kind = ?";
    }
    sql += search.query.from ? " AND +a.at >= ?" : "";
    sql += search.query.until ? " AND +a.at < ?" : "";
    return sql + " ORDER BY " +
           (search.person.empty() && !byPatient && search.query.kind ? "l.sequence"
                                                                     : "a.sequence") +
           " DESC LIMIT ?";
}

void bindAll(Statement& rows, const EntrySearch& search) {
    const EntryQuery& query = search.query;
    rows.bind(search.first).bind(search.before);
    if (!search.person.empty()) {
        rows.bind(query.user);
    }
    if (!search.patient.empty()) {
        rows.bind(query.patientId);
    }
    if (query.kind) {
        rows.bind(record::enumName(*query.kind));
    }
    for (const auto& time : {query.from, query.until}) {
        if (time) {
            rows.bind(std::int64_t{time->time_since_epoch().count()});
        }
    }
    rows.bind(std::max<std::int64_t>(0, query.limit)); // SQLite takes a negative limit for none
}

std::vector<std::string_view> placesOf(bool asked, std::span<const std::string_view> places) {
    return asked ? std::vector<std::string_view>(places.begin(), places.end())
                 : std::vector<std::string_view>{""};
}

} // namespace

std::uint64_t SqliteLedger::beginOf(record::Instant from) {
    const std::scoped_lock lock(m_mutex);
    return firstFrom(from - kClockMayBeOff);
}

// Of the first entry, by time, at or after this one; the log's size when there is none.
std::uint64_t SqliteLedger::firstFrom(record::Instant at) {
    Statement rows =
        m_database.prepare("SELECT sequence FROM acts WHERE at >= ? ORDER BY at LIMIT 1");
    rows.bind(std::int64_t{at.time_since_epoch().count()});
    return rows.step() ? rows.count(0) : readPeaks(m_database).size();
}

std::vector<Entry> SqliteLedger::searchEntries(const EntryQuery& query) {
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t size = readPeaks(m_database).size();
    const std::uint64_t first = query.from ? firstFrom(*query.from - kClockMayBeOff) : 0;
    const std::uint64_t end = query.until ? firstFrom(*query.until + kClockMayBeOff) : size;
    const std::uint64_t before = std::min(query.before.value_or(size), std::max(end, first));
    std::vector<Entry> found;
    for (const std::string_view person : placesOf(!query.user.empty(), kPersonIn)) {
        for (const std::string_view patient : placesOf(!query.patientId.empty(), kPatientIn)) {
            const EntrySearch search{query, first, before, person, patient};
            Statement rows = m_database.prepare(sqlOf(search));
            bindAll(rows, search);
            std::vector<Entry> some = readEntries(std::move(rows));
            std::move(some.begin(), some.end(), std::back_inserter(found));
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Entry& a, const Entry& b) { return a.sequence > b.sequence; });
    const auto twins = std::unique(found.begin(), found.end(), [](const Entry& a, const Entry& b) {
        return a.sequence == b.sequence;
    });
    found.erase(twins, found.end());
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(0, query.limit));
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(std::min(found.size(), limit)),
                found.end());
    return found;
}

} // namespace seihon::ledger
