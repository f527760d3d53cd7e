#pragma once

#include "config/config.h"
#include "config/toml_reader.h"

// Private to config.
namespace seihon::config {

// The [[audit_receiver]] tables of station.toml.
void readAuditReceivers(TableReader& root, StationConfig& station);

} // namespace seihon::config
