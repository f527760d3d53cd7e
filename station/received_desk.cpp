#include "station/received_desk.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "record/file_digest.h"
#include "signing/received_document.h"
#include "station/entry_walk.h"
#include "station/envelope_desk.h"
#include "station/findings.h"
#include "station/trust_statement.h"
#include "station/verb.h"
#include "station/worker_apart.h"

#include <limits>
#include <optional>
#include <set>

namespace seihon::station {

using record::EntryKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

// Validation data of 4 MiB in base64, sixteen signatures, and the rest.
constexpr std::size_t kLongestReading = 8u << 20;

record::PdfReading notRead(const std::string& why) {
    record::PdfReading reading;
    reading.failure = record::cleanText(why.substr(0, 200));
    return reading;
}

// Of a file that may be too large to be kept.
record::ReceivedDocument tooLarge(std::int64_t bytes) {
    record::ReceivedDocument document;
    document.verdict.add(measuredFinding(FindingId::DocumentTooLarge, Severity::Refuse, bytes >> 20,
                                         record::kReceivedBytes >> 20, "MiB"));
    return document;
}

std::int64_t sizeOf(const std::filesystem::path& file) {
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(file, error);
    const auto size = regular ? std::filesystem::file_size(file, error) : 0;
    if (error || !regular) {
        throw record::Fault(record::FaultKind::NotFound, file.string() + ": no file",
                            {{"what", file.string()}, {"file", file.string()}});
    }
    return static_cast<std::int64_t>(size);
}

} // namespace

record::PdfReading readPdfApart(const std::filesystem::path& program, record::Bytes file,
                                std::chrono::milliseconds patience) {
    if (file.empty()) {
        return notRead("an empty file");
    }
    const ApartAnswer answer = answerApart({program, {}, patience, kLongestReading}, file);
    if (!answer.failure.empty()) {
        return notRead("the PDF worker " + answer.failure);
    }
    try {
        return record::pdfReadingFromJson(record::parseJson(answer.text));
    } catch (const record::Fault& fault) {
        return notRead(std::string("the PDF worker's answer: ") + fault.what());
    }
}

ReceivedOutcome ReceivedDesk::check(const Session& session, const std::filesystem::path& file,
                                    const std::string& envelope) {
    std::optional<ledger::FileLock> lock;
    if (!envelope.empty()) {
        lock = lockJobSoon(m_station.m_home, envelope);
    }
    const bool closed =
        !envelope.empty() && EnvelopeDesk(m_station).show(envelope).closed.has_value();
    const record::Instant now = record::readClock();
    ReceivedOutcome outcome;
    outcome.bytes = sizeOf(file);
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepEnvelope, {}, now, outcome.verdict);
    draft.job = envelope;
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    if (closed) {
        outcome.verdict.add(stepNotAllowed("closed"));
        draft.verdict = outcome.verdict;
        m_station.m_ledger->append(draft, now);
        return outcome;
    }
    const signing::Trust trust = m_station.trust();
    if (outcome.bytes > record::kReceivedBytes) {
        outcome.digest = record::sha256OfFile(file);
        outcome.document = tooLarge(outcome.bytes);
    } else {
        // Read once: what is judged is what is kept.
        const auto bytes = ledger::readWhole(file, record::kReceivedBytes);
        outcome.digest = record::sha256(bytes);
        outcome.bytes = static_cast<std::int64_t>(bytes.size());
        ledger::makeDurableFolder(m_station.m_home.received());
        ledger::writeDurably(m_station.m_home.received(outcome.digest), bytes);
        outcome.kept = true;
        outcome.document = signing::judgeReceived(
            bytes, readPdfApart(programBeside("seihon-pdf-worker"), bytes), trust, now);
    }
    draft.kind = EntryKind::ReceivedDocumentChecked;
    draft.facts = record::publicJson(outcome.document);
    draft.facts.set("sha256", outcome.digest.hex());
    draft.facts.set("bytes", outcome.bytes);
    draft.facts.set("kept", outcome.kept);
    draft.facts.set("trust", trustDigest(m_station.m_home.trust()).hex());
    draft.privateFacts = record::privateJson(outcome.document);
    draft.privateFacts.set("file", record::cleanText(file.filename().string()));
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, now);
    return outcome;
}

std::vector<ReceivedRow> ReceivedDesk::list(std::int64_t limit) const {
    std::vector<ReceivedRow> rows;
    for (const record::Entry& entry : m_station.m_ledger->entriesOfKindBefore(
             EntryKind::ReceivedDocumentChecked, std::numeric_limits<std::int64_t>::max(),
             static_cast<std::uint64_t>(limit))) {
        rows.push_back({entry.sequence, entry.at, entry.what.actor, entry.what.job,
                        entry.what.facts, entry.what.privateFacts});
    }
    return rows;
}

record::Verdict ReceivedDesk::verifyKept() const {
    record::Verdict verdict;
    std::set<std::string> seen;
    const auto look = [&](const record::Entry& entry) {
        const Json& facts = entry.what.facts;
        const std::string& hex = facts.at("sha256").asString();
        if (!facts.at("kept").asBool() || !seen.insert(hex).second) {
            return;
        }
        const record::Digest digest = record::Digest::fromHex(hex);
        const std::filesystem::path file = m_station.m_home.received(digest);
        if (!std::filesystem::exists(file)) {
            verdict.add(findingOf(FindingId::ReceivedFileMissing, Severity::Refuse, file.string()));
        } else if (record::sha256OfFile(file) != digest) {
            verdict.add(findingOf(FindingId::ReceivedFileAltered, Severity::Refuse, file.string()));
        }
    };
    forEachOfKind(*m_station.m_ledger, EntryKind::ReceivedDocumentChecked, look);
    return verdict;
}

} // namespace seihon::station
