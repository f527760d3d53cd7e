#include "check.h"

#include "acts.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"

#include <algorithm>
#include <sstream>

namespace seihon::campaign {

namespace fs = std::filesystem;
using record::Entry;
using record::EntryKind;

namespace {

constexpr std::int64_t kFileLimit = 1 << 20;
using Bytes = std::vector<std::uint8_t>;

class Inspection {
  public:
    Inspection(const fs::path& home, const Told& told) : m_home(home), m_told(told) {}
    std::string run();

  private:
    void readLedger();
    void judgeCaptures();
    void judgeRecords();
    void judgeSetting();
    void judgeCheckpoints();
    void judgeAcknowledged();
    void complain(const std::string& what) { m_complaints += what + "\n"; }
    void expectBytes(const fs::path& file, const Bytes& expected);
    bool isSealed(const std::string& job) const { return m_sealedJobs.contains(job); }

    fs::path m_home;
    const Told& m_told;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<ledger::RecordStore> m_store;
    std::map<std::string, std::string> m_captures; // id → job
    std::map<std::string, Entry> m_started;        // record id → SealStarted
    std::set<std::string> m_sealed, m_sealedJobs, m_completing, m_completed;
    std::string m_complaints;
};

void Inspection::expectBytes(const fs::path& file, const Bytes& expected) {
    try {
        if (ledger::readWhole(file, kFileLimit) != expected) {
            complain(file.string() + ": not the bytes that belong there");
        }
    } catch (const record::Fault& fault) {
        complain(file.string() + ": " + fault.what());
    }
}

void Inspection::readLedger() {
    for (const record::Finding& finding : m_ledger->verify().findings) {
        // What a disk refused is kept aside under a name of its own, and people are told.
        if (finding.id == record::FindingId::LeftoverFile &&
            (finding.subject.find("/.quarantine-") != std::string::npos ||
             finding.subject.find("/.tmp-") != std::string::npos)) {
            continue;
        }
        complain("ledger: " + std::string(record::enumName(finding.id)) + " " + finding.subject);
    }
    for (const Entry& entry : m_ledger->entries(0, 1'000'000)) {
        const std::string& recordId = entry.what.record;
        bool once = true;
        switch (entry.what.kind) {
        case EntryKind::PageCaptured:
            once = m_captures.emplace(entry.what.facts.at("captureId").asString(), entry.what.job)
                       .second;
            break;
        case EntryKind::SealStarted:
            once = m_started.emplace(recordId, entry).second;
            break;
        case EntryKind::RecordSealed:
            once = m_sealed.insert(recordId).second && m_sealedJobs.insert(entry.what.job).second;
            break;
        case EntryKind::CompletionStarted:
            once = m_completing.insert(recordId).second;
            break;
        case EntryKind::RecordCompleted:
            once = m_completed.insert(recordId).second;
            break;
        default:
            break;
        }
        if (!once) {
            complain("entry " + std::to_string(entry.sequence) + " says a second time " +
                     std::string(record::enumName(entry.what.kind)));
        }
    }
}

void Inspection::judgeCaptures() {
    for (const auto& [id, job] : m_captures) {
        if (!isSealed(job)) {
            expectBytes(capturesFolder(m_home, job) / (id + ".tif"), captureBytes(id));
        }
    }
    // Under its real name a file is whole, whether its entry came or not.
    std::error_code error;
    for (const auto& file : fs::recursive_directory_iterator(m_home / "jobs", error)) {
        const fs::path& path = file.path();
        if (path.extension() == ".tif" && path.parent_path().filename() == "captures") {
            expectBytes(path, captureBytes(path.stem().string()));
        }
    }
}

void Inspection::judgeRecords() {
    const std::vector<std::string> present = m_store->list();
    for (const std::string& id : present) {
        if (!m_started.contains(id)) {
            complain("the archive holds " + id + ", which no entry started");
            continue;
        }
        const fs::path folder = m_store->pathOf(id);
        auto files = recordFiles(id, capturesOf(m_started.at(id)));
        const std::string before = signatureText(id, false);
        const std::string after = signatureText(id, true);
        Bytes signature;
        try {
            signature = ledger::readWhole(folder / kSignaturePath, kFileLimit);
        } catch (const record::Fault& fault) {
            complain(id + ": signature: " + fault.what());
        }
        const std::string text(signature.begin(), signature.end());
        const bool isNew = text == after;
        if ((!isNew && text != before) || (isNew && !m_completing.contains(id)) ||
            (!isNew && m_completed.contains(id))) {
            complain(id + ": its signature is not the one that its entries tell of");
        }
        files[kSignaturePath] = signature;
        std::size_t count = 0;
        for (const auto& file : fs::recursive_directory_iterator(folder)) {
            count += file.is_regular_file() ? 1 : 0;
        }
        if (count != files.size()) {
            complain(id + ": has " + std::to_string(count) + " files instead of " +
                     std::to_string(files.size()));
        }
        for (const auto& [path, bytes] : files) {
            expectBytes(folder / path, bytes);
        }
    }
    for (const std::string& id : m_sealed) {
        if (std::ranges::find(present, id) == present.end()) {
            complain("sealed, and not in the archive: " + id);
        }
    }
}

void Inspection::judgeSetting() {
    std::string text;
    if (fs::exists(settingFile(m_home))) {
        const auto bytes = ledger::readWhole(settingFile(m_home), kFileLimit);
        text.assign(bytes.begin(), bytes.end());
    }
    if (text.empty() && m_told.keptSetting.empty()) {
        return;
    }
    bool isAllowed = false; // the newest kept one, or one that was tried since
    for (const std::string& name : m_told.settings) {
        isAllowed = isAllowed || name == m_told.keptSetting || m_told.keptSetting.empty();
        if (isAllowed && text == settingText(name)) {
            return;
        }
    }
    complain("the setting is neither the newest kept one nor a later one, whole");
}

void Inspection::judgeCheckpoints() {
    std::set<std::uint64_t> sizes;
    for (const ledger::Checkpoint& checkpoint : m_ledger->checkpoints()) {
        sizes.insert(checkpoint.size);
        if (checkpoint.note != checkpointNote(checkpoint.size)) {
            complain("the note of checkpoint " + std::to_string(checkpoint.size) + " differs");
        }
    }
    for (const std::string& one : m_told.acknowledged) {
        if (one.starts_with("checkpoint ") && !sizes.contains(std::stoull(one.substr(11)))) {
            complain("lost: " + one);
        }
    }
}

void Inspection::judgeAcknowledged() {
    for (const std::string& one : m_told.acknowledged) {
        const std::string id = one.substr(one.find(' ') + 1);
        const bool isThere = (one.starts_with("capture ") && m_captures.contains(id)) ||
                             (one.starts_with("seal ") && m_sealed.contains(id)) ||
                             (one.starts_with("complete ") && m_completed.contains(id));
        const bool isJudgedHere =
            one.starts_with("capture ") || one.starts_with("seal ") || one.starts_with("complete ");
        if (isJudgedHere && !isThere) {
            complain("lost: " + one);
        }
    }
    for (const auto& [id, job] : m_captures) {
        if (!m_told.tried.contains("capture " + id)) {
            complain("invented: capture " + id);
        }
    }
}

std::string Inspection::run() {
    try {
        m_ledger = ledger::openSqliteLedger(ledgerOf(m_home), kCampaignStation);
        m_store = ledger::openFolderStore(archiveOf(m_home));
        readLedger();
        judgeCaptures();
        judgeRecords();
        judgeSetting();
        judgeCheckpoints();
        judgeAcknowledged();
    } catch (const std::exception& error) {
        complain(std::string("cannot be opened: ") + error.what());
    }
    return m_complaints;
}

} // namespace

void Told::hear(const std::string& lines) {
    std::istringstream stream(lines.substr(0, lines.rfind('\n') + 1));
    for (std::string line; std::getline(stream, line);) {
        const std::string verb = line.substr(0, line.find(' '));
        const std::string what = line.substr(std::min(line.size(), verb.size() + 1));
        const bool isSetting = what.starts_with("setting ");
        if (verb == "try") {
            tried.insert(what);
            if (isSetting) {
                settings.push_back(what.substr(8));
            }
        } else if (verb == "ok") {
            acknowledged.insert(what);
            if (isSetting) {
                keptSetting = what.substr(8);
            }
        }
    }
}

std::string complaintsAbout(const fs::path& home, const Told& told) {
    return Inspection(home, told).run();
}

} // namespace seihon::campaign
