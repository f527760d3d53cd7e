#include "acts.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"

#include <algorithm>
#include <system_error>

namespace seihon::campaign {

namespace fs = std::filesystem;
using record::Entry;
using record::EntryKind;
using record::Json;

namespace {

constexpr std::size_t kCaptureBytes = 9'000; // three blocks, the last one not full
constexpr std::int64_t kFileLimit = 1 << 20;

fs::path jobFolder(const fs::path& home, const std::string& job) {
    return home / "jobs" / job;
}

record::EntryDraft draftFor(EntryKind kind, const std::string& job) {
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = {"operator", "走査 花子", record::Role::ScanOperator};
    draft.job = job;
    draft.regulation = record::sha256("regulation");
    return draft;
}

} // namespace

fs::path ledgerOf(const fs::path& home) {
    return home / "ledger";
}

fs::path archiveOf(const fs::path& home) {
    return home / "archive";
}

fs::path capturesFolder(const fs::path& home, const std::string& job) {
    return jobFolder(home, job) / "captures";
}

fs::path settingFile(const fs::path& home) {
    return home / "station.toml";
}

std::vector<std::uint8_t> captureBytes(const std::string& captureId) {
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < kCaptureBytes) {
        const record::Digest next = record::sha256(captureId + std::to_string(bytes.size()));
        bytes.insert(bytes.end(), next.bytes.begin(), next.bytes.end());
    }
    bytes.resize(kCaptureBytes);
    return bytes;
}

std::string signatureText(const std::string& recordId, bool completed) {
    return (completed ? "completed signature of " : "signature of ") + recordId + "\n";
}

std::string settingText(const std::string& name) {
    return "name = \"" + name + "\"\n" + std::string(300, '#') + "\n";
}

std::string checkpointNote(std::uint64_t size) {
    return "note of " + std::to_string(size) + " entries\n";
}

std::map<std::string, std::vector<std::uint8_t>>
recordFiles(const std::string& recordId, const std::vector<std::string>& captures) {
    std::map<std::string, std::vector<std::uint8_t>> files;
    const auto add = [&](const std::string& path, const std::string& text) {
        files[path] = {text.begin(), text.end()};
    };
    std::string manifest = "manifest of " + recordId + "\n";
    for (const std::string& id : captures) {
        files["pages/" + id + ".tif"] = captureBytes(id);
        manifest += id + " " + record::sha256(captureBytes(id)).hex() + "\n";
    }
    add("mimetype", "application/vnd.etsi.asic-e+zip");
    add("record.json", "{\"recordId\":\"" + recordId + "\"}");
    add("META-INF/ASiCManifest001.xml", manifest);
    return files;
}

std::vector<std::string> capturesOf(const Entry& sealStarted) {
    std::vector<std::string> captures;
    for (const Json& one : sealStarted.what.facts.at("captures").asArray()) {
        captures.push_back(one.asString());
    }
    return captures;
}

Acts::Acts(const fs::path& home, Say say, Slip slip)
    : m_home(home), m_say(std::move(say)), m_slip(slip) {
    m_ledger = ledger::openSqliteLedger(ledgerOf(home), kCampaignStation);
    m_store = ledger::openFolderStore(archiveOf(home));
}

void Acts::attempt(const std::string& kind, const std::string& id,
                   const std::function<void()>& act) {
    m_say("try " + kind + " " + id);
    if (m_slip == Slip::AcknowledgeEarly) {
        m_say("ok " + kind + " " + id);
    }
    try {
        act();
    } catch (const std::exception& fault) { // a Fault, or std::filesystem's word for it
        m_say("fault " + kind + " " + id + " " + fault.what());
        if (m_slip != Slip::SwallowFaults) {
            return;
        }
    }
    m_say("ok " + kind + " " + id);
}

