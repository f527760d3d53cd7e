#pragma once

#include "config/config.h"
#include "config/toml_reader.h"

// Private to config.
namespace seihon::config {

// The [[backup]] tables of station.toml.
void readBackupTargets(TableReader& root, StationConfig& station);
// `replicas`: folders that take a copy of each sealed record.
void readReplicas(TableReader& station, StationConfig& config);

} // namespace seihon::config
