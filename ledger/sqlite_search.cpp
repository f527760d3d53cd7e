#include "ledger/sqlite_ledger.h"

#include <algorithm>

// Which sealed records answer a question, page by page; and what the log says of one.
namespace seihon::ledger {

namespace {

// In the order in which the parameters are bound below. Who sealed is not indexed: it is read off
// the lines, newest first, until the page is full.
std::string searchSqlOf(const RecordQuery& query) {
    std::string sql = "SELECT r.id, r.job, r.document_class, r.path, r.sealed_at, r.pages, "
                      "coalesce(t.id, ''), coalesce(t.name, ''), r.sequence FROM records r "
                      "LEFT JOIN patients t ON t.sequence = r.sequence ";
    sql += query.sealedBy ? "JOIN lines l ON l.sequence = r.sequence WHERE "
                            "json_extract(l.line, '$.actor.user') = ?"
                          : "WHERE 1 = 1";
    sql += query.recordId ? " AND r.id = ?" : "";
    sql += query.patientId ? " AND t.id = ?" : "";
    sql += query.documentClass ? " AND r.document_class = ?" : "";
    sql += query.sealedFrom ? " AND r.sealed_at >= ?" : "";
    sql += query.sealedUntil ? " AND r.sealed_at < ?" : "";
    sql += query.before ? " AND r.sequence < ?" : "";
    return sql + " ORDER BY r.sequence DESC LIMIT ?";
}

} // namespace

std::vector<RecordRow> SqliteLedger::searchRecords(const RecordQuery& query) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare(searchSqlOf(query));
    for (const auto& text :
         {query.sealedBy, query.recordId, query.patientId, query.documentClass}) {
        if (text) {
            rows.bind(*text);
        }
    }
    for (const auto& time : {query.sealedFrom, query.sealedUntil}) {
        if (time) {
            rows.bind(std::int64_t{time->time_since_epoch().count()});
        }
    }
    if (query.before) {
        rows.bind(*query.before);
    }
    rows.bind(std::max<std::int64_t>(0, query.limit)); // SQLite takes a negative limit for none
    std::vector<RecordRow> found;
    while (rows.step()) {
        found.push_back({.recordId = rows.text(0),
                         .job = rows.text(1),
                         .documentClass = rows.text(2),
                         .path = rows.text(3),
                         .patient = {rows.text(6), rows.text(7)},
                         .sealedAt = record::Instant(std::chrono::milliseconds(rows.integer(4))),
                         .pages = rows.integer(5),
                         .sequence = rows.count(8)});
    }
    return found;
}

std::vector<record::Entry> SqliteLedger::entriesOfRecord(const std::string& recordId) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare("SELECT l.sequence, l.line, l.leaf, p.salt, p.facts FROM acts a "
                           "JOIN lines l ON l.sequence = a.sequence "
                           "LEFT JOIN privates p ON p.sequence = a.sequence "
                           "WHERE a.record = ? AND a.record <> '' ORDER BY a.sequence");
    rows.bind(recordId);
    return readEntries(std::move(rows));
}

} // namespace seihon::ledger
