#pragma once

#include "station/home.h"

#include <filesystem>

namespace seihon::station {

// Makes a station home: folders, station key, ledger, the shipped regulation activated, settings to
// edit. With `demo` also the demo's people, cards, authorities, feeder, sample pages and
// qualification, all marked DEMO. Refuses a folder that already holds anything. Faults: Usage,
// StorageFailed, …
void initialise(const std::filesystem::path& root, bool demo);

// Lays the demo's referral letter into the feeder's tray (again), as a person would.
void laySamplePages(const Home& home);

} // namespace seihon::station
