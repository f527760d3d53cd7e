#include "ledger/folder_verify.h"

#include "ledger/checkpoint_files.h"
#include "ledger/durable_file.h"
#include "ledger/ledger_folder.h"
#include "record/fault.h"

#include <algorithm>
#include <set>

namespace seihon::ledger {

using record::FindingId;

namespace {

std::vector<std::string> sortedNames(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

// What a crash or a failing disk left behind: never evidence, never read by a program.
bool isLeftover(const std::string& name) {
    return name.starts_with(".tmp-") || name.starts_with(".quarantine-");
}

void compareFile(const std::filesystem::path& file, record::Bytes expected, Findings& findings) {
    const std::string subject = "checkpoints/" + file.filename().string();
    try {
        const auto bytes = readWhole(file, static_cast<std::int64_t>(kTokenLimit));
        if (!std::ranges::equal(bytes, expected)) {
            findings.add(FindingId::CheckpointDisagrees, subject,
                         {record::sha256(bytes).hex(), record::sha256(expected).hex()});
        }
    } catch (const record::Fault& fault) {
        findings.add(FindingId::CheckpointDisagrees, subject, {fault.what(), {}});
    }
}

} // namespace

void verifyFolders(const WalkedFolder& walked, Findings& findings) {
    const std::uint64_t newest = LineFiles::segmentOf(walked.sizeNow);
    for (const std::string& name : sortedNames(walked.files.folder())) {
        const auto publicSegment = walked.files.publicFiles().segmentNamed(name);
        const auto privateSegment = walked.files.privateFiles().segmentNamed(name);
        const bool known = (publicSegment && walked.publicWalk.visited(*publicSegment)) ||
                           (privateSegment && walked.privateWalk.visited(*privateSegment));
        // Another writer may have begun the newest file after the walk, but only on files that were
        // sound.
        const bool isNew =
            walked.filesUp && publicSegment.value_or(privateSegment.value_or(newest + 1)) == newest;
        if (publicSegment || privateSegment) {
            if (!known && !isNew) {
                findings.add(FindingId::EntryFileDiffers,
                             "entries/" + name + ": no entry of the database belongs into it");
            }
        } else if (isLeftover(name)) {
            findings.note(FindingId::LeftoverFile, "entries/" + name);
        } else {
            findings.add(FindingId::EntryFileDiffers, "entries/" + name + ": does not belong here");
        }
    }
}

void verifyCheckpointFiles(const std::filesystem::path& ledgerFolder,
                           const std::vector<Checkpoint>& checkpoints, Findings& findings) {
    const std::filesystem::path folder = checkpointsFolderOf(ledgerFolder);
    std::set<std::string> expected;
    for (const Checkpoint& checkpoint : checkpoints) {
        const auto note = noteFileOf(folder, checkpoint.size);
        expected.insert(note.filename().string());
        compareFile(note, record::bytesOf(checkpoint.note), findings);
        if (!checkpoint.token.empty()) {
            const auto token = tokenFileOf(folder, checkpoint.size);
            expected.insert(token.filename().string());
            compareFile(token, checkpoint.token, findings);
        }
    }
    for (const std::string& name : sortedNames(folder)) {
        if (isLeftover(name)) {
            findings.note(FindingId::LeftoverFile, "checkpoints/" + name);
        } else if (!expected.contains(name)) {
            findings.add(FindingId::CheckpointDisagrees,
                         "checkpoints/" + name + ": the database knows no such checkpoint");
        }
    }
}

} // namespace seihon::ledger
