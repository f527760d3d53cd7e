#include "ledger/folder_verify.h"

#include "ledger/descriptor.h"
#include "ledger/durable_file.h"
#include "record/fault.h"

#include <algorithm>
#include <set>

namespace seihon::ledger {

using record::FindingId;

namespace {

// What a crash or a failing disk left behind: never evidence, never read by a program.
bool isLeftover(const std::string& name) {
    return name.starts_with(".tmp-") || name.starts_with(".quarantine-");
}

struct ExpectedFile {
    std::filesystem::path path;
    record::Bytes bytes;
    bool filed = false; // else its writer may not have come to it yet
};

void compareFile(const ExpectedFile& expected, Findings& findings) {
    const std::string subject = "checkpoints/" + expected.path.filename().string();
    try {
        const auto bytes = readWhole(expected.path, static_cast<std::int64_t>(kTokenLimit));
        if (!std::ranges::equal(bytes, expected.bytes)) {
            findings.add(FindingId::CheckpointDisagrees, subject,
                         {record::sha256(bytes).hex(), record::sha256(expected.bytes).hex()});
        }
    } catch (const record::Fault& fault) {
        if (expected.filed || fault.kind != record::FaultKind::NotFound) {
            findings.add(FindingId::CheckpointDisagrees, subject, {fault.what(), {}});
        }
    }
}

} // namespace

std::vector<std::string> sortedNames(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    try {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            names.push_back(entry.path().filename().string());
        }
    } catch (const std::filesystem::filesystem_error& error) {
        throwStorage(folder, "read folder", error.code().value());
    }
    std::ranges::sort(names);
    return names;
}

void verifyEntryNames(const std::vector<std::string>& names, const WalkedFiles& walked,
                      Findings& findings) {
    for (const std::string& name : names) {
        const auto publicSegment = walked.files.publicFiles().segmentNamed(name);
        const auto privateSegment = walked.files.privateFiles().segmentNamed(name);
        const bool walkedOver = (publicSegment && walked.publicWalk.visited(*publicSegment)) ||
                                (privateSegment && walked.privateWalk.visited(*privateSegment));
        if (walkedOver) {
            continue;
        }
        if (isLeftover(name)) {
            findings.note(FindingId::LeftoverFile, "entries/" + name);
        } else {
            findings.add(FindingId::EntryFileDiffers,
                         "entries/" + name + ": no entry of the database belongs into it");
        }
    }
}

void verifyCheckpointFiles(const FolderNames& folder,
                           const std::vector<FiledCheckpoint>& checkpoints, Findings& findings) {
    std::set<std::string> expected;
    for (const auto& [checkpoint, noteFiled, tokenFiled] : checkpoints) {
        const ExpectedFile note{noteFileOf(folder.folder, checkpoint.size),
                                record::bytesOf(checkpoint.note), noteFiled};
        expected.insert(note.path.filename().string());
        compareFile(note, findings);
        if (!checkpoint.token.empty()) {
            const ExpectedFile token{tokenFileOf(folder.folder, checkpoint.size), checkpoint.token,
                                     tokenFiled};
            expected.insert(token.path.filename().string());
            compareFile(token, findings);
        }
    }
    for (const std::string& name : folder.names) {
        if (isLeftover(name)) {
            findings.note(FindingId::LeftoverFile, "checkpoints/" + name);
        } else if (!expected.contains(name)) {
            findings.add(FindingId::CheckpointDisagrees,
                         "checkpoints/" + name + ": the database knows no such checkpoint");
        }
    }
}

} // namespace seihon::ledger
