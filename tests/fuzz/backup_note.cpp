#include "station/backup_note.h"
#include "record/fault.h"
#include "station/archive_parts.h"
#include "station/restic.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// What a backup says of itself, what restic says of a repository, and a part as it is typed. Only
// Malformed and Usage may come out; an archive's place stays below the folder that is restored
// into.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    using namespace seihon;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        if (data[0] % 3 == 0) {
            const station::BackupNote note = station::backupNoteFrom(text);
            const std::filesystem::path below = note.archive.relative_path().lexically_normal();
            if (below.empty() || *below.begin() == ".." || below.is_absolute()) {
                std::abort();
            }
            static_cast<void>(station::backupNoteFrom(station::textOf(note)));
        } else if (data[0] % 3 == 1) {
            for (const station::ResticSnapshot& one : station::snapshotsFrom(text)) {
                if (one.id.size() != 64) {
                    std::abort();
                }
            }
        } else {
            const station::PartOf part = station::partOf(std::string(text));
            if (part.part < 1 || part.part > part.parts) {
                std::abort();
            }
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed && fault.kind != record::FaultKind::Usage) {
            std::abort();
        }
    }
    return 0;
}
