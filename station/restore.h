#pragma once

#include "config/backup_target.h"
#include "record/json.h"
#include "record/verdict.h"
#include "station/backup_note.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct RestoreRequest {
    config::BackupTarget target; // files in full
    std::string password;        // itself; empty: as target.passwordFile says
    std::string snapshot;        // its id or the beginning of it; empty: the newest
    std::filesystem::path to;    // must not be there
    // The station's private key, from where its copy is kept: no backup holds it.
    std::optional<std::filesystem::path> stationKey{};
};

struct RestoreReport {
    std::string snapshot;
    BackupNote note;
    std::int64_t records = 0, entries = 0; // as verified
    std::int64_t files = 0, bytes = 0;     // as restored
    std::int64_t fetchSeconds = 0, verifySeconds = 0;
    record::Verdict verdict; // of everything: refused is damage
};

// A target by its name in the settings of a home that is still there; a place ("/" or ":" in it),
// and without a home, on a bare machine, anything, is where the repository lies. Faults: NotFound,
// ConfigInvalid.
config::BackupTarget restoreTargetOf(const std::filesystem::path& home, const std::string& target);

// Brings a station's home back, on a machine where there is none: fetches it, puts it together,
// looks at everything with `seihon archive verify`, and says what stands. The folder appears under
// its name when it is whole. Faults: Usage (something is there), BackupFailed,
// BackupPasswordWrong, NotFound (no such backup), Malformed, those of storage.
RestoreReport restoreHome(const RestoreRequest& request);
// The same for a drill: into a folder that goes afterwards.
RestoreReport restoreForDrill(const RestoreRequest& request);
// The first entry of the restored log's new life: which backup it goes on from.
void logRestore(const std::filesystem::path& home, const RestoreReport& report);

} // namespace seihon::station
