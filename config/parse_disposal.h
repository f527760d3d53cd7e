#pragma once

#include "config/toml_reader.h"
#include "regulation/regulation.h"

// Not part of the folder's interface.
namespace seihon::config {

// The [disposal] table of the regulation; after the classes, which it names.
// The [temp_data] table.
regulation::TempDataRules readTempDataRules(TableReader reader);
// The [backup] table.
regulation::BackupRules readBackupRules(TableReader reader);
// The [media] table.
regulation::MediaRules readMediaRules(TableReader reader);
// The [retention] table; after the classes, which it names.
void readRetentionRules(TableReader& root, regulation::Regulation& regulation);
void readDisposalRules(TableReader& root, regulation::Regulation& regulation);

} // namespace seihon::config