void Acts::capture(const std::string& job, const std::string& id) {
    const auto bytes = captureBytes(id);
    const auto keepFile = [&] {
        ledger::makeDurableFolder(capturesFolder(m_home, job));
        ledger::writeDurably(capturesFolder(m_home, job) / (id + ".tif"), bytes);
    };
    record::EntryDraft draft = draftFor(EntryKind::PageCaptured, job);
    draft.facts.set("captureId", id);
    draft.facts.set("pixelSha256", record::sha256(bytes).hex());
    if (m_slip != Slip::EntryBeforeFile) {
        keepFile();
    }
    m_ledger->append(draft, record::readClock());
    if (m_slip == Slip::AppendAgain) {
        m_ledger->append(draft, record::readClock());
    }
    if (m_slip == Slip::EntryBeforeFile) {
        keepFile();
    }
}

void Acts::startSeal(const std::string& job, const std::string& recordId) {
    Json captures = Json::array({});
    for (const Entry& entry : m_ledger->entriesOfJob(job)) {
        if (entry.what.kind == EntryKind::PageCaptured) {
            captures.push(entry.what.facts.at("captureId").asString());
        }
    }
    record::EntryDraft draft = draftFor(EntryKind::SealStarted, job);
    draft.record = recordId;
    draft.facts = Json::object({{"recordId", recordId}, {"captures", captures}});
    m_ledger->append(draft, record::readClock());
}

void Acts::sign(const std::string& job, const std::string& recordId) {
    ledger::writeDurably(jobFolder(m_home, job) / "signature.p7s",
                         record::bytesOf(signatureText(recordId, false)));
    record::EntryDraft draft = draftFor(EntryKind::RecordSigned, job);
    draft.record = recordId;
    m_ledger->append(draft, record::readClock());
}

void Acts::finishSeal(const Entry& started) {
    const std::string& recordId = started.what.record;
    const fs::path building = jobFolder(m_home, started.what.job) / "building";
    fs::remove_all(building);
    ledger::makeDurableFolder(building / "pages");
    ledger::makeDurableFolder(building / "META-INF");
    for (const auto& [path, bytes] : recordFiles(recordId, capturesOf(started))) {
        if (path.starts_with("pages/")) { // a second name of the same bytes
            const fs::path capture =
                capturesFolder(m_home, started.what.job) / fs::path(path).filename();
            std::error_code failed;
            fs::create_hard_link(capture, building / path, failed);
            if (failed) {
                ledger::writeDurably(building / path, ledger::readWhole(capture, kFileLimit));
            }
        } else {
            ledger::writeDurably(building / path, bytes);
        }
    }
    sign(started.what.job, recordId);
    ledger::writeDurably(building / kSignaturePath,
                         record::bytesOf(signatureText(recordId, false)));
    if (m_slip == Slip::PurgeBeforeCommit) {
        fs::remove_all(capturesFolder(m_home, started.what.job));
        fs::remove_all(building / "pages");
        ledger::makeDurableFolder(building / "pages");
        for (const std::string& id : capturesOf(started)) {
            ledger::writeDurably(building / "pages" / (id + ".tif"), captureBytes(id));
        }
    }
    ledger::syncTree(building);
    m_store->commit(building, recordId);
    commitSeal(started);
}

void Acts::commitSeal(const Entry& started) {
    const std::string& recordId = started.what.record;
    const std::vector<std::string> captures = capturesOf(started);
    record::EntryDraft draft = draftFor(EntryKind::RecordSealed, started.what.job);
    draft.record = recordId;
    draft.facts = Json::object({{"recordId", recordId},
                                {"documentClass", "referral"},
                                {"path", record::archivePathOfId(recordId)},
                                {"pages", captures.size()}});
    draft.privateFacts =
        Json::object({{"patient", Json::object({{"id", "0001"}, {"name", "正本 太郎"}})}});
    m_ledger->append(draft, record::readClock());
    std::error_code ignored; // the record has them; what stays is swept later
    for (const std::string& id : captures) {
        fs::remove(capturesFolder(m_home, started.what.job) / (id + ".tif"), ignored);
    }
}

void Acts::complete(const std::string& job, const std::string& recordId) {
    const fs::path staged = m_home / "staged" / job;
    ledger::makeDurableFolder(staged);
    ledger::writeDurably(staged / "signature.p7s", record::bytesOf(signatureText(recordId, true)));
    record::EntryDraft draft = draftFor(EntryKind::CompletionStarted, job);
    draft.record = recordId;
    m_ledger->append(draft, record::readClock());
    endCompletion(job, recordId);
}

