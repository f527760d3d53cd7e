#include "ledger/stored_line.h"

#include "record/fault.h"
#include "record/merkle.h"

namespace seihon::ledger {

using record::Digest;
using record::Entry;
using record::Fault;
using record::FaultKind;
using record::FindingId;

namespace {

void judgeIndex(const StoredLine& row, const Entry& entry, Findings& findings) {
    const std::string subject = "index of entry " + std::to_string(row.sequence);
    const std::int64_t at = entry.at.time_since_epoch().count();
    bool same = row.kind == record::enumName(entry.what.kind) && row.job == entry.what.job;
    try {
        const IndexFacts facts = indexFactsOf(entry);
        std::optional<StoredLine::PixelRow> pixels;
        if (facts.pixels) {
            pixels = {*facts.pixels, entry.what.job, at};
        }
        std::optional<StoredLine::RecordIndexRow> sealed;
        if (facts.record) {
            sealed = {*facts.record, entry.what.job, at};
        }
        const StoredLine::ActRow act{facts.act, row.kind, at};
        same = same && row.act == act && pixels == row.pixels && sealed == row.record &&
               facts.patient == row.patient;
    } catch (const Fault& fault) {
        findings.add(FindingId::EntryAltered, subject, {fault.what(), {}});
        return;
    }
    if (!same) {
        findings.add(FindingId::EntryAltered, subject);
    }
}

StoredLine storedLineOf(const Statement& rows) {
    StoredLine row;
    row.sequence = rows.count(0);
    row.line = rows.text(1);
    row.leaf = rows.blob(2);
    row.kind = rows.text(3);
    row.job = rows.text(4);
    if (!rows.isNull(5)) {
        row.privateSalt = rows.digest(5);
        row.privateFacts = rows.text(6);
    }
    if (!rows.isNull(7)) {
        row.pixels = {rows.digest(7), rows.text(8), rows.integer(9)};
    }
    if (!rows.isNull(10)) {
        row.record = {
            {rows.text(10), rows.text(12), rows.text(13), rows.integer(15), rows.text(18)},
            rows.text(11),
            rows.integer(14)};
    }
    if (!rows.isNull(16)) {
        row.patient = {rows.text(16), rows.text(17)};
    }
    if (!rows.isNull(19)) {
        row.act = {{rows.text(21), rows.text(22), rows.text(23), rows.text(24)},
                   rows.text(20),
                   rows.integer(19)};
    }
    return row;
}

} // namespace

std::vector<StoredLine> readStoredLines(const Database& database, std::uint64_t from,
                                        std::uint64_t until) {
    Statement rows = database.prepare(
        "SELECT l.sequence, l.line, l.leaf, l.kind, l.job, p.salt, p.facts, x.digest, x.job, x.at, "
        "r.id, r.job, r.document_class, r.path, r.sealed_at, r.pages, t.id, t.name, r.project, "
        "a.at, a.kind, a.user, a.for_user, a.named, a.record FROM lines l "
        "LEFT JOIN privates p ON p.sequence = l.sequence "
        "LEFT JOIN pixels x ON x.sequence = l.sequence "
        "LEFT JOIN records r ON r.sequence = l.sequence "
        "LEFT JOIN patients t ON t.sequence = l.sequence "
        "LEFT JOIN acts a ON a.sequence = l.sequence "
        "WHERE l.sequence >= ? AND l.sequence < ? ORDER BY l.sequence");
    rows.bind(from).bind(until);
    std::vector<StoredLine> lines;
    while (rows.step()) {
        lines.push_back(storedLineOf(rows));
    }
    return lines;
}

std::optional<Entry> judgeStoredLine(const StoredLine& row, const std::string& station,
                                     PrivateJudge& privates, Findings& findings) {
    const std::string subject = "entry " + std::to_string(row.sequence);
    const Digest leaf = record::merkleLeaf(record::bytesOf(row.line));
    if (record::toHex(row.leaf) != leaf.hex()) {
        findings.add(FindingId::EntryAltered, subject, {leaf.hex(), record::toHex(row.leaf)});
        return std::nullopt;
    }
    Entry entry;
    try {
        entry = entryFromLine(row.line);
    } catch (const Fault& fault) {
        findings.add(FindingId::EntryAltered, subject, {fault.what(), {}});
        return std::nullopt;
    }
    if (entry.sequence != row.sequence) {
        findings.add(FindingId::EntryAltered, subject,
                     {"entry " + std::to_string(entry.sequence), subject});
        return std::nullopt;
    }
    if (entry.station != station) {
        findings.add(FindingId::EntryAltered, subject, {entry.station, station});
    }
    privates.take(entry, row.privateSalt, row.privateFacts);
    judgeIndex(row, entry, findings);
    return entry;
}

} // namespace seihon::ledger
