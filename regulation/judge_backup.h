#pragma once

#include "record/verdict.h"
#include "regulation/regulation.h"

#include <optional>
#include <string>
#include <vector>

// Is what the hospital keeps kept twice, and can it be brought back? [F9] Facts in, verdict out.
namespace seihon::regulation {

// What the log says of one target of backups.
struct BackupTargetFacts {
    std::string name;
    std::optional<record::Instant> lastGood; // the moment that it holds; read back since
    std::string failure;                     // of the newest try; empty: it went well
};

struct DrillFacts {
    record::Instant at{};
    std::string target;
    std::string failure; // empty: everything stood
};

struct BackupFacts {
    std::vector<BackupTargetFacts> targets;
    std::optional<DrillFacts> lastDrill;
};

// Warnings and notes; nothing here stops scanning.
record::Verdict judgeBackups(const Regulation&, const BackupFacts&, record::Instant now);
// May paper go on the strength of this backup? It must not be older than one has to be.
bool isBackupFresh(const Regulation&, record::Instant lastGood, record::Instant now);

} // namespace seihon::regulation