void Acts::endCompletion(const std::string& job, const std::string& recordId) {
    const fs::path staged = m_home / "staged" / job / "signature.p7s";
    const fs::path target = m_store->pathOf(recordId) / kSignaturePath;
    if (fs::exists(staged)) {
        ledger::replaceByRename(staged, target);
    }
    record::EntryDraft draft = draftFor(EntryKind::RecordCompleted, job);
    draft.record = recordId;
    m_ledger->append(draft, record::readClock());
}

void Acts::setting(const std::string& name) {
    ledger::replaceDurably(settingFile(m_home), record::bytesOf(settingText(name)));
}

void Acts::checkpoint() {
    const ledger::TreeHead head = m_ledger->head();
    attempt("checkpoint", std::to_string(head.size), [&] {
        m_ledger->addCheckpoint({.size = head.size,
                                 .root = head.root,
                                 .at = record::readClock(),
                                 .note = checkpointNote(head.size),
                                 .token = {}});
    });
}

// Somebody else's file meets the name of one that is kept: it must be refused.
void Acts::collide(const std::string& job, const std::string& kept) {
    const fs::path taken = capturesFolder(m_home, job) / (kept + ".tif");
    if (!fs::exists(taken)) {
        throw record::Fault(record::FaultKind::NotFound, "was not kept");
    }
    const fs::path other = jobFolder(m_home, job) / "other.tif";
    ledger::writeDurably(other, record::bytesOf("not " + kept));
    try {
        ledger::renameDurably(other, taken);
    } catch (const record::Fault&) {
        fs::remove(other);
    }
}

void Acts::sealAndComplete(const std::string& job) {
    const std::string recordId = record::makeId(record::readClock());
    attempt("seal", recordId, [&] {
        startSeal(job, recordId);
        for (const Entry& entry : m_ledger->entriesOfJob(job)) {
            if (entry.what.kind == EntryKind::SealStarted && entry.what.record == recordId) {
                finishSeal(entry);
            }
        }
    });
    checkpoint();
    attempt("complete", recordId, [&] {
        if (!m_ledger->sealedEntry(recordId)) {
            throw record::Fault(record::FaultKind::NotFound, "was not sealed");
        }
        complete(job, recordId);
    });
}

void Acts::nextAct(const std::string& job) {
    attempt("capture", job + "-a", [&] { capture(job, job + "-a"); });
}

void Acts::briefRound(const std::string& job) {
    attempt("capture", job + "-a", [&] { capture(job, job + "-a"); });
    attempt("setting", job, [&] { setting(job); });
    sealAndComplete(job);
}

void Acts::round(const std::string& job) {
    const std::string waiting = job + "-waits"; // is never sealed: its captures stay
    attempt("capture", job + "-a", [&] { capture(job, job + "-a"); });
    attempt("capture", job + "-b", [&] { capture(job, job + "-b"); });
    attempt("capture", waiting + "-a", [&] { capture(waiting, waiting + "-a"); });
    attempt("collide", job, [&] { collide(waiting, waiting + "-a"); });
    attempt("setting", job, [&] { setting(job); });
    sealAndComplete(job);
}

void Acts::settle() {
    for (const std::string& job : m_ledger->jobsWithOpenSeal()) {
        for (const Entry& entry : m_ledger->entriesOfJob(job)) {
            if (entry.what.kind != EntryKind::SealStarted) {
                continue;
            }
            if (m_store->holds(entry.what.record)) { // died between the rename and the entry
                commitSeal(entry);
            } else {
                finishSeal(entry);
            }
        }
    }
    for (const std::string& job :
         m_ledger->jobsWaiting(EntryKind::CompletionStarted, EntryKind::RecordCompleted)) {
        for (const Entry& entry : m_ledger->entriesOfJob(job)) {
            if (entry.what.kind == EntryKind::CompletionStarted) {
                endCompletion(job, entry.what.record);
            }
        }
    }
}

} // namespace seihon::campaign
